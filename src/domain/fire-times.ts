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
  const clock = zoneClock(timeZone);
  const from = Math.floor(after.getTime() / 1000) + 1;
  if (Number.isNaN(from)) throw new JobuError('TIME_INVALID', { text: String(after), reason: 'it is an invalid date' });
  if (from >= END_OF_TIME) return null;
  const search = expression.followsElapsedTime ? nextByElapsedTime : nextByLocalTime;
  const found = search(expression.calendar, clock, from);
  return found < END_OF_TIME ? new Date(found * 1000) : null;
}

/** The fire times strictly later than `after`, in order: at most `limit`, none later than `until`. */
export function fireTimes(
  expression: CronExpression,
  timeZone: string,
  after: Date,
  { until, limit }: { until?: Date; limit: number },
): Date[] {
  const times: Date[] = [];
  let last = after;
  while (times.length < limit) {
    const next = nextFireTime(expression, timeZone, last);
    if (next === null || (until !== undefined && next > until)) break;
    times.push(next);
    last = next;
  }
  return times;
}

function smallestStep(values: readonly number[]): number {
  let smallest = Number.POSITIVE_INFINITY;
  for (let i = 1; i < values.length; i++) smallest = Math.min(smallest, values[i]! - values[i - 1]!);
  return smallest;
}

/**
 * The shortest time between two fire times of a UTC leap year, in seconds; for an expression that fires less than
 * twice a year between its first two. Infinity when it never fires.
 */
export function smallestGapSeconds(expression: CronExpression): number {
  const seconds = expression.second.values;
  const minutes = expression.minute.values;
  const { calendar } = expression;
  const minuteWrap = seconds[0]! - seconds.at(-1)!;
  const hourWrap = minuteWrap + 60 * (minutes[0]! - minutes.at(-1)!);
  const dayWrap = calendar.firstTime - calendar.lastTime;
  const withinDay = Math.min(
    smallestStep(seconds),
    60 * smallestStep(minutes) + minuteWrap,
    3600 * smallestStep(expression.hour.values) + hourWrap,
  );
  const year = Date.UTC(2000, 0, 1) / 1000 / DAY_SECONDS;
  let day = calendar.nextDay(year);
  if (Number.isNaN(day)) return Number.POSITIVE_INFINITY;
  let smallest = withinDay;
  // A day apart is the least two days can be, so nothing smaller can follow.
  while (smallest > DAY_SECONDS + dayWrap && (day < year + 366 || smallest === Number.POSITIVE_INFINITY)) {
    const next = calendar.nextDay(day + 1);
    smallest = Math.min(smallest, (next - day) * DAY_SECONDS + dayWrap);
    day = next;
  }
  return smallest;
}
