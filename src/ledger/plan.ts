import type { Connection } from '../database/connection.ts';
import { dateText } from '../domain/civil-date.ts';
import { occurrencesOf } from '../domain/occurrences.ts';
import type { Occurrence, Schedule } from '../domain/schedule.ts';
import { isJobuError } from '../errors.ts';
import type { Calendars } from './calendar-loading.ts';
import { listExecutions } from './executions.ts';
import type { Cron, PlannableCron } from './model/cron.ts';
import type { Id } from './model/row.ts';
import { dispatchedEarly } from './occurrence-keys.ts';
import { type SchedulerPause, schedulerPause } from './scheduler-pause.ts';
import { calendarsOf, occurrenceAt, scheduleOf } from './schedules.ts';

export const PLAN_REMARKS = [
  'MOVED_BY_CALENDAR',
  'DELAYED_BY_JITTER',
  'DELAYED_BY_BLACKOUT',
  'CAUSE',
  'CLOCK_CHANGE',
  'OVERLAP_LIKELY',
] as const;

/** What moves, skips or endangers an occurrence: a stable code, and words. */
export interface PlanRemark {
  readonly code: (typeof PLAN_REMARKS)[number];
  readonly message: string;
}

/** One coming occurrence, and what will become of it. */
export interface PlannedOccurrence {
  readonly cronId: Id;
  readonly cron: string;
  readonly timeZone: string;
  readonly nominal: Date;
  /** When it runs, or when it is written that it does not. */
  readonly effective: Date;
  readonly businessDate: string;
  readonly willRun: boolean;
  /** `calendar`, `blackout`, `merged`, `paused`; null when it runs. */
  readonly skipReason: string | null;
  readonly remarks: readonly PlanRemark[];
}

/** Crons whose occurrences are held at once. */
const BATCH = 500;
const RECENT_RUNS = 20;
const HALF_DAY_SECONDS = 43_200;

/** How long the last successful executions of a cron took in milliseconds, the shortest first. */
export async function recentDurations(connection: Connection, cronId: Id, limit: number): Promise<number[]> {
  const { items } = await listExecutions(connection, { cronId, status: ['SUCCESS'], limit });
  return items
    .flatMap(({ startedAt, finishedAt }) =>
      startedAt && finishedAt ? [finishedAt.getTime() - startedAt.getTime()] : [],
    )
    .sort((a, b) => a - b);
}

/** True when a run may still be going on when the next one begins. */
function mayOverlap({ allowOverlap, timeoutSeconds }: PlannableCron, occurrences: readonly Occurrence[]): boolean {
  if (allowOverlap) return false;
  const runs = occurrences.filter(({ skip }) => skip === null).map(({ effective }) => effective.getTime());
  return runs.some(
    (time, index) => index > 0 && (timeoutSeconds === 0 || time - runs[index - 1]! < timeoutSeconds * 1000),
  );
}

/** Whether a cron, or the scheduler, is still paused at an instant ahead, as far as is known now. */
export function isPausedAt(
  { pausedAt, pausedUntil }: Pick<Cron, 'pausedAt' | 'pausedUntil'>,
  scheduler: SchedulerPause | null,
  time: Date,
): boolean {
  const isIn = (from: Date | null | undefined, until: Date | null | undefined) =>
    from != null && time >= from && (until == null || time < until);
  return isIn(pausedAt, pausedUntil) || isIn(scheduler?.since, scheduler?.until);
}

const MOVED: Readonly<Record<Occurrence['moved'][number], PlanRemark>> = {
  calendar: { code: 'MOVED_BY_CALENDAR', message: 'moved from a closed day' },
  jitter: { code: 'DELAYED_BY_JITTER', message: 'delayed by jitter' },
  blackout: { code: 'DELAYED_BY_BLACKOUT', message: 'delayed by blackout' },
};

const NO_REMARK: readonly PlanRemark[] = [];

function remarksOf({ effective, moved, cause }: Occurrence, { clock }: Schedule): readonly PlanRemark[] {
  const early = effective.getTime() / 1000 - HALF_DAY_SECONDS;
  const late = early + 2 * HALF_DAY_SECONDS;
  const span = clock.spanAt(early);
  const isChanged = late >= span.end && clock.spanAt(late).offset !== span.offset;
  if (moved.length === 0 && cause === null && !isChanged) return NO_REMARK;
  const remarks = moved.map((by) => MOVED[by]);
  if (cause !== null) remarks.push({ code: 'CAUSE', message: cause });
  if (isChanged) remarks.push({ code: 'CLOCK_CHANGE', message: 'the clock is changed about then' });
  return remarks;
}

/**
 * What crons will do between two instants, by time: computed by the very function the dispatcher uses. Crons that are
 * disabled or set aside have no plan; at most `limit` occurrences of each. `withOverlap: false` spares looking up how long each
 * cron usually runs, and with it the remark on overlaps; `pause` is that of the scheduler, when it was read before.
 */
export async function planCrons(
  connection: Connection,
  crons: readonly PlannableCron[],
  range: { from: Date; until: Date; limit: number; withOverlap?: boolean; pause?: SchedulerPause | null },
): Promise<{ occurrences: PlannedOccurrence[]; isCut: boolean }> {
  const calendars = await calendarsOf(connection, crons);
  const pause = range.pause === undefined ? await schedulerPause(connection) : range.pause;
  const occurrences: PlannedOccurrence[] = [];
  let isCut = false;
  for (let start = 0; start < crons.length; start += BATCH) {
    const coming = crons.slice(start, start + BATCH).flatMap((cron) => {
      if (!cron.isEnabled || cron.errorCode !== null) return [];
      const schedule = scheduleIfValid(cron, calendars);
      if (!schedule) return [];
      if (schedule.timing.type === 'after_end')
        return [{ cron, schedule, occurrences: afterEnd(cron, schedule, range) }];
      const list = occurrencesOf(schedule, range.from, range.until, range.limit);
      isCut ||= list.through < range.until;
      return [{ cron, schedule, occurrences: list.occurrences }];
    });
    const isDone = await dispatchedEarly(connection, coming);
    for (const { cron, schedule, occurrences: listed } of coming) {
      const left = schedule.isPlain ? listed : listed.filter((occurrence) => !isDone(cron, occurrence));
      const looksUp = range.withOverlap !== false && mayOverlap(cron, left);
      const durations = looksUp ? await recentDurations(connection, cron.id, RECENT_RUNS) : [];
      const usual = durations[Math.floor(durations.length / 2)] ?? null;
      let busyUntil = Number.NEGATIVE_INFINITY;
      for (const occurrence of left) {
        const { effective, nominal } = occurrence;
        const skipReason = occurrence.skip ?? (isPausedAt(cron, pause, effective) ? 'paused' : null);
        let remarks = remarksOf(occurrence, schedule);
        if (skipReason === null && usual !== null) {
          if (effective.getTime() < busyUntil)
            remarks = [
              ...remarks,
              {
                code: 'OVERLAP_LIKELY',
                message: `usually the one before still runs (${cron.overlapPolicy ?? 'skip'})`,
              },
            ];
          else busyUntil = effective.getTime() + usual;
        }
        occurrences.push({
          cronId: cron.id,
          cron: cron.name,
          timeZone: cron.timeZone,
          nominal,
          effective,
          businessDate: dateText(occurrence.businessDay),
          willRun: skipReason === null,
          skipReason,
          remarks,
        });
      }
    }
  }
  occurrences.sort((a, b) => a.effective.getTime() - b.effective.getTime());
  return { occurrences, isCut };
}

/** The next run of a fixed delay, as far as it is known: it depends on the end of the one before. */
function afterEnd(
  { nextRunAt }: PlannableCron,
  schedule: Schedule,
  { from, until }: { from: Date; until: Date },
): Occurrence[] {
  return nextRunAt && nextRunAt >= from && nextRunAt <= until ? [occurrenceAt(schedule, nextRunAt)] : [];
}

/** A cron whose row does not hold has no plan; the dispatcher sets it aside. */
export function scheduleIfValid(cron: PlannableCron, calendars: Calendars): Schedule | undefined {
  try {
    return scheduleOf(cron, calendars);
  } catch (error) {
    if (isJobuError(error)) return undefined;
    throw error;
  }
}
