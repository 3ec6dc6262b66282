import { JobuError } from '../errors.ts';
import { civilDate, type DayNumber, dateText, dayNumberOf, monthLength, weekdayOf } from './civil-date.ts';

/** One dated day of a calendar. */
export interface CalendarDay {
  readonly isOpen: boolean;
  /** Why, as the calendar names it. */
  readonly label: string | null;
}

/** What a calendar says of its own, without its parent. */
export interface CalendarData {
  readonly name: string;
  /** Seven flags from Sunday to Saturday; null leaves it to the parent. */
  readonly openWeekdays: readonly boolean[] | null;
  /** When an operating day begins, in seconds after midnight; null leaves it to the parent. */
  readonly baseTimeSeconds: number | null;
  /** First and last day its dates are known for; null is no limit. */
  readonly firstDay: DayNumber | null;
  readonly lastDay: DayNumber | null;
  readonly days: ReadonlyMap<DayNumber, CalendarDay>;
}

export const PERIODS = ['week', 'month', 'quarter', 'year'] as const;

export type Period = (typeof PERIODS)[number];

/** So far a search for an open day goes. */
const LONGEST_SEARCH_DAYS = 400;
/** Monday to Friday, from Sunday on. */
export const WORKING_WEEK: readonly boolean[] = [false, true, true, true, true, true, false];

/** The first day of the period that holds a day, and the first of the next one. Weeks begin on Monday. */
export function periodAround(day: DayNumber, period: Period): { first: DayNumber; next: DayNumber } {
  if (period === 'week') {
    const first = day - ((weekdayOf(day) + 6) % 7);
    return { first, next: first + 7 };
  }
  const { year, month } = civilDate(day);
  const months = period === 'month' ? 1 : period === 'quarter' ? 3 : 12;
  const begin = month - ((month - 1) % months);
  return { first: dayNumberOf(year, begin, 1), next: dayNumberOf(year, begin + months, 1) };
}

/**
 * Which days are open. A date listed by the calendar decides; else one listed by its parent, and so on; else the weekly
 * pattern of the nearest calendar in the chain that has one (Monday to Friday when none has).
 */
export class BusinessCalendar {
  readonly name: string;
  readonly baseTimeSeconds: number;
  readonly #chain: readonly CalendarData[];
  readonly #openWeekdays: readonly boolean[];
  readonly #open = new Map<DayNumber, boolean>();

  /** The calendar first, then its parent, and so on. */
  constructor(chain: readonly [CalendarData, ...CalendarData[]]) {
    this.#chain = chain;
    this.name = chain[0].name;
    this.#openWeekdays = chain.find(({ openWeekdays }) => openWeekdays !== null)?.openWeekdays ?? WORKING_WEEK;
    this.baseTimeSeconds = chain.find(({ baseTimeSeconds }) => baseTimeSeconds !== null)?.baseTimeSeconds ?? 0;
  }

  isOpen(day: DayNumber): boolean {
    let open = this.#open.get(day);
    if (open === undefined) {
      open = this.#listed(day)?.isOpen ?? this.#openWeekdays[weekdayOf(day)]!;
      this.#open.set(day, open);
    }
    return open;
  }

  /** What the calendar calls a day: the label of its date, or null for one that only the weekly pattern decides. */
  labelOf(day: DayNumber): string | null {
    return this.#listed(day)?.label ?? null;
  }

  /** The calendar of the chain that lists a date; undefined for one that only the weekly pattern decides. */
  listedBy(day: DayNumber): string | undefined {
    return this.#chain.find(({ days }) => days.has(day))?.name;
  }

  /** False where the dates of the calendar or of a parent are not known: only the weekly pattern speaks there. */
  isCovered(day: DayNumber): boolean {
    return this.#chain.every(
      ({ firstDay, lastDay }) => (firstDay === null || day >= firstDay) && (lastDay === null || day <= lastDay),
    );
  }

  /** The last day that {@link isCovered}; null is no limit. */
  get lastCoveredDay(): DayNumber | null {
    return this.#chain.reduce<DayNumber | null>(
      (least, { lastDay }) => (lastDay === null ? least : Math.min(least ?? lastDay, lastDay)),
      null,
    );
  }

  /** The first open day at or after `day`. Throws CALENDAR_WITHOUT_OPEN_DAY. */
  nextOpen(day: DayNumber): DayNumber {
    return this.#search(day, 1);
  }

  /** The last open day at or before `day`. Throws CALENDAR_WITHOUT_OPEN_DAY. */
  previousOpen(day: DayNumber): DayNumber {
    return this.#search(day, -1);
  }

  /**
   * The open day that lies `count` open days after `day` (before it when negative); `day` itself is never counted, 0 is
   * `day` itself, open or not. Throws CALENDAR_WITHOUT_OPEN_DAY.
   */
  addBusinessDays(day: DayNumber, count: number): DayNumber {
    const step = count < 0 ? -1 : 1;
    let found = day;
    for (let left = Math.abs(count); left > 0; left--) found = this.#search(found + step, step);
    return found;
  }

  /** The nth open day of the period that holds `day`, from its end when negative; null when it has fewer. */
  nthOpen(day: DayNumber, period: Period, nth: number): DayNumber | null {
    const { first, next } = periodAround(day, period);
    let left = Math.abs(nth);
    for (let at = nth > 0 ? first : next - 1; at >= first && at < next; at += nth > 0 ? 1 : -1)
      if (this.isOpen(at) && --left === 0) return at;
    return null;
  }

  #listed(day: DayNumber): CalendarDay | undefined {
    for (const { days } of this.#chain) {
      const listed = days.get(day);
      if (listed) return listed;
    }
    return undefined;
  }

  #search(from: DayNumber, step: 1 | -1): DayNumber {
    for (let day = from; Math.abs(day - from) <= LONGEST_SEARCH_DAYS; day += step) if (this.isOpen(day)) return day;
    throw new JobuError('CALENDAR_WITHOUT_OPEN_DAY', {
      calendar: this.name,
      days: LONGEST_SEARCH_DAYS,
      date: dateText(from),
    });
  }
}

/** The names from a calendar to its last parent. Throws CALENDAR_CYCLE when a name comes twice. */
export function chainOf(name: string, parentOf: (name: string) => string | null): string[] {
  const chain: string[] = [];
  for (let next: string | null = name; next !== null; next = parentOf(next)) {
    chain.push(next);
    if (chain.indexOf(next) < chain.length - 1)
      throw new JobuError('CALENDAR_CYCLE', { calendar: name, chain: chain.join(' -> ') });
  }
  return chain;
}

/** The last day of the month that holds a day. */
export function lastDayOfMonth(day: DayNumber): DayNumber {
  const { year, month } = civilDate(day);
  return dayNumberOf(year, month, monthLength(year, month));
}
