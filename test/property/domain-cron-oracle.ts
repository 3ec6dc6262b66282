import * as fc from 'fast-check';

/** A random expression with what it means, told without the parser. */
export interface Spoken {
  text: string;
  followsElapsedTime: boolean;
  /** Month is 1 to 12. */
  fits(year: number, month: number, day: number, hour: number, minute: number, second: number): boolean;
}

interface Part<T> {
  text: string;
  star: boolean;
  fits: (value: T) => boolean;
}

const joined = <T>(parts: Part<T>[]): Part<T> => ({
  text: parts.map((part) => part.text).join(','),
  star: parts.some((part) => part.star),
  fits: (value) => parts.some((part) => part.fits(value)),
});

const single = (min: number, max: number): fc.Arbitrary<Part<number>> =>
  fc.integer({ min, max }).map((wanted) => ({ text: `${wanted}`, star: false, fits: (value) => value === wanted }));

function plain(min: number, max: number, stepMax: number): fc.Arbitrary<Part<number>> {
  const value = fc.integer({ min, max });
  const step = fc.integer({ min: 1, max: stepMax });
  return fc.oneof(
    single(min, max),
    fc.constantFrom('*', '?').map((text) => ({ text, star: true, fits: () => true })),
    step.map((by) => ({ text: `*/${by}`, star: true, fits: (at: number) => at >= min && (at - min) % by === 0 })),
    fc.tuple(value, step).map(([from, by]) => ({
      text: `${from}/${by}`,
      star: false,
      fits: (at: number) => at >= from && (at - from) % by === 0,
    })),
    fc.tuple(value, value, step).map(([a, b, by]) => {
      const [from, to] = [Math.min(a, b), Math.max(a, b)];
      return {
        text: `${from}-${to}/${by}`,
        star: false,
        fits: (at: number) => at >= from && at <= to && (at - from) % by === 0,
      };
    }),
  );
}

const listOf = <T>(one: fc.Arbitrary<Part<T>>) => fc.array(one, { minLength: 1, maxLength: 3 }).map(joined);

type Day = { year: number; month: number; day: number };
const weekday = ({ year, month, day }: Day) => new Date(Date.UTC(year, month - 1, day)).getUTCDay();
const lastDay = ({ year, month }: Day) => new Date(Date.UTC(year, month, 0)).getUTCDate();

/** The nearest working day of the same month, by trying the days around. */
function nearestWorkday(date: Day, wanted: number): number | undefined {
  if (wanted < 1 || wanted > lastDay(date)) return undefined;
  for (const shift of [0, -1, 1, -2, 2]) {
    const day = wanted + shift;
    const isWorkday = day >= 1 && day <= lastDay(date) && ![0, 6].includes(weekday({ ...date, day }));
    if (isWorkday) return day;
  }
  return undefined;
}

const ofDay = (part: Part<number>, pick: (date: Day) => number): Part<Day> => ({
  ...part,
  fits: (date) => part.fits(pick(date)),
});

const datePart: fc.Arbitrary<Part<Day>> = fc.oneof(
  { weight: 4, arbitrary: plain(1, 31, 31).map((part) => ofDay(part, (date) => date.day)) },
  fc.integer({ min: 0, max: 30 }).map((before) => ({
    text: before === 0 ? 'L' : `L-${before}`,
    star: false,
    fits: (date: Day) => date.day === lastDay(date) - before,
  })),
  fc.integer({ min: 1, max: 31 }).map((wanted) => ({
    text: `${wanted}W`,
    star: false,
    fits: (date: Day) => date.day === nearestWorkday(date, wanted),
  })),
  fc.integer({ min: 0, max: 30 }).map((before) => ({
    text: before === 0 ? 'LW' : `L-${before}w`,
    star: false,
    fits: (date: Day) => date.day === nearestWorkday(date, lastDay(date) - before),
  })),
);

const NAMES = ['SUN', 'Mon', 'tue', 'WED', 'THU', 'FRI', 'SAT'];

const weekdayPart: fc.Arbitrary<Part<Day>> = fc.oneof(
  // 7 is Sunday as 0 is.
  {
    weight: 4,
    arbitrary: plain(0, 7, 7).map((part) => ({
      ...part,
      fits: (date: Day) => part.fits(weekday(date)) || (weekday(date) === 0 && part.fits(7)),
    })),
  },
  fc.integer({ min: 0, max: 6 }).map((wanted) => ({
    text: `${NAMES[wanted]}L`,
    star: false,
    fits: (date: Day) => weekday(date) === wanted && date.day + 7 > lastDay(date),
  })),
  fc.tuple(fc.integer({ min: 0, max: 6 }), fc.integer({ min: 1, max: 5 })).map(([wanted, nth]) => ({
    text: `${NAMES[wanted]}#${nth}`,
    star: false,
    fits: (date: Day) => weekday(date) === wanted && date.day > 7 * (nth - 1) && date.day <= 7 * nth,
  })),
);

/** Mostly open, so that something happens in a window of days. */
const open = <T>(one: fc.Arbitrary<Part<T>>): fc.Arbitrary<Part<T>> =>
  fc.oneof(
    { weight: 3, arbitrary: fc.constant({ text: '*', star: true, fits: () => true } as Part<T>) },
    { weight: 2, arbitrary: listOf(one) },
  );

/** Random expressions; `nightly` ones prefer the hours in which clocks are changed. */
export function spoken(withSeconds: boolean): fc.Arbitrary<Spoken> {
  const hour = fc.oneof(
    { weight: 2, arbitrary: single(0, 4) },
    { weight: 1, arbitrary: single(22, 23) },
    plain(0, 23, 23),
  );
  const seconds = withSeconds ? listOf(plain(0, 59, 59)) : fc.constant(undefined);
  return fc
    .tuple(seconds, listOf(plain(0, 59, 59)), listOf(hour), open(datePart), open(plain(1, 12, 12)), open(weekdayPart))
    .map(([second, minute, hourPart, date, month, day]) => ({
      text: [...(second ? [second] : []), minute, hourPart, date, month, day].map((part) => part.text).join(' '),
      followsElapsedTime: minute.star || hourPart.star,
      fits: (y, mo, d, h, mi, s) => {
        const on: Day = { year: y, month: mo, day: d };
        const either = !/^[*?]/.test(date.text) && !/^[*?]/.test(day.text);
        const dayFits = either ? date.fits(on) || day.fits(on) : date.fits(on) && day.fits(on);
        const timeFits = hourPart.fits(h) && minute.fits(mi) && (second ? second.fits(s) : s === 0);
        return dayFits && month.fits(mo) && timeFits;
      },
    }));
}

/** What the clock on the wall of a zone shows, tick by tick, as the runtime tells it. */
export function wallClock(zone: string, from: number, until: number, tickSeconds: number): Map<number, number> {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  const shown = new Map<number, number>();
  for (let at = from; at < until; at += tickSeconds) {
    const part = Object.fromEntries(format.formatToParts(at * 1000).map(({ type, value }) => [type, Number(value)]));
    const { year, month, day, hour, minute, second } = part;
    shown.set(at, Date.UTC(year!, month! - 1, day!, hour!, minute!, second!) / 1000);
  }
  return shown;
}

/** Fire times by watching the wall clock: each tick looks whether what it shows, or left out, is asked for. */
export function watch({ fits, followsElapsedTime }: Spoken, shown: Map<number, number>, tickSeconds: number): number[] {
  const asked = (local: number) => {
    const date = new Date(local * 1000);
    const [y, mo, d] = [date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate()];
    return fits(y, mo, d, date.getUTCHours(), date.getUTCMinutes(), date.getUTCSeconds());
  };
  const fired: number[] = [];
  const seen = new Set<number>();
  let previous: number | undefined;
  for (const [at, local] of shown) {
    let fires = asked(local) && (followsElapsedTime || !seen.has(local));
    if (!followsElapsedTime && previous !== undefined) {
      for (let missing = previous + tickSeconds; missing < local; missing += tickSeconds) {
        if (!seen.has(missing) && asked(missing)) fires = true;
        seen.add(missing);
      }
    }
    seen.add(local);
    previous = local;
    if (fires) fired.push(at);
  }
  return fired;
}
