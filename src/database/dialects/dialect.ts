import type { CompiledStatement } from '../compiled-statement.ts';
import type { DialectName, Params, Row } from '../connection.ts';
import type { PoolUsage } from '../pool.ts';

export type Isolation = 'read committed' | 'repeatable read' | 'serializable';

export const ISOLATION_LEVELS: Readonly<Record<Isolation, string>> = {
  'read committed': 'READ COMMITTED',
  'repeatable read': 'REPEATABLE READ',
  serializable: 'SERIALIZABLE',
};

/** How long a server waits for a lock before it reports a conflict. */
export const LOCK_TIMEOUT_SECONDS = 30;
export const DEFAULT_STATEMENT_TIMEOUT_SECONDS = 300;
/** Connections to a server that handlers cannot hold: one to claim, one to write results. */
export const RESERVED_CONNECTIONS = 2;

const LONGEST_GRACE_SECONDS = 5;

/** The server gives a slow statement up first; the client a little later, when nothing comes back at all. 0: never. */
export function clientTimeoutMs(statementTimeoutSeconds: number): number {
  return 1000 * (statementTimeoutSeconds + Math.min(statementTimeoutSeconds, LONGEST_GRACE_SECONDS));
}

/** What an error of a driver is told about. */
export interface ErrorContext {
  readonly database: string;
  readonly statement: string;
  readonly readOnly: boolean;
  readonly timeoutSeconds: number;
}

export interface BeginOptions {
  readonly readOnly: boolean;
  readonly isolation: Isolation | undefined;
  /** The name under which the transaction may be prepared: some servers must know it before the work. */
  readonly branch?: string | undefined;
}

/** The name of every branch of jobu begins so; what else is prepared on a server is none of its business. */
export const GID_PREFIX = 'jobu.';

/** How a prepared transaction ends. */
export type Verdict = 'commit' | 'rollback';

/** What a changing statement answers. */
export interface Change {
  readonly affected: number;
  /** The id of the inserted row, for `<!` statements. */
  readonly id: number | bigint | undefined;
}

/** One physical connection while somebody uses it. Errors come out mapped to jobu's codes. */
export interface Session {
  /** The connection is gone: nothing more can be done on it, and the server rolls back what was open. */
  readonly isLost: boolean;
  begin(options: BeginOptions): Promise<void>;
  /** @throws COMMIT_UNKNOWN when the connection is lost before the answer. */
  commit(): Promise<void>;
  /** Never throws: what cannot be rolled back is disconnected. */
  rollback(): Promise<void>;
  /**
   * Two-phase commit, where the driver has it: makes the transaction outlast this connection, and ends one that was
   * prepared here.
   */
  prepare?(branch: string): Promise<void>;
  finishPrepared?(branch: string, verdict: Verdict): Promise<void>;
  /** Disconnects at once. */
  destroy(): void;
  fetch(statement: CompiledStatement, params: Params): Promise<Row[]>;
  change(statement: CompiledStatement, params: Params): Promise<Change>;
  many(statement: CompiledStatement, rows: readonly Params[]): Promise<number>;
  script(statement: CompiledStatement): Promise<void>;
  /** Whether the database has ended the transaction by itself, so that a next statement would run outside of it. */
  transactionIsGone(error: unknown): boolean;
  /** A statement has failed, and the database will only roll the transaction back. */
  readonly hasFailed: boolean;
  /** Holds the only writer of its database: the code that runs with it must not ask for a second one. */
  readonly holdsWriter: boolean;
}

/** Access of a session that is asked for: SQLite has one writer, the servers do not mind. */
export type Access = 'read' | 'write';

/** The connections to one real database. Names in the configuration that mean the same SQLite file share one. */
export interface Driver {
  readonly dialect: DialectName;
  /** For people, once connected: `PostgreSQL 15.18`, `MariaDB 10.11.19`. */
  readonly version: string;
  /** How its connections are used at the moment. */
  readonly usage: PoolUsage;
  /** The driver itself waits for locks up to a deadline, so that trying again is no use. */
  readonly waitsForLocks: boolean;
  /** Opens what must be open and checks the server. @throws CONNECTION_FAILED, DATABASE_VERSION_UNSUPPORTED, DATABASE_FILE_FAILED */
  connect(): Promise<void>;
  /** A session for one transaction (`lone` false) or one statement (`lone` true); `reserved`: see {@link Driver.reserve}. */
  acquire(access: Access, lone: boolean, reserved?: boolean): Promise<Session>;
  /** Keeps connections beyond the pool's size for sessions that are asked for as reserved. None where there is one writer. */
  reserve?(): void;
  /** Gives a session back, outside any transaction. */
  release(session: Session): void;
  /** The server's clock, or undefined where the machine's clock is the database's. */
  serverTimeMs(): Promise<number | undefined>;
  /** Hears notifications where the database has them; answers how to stop. Undefined: there are none, poll. */
  readonly listen: ((channel: string, heard: (payload: string) => void) => Promise<() => Promise<void>>) | undefined;
  readonly notify: ((channel: string, payload: string) => Promise<void>) | undefined;
  /** What the migration runner must know. */
  readonly migration: MigrationTraits;
  /** Two-phase commit, for databases that have it. */
  readonly twoPhase: TwoPhaseTraits | undefined;
  close(): Promise<void>;
}

/** How migrations behave in a dialect. */
export interface MigrationTraits {
  /** Taken first, so that two migrating processes come one after the other; none where BEGIN is lock enough. */
  readonly lock: string | undefined;
  /** Gives the lock back, where it does not end with the transaction. */
  readonly unlock: string | undefined;
  /** False: DDL commits by itself (MySQL), so a killed migration is run again statement by statement. */
  readonly ddlIsTransactional: boolean;
  /** Words in braces that differ between the flavours of a dialect: `{binary_collation}`. */
  readonly words: Readonly<Record<string, string>>;
  /** Whether an error says that what a statement creates or drops is already so. */
  alreadyDone(error: unknown): boolean;
}

/** Transactions of a server that were prepared and are neither committed nor rolled back. */
export interface TwoPhaseTraits {
  /** Why nothing can be prepared here, with the way out; undefined when it can. */
  refusal(): Promise<string | undefined>;
  /** Names of the branches prepared on this database by jobu, of any installation. */
  prepared(): Promise<string[]>;
  /**
   * Ends a prepared transaction from any connection. `absent`: there is none (any more). `busy`: another connection
   * holds it.
   */
  finish(branch: string, verdict: Verdict): Promise<'done' | 'absent' | 'busy'>;
  /** Disconnects the connection that keeps a prepared transaction to itself. Does nothing where none can. */
  disown(branch: string): Promise<void>;
}
