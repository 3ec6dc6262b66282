import { setTimeout as delay, setImmediate as nextTurn } from 'node:timers/promises';
import type { CompiledStatement } from '../compiled-statement.ts';
import type { Params, Row } from '../connection.ts';
import type { BeginOptions, Change, Session } from './dialect.ts';
import { isBusy, mapSqliteError, needsReopening } from './sqlite-errors.ts';
import type { SqliteHandle } from './sqlite-handle.ts';

const BUSY_DEADLINE_MS = 30_000;
const BUSY_FIRST_WAIT_MS = 1;
const BUSY_WAIT_FACTOR = 1.6;
const BUSY_LONGEST_WAIT_MS = 12;
const ROWS_PER_TURN = 2_000;

/**
 * Tries again while another process holds the lock, without blocking the event loop (node:sqlite would).
 * The first try runs at once, in the caller's turn.
 */
export async function whileBusy<T>(work: () => T): Promise<T> {
  const deadline = performance.now() + BUSY_DEADLINE_MS;
  for (let wait = BUSY_FIRST_WAIT_MS; ; wait = Math.min(wait * BUSY_WAIT_FACTOR, BUSY_LONGEST_WAIT_MS)) {
    try {
      return work();
    } catch (error) {
      if (!isBusy(error) || performance.now() > deadline) throw error;
    }
    await delay(wait * (0.5 + Math.random()));
  }
}

/** A connection to an SQLite file in use: the only writer, or a reader. */
export class SqliteSession implements Session {
  readonly isLost = false;
  readonly hasFailed = false;
  /** The only connection that may write now: it holds the queue. */
  readonly holdsWriter: boolean;
  /** Set by an error after which the connection may stay useless. */
  mustReopen = false;
  readonly handle: SqliteHandle;
  readonly #database: string;
  #readOnly = false;

  constructor(handle: SqliteHandle, database: string, holdsWriter: boolean) {
    this.handle = handle;
    this.#database = database;
    this.holdsWriter = holdsWriter;
  }

  async begin({ readOnly }: BeginOptions): Promise<void> {
    this.#readOnly = readOnly;
    await this.#run('BEGIN', () => {
      if (!readOnly) this.handle.db.exec('BEGIN IMMEDIATE');
      else this.handle.db.exec('PRAGMA query_only=ON; BEGIN');
    });
  }

  async commit(): Promise<void> {
    await this.#run('COMMIT', () => this.handle.db.exec('COMMIT'));
    this.#endReadOnly();
  }

  async rollback(): Promise<void> {
    try {
      if (this.handle.db.isTransaction) this.handle.db.exec('ROLLBACK');
      this.#endReadOnly();
    } catch {
      this.mustReopen = true;
    }
  }

  #endReadOnly(): void {
    // A connection kept for reading is query_only for good; setting it again is harmless.
    if (this.#readOnly && this.holdsWriter) this.handle.db.exec('PRAGMA query_only=OFF');
    this.#readOnly = false;
  }

  fetch(statement: CompiledStatement, params: Params): Promise<Row[]> {
    return this.#run(statement.label, () => this.handle.fetch(statement, params));
  }

  async change(statement: CompiledStatement, params: Params): Promise<Change> {
    if (statement.returnsId) {
      const rows = await this.fetch(statement, params);
      return { affected: rows.length, id: firstValue(rows) as number | bigint | undefined };
    }
    const { changes, lastInsertRowid } = await this.#run(statement.label, () => this.handle.run(statement, params));
    if (statement.touchesSession) this.handle.forgetStatements();
    return { affected: changes, id: lastInsertRowid };
  }

  async many(statement: CompiledStatement, rows: readonly Params[]): Promise<number> {
    let affected = 0;
    for (let from = 0; from < rows.length; from += ROWS_PER_TURN) {
      if (from > 0) await nextTurn();
      affected += await this.#run(statement.label, () => {
        let changes = 0;
        for (const row of rows.slice(from, from + ROWS_PER_TURN)) changes += this.handle.run(statement, row).changes;
        return changes;
      });
    }
    return affected;
  }

  async script(statement: CompiledStatement): Promise<void> {
    await this.#run(statement.label, () => this.handle.db.exec(statement.sql));
    this.handle.forgetStatements();
  }

  /** The next user opens the file again. */
  destroy(): void {
    this.mustReopen = true;
  }

  transactionIsGone(): boolean {
    return !this.handle.db.isTransaction;
  }

  async #run<T>(label: string, work: () => T): Promise<T> {
    try {
      return work();
    } catch (error) {
      // Inside a transaction only BEGIN and COMMIT can meet a lock; a single statement may be tried again as a whole.
      const again = isBusy(error) && (label === 'COMMIT' || !this.handle.db.isTransaction);
      try {
        if (again) return await whileBusy(work);
        throw error;
      } catch (last) {
        if (needsReopening(last) && !this.#readOnly) this.mustReopen = true;
        throw mapSqliteError(last, this.#database, label, this.#readOnly);
      }
    }
  }
}

function firstValue(rows: readonly Row[]): unknown {
  for (const column in rows[0]) return rows[0][column];
  return undefined;
}
