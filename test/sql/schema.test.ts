import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../src/database/database.ts';
import { TransactionTable } from '../../src/database/two-phase/transaction-table.ts';
import { freshLedger, type Ledger } from '../support/ledger.ts';
import { DATABASE_KINDS, type DatabaseKind } from '../support/servers.ts';

/** "table.column family null?" and "table: index (columns) unique?", the same for every database. */
interface LogicalSchema {
  readonly columns: string[];
  readonly indexes: string[];
}

/** MySQL finds RUNNING rows by the claim index, since it has no partial indexes. */
const ONLY_WITH_PARTIAL_INDEXES = ['job_executions: job_executions_running (worker_id)'];

/** What stands in the condition of a partial index leads the columns where there is none. */
const LED_BY_CONDITION = ['job_executions_claim (status, ', 'job_executions_claim ('] as const;

const FAMILIES: readonly [RegExp, string][] = [
  [/^(integer|int|bigint|smallint|tinyint|boolean)/i, 'number'],
  [/^(real|double)/i, 'number'],
  [/^(text|longtext|varchar|character varying|timestamp|datetime)/i, 'text'],
];

const familyOf = (type: string): string => FAMILIES.find(([pattern]) => pattern.test(type))?.[1] ?? type;

const isNull = (value: unknown): string => (value === true || value === 'YES' || value === 0 ? 'null' : 'not null');

async function sqlite({ autocommit }: Database): Promise<LogicalSchema> {
  const columns = await autocommit.fetchAll<Record<string, string | number>>(
    `SELECT m.name AS tab, c.name AS col, c.type, c."notnull", c.pk FROM sqlite_master m JOIN pragma_table_info(m.name) c WHERE m.type = 'table'`,
  );
  const indexes = await autocommit.fetchAll<Record<string, string | number>>(
    `SELECT m.name AS tab, l.name AS idx, l."unique" AS uniq, i.name AS col FROM sqlite_master m
     JOIN pragma_index_list(m.name) l JOIN pragma_index_info(l.name) i WHERE m.type = 'table' AND l.origin = 'c' ORDER BY l.name, i.seqno`,
  );
  return schemaOf(
    columns.map((c) => ({ ...c, nullable: Number(c['notnull']) === 0 && Number(c['pk']) === 0 })),
    indexes,
  );
}

async function postgres({ autocommit }: Database): Promise<LogicalSchema> {
  const columns = await autocommit.fetchAll<Record<string, string>>(
    `SELECT table_name AS tab, column_name AS col, data_type AS type, is_nullable AS nullable FROM information_schema.columns WHERE table_schema = 'public'`,
  );
  const indexes = await autocommit.fetchAll<Record<string, string | number>>(
    `SELECT t.relname AS tab, i.relname AS idx, CASE WHEN x.indisunique THEN 1 ELSE 0 END AS uniq, a.attname AS col
     FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid JOIN pg_class t ON t.oid = x.indrelid
     JOIN pg_namespace n ON n.oid = t.relnamespace AND n.nspname = 'public'
     CROSS JOIN LATERAL unnest(x.indkey) WITH ORDINALITY AS k (attnum, place)
     JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = k.attnum
     WHERE NOT x.indisprimary ORDER BY i.relname, k.place`,
  );
  return schemaOf(columns, indexes);
}

async function mysql({ autocommit }: Database): Promise<LogicalSchema> {
  const columns = await autocommit.fetchAll<Record<string, string>>(
    `SELECT table_name AS tab, column_name AS col, column_type AS type, is_nullable AS nullable FROM information_schema.columns WHERE table_schema = DATABASE()`,
  );
  const indexes = await autocommit.fetchAll<Record<string, string | number>>(
    `SELECT table_name AS tab, index_name AS idx, 1 - non_unique AS uniq, column_name AS col FROM information_schema.statistics
     WHERE table_schema = DATABASE() AND index_name <> 'PRIMARY' ORDER BY index_name, seq_in_index`,
  );
  return schemaOf(columns, indexes);
}

function schemaOf(columns: Record<string, unknown>[], indexes: Record<string, unknown>[]): LogicalSchema {
  const byIndex = Map.groupBy(indexes, (row) => `${row['tab']}: ${row['idx']}`);
  // A view is SQL, whose types every database derives in its own way.
  const own = (name: unknown) => !/^(sqlite_|schema_migrations|execution_times)/.test(String(name));
  return {
    columns: columns
      .filter((c) => own(c['tab']))
      .map((c) => `${c['tab']}.${c['col']} ${familyOf(String(c['type']))} ${isNull(c['nullable'])}`)
      .toSorted(),
    indexes: [...byIndex]
      .filter(([name]) => own(name))
      .map(
        ([name, parts]) =>
          `${name} (${parts.map((part) => part['col']).join(', ')})${Number(parts[0]!['uniq']) === 1 ? ' unique' : ''}`,
      )
      .toSorted(),
  };
}

const READERS: Record<DatabaseKind, (database: Database) => Promise<LogicalSchema>> = {
  sqlite,
  postgres,
  mariadb: mysql,
  mysql,
};

describe('the schema', () => {
  const ledgers = new Map<DatabaseKind, Ledger>();
  beforeAll(async () => {
    for (const kind of DATABASE_KINDS) {
      const ledger = await freshLedger(kind);
      await new TransactionTable(ledger.database).create();
      ledgers.set(kind, ledger);
    }
  });
  afterAll(async () => {
    for (const ledger of ledgers.values()) await ledger.drop();
  });
  const read = (kind: DatabaseKind) => READERS[kind](ledgers.get(kind)!.database);

  it.each(DATABASE_KINDS.filter((kind) => kind !== 'sqlite'))('is the same on sqlite and on %s', async (kind) => {
    const [expected, found] = [await read('sqlite'), await read(kind)];
    expect(found.columns).toEqual(expected.columns);
    const partial = kind === 'postgres' ? [] : ONLY_WITH_PARTIAL_INDEXES;
    expect(found.indexes.map((index) => index.replace(...LED_BY_CONDITION))).toEqual(
      expected.indexes.filter((index) => !partial.includes(index)),
    );
    expect(found.columns.length).toBeGreaterThan(80);
    expect(found.indexes.length).toBeGreaterThan(8);
  });
});
