import type { Connection } from '../database/connection.ts';
import { BusinessCalendar, type CalendarData, type CalendarDay, chainOf } from '../domain/business-calendar.ts';
import { parseDate } from '../domain/civil-date.ts';
import { parseClockTime } from '../domain/clock-time.ts';
import { closest } from '../domain/suggestion.ts';
import { JobuError } from '../errors.ts';
import { sql } from './calendar-statements.ts';
import { fromRow, type Id, idParam } from './model/row.ts';

/** A stored calendar without its dates. */
export interface CalendarRow {
  readonly id: Id;
  readonly name: string;
  readonly description: string | null;
  readonly parent: string | null;
  /** `MON,TUE,...`; null leaves it to the parent. */
  readonly openWeekdays: string | null;
  /** `08:00`; null leaves it to the parent. */
  readonly baseTime: string | null;
  /** First and last date its days are known for. */
  readonly firstDay: string | null;
  readonly lastDay: string | null;
  /** Where its dates come from, such as `ready-made:kr`. */
  readonly source: string | null;
  readonly note: string | null;
  /** Made anew at every change, never used again. */
  readonly revision: string;
  readonly version: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** One date of a stored calendar. */
export interface StoredDay {
  readonly day: string;
  readonly isOpen: boolean;
  readonly label: string | null;
}

/** A calendar with its dates. */
export interface StoredCalendar {
  readonly row: CalendarRow;
  readonly days: readonly StoredDay[];
}

/** Finds calendars by name. Throws CALENDAR_NOT_FOUND. */
export type Calendars = (name: string) => BusinessCalendar;

export const WEEKDAY_NAMES = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'] as const;

const MAX_CACHED = 200;
const dataByRevision = new Map<string, CalendarData>();
const builtByRevisions = new Map<string, BusinessCalendar>();

export const noCalendar = (name: string, names: readonly string[]): JobuError => {
  const near = closest(name, names);
  return new JobuError('CALENDAR_NOT_FOUND', { calendar: name, suggestion: near ? ` Did you mean "${near}"?` : '' });
};

/** Every calendar by name, without dates. */
export async function listCalendars(connection: Connection): Promise<CalendarRow[]> {
  const rows = await connection.fetchAll<{ base_time: string | null }>(sql('list_calendars'));
  // A time of day, not an instant as the name of its column says.
  return rows.map((row) => ({ ...fromRow<CalendarRow>(row), baseTime: row.base_time }));
}

/** The dates of a calendar, in order. */
export async function listCalendarDays(connection: Connection, id: Id): Promise<StoredDay[]> {
  const rows = await connection.fetchAll(sql('list_calendar_days'), { calendar_id: idParam(id) });
  return rows.map((row) => fromRow<StoredDay>(row));
}

/** A calendar by name with its dates; null when there is none. */
export async function findCalendar(connection: Connection, name: string): Promise<StoredCalendar | null> {
  const row = (await listCalendars(connection)).find((one) => one.name === name);
  return row ? { row, days: await listCalendarDays(connection, row.id) } : null;
}

/** What a calendar says of its own. */
export function dataOf(
  row: Omit<CalendarRow, 'id' | 'version' | 'createdAt' | 'updatedAt'>,
  days: readonly StoredDay[],
): CalendarData {
  return {
    name: row.name,
    openWeekdays:
      row.openWeekdays === null ? null : WEEKDAY_NAMES.map((name) => row.openWeekdays!.split(',').includes(name)),
    baseTimeSeconds: row.baseTime === null ? null : parseClockTime(row.baseTime),
    firstDay: row.firstDay === null ? null : parseDate(row.firstDay),
    lastDay: row.lastDay === null ? null : parseDate(row.lastDay),
    days: new Map(days.map(({ day, isOpen, label }): [number, CalendarDay] => [parseDate(day), { isOpen, label }])),
  };
}

/**
 * The named calendars with their parents, as they are stored now; what did not change since it was last read is not read
 * again. `drafts` stand for the stored calendars of their names: what would be if they were saved. Names that do not exist
 * fail when they are asked for, each for itself.
 */
export async function loadCalendars(
  connection: Connection,
  names: Iterable<string>,
  drafts: readonly StoredCalendar[] = [],
): Promise<Calendars> {
  const wanted = [...new Set(names)];
  if (wanted.length === 0) return (name) => fail(noCalendar(name, []));
  const rows = new Map((await listCalendars(connection)).map((row) => [row.name, row]));
  for (const { row } of drafts) rows.set(row.name, row);
  const found = new Map<string, BusinessCalendar | JobuError>();
  for (const name of wanted) {
    try {
      const chain = chainOf(name, (each) => {
        const row = rows.get(each);
        if (!row) throw noCalendar(each, [...rows.keys()]);
        return row.parent;
      }).map((each) => rows.get(each)!);
      found.set(name, await build(connection, chain, drafts));
    } catch (error) {
      if (!(error instanceof JobuError)) throw error;
      found.set(name, error);
    }
  }
  return (name) => {
    const calendar = found.get(name) ?? noCalendar(name, [...rows.keys()]);
    return calendar instanceof JobuError ? fail(calendar) : calendar;
  };
}

function fail(error: JobuError): never {
  throw error;
}

async function build(
  connection: Connection,
  chain: readonly CalendarRow[],
  drafts: readonly StoredCalendar[],
): Promise<BusinessCalendar> {
  const key = chain.map(({ revision }) => revision).join(' ');
  const built = builtByRevisions.get(key);
  if (built) return built;
  const parts: CalendarData[] = [];
  for (const row of chain) {
    const draft = drafts.find((one) => one.row === row);
    let data = draft ? dataOf(row, draft.days) : dataByRevision.get(row.revision);
    if (!data) {
      data = dataOf(row, await listCalendarDays(connection, row.id));
      if (dataByRevision.size >= MAX_CACHED) dataByRevision.clear();
      dataByRevision.set(row.revision, data);
    }
    parts.push(data);
  }
  const calendar = new BusinessCalendar(parts as [CalendarData, ...CalendarData[]]);
  if (builtByRevisions.size >= MAX_CACHED) builtByRevisions.clear();
  builtByRevisions.set(key, calendar);
  return calendar;
}
