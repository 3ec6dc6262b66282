/** A second, slow way to say what a schedule means: dates as text, days one by one, no shared code. Zones without changes only. */
export interface OracleCalendar {
  /** 0 is Sunday. */
  readonly openWeekdays: readonly number[];
  readonly open: readonly string[];
  readonly closed: readonly string[];
}

export interface OracleRule {
  readonly onClosed: 'skip' | 'next' | 'previous' | 'nearest' | 'run';
  readonly maxShiftDays: number;
  readonly allowLeaveMonth: boolean;
}

const DAY_MS = 86_400_000;

export const plusDays = (date: string, days: number): string =>
  new Date(Date.parse(`${date}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);

export function isOpen(calendar: OracleCalendar, date: string): boolean {
  if (calendar.open.includes(date)) return true;
  if (calendar.closed.includes(date)) return false;
  return calendar.openWeekdays.includes(new Date(`${date}T00:00:00Z`).getUTCDay());
}

/** All open days from one date to another. */
export function openDays(calendar: OracleCalendar, from: string, until: string): string[] {
  const days: string[] = [];
  for (let date = from; date <= until; date = plusDays(date, 1)) if (isOpen(calendar, date)) days.push(date);
  return days;
}

/** The day a rule moves a date to, or null. */
export function shifted(calendar: OracleCalendar, date: string, rule: OracleRule): string | null {
  if (rule.onClosed === 'run' || isOpen(calendar, date)) return date;
  if (rule.onClosed === 'skip') return null;
  const days = openDays(calendar, plusDays(date, -rule.maxShiftDays), plusDays(date, rule.maxShiftDays)).filter(
    (day) => rule.allowLeaveMonth || day.slice(0, 7) === date.slice(0, 7),
  );
  const before = days.filter((day) => day < date).at(-1);
  const after = days.find((day) => day > date);
  if (rule.onClosed === 'previous') return before ?? null;
  if (rule.onClosed === 'next') return after ?? null;
  if (before === undefined || after === undefined) return before ?? after ?? null;
  const distance = (day: string) => Math.abs(Date.parse(day) - Date.parse(date));
  return distance(before) <= distance(after) ? before : after;
}

/** The first day (`2026-04-01`) of the period that holds a date, as text that is equal within one period. */
export function periodOf(date: string, period: 'week' | 'month' | 'quarter' | 'year'): string {
  if (period === 'year') return date.slice(0, 4);
  if (period === 'month') return date.slice(0, 7);
  if (period === 'quarter') return `${date.slice(0, 4)}Q${Math.ceil(Number(date.slice(5, 7)) / 3)}`;
  let monday = date;
  while (new Date(`${monday}T00:00:00Z`).getUTCDay() !== 1) monday = plusDays(monday, -1);
  return monday;
}

/** The nth open day of every period, from the end when negative. */
export function nthOpenDays(
  days: readonly string[],
  period: 'week' | 'month' | 'quarter' | 'year',
  nth: number,
): string[] {
  const groups = Map.groupBy(days, (day) => periodOf(day, period));
  return [...groups.values()].flatMap((group) => group.at(nth > 0 ? nth - 1 : nth) ?? []);
}

/** `count` open days after a date, before it when negative. */
export function plusOpenDays(calendar: OracleCalendar, date: string, count: number): string {
  if (count === 0) return date;
  const reach = 20 + Math.abs(count) * 10;
  return count > 0
    ? openDays(calendar, plusDays(date, 1), plusDays(date, reach))[count - 1]!
    : openDays(calendar, plusDays(date, -reach), plusDays(date, -1)).at(count)!;
}
