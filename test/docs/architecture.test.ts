import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { DialectName } from '../../src/database/connection.ts';
import { loadStatements, type Statement } from '../../src/database/statement.ts';
import { TRANSITIONS } from '../../src/domain/states.ts';
import { tableAfter } from '../support/markdown.ts';

const root = join(import.meta.dirname, '../..');
const page = readFileSync(join(root, 'ARCHITECTURE.md'), 'utf8');
const dialects: readonly DialectName[] = ['sqlite', 'postgres', 'mysql'];

const statementFiles = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
  .filter((file) => /^[a-z]+\/sql\/[a-z]+\.sql$/.test(file))
  .map((file) => ({ file, statements: loadStatements(join(root, 'src', file)).all }));

/** The columns an UPDATE of the table sets, on any database. */
function columnsSet(statement: Statement, table: string): string[] {
  return dialects.flatMap((dialect) => {
    const sql = statement.source(dialect).replace(/--.*$/gm, '');
    const [, set] =
      new RegExp(`^\\s*(?:WITH[\\s\\S]*\\)\\s*)?UPDATE ${table}\\b[\\s\\S]*?\\bSET\\b([\\s\\S]*)$`).exec(sql) ?? [];
    if (set === undefined) return [];
    const assignments = set.split(/\b(?:FROM|WHERE)\b/)[0]!;
    return [...assignments.matchAll(/(?:^|,)\s*(?:\w+\.)?(\w+)\s*=/g)].map(([, column]) => column!);
  });
}

/** The columns of a table, from its migration on SQLite. The schema test holds the other databases to it. */
function columnsOf(table: string): string[] {
  const folder = join(root, 'src/ledger/migrations/sqlite');
  const sql = readdirSync(folder)
    .map((file) => readFileSync(join(folder, file), 'utf8'))
    .join('\n');
  const [, body] = new RegExp(`CREATE TABLE ${table} \\(([\\s\\S]*?)\\n\\)`).exec(sql)!;
  const added = sql.matchAll(new RegExp(`ALTER TABLE ${table} ADD COLUMN ([a-z_]+)`, 'g'));
  return [
    ...body!.split('\n').flatMap((line) => /^ {2}([a-z_]+) [A-Z]/.exec(line)?.[1] ?? []),
    ...[...added].map(([, column]) => column!),
  ];
}

describe('ARCHITECTURE.md', () => {
  it('shows the states and where each may go as the code has them', () => {
    const shown = tableAfter(page, 'Status').map(([status, , next]) => [status, next === '-' ? [] : next!.split(', ')]);
    expect(Object.fromEntries(shown)).toEqual(TRANSITIONS);
    expect(shown.map(([status]) => status)).toEqual(Object.keys(TRANSITIONS));
  });

  describe.each([
    ['job_executions', 0],
    ['cron_jobs', 1],
  ])('the columns of %s', (table, nth) => {
    const rows = tableAfter(page, 'Column', nth).map(([cell, writers]) => ({
      columns: [...cell!.matchAll(/`(\w+)`/g)].map(([, name]) => name!),
      isFixed: writers!.includes('never again'),
    }));
    const updated = new Set(
      statementFiles.flatMap(({ statements }) => statements.flatMap((one) => columnsSet(one, table))),
    );

    it('are all there, each once', () => {
      expect(rows.flatMap(({ columns }) => columns).sort()).toEqual(columnsOf(table).sort());
    });

    it('that only creation writes are set by no UPDATE, and all others by one', () => {
      expect(updated.size).toBeGreaterThan(5);
      for (const { columns, isFixed } of rows)
        for (const column of columns) expect([column, updated.has(column)]).toEqual([column, !isFixed]);
    });
  });

  it('is right that a worker never writes cron_jobs', () => {
    const { statements } = statementFiles.find(({ file }) => file === 'worker/sql/worker.sql')!;
    expect(statements.length).toBeGreaterThan(10);
    for (const statement of statements)
      for (const dialect of dialects)
        expect(statement.source(dialect)).not.toMatch(/\b(UPDATE|INTO|FROM|JOIN)\s+cron_jobs\b/);
  });

  it('names for each invariant a test that tries to break it', () => {
    const rows = tableAfter(page, 'Invariant');
    const tests = rows
      .filter(([name]) => /^I\d$/.test(name!))
      .map(([name, , links]) => [name, /\]\(test\//.test(links!)]);
    expect(tests).toEqual(['I1', 'I2', 'I3', 'I4', 'I5', 'I6', 'I7'].map((name) => [name, true]));
  });
});
