import cronstrue from 'cronstrue';
import 'cronstrue/locales/ko.js';
import type { CronExpression } from './cron-expression.ts';
import type { CronField } from './cron-field.ts';
import { ENGLISH } from './sentence-english.ts';
import { KOREAN } from './sentence-korean.ts';

/** The languages of sentences. */
export const LANGUAGES = ['ko', 'en'] as const;

export type Language = (typeof LANGUAGES)[number];

/** A day of the month as cron names it; `days` are plain ones. */
export type DateItem =
  | { readonly days: readonly number[] }
  /** Days before the last. */
  | { readonly fromLast: number }
  | { readonly nearest: number }
  | { readonly nearestFromLast: number };

/** Days of the week as cron names them, 0 is Sunday; `weekdays` are plain ones, Monday first. */
export type WeekdayItem =
  | { readonly weekdays: readonly number[] }
  | { readonly last: number }
  | { readonly weekday: number; readonly nth: number };

/** On which days. `months` is null for all of them. */
export interface DayRule {
  readonly months: readonly number[] | null;
  /** Null: every day of the month. */
  readonly dates: readonly DateItem[] | null;
  /** Null: every day of the week. */
  readonly weekdays: readonly WeekdayItem[] | null;
  /** Both are given: a day that fits one of them fits. Else it must fit both. */
  readonly either: boolean;
}

/** At which times of a day, in seconds since midnight where nothing else is said. */
export type TimeRule =
  | { readonly kind: 'at'; readonly times: readonly number[] }
  /** Every so many seconds, all day or from the first to the last time. */
  | { readonly kind: 'every'; readonly seconds: number; readonly from: number | null; readonly until: number | null }
  /** Once an hour, at this minute. */
  | { readonly kind: 'hourly'; readonly minute: number }
  /** At some minutes of some hours (null: of all). */
  | { readonly kind: 'minutes'; readonly minutes: readonly number[]; readonly hours: readonly number[] | null }
  /** In the words of a library. */
  | { readonly kind: 'words'; readonly words: string };

/** The words of one language. */
export interface SentenceWords {
  days(rule: DayRule, time: TimeRule): string;
  /** An hour of the 48-hour clock says what it means. */
  clock(seconds: number): string;
}

/** More times of a day than these are put in other words. */
const MOST_TIMES = 6;
const MANY_HOURS = 4;

const WORDS: Readonly<Record<Language, SentenceWords>> = { ko: KOREAN, en: ENGLISH };

/** The step of values that run evenly from 0 through the whole size; 0 when they do not. */
function evenStep(values: readonly number[], size: number): number {
  const step = size / values.length;
  return Number.isInteger(step) && values.every((value, index) => value === index * step) ? step : 0;
}

const isRun = (values: readonly number[]): boolean => values.at(-1)! - values[0]! === values.length - 1;

/** A field in the one form that the library reads without being misled: no step that does not come out even. */
function spelled(values: readonly number[], size: number): string {
  const step = evenStep(values, size);
  if (step > 0) return step === 1 ? '*' : `*/${step}`;
  return isRun(values) && values.length > 2 ? `${values[0]}-${values.at(-1)}` : values.join(',');
}

function timeRule(expression: CronExpression, language: Language): TimeRule {
  const [seconds, minutes, hours] = [expression.second.values, expression.minute.values, expression.hour.values];
  const first = expression.calendar.firstTime;
  const last = expression.calendar.lastTime;
  const allHours = hours.length === 24;
  const window = allHours ? { from: null, until: null } : { from: first, until: last };
  if (seconds.length * minutes.length * hours.length <= MOST_TIMES && (hours.length < MANY_HOURS || !isRun(hours)))
    return {
      kind: 'at',
      times: hours.flatMap((hour) => minutes.flatMap((minute) => seconds.map((s) => hour * 3600 + minute * 60 + s))),
    };
  const secondStep = evenStep(seconds, 60);
  if (secondStep > 0 && seconds.length > 1 && minutes.length === 60 && (allHours || isRun(hours)))
    return { kind: 'every', seconds: secondStep, ...window };
  if (seconds.length === 1 && seconds[0] === 0) {
    if (minutes.length === 1) {
      if (allHours) return { kind: 'hourly', minute: minutes[0]! };
      if (isRun(hours)) return { kind: 'every', seconds: 3600, ...window };
      const hourStep = evenStep(hours, 24);
      if (hourStep > 0) return { kind: 'every', seconds: hourStep * 3600, from: first, until: null };
    }
    const minuteStep = evenStep(minutes, 60);
    if (minuteStep > 0 && minutes.length > 1 && (allHours || isRun(hours)))
      return { kind: 'every', seconds: minuteStep * 60, ...window };
    return { kind: 'minutes', minutes, hours: allHours ? null : hours };
  }
  const text = `${spelled(seconds, 60)} ${spelled(minutes, 60)} ${spelled(hours, 24)} * * *`;
  const words = cronstrue.toString(text, { locale: language, use24HourTimeFormat: true });
  return { kind: 'words', words: words.charAt(0).toLowerCase() + words.slice(1) };
}

function dateItems({ values, fromLast, nearestWeekday, nearestWeekdayFromLast }: CronField): DateItem[] | null {
  if (values.length === 31) return null;
  const unique = (list: readonly number[]) => [...new Set(list)].sort((a, b) => a - b);
  return [
    ...(values.length > 0 ? [{ days: values }] : []),
    ...unique(nearestWeekday).map((nearest) => ({ nearest })),
    ...unique(nearestWeekdayFromLast)
      .toReversed()
      .map((before) => ({ nearestFromLast: before })),
    ...unique(fromLast)
      .toReversed()
      .map((before) => ({ fromLast: before })),
  ];
}

const mondayFirst = (weekday: number): number => (weekday + 6) % 7;

function weekdayItems({ values, lastOfMonth, nthOfMonth }: CronField): WeekdayItem[] | null {
  if (values.length === 7) return null;
  const weekdays = values.toSorted((a, b) => mondayFirst(a) - mondayFirst(b));
  const nths = [...new Map(nthOfMonth.map((one) => [`${one.nth}${mondayFirst(one.weekday)}`, one]))]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, one]) => one);
  const lasts = [...new Set(lastOfMonth)].sort((a, b) => mondayFirst(a) - mondayFirst(b));
  return [...(weekdays.length > 0 ? [{ weekdays }] : []), ...nths, ...lasts.map((last) => ({ last }))];
}

function dayRule({ dayOfMonth, month, dayOfWeek, eitherDayField }: CronExpression): DayRule {
  const dates = dateItems(dayOfMonth);
  const weekdays = weekdayItems(dayOfWeek);
  const months = month.values.length === 12 ? null : month.values;
  // Of two that add up, one that takes every day leaves the other nothing to say.
  if (eitherDayField && (dates === null || weekdays === null))
    return { months, dates: null, weekdays: null, either: false };
  return { months, dates, weekdays, either: eitherDayField };
}

/**
 * What a cron expression says, in words: `평일 09:00`, `every 5 minutes`. Two restricted day fields read as what they are,
 * either of them or both.
 */
export function describeCron(expression: CronExpression, language: Language): string {
  return WORDS[language].days(dayRule(expression), timeRule(expression, language));
}
