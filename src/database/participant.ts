import { isJobuError, JobuError, messageOf } from '../errors.ts';
import type { CompiledStatement } from './compiled-statement.ts';
import type { Params } from './connection.ts';
import type { BeginOptions, Driver, Session, Verdict } from './dialects/dialect.ts';
import { ReadOnlyTransactionError } from './errors.ts';
import type { StatementRunner } from './sql-connection.ts';
import { statementOf } from './statement.ts';

/** One database's part of a transaction, from BEGIN to COMMIT or ROLLBACK. */
export class Participant implements StatementRunner {
  /** The name under which the transaction asked for it. */
  readonly database: string;
  readonly driver: Driver;
  #session: Session;
  readonly #options: BeginOptions;
  #begun: Promise<void> | undefined;
  /** The name of this branch on its server, when the transaction may be prepared. */
  readonly branch: string | undefined;
  #isFinished = false;
  #wrote = false;
  /** From the moment in which the server may have prepared it. */
  #isPrepared = false;
  /** Why this transaction can only be rolled back. */
  #abortedBy: unknown;
  #firstError: unknown;
  #savepoints = 0;

  private constructor(database: string, driver: Driver, session: Session, options: BeginOptions) {
    this.database = database;
    this.driver = driver;
    this.#session = session;
    this.#options = options;
    this.branch = options.branch;
  }

  /** Takes a connection, and begins on it; with `isLazy` only when the first statement comes, if any does. */
  static async begin(database: string, driver: Driver, options: BeginOptions, isLazy = false): Promise<Participant> {
    const session = await driver.acquire(options.readOnly ? 'read' : 'write', false);
    const participant = new Participant(database, driver, session, options);
    if (!isLazy) {
      try {
        participant.#begun = session.begin(options);
        await participant.#begun;
      } catch (error) {
        await participant.rollback();
        throw error;
      }
    }
    return participant;
  }

  /** Nothing has run yet, so a connection that died while it was idle is replaced. */
  async #beginLate(): Promise<void> {
    try {
      await this.#session.begin(this.#options).catch(async (error: unknown) => {
        if (!isJobuError(error, 'CONNECTION_LOST')) throw error;
        this.driver.release(this.#session);
        this.#isFinished = true;
        this.#session = await this.driver.acquire(this.#options.readOnly ? 'read' : 'write', false);
        this.#isFinished = false;
        await this.#session.begin(this.#options);
      });
    } catch (error) {
      this.#abortedBy = error;
      throw error;
    }
  }

  get holdsWriter(): boolean {
    return this.#session.holdsWriter;
  }

  async run<T>(statement: CompiledStatement, work: (session: Session) => Promise<T>): Promise<T> {
    this.#assertUsable();
    if (this.#options.readOnly && statement.writes) this.refuseWrite(statement);
    this.#wrote ||= statement.writes;
    this.#begun ??= this.#beginLate();
    await this.#begun;
    try {
      return await work(this.#session);
    } catch (error) {
      throw this.#failed(error);
    }
  }

  refuseWrite(statement: CompiledStatement): never {
    throw new ReadOnlyTransactionError('READ_ONLY_TRANSACTION', {
      database: this.database,
      statement: statement.label,
    });
  }

  runMany(statement: CompiledStatement, rows: readonly Params[]): Promise<number> {
    return this.run(statement, (session) => session.many(statement, rows));
  }

  async savepoint<T>(work: () => Promise<T>): Promise<T> {
    this.#assertUsable();
    const name = `jobu_${++this.#savepoints}`;
    try {
      await this.#control(`SAVEPOINT ${name}`);
      let result: T;
      try {
        result = await work();
      } catch (error) {
        if (this.#abortedBy === undefined && !this.#isFinished) {
          await this.#control(`ROLLBACK TO SAVEPOINT ${name}`);
          this.#firstError = undefined;
          await this.#control(`RELEASE SAVEPOINT ${name}`);
        }
        throw error;
      }
      await this.#control(`RELEASE SAVEPOINT ${name}`);
      return result;
    } finally {
      this.#savepoints--;
    }
  }

  /** Something other than a plain read ran. */
  get wrote(): boolean {
    return this.#wrote;
  }

  /** Throws what made a commit impossible, as far as it is known without asking the database. */
  assertCommittable(): void {
    if (this.#abortedBy !== undefined) throw this.#abortedBy;
    if (this.#begun === undefined) return;
    if (this.#session.isLost) {
      throw new JobuError('CONNECTION_LOST', {
        database: this.database,
        reason: 'it was closed during the transaction',
      });
    }
    if (this.#session.hasFailed) {
      const reason = this.#firstError === undefined ? 'a statement in it failed' : messageOf(this.#firstError);
      throw new JobuError('TRANSACTION_ABORTED', { database: this.database, reason }, { cause: this.#firstError });
    }
  }

  /** First phase: what was written outlasts this connection and the server, undecided. */
  async prepare(): Promise<void> {
    this.#isPrepared = true;
    await this.#session.prepare!(this.branch!);
  }

  /** Second phase. Answers whether it is done for certain; otherwise recovery has to do it. Never throws. */
  async finishPrepared(verdict: Verdict): Promise<boolean> {
    const branch = this.branch!;
    try {
      if (this.#session.isLost) throw new JobuError('CONNECTION_LOST', { database: this.database, reason: 'closed' });
      await this.#session.finishPrepared!(branch, verdict);
      this.#end();
      return true;
    } catch {
      this.abandon();
    }
    try {
      return (await this.driver.twoPhase!.finish(branch, verdict)) !== 'busy';
    } catch {
      return false;
    }
  }

  /** Leaves a prepared transaction to recovery; the connection is closed, as no other transaction may use it. */
  abandon(): void {
    if (this.#isFinished) return;
    this.#session.destroy();
    this.#end();
  }

  /** Commits; when that fails the caller still owes {@link rollback}. */
  async commit(): Promise<void> {
    if (this.#abortedBy !== undefined) throw this.#abortedBy;
    if (this.#begun !== undefined) await this.#session.commit();
    this.#end();
  }

  /** Rolls back what is open; does nothing after a commit. Never throws. */
  async rollback(): Promise<void> {
    // A BEGIN that nobody waited for must not come after the connection is another one's.
    await this.#begun?.catch(() => {});
    if (this.#isFinished) return;
    if (this.#isPrepared) return void (await this.finishPrepared('rollback'));
    if (this.#begun !== undefined) await this.#session.rollback();
    this.#end();
  }

  #end(): void {
    this.#isFinished = true;
    this.driver.release(this.#session);
  }

  async #control(sql: string): Promise<void> {
    const statement = statementOf(sql).compiled(this.driver.dialect);
    this.#begun ??= this.#beginLate();
    await this.#begun;
    try {
      await this.#session.change(statement, {});
    } catch (error) {
      throw this.#failed(error);
    }
  }

  #assertUsable(): void {
    const database = this.database;
    if (this.#isFinished) throw new JobuError('TRANSACTION_FINISHED', { database });
    if (this.#abortedBy === undefined) return;
    const reason = messageOf(this.#abortedBy);
    throw new JobuError('TRANSACTION_ABORTED', { database, reason }, { cause: this.#abortedBy });
  }

  #failed(error: unknown): unknown {
    if (isJobuError(error, 'TRANSACTION_ABORTED') && this.#firstError !== undefined) {
      const reason = messageOf(this.#firstError);
      return new JobuError('TRANSACTION_ABORTED', { database: this.database, reason }, { cause: this.#firstError });
    }
    this.#firstError ??= error;
    const isConflict = isJobuError(error, 'TRANSIENT_CONFLICT');
    if (isConflict || this.#session.isLost || this.#session.transactionIsGone(error)) this.#abortedBy ??= error;
    return error;
  }
}
