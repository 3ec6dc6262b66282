import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { planChanges } from '../../domain/plan-diff.ts';
import { assertTimeZone } from '../../domain/time-zone.ts';
import { JobuError } from '../../errors.ts';
import { calendarImpact, calendarUsers, requireCalendar } from '../../ledger/calendars.ts';
import { changedCron, findCron } from '../../ledger/crons.ts';
import type { Cron, CronInput } from '../../ledger/model/cron.ts';
import type { PlannedOccurrence } from '../../ledger/plan.ts';
import { previewSchedule } from '../../ledger/preview.ts';
import { calendarsOf, scheduleOf } from '../../ledger/schedules.ts';
import {
  countUpcoming,
  keysOfPlanned,
  listUpcoming,
  UPCOMING_GROUPS,
  type UpcomingFilter,
  withOverlaps,
} from '../../ledger/upcoming.ts';
import { calendarInput, calendarPatch } from '../model/calendar.ts';
import { cronPatch } from '../model/cron.ts';
import { languageOf } from '../model/language.ts';
import { cursorField, idParams, idText, instant, instantField, limitField, pageOf, readPage } from '../model/paging.ts';
import {
  changesResource,
  changesSchema,
  plannedResource,
  plannedSchema,
  previewBody,
  previewSchema,
} from '../model/plan.ts';
import { type Principal, requireGroup } from '../model/principal.ts';
import type { AdminOptions } from '../options.ts';
import { groupField, groupsOf } from '../stats/scope.ts';
import { shownUsers } from './calendars.ts';

const DAY_MS = 86_400_000;
const YEAR_MS = 366 * DAY_MS;
const MOST_MS = 800 * DAY_MS;
const DEFAULT_COUNT = 10;

const rangeFields = {
  from: instantField.describe('Default, and at least: now.'),
  to: instantField.describe('Included.'),
  limit: limitField,
  cursor: cursorField,
};

const planQuery = z.strictObject({
  ...rangeFields,
  cron: idText.optional().describe('Of this cron only.'),
  groupName: groupField,
  groupBy: z.enum(UPCOMING_GROUPS).optional().describe('Count per group; without a list.'),
  timeZone: z.string().optional().describe('Zone of the days and hours; default: that of admin.yaml.'),
});

const occurrencesQuery = z.strictObject(rangeFields);

const filters = z.object({ from: instant, to: instant, cron: z.string().optional() });
const planPage = pageOf(plannedSchema).extend({ appliedFilters: filters });

const groupsSchema = z.object({
  key: z.string().describe('The beginning of the minute, hour or day, or the id of the cron.'),
  cron: z.string().nullable().describe('Name of the cron, when it is grouped by cron.'),
  runs: z.int(),
  skipped: z.int(),
});

const diffBody = z.strictObject({
  cronId: idText.optional(),
  cron: cronPatch.optional().describe('What would be changed of the cron.'),
  calendar: z.string().max(100).optional().describe('Name of a calendar.'),
  calendarChange: calendarPatch.optional().describe('What would be changed of the calendar.'),
});

interface Range {
  readonly from?: Date | undefined;
  readonly to?: Date | undefined;
}

/** What is coming: previews, plans, and what a change would do to them. */
export function planRoutes(app: FastifyInstance, { database, clock, config, cronDefaults }: AdminOptions): void {
  const tags = ['plan'];

  /** From now at the earliest, at most 800 days. */
  const rangeOf = ({ from, to }: Range, defaultMs: number): { from: Date; until: Date } => {
    const begin = new Date(Math.max(clock.now().getTime(), from?.getTime() ?? 0));
    const until = to ?? new Date(begin.getTime() + defaultMs);
    if (until.getTime() - begin.getTime() > MOST_MS)
      throw new JobuError('QUERY_INVALID', { problems: 'to: it lies more than 800 days after from' });
    return { from: begin, until };
  };

  /** A page of the plan. */
  const planned = async (filter: UpcomingFilter, query: { limit: number; cursor?: string | undefined }) => {
    const page = await readPage<PlannedOccurrence>(
      { ...query, sort: 'time' },
      { keys: 3, keysOf: keysOfPlanned, read: (place) => listUpcoming(database.autocommit, filter, place) },
    );
    return { ...page, items: (await withOverlaps(database.autocommit, page.items)).map(plannedResource) };
  };

  /** A cron of the asker's groups. */
  const shownCron = async (principal: Principal, id: string): Promise<Cron> => {
    const cron = await findCron(database.autocommit, id);
    requireGroup(principal, cron.groupName);
    return cron;
  };

  app.post(
    '/schedules/preview',
    {
      config: { role: 'viewer' },
      schema: {
        tags,
        operationId: 'previewSchedule',
        summary: 'What a schedule that is being typed would do; an invalid one is answered with its errors',
        body: previewBody,
        response: { 200: previewSchema },
      },
    },
    async ({ body, headers, principal }) => {
      const {
        count = DEFAULT_COUNT,
        displayTimeZone = config.timeZone,
        cronId,
        ...input
      } = body as z.output<typeof previewBody>;
      assertTimeZone(displayTimeZone);
      if (cronId !== undefined) await shownCron(principal, cronId);
      const preview = await previewSchedule(database.autocommit, input as Partial<CronInput>, {
        now: clock.now(),
        defaults: cronDefaults,
        count,
        displayTimeZone,
        cronId,
      });
      if (languageOf(headers['accept-language']) === 'en') return preview;
      return { ...preview, errors: preview.errors.map((one) => ({ ...one, message: one.korean })) };
    },
  );

  app.get<{ Querystring: z.output<typeof planQuery> }>(
    '/plan',
    {
      config: { role: 'viewer' },
      schema: {
        tags,
        operationId: 'listPlan',
        summary: 'What will run, by time, and what keeps the rest from running; or how much, per group',
        querystring: planQuery,
        response: {
          200: planPage.extend({
            groups: z.array(groupsSchema).nullable().describe('With groupBy; items is empty then.'),
            isCut: z.boolean().describe('There is more than could be counted: ask for a shorter time.'),
          }),
        },
      },
    },
    async ({ query, principal }) => {
      const groups = groupsOf(query.groupName, principal);
      const { cron, groupBy, limit, cursor, timeZone = config.timeZone } = query;
      const range = rangeOf(query, DAY_MS);
      const crons = cron === undefined ? undefined : [await shownCron(principal, cron)];
      const appliedFilters = { from: range.from, to: range.until, cron };
      if (groupBy !== undefined) {
        assertTimeZone(timeZone);
        const counted = await countUpcoming(database.autocommit, { ...range, crons, groups }, groupBy, timeZone);
        return { items: [], nextCursor: null, prevCursor: null, appliedFilters, ...counted };
      }
      const page = await planned({ ...range, crons, groups }, { limit, cursor });
      return { ...page, appliedFilters, groups: null, isCut: false };
    },
  );

  app.get<{ Params: { id: string }; Querystring: z.output<typeof occurrencesQuery> }>(
    '/crons/:id/occurrences',
    {
      config: { role: 'viewer' },
      schema: {
        tags,
        operationId: 'listOccurrences',
        summary: 'What is coming of one cron, within a year when not asked otherwise',
        params: idParams,
        querystring: occurrencesQuery,
        response: { 200: planPage },
      },
    },
    async ({ params, query, principal }) => {
      const range = rangeOf(query, YEAR_MS);
      const crons = [await shownCron(principal, params.id)];
      const page = await planned({ ...range, crons, groups: null }, query);
      return { ...page, appliedFilters: { from: range.from, to: range.until, cron: params.id } };
    },
  );

  app.post(
    '/plan/diff',
    {
      config: { role: 'viewer' },
      schema: {
        tags,
        operationId: 'diffPlan',
        summary: 'What a change of a cron or a calendar would do to the runs of the coming year; nothing is saved',
        body: diffBody,
        response: { 200: changesSchema },
      },
    },
    async ({ body, principal }) => {
      const { cronId, cron: patch, calendar, calendarChange } = body as z.output<typeof diffBody>;
      const { autocommit } = database;
      const from = clock.now();
      const range = { from, until: new Date(from.getTime() + YEAR_MS) };
      if (cronId !== undefined && patch && calendar === undefined && !calendarChange) {
        const before = await shownCron(principal, cronId);
        const after = changedCron(before, patch as Partial<CronInput>, cronDefaults);
        const calendars = await calendarsOf(autocommit, [before, after]);
        const [old, next] = [scheduleOf(before, calendars), scheduleOf(after, calendars)];
        const changes = planChanges(old, next, range.from, range.until);
        return changesResource([{ cronId, cron: before.name, changes }], range);
      }
      if (calendar !== undefined && calendarChange && cronId === undefined && !patch) {
        await requireCalendar(autocommit, calendar);
        const impact = await calendarImpact(autocommit, calendar, calendarInput(calendarChange), from);
        const shown = new Set(shownUsers(await calendarUsers(autocommit, calendar), principal).map(({ id }) => id));
        return changesResource(
          impact.filter((one) => shown.has(one.cronId)),
          range,
        );
      }
      throw new JobuError('REQUEST_INVALID', {
        problems: 'give either cronId with cron, or calendar with calendarChange',
      });
    },
  );
}
