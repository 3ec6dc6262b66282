import type { Connection } from '../database/connection.ts';
import { dateText } from '../domain/civil-date.ts';
import { occurrencesOf } from '../domain/occurrences.ts';
import type { Occurrence, Schedule } from '../domain/schedule.ts';
import { isJobuError } from '../errors.ts';
import type { Calendars } from './calendar-loading.ts';
import { listExecutions } from './executions.ts';
import type { Cron } from './model/cron.ts';
import { calendarsOf, scheduleOf } from './schedules.ts';

/** One coming occurrence, and what will become of it. */
export interface PlannedOccurrence {
  readonly cron: string;
  readonly timeZone: string;
  readonly nominal: Date;
  /** When it runs, or when it is written that it does not. */
  readonly effective: Date;
  readonly businessDate: string;
  readonly willRun: boolean;
  /** `calendar`, `blackout`, `merged`, `paused`; null when it runs. */
  readonly skipReason: string | null;
  /** What moves, skips or endangers it, in words. */
  readonly remarks: readonly string[];
}

const RECENT_RUNS = 20;
const HALF_DAY_SECONDS = 43_200;

/** The usual duration of a cron's executions in milliseconds, the median of the last ones; null without any. */
async function usualMs(connection: Connection, cron: Cron): Promise<number | null> {
  const { items } = await listExecutions(connection, { cronId: cron.id, status: ['SUCCESS'], limit: RECENT_RUNS });
  const durations = items
    .flatMap(({ startedAt, finishedAt }) =>
      startedAt && finishedAt ? [finishedAt.getTime() - startedAt.getTime()] : [],
    )
    .sort((a, b) => a - b);
  return durations[Math.floor(durations.length / 2)] ?? null;
}

function remarksOf(occurrence: Occurrence, schedule: Schedule): string[] {
  const remarks = occurrence.moved.map((cause) =>
    cause === 'calendar' ? 'moved from a closed day' : `delayed by ${cause}`,
  );
  if (occurrence.cause !== null) remarks.push(occurrence.cause);
  const instant = occurrence.effective.getTime() / 1000;
  const offset = (time: number) => schedule.clock.spanAt(time).offset;
  if (offset(instant - HALF_DAY_SECONDS) !== offset(instant + HALF_DAY_SECONDS))
    remarks.push('the clock is changed about then');
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
    const usual = cron.allowOverlap ? null : await usualMs(connection, cron);
    let busyUntil = Number.NEGATIVE_INFINITY;
    for (const occurrence of list.occurrences) {
      const { effective, nominal } = occurrence;
      const isPaused =
        cron.pausedAt !== null &&
        effective >= cron.pausedAt &&
        (cron.pausedUntil === null || effective < cron.pausedUntil);
      const skipReason = occurrence.skip ?? (isPaused ? 'paused' : null);
      const remarks = remarksOf(occurrence, schedule);
      if (skipReason === null && usual !== null) {
        if (effective.getTime() < busyUntil)
          remarks.push(`usually the one before still runs (${cron.overlapPolicy ?? 'skip'})`);
        else busyUntil = effective.getTime() + usual;
      }
      occurrences.push({
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

/** A cron whose row does not hold has no plan; the dispatcher sets it aside. */
function scheduleIfValid(cron: Cron, calendars: Calendars): Schedule | undefined {
  try {
    return scheduleOf(cron, calendars);
  } catch (error) {
    if (isJobuError(error)) return undefined;
    throw error;
  }
}
