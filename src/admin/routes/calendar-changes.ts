import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { JobuError } from '../../errors.ts';
import { readyMadeCalendar } from '../../ledger/calendar-data/ready-made.ts';
import { dayChanges, daysOfText, mergedDays } from '../../ledger/calendar-import.ts';
import { listCalendarDays, listCalendars } from '../../ledger/calendar-loading.ts';
import { type CalendarInput, calendarImpact, calendarUsers, requireCalendar } from '../../ledger/calendars.ts';
import { announce } from '../../ledger/hints.ts';
import { calendarInput, calendarParams, calendarPatch, dayChangeSchema, importBody } from '../model/calendar.ts';
import { flagField } from '../model/paging.ts';
import { changesResource, changesSchema } from '../model/plan.ts';
import { ifMatchHeaders } from '../model/precondition.ts';
import type { Principal } from '../model/principal.ts';
import type { AdminOptions } from '../options.ts';
import { shownUsers, writeCalendar } from './calendars.ts';

const YEAR_MS = 366 * 86_400_000;

const dryRunQuery = z.strictObject({ dryRun: flagField.describe('Only say what would change.') });

const impactSchema = changesSchema
  .extend({
    calendar: z.string(),
    dryRun: z.boolean(),
    days: z.array(dayChangeSchema).describe('Dates that change.'),
    users: z.array(z.object({ id: z.string(), name: z.string() })).describe('The crons that use it.'),
  })
  .meta({ id: 'CalendarImpact' });

type Name = { Params: { name: string } };

/** /api/v1/calendars: imports, and what a change would do. */
export function calendarChangeRoutes(app: FastifyInstance, { database, clock }: AdminOptions): void {
  const tags = ['calendars'];

  /** What saving would change: dates, and the runs of the coming year. */
  const impactOf = async (
    principal: Principal,
    name: string,
    input: CalendarInput,
    dryRun: boolean,
  ): Promise<object> => {
    const { autocommit } = database;
    const from = clock.now();
    const stored = (await listCalendars(autocommit)).find((row) => row.name === name);
    const before = stored ? await listCalendarDays(autocommit, stored.id) : [];
    const impact = await calendarImpact(autocommit, name, input, from);
    const users = shownUsers(stored ? await calendarUsers(autocommit, name) : [], principal);
    const shown = new Set(users.map(({ id }) => id));
    return {
      calendar: name,
      dryRun,
      days: input.days ? dayChanges(before, input.days) : [],
      users,
      ...changesResource(
        impact.filter(({ cronId }) => shown.has(cronId)),
        { from, until: new Date(from.getTime() + YEAR_MS) },
      ),
    };
  };

  app.post<{ Querystring: z.output<typeof dryRunQuery> }>(
    '/calendars/import',
    {
      config: { role: 'editor' },
      schema: {
        tags,
        operationId: 'importCalendar',
        summary: 'Make a calendar, or replace its dates, from a ready-made one, iCalendar or CSV',
        querystring: dryRunQuery,
        headers: ifMatchHeaders,
        body: importBody,
        response: { 200: impactSchema },
      },
    },
    async (request) => {
      const { name, readyMade, text, fileName, merge = false, ...fields } = request.body as z.output<typeof importBody>;
      const { dryRun = false } = request.query;
      if ((readyMade === undefined) === (text === undefined))
        throw new JobuError('REQUEST_INVALID', { problems: 'give either readyMade or text' });
      const source: CalendarInput =
        readyMade === undefined
          ? { days: daysOfText(text!, fileName ?? 'text'), source: `file:${fileName ?? 'text'}` }
          : await readyMadeCalendar(readyMade, clock.now());
      const stored = (await listCalendars(database.autocommit)).find((row) => row.name === name);
      const kept = merge && stored ? await listCalendarDays(database.autocommit, stored.id) : [];
      const input = { ...source, days: mergedDays(kept, source.days!), ...calendarInput(fields) };
      const impact = await impactOf(request.principal, name, input, dryRun);
      if (dryRun) return impact;
      await database.transaction((connection) =>
        writeCalendar(connection, request, name, input, { now: clock.now(), mode: 'either' }),
      );
      void announce(database, 'cronsChanged');
      return impact;
    },
  );

  app.post<Name>(
    '/calendars/:name/impact',
    {
      config: { role: 'viewer' },
      schema: {
        tags,
        operationId: 'previewCalendar',
        summary: 'What a change of a calendar would do to the runs of the coming year; nothing is saved',
        params: calendarParams,
        body: calendarPatch,
        response: { 200: impactSchema },
      },
    },
    async ({ params: { name }, body, principal }) => {
      await requireCalendar(database.autocommit, name);
      return await impactOf(principal, name, calendarInput(body as z.output<typeof calendarPatch>), true);
    },
  );
}
