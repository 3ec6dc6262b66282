import type { Connection } from '../database/connection.ts';
import { DuplicateKeyError } from '../database/errors.ts';
import type { Pause } from '../domain/catch-up.ts';
import { JobuError } from '../errors.ts';
import { sql } from './calendar-statements.ts';
import { RESUME_POLICIES, type ResumePolicy } from './model/cron.ts';
import type { Id } from './model/row.ts';
import type { PauseOptions } from './pauses.ts';

/** A pause of the whole scheduler: of every cron, also of those that are made meanwhile. */
export interface SchedulerPause {
  readonly since: Date;
  /** Null: until somebody resumes it. Once it is over, dispatchers work off what `resumePolicy` leaves to do. */
  readonly until: Date | null;
  readonly actor: string;
  readonly reason: string | null;
  readonly resumePolicy: ResumePolicy;
  /** Who ended it before its time. */
  readonly resumedBy: string | null;
  readonly resumeReason: string | null;
  /** While it is worked off: the last cron that was looked at. */
  readonly afterId: Id;
}

const NAME = 'scheduler.pause';

interface Setting {
  readonly setting_value: string;
  readonly version: number;
}

function fromSetting({ setting_value }: Setting): SchedulerPause {
  const { since, until, ...rest } = JSON.parse(setting_value) as SchedulerPause & {
    since: string;
    until: string | null;
  };
  return { ...rest, since: new Date(since), until: until === null ? null : new Date(until) };
}

/** The pause of the scheduler: under way, or over and still worked off; null when there is none. */
export async function schedulerPause(connection: Connection): Promise<SchedulerPause | null> {
  const row = await connection.fetchOne<Setting>(sql('find_setting'), { name: NAME });
  return row ? fromSetting(row) : null;
}

/** Whether the scheduler is paused at an instant. */
export const isSchedulerPaused = (pause: SchedulerPause | null, now: Date): boolean =>
  pause !== null && (pause.until === null || now < pause.until);

/** As the policies of occurrences see it. */
export const pauseOfScheduler = ({ since, until, actor, reason }: SchedulerPause): Pause => ({
  from: since,
  until,
  actor,
  reason,
});

/** The pause with its row locked until the transaction ends; null when there is none. */
export async function lockSchedulerPause(
  connection: Connection,
): Promise<{ pause: SchedulerPause; version: number } | null> {
  const row = await connection.fetchOne<Setting>(sql('lock_setting'), { name: NAME });
  return row ? { pause: fromSetting(row), version: Number(row.version) } : null;
}

/** Stores what became of a pause that is locked; null: it is over. */
export async function putSchedulerPause(
  connection: Connection,
  pause: SchedulerPause | null,
  version: number,
  now: Date,
): Promise<void> {
  if (pause === null) {
    await connection.execute(sql('delete_setting'), { name: NAME });
    return;
  }
  const actor = (pause.resumedBy ?? pause.actor).slice(0, 200);
  const params = { name: NAME, setting_value: JSON.stringify(pause), version, actor, now };
  await connection.execute(sql('update_setting'), params);
}

/**
 * Pauses every cron: from now on dispatchers write what comes due as SKIPPED `paused`. A pause that is under way gets the new
 * end, reason and policy. Throws CRON_INVALID for an end in the past, SCHEDULER_RESUMING while an earlier one is worked off.
 */
export async function pauseScheduler(
  connection: Connection,
  { actor, reason = null, until = null, resumePolicy = 'drop' }: PauseOptions,
  now: Date,
): Promise<SchedulerPause> {
  if (until !== null && until <= now) throw new JobuError('PAUSE_INVALID', { reason: 'its end lies in the past' });
  const stored = await lockSchedulerPause(connection);
  const before = stored?.pause ?? null;
  if (before && !isSchedulerPaused(before, now)) throw new JobuError('SCHEDULER_RESUMING', {});
  const since = before?.since ?? now;
  const pause: SchedulerPause = {
    since,
    until,
    actor,
    reason,
    resumePolicy,
    resumedBy: null,
    resumeReason: null,
    afterId: '0',
  };
  if (stored) await putSchedulerPause(connection, pause, stored.version, now);
  else
    try {
      const setting_value = JSON.stringify(pause);
      await connection.execute(sql('insert_setting'), { name: NAME, setting_value, actor: actor.slice(0, 200), now });
    } catch (error) {
      if (error instanceof DuplicateKeyError) throw new JobuError('SCHEDULER_RESUMING', {}, { cause: error });
      throw error;
    }
  return pause;
}

/**
 * Ends the pause of the scheduler. Dispatchers then have the occurrences run that the policy chooses, cron by cron.
 * Throws SCHEDULER_NOT_PAUSED.
 */
export async function resumeScheduler(
  connection: Connection,
  { policy, actor, reason = null }: { policy: ResumePolicy; actor: string; reason?: string | null },
  now: Date,
): Promise<SchedulerPause> {
  if (!RESUME_POLICIES.includes(policy))
    throw new JobuError('PAUSE_INVALID', { reason: `"${policy}" is not drop, latest or all` });
  const stored = await lockSchedulerPause(connection);
  const before = stored?.pause ?? null;
  if (!isSchedulerPaused(before, now)) throw new JobuError('SCHEDULER_NOT_PAUSED', {});
  const pause: SchedulerPause = {
    ...before!,
    until: now,
    resumePolicy: policy,
    resumedBy: actor,
    resumeReason: reason,
  };
  await putSchedulerPause(connection, pause, stored!.version, now);
  return pause;
}
