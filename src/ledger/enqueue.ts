import type { Connection } from '../database/connection.ts';
import type { Database } from '../database/database.ts';
import { DatabaseRegistry } from '../database/registry.ts';
import { afterCommit, getConnection } from '../database/transactional.ts';
import { isJobuError } from '../errors.ts';
import { requireCron } from './crons.ts';
import {
  type Created,
  type ExecutionInput,
  insertExecution,
  type TriggerInput,
  triggerCron as trigger,
} from './executions.ts';
import { announce } from './hints.ts';
import { sql } from './statements.ts';

/** Where an application asks for executions. */
export interface EnqueueOptions {
  /** Name of the database that holds crons and executions. Default `default`. */
  readonly database?: string;
}

/** The open transaction over the database, or undefined when there is none. */
function ambientConnection(database: Database): Connection | undefined {
  try {
    const connection = getConnection(database.name);
    return connection === database.autocommit ? undefined : connection;
  } catch (error) {
    if (isJobuError(error, 'DATABASE_NOT_IN_TRANSACTION')) return undefined;
    throw error;
  }
}

let timeSource: (() => Date) | undefined;

/** Takes the time from `source` instead of from the database, as tests do; undefined: from the database again. */
export function takeTimeFrom(source: (() => Date) | undefined): void {
  timeSource = source;
}

async function enqueue(
  options: EnqueueOptions,
  work: (connection: Connection, now: Date) => Promise<Created>,
): Promise<Created> {
  const database = DatabaseRegistry.current.get(options.database ?? 'default');
  // The database's time, asked on the very connection: a second one might wait for this one in a small pool.
  const atDatabaseTime = async (connection: Connection) =>
    work(connection, timeSource?.() ?? new Date(await connection.run<string>(sql('read_clock'))));
  const ambient = ambientConnection(database);
  const created = await (ambient ? atDatabaseTime(ambient) : database.transaction(atDatabaseTime));
  // A worker that looked before the commit would find nothing, and not look again for a while.
  const tell = () => void announce(database, 'executionsCreated');
  if (ambient) afterCommit(tell);
  else tell();
  return created;
}

/**
 * Has a handler run once, without a cron. Inside a `transactional` over the job database the execution belongs to that
 * transaction: it exists when the transaction commits, and never when it rolls back. Elsewhere it is committed on return.
 * @throws EXECUTION_INVALID
 */
export function createExecution(input: ExecutionInput, options: EnqueueOptions = {}): Promise<Created> {
  return enqueue(options, (connection, now) => insertExecution(connection, input, now));
}

/**
 * Runs a cron now, also a disabled one, in the open transaction over the job database when there is one, like
 * {@link createExecution}.
 * @throws CRON_NOT_FOUND, EXECUTION_INVALID; EXECUTION_OVERLAP when an earlier execution of a cron that forbids overlap is unfinished
 */
export function triggerCron(name: string, input: TriggerInput = {}, options: EnqueueOptions = {}): Promise<Created> {
  return enqueue(options, async (connection, now) => {
    const cron = await requireCron(connection, name);
    return await trigger(connection, cron.id, input, now);
  });
}
