import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { DialectName } from '../../src/database/connection.ts';
import { sqlOf as postgresSql } from '../../src/database/dialects/postgres-values.ts';
import { loadStatementFolder, loadStatements, type Statement } from '../../src/database/statement.ts';

function fileWith(text: string, name = 'books.sql'): string {
  const folder = mkdtempSync(join(tmpdir(), 'jobu-statements-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  writeFileSync(join(folder, name), text);
  return join(folder, name);
}

const load = (text: string) => loadStatements(fileWith(text));
const sql = (statement: Statement, dialect: DialectName) => statement.compiled(dialect).sql;

const BOOKS = `-- Statements about books.

-- name: find_book^
-- By its key.
SELECT * FROM books WHERE id = :id;

-- name: count_books$
SELECT COUNT(*) FROM books

-- name: add_book<!
INSERT INTO books (title) VALUES (:title) RETURNING id

-- name: add_books*!
INSERT INTO books (title, added_at) VALUES (:title, :now) ON CONFLICT DO NOTHING

-- dialect: mysql
-- MySQL has no ON CONFLICT.
INSERT INTO books (title, added_at) VALUES (:title, :now)

-- name: lock_books
SELECT id FROM books WHERE id IN (:ids) ORDER BY id LIMIT 5 FOR UPDATE SKIP LOCKED

-- name: make_tables#
CREATE TABLE a (x INTEGER); CREATE TABLE b (y INTEGER);
`;

describe('a statement file', () => {
  it('gives its statements by name, with operator and line', () => {
    const statements = load(BOOKS);
    expect(statements.all.map(({ name, operator, line }) => `${name}${operator} ${line}`)).toEqual([
      'find_book^ 3',
      'count_books$ 7',
      'add_book<! 10',
      'add_books*! 13',
      'lock_books 20',
      'make_tables# 23',
    ]);
    expect(statements('add_books').variants).toEqual(['mysql']);
  });

  it('names the closest statement when one is not there', () => {
    expect(() => load(BOOKS)('find_bok')).toThrow(/no statement "find_bok" in books\.sql.*"find_book"/);
  });

  it('gives each dialect its own text', () => {
    const statements = load(BOOKS);
    expect(sql(statements('add_books'), 'mysql')).not.toContain('CONFLICT');
    expect(sql(statements('add_books'), 'postgres')).toContain('CONFLICT');
    expect(sql(statements('add_book'), 'mysql')).toBe('INSERT INTO books (title) VALUES (:title)');
    expect(sql(statements('add_book'), 'sqlite')).toContain('RETURNING id');
    expect(sql(statements('lock_books'), 'sqlite')).toMatch(/LIMIT 5$/);
    expect(sql(statements('lock_books'), 'mysql')).toMatch(/SKIP LOCKED$/);
    expect(postgresSql(statements('lock_books').compiled('postgres').whole)).toContain('WHERE id = ANY($1) ORDER BY');
  });

  it('compiles a statement once for a dialect', () => {
    const statement = load(BOOKS)('find_book');
    expect(statement.compiled('sqlite')).toBe(statement.compiled('sqlite'));
  });

  it('may cover every dialect by variants alone, several of them by one', () => {
    const statements = load(`-- name: now$
-- dialect: postgres, sqlite
-- The common form.
SELECT 1
-- dialect: mysql
-- Its own form.
SELECT 2
`);
    expect([sql(statements('now'), 'sqlite'), sql(statements('now'), 'mysql')].map((text) => text.at(-1))).toEqual([
      '1',
      '2',
    ]);
  });

  it.each<[string, string, number, RegExp]>([
    ['a name that stands twice', '-- name: a\nSELECT 1\n-- name: a\nSELECT 2', 3, /"a" is already taken by line 1/],
    ['an unknown dialect', '-- name: a\nSELECT 1\n-- dialect: oracle\n-- Why.\nSELECT 2', 3, /"oracle" is no dialect/],
    [
      'a variant without a reason',
      '-- name: a\nSELECT 1\n-- dialect: mysql\nSELECT 2',
      3,
      /comment line that says why/,
    ],
    [
      'other parameters in a variant',
      '-- name: a\nSELECT :x\n-- dialect: mysql\n-- Why.\nSELECT :y',
      5,
      /other parameters \(:y; elsewhere :x\)/,
    ],
    ['a dialect without a text', '-- name: a\n-- dialect: mysql\n-- Why.\nSELECT 2', 1, /no text for sqlite, postgres/],
    [
      'two variants for one dialect',
      '-- name: a\nSELECT 1\n-- dialect: mysql\n-- W.\nSELECT 2\n-- dialect: mysql\n-- W.\nSELECT 3',
      6,
      /two variants for mysql/,
    ],
    [
      'a default that nobody uses',
      '-- name: a\nSELECT 1\n-- dialect: mysql, sqlite, postgres\n-- Why.\nSELECT 2',
      1,
      /default text of "a" is never used/,
    ],
    [
      'an operator in a variant',
      '-- name: a\nSELECT 1\n-- dialect: mysql!\n-- Why.\nSELECT 2',
      3,
      /"mysql!" is no dialect/,
    ],
    ['an unknown operator', '-- name: a??\nSELECT 1', 1, /"a\?\?" is no statement name/],
    ['an empty statement', '-- name: a\n-- Nothing.\n-- name: b\nSELECT 1', 2, /"a" is empty/],
    ['two statements under one name', '-- name: a\nSELECT 1; SELECT 2', 2, /more than one statement/],
    ['parameters in a script', '-- name: a#\nSELECT :x; SELECT 2', 2, /cannot have parameters \(:x\)/],
    ['an open string', "-- name: a\n\nSELECT 'x", 3, /is not closed/],
    ['open brackets', '-- name: a\nSELECT (1', 2, /brackets/],
    ['SQL before the first name', 'SELECT 1\n-- name: a\nSELECT 1', 1, /before the first/],
    ['a variant before the first name', '-- dialect: mysql\n-- name: a\nSELECT 1', 1, /before the first/],
    ['a mistyped header', '-- Name: a\nSELECT 1', 1, /write "-- name/],
    ['an id that is not returned', '-- name: a<!\nINSERT INTO t VALUES (1)', 2, /must end in RETURNING/],
  ])('with %s is refused with file and line', (_, text, line, reason) => {
    expect(() => load(text)).toThrow(reason);
    expect(() => load(text)).toThrow(new RegExp(`^books\\.sql:${line}: `));
  });

  it('may be one of several in a folder, where a name stands in one of them only', () => {
    const folder = join(fileWith('-- name: a\nSELECT 1', 'a.sql'), '..');
    writeFileSync(join(folder, 'b.sql'), '-- name: b\nSELECT 2');
    mkdirSync(join(folder, 'deeper'));
    expect(loadStatementFolder(folder).all.map(({ name }) => name)).toEqual(['a', 'b']);
    writeFileSync(join(folder, 'c.sql'), '\n-- name: a\nSELECT 3');
    expect(() => loadStatementFolder(folder)).toThrow(/^c\.sql:2: .*line 1 of a\.sql/);
  });
});
