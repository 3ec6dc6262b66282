import { JobuError } from '../errors.ts';

/** Dates without a time or a zone are counted in days since 1970-01-01. */
export type DayNumber = number;

export interface CivilDate {
  readonly year: number;
  /** 1 to 12. */
  readonly month: number;
  readonly day: number;
}

/** Year, month (1-12) and day of a day number, after Howard Hinnant's `civil_from_days`. */
export function civilDate(dayNumber: DayNumber): CivilDate {
  const shifted = dayNumber + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shiftedMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9;
  return {
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    day: dayOfYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1,
  };
}

export function monthLength(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** 0 is Sunday; 1970-01-01 was a Thursday. */
export function weekdayOf(dayNumber: DayNumber): number {
  return (((dayNumber + 4) % 7) + 7) % 7;
}

/** The day number of a date; a month beyond 1 to 12 counts into other years. */
export function dayNumberOf(year: number, month: number, day: number): DayNumber {
  return Math.round(Date.UTC(year, month - 1, day) / 86_400_000);
}

/** The date as `2026-11-22`. */
export function dateText(dayNumber: DayNumber): string {
  const { year, month, day } = civilDate(dayNumber);
  const two = (part: number) => (part < 10 ? `0${part}` : String(part));
  return `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}`;
}

/** The day number of `2026-11-22` or `20261122`. Throws DATE_INVALID for anything else, and for a day that does not exist. */
export function parseDate(text: string): DayNumber {
  const match = /^(\d{4})-?(\d\d)-?(\d\d)$/.exec(String(text).trim());
  if (match) {
    const [year, month, day] = match.slice(1).map(Number) as [number, number, number];
    if (year >= 1900 && month >= 1 && month <= 12 && day >= 1 && day <= monthLength(year, month))
      return dayNumberOf(year, month, day);
  }
  throw new JobuError('DATE_INVALID', { text: String(text).slice(0, 80) });
}
