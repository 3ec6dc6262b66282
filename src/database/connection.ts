import type { Statement } from './statement.ts';

/** The SQL families jobu speaks. MySQL and MariaDB are one dialect with two flavours. */
export type DialectName = 'sqlite' | 'postgres' | 'mysql';

/**
 * Named parameters of a statement. Accepted: null, boolean, finite number, bigint, string without NUL, Date (an instant),
 * Uint8Array, an array (only for an `IN (:list)`), a plain object (stored as JSON text). `undefined` and NaN are refused.
 */
export type Params = Readonly<Record<string, unknown>>;

/**
 * One result row. On every database: integers are numbers when safe and bigint beyond; decimals are strings; instants
 * (timestamptz, DATETIME, TIMESTAMP) are ISO 8601 UTC text with milliseconds; dates are YYYY-MM-DD text; bytes are Uint8Array;
 * JSON is text; columns declared BOOLEAN are true or false (the STRICT tables of SQLite have none: 0 or 1). To write an
 * instant back, make a Date of it: MySQL and MariaDB refuse ISO text.
 */
export type Row = Record<string, unknown>;

/** One connection: the ambient transaction's inside `transactional`, otherwise one that commits each statement by itself. */
export interface Connection {
  /** Name in `config/database.yaml`. */
  readonly database: string;
  readonly dialect: DialectName;
  readonly readOnly: boolean;
  /** Runs a statement that changes rows; answers how many were matched. */
  execute(sql: string | Statement, params?: Params): Promise<number>;
  fetchAll<T = Row>(sql: string | Statement, params?: Params): Promise<T[]>;
  /** The first row, or undefined. */
  fetchOne<T = Row>(sql: string | Statement, params?: Params): Promise<T | undefined>;
  /** The first column of the first row, or undefined. */
  fetchValue<T = unknown>(sql: string | Statement, params?: Params): Promise<T | undefined>;
  /** Runs an `INSERT ... VALUES (...)` for many rows, in as few round trips as the database allows; answers the affected rows. */
  executeMany(sql: string | Statement, rows: readonly Params[]): Promise<number>;
  /** Runs a loaded statement in the shape its operator says (`^` one row, `$` one value, `!` affected rows, `<!` inserted id, `*!` many, `#` script, none: all rows). */
  run<T = unknown>(statement: string | Statement, params?: Params | readonly Params[]): Promise<T>;
  /** Runs `work` behind a savepoint: when it throws, what it wrote is undone and the transaction goes on. Only inside a transaction. */
  savepoint<T>(work: () => Promise<T>): Promise<T>;
}
