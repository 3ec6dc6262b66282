import { describe, expect, it } from 'vitest';
import { compileStatement } from '../../src/database/compiled-statement.ts';
import type { DialectName } from '../../src/database/connection.ts';
import { scanSql, splitScript } from '../../src/database/sql-scanner.ts';

const DIALECTS: readonly DialectName[] = ['sqlite', 'postgres', 'mysql'];
const paramsOf = (sql: string, dialect: DialectName) => scanSql(sql, dialect).params.map(({ name }) => name);
const compiled = (sql: string, dialect: DialectName = 'postgres') =>
  compileStatement('test', sql, dialect, { returnsId: false, isLoaded: true });

describe('parameters', () => {
  it.each(DIALECTS)('are found outside strings, comments, casts and quoted names (%s)', (dialect) => {
    const sql = `SELECT ':a', 'it''s :b', ":c" /* :d */ -- :e 'f
      , x::text, :g, y = :h AND z IN(:i) OR :g > 1`;
    expect(paramsOf(sql, dialect)).toEqual(['g', 'h', 'i', 'g']);
  });

  it('follow the rules of each dialect for what a string is', () => {
    expect(paramsOf("SELECT 'a\\' , :x", 'sqlite')).toEqual(['x']);
    expect(paramsOf("SELECT 'a\\' , :x', :y", 'mysql')).toEqual(['y']);
    expect(paramsOf("SELECT E'a\\' , :x', :y", 'postgres')).toEqual(['y']);
    expect(paramsOf('SELECT $$ :x $$, $tag$ :y $$ $tag$, :z', 'postgres')).toEqual(['z']);
    expect(paramsOf('SELECT `:x`, :y # :z\n', 'mysql')).toEqual(['y']);
    expect(paramsOf('SELECT [:x], :y', 'sqlite')).toEqual(['y']);
    expect(paramsOf('SELECT 5--3, :x', 'mysql')).toEqual(['x']);
    expect(paramsOf('/* a /* :b */ :c */ SELECT :d', 'postgres')).toEqual(['d']);
    expect(paramsOf("SELECT '10:30', arr[1:2], :x", 'postgres')).toEqual(['x']);
    expect(paramsOf('SELECT @a := :x', 'mysql')).toEqual(['x']);
  });

  it('in IN (...) alone are lists', () => {
    const { slots } = compiled(
      'SELECT 1 WHERE a IN (:a) AND b NOT IN ( :b ) AND c IN (:c, 1) AND f(:d) AND (:e)',
    ).whole;
    expect(slots.map(({ name, list }) => [name, list])).toEqual([
      ['a', 'in'],
      ['b', 'not in'],
      ['c', false],
      ['d', false],
      ['e', false],
    ]);
  });
});

describe('a script', () => {
  it('is split at its semicolons, with the line each statement begins on', () => {
    const script = `-- head; comment
CREATE TABLE a (x TEXT DEFAULT ';');

/* ; */ INSERT INTO a VALUES ('--;');
;
SELECT 1`;
    expect(splitScript(script, 'sqlite').map(({ line }) => line)).toEqual([2, 4, 6]);
    expect(splitScript(script, 'mysql').at(-1)?.sql).toBe('SELECT 1');
    expect(splitScript('-- nothing;\n', 'mysql')).toEqual([]);
  });

  it('keeps the body of a trigger or function together', () => {
    const trigger = `CREATE TRIGGER t AFTER INSERT ON a BEGIN
      UPDATE a SET x = CASE WHEN x > 1 THEN 2 ELSE 3 END;
      DELETE FROM b;
    END;
    SELECT 1;`;
    expect(splitScript(trigger, 'sqlite')).toHaveLength(2);
    const procedure = 'CREATE PROCEDURE p() BEGIN IF 1 THEN SELECT 1; END IF; SELECT 2; END; SELECT 3';
    expect(splitScript(procedure, 'mysql')).toHaveLength(2);
    const body = 'CREATE FUNCTION f() RETURNS int LANGUAGE sql AS $$ SELECT 1; SELECT 2; $$; SELECT 3;';
    expect(splitScript(body, 'postgres')).toHaveLength(2);
  });
});

describe('a statement', () => {
  it.each([
    ['SELECT 1', false],
    ['  -- why\n(SELECT 1)', false],
    ['WITH a AS (SELECT 1) SELECT * FROM a FOR UPDATE', false],
    ['EXPLAIN SELECT 1', false],
    ['WITH a AS (DELETE FROM t RETURNING *) SELECT * FROM a', true],
    ['SELECT * INTO t2 FROM t', true],
    ['INSERT INTO t VALUES (1)', true],
    ['CALL p()', true],
    ['PRAGMA user_version = 1', true],
  ])('%s writes: %s', (sql, writes) => {
    expect(compiled(sql).writes).toBe(writes);
  });

  it.each([
    ['SELECT 1', false],
    ['UPDATE t SET x = 1', false],
    ['SET x = 1', true],
    ['BEGIN', true],
    ['CREATE TABLE t (x INTEGER)', true],
    ["SELECT GET_LOCK('a', 1)", true],
    ['SELECT pg_advisory_lock(1)', true],
    ['SELECT @a := 1', true],
  ])('%s leaves something in the session: %s', (sql, touches) => {
    expect(compiled(sql, 'mysql').touchesSession).toBe(touches);
  });

  it.each([
    ['INSERT INTO t (a, b) VALUES (:a, f(:b, (1))) ON CONFLICT DO NOTHING', '(:a, f(:b, (1)))'],
    ['INSERT INTO t SELECT :a', undefined],
    ['INSERT INTO t (a) VALUES (:a), (:b)', undefined],
    ['INSERT INTO t (a) VALUES (:a) ON CONFLICT (a) DO UPDATE SET a = :b', undefined],
    ["INSERT INTO t (a, b) VALUES ('VALUES (', :a)", "('VALUES (', :a)"],
  ])('%s repeats its tuple %s for many rows', (sql, tuple) => {
    const { tuple: found } = compiled(sql);
    const text = found?.row.pieces
      .map((piece, i) => piece + (found.row.slots[i] ? `:${found.row.slots[i].name}` : ''))
      .join('');
    expect(text).toBe(tuple);
  });
});
