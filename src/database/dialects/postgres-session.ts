import type pg from 'pg';
import { JobuError, messageOf } from '../../errors.ts';
import type { CompiledStatement } from '../compiled-statement.ts';
import type { Params, Row } from '../connection.ts';
import { type BeginOptions, type Change, ISOLATION_LEVELS, type Session, type Verdict } from './dialect.ts';
import { BULK_ROWS, type BulkInsert, bulkInsert, columnsOf, FEWEST_BULK_ROWS, typesQuery } from './postgres-bulk.ts';
import { isLost, isStalePlan, mapPostgresError } from './postgres-errors.ts';
import { sqlOf, valuesOf } from './postgres-values.ts';

interface Prepared {
  readonly text: string;
  readonly name: string | undefined;
}

/** The bulk form of the statements of one database; null where there is none. */
export type BulkInserts = WeakMap<CompiledStatement, BulkInsert | null>;

/** The protocol counts parameters in 16 bits. */
const MAX_PARAMETERS = 65_535;
const MAX_ROWS = 500;
let namedStatements = 0;

/** One connection to a PostgreSQL server. */
export class PostgresSession implements Session {
  readonly holdsWriter = false;
  readonly client: pg.Client;
  isLost = false;
  /** Something was left behind in the session, or the server asked to go elsewhere: not for the next user. */
  isSpoiled = false;
  readonly #database: string;
  readonly #timeoutSeconds: number;
  readonly #prepares: boolean;
  readonly #bulkInserts: BulkInserts;
  #readOnly = false;
  #last: Promise<unknown> = Promise.resolve();
  #unanswered = 0;

  constructor(
    client: pg.Client,
    database: string,
    options: { timeoutSeconds: number; prepares: boolean; bulkInserts: BulkInserts },
  ) {
    this.client = client;
    this.#database = database;
    this.#timeoutSeconds = options.timeoutSeconds;
    this.#prepares = options.prepares;
    this.#bulkInserts = options.bulkInserts;
    // An error on an idle or borrowed client that nobody hears would end the process.
    client.on('error', () => {
      this.isLost = true;
    });
    client.on('end', () => {
      this.isLost = true;
    });
  }

  async begin({ readOnly, isolation = 'read committed' }: BeginOptions): Promise<void> {
    this.#readOnly = readOnly;
    await this.#query('BEGIN', `BEGIN ISOLATION LEVEL ${ISOLATION_LEVELS[isolation]}${readOnly ? ' READ ONLY' : ''}`);
  }

  async commit(): Promise<void> {
    // Lost before COMMIT was sent: the server has rolled back.
    if (this.isLost) {
      throw new JobuError('CONNECTION_LOST', { database: this.#database, reason: 'it was closed before the commit' });
    }
    const result = await this.#query('COMMIT', 'COMMIT').catch((error) => {
      const cause = (error as Error).cause;
      if (!this.isLost) throw error;
      throw new JobuError('COMMIT_UNKNOWN', { database: this.#database, reason: messageOf(cause ?? error) }, { cause });
    });
    this.#readOnly = false;
    // PostgreSQL answers the COMMIT of a failed transaction with ROLLBACK and no error.
    if (result.command !== 'COMMIT') {
      throw new JobuError('TRANSACTION_ABORTED', { database: this.#database, reason: 'a statement in it failed' });
    }
  }

  async rollback(): Promise<void> {
    this.#readOnly = false;
    if (this.isLost || this.client.getTransactionStatus() === 'I') return;
    await this.#query('ROLLBACK', 'ROLLBACK').catch(() => this.destroy());
  }

  async prepare(branch: string): Promise<void> {
    const { command } = await this.#query('PREPARE TRANSACTION', `PREPARE TRANSACTION '${branch}'`);
    this.#readOnly = false;
    // As with COMMIT: a failed transaction is rolled back, and answers so.
    if (command !== 'PREPARE') {
      throw new JobuError('TRANSACTION_ABORTED', { database: this.#database, reason: 'a statement in it failed' });
    }
  }

  async finishPrepared(branch: string, verdict: Verdict): Promise<void> {
    await this.#query(verdict, `${verdict.toUpperCase()} PREPARED '${branch}'`);
  }

  get hasFailed(): boolean {
    return this.client.getTransactionStatus() === 'E';
  }

  async fetch(statement: CompiledStatement, params: Params): Promise<Row[]> {
    return (await this.#execute(statement, params)).rows as Row[];
  }

  async change(statement: CompiledStatement, params: Params): Promise<Change> {
    const { rows, rowCount } = await this.#execute(statement, params);
    const first = statement.returnsId ? (rows[0] as Row | undefined) : undefined;
    const id = first && (Object.values(first)[0] as number | bigint);
    return { affected: statement.writes ? (rowCount ?? 0) : 0, id };
  }

  async many(statement: CompiledStatement, rows: readonly Params[]): Promise<number> {
    const { tuple } = statement;
    let affected = 0;
    if (tuple === undefined) {
      for (const row of rows) affected += (await this.change(statement, row)).affected;
      return affected;
    }
    const bulk = rows.length < FEWEST_BULK_ROWS ? undefined : await this.#bulk(statement, tuple);
    const width = tuple.row.slots.length;
    const step = bulk ? BULK_ROWS : Math.min(MAX_ROWS, Math.floor(MAX_PARAMETERS / Math.max(width, 1)));
    for (let from = 0; from < rows.length; from += step) {
      const chunk = rows.slice(from, from + step);
      const query = bulk
        ? { text: bulk.text, values: columnsOf(statement, tuple, chunk) }
        : {
            text: tuple.head + chunk.map((_, i) => sqlOf(tuple.row, 1 + i * width)).join() + tuple.tail,
            values: chunk.flatMap((row) => valuesOf(statement, tuple.row, row)),
          };
      affected += (await this.#query(statement.label, query)).rowCount ?? 0;
    }
    return affected;
  }

  async #bulk(
    statement: CompiledStatement,
    tuple: NonNullable<CompiledStatement['tuple']>,
  ): Promise<BulkInsert | undefined> {
    if (tuple.row.slots.length === 0) return undefined;
    let bulk: BulkInsert | null | undefined = this.#bulkInserts.get(statement);
    if (bulk === undefined) {
      const results = (await this.#query(statement.label, typesQuery(tuple))) as unknown as pg.QueryResult[];
      bulk = bulkInsert(tuple, JSON.parse(results[1]?.rows[0].types));
      this.#bulkInserts.set(statement, bulk ?? null);
    }
    return bulk ?? undefined;
  }

  async script(statement: CompiledStatement): Promise<void> {
    this.isSpoiled ||= statement.touchesSession;
    await this.#query(statement.label, statement.sql);
  }

  transactionIsGone(): boolean {
    return this.isLost;
  }

  /** Closes the socket at once: a half-open one would never answer a goodbye. */
  destroy(): void {
    this.isLost = true;
    (this.client as unknown as { connection: { stream: { destroy(): void } } }).connection.stream.destroy();
  }

  #execute(statement: CompiledStatement, params: Params): Promise<pg.QueryResult> {
    this.isSpoiled ||= statement.touchesSession;
    statement.prepared ??= {
      text: sqlOf(statement.whole),
      name: statement.isLoaded ? `jobu_${++namedStatements}` : undefined,
    } satisfies Prepared;
    const { text, name } = statement.prepared as Prepared;
    const values = valuesOf(statement, statement.whole, params);
    return this.#query(statement.label, { text, values, name: this.#prepares ? name : undefined });
  }

  async #query(label: string, query: string | pg.QueryConfig): Promise<pg.QueryResult> {
    // The client warns when a query is given to it before the last one is answered, so they wait here.
    const send = () => this.client.query(query as pg.QueryConfig);
    const answer = this.#unanswered === 0 ? send() : this.#last.then(send, send);
    this.#last = answer;
    this.#unanswered++;
    try {
      return await answer;
    } catch (error) {
      if (isLost(error)) this.destroy();
      const mapped = mapPostgresError(error, {
        database: this.#database,
        statement: label,
        readOnly: this.#readOnly,
        timeoutSeconds: this.#timeoutSeconds,
      });
      const isReadOnlyServer = mapped instanceof JobuError && mapped.code === 'DATABASE_READ_ONLY';
      if (isReadOnlyServer || isStalePlan(error)) this.isSpoiled = true;
      throw mapped;
    } finally {
      this.#unanswered--;
    }
  }
}
