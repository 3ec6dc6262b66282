import { oneOf, useAddress } from '../../address.ts';
import { instantOf, useDisplayZone, wallTime } from '../../time/zone.ts';

export const VIEWS = ['agenda', 'day', 'week', 'month'] as const;
type View = (typeof VIEWS)[number];

const DAY_MS = 86_400_000;

/** A day as `2026-11-22`, so many days later. */
export const addDays = (date: string, days: number): string =>
  new Date(Date.parse(`${date}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);

/** 0 for Sunday. */
const weekdayOf = (date: string): number => new Date(`${date}T00:00:00Z`).getUTCDay();

/** The first day of a week, which begins on Sunday or Monday. */
export const weekOf = (date: string, firstWeekday: number): string =>
  addDays(date, -((weekdayOf(date) - firstWeekday + 7) % 7));

const monthAfter = (date: string, months: number): string => {
  const [year = 0, month = 1] = date.split('-').map(Number);
  return new Date(Date.UTC(year, month - 1 + months, 1)).toISOString().slice(0, 10);
};

/** The time that is looked at, in the display zone. */
export interface Period {
  readonly view: View;
  /** The first day, and the one after the last; the agenda has none. */
  readonly first: string;
  readonly end: string;
  readonly today: string;
  readonly from: Date;
  readonly to: Date;
  /** The same view, so many periods later. */
  readonly later: (steps: number) => string;
}

/** What the address says about the time: `view`, and `date` unless it is the present one. */
export function usePeriod(begin: number, firstWeekday: number): Period {
  const [address] = useAddress();
  const zone = useDisplayZone();
  const view = VIEWS.find((one) => one === oneOf(address, 'view')) ?? 'agenda';
  const today = wallTime(new Date(begin), zone).date;
  const asked = oneOf(address, 'date') ?? '';
  const isDate = /^\d{4}-\d\d-\d\d$/.test(asked) && !Number.isNaN(Date.parse(asked));
  const date = isDate ? asked : today;
  const startOf = (day: string): Date => instantOf(`${day} 00:00`, zone) ?? new Date(begin);
  if (view === 'agenda')
    return {
      ...{ view, first: today, end: addDays(today, 1), today, later: () => today },
      ...{ from: new Date(begin), to: new Date(begin + DAY_MS) },
    };
  const first = view === 'month' ? `${date.slice(0, 7)}-01` : view === 'week' ? weekOf(date, firstWeekday) : date;
  const end = view === 'month' ? monthAfter(first, 1) : addDays(first, view === 'week' ? 7 : 1);
  return {
    ...{ view, first, end, today },
    from: startOf(first),
    // The end belongs to the next period.
    to: new Date(startOf(end).getTime() - 1),
    later: (steps) => (view === 'month' ? monthAfter(first, steps) : addDays(first, steps * (view === 'week' ? 7 : 1))),
  };
}
