import type { Connection } from '../database/connection.ts';
import { JobuError } from '../errors.ts';
import { sql } from './calendar-statements.ts';
import { findCron, lockCron } from './crons.ts';
import { listAttempts } from './executions.ts';
import { type Cron, RESUME_POLICIES, type ResumePolicy } from './model/cron.ts';
import type { Execution } from './model/execution.ts';
import { fromRow, type Id, idParam } from './model/row.ts';
import { dispatchCron } from './occurrences.ts';
import { sql as ledgerSql } from './statements.ts';

/** So many paused occurrences are run at most when a pause ends. */
const MOST_REVIVED = 1000;

export interface PauseOptions {
  readonly actor: string;
  readonly reason?: string | null;
  /** Null: until somebody resumes it. */
  readonly until?: Date | null;
  /** What becomes at `until` of the occurrences that came due meanwhile. Default drop. */
  readonly resumePolicy?: ResumePolicy;
}

/** Pauses a cron: from now on its occurrences are written as SKIPPED `paused`. A paused one gets the new end and reason. */
export async function pauseCron(connection: Connection, id: Id, options: PauseOptions, now: Date): Promise<Cron> {
  const cron = await lockCron(connection, id);
  const until = options.until ?? null;
  if (until !== null && until <= now)
    throw new JobuError('CRON_INVALID', { problems: 'paused_until: it lies in the past' });
  if (cron.isEnabled && cron.errorCode === null) await dispatchCron(connection, cron, now);
  await connection.execute(sql('pause_cron'), {
    id: idParam(id),
    now: cron.pausedAt ?? now,
    paused_until: until,
    actor: options.actor,
    reason: options.reason ?? null,
    resume_policy: options.resumePolicy ?? 'drop',
  });
  return await findCron(connection, id);
}

/**
 * Ends a pause, after writing what came due until now. Answers the cron and how many of its paused occurrences run after all.
 * Throws CRON_NOT_PAUSED.
 */
export async function resumeCron(
  connection: Connection,
  id: Id,
  options: { policy: ResumePolicy; actor: string; reason?: string | null },
  now: Date,
): Promise<{ cron: Cron; revived: number }> {
  const cron = await lockCron(connection, id);
  if (cron.pausedAt === null) throw new JobuError('CRON_NOT_PAUSED', { cron: cron.name });
  if (!RESUME_POLICIES.includes(options.policy))
    throw new JobuError('CRON_INVALID', { problems: `resume: "${options.policy}" is not drop, latest or all` });
  if (cron.isEnabled && cron.errorCode === null) await dispatchCron(connection, cron, now);
  const revived = await endPause(connection, cron, options, now);
  return { cron: await findCron(connection, id), revived };
}

interface ResumeNote {
  readonly policy: ResumePolicy;
  readonly actor: string;
  readonly reason?: string | null;
}

/** Has the occurrences of a locked cron run that were skipped as paused since then, as the policy chooses. Answers how many. */
export async function revivePaused(
  connection: Connection,
  cron: Cron,
  since: Date,
  { policy, actor, reason }: ResumeNote,
): Promise<number> {
  if (policy === 'drop') return 0;
  const rows = await connection.fetchAll(sql('list_paused_occurrences'), {
    job_id: idParam(cron.id),
    since,
    limit: policy === 'latest' ? 1 : MOST_REVIVED,
  });
  let revived = 0;
  for (const row of rows.reverse())
    if (await revive(connection, fromRow<Execution>(row), { actor, reason: reason ?? `resumed: ${policy}` })) revived++;
  return revived;
}

/** Clears the pause of a locked cron and has the occurrences run that the policy chooses. Answers how many. */
export async function endPause(connection: Connection, cron: Cron, note: ResumeNote, now: Date): Promise<number> {
  const revived = cron.pausedAt === null ? 0 : await revivePaused(connection, cron, cron.pausedAt, note);
  await connection.execute(sql('resume_cron'), { id: idParam(cron.id), now });
  return revived;
}

/**
 * Has a SKIPPED occurrence run after all: it waits as PENDING until the dispatcher finds its cron free. Why it was skipped
 * stays in its attempts. False when it is not SKIPPED any more. Needs the cron's lock.
 */
export async function revive(
  connection: Connection,
  execution: Execution,
  note: { actor: string | null; reason: string | null; backfill?: { id: Id; params: string } },
): Promise<boolean> {
  await connection.execute(ledgerSql('insert_stats_correction'), {
    id: idParam(execution.id),
    fence: execution.fence,
  });
  const changed = await connection.execute(sql('revive_execution'), {
    id: idParam(execution.id),
    fence: execution.fence,
    param_source: note.backfill ? 'backfill' : execution.paramSource,
    params: note.backfill?.params ?? execution.params,
    backfill_id: note.backfill ? idParam(note.backfill.id) : null,
    actor: note.actor,
    reason: note.reason,
  });
  if (changed === 0) return false;
  const attempts = await listAttempts(connection, execution.id);
  await connection.execute(ledgerSql('insert_attempt'), {
    execution_id: idParam(execution.id),
    attempt: Math.min(1, ...attempts.map(({ attempt }) => attempt)) - 1,
    outcome: 'SKIPPED',
    worker_id: null,
    started_at: null,
    finished_at: execution.finishedAt ?? execution.createdAt,
    error_code: execution.skipReason,
    error_message: execution.reason,
  });
  if (execution.jobId !== null && !note.backfill)
    await connection.execute(sql('mark_waiting'), { id: idParam(execution.jobId) });
  return true;
}

/** Pauses a locked cron whose last executions all failed, as many as it says. Answers the cron as it then is. */
export async function pauseFailing(connection: Connection, cron: Cron, now: Date): Promise<Cron> {
  const limit = cron.pauseAfterFailures;
  if (limit === null || cron.pausedAt !== null) return cron;
  const results = await connection.fetchAll<{ status: string }>(sql('list_results'), {
    job_id: idParam(cron.id),
    since: cron.resumedAt ?? new Date(0),
    limit,
  });
  if (results.length < limit || results.some(({ status }) => status === 'SUCCESS')) return cron;
  const paused = {
    pausedAt: cron.nextRunAt !== null && cron.nextRunAt < now ? cron.nextRunAt : now,
    pausedUntil: null,
    pausedBy: 'dispatcher',
    pauseReason: `${limit} failures in a row`,
    resumePolicy: 'drop' as const,
  };
  await connection.execute(sql('pause_cron'), {
    id: idParam(cron.id),
    now: paused.pausedAt,
    paused_until: null,
    actor: paused.pausedBy,
    reason: paused.pauseReason,
    resume_policy: paused.resumePolicy,
  });
  return { ...cron, ...paused };
}
