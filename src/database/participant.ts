import { isJobuError, JobuError, messageOf } from '../errors.ts';
import type { CompiledStatement } from './compiled-statement.ts';
import type { Params } from './connection.ts';
import type { BeginOptions, Driver, Session } from './dialects/dialect.ts';
import { ReadOnlyTransactionError } from './errors.ts';
import type { StatementRunner } from './sql-connection.ts';
import { statementOf } from './statement.ts';

/** One database's part of a transaction, from BEGIN to COMMIT or ROLLBACK. */
export class Participant implements StatementRunner {
  /** The name under which the transaction asked for it. */
  readonly database: string;
  readonly driver: Driver;
  readonly #session: Session;
  readonly #readOnly: boolean;
  #isFinished = false;
  /** Why this transaction can only be rolled back. */
  #abortedBy: unknown;
  #firstError: unknown;
  #savepoints = 0;

  private constructor(database: string, driver: Driver, session: Session, readOnly: boolean) {
    this.database = database;
    this.driver = driver;
    this.#session = session;
    this.#readOnly = readOnly;
  }

  static async begin(database: string, driver: Driver, options: BeginOptions): Promise<Participant> {
    const session = await driver.acquire(options.readOnly ? 'read' : 'write', false);
    try {
      await session.begin(options);
    } catch (error) {
      await session.rollback();
      driver.release(session);
      throw error;
    }
    return new Participant(database, driver, session, options.readOnly);
  }

  get holdsWriter(): boolean {
    return this.#session.holdsWriter;
  }

  async run<T>(statement: CompiledStatement, work: (session: Session) => Promise<T>): Promise<T> {
    this.#assertUsable();
    if (this.#readOnly && statement.writes) this.refuseWrite(statement);
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

  /** Commits; when that fails the caller still owes {@link rollback}. */
  async commit(): Promise<void> {
    if (this.#abortedBy !== undefined) throw this.#abortedBy;
    await this.#session.commit();
    this.#end();
  }

  /** Rolls back what is open; does nothing after a commit. Never throws. */
  async rollback(): Promise<void> {
    if (this.#isFinished) return;
    await this.#session.rollback();
    this.#end();
  }

  #end(): void {
    this.#isFinished = true;
    this.driver.release(this.#session);
  }

  async #control(sql: string): Promise<void> {
    const statement = statementOf(sql).compiled(this.driver.dialect);
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
