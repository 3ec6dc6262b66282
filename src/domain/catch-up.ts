import type { SkipReason } from './states.ts';

/** Every catch-up policy. */
export const CATCH_UP_POLICIES = ['skip', 'once', 'all'] as const;

/** What becomes of occurrences that were missed while no dispatcher ran. */
export type CatchUpPolicy = (typeof CATCH_UP_POLICIES)[number];

/** Occurrences a dispatcher computes for one cron in one pass. */
export const MAX_STEPS_PER_PASS = 10_000;

/** Rows of one cron in one pass, and missed occurrences of a downtime that get a row of their own. */
export const MAX_ROWS_PER_PASS = 1000;

/** What decides how the due occurrences of one cron are dispatched. */
export interface DueOccurrences {
  /** Occurrences up to now, ascending, from the cron's next one on; the oldest {@link MAX_STEPS_PER_PASS} at most. */
  readonly due: readonly Date[];
  readonly now: Date;
  readonly policy: CatchUpPolicy;
  /** At most so late is on time, under every policy. */
  readonly misfireGraceSeconds: number;
  /** Missed occurrences older than this are not caught up; null is no limit. */
  readonly catchUpWindowSeconds: number | null;
  readonly allowOverlap: boolean;
  /** The cron has an execution that is PENDING (also waiting), HELD or RUNNING. */
  readonly hasUnfinished: boolean;
}

/** The row of one occurrence. */
export interface PlannedRow {
  readonly scheduledTime: Date;
  readonly status: 'PENDING' | 'SKIPPED';
  /** Set when it is SKIPPED. */
  readonly skipReason: SkipReason | null;
  /** PENDING without a `run_at`: it gets one when its predecessor ends. */
  readonly waits: boolean;
}

/**
 * Missed occurrences that share one SKIPPED row: its `scheduled_time`, `skipped_until` and `skipped_count`. When it
 * follows the range of the pass before (the first fire time after that one's `until` is `from`), that row grows: it
 * takes this `until` and `skipReason`, and adds this `count`.
 */
export interface SkippedRange {
  readonly from: Date;
  readonly until: Date;
  readonly count: number;
  readonly skipReason: SkipReason;
}

/** What one pass writes for one cron. Each of its occurrences before `resumeAt` is in it exactly once. */
export interface DispatchPlan {
  readonly rows: readonly PlannedRow[];
  readonly range: SkippedRange | null;
  /** The first due occurrence left for the next pass; null when all of `due` is planned. */
  readonly resumeAt: Date | null;
}

/**
 * Decides what becomes of the due occurrences of one cron.
 *
 * While more than {@link MAX_ROWS_PER_PASS} are missed, a pass only puts the oldest of them into a range; the rows of
 * the others follow in the next passes. Whether more occurrences follow `due` does not matter: they are newer, so they
 * never change what is decided here.
 *
 * `once` runs the newest missed occurrence unless one that is on time stands for it. Under `all`, what may not overlap
 * waits in line, and so do occurrences that are on time but come in one pass behind missed ones; later ones are skipped
 * for overlap as ever, or a line that grows faster than it is worked off would never end.
 */
export function planDue(occurrences: DueOccurrences): DispatchPlan {
  const { due, now, policy, misfireGraceSeconds, catchUpWindowSeconds, allowOverlap } = occurrences;
  const onTimeFrom = now.getTime() - misfireGraceSeconds * 1000;
  const caughtUpFrom =
    catchUpWindowSeconds === null ? Number.NEGATIVE_INFINITY : now.getTime() - catchUpWindowSeconds * 1000;
  const firstOnTime = due.findIndex((time) => time.getTime() >= onTimeFrom);
  const missed = firstOnTime < 0 ? due.length : firstOnTime;
  const isExpired = (time: Date) => time.getTime() < caughtUpFrom;

  const excess = missed - MAX_ROWS_PER_PASS;
  if (excess > 0) {
    const until = due[excess - 1]!;
    const skipReason = isExpired(until) ? 'expired' : 'catch_up';
    return { rows: [], range: { from: due[0]!, until, count: excess, skipReason }, resumeAt: due[excess]! };
  }

  let occupied = occurrences.hasUnfinished;
  let catchingUp = false;
  const rows = due.slice(0, MAX_ROWS_PER_PASS).map((scheduledTime, index): PlannedRow => {
    const skipped = (skipReason: SkipReason): PlannedRow => ({
      scheduledTime,
      status: 'SKIPPED',
      skipReason,
      waits: false,
    });
    if (index < missed) {
      if (isExpired(scheduledTime)) return skipped('expired');
      if (policy === 'skip' || (policy === 'once' && index < due.length - 1)) return skipped('catch_up');
      catchingUp = policy === 'all';
    }
    const blocked = occupied && !allowOverlap;
    if (blocked && !catchingUp) return skipped('overlap');
    occupied = true;
    return { scheduledTime, status: 'PENDING', skipReason: null, waits: blocked };
  });
  return { rows, range: null, resumeAt: due[rows.length] ?? null };
}
