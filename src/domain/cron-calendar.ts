import { civilDate, monthLength, weekdayOf } from './civil-date.ts';
import type { CronFields } from './cron-field.ts';

export const DAY_SECONDS = 86_400;

/** After so many months the Gregorian calendar repeats, weekdays included: what did not come until then never comes. */
const CYCLE_MONTHS = 400 * 12;

/** A set of the numbers 0 to 59 as bits: 0 to 29 in the first word, 30 to 59 in the second. */
class ClockSet {
  readonly #low: number;
  readonly #high: number;

  constructor(values: readonly number[]) {
    let low = 0;
    let high = 0;
    for (const value of values) {
      if (value < 30) low |= 1 << value;
      else high |= 1 << (value - 30);
    }
    this.#low = low;
    this.#high = high;
  }

  /** The least member at or after `from` (0 to 60); -1 when there is none. */
  next(from: number): number {
    if (from < 30) {
      const bits = this.#low & (-1 << from);
      if (bits !== 0) return lowestBit(bits);
    }
    const bits = from < 30 ? this.#high : this.#high & (-1 << (from - 30));
    return bits === 0 ? -1 : 30 + lowestBit(bits);
  }
}

function lowestBit(bits: number): number {
  return 31 - Math.clz32(bits & -bits);
}

/** The local days and times an expression names, on a calendar without a time zone. */
export class CronCalendar {
  /** Seconds since midnight of the first and the last time of a day that fits. */
  readonly firstTime: number;
  readonly lastTime: number;
  readonly #fields: CronFields;
  readonly #seconds: ClockSet;
  readonly #minutes: ClockSet;
  readonly #hours: ClockSet;
  readonly #firstOfHour: number;
  /** Bit 1 is January. */
  readonly #monthBits: number;
  /** Days that fit as bits (bit 0 is the 1st), by length of the month and weekday of its 1st. */
  readonly #dayBits: number[] = [];

  constructor(fields: CronFields) {
    const { second, minute, hour } = fields;
    this.#fields = fields;
    this.#seconds = new ClockSet(second.values);
    this.#minutes = new ClockSet(minute.values);
    this.#hours = new ClockSet(hour.values);
    this.#firstOfHour = minute.values[0]! * 60 + second.values[0]!;
    this.firstTime = hour.values[0]! * 3600 + this.#firstOfHour;
    this.lastTime = hour.values.at(-1)! * 3600 + minute.values.at(-1)! * 60 + second.values.at(-1)!;
    this.#monthBits = fields.month.values.reduce((bits, month) => bits | (1 << month), 0);
  }

  /** First fitting local time at or after `from`, both as seconds as if the clock showed UTC; NaN when none ever comes. */
  nextTime(from: number): number {
    const day = Math.floor(from / DAY_SECONDS);
    const found = this.nextDay(day);
    if (found !== day) return found * DAY_SECONDS + this.firstTime;
    const time = this.#timeOfDay(from - day * DAY_SECONDS);
    return time >= 0 ? day * DAY_SECONDS + time : this.nextDay(day + 1) * DAY_SECONDS + this.firstTime;
  }

  /** First fitting day at or after `from`, as days since 1970-01-01; NaN when none ever comes. */
  nextDay(from: number): number {
    let { year, month, day } = civilDate(from);
    let first = from - day + 1;
    for (let count = 0; count <= CYCLE_MONTHS; count++) {
      const length = monthLength(year, month);
      if ((this.#monthBits >> month) & 1) {
        const bits = this.#daysOf(length, weekdayOf(first)) & (-1 << (day - 1));
        if (bits !== 0) return first + lowestBit(bits);
      }
      first += length;
      day = 1;
      month = month === 12 ? 1 : month + 1;
      if (month === 1) year++;
    }
    return Number.NaN;
  }

  /** First fitting second of a day at or after `from`; -1 when the day has none left. */
  #timeOfDay(from: number): number {
    const hour = Math.floor(from / 3600);
    const minute = Math.floor((from % 3600) / 60);
    let nextHour = this.#hours.next(hour);
    if (nextHour === hour) {
      let nextMinute = this.#minutes.next(minute);
      if (nextMinute === minute) {
        const second = this.#seconds.next(from % 60);
        if (second >= 0) return hour * 3600 + minute * 60 + second;
        nextMinute = this.#minutes.next(minute + 1);
      }
      if (nextMinute >= 0) return hour * 3600 + nextMinute * 60 + this.#fields.second.values[0]!;
      nextHour = this.#hours.next(hour + 1);
    }
    return nextHour >= 0 ? nextHour * 3600 + this.#firstOfHour : -1;
  }

  #daysOf(length: number, firstWeekday: number): number {
    const index = (length - 28) * 7 + firstWeekday;
    let bits = this.#dayBits[index];
    if (bits === undefined) {
      const byDate = this.#byDayOfMonth(length, firstWeekday);
      const byWeekday = this.#byDayOfWeek(length, firstWeekday);
      bits = this.#fields.eitherDayField ? byDate | byWeekday : byDate & byWeekday;
      this.#dayBits[index] = bits;
    }
    return bits;
  }

  #byDayOfMonth(length: number, firstWeekday: number): number {
    const { values, fromLast, nearestWeekday, nearestWeekdayFromLast } = this.#fields.dayOfMonth;
    let bits = 0;
    const add = (day: number) => {
      if (day >= 1 && day <= length) bits |= 1 << (day - 1);
    };
    const addNearestWeekday = (day: number) => {
      if (day < 1 || day > length) return;
      const weekday = (firstWeekday + day - 1) % 7;
      if (weekday === 6) add(day > 1 ? day - 1 : day + 2);
      else if (weekday === 0) add(day < length ? day + 1 : day - 2);
      else add(day);
    };
    for (const day of values) add(day);
    for (const before of fromLast) add(length - before);
    for (const day of nearestWeekday) addNearestWeekday(day);
    for (const before of nearestWeekdayFromLast) addNearestWeekday(length - before);
    return bits;
  }

  #byDayOfWeek(length: number, firstWeekday: number): number {
    const { values, lastOfMonth, nthOfMonth } = this.#fields.dayOfWeek;
    let bits = 0;
    for (const weekday of values) bits |= everyWeek((weekday - firstWeekday + 7) % 7);
    for (const weekday of lastOfMonth) {
      const lastWeekday = (firstWeekday + length - 1) % 7;
      bits |= 1 << (length - 1 - ((lastWeekday - weekday + 7) % 7));
    }
    for (const { weekday, nth } of nthOfMonth) {
      bits |= everyWeek((weekday - firstWeekday + 7) % 7) & (0x7f << (7 * (nth - 1)));
    }
    return bits & (2 ** length - 1);
  }
}

/** The days of a month that fall on the same weekday as day `first` (0 is the 1st), as bits. */
function everyWeek(first: number): number {
  return 0x1020_4081 << first;
}
