import { JobuError } from '../errors.ts';
import type { CompiledStatement } from './compiled-statement.ts';
import type { Connection, DialectName, Params, Row } from './connection.ts';
import type { Session } from './dialects/dialect.ts';
import { type Statement, statementOf } from './statement.ts';

/** Where a connection's statements run: an open transaction, or a session taken for one statement. */
export interface StatementRunner {
  run<T>(statement: CompiledStatement, work: (session: Session) => Promise<T>): Promise<T>;
  /** Runs for several round trips that must succeed together. */
  runMany(statement: CompiledStatement, rows: readonly Params[]): Promise<number>;
  savepoint<T>(work: () => Promise<T>): Promise<T>;
}

const NO_PARAMS: Params = {};

function firstValue(row: Row | undefined): unknown {
  for (const column in row) return row[column];
  return undefined;
}

/** The methods of {@link Connection} over whatever runs statements. */
export class SqlConnection implements Connection {
  readonly database: string;
  readonly dialect: DialectName;
  readonly readOnly: boolean;
  readonly #runner: StatementRunner;

  constructor(database: string, dialect: DialectName, readOnly: boolean, runner: StatementRunner) {
    this.database = database;
    this.dialect = dialect;
    this.readOnly = readOnly;
    this.#runner = runner;
  }

  async execute(sql: string | Statement, params: Params = NO_PARAMS): Promise<number> {
    const compiled = statementOf(sql).compiled(this.dialect);
    return (await this.#runner.run(compiled, (session) => session.change(compiled, params))).affected;
  }

  fetchAll<T = Row>(sql: string | Statement, params: Params = NO_PARAMS): Promise<T[]> {
    const compiled = statementOf(sql).compiled(this.dialect);
    return this.#runner.run(compiled, (session) => session.fetch(compiled, params)) as Promise<T[]>;
  }

  async fetchOne<T = Row>(sql: string | Statement, params?: Params): Promise<T | undefined> {
    return (await this.fetchAll<T>(sql, params))[0];
  }

  async fetchValue<T = unknown>(sql: string | Statement, params?: Params): Promise<T | undefined> {
    return firstValue((await this.fetchAll(sql, params))[0]) as T | undefined;
  }

  async executeMany(sql: string | Statement, rows: readonly Params[]): Promise<number> {
    if (rows.length === 0) return 0;
    return this.#runner.runMany(statementOf(sql).compiled(this.dialect), rows);
  }

  async run<T = unknown>(sql: string | Statement, params?: Params | readonly Params[]): Promise<T> {
    const statement = statementOf(sql);
    if (Array.isArray(params) !== (statement.operator === '*!')) {
      const reason =
        statement.operator === '*!'
          ? 'runs for many rows and needs an array'
          : 'runs once; "*!" behind its name takes an array';
      throw new JobuError('STATEMENT_SHAPE', { statement: statement.compiled(this.dialect).label, reason });
    }
    return this.#answer(statement, params) as Promise<T>;
  }

  #answer(statement: Statement, params: Params | readonly Params[] | undefined): Promise<unknown> {
    const one = params as Params | undefined;
    switch (statement.operator) {
      case '^':
        return this.fetchOne(statement, one);
      case '$':
        return this.fetchValue(statement, one);
      case '!':
        return this.execute(statement, one);
      case '*!':
        return this.executeMany(statement, params as readonly Params[]);
      case '<!':
        return this.#insert(statement, one);
      case '#':
        return this.#script(statement);
      default:
        return this.fetchAll(statement, one);
    }
  }

  async #insert(statement: Statement, params: Params = NO_PARAMS): Promise<number | bigint | undefined> {
    const compiled = statement.compiled(this.dialect);
    return (await this.#runner.run(compiled, (session) => session.change(compiled, params))).id;
  }

  async #script(statement: Statement): Promise<void> {
    const compiled = statement.compiled(this.dialect);
    await this.#runner.run(compiled, (session) => session.script(compiled));
  }

  savepoint<T>(work: () => Promise<T>): Promise<T> {
    return this.#runner.savepoint(work);
  }
}
