import { JobuError } from '../errors.ts';
import { parseDuration } from './clock-time.ts';
import { DAY_SECONDS } from './cron-calendar.ts';
import { type CronExpression, parseCron } from './cron-expression.ts';
import type { Timing } from './timing.ts';

const YEAR_DAYS = 366;
const YEAR = Date.UTC(2000, 0, 1) / 1000 / DAY_SECONDS;

function smallestStep(values: readonly number[]): number {
  let smallest = Number.POSITIVE_INFINITY;
  for (let i = 1; i < values.length; i++) smallest = Math.min(smallest, values[i]! - values[i - 1]!);
  return smallest;
}

function ownGap(expression: CronExpression): number {
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
  let day = calendar.nextDay(YEAR);
  if (Number.isNaN(day)) return Number.POSITIVE_INFINITY;
  let smallest = withinDay;
  // A day apart is the least two days can be, so nothing smaller can follow.
  while (smallest > DAY_SECONDS + dayWrap && (day < YEAR + YEAR_DAYS || smallest === Number.POSITIVE_INFINITY)) {
    const next = calendar.nextDay(day + 1);
    smallest = Math.min(smallest, (next - day) * DAY_SECONDS + dayWrap);
    day = next;
  }
  return smallest;
}

/** The times of a day on which some expressions are due: the first, the last, and the smallest gap between two. */
function timesOfDay(expressions: readonly CronExpression[]): { first: number; last: number; gap: number } {
  const times = new Set<number>();
  for (const { hour, minute, second } of expressions)
    for (const h of hour.values)
      for (const m of minute.values) for (const s of second.values) times.add(h * 3600 + m * 60 + s);
  const sorted = Float64Array.from(times).sort();
  let gap = Number.POSITIVE_INFINITY;
  for (let index = 1; index < sorted.length; index++) gap = Math.min(gap, sorted[index]! - sorted[index - 1]!);
  return { first: sorted[0]!, last: sorted.at(-1)!, gap };
}

/**
 * The shortest time between two fire times of a UTC leap year, in seconds, of all expressions together: those of one instant
 * are one. For a single expression that fires less than twice a year it is between its first two. Infinity when nothing fires.
 */
export function smallestGapSeconds(expressions: readonly CronExpression[]): number {
  let smallest = Math.min(...expressions.map(ownGap));
  if (expressions.length === 1 || smallest <= 1) return smallest;
  const days = expressions.map(({ calendar }) => calendar.nextDay(YEAR));
  const byActive = new Map<string, ReturnType<typeof timesOfDay>>();
  let before = Number.NEGATIVE_INFINITY;
  for (let day = YEAR; day < YEAR + YEAR_DAYS; day++) {
    const active = expressions.filter((_, index) => days[index] === day);
    if (active.length === 0) continue;
    const key = days.map((each) => (each === day ? '1' : '0')).join('');
    const times = byActive.get(key) ?? timesOfDay(active);
    byActive.set(key, times);
    smallest = Math.min(smallest, times.gap, day * DAY_SECONDS + times.first - before);
    before = day * DAY_SECONDS + times.last;
    for (const [index, { calendar }] of expressions.entries())
      if (days[index] === day) days[index] = calendar.nextDay(day + 1);
  }
  return smallest;
}

/** A stored timing is asked at every dispatch. */
const gaps = new WeakMap<Timing, number>();

/** The shortest time between two runs that a timing names, in seconds; Infinity for one that names no second one. */
function gapOf(timing: Timing): number {
  switch (timing.type) {
    case 'cron':
      return smallestGapSeconds([parseCron(timing.expression)]);
    case 'crons':
      return smallestGapSeconds(timing.expressions.map(parseCron));
    case 'every':
      return parseDuration(timing.every);
    case 'after_end':
      return parseDuration(timing.after);
    default:
      return Number.POSITIVE_INFINITY;
  }
}

const WORDS_OF_TIMING = { cron: 'expression', every: 'every', after_end: 'after' } as const;

/** Refuses a timing that is due more often than the minimum interval, all its expressions together. Throws CRON_TOO_FREQUENT. */
export function assertTiming(timing: Timing, minimum: number): void {
  const gap = gaps.get(timing) ?? gapOf(timing);
  gaps.set(timing, gap);
  if (gap >= minimum) return;
  const expression =
    timing.type === 'crons'
      ? timing.expressions.join('" and "')
      : (timing as Readonly<Record<string, string>>)[WORDS_OF_TIMING[timing.type as keyof typeof WORDS_OF_TIMING]];
  throw new JobuError('CRON_TOO_FREQUENT', { expression, gap, minimum });
}
