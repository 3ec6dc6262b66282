import type { Connection } from '../database/connection.ts';
import { dateText } from '../domain/civil-date.ts';
import { occurrencesOf } from '../domain/occurrences.ts';
import type { Occurrence, Schedule } from '../domain/schedule.ts';
import { isJobuError } from '../errors.ts';
import type { Calendars } from './calendar-loading.ts';
import { listExecutions } from './executions.ts';
import type { Cron } from './model/cron.ts';
import type { Id } from './model/row.ts';
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
function mayOverlap({ allowOverlap, timeoutSeconds }: Cron, occurrences: readonly Occurrence[]): boolean {
  if (allowOverlap) return false;
  const runs = occurrences.filter(({ skip }) => skip === null).map(({ effective }) => effective.getTime());
  return runs.some(
    (time, index) => index > 0 && (timeoutSeconds === 0 || time - runs[index - 1]! < timeoutSeconds * 1000),
  );
}

/** Whether a cron is still paused at an instant ahead, as far as is known now. */
export function isPausedAt({ pausedAt, pausedUntil }: Cron, time: Date): boolean {
  return pausedAt !== null && time >= pausedAt && (pausedUntil === null || time < pausedUntil);
}

const MOVED: Readonly<Record<Occurrence['moved'][number], PlanRemark>> = {
  calendar: { code: 'MOVED_BY_CALENDAR', message: 'moved from a closed day' },
  jitter: { code: 'DELAYED_BY_JITTER', message: 'delayed by jitter' },
  blackout: { code: 'DELAYED_BY_BLACKOUT', message: 'delayed by blackout' },
};

function remarksOf(occurrence: Occurrence, schedule: Schedule): PlanRemark[] {
  const remarks = occurrence.moved.map((cause) => MOVED[cause]);
  if (occurrence.cause !== null) remarks.push({ code: 'CAUSE', message: occurrence.cause });
  const instant = occurrence.effective.getTime() / 1000;
  const offset = (time: number) => schedule.clock.spanAt(time).offset;
  if (offset(instant - HALF_DAY_SECONDS) !== offset(instant + HALF_DAY_SECONDS))
    remarks.push({ code: 'CLOCK_CHANGE', message: 'the clock is changed about then' });
  return remarks;
}

/**
 * What crons will do between two instants, by time: computed by the very function the dispatcher uses. Crons that are
 * disabled or set aside have no plan; at most `limit` occurrences of each.
 */
export async function planCrons(
  connection: Connection,
  crons: readonly Cron[],
  range: { from: Date; until: Date; limit: number },
): Promise<{ occurrences: PlannedOccurrence[]; isCut: boolean }> {
  const calendars = await calendarsOf(connection, crons);
  const occurrences: PlannedOccurrence[] = [];
  let isCut = false;
  for (const cron of crons) {
    if (!cron.isEnabled || cron.errorCode !== null) continue;
    const schedule = scheduleIfValid(cron, calendars);
    if (!schedule) continue;
    const list = occurrencesOf(schedule, range.from, range.until, range.limit);
    isCut ||= list.through < range.until;
    const coming = schedule.timing.type === 'after_end' ? afterEnd(cron, schedule, range) : list.occurrences;
    const durations = mayOverlap(cron, coming) ? await recentDurations(connection, cron.id, RECENT_RUNS) : [];
    const usual = durations[Math.floor(durations.length / 2)] ?? null;
    let busyUntil = Number.NEGATIVE_INFINITY;
    for (const occurrence of coming) {
      const { effective, nominal } = occurrence;
      const skipReason = occurrence.skip ?? (isPausedAt(cron, effective) ? 'paused' : null);
      const remarks = remarksOf(occurrence, schedule);
      if (skipReason === null && usual !== null) {
        if (effective.getTime() < busyUntil)
          remarks.push({
            code: 'OVERLAP_LIKELY',
            message: `usually the one before still runs (${cron.overlapPolicy ?? 'skip'})`,
          });
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
  occurrences.sort((a, b) => a.effective.getTime() - b.effective.getTime());
  return { occurrences, isCut };
}

/** The next run of a fixed delay, as far as it is known: it depends on the end of the one before. */
function afterEnd({ nextRunAt }: Cron, schedule: Schedule, { from, until }: { from: Date; until: Date }): Occurrence[] {
  return nextRunAt && nextRunAt >= from && nextRunAt <= until ? [occurrenceAt(schedule, nextRunAt)] : [];
}

/** A cron whose row does not hold has no plan; the dispatcher sets it aside. */
export function scheduleIfValid(cron: Cron, calendars: Calendars): Schedule | undefined {
  try {
    return scheduleOf(cron, calendars);
  } catch (error) {
    if (isJobuError(error)) return undefined;
    throw error;
  }
}
