import { mkdirSync, realpathSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { JobuError } from '../../errors.ts';
import type { SqliteConfig } from '../config.ts';
import { ConnectionPoolExhaustedError, NestedWriteError } from '../errors.ts';
import { Pool, type PoolUsage } from '../pool.ts';
import type { Access, Driver, Session } from './dialect.ts';
import { mapSqliteError } from './sqlite-errors.ts';
import { SqliteHandle } from './sqlite-handle.ts';
import { SqliteSession, whileBusy } from './sqlite-session.ts';
import { holdsWriter } from './writer-hold.ts';
import { WriterQueue } from './writer-queue.ts';

/** After this long without a turn of the event loop the next caller waits for one. */
const TURN_MS = 8;
const CLOSE_TIMEOUT_MS = 5_000;
const DEFAULT_ACQUIRE_TIMEOUT_SECONDS = 30;

/** The one name of a file that several names in the configuration may mean, also before the file exists. */
export function sqliteFileOf(path: string): string {
  if (path === ':memory:') return path;
  const absolute = resolve(path);
  try {
    return realpathSync(absolute);
  } catch {}
  const parent = dirname(absolute);
  return parent === absolute ? absolute : join(sqliteFileOf(parent), basename(absolute));
}

/**
 * One SQLite file: one connection that writes, handed out in order of arrival, one that reads single statements, and
 * further ones for read-only transactions. In memory there is one connection for everything.
 */
export class SqliteDriver implements Driver {
  readonly dialect = 'sqlite';
  readonly waitsForLocks = true;
  readonly version = `SQLite ${process.versions['sqlite'] ?? ''}`.trim();
  readonly twoPhase = undefined;
  readonly listen = undefined;
  readonly notify = undefined;
  readonly migration = {
    lock: undefined,
    unlock: undefined,
    ddlIsTransactional: true,
    words: {},
    alreadyDone: () => false,
  };
  readonly #database: string;
  readonly #config: SqliteConfig;
  readonly #file: string;
  readonly #isInMemory: boolean;
  readonly #queue = new WriterQueue();
  readonly #acquireTimeoutSeconds: number;
  readonly #readers: Pool<SqliteSession>;
  #reader: SqliteSession | undefined;
  #writer: SqliteSession | undefined;
  #isClosed = false;
  #turnBegan = 0;

  constructor(database: string, config: SqliteConfig) {
    this.#database = database;
    this.#config = config;
    this.#file = sqliteFileOf(config.path);
    this.#isInMemory = this.#file === ':memory:';
    this.#acquireTimeoutSeconds = config.pool?.acquireTimeoutSeconds ?? DEFAULT_ACQUIRE_TIMEOUT_SECONDS;
    this.#readers = new Pool(
      database,
      {
        open: () => this.#open(false),
        close: (session) => session.handle.close(),
        isUsable: (session) => !session.mustReopen,
      },
      { ...config.pool, minSize: 0 },
    );
  }

  /** The writer, the reader that single statements share, and the readers of transactions. */
  get usage(): PoolUsage {
    const { open, inUse, waiting, maximum } = this.#readers.usage;
    const own = [this.#writer, this.#reader].filter((session) => session !== undefined).length;
    const { isTaken, length } = this.#queue;
    return { open: open + own, inUse: inUse + Number(isTaken), waiting: waiting + length, maximum: maximum + 2 };
  }

  /** Opens the file. @throws DATABASE_FILE_FAILED */
  async connect(): Promise<void> {
    this.#writer = await this.#open(true);
  }

  async acquire(access: Access, lone: boolean): Promise<Session> {
    if (this.#isClosed) throw new JobuError('DATABASE_CLOSED', { database: this.#database });
    const pause = this.#turn();
    if (pause !== undefined) await pause;
    if (this.#isInMemory && lone && access === 'read' && holdsWriter(this)) return this.#writer!;
    if (access === 'write' || this.#isInMemory) return this.#acquireWriter();
    if (!lone) return this.#readers.acquire();
    if (this.#reader?.mustReopen) {
      this.#reader.handle.close();
      this.#reader = undefined;
    }
    this.#reader ??= await this.#open(false);
    return this.#reader;
  }

  async #acquireWriter(): Promise<SqliteSession> {
    if (holdsWriter(this)) throw new NestedWriteError('NESTED_WRITE', { database: this.#database });
    const seconds = this.#acquireTimeoutSeconds;
    if (!(await this.#queue.enter(seconds * 1000))) {
      throw new ConnectionPoolExhaustedError('POOL_EXHAUSTED', { database: this.#database, seconds, size: 1 });
    }
    try {
      if (this.#isClosed) throw new JobuError('DATABASE_CLOSED', { database: this.#database });
      if (this.#writer === undefined || (this.#writer.mustReopen && !this.#isInMemory)) {
        this.#writer?.handle.close();
        this.#writer = undefined;
        this.#writer = await this.#open(true);
      }
      return this.#writer;
    } catch (error) {
      this.#queue.leave();
      throw error;
    }
  }

  release(session: Session): void {
    if (session === this.#reader) return;
    if (session === this.#writer) {
      // In memory, a read inside a transaction borrowed the writer without entering the queue.
      if (!holdsWriter(this)) this.#queue.leave();
      return;
    }
    this.#readers.release(session as SqliteSession, (session as SqliteSession).mustReopen);
  }

  async serverTimeMs(): Promise<undefined> {
    return undefined;
  }

  async close(): Promise<void> {
    if (this.#isClosed) return;
    await this.#queue.enter(CLOSE_TIMEOUT_MS);
    this.#isClosed = true;
    await this.#readers.close(CLOSE_TIMEOUT_MS);
    this.#reader?.handle.close();
    this.#writer?.handle.close();
    this.#queue.leave();
  }

  async #open(isWriter: boolean): Promise<SqliteSession> {
    try {
      if (!this.#isInMemory) mkdirSync(dirname(this.#file), { recursive: true });
      const handle = new SqliteHandle(this.#file);
      try {
        const synchronous = this.#config.options?.synchronous === 'normal' ? 'NORMAL' : 'FULL';
        await whileBusy(() => handle.db.exec('PRAGMA journal_mode=WAL'));
        handle.db.exec(`PRAGMA synchronous=${synchronous}; PRAGMA foreign_keys=ON; PRAGMA journal_size_limit=67108864`);
        if (!isWriter) handle.db.exec('PRAGMA query_only=ON');
      } catch (error) {
        handle.close();
        throw error;
      }
      return new SqliteSession(handle, this.#database, isWriter);
    } catch (error) {
      throw mapSqliteError(error, this.#database, `Opening ${this.#file}`, false);
    }
  }

  /**
   * Everything here is synchronous, so a loop of transactions would never let timers and sockets have their turn.
   * Answers a promise of the next turn when this one has lasted too long.
   */
  #turn(): Promise<void> | undefined {
    const now = performance.now();
    if (this.#turnBegan === 0) {
      this.#turnBegan = now;
      setImmediate(() => {
        this.#turnBegan = 0;
      });
      return undefined;
    }
    return now - this.#turnBegan < TURN_MS ? undefined : nextTurn();
  }
}
