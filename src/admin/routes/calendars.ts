import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Connection } from '../../database/connection.ts';
import { dateText, dayNumberOf } from '../../domain/civil-date.ts';
import { isJobuError } from '../../errors.ts';
import { recordCalendar } from '../../ledger/audit-records.ts';
import { listReadyMade } from '../../ledger/calendar-data/ready-made.ts';
import { findCalendar, listCalendarDays, listCalendars, loadCalendars } from '../../ledger/calendar-loading.ts';
import {
  type CalendarInput,
  calendarUsers,
  countCalendarUsers,
  deleteCalendar,
  requireCalendar,
  saveCalendar,
} from '../../ledger/calendars.ts';
import { announce } from '../../ledger/hints.ts';
import type { Cron } from '../../ledger/model/cron.ts';
import {
  calendarDetailSchema,
  calendarInput,
  calendarParams,
  calendarPost,
  calendarPut,
  calendarResource,
  calendarSchema,
  yearDaySchema,
} from '../model/calendar.ts';
import { pageOf, wholePage } from '../model/paging.ts';
import { checkIfMatch, etagOf, ifMatchHeaders } from '../model/precondition.ts';
import { noteOf, type Principal, reaches, requireGroup } from '../model/principal.ts';
import type { AdminOptions } from '../options.ts';

const DAY_MS = 86_400_000;
const yearQuery = z.strictObject({ year: z.coerce.number().int().min(1970).max(9998) });

/** The crons of a calendar that the asker may see. */
export const shownUsers = (users: readonly Cron[], principal: Principal) =>
  users.filter(({ groupName }) => reaches(principal, groupName)).map(({ id, name }) => ({ id, name }));

/** Saves a calendar that fits If-Match and puts it on record. It belongs to no group, so whoever is limited to some may not. */
export async function writeCalendar(
  connection: Connection,
  request: FastifyRequest,
  name: string,
  input: CalendarInput,
  options: Parameters<typeof saveCalendar>[3],
): Promise<void> {
  requireGroup(request.principal, null);
  const before = await findCalendar(connection, name);
  const what = `calendar "${name}"`;
  if (before) checkIfMatch(request, { what, version: before.row.version }, options.mode === 'change');
  await saveCalendar(connection, name, input, options);
  const after = await findCalendar(connection, name);
  await recordCalendar(connection, noteOf(request), before ? 'update' : 'create', { before, after }, options.now);
}

type Name = { Params: { name: string } };

/** /api/v1/calendars */
export function calendarRoutes(app: FastifyInstance, { database, clock }: AdminOptions): void {
  const tags = ['calendars'];

  const detail = async (connection: Connection, name: string, principal: Principal) => {
    const row = await requireCalendar(connection, name);
    const users = await calendarUsers(connection, name);
    const calendar = (await loadCalendars(connection, [name]))(name);
    const today = Math.floor(clock.now().getTime() / DAY_MS);
    const nextOpenDay = () => {
      try {
        return dateText(calendar.nextOpen(today));
      } catch (error) {
        if (isJobuError(error, 'CALENDAR_WITHOUT_OPEN_DAY')) return null;
        throw error;
      }
    };
    return {
      ...calendarResource(row, users.filter((cron) => cron.calendar === name).length, clock.now(), principal),
      version: row.version,
      days: await listCalendarDays(connection, row.id),
      nextOpenDay: nextOpenDay(),
      users: {
        crons: shownUsers(users, principal),
        calendars: (await listCalendars(connection)).filter(({ parent }) => parent === name).map((each) => each.name),
      },
    };
  };

  const answer = async (request: FastifyRequest, reply: FastifyReply, name: string): Promise<object> => {
    const resource = await detail(database.autocommit, name, request.principal);
    reply.header('etag', etagOf(resource));
    return resource;
  };

  app.get(
    '/calendars',
    {
      config: { role: 'viewer' },
      schema: {
        tags,
        operationId: 'listCalendars',
        summary: 'Every calendar by name, without its dates',
        response: { 200: pageOf(calendarSchema) },
      },
    },
    async ({ principal }) => {
      const users = await countCalendarUsers(database.autocommit);
      const rows = await listCalendars(database.autocommit);
      const items = rows.map((row) => calendarResource(row, users.get(row.name) ?? 0, clock.now(), principal));
      return wholePage(items);
    },
  );

  app.post(
    '/calendars',
    {
      config: { role: 'editor' },
      schema: {
        tags,
        operationId: 'createCalendar',
        summary: 'Create a calendar',
        body: calendarPost,
        response: { 201: calendarDetailSchema },
      },
    },
    async (request, reply) => {
      const { name, ...fields } = request.body as z.output<typeof calendarPost>;
      await database.transaction((connection) =>
        writeCalendar(connection, request, name, calendarInput(fields), { now: clock.now(), mode: 'create' }),
      );
      reply.code(201).header('location', `/api/v1/calendars/${encodeURIComponent(name)}`);
      return await answer(request, reply, name);
    },
  );

  app.get(
    '/calendars/ready-made',
    {
      config: { role: 'viewer' },
      schema: {
        tags,
        operationId: 'listReadyMadeCalendars',
        summary: 'Countries and regions whose calendars can be imported, those with announced dates first',
        response: {
          200: pageOf(z.object({ source: z.string(), name: z.string(), isAnnounced: z.boolean() })),
        },
      },
    },
    async () => wholePage(await listReadyMade()),
  );

  app.get<Name>(
    '/calendars/:name',
    {
      config: { role: 'viewer' },
      schema: {
        tags,
        operationId: 'getCalendar',
        summary: 'One calendar with its dates and what uses it',
        params: calendarParams,
        response: { 200: calendarDetailSchema },
      },
    },
    async (request, reply) => await answer(request, reply, request.params.name),
  );

  app.put<Name>(
    '/calendars/:name',
    {
      config: { role: 'editor' },
      schema: {
        tags,
        operationId: 'replaceCalendar',
        summary: 'Write all of a calendar; the crons that use it are timed anew',
        params: calendarParams,
        headers: ifMatchHeaders,
        body: calendarPut,
        response: { 200: calendarDetailSchema },
      },
    },
    async (request, reply) => {
      const { name } = request.params;
      const input = calendarInput(request.body as z.output<typeof calendarPut>, true);
      await database.transaction((connection) =>
        writeCalendar(connection, request, name, input, { now: clock.now(), mode: 'change' }),
      );
      void announce(database, 'cronsChanged');
      return await answer(request, reply, name);
    },
  );

  app.delete<Name>(
    '/calendars/:name',
    {
      config: { role: 'editor' },
      schema: {
        tags,
        operationId: 'deleteCalendar',
        summary: 'Delete a calendar that no cron and no calendar uses',
        params: calendarParams,
        headers: ifMatchHeaders,
        response: { 200: z.object({ name: z.string() }) },
      },
    },
    async (request) => {
      const { name } = request.params;
      requireGroup(request.principal, null);
      await database.transaction(async (connection) => {
        const { version } = await requireCalendar(connection, name);
        checkIfMatch(request, { what: `calendar "${name}"`, version }, true);
        const before = await findCalendar(connection, name);
        await deleteCalendar(connection, name);
        await recordCalendar(connection, noteOf(request), 'delete', { before, after: null }, clock.now());
      });
      return { name };
    },
  );

  app.get<Name & { Querystring: z.output<typeof yearQuery> }>(
    '/calendars/:name/days',
    {
      config: { role: 'viewer' },
      schema: {
        tags,
        operationId: 'listCalendarDays',
        summary: 'Every day of a year: open or closed, and what says so',
        params: calendarParams,
        querystring: yearQuery,
        response: { 200: pageOf(yearDaySchema) },
      },
    },
    async ({ params: { name }, query: { year } }) => {
      const calendar = (await loadCalendars(database.autocommit, [name]))(name);
      const [first, next] = [dayNumberOf(year, 1, 1), dayNumberOf(year + 1, 1, 1)];
      const items = Array.from({ length: next - first }, (_, index) => {
        const day = first + index;
        const listed = calendar.listedBy(day);
        return {
          day: dateText(day),
          isOpen: calendar.isOpen(day),
          label: calendar.labelOf(day),
          origin: listed ?? null,
          isCovered: calendar.isCovered(day),
        };
      });
      return wholePage(items, { year });
    },
  );
}
