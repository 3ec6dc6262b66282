import { JobuError, messageOf } from '../errors.ts';
import { PERIODS, type Period } from './business-calendar.ts';
import { clockTimeText, durationText, parseClockTime, parseDuration } from './clock-time.ts';
import { parseCron } from './cron-expression.ts';
import { closest } from './suggestion.ts';
import { parseLocalTime } from './time-zone.ts';

export const TIMING_TYPES = ['cron', 'crons', 'every', 'after_end', 'once', 'business_day', 'manual'] as const;

/** When a cron is due, as it is stored, written in files and sent to the API. */
export type Timing =
  | { readonly type: 'cron'; readonly expression: string }
  | { readonly type: 'crons'; readonly expressions: readonly string[] }
  /** A fixed rate, counted from `from` (default 1970-01-01T00:00:00Z). */
  | { readonly type: 'every'; readonly every: string; readonly from?: string }
  /** A fixed delay after the end of the execution before. */
  | { readonly type: 'after_end'; readonly after: string }
  | { readonly type: 'once'; readonly at: string }
  | BusinessDayTiming
  | { readonly type: 'manual' };

/** Every open day (neither `nth` nor `day`), the nth of a period, or a day of the month with open days added. */
export interface BusinessDayTiming {
  readonly type: 'business_day';
  /** Time of day on the 48-hour clock. */
  readonly at: string;
  /** 1 is the first, -1 the last. */
  readonly nth?: number;
  readonly of?: Period;
  /** 1 to 31, or `last`; a month that is shorter takes its last day. */
  readonly day?: number | 'last';
  /** Open days after `day`, before it when negative. */
  readonly plus_business_days?: number;
  /** Months it is limited to, 1 to 12; with `nth` of a month and with `day`. */
  readonly months?: readonly number[];
}

const KEYS: Readonly<Record<Timing['type'], readonly string[]>> = {
  cron: ['expression'],
  crons: ['expressions'],
  every: ['every', 'from'],
  after_end: ['after'],
  once: ['at'],
  business_day: ['at', 'nth', 'of', 'day', 'plus_business_days', 'months'],
  manual: [],
};
const MOST_IN_PERIOD: Readonly<Record<Period, number>> = { week: 7, month: 31, quarter: 92, year: 366 };
const MOST_EXPRESSIONS = 20;

type Raw = Readonly<Record<string, unknown>>;

function refuse(field: string, reason: string): JobuError {
  return new JobuError('TIMING_INVALID', { field, reason });
}

/** Runs a check of one field; what it throws names the field. */
function field<T>(name: string, check: () => T): T {
  try {
    return check();
  } catch (error) {
    if (error instanceof JobuError && error.code === 'TIMING_INVALID') throw error;
    throw refuse(name, messageOf(error).replace(/\.$/, ''));
  }
}

function wholeNumber(raw: Raw, name: string, least: number, most: number): number {
  const value = raw[name];
  if (!Number.isInteger(value) || (value as number) < least || (value as number) > most)
    throw refuse(name, `it is ${JSON.stringify(value)}, not a whole number from ${least} to ${most}`);
  return value as number;
}

function businessDay(raw: Raw): BusinessDayTiming {
  const at = field('at', () => clockTimeText(parseClockTime(String(raw['at'] ?? ''))));
  const has = (name: string) => raw[name] !== undefined && raw[name] !== null;
  if (has('nth') && has('day')) throw refuse('day', 'it contradicts nth: only one of them can name the day');
  if (has('nth') !== has('of')) throw refuse(has('nth') ? 'of' : 'nth', 'nth and of belong together');
  if (has('plus_business_days') && !has('day')) throw refuse('plus_business_days', 'it needs a day to count from');
  const months = has('months') ? monthsOf(raw) : undefined;
  const limited = months === undefined ? {} : { months };
  if (has('nth')) {
    const of = raw['of'] as Period;
    if (!PERIODS.includes(of)) throw refuse('of', `it is ${JSON.stringify(of)}, not one of ${PERIODS.join(', ')}`);
    if (months && of !== 'month') throw refuse('months', 'it goes with nth of a month, and with day');
    const nth = wholeNumber(raw, 'nth', -MOST_IN_PERIOD[of], MOST_IN_PERIOD[of]);
    if (nth === 0) throw refuse('nth', 'it counts from 1, or from -1 backwards');
    return { type: 'business_day', nth, of, at, ...limited };
  }
  if (!has('day')) {
    if (months) throw refuse('months', 'it goes with nth of a month, and with day');
    return { type: 'business_day', at };
  }
  const day = raw['day'] === 'last' ? ('last' as const) : wholeNumber(raw, 'day', 1, 31);
  if (!has('plus_business_days')) return { type: 'business_day', day, at, ...limited };
  return {
    type: 'business_day',
    day,
    plus_business_days: wholeNumber(raw, 'plus_business_days', -60, 60),
    at,
    ...limited,
  };
}

function monthsOf(raw: Raw): number[] {
  const list = raw['months'];
  if (
    !Array.isArray(list) ||
    list.length === 0 ||
    !list.every((month) => Number.isInteger(month) && month >= 1 && month <= 12)
  )
    throw refuse('months', 'it must be a list of numbers from 1 to 12');
  return [...new Set(list as number[])].sort((a, b) => a - b);
}

function expressions(raw: Raw): string[] {
  const list = raw['expressions'];
  if (!Array.isArray(list) || list.length === 0 || list.length > MOST_EXPRESSIONS)
    throw refuse('expressions', `it must be a list of 1 to ${MOST_EXPRESSIONS} cron expressions`);
  return list.map((text) => field('expressions', () => parseCron(text as string).text));
}

/** A typed instant; without an offset in the cron's zone. */
function instant(name: string, value: unknown, timeZone: string): string {
  return field(name, () => {
    const date = value instanceof Date ? value : parseLocalTime(String(value ?? ''), timeZone);
    return new Date(Math.floor(date.getTime() / 1000) * 1000).toISOString();
  });
}

/**
 * The timing in its one stored form. Accepts an object, or its JSON text; local instants are read in `timeZone`.
 * Throws TIMING_INVALID with the key that is wrong, CRON_EXPRESSION_INVALID of a single expression.
 */
export function parseTiming(value: unknown, timeZone: string): Timing {
  const raw = typeof value === 'string' ? field('timing', () => JSON.parse(value) as unknown) : value;
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) throw refuse('timing', 'it is not an object');
  const type = (raw as Raw)['type'] as Timing['type'];
  if (!TIMING_TYPES.includes(type)) {
    const near = closest(String(type), TIMING_TYPES);
    throw refuse(
      'type',
      `${JSON.stringify(type)} is not one of ${TIMING_TYPES.join(', ')}${near ? `; did you mean ${near}?` : ''}`,
    );
  }
  for (const key of Object.keys(raw))
    if (key !== 'type' && !KEYS[type].includes(key)) {
      const near = closest(key, KEYS[type]);
      throw refuse(key, `${type} has no such key${near ? `, did you mean ${near}?` : ''}`);
    }
  const given = raw as Raw;
  switch (type) {
    case 'cron':
      return { type, expression: parseCron(given['expression'] as string).text };
    case 'crons':
      return { type, expressions: expressions(given) };
    case 'every': {
      const every = field('every', () => durationText(parseDuration(given['every'])));
      return given['from'] === undefined
        ? { type, every }
        : { type, every, from: instant('from', given['from'], timeZone) };
    }
    case 'after_end':
      return { type, after: field('after', () => durationText(parseDuration(given['after']))) };
    case 'once':
      return { type, at: instant('at', given['at'], timeZone) };
    case 'business_day':
      return businessDay(given);
    case 'manual':
      return { type };
  }
}
