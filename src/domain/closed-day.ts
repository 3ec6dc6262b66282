import type { BusinessCalendar } from './business-calendar.ts';
import { civilDate, type DayNumber } from './civil-date.ts';

export const ON_CLOSED = ['skip', 'next', 'previous', 'nearest', 'run'] as const;

/** What becomes of an occurrence on a closed day. */
export type OnClosed = (typeof ON_CLOSED)[number];

export interface ShiftRule {
  readonly onClosed: OnClosed;
  /** A farther open day is none. */
  readonly maxShiftDays: number;
  /** False: an open day of another month is none. */
  readonly allowLeaveMonth: boolean;
}

/**
 * The day on which an occurrence of `day` runs: the day itself when it is open or the rule is `run`, else the open day the
 * rule names, null when there is none in reach. `nearest` takes the earlier of two that are equally near.
 */
export function openDayFor(calendar: BusinessCalendar, day: DayNumber, rule: ShiftRule): DayNumber | null {
  if (rule.onClosed === 'run' || calendar.isOpen(day)) return day;
  if (rule.onClosed === 'skip') return null;
  const { year, month } = civilDate(day);
  const mayBe = (candidate: DayNumber): boolean => {
    if (!calendar.isOpen(candidate)) return false;
    if (rule.allowLeaveMonth) return true;
    const date = civilDate(candidate);
    return date.year === year && date.month === month;
  };
  for (let distance = 1; distance <= rule.maxShiftDays; distance++) {
    if (rule.onClosed !== 'next' && mayBe(day - distance)) return day - distance;
    if (rule.onClosed !== 'previous' && mayBe(day + distance)) return day + distance;
  }
  return null;
}
