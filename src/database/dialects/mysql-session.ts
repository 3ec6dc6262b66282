import type { FieldPacket, Connection as MysqlConnection, ResultSetHeader } from 'mysql2';
import { isJobuError, JobuError, messageOf } from '../../errors.ts';
import type { CompiledStatement } from '../compiled-statement.ts';
import type { Params, Row } from '../connection.ts';
import { splitScript } from '../sql-scanner.ts';
import { type BeginOptions, type Change, ISOLATION_LEVELS, type Session, type Verdict } from './dialect.ts';
import { xidOf } from './mysql-branches.ts';
import { isLost, mapMysqlError } from './mysql-errors.ts';
import { readRows, sqlOf } from './mysql-values.ts';

/** Rows of one multi-row INSERT end here, well below `max_allowed_packet` (16 MB by default). */
const MAX_ROWS = 1_000;
const MAX_SQL_LENGTH = 1_000_000;

interface Answer {
  readonly result: Row[] | ResultSetHeader;
  readonly fields: FieldPacket[] | undefined;
}

/** One connection to a MySQL or MariaDB server. */
export class MysqlSession implements Session {
  readonly holdsWriter = false;
  readonly connection: MysqlConnection;
  isLost = false;
  /** Something was left behind in the session, or the server asked to go elsewhere: not for the next user. */
  isSpoiled = false;
  #isInTransaction = false;
  #readOnly = false;
  /** Set while the transaction was begun as a branch of XA. */
  #xid: string | undefined;
  readonly #database: string;
  readonly #schema: string;
  readonly #timeoutSeconds: number;
  readonly #clientTimeoutMs: number;

  constructor(
    connection: MysqlConnection,
    { database, schema }: { database: string; schema: string },
    timeouts: { seconds: number; clientMs: number },
  ) {
    this.connection = connection;
    this.#database = database;
    this.#schema = schema;
    this.#timeoutSeconds = timeouts.seconds;
    this.#clientTimeoutMs = timeouts.clientMs;
    // An error on an idle or borrowed connection that nobody hears would end the process.
    connection.on('error', () => {
      this.isLost = true;
    });
    connection.on('end', () => {
      this.isLost = true;
    });
  }

  /** May go back into the pool. */
  get isClean(): boolean {
    return !this.isLost && !this.isSpoiled && !this.#isInTransaction;
  }

  async begin({ readOnly, isolation, branch }: BeginOptions): Promise<void> {
    this.#readOnly = readOnly;
    // For the next transaction only; the session's own level stays READ COMMITTED.
    if (isolation !== undefined)
      await this.query('BEGIN', `SET TRANSACTION ISOLATION LEVEL ${ISOLATION_LEVELS[isolation]}`);
    this.#isInTransaction = true;
    if (branch !== undefined && !readOnly) {
      const xid = xidOf(branch, this.#schema, this.connection.threadId ?? 0);
      await this.query('XA START', `XA START ${xid}`);
      this.#xid = xid;
      return;
    }
    await this.query('BEGIN', readOnly ? 'START TRANSACTION READ ONLY' : 'START TRANSACTION');
  }

  async commit(): Promise<void> {
    // Lost before COMMIT was sent: the server has rolled back.
    if (this.isLost) {
      throw new JobuError('CONNECTION_LOST', { database: this.#database, reason: 'it was closed before the commit' });
    }
    try {
      if (this.#xid === undefined) await this.query('COMMIT', 'COMMIT');
      else {
        await this.query('XA END', `XA END ${this.#xid}`);
        await this.query('XA COMMIT', `XA COMMIT ${this.#xid} ONE PHASE`);
      }
      this.#ended();
    } catch (error) {
      if (!this.isLost) throw error;
      const cause = (error as Error).cause;
      throw new JobuError('COMMIT_UNKNOWN', { database: this.#database, reason: messageOf(cause ?? error) }, { cause });
    }
  }

  async rollback(): Promise<void> {
    this.#readOnly = false;
    if (this.isLost) return;
    try {
      // Also after an error that may have ended the transaction: a lock timeout leaves it open.
      if (this.#xid === undefined) await this.query('ROLLBACK', 'ROLLBACK');
      else {
        // It answers with an error when a deadlock has doomed the branch, or when it is ended already.
        await this.query('XA END', `XA END ${this.#xid}`).catch(() => {});
        await this.query('XA ROLLBACK', `XA ROLLBACK ${this.#xid}`);
      }
      this.#ended();
    } catch {
      this.destroy();
    }
  }

  async prepare(): Promise<void> {
    await this.query('XA END', `XA END ${this.#xid}`);
    await this.query('XA PREPARE', `XA PREPARE ${this.#xid}`);
  }

  async finishPrepared(_branch: string, verdict: Verdict): Promise<void> {
    await this.query('XA', `XA ${verdict.toUpperCase()} ${this.#xid}`);
    this.#ended();
  }

  readonly hasFailed = false;

  #ended(): void {
    this.#isInTransaction = false;
    this.#xid = undefined;
  }

  async fetch(statement: CompiledStatement, params: Params): Promise<Row[]> {
    const { result, fields } = await this.#execute(statement, params);
    return Array.isArray(result) ? readRows(result, fields ?? []) : [];
  }

  async change(statement: CompiledStatement, params: Params): Promise<Change> {
    const { result } = await this.#execute(statement, params);
    if (Array.isArray(result)) return { affected: statement.writes ? result.length : 0, id: undefined };
    const { affectedRows, insertId } = result;
    // The driver gives text for what does not fit into a number.
    const id = typeof insertId === 'string' ? BigInt(insertId) : insertId;
    return { affected: affectedRows, id: affectedRows > 0 ? id : undefined };
  }

  async many(statement: CompiledStatement, rows: readonly Params[]): Promise<number> {
    const { tuple } = statement;
    let affected = 0;
    if (tuple === undefined) {
      for (const row of rows) affected += (await this.change(statement, row)).affected;
      return affected;
    }
    const flush = async (tuples: readonly string[]) => {
      const { result } = await this.query(statement.label, tuple.head + tuples.join() + tuple.tail);
      affected += Array.isArray(result) ? result.length : result.affectedRows;
    };
    let tuples: string[] = [];
    let length = 0;
    for (const row of rows) {
      const text = sqlOf(statement, tuple.row, row);
      tuples.push(text);
      length += text.length;
      if (tuples.length === MAX_ROWS || length > MAX_SQL_LENGTH) {
        await flush(tuples);
        tuples = [];
        length = 0;
      }
    }
    if (tuples.length > 0) await flush(tuples);
    return affected;
  }

  async script(statement: CompiledStatement): Promise<void> {
    this.isSpoiled ||= statement.touchesSession;
    for (const { sql } of splitScript(statement.sql, 'mysql')) await this.query(statement.label, sql);
  }

  /** Only conflicts end a transaction by themselves, and those are known by their error. */
  transactionIsGone(error: unknown): boolean {
    return isJobuError(error, 'STATEMENT_TIMEOUT') && this.isLost;
  }

  /** Closes the socket at once: a half-open one would never answer a goodbye. */
  destroy(): void {
    this.isLost = true;
    this.connection.destroy();
  }

  #execute(statement: CompiledStatement, params: Params): Promise<Answer> {
    this.isSpoiled ||= statement.touchesSession;
    return this.query(statement.label, sqlOf(statement, statement.whole, params));
  }

  query(label: string, sql: string): Promise<Answer> {
    return new Promise((resolve, reject) => {
      this.connection.query({ sql, timeout: this.#clientTimeoutMs }, (error, result, fields) => {
        if (error === null) resolve({ result: result as Row[] | ResultSetHeader, fields });
        else reject(this.#failed(error, label));
      });
    });
  }

  #failed(error: unknown, label: string): unknown {
    if (isLost(error)) this.destroy();
    const mapped = mapMysqlError(error, {
      database: this.#database,
      statement: label,
      readOnly: this.#readOnly,
      timeoutSeconds: this.#timeoutSeconds,
    });
    if (isJobuError(mapped, 'DATABASE_READ_ONLY')) this.isSpoiled = true;
    return mapped;
  }
}
