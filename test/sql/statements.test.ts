import { globSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadStatements, type Statement } from '../../src/database/statement.ts';
import { TransactionTable } from '../../src/database/two-phase/transaction-table.ts';
import { freshLedger, type Ledger } from '../support/ledger.ts';
import { DATABASE_KINDS } from '../support/servers.ts';

/** Statements that differ between databases. A new one needs a reason that the common subset cannot meet. */
const MOST_VARIANTS = 12;

const files = globSync('src/**/sql/*.sql').toSorted();
const statements = files.flatMap((file) => loadStatements(file).all.map((statement) => ({ file, statement })));

/** Where a module's statements may be named: in the module itself. */
function sourcesNear(file: string): string {
  const module = dirname(dirname(file));
  return globSync(`${module}/**/*.ts`)
    .map((path) => readFileSync(path, 'utf8'))
    .join('\n');
}

describe('statement files', () => {
  it('are found', () => {
    expect(files.length).toBeGreaterThan(2);
  });

  it('name a statement once in the whole program', () => {
    const names = statements.map(({ statement }) => statement.name);
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
  });

  it('hold no statement that its module does not use', () => {
    const unused = statements.filter(({ file, statement }) => !sourcesNear(file).includes(`'${statement.name}'`));
    expect(unused.map(({ file, statement }) => `${file}: ${statement.name}`)).toEqual([]);
  });

  it('stay within the common subset, with few variants', () => {
    // Scripts are DDL, which every dialect writes in its own way.
    const variants = statements.filter(({ statement }) => statement.operator !== '#' && statement.variants.length > 0);
    expect(variants.length, variants.map(({ statement }) => statement.name).join(', ')).toBeLessThanOrEqual(
      MOST_VARIANTS,
    );
  });
});

describe.each(DATABASE_KINDS)('every statement on %s', (kind) => {
  let ledger: Ledger;
  beforeAll(async () => {
    ledger = await freshLedger(kind);
    await new TransactionTable(ledger.database).create();
  });
  afterAll(() => ledger?.drop());

  const runnable = statements.filter(({ statement }) => statement.operator !== '#');

  it.each(runnable.map(({ file, statement }) => [statement.name, file, statement] as const))(
    '%s (%s) is accepted',
    async (_, __, statement) => {
      await expect(explain(ledger, statement)).resolves.toBeDefined();
    },
  );
});

/** Has the database parse and plan a statement without running it. */
async function explain({ database }: Ledger, statement: Statement): Promise<unknown> {
  const source = statement.source(database.dialect);
  const text =
    database.driver.dialect === 'mysql' && statement.operator === '<!'
      ? source.replace(/RETURNING\s+\w+\s*$/, '')
      : source;
  const names = [...text.matchAll(/(?<![:\w]):([a-z_]\w*)/g)].map((match) => match[1]!);
  const isList = (name: string) => new RegExp(`IN \\(:${name}\\)`).test(text);
  const params = Object.fromEntries(
    names.map((name) => [name, isList(name) ? [null] : new RegExp(`LIMIT :${name}\\b`).test(text) ? 1 : null]),
  );
  return await database.autocommit.fetchAll(`EXPLAIN ${text}`, params);
}
