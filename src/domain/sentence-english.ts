import { clockTimeText } from './clock-time.ts';
import type { DateItem, DayRule, SentenceWords, TimeRule, WeekdayItem } from './cron-sentence.ts';
import { durationParts, isOddOrEven, spans } from './sentence-list.ts';

const MONTHS = 'January February March April May June July August September October November December'.split(' ');
const WEEKDAYS = 'Sunday Monday Tuesday Wednesday Thursday Friday Saturday'.split(' ');
const ORDINALS = ['', 'first', 'second', 'third', 'fourth', 'fifth'];
const UNITS = { day: 'day', hour: 'hour', minute: 'minute', second: 'second' } as const;
const DAY = 86_400;

/** `1, 3 and 5`. */
export const listed = (items: readonly string[], word = 'and'): string =>
  items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} ${word} ${items.at(-1)}`;

/** `1st`, `2nd`, `23rd`. */
export function ordinal(value: number): string {
  const teen = value % 100 > 10 && value % 100 < 14;
  return `${value}${teen ? 'th' : (['th', 'st', 'nd', 'rd'][value % 10] ?? 'th')}`;
}

/** `1 hour 30 minutes`; `minute` for one of a single unit where `every` stands before it. */
export function durationWords(seconds: number, afterEvery = false): string {
  const parts = durationParts(seconds);
  if (afterEvery && parts.length === 1 && parts[0]![0] === 1) return UNITS[parts[0]![1]];
  return parts.map(([count, unit]) => `${count} ${UNITS[unit]}${count === 1 ? '' : 's'}`).join(' ');
}

export const monthsText = (months: readonly number[]): string =>
  listed(
    spans(months).map(([from, to]) => (from === to ? MONTHS[from - 1]! : `${MONTHS[from - 1]} to ${MONTHS[to - 1]}`)),
  );

const numbers = (values: readonly number[]) =>
  listed(spans(values).map(([from, to]) => (from === to ? String(from) : `${from} to ${to}`)));

function dateText(item: DateItem): string {
  if ('days' in item) {
    const parity = isOddOrEven(item.days);
    if (parity) return `${parity}-numbered days`;
    return `${item.days.length === 1 ? 'day' : 'days'} ${numbers(item.days)}`;
  }
  if ('nearest' in item) return `the weekday nearest to day ${item.nearest}`;
  const before = 'fromLast' in item ? item.fromLast : item.nearestFromLast;
  const day = before === 0 ? 'the last day' : `the day ${before} before the last`;
  if ('fromLast' in item) return day;
  return before === 0 ? 'the last weekday' : `the weekday nearest to ${day}`;
}

/** Plain days of the week with a word before them: `weekdays`, `every Monday and Friday`, `Monday to Thursday`. */
function plainWeekdays(weekdays: readonly number[], single: string): string {
  const key = weekdays.join('');
  if (key === '12345') return single === 'any' ? 'any weekday' : 'weekdays';
  if (key === '60') return single === 'any' ? 'any Saturday or Sunday' : 'weekends';
  const order = weekdays.map((weekday) => (weekday + 6) % 7);
  const names = spans(order).map(([from, to]) =>
    from === to ? WEEKDAYS[(from + 1) % 7]! : `${WEEKDAYS[(from + 1) % 7]} to ${WEEKDAYS[(to + 1) % 7]}`,
  );
  return `${single} ${listed(names, single === 'every' ? 'and' : 'or')}`;
}

const nthText = (item: Exclude<WeekdayItem, { weekdays: readonly number[] }>): string =>
  'last' in item ? `the last ${WEEKDAYS[item.last]}` : `the ${ORDINALS[item.nth]} ${WEEKDAYS[item.weekday]}`;

function dayText({ months, dates, weekdays, either }: DayRule): string {
  const ofMonth = months ? `of ${monthsText(months)}` : 'of every month';
  const inMonth = months ? ` in ${monthsText(months)}` : '';
  const onDates = dates && `on ${listed(dates.map(dateText))} ${ofMonth}`;
  if (!weekdays) return onDates ?? `every day${inMonth}`;
  const plain = (single: string) =>
    weekdays.flatMap((item) => ('weekdays' in item ? [plainWeekdays(item.weekdays, single)] : []));
  const others = weekdays.flatMap((item) => ('weekdays' in item ? [] : [nthText(item)]));
  if (!onDates) {
    const nth = others.length > 0 ? [`on ${listed(others)} ${ofMonth}`] : [];
    return listed([...plain('every').map((text) => `${text}${inMonth}`), ...nth]);
  }
  if (either) {
    const nth = others.length > 0 ? [`on ${listed(others, 'or')} ${ofMonth}`] : [];
    return [onDates, ...plain('any').map((text) => `on ${text}${inMonth}`), ...nth].join(' or ');
  }
  return `${onDates} that are ${listed([...plain('a'), ...others], 'or')}`;
}

export function timeText(time: TimeRule): string {
  const clock = (seconds: number | null) => clockTimeText(seconds ?? 0);
  switch (time.kind) {
    case 'at':
      return `at ${listed(time.times.map(clock))}`;
    case 'every': {
      const from = time.from === null ? '' : ` from ${clock(time.from)}`;
      const until = time.until === null ? '' : ` to ${clock(time.until)}`;
      return `every ${durationWords(time.seconds, true)}${from}${until}`;
    }
    case 'hourly':
      return time.minute === 0 ? 'every hour on the hour' : `at minute ${time.minute} of every hour`;
    case 'minutes': {
      const hours = time.hours ? `${time.hours.length === 1 ? 'hour' : 'hours'} ${numbers(time.hours)}` : 'every hour';
      return `at ${time.minutes.length === 1 ? 'minute' : 'minutes'} ${numbers(time.minutes)} of ${hours}`;
    }
    case 'words':
      return time.words;
  }
}

export const ENGLISH: SentenceWords = {
  days(rule, time) {
    const days = dayText(rule);
    if (time.kind === 'at') return `${days}${rule.dates && rule.weekdays ? ',' : ''} ${timeText(time)}`;
    return days === 'every day' ? timeText(time) : `${days}, ${timeText(time)}`;
  },
  clock: (seconds) =>
    seconds < DAY
      ? clockTimeText(seconds)
      : `${clockTimeText(seconds)} (${clockTimeText(seconds - DAY)} of the next day)`,
};
