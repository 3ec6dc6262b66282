import type { Connection } from '../database/connection.ts';
import { isJobuError, JobuError } from '../errors.ts';
import { sql } from './backfill-statements.ts';
import { lockCron } from './crons.ts';
import type { Cron, ResumePolicy } from './model/cron.ts';
import { fromRow, type Id, idParam } from './model/row.ts';
import { pauseCron } from './pauses.ts';

export const BACKFILL_STATUSES = ['RUNNING', 'PAUSED', 'CANCELED', 'DONE'] as const;

export type BackfillStatus = (typeof BACKFILL_STATUSES)[number];

/** Which past occurrences a backfill runs: those without a run, those that failed too, or only them, or every one. */
export const BACKFILL_MODES = ['missing', 'failed', 'all'] as const;

export type BackfillMode = (typeof BACKFILL_MODES)[number];

export const BACKFILL_ORDERS = ['oldest', 'newest'] as const;

/** A stored backfill. */
export interface Backfill {
  readonly id: Id;
  readonly jobId: Id;
  readonly cronName: string;
  readonly rangeFrom: Date;
  /** Included. */
  readonly rangeTo: Date;
  readonly mode: BackfillMode;
  /** Which occurrences run first. */
  readonly runOrder: (typeof BACKFILL_ORDERS)[number];
  /** So many of its executions are under way at once. */
  readonly maxRunning: number;
  /** They run beside each other, and beside other executions of the cron, although it does not allow overlap. */
  readonly allowOverlap: boolean;
  /** Also what a calendar leaves out: it runs on closed days, at its nominal time. */
  readonly allowClosed: boolean;
  /** The cron is paused until this is over, and this becomes of what came due meanwhile; null: it goes on. */
  readonly pauseCron: ResumePolicy | null;
  /** JSON text, instead of the cron's params; null: those of each occurrence. */
  readonly params: string | null;
  readonly status: BackfillStatus;
  /** So many executions it was made of. */
  readonly executions: number;
  readonly actor: string | null;
  readonly reason: string | null;
  /** Of the request that made it. */
  readonly idempotencyKey: string | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly finishedAt: Date | null;
}

/** What an operator can do with a backfill, and in which states. */
const ALLOWED = {
  pause: ['RUNNING'],
  resume: ['PAUSED'],
  cancel: ['RUNNING', 'PAUSED'],
  'retry-failed': ['RUNNING', 'PAUSED', 'DONE'],
} as const satisfies Record<string, readonly BackfillStatus[]>;

export type BackfillAction = keyof typeof ALLOWED;

/** The actions that its state allows. */
export const backfillActions = ({ status }: Backfill): BackfillAction[] =>
  (Object.keys(ALLOWED) as BackfillAction[]).filter((action) =>
    (ALLOWED[action] as readonly BackfillStatus[]).includes(status),
  );

/** A backfill by id. Throws BACKFILL_NOT_FOUND. */
export async function requireBackfill(connection: Connection, id: Id): Promise<Backfill> {
  const row = await connection.fetchOne(sql('find_backfill'), { id: idParam(id) });
  if (!row) throw new JobuError('BACKFILL_NOT_FOUND', { backfill: id });
  return fromRow<Backfill>(row);
}

/** Who pauses a cron for a backfill. By it the end of the backfill knows its own pause from one that somebody made since. */
const pauserOf = (id: Id) => `backfill ${id}`;

/** Pauses the locked cron of a backfill until the backfill is over, unless it is paused already. */
export async function pauseForBackfill(
  connection: Connection,
  { id, pauseCron: policy, reason }: Pick<Backfill, 'id' | 'pauseCron' | 'reason'>,
  cron: Cron | null,
  now: Date,
): Promise<void> {
  if (policy !== null && cron?.pausedAt === null)
    await pauseCron(connection, cron.id, { actor: pauserOf(id), reason, resumePolicy: policy }, now);
}

/**
 * Sets the end of the pause that a backfill made to now. A dispatcher then resumes the cron as after any pause with an end, once the
 * scheduler itself is not paused, and its `resume_policy` decides on what came due meanwhile.
 */
export async function endBackfillPause(connection: Connection, { id, jobId }: Backfill, now: Date): Promise<void> {
  await connection.execute(sql('end_backfill_pause'), { job_id: idParam(jobId), actor: pauserOf(id), now });
}

/**
 * Lets a backfill that is over go on, for an execution of it that is to run again; it pauses its locked cron again. False when it is
 * canceled.
 */
export async function reopenBackfill(connection: Connection, id: Id, cron: Cron | null, now: Date): Promise<boolean> {
  const row = await connection.fetchOne(sql('find_backfill'), { id: idParam(id) });
  if ((await connection.execute(sql('reopen_backfill'), { id: idParam(id), now })) === 0) return false;
  const before = row && fromRow<Backfill>(row);
  if (before?.status === 'DONE') await pauseForBackfill(connection, before, cron, now);
  return true;
}

/** What an operator's action on a backfill is to do beside its name. */
export interface BackfillChange {
  readonly actor: string;
  readonly reason?: string | null;
  /** Of `cancel`: also asks what runs to end. */
  readonly cancelRunning?: boolean;
}

/**
 * Pauses, resumes or cancels a backfill, or has what failed of it run again. Answers it, and how many executions were
 * touched. Throws BACKFILL_NOT_FOUND, BACKFILL_STATE_CONFLICT.
 */
export async function changeBackfill(
  connection: Connection,
  id: Id,
  action: BackfillAction,
  { actor, reason = null, cancelRunning = false }: BackfillChange,
  now: Date,
): Promise<{ before: Backfill; backfill: Backfill; executions: number }> {
  const { jobId } = await requireBackfill(connection, id);
  // The cron's row goes first, as everywhere; it may be gone.
  const cron = await lockCron(connection, jobId).catch((error: unknown) => {
    if (!isJobuError(error, 'CRON_NOT_FOUND')) throw error;
    return null;
  });
  const row = await connection.fetchOne(sql('lock_backfill'), { id: idParam(id) });
  if (!row) throw new JobuError('BACKFILL_NOT_FOUND', { backfill: id });
  const before = fromRow<Backfill>(row);
  if (!backfillActions(before).includes(action))
    throw new JobuError('BACKFILL_STATE_CONFLICT', {
      backfill: id,
      status: before.status,
      action,
      allowed: ALLOWED[action].join(', '),
    });
  const params = { backfill_id: idParam(id), now, actor, reason };
  let executions = 0;
  if (action === 'cancel') {
    executions = await connection.execute(sql('cancel_backfill_executions'), params);
    if (cancelRunning) executions += await connection.execute(sql('ask_backfill_to_end'), params);
    await endBackfillPause(connection, before, now);
  }
  if (action === 'retry-failed') {
    const { now: _, ...note } = params;
    executions = await connection.execute(sql('retry_backfill_executions'), note);
  }
  const isReopened = action === 'retry-failed' && executions > 0 && before.status === 'DONE';
  if (isReopened) await pauseForBackfill(connection, before, cron, now);
  const goesOn = action === 'resume' || isReopened;
  const status = action === 'pause' ? 'PAUSED' : action === 'cancel' ? 'CANCELED' : goesOn ? 'RUNNING' : before.status;
  await connection.execute(sql('set_backfill_status'), {
    id: idParam(id),
    status,
    now,
    finished_at: status === 'CANCELED' ? now : status === 'DONE' ? before.finishedAt : null,
  });
  return { before, backfill: await requireBackfill(connection, id), executions };
}
