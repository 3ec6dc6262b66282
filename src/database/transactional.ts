import { AsyncLocalStorage } from 'node:async_hooks';
import { JobuError } from '../errors.ts';
import { type CommitStrategy, inOrder } from './commit-strategy.ts';
import type { Connection } from './connection.ts';
import type { Database } from './database.ts';
import { withoutHolds } from './dialects/writer-hold.ts';
import { ReadOnlyTransactionError } from './errors.ts';
import { DatabaseRegistry } from './registry.ts';
import { SqlConnection } from './sql-connection.ts';
import { distinctDatabases, runTransaction, type TransactionAttempt, type TransactionOptions } from './transaction.ts';
import { twoPhase } from './two-phase/commit.ts';
import { bestEffort } from './two-phase/partial.ts';
import { planTwoPhase } from './two-phase/plan.ts';

const DEFAULT_DATABASE = 'default';

interface Ambient {
  readonly attempt: TransactionAttempt;
  readonly names: readonly string[];
  readonly readOnly: boolean;
}

/** On the global object, like the registry: copies of the package in one process share the open transaction. */
const AMBIENT = Symbol.for('jobu.transaction');
const shared = globalThis as { [AMBIENT]?: AsyncLocalStorage<Ambient | undefined> };
shared[AMBIENT] ??= new AsyncLocalStorage();
const ambient = shared[AMBIENT];

function openAmbient(): Ambient | undefined {
  const scope = ambient.getStore();
  return scope?.attempt.isOpen ? scope : undefined;
}

function notCovered(scope: Ambient, database: string): never {
  const open = scope.names.map((name) => `"${name}"`).join(', ');
  throw new JobuError('DATABASE_NOT_IN_TRANSACTION', { open, database });
}

/**
 * The connection to a database (default `default`): inside `transactional` the open transaction's, elsewhere one that
 * commits each statement by itself. `autocommit: true` asks for the latter also inside a transaction.
 * @throws DATABASE_NOT_IN_TRANSACTION inside a transaction that does not name the database; DATABASE_UNKNOWN
 */
export function getConnection(name: string = DEFAULT_DATABASE, options: { autocommit?: boolean } = {}): Connection {
  const database = DatabaseRegistry.current.get(name);
  const scope = ambient.getStore();
  if (scope === undefined || options.autocommit) return database.autocommit;
  const participant = scope.attempt.participantOf(database.driver) ?? notCovered(scope, name);
  return new SqlConnection(name, database.dialect, scope.readOnly, {
    run: async (statement, work) => {
      if (scope.readOnly && statement.writes) participant.refuseWrite(statement);
      return participant.run(statement, work);
    },
    runMany: async (statement, rows) => {
      if (scope.readOnly && statement.writes) participant.refuseWrite(statement);
      return participant.runMany(statement, rows);
    },
    savepoint: async (work) => {
      const before = scope.attempt.rollbackOnlyBy;
      return participant.savepoint(work).catch((error) => {
        scope.attempt.rollbackOnlyBy = before;
        throw error;
      });
    },
  });
}

/** Calls `work`, which must not throw, once the open transaction has committed, and never when it rolls back; at once outside. */
export function afterCommit(work: () => void): void {
  const scope = openAmbient();
  if (scope === undefined) work();
  else scope.attempt.onCommit.push(work);
}

async function join<T>(
  scope: Ambient,
  databases: readonly Database[],
  work: () => Promise<T>,
  readOnly: boolean,
): Promise<T> {
  for (const { name, driver } of databases) if (!scope.attempt.participantOf(driver)) notCovered(scope, name);
  if (scope.readOnly && !readOnly) {
    throw new ReadOnlyTransactionError('READ_ONLY_TRANSACTION', {
      database: databases.map(({ name }) => name).join('", "'),
      statement: 'A transactional inside transactionalReadonly',
    });
  }
  try {
    return await ambient.run({ ...scope, readOnly }, work);
  } catch (error) {
    scope.attempt.rollbackOnlyBy ??= error;
    throw error;
  }
}

/**
 * Runs `work` at once in a transaction over the named databases (default: `default`). Inside another transaction it joins
 * that one, which must cover the names; options of the inner one other than `readOnly` then mean nothing.
 * Over several databases both commit or neither (two-phase commit), unless `atomicity` says otherwise.
 * @throws TWO_PHASE_UNAVAILABLE before it begins, with what to set; TRANSACTION_IN_DOUBT; PartialCommitError with best-effort
 */
export async function inTransaction<T>(
  databases: string | readonly string[],
  work: () => Promise<T> | T,
  options: TransactionOptions = {},
): Promise<T> {
  const names = typeof databases === 'string' ? [databases] : databases.length === 0 ? [DEFAULT_DATABASE] : databases;
  const opened = names.map((name) => DatabaseRegistry.current.get(name));
  const readOnly = options.readOnly ?? false;
  const run = async () => work();
  const scope = openAmbient();
  if (scope !== undefined) return join(scope, opened, run, readOnly);
  const strategyOf = await strategyFor(opened, options);
  return runTransaction(opened, (attempt) => ambient.run({ attempt, names, readOnly }, run), options, strategyOf);
}

async function strategyFor(databases: readonly Database[], options: TransactionOptions): Promise<() => CommitStrategy> {
  const distinct = distinctDatabases(databases);
  if (distinct.length < 2 || options.readOnly) return inOrder;
  const registry = DatabaseRegistry.current;
  if (options.atomicity === 'best-effort') return () => bestEffort(() => registry.decisionDatabase());
  const plan = await planTwoPhase(distinct, () => registry.decisionDatabase());
  return () => twoPhase(plan);
}

/**
 * Runs `work` as if no transaction were open around it: for what goes on in the background after it was started inside
 * one, such as a queue that writes later on a connection of its own.
 */
export function outsideTransactions<T>(work: () => T): T {
  return ambient.run(undefined, () => withoutHolds(work));
}

// biome-ignore lint/suspicious/noExplicitAny: a wrapped function may take anything.
type Work = (this: any, ...args: any[]) => any;
type Wrapped<F extends Work> = (this: ThisParameterType<F>, ...args: Parameters<F>) => Promise<Awaited<ReturnType<F>>>;
/** Options of `transactional`: `isolation` and `retries` (default 0). */
export type TransactionalOptions = Omit<TransactionOptions, 'readOnly'>;

/** Wraps a function or decorates a method (standard decorators). */
export interface TransactionWrapper {
  <F extends Work>(method: F, context: ClassMethodDecoratorContext): F;
  <F extends Work>(work: F): Wrapped<F>;
}

/** `transactional(fn)`, `@transactional`, `transactional('a', 'b', options)(fn)`, `@transactional('a', 'b', options)`. */
export interface Transactional extends TransactionWrapper {
  (...databases: readonly (string | TransactionalOptions)[]): TransactionWrapper;
}

function wrapper(names: readonly string[], options: TransactionOptions): TransactionWrapper {
  const wrap = (work: Work): Work =>
    Object.defineProperty(
      function (this: unknown, ...args: unknown[]) {
        return inTransaction(names, () => Reflect.apply(work, this, args), options);
      },
      'name',
      { value: work.name, configurable: true },
    );
  return wrap as TransactionWrapper;
}

function transactionalWith(readOnly: boolean): Transactional {
  return ((...args: readonly (Work | string | TransactionalOptions | DecoratorContext)[]) => {
    const [first] = args;
    if (typeof first === 'function') return wrapper([DEFAULT_DATABASE], { readOnly })(first);
    const names = args.filter((arg) => typeof arg === 'string');
    const options = args.find((arg) => typeof arg === 'object') as TransactionalOptions | undefined;
    return wrapper(names, { ...options, readOnly });
  }) as Transactional;
}

/**
 * Makes a function or method run in a transaction over the named databases (default: `default`), in which
 * `getConnection(name)` gives the connections. Nested calls join. Options: `isolation`, `retries` (default 0),
 * `atomicity` (over several databases: `two-phase`, the default, or `best-effort`).
 */
export const transactional: Transactional = transactionalWith(false);

/** Like {@link transactional}, and a write fails with `ReadOnlyTransactionError`. */
export const transactionalReadonly: Transactional = transactionalWith(true);
