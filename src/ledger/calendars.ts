import { randomUUID } from 'node:crypto';
import type { Connection } from '../database/connection.ts';
import { DuplicateKeyError } from '../database/errors.ts';
import { chainOf } from '../domain/business-calendar.ts';
import { dateText, parseDate } from '../domain/civil-date.ts';
import { parseClockTime } from '../domain/clock-time.ts';
import { type PlanChange, planChanges } from '../domain/plan-diff.ts';
import { isJobuError, JobuError } from '../errors.ts';
import {
  type CalendarRow,
  listCalendarDays,
  listCalendars,
  loadCalendars,
  noCalendar,
  type StoredDay,
  WEEKDAY_NAMES,
} from './calendar-loading.ts';
import { sql } from './calendar-statements.ts';
import { cronFromRow } from './crons.ts';
import type { Cron } from './model/cron.ts';
import { type Id, idParam } from './model/row.ts';
import { dispatchCron, writeOccurrences } from './occurrences.ts';
import { following, movedIntoPast, scheduleOf } from './schedules.ts';

/** What a user says of a calendar. What is left out of a change stays as it is. */
export interface CalendarInput {
  readonly description?: string | null;
  /** The calendar it builds on. */
  readonly parent?: string | null;
  /** Such as `MON,TUE,WED,THU,FRI`; null: as the parent, else Monday to Friday. */
  readonly openWeekdays?: string | null;
  /** When an operating day begins, 00:00 to 23:59; null: as the parent, else midnight. */
  readonly baseTime?: string | null;
  readonly firstDay?: string | null;
  readonly lastDay?: string | null;
  readonly source?: string | null;
  readonly note?: string | null;
  /** All its dates, in place of those it has. */
  readonly days?: readonly StoredDay[];
}

/** What a change of a calendar does to one cron. */
export interface CalendarImpact {
  readonly cronId: Id;
  readonly cron: string;
  readonly changes: readonly PlanChange[];
}

const MOST_DAYS = 50_000;
const YEAR_MS = 366 * 86_400_000;

/** A calendar by name. Throws CALENDAR_NOT_FOUND with the closest name. */
export async function requireCalendar(connection: Connection, name: string): Promise<CalendarRow> {
  const rows = await listCalendars(connection);
  const row = rows.find((one) => one.name === name);
  if (!row)
    throw noCalendar(
      name,
      rows.map((one) => one.name),
    );
  return row;
}

/** The row a change would make, checked. Throws CALENDAR_INVALID, CALENDAR_CYCLE, CALENDAR_NOT_FOUND for its parent. */
function checked(name: string, input: CalendarInput, rows: readonly CalendarRow[], now: Date): CalendarRow {
  const refuse = (reason: string) => new JobuError('CALENDAR_INVALID', { calendar: name, reason });
  const stored = rows.find((row) => row.name === name);
  if (!/^[\p{L}\p{N}][\p{L}\p{N} _.-]{0,99}$/u.test(name))
    throw refuse('its name must be 1 to 100 letters, digits, blanks, . _ -');
  const empty = { description: null, parent: null, openWeekdays: null, baseTime: null, firstDay: null, lastDay: null };
  const given = Object.fromEntries(
    Object.entries(input).filter(([key, value]) => key !== 'days' && value !== undefined),
  );
  const row: CalendarRow = {
    ...{ id: '0', name, version: 0, createdAt: now, ...empty, source: null, note: null },
    ...stored,
    ...given,
    revision: randomUUID(),
    updatedAt: now,
  };
  if (row.openWeekdays !== null) {
    const names = row.openWeekdays
      .toUpperCase()
      .split(',')
      .map((part) => part.trim());
    const wrong = names.find((each) => !(WEEKDAY_NAMES as readonly string[]).includes(each));
    if (wrong !== undefined) throw refuse(`"${wrong}" is not one of ${WEEKDAY_NAMES.join(', ')}`);
    Object.assign(row, { openWeekdays: WEEKDAY_NAMES.filter((each) => names.includes(each)).join(',') });
  }
  try {
    if (row.baseTime !== null) parseClockTime(row.baseTime, 86_400);
    for (const field of ['firstDay', 'lastDay'] as const)
      if (row[field] !== null) Object.assign(row, { [field]: dateText(parseDate(row[field])) });
  } catch (error) {
    throw isJobuError(error) ? refuse(error.message.replace(/\.$/, '')) : error;
  }
  if (row.firstDay !== null && row.lastDay !== null && row.firstDay > row.lastDay)
    throw refuse('its last day lies before its first');
  chainOf(name, (each) => {
    if (each === name) return row.parent;
    const other = rows.find((one) => one.name === each);
    if (!other)
      throw noCalendar(
        each,
        rows.map((one) => one.name),
      );
    return other.parent;
  });
  return row;
}

function checkDays(name: string, days: readonly StoredDay[]): StoredDay[] {
  const refuse = (reason: string) => new JobuError('CALENDAR_INVALID', { calendar: name, reason });
  if (days.length > MOST_DAYS) throw refuse(`it has ${days.length} dates, at most ${MOST_DAYS} are possible`);
  const byDay = new Map<string, StoredDay>();
  for (const { day, isOpen, label } of days) {
    const text = dateText(parseDate(day));
    const other = byDay.get(text);
    if (other && other.isOpen !== isOpen) throw refuse(`${text} is both open and closed`);
    byDay.set(text, { day: text, isOpen, label: other?.label ?? label?.slice(0, 200) ?? null });
  }
  return [...byDay.values()].sort((a, b) => (a.day < b.day ? -1 : 1));
}

/** The calendar itself and every one that builds on it. */
function dependents(name: string, rows: readonly CalendarRow[]): string[] {
  const names = [name];
  for (const found of names)
    for (const row of rows) if (row.parent === found && !names.includes(row.name)) names.push(row.name);
  return names;
}

const usersOf = async (connection: Connection, names: readonly string[], isLocked: boolean): Promise<Cron[]> =>
  (await connection.fetchAll(sql(isLocked ? 'lock_calendar_users' : 'list_calendar_users'), { names })).map(
    cronFromRow,
  );

/** The crons that use a calendar, also through one that builds on it. */
export async function calendarUsers(connection: Connection, name: string): Promise<Cron[]> {
  return usersOf(connection, dependents(name, await listCalendars(connection)), false);
}

/** How many crons name each calendar. */
export async function countCalendarUsers(connection: Connection): Promise<Map<string, number>> {
  const rows = await connection.fetchAll<{ calendar: string; crons: number }>(sql('count_calendar_users'));
  return new Map(rows.map(({ calendar, crons }) => [calendar, Number(crons)]));
}

/** What saving would change within a year, cron by cron. Throws what {@link saveCalendar} throws. */
export async function calendarImpact(
  connection: Connection,
  name: string,
  input: CalendarInput,
  now: Date,
): Promise<CalendarImpact[]> {
  const rows = await listCalendars(connection);
  const row = checked(name, input, rows, now);
  const days = input.days
    ? checkDays(name, input.days)
    : row.id === '0'
      ? []
      : await listCalendarDays(connection, row.id);
  const users = await usersOf(connection, dependents(name, rows), false);
  const names = users.flatMap(({ calendar }) => calendar ?? []);
  const [before, after] = [
    await loadCalendars(connection, names),
    await loadCalendars(connection, names, [{ row, days }]),
  ];
  const until = new Date(now.getTime() + YEAR_MS);
  return users
    .filter(({ isEnabled, errorCode }) => isEnabled && errorCode === null)
    .map((cron) => ({
      cronId: cron.id,
      cron: cron.name,
      changes: planChanges(scheduleOf(cron, before), scheduleOf(cron, after), now, until),
    }))
    .filter(({ changes }) => changes.length > 0);
}

/**
 * Saves a calendar, a new one when `mode` is create, and times the crons that use it anew: what was due under the old one is
 * dispatched first, what the change moves from the future into the past runs at once. Answers the calendar.
 * Throws CALENDAR_NAME_TAKEN, CALENDAR_NOT_FOUND, CALENDAR_INVALID, CALENDAR_CYCLE, CALENDAR_CHANGED_MEANWHILE.
 */
export async function saveCalendar(
  connection: Connection,
  name: string,
  input: CalendarInput,
  options: { now: Date; mode: 'create' | 'change' | 'either' },
): Promise<CalendarRow> {
  const { now, mode } = options;
  const rows = await listCalendars(connection);
  const stored = rows.find((one) => one.name === name);
  if (mode === 'create' && stored) throw new JobuError('CALENDAR_NAME_TAKEN', { calendar: name });
  if (mode === 'change' && !stored)
    throw noCalendar(
      name,
      rows.map((one) => one.name),
    );
  const row = checked(name, input, rows, now);
  const days = input.days && checkDays(name, input.days);
  const named = await usersOf(connection, dependents(name, rows), true);
  const users = named.filter(({ isEnabled, errorCode }) => isEnabled && errorCode === null);
  // Those that are set aside go on where they stopped, by the new calendar.
  const aside = named.filter(({ errorCode }) => errorCode !== null).map(({ id }) => idParam(id));
  if (aside.length > 0) await connection.execute(sql('stamp_crons'), { ids: aside, now });
  for (const cron of users) await dispatchCron(connection, cron, now);
  const names = users.flatMap(({ calendar }) => calendar ?? []);
  const before = await loadCalendars(connection, names);
  try {
    const { id: _, version, createdAt, updatedAt, name: __, ...fields } = row;
    const { openWeekdays, baseTime, firstDay, lastDay, ...others } = fields;
    const columns = {
      ...others,
      open_weekdays: openWeekdays,
      base_time: baseTime,
      first_day: firstDay,
      last_day: lastDay,
      now,
    };
    let id = stored?.id;
    if (id === undefined)
      id = String(await connection.run<number | bigint>(sql('insert_calendar'), { ...columns, name }));
    else if ((await connection.execute(sql('update_calendar'), { ...columns, id: idParam(id), version })) === 0)
      throw new JobuError('CALENDAR_CHANGED_MEANWHILE', { calendar: name });
    if (days) {
      await connection.execute(sql('delete_calendar_days'), { calendar_id: idParam(id) });
      const values = days.map(({ day, isOpen, label }) => ({ calendar_id: idParam(id), day, is_open: isOpen, label }));
      if (values.length > 0) await connection.executeMany(sql('insert_calendar_days'), values);
    }
  } catch (error) {
    if (error instanceof DuplicateKeyError)
      throw new JobuError('CALENDAR_NAME_TAKEN', { calendar: name }, { cause: error });
    throw error;
  }
  const after = await loadCalendars(connection, names);
  for (const cron of users) {
    const [old, schedule] = [scheduleOf(cron, before), scheduleOf(cron, after)];
    if (schedule.timing.type === 'after_end') continue;
    const next = following(schedule, now);
    await connection.execute(sql('retime_cron'), {
      id: idParam(cron.id),
      next_run_at: next.nextRunAt,
      has_ended: next.hasEnded,
      now,
    });
    const due = movedIntoPast(old, schedule, now);
    if (due.length > 0) await writeOccurrences(connection, [{ cron, schedule, due, next }], now);
  }
  return await requireCalendar(connection, name);
}

/** Deletes a calendar. Throws CALENDAR_IN_USE with the crons and calendars that build on it. */
export async function deleteCalendar(connection: Connection, name: string): Promise<void> {
  const { id } = await requireCalendar(connection, name);
  const users = (await usersOf(connection, [name], true)).map((cron) => `cron "${cron.name}"`);
  const children = (await listCalendars(connection)).filter(({ parent }) => parent === name);
  users.push(...children.map((row) => `calendar "${row.name}"`));
  if (users.length > 0) throw new JobuError('CALENDAR_IN_USE', { calendar: name, users: users.join(', ') });
  await connection.execute(sql('delete_calendar_days'), { calendar_id: idParam(id) });
  await connection.execute(sql('delete_calendar'), { id: idParam(id) });
}
