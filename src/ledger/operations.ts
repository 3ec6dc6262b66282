import type { Connection } from '../database/connection.ts';
import type { Statement } from '../database/statement.ts';
import { type Status, TERMINAL } from '../domain/states.ts';
import { isJobuError, JobuError } from '../errors.ts';
import { reopenBackfill } from './backfill-state.ts';
import { sql as calendarSql } from './calendar-statements.ts';
import { lockCron } from './crons.ts';
import { insertRerun, refuseOverlap, requireExecution } from './executions.ts';
import type { Execution } from './model/execution.ts';
import { fromRow, type Id, idParam } from './model/row.ts';
import { sql } from './statements.ts';

/** Who acts and why; stored with the execution. */
export interface OperatorNote {
  readonly actor?: string | null;
  readonly reason?: string | null;
}

const noteOf = ({ actor = null, reason = null }: OperatorNote) => ({ actor, reason });

/** Locks the execution, its cron's row first: the order everybody locks in. Throws EXECUTION_NOT_FOUND. */
export async function lockExecution(
  connection: Connection,
  id: Id,
): Promise<{ execution: Execution; cron: Awaited<ReturnType<typeof lockCron>> | null }> {
  const { jobId } = await requireExecution(connection, id);
  const cron =
    jobId === null
      ? null
      : await lockCron(connection, jobId).catch((error: unknown) => {
          if (isJobuError(error, 'CRON_NOT_FOUND')) return null;
          throw error;
        });
  const row = await connection.fetchOne(sql('lock_execution'), { id: idParam(id) });
  if (!row) throw new JobuError('EXECUTION_NOT_FOUND', { execution: id });
  return { execution: fromRow<Execution>(row), cron };
}

function allow(execution: Execution, action: string, from: readonly Status[]): void {
  if (!from.includes(execution.status))
    throw new JobuError('EXECUTION_STATE_CONFLICT', {
      execution: execution.id,
      status: execution.status,
      action,
      allowed: from.join(', '),
    });
}

async function change(
  connection: Connection,
  statement: string | Statement,
  execution: Execution,
  action: string,
  params: Record<string, unknown>,
): Promise<Execution> {
  if (execution.finishedAt !== null)
    await connection.execute(sql('insert_stats_correction'), {
      id: idParam(execution.id),
      fence: execution.fence,
    });
  const changed = await connection.execute(typeof statement === 'string' ? sql(statement) : statement, {
    id: idParam(execution.id),
    fence: execution.fence,
    ...params,
  });
  if (changed === 0) throw new JobuError('EXECUTION_CHANGED_MEANWHILE', { execution: execution.id, action });
  return await requireExecution(connection, execution.id);
}

/**
 * Runs a failed, timed-out or canceled execution again: in place, or with other params as a new row linked to it.
 * Throws EXECUTION_STATE_CONFLICT, EXECUTION_OVERLAP.
 */
export async function retryExecution(
  connection: Connection,
  id: Id,
  options: OperatorNote & {
    params?: string | Record<string, unknown>;
    allowOverlap?: boolean;
    /** Of the new row. */
    idempotencyKey?: string | null;
  },
  now: Date,
): Promise<Execution> {
  const { execution, cron } = await lockExecution(connection, id);
  const rerun = options.params !== undefined;
  allow(execution, 'be retried', rerun ? TERMINAL : ['FAILED', 'TIMEOUT', 'CANCELED']);
  // What belongs to a backfill that is not canceled waits for its turn there.
  const waits =
    !rerun && execution.backfillId !== null && (await reopenBackfill(connection, execution.backfillId, cron, now));
  if (cron && !options.allowOverlap && !waits) await refuseOverlap(connection, cron, id);
  if (rerun) {
    const { params, idempotencyKey } = options;
    const input = { params: params!, idempotencyKey, ...noteOf(options) };
    return (await insertRerun(connection, execution, input, now)).execution;
  }
  return await change(connection, 'retry_execution', execution, 'be retried', {
    run_at: waits ? null : now,
    ...noteOf(options),
  });
}

/**
 * Cancels an execution. One that runs is asked to end, and its worker writes CANCELED; `force` writes it at once and the
 * worker's later write is refused. Throws EXECUTION_STATE_CONFLICT when it has ended already.
 */
export async function cancelExecution(
  connection: Connection,
  id: Id,
  options: OperatorNote & { force?: boolean },
  now: Date,
): Promise<Execution> {
  const { execution } = await lockExecution(connection, id);
  allow(execution, 'be canceled', ['PENDING', 'HELD', 'RUNNING']);
  const params = { now, ...noteOf(options) };
  if (execution.status !== 'RUNNING')
    return await change(connection, 'cancel_execution', execution, 'be canceled', params);
  if (!options.force) return await change(connection, 'request_cancel', execution, 'be canceled', params);
  const canceled = await change(connection, 'cancel_execution', execution, 'be canceled', params);
  await connection.execute(sql('insert_attempt'), {
    execution_id: idParam(id),
    attempt: execution.attempt,
    outcome: 'CANCELED',
    worker_id: execution.workerId,
    started_at: execution.startedAt,
    finished_at: now,
    error_code: null,
    error_message: options.reason ?? null,
  });
  return canceled;
}

/**
 * Writes SUCCESS over an execution that is HELD or ended without success. The reason is kept.
 * Throws EXECUTION_STATE_CONFLICT.
 */
export async function markSucceeded(
  connection: Connection,
  id: Id,
  options: OperatorNote,
  now: Date,
): Promise<Execution> {
  const { execution } = await lockExecution(connection, id);
  allow(execution, 'be marked as succeeded', ['HELD', 'FAILED', 'TIMEOUT', 'CANCELED', 'SKIPPED']);
  return await change(connection, calendarSql('mark_succeeded'), execution, 'be marked as succeeded', {
    now,
    ...noteOf(options),
  });
}

/** Keeps a PENDING execution from being claimed until it is released. Throws EXECUTION_STATE_CONFLICT. */
export async function holdExecution(connection: Connection, id: Id, options: OperatorNote): Promise<Execution> {
  const { execution } = await lockExecution(connection, id);
  allow(execution, 'be held', ['PENDING']);
  return await change(connection, 'hold_execution', execution, 'be held', noteOf(options));
}

/** Lets a HELD execution go on. Throws EXECUTION_STATE_CONFLICT, EXECUTION_OVERLAP. */
export async function releaseExecution(
  connection: Connection,
  id: Id,
  options: OperatorNote & { allowOverlap?: boolean },
): Promise<Execution> {
  const { execution, cron } = await lockExecution(connection, id);
  allow(execution, 'be released', ['HELD']);
  if (cron && !options.allowOverlap && execution.runAt !== null) await refuseOverlap(connection, cron, id);
  return await change(connection, 'release_execution', execution, 'be released', {
    run_at: execution.runAt,
    ...noteOf(options),
  });
}
