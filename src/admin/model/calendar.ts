import { z } from 'zod';
import { parseDate } from '../../domain/civil-date.ts';
import { type CalendarRow, type StoredDay, WEEKDAY_NAMES } from '../../ledger/calendar-loading.ts';
import type { CalendarInput } from '../../ledger/calendars.ts';
import { instant } from './paging.ts';
import { mayChangeShared } from './permissions.ts';
import type { Principal } from './principal.ts';

const DAY_MS = 86_400_000;
/** A calendar whose dates end sooner is pointed out. */
const SOON_DAYS = 90;

const nameField = z.string().min(1).max(100);
const weekdays = z.array(z.enum(WEEKDAY_NAMES)).min(1).max(7);
const date = z.iso.date();

const daySchema = z
  .object({ day: date, isOpen: z.boolean(), label: z.string().nullable() })
  .meta({ id: 'CalendarDay' });

const dayBody = z.strictObject({
  day: date,
  isOpen: z.boolean(),
  label: z.string().max(200).nullable().optional(),
});

const fields = {
  description: z.string().max(10_000).nullable().optional(),
  parent: nameField.nullable().optional().describe('The calendar it builds on.'),
  openWeekdays: weekdays.nullable().optional().describe('Null: as the parent, else Monday to Friday.'),
  baseTime: z
    .string()
    .max(10)
    .nullable()
    .optional()
    .describe('When an operating day begins, such as 08:00; null: as the parent.'),
  firstDay: date.nullable().optional().describe('Its dates are known from then on.'),
  lastDay: date.nullable().optional().describe('Its dates are known until then.'),
  note: z.string().max(10_000).nullable().optional().describe('Why it was changed.'),
};

/** All of a calendar; what is left out is cleared. */
export const calendarPut = z.strictObject({ ...fields, days: z.array(dayBody).max(50_000) });
/** What is left out stays as it is. */
export const calendarPatch = z.strictObject({ ...fields, days: z.array(dayBody).max(50_000).optional() });
export const calendarPost = z.strictObject({
  name: nameField,
  ...fields,
  days: z.array(dayBody).max(50_000).optional(),
});

export const importBody = z.strictObject({
  name: nameField,
  ...fields,
  readyMade: z.string().max(50).optional().describe('A source of /calendars/ready-made, such as kr.'),
  text: z.string().max(1_000_000).optional().describe('iCalendar, or CSV lines: date,open or closed,label.'),
  fileName: z.string().max(200).optional().describe('Where the text comes from; .ics says that it is iCalendar.'),
  merge: z.boolean().optional().describe('Keep the dates that the source does not name.'),
});

export const calendarParams = z.strictObject({ name: nameField });

const calendarFields = {
  id: z.string(),
  name: z.string(),
  description: z.string().nullable(),
  parent: z.string().nullable(),
  openWeekdays: z.array(z.enum(WEEKDAY_NAMES)).nullable(),
  baseTime: z.string().nullable(),
  firstDay: z.string().nullable(),
  lastDay: z.string().nullable(),
  source: z.string().nullable().describe('Where its dates come from, such as ready-made:kr.'),
  note: z.string().nullable(),
  usedBy: z.int().describe('Crons that name it.'),
  coverage: z
    .object({ state: z.enum(['known', 'ends soon', 'ended']), daysLeft: z.int().nullable() })
    .describe('How long its dates are known; after that only the weekly pattern speaks.'),
  createdAt: instant,
  updatedAt: instant,
  version: z.int(),
  permissions: z
    .array(z.enum(['edit', 'delete']))
    .describe('What the asker may do with it; a used one is not deleted.'),
};

export const calendarSchema = z.object(calendarFields).meta({ id: 'Calendar' });

export const calendarDetailSchema = z
  .object({
    ...calendarFields,
    days: z.array(daySchema).describe('Its own dates, without those of its parent.'),
    nextOpenDay: z.string().nullable().describe('From today (UTC) on; null when there is none within 400 days.'),
    users: z.object({
      crons: z
        .array(z.object({ id: z.string(), name: z.string() }))
        .describe('Also through a calendar that builds on it.'),
      calendars: z.array(z.string()).describe('Calendars that build on it.'),
    }),
  })
  .meta({ id: 'CalendarDetail' });

export const yearDaySchema = z
  .object({
    day: z.string(),
    isOpen: z.boolean(),
    label: z.string().nullable(),
    origin: z.string().nullable().describe('The calendar that lists the date; null: the weekly pattern.'),
    isCovered: z.boolean().describe('False: the calendar does not know the dates of this time.'),
  })
  .meta({ id: 'CalendarYearDay' });

export const dayChangeSchema = z
  .object({
    day: z.string(),
    from: z.enum(['open', 'closed', 'weekly pattern']),
    to: z.enum(['open', 'closed', 'weekly pattern']),
    label: z.string().nullable(),
  })
  .meta({ id: 'CalendarDayChange' });

function coverageOf(lastDay: string | null, now: Date): object {
  if (lastDay === null) return { state: 'known', daysLeft: null };
  const daysLeft = parseDate(lastDay) - Math.floor(now.getTime() / DAY_MS);
  return { state: daysLeft < 0 ? 'ended' : daysLeft <= SOON_DAYS ? 'ends soon' : 'known', daysLeft };
}

export function calendarResource(row: CalendarRow, usedBy: number, now: Date, principal: Principal): object {
  return {
    ...row,
    openWeekdays: row.openWeekdays?.split(',') ?? null,
    usedBy,
    coverage: coverageOf(row.lastDay, now),
    permissions: mayChangeShared(principal, 'editor') ? ['edit', 'delete'] : [],
  };
}

type CalendarBody = z.output<typeof calendarPatch>;

/** What the ledger takes, from a body. `isWhole`: what is left out is cleared. */
export function calendarInput(body: CalendarBody, isWhole = false): CalendarInput {
  const { openWeekdays, days, ...others } = body;
  const empty = { description: null, parent: null, baseTime: null, firstDay: null, lastDay: null, note: null };
  const given = Object.fromEntries(Object.entries(others).filter(([name]) => Object.hasOwn(empty, name)));
  const pattern =
    openWeekdays === undefined
      ? isWhole
        ? { openWeekdays: null }
        : {}
      : { openWeekdays: openWeekdays?.join(',') ?? null };
  const stored = days?.map(({ day, isOpen, label = null }): StoredDay => ({ day, isOpen, label }));
  return { ...(isWhole ? empty : {}), ...given, ...pattern, ...(stored ? { days: stored } : {}) };
}
