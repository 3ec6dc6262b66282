import { type BusinessCalendar, lastDayOfMonth, periodAround } from './business-calendar.ts';
import { civilDate, type DayNumber, dayNumberOf } from './civil-date.ts';
import { parseClockTime, parseDuration } from './clock-time.ts';
import type { CronExpression } from './cron-expression.ts';
import { fireInstants } from './fire-times.ts';
import type { BusinessDayTiming, Timing } from './timing.ts';
import type { ZoneClock } from './zone-clock.ts';

/** An instant that a timing names, before calendars, jitter and blackouts. Instants are seconds since 1970. */
export interface NominalTime {
  /** Its key. A rule that counts business days is named by the date it counts from: it keeps its key whatever the calendar says. */
  readonly instant: number;
  /** The day it is for; undefined when the timing names no day. */
  readonly day?: DayNumber;
  /** When it is to run, where that is not `instant`. */
  readonly target?: number;
}

/** What a timing needs to name its instants. */
export interface NominalSource {
  readonly timing: Timing;
  readonly expressions: readonly CronExpression[];
  readonly timeZone: string;
  readonly clock: ZoneClock;
  readonly calendar: BusinessCalendar | null;
}

const DAY = 86_400;
/** Days that `plus_business_days` may reach from its month, with long holidays in between. */
const REACH_DAYS = 200;

/** The instants from `from` to `until` (both included), ascending: at most `limit`, the earliest. */
export function nominalTimes(source: NominalSource, from: number, until: number, limit: number): NominalTime[] {
  const { timing } = source;
  if (until < from) return [];
  switch (timing.type) {
    case 'cron':
    case 'crons':
      return cronTimes(source, from, until, limit);
    case 'every': {
      const step = parseDuration(timing.every);
      const start = timing.from === undefined ? 0 : Date.parse(timing.from) / 1000;
      const times: NominalTime[] = [];
      const first = start + Math.max(0, Math.ceil((from - start) / step)) * step;
      for (let instant = first; instant <= until && times.length < limit; instant += step) times.push({ instant });
      return times;
    }
    case 'once': {
      const instant = Date.parse(timing.at) / 1000;
      return instant >= from && instant <= until ? [{ instant }] : [];
    }
    case 'business_day':
      return businessDayTimes(source, timing, from, until, limit);
    case 'after_end':
    case 'manual':
      return [];
  }
}

function cronTimes(source: NominalSource, from: number, until: number, limit: number): NominalTime[] {
  const first = Math.ceil(from);
  const lists = source.expressions.map((expression) => fireInstants(expression, source.clock, first, until, limit));
  const instants = lists.length === 1 ? lists[0]! : [...new Set(lists.flat())].sort((a, b) => a - b).slice(0, limit);
  return instants.map((instant) => ({ instant }));
}

function businessDayTimes(
  source: NominalSource,
  timing: BusinessDayTiming,
  from: number,
  until: number,
  limit: number,
): NominalTime[] {
  const { clock } = source;
  const at = parseClockTime(timing.at);
  const firstDay = Math.floor(clock.localTime(from) / DAY) - 2;
  const lastDay = Math.floor(clock.localTime(until) / DAY) + 1;
  const times = new Map<number, NominalTime>();
  for (const { day, from: named } of businessDays(source.calendar!, timing, firstDay, lastDay)) {
    const target = clock.firstReaching(day * DAY + at);
    const instant = named === day ? target : clock.firstReaching(named * DAY + at);
    if (target >= from && target <= until) times.set(instant, { instant, day, target });
    if (timing.day === undefined && times.size >= limit) break;
  }
  return [...times.values()].sort((a, b) => a.target! - b.target! || a.instant - b.instant).slice(0, limit);
}

/**
 * The days a rule chooses between two days, each with the date it is counted from: its period's first or last day, its
 * closing day. Those of a closing day may lie a little outside.
 */
function* businessDays(
  calendar: BusinessCalendar,
  { nth, of, day, plus_business_days: plus = 0, months }: BusinessDayTiming,
  firstDay: DayNumber,
  lastDay: DayNumber,
): Generator<{ day: DayNumber; from: DayNumber }> {
  if (day !== undefined) {
    for (let month = firstDay - REACH_DAYS; month <= lastDay + REACH_DAYS; ) {
      const { first, next } = periodAround(month, 'month');
      const date = civilDate(first);
      const closing = day === 'last' ? next - 1 : Math.min(first + day - 1, lastDayOfMonth(first));
      const near =
        closing >= firstDay - 7 - 4 * Math.abs(plus) - 31 && closing <= lastDay + 7 + 4 * Math.abs(plus) + 31;
      if (near && (months?.includes(date.month) ?? true))
        yield { day: calendar.addBusinessDays(closing, plus), from: closing };
      month = dayNumberOf(date.year, date.month + 1, 1);
    }
    return;
  }
  if (nth !== undefined) {
    for (let at = periodAround(firstDay, of!).first; at <= lastDay; at = periodAround(at, of!).next) {
      if (months && !months.includes(civilDate(at).month)) continue;
      const found = calendar.nthOpen(at, of!, nth);
      if (found !== null) yield { day: found, from: nth > 0 ? at : periodAround(at, of!).next - 1 };
    }
    return;
  }
  for (let at = firstDay; at <= lastDay; at++) if (calendar.isOpen(at)) yield { day: at, from: at };
}
