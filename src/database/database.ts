import { setTimeout as delay } from 'node:timers/promises';
import { isJobuError, JobuError } from '../errors.ts';
import type { CompiledStatement } from './compiled-statement.ts';
import type { Connection, DialectName, Params } from './connection.ts';
import type { Driver, MigrationTraits, Session } from './dialects/dialect.ts';
import { ReservedDriver } from './dialects/reserved-driver.ts';
import type { PoolUsage } from './pool.ts';
import { SqlConnection, type StatementRunner } from './sql-connection.ts';
import { runTransaction, type TransactionOptions } from './transaction.ts';

const DEFAULT_RETRIES = 5;

/** Runs each statement by itself, on a connection taken for it. */
class AutocommitRunner implements StatementRunner {
  readonly #database: string;
  readonly #driver: Driver;

  constructor(database: string, driver: Driver) {
    this.#database = database;
    this.#driver = driver;
  }

  async run<T>(statement: CompiledStatement, work: (session: Session) => Promise<T>): Promise<T> {
    for (let retry = 0; ; retry++) {
      try {
        return await this.#once(statement, work);
      } catch (error) {
        const isLost = isJobuError(error, 'CONNECTION_LOST');
        if (isLost && statement.writes) {
          const reason = String(error.params['reason']);
          throw new JobuError('COMMIT_UNKNOWN', { database: this.#database, reason }, { cause: error });
        }
        // A connection that died in the pool shows it only now; a conflict has undone the one statement.
        const mayRetry = isLost ? retry === 0 : isJobuError(error, 'TRANSIENT_CONFLICT') && retry < DEFAULT_RETRIES;
        if (!mayRetry || this.#driver.waitsForLocks) throw error;
      }
      await delay(2 ** retry * (0.5 + Math.random()));
    }
  }

  async #once<T>(statement: CompiledStatement, work: (session: Session) => Promise<T>): Promise<T> {
    const session = await this.#driver.acquire(statement.writes ? 'write' : 'read', true);
    try {
      return await work(session);
    } finally {
      this.#driver.release(session);
    }
  }

  runMany(statement: CompiledStatement, rows: readonly Params[]): Promise<number> {
    const database = { name: this.#database, driver: this.#driver };
    return runTransaction([database], (attempt) => attempt.participants[0]!.runMany(statement, rows), {
      retries: DEFAULT_RETRIES,
    });
  }

  savepoint(): Promise<never> {
    return Promise.reject(new JobuError('SAVEPOINT_OUTSIDE_TRANSACTION', { database: this.#database }));
  }
}

/** One named database of the configuration. */
export class Database {
  readonly name: string;
  readonly dialect: DialectName;
  /** The connections behind it; names that mean the same SQLite file share them. */
  readonly driver: Driver;
  /** Commits each statement by itself; never part of an open transaction. */
  readonly autocommit: Connection;

  constructor(name: string, driver: Driver) {
    this.name = name;
    this.driver = driver;
    this.dialect = driver.dialect;
    this.autocommit = new SqlConnection(name, driver.dialect, false, new AutocommitRunner(name, driver));
  }

  /**
   * The same database through connections that handlers cannot hold (2 beyond `max_size`, opened when first needed). On
   * SQLite, with its one writer, it is this one.
   */
  get reserved(): Database {
    return this.driver.reserve === undefined ? this : new Database(this.name, new ReservedDriver(this.driver));
  }

  /** Name and version of the server, for people. */
  get version(): string {
    return this.driver.version;
  }

  /** How many connections this process has open, uses and waits for. */
  get usage(): PoolUsage {
    return this.driver.usage;
  }

  get migration(): MigrationTraits {
    return this.driver.migration;
  }

  /**
   * Runs `work` in a transaction of its own, never the ambient one, and runs the whole of it again after a deadlock,
   * serialization failure, busy or lock timeout, or when the connection turns out dead before it began. Default 5 retries.
   * @throws NestedWriteError inside a transaction that holds the only writer of the same SQLite file.
   */
  transaction<T>(work: (connection: Connection) => Promise<T>, options: TransactionOptions = {}): Promise<T> {
    const { readOnly = false, retries = DEFAULT_RETRIES } = options;
    return runTransaction(
      [this],
      (attempt) => work(new SqlConnection(this.name, this.dialect, readOnly, attempt.participants[0]!)),
      { ...options, retries },
    );
  }

  /** The server's clock in milliseconds since 1970; undefined on SQLite, where it is this machine's. */
  serverTimeMs(): Promise<number | undefined> {
    return this.driver.serverTimeMs();
  }

  /** Calls `heard` for each notification on a channel; answers how to stop. Undefined where there are none: poll. */
  get listen(): Driver['listen'] {
    return this.driver.listen;
  }

  /** Sends a notification, as a hint that may be lost. Call it after the commit. Undefined where there are none. */
  get notify(): Driver['notify'] {
    return this.driver.notify;
  }

  /** Waits for open transactions (up to 5 s) and closes the connections, also under its other names. */
  close(): Promise<void> {
    return this.driver.close();
  }
}
