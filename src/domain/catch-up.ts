import type { Occurrence } from './schedule.ts';
import type { SkipReason } from './states.ts';

/** Every catch-up policy. */
export const CATCH_UP_POLICIES = ['skip', 'once', 'all'] as const;

/** What becomes of occurrences that were missed while no dispatcher ran. */
export type CatchUpPolicy = (typeof CATCH_UP_POLICIES)[number];

export const OVERLAP_POLICIES = ['allow', 'skip', 'queue_one', 'queue_all', 'cancel_running'] as const;

/**
 * What becomes of an occurrence while an earlier execution of the cron is unfinished: it runs beside it, is skipped, waits
 * (in the place of one that waits already, or behind it), or has the unfinished ones end for it.
 */
export type OverlapPolicy = (typeof OVERLAP_POLICIES)[number];

/** Occurrences a dispatcher computes for one cron in one pass. */
export const MAX_STEPS_PER_PASS = 10_000;

/** Rows of one cron in one pass, and missed occurrences of a downtime that get a row of their own. */
export const MAX_ROWS_PER_PASS = 1000;

/** Occurrences of one cron that wait in line for their predecessors; further ones are not run. */
export const MAX_WAITING = 1000;

/** A time in which a cron, or the whole scheduler, is paused. */
export interface Pause {
  readonly from: Date;
  /** Null: until somebody ends it. */
  readonly until: Date | null;
  readonly actor: string | null;
  readonly reason: string | null;
}

/** What decides how the due occurrences of one cron are dispatched. */
export interface DueOccurrences {
  /** Occurrences up to now by effective time, from the cron's next one on; the oldest {@link MAX_STEPS_PER_PASS} at most. */
  readonly due: readonly Occurrence[];
  readonly now: Date;
  readonly policy: CatchUpPolicy;
  /** At most so late is on time, under every policy. */
  readonly misfireGraceSeconds: number;
  /** Missed occurrences older than this are not caught up; null is no limit. */
  readonly catchUpWindowSeconds: number | null;
  readonly overlap: OverlapPolicy;
  /** An execution that is PENDING (also waiting), HELD or RUNNING; null when there is none. */
  readonly unfinished: string | null;
  /** How many of them wait in line. Default 0. */
  readonly waiting?: number;
  /** Occurrences in one of them are not run; the first that holds an occurrence gives the reason. */
  readonly pauses?: readonly Pause[];
}

/** The row of one occurrence. */
export interface PlannedRow {
  readonly occurrence: Occurrence;
  readonly status: 'PENDING' | 'SKIPPED';
  /** Set when it is SKIPPED. */
  readonly skipReason: SkipReason | null;
  /** In words, what caused it. */
  readonly cause: string | null;
  readonly actor: string | null;
  /** PENDING without a `run_at`: it gets one when its predecessor ends. */
  readonly waits: boolean;
}

/**
 * Missed occurrences that share one SKIPPED row: its `scheduled_time`, `skipped_until` and `skipped_count`. When it
 * follows the range of the pass before, that row grows: it takes this `until` and `skipReason`, and adds this `count`.
 */
export interface SkippedRange {
  readonly from: Occurrence;
  readonly until: Date;
  readonly count: number;
  readonly skipReason: SkipReason;
}

/** What one pass writes for one cron. Each of its occurrences before `resumeAt` is in it exactly once. */
export interface DispatchPlan {
  readonly rows: readonly PlannedRow[];
  readonly range: SkippedRange | null;
  /** Effective time of the first due occurrence left for the next pass; null when all of `due` is planned. */
  readonly resumeAt: Date | null;
  /** What waits already is replaced by a newer occurrence: the one that waits, or everything unfinished. */
  readonly replaces: 'waiting' | 'unfinished' | null;
}

/** Occurrences with one effective time stay together. */
function endOfTie(due: readonly Occurrence[], from: number): number {
  let end = from;
  while (end < due.length && due[end]!.effective.getTime() === due[end - 1]!.effective.getTime()) end++;
  return end;
}

const isPaused = (pause: Pause, time: Date): boolean =>
  time >= pause.from && (pause.until === null || time < pause.until);

/**
 * Decides what becomes of the due occurrences of one cron.
 *
 * While more than {@link MAX_ROWS_PER_PASS} are missed, a pass only puts the oldest of them into a range; the rows of
 * the others follow in the next passes. Whether more occurrences follow `due` does not matter: they are newer, so they
 * never change what is decided here.
 *
 * What the schedule itself skips, or a pause, takes no part in the policies. `once` runs the newest missed occurrence unless
 * one that is on time stands for it. Under `all`, what may not overlap waits in line, and so do occurrences that are on time
 * but come in one pass behind missed ones; later ones are skipped for overlap as ever, or a line that grows faster than it is
 * worked off would never end.
 */
export function planDue(occurrences: DueOccurrences): DispatchPlan {
  const { due, now, policy, misfireGraceSeconds, catchUpWindowSeconds, overlap, pauses = [] } = occurrences;
  const onTimeFrom = now.getTime() - misfireGraceSeconds * 1000;
  const caughtUpFrom =
    catchUpWindowSeconds === null ? Number.NEGATIVE_INFINITY : now.getTime() - catchUpWindowSeconds * 1000;
  const firstOnTime = due.findIndex(({ effective }) => effective.getTime() >= onTimeFrom);
  const missed = firstOnTime < 0 ? due.length : firstOnTime;
  const isExpired = ({ effective }: Occurrence) => effective.getTime() < caughtUpFrom;

  if (missed > MAX_ROWS_PER_PASS) {
    const excess = endOfTie(due, missed - MAX_ROWS_PER_PASS);
    const last = due[excess - 1]!;
    const until = new Date(Math.max(...due.slice(0, excess).map(({ nominal }) => nominal.getTime())));
    const range = {
      from: due[0]!,
      until,
      count: excess,
      skipReason: isExpired(last) ? 'expired' : 'catch_up',
    } as const;
    return { rows: [], range, resumeAt: due[excess]?.effective ?? null, replaces: null };
  }

  const pauseOf = ({ effective }: Occurrence) => pauses.find((pause) => isPaused(pause, effective));
  const isLive = (occurrence: Occurrence) => occurrence.skip === null && !pauseOf(occurrence);
  const newest = due.findLastIndex(isLive);
  let occupied = occurrences.unfinished;
  let waiting = occurrences.waiting ?? 0;
  let replaces: DispatchPlan['replaces'] = null;
  let catchingUp = false;
  const rows: PlannedRow[] = [];
  const skipped = (occurrence: Occurrence, skipReason: SkipReason, cause: string | null, actor: string | null = null) =>
    rows.push({ occurrence, status: 'SKIPPED', skipReason, cause, actor, waits: false });
  /** Of the rows of this pass, those that would still begin give way to a newer one. */
  const replaceRows = (isReplaced: (row: PlannedRow) => boolean, by: Occurrence) => {
    const cause = `replaced by ${by.nominal.toISOString()}`;
    for (const [index, row] of rows.entries())
      if (row.status === 'PENDING' && isReplaced(row))
        rows[index] = { ...row, status: 'SKIPPED', skipReason: 'replaced', cause, waits: false };
  };
  const end = due.length > MAX_ROWS_PER_PASS ? endOfTie(due, MAX_ROWS_PER_PASS) : due.length;
  for (const [index, occurrence] of due.slice(0, end).entries()) {
    if (occurrence.skip !== null) {
      skipped(occurrence, occurrence.skip, occurrence.cause);
      continue;
    }
    const pause = pauseOf(occurrence);
    if (pause) {
      skipped(occurrence, 'paused', pause.reason, pause.actor);
      continue;
    }
    if (index < missed) {
      if (isExpired(occurrence)) {
        skipped(occurrence, 'expired', `older than ${catchUpWindowSeconds} s`);
        continue;
      }
      if (policy === 'skip' || (policy === 'once' && index < newest)) {
        skipped(occurrence, 'catch_up', `missed by more than ${misfireGraceSeconds} s, catch-up ${policy}`);
        continue;
      }
      catchingUp = policy === 'all';
    }
    const isBlocked = occupied !== null && overlap !== 'allow';
    if (isBlocked && overlap === 'skip' && !catchingUp) {
      skipped(occurrence, 'overlap', occupied);
      continue;
    }
    if (isBlocked && (overlap === 'queue_all' || catchingUp) && waiting >= MAX_WAITING) {
      skipped(occurrence, 'queue_full', `${MAX_WAITING} are waiting`);
      continue;
    }
    if (isBlocked && overlap === 'queue_one') {
      replaceRows(({ waits }) => waits, occurrence);
      replaces = 'waiting';
    }
    if (isBlocked && overlap === 'cancel_running') {
      replaceRows(() => true, occurrence);
      replaces = 'unfinished';
    }
    rows.push({
      occurrence,
      status: 'PENDING',
      skipReason: null,
      cause: occurrence.cause,
      actor: null,
      waits: isBlocked,
    });
    if (isBlocked) waiting++;
    occupied ??= `behind ${occurrence.nominal.toISOString()}`;
  }
  return { rows, range: null, resumeAt: due[end]?.effective ?? null, replaces };
}
