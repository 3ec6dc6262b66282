import { JobuError } from '../errors.ts';
import { type CronCalendar, DAY_SECONDS } from './cron-calendar.ts';
import type { CronExpression } from './cron-expression.ts';
import { type ZoneClock, zoneClock } from './zone-clock.ts';

/** The Gregorian calendar repeats after 400 years: what did not come until then never comes. */
const CYCLE_SECONDS = 146_097 * DAY_SECONDS;
/** Start of the year 10000, which neither ISO text nor the databases hold. */
const END_OF_TIME = Date.UTC(10_000, 0, 1) / 1000;

/** With a `*` in minute or hour: every instant at which the local clock shows a fitting time. */
function nextByElapsedTime(calendar: CronCalendar, clock: ZoneClock, from: number): number {
  const horizon = from + CYCLE_SECONDS;
  for (let cursor = from; cursor < horizon; ) {
    const span = clock.spanAt(cursor);
    const instant = calendar.nextTime(cursor + span.offset) - span.offset;
    if (Number.isNaN(instant) || instant < span.end) return instant;
    // Up to `instant` no clock shows a fitting time, except for what a change right after `cursor` may repeat.
    cursor = span.end - cursor > 2 * DAY_SECONDS ? Math.max(span.end, instant - 2 * DAY_SECONDS) : span.end;
  }
  return Number.NaN;
}

/** Without: once for each fitting local time, when the clock first reaches or passes it. */
function nextByLocalTime(calendar: CronCalendar, clock: ZoneClock, from: number): number {
  const local = calendar.nextTime(clock.reachedAt(from - 1) + 1);
  return Number.isNaN(local) ? Number.NaN : clock.firstReaching(local);
}

/** The first fitting instant at or after `from`, in seconds since 1970; NaN when there is none before the year 10000. */
function nextInstant(expression: CronExpression, clock: ZoneClock, from: number): number {
  if (from >= END_OF_TIME) return Number.NaN;
  const search = expression.followsElapsedTime ? nextByElapsedTime : nextByLocalTime;
  const found = search(expression.calendar, clock, from);
  return found < END_OF_TIME ? found : Number.NaN;
}

/** The fire times from `from` to `until` (both included), in order: at most `limit`. All are seconds since 1970. */
export function fireInstants(
  expression: CronExpression,
  clock: ZoneClock,
  from: number,
  until: number,
  limit: number,
): number[] {
  const instants: number[] = [];
  for (let next = from; instants.length < limit; next++) {
    next = nextInstant(expression, clock, next);
    if (!(next <= until)) break;
    instants.push(next);
  }
  return instants;
}

/**
 * The first fire time strictly later than `after`, on a whole second; null when there is none (30 February) or none
 * before the year 10000.
 *
 * When the clock is changed, an expression with a `*` (or `?`) in its minute or hour follows elapsed time: it fires
 * whenever the local clock shows a fitting time. Any other fires once for each local day-time: the first time where an
 * hour repeats, at the change itself for all the times that are left out.
 *
 * Throws TIME_ZONE_UNKNOWN, and TIME_INVALID for an invalid Date.
 */
export function nextFireTime(expression: CronExpression, timeZone: string, after: Date): Date | null {
  const found = nextInstant(expression, zoneClock(timeZone), secondAfter(after));
  return Number.isNaN(found) ? null : new Date(found * 1000);
}

function secondAfter(time: Date): number {
  const second = Math.floor(time.getTime() / 1000) + 1;
  if (Number.isNaN(second))
    throw new JobuError('TIME_INVALID', { text: String(time), reason: 'it is an invalid date' });
  return second;
}

/** The fire times strictly later than `after`, in order: at most `limit`, none later than `until`. */
export function fireTimes(
  expression: CronExpression,
  timeZone: string,
  after: Date,
  { until, limit }: { until?: Date; limit: number },
): Date[] {
  const last = until === undefined ? Number.POSITIVE_INFINITY : Math.floor(until.getTime() / 1000);
  const instants = fireInstants(expression, zoneClock(timeZone), secondAfter(after), last, limit);
  return instants.map((instant) => new Date(instant * 1000));
}
