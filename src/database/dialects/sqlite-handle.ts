import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { CompiledStatement } from '../compiled-statement.ts';
import type { Params, Row } from '../connection.ts';
import { listOf, type Scalar, scalarOf } from '../parameters.ts';

type SqliteModule = typeof import('node:sqlite');
type Bound = null | number | bigint | string | Uint8Array;

const KEPT_STATEMENTS = 300;
let sqlite: SqliteModule | undefined;

/** node:sqlite without the warning that Node 22 prints when it is loaded; every other warning stays. */
function sqliteModule(): SqliteModule {
  if (sqlite !== undefined) return sqlite;
  const emitWarning = process.emitWarning;
  process.emitWarning = ((warning: string | Error, ...rest: unknown[]) => {
    if (rest[0] === 'ExperimentalWarning' && String(warning).includes('SQLite')) return;
    Reflect.apply(emitWarning, process, [warning, ...rest]);
  }) as typeof process.emitWarning;
  try {
    sqlite = process.getBuiltinModule('node:sqlite');
  } finally {
    process.emitWarning = emitWarning;
  }
  return sqlite;
}

interface Prepared {
  readonly statement: StatementSync;
  readonly readsBigInts: boolean;
  /** Columns declared BOOLEAN. */
  booleans: readonly string[] | undefined;
}

function bindable(value: Scalar): Bound {
  // A number is bound as REAL, which would leave 5.0 in a TEXT column and in divisions.
  if (typeof value === 'number') return Number.isSafeInteger(value) ? BigInt(value) : value;
  if (typeof value === 'boolean') return value ? 1n : 0n;
  return value instanceof Date ? value.toISOString() : value;
}

function jsonItem(value: Scalar): string {
  return typeof value === 'bigint' ? value.toString() : JSON.stringify(value);
}

/**
 * The text with `?`; a list becomes one JSON parameter, so that its length never changes the statement. A bare parameter
 * after LIMIT would have SQLite plan the statement anew at every call, to look at its value: that costs 20 times the rest.
 */
function sqlOf(statement: CompiledStatement): string {
  if (statement.prepared === undefined) {
    const { pieces, slots } = statement.whole;
    const placeholder = (i: number): string => {
      if (slots[i]!.list) return 'SELECT value FROM json_each(?)';
      return /\bLIMIT\s+$/i.test(pieces[i]!) ? '(? + 0)' : '?';
    };
    statement.prepared = pieces.map((piece, i) => piece + (i === slots.length ? '' : placeholder(i))).join('');
  }
  return statement.prepared as string;
}

function valuesOf(statement: CompiledStatement, params: Params): Bound[] {
  return statement.whole.slots.map((slot) =>
    slot.list === false
      ? bindable(scalarOf(statement, slot, params))
      : `[${listOf(statement, slot, params).map(jsonItem).join()}]`,
  );
}

function withPlainNumbers(rows: Row[]): void {
  for (const row of rows) {
    for (const column in row) {
      const value = row[column];
      if (typeof value === 'bigint' && value <= 9007199254740991n && value >= -9007199254740991n) {
        row[column] = Number(value);
      }
    }
  }
}

/** One open connection of node:sqlite with its prepared statements. All of it is synchronous. */
export class SqliteHandle {
  readonly db: DatabaseSync;
  readonly #prepared = new Map<string, Prepared>();

  constructor(path: string) {
    this.db = new (sqliteModule().DatabaseSync)(path, { timeout: 0, enableForeignKeyConstraints: true });
  }

  close(): void {
    this.#prepared.clear();
    if (this.db.isOpen) this.db.close();
  }

  #prepare(sql: string, readsBigInts: boolean): Prepared {
    const key = readsBigInts ? `bigint ${sql}` : sql;
    let prepared = this.#prepared.get(key);
    if (prepared === undefined) {
      const statement = this.db.prepare(sql);
      if (readsBigInts) statement.setReadBigInts(true);
      prepared = { statement, readsBigInts, booleans: undefined };
      if (this.#prepared.size >= KEPT_STATEMENTS) this.#prepared.delete(this.#prepared.keys().next().value!);
      this.#prepared.set(key, prepared);
    }
    return prepared;
  }

  fetch(statement: CompiledStatement, params: Params): Row[] {
    const sql = sqlOf(statement);
    const values = valuesOf(statement, params);
    // node:sqlite throws on an integer beyond 2^53 unless told to read BigInts, and a write cannot be run again.
    if (statement.writes) return this.#rows(this.#prepare(sql, true), values);
    try {
      return this.#rows(this.#prepare(sql, false), values);
    } catch (error) {
      if ((error as { code?: string }).code !== 'ERR_OUT_OF_RANGE') throw error;
      return this.#rows(this.#prepare(sql, true), values);
    }
  }

  #rows(prepared: Prepared, values: Bound[]): Row[] {
    const rows = prepared.statement.all(...values) as Row[];
    if (prepared.readsBigInts) withPlainNumbers(rows);
    prepared.booleans ??= prepared.statement
      .columns()
      .filter((column) => /^BOOL/i.test(column.type ?? ''))
      .map((column) => column.name);
    for (const column of prepared.booleans) {
      for (const row of rows) {
        if (row[column] === 1) row[column] = true;
        else if (row[column] === 0) row[column] = false;
      }
    }
    return rows;
  }

  /** Affected rows and the last inserted id. */
  run(statement: CompiledStatement, params: Params): { changes: number; lastInsertRowid: number | bigint } {
    const prepared = this.#prepare(sqlOf(statement), false);
    const { changes, lastInsertRowid } = prepared.statement.run(...valuesOf(statement, params));
    return { changes: statement.touchesSession || !statement.writes ? 0 : Number(changes), lastInsertRowid };
  }

  /** Forgets prepared statements, which know the columns of the old schema. */
  forgetStatements(): void {
    this.#prepared.clear();
  }
}
