import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Connection } from '../../database/connection.ts';
import { dateText } from '../../domain/civil-date.ts';
import { includesRole } from '../../domain/roles.ts';
import { STATUSES } from '../../domain/states.ts';
import { isJobuError } from '../../errors.ts';
import { recordBackfill } from '../../ledger/audit-records.ts';
import { type BackfillItem, createBackfill, planBackfill } from '../../ledger/backfill.ts';
import { listBackfillExecutions, listBackfills, progressOf } from '../../ledger/backfill-list.ts';
import {
  BACKFILL_STATUSES,
  type Backfill,
  type BackfillAction,
  changeBackfill,
  requireBackfill,
} from '../../ledger/backfill-state.ts';
import { findCron } from '../../ledger/crons.ts';
import { announce } from '../../ledger/hints.ts';
import type { Cron } from '../../ledger/model/cron.ts';
import type { Execution } from '../../ledger/model/execution.ts';
import { recentDurations } from '../../ledger/plan.ts';
import {
  backfillBody,
  backfillCancelBody,
  backfillNoteBody,
  backfillPlanSchema,
  backfillResource,
  backfillSchema,
  LISTED_ITEMS,
} from '../model/backfill.ts';
import { memberTexts } from '../model/body-text.ts';
import { executionItemSchema, executionResource } from '../model/execution.ts';
import {
  anyOfField,
  cursorField,
  filtersOf,
  flagField,
  idParams,
  idText,
  limitField,
  pageOf,
  readPage,
} from '../model/paging.ts';
import { executionPermissions } from '../model/permissions.ts';
import { noteOf, type Principal, requireCronGroup, requireGroup } from '../model/principal.ts';
import type { AdminOptions } from '../options.ts';
import { idempotencyHeaders } from './idempotency.ts';

const listQuery = z.strictObject({
  status: anyOfField(BACKFILL_STATUSES),
  cronId: idText.optional(),
  limit: limitField,
  cursor: cursorField,
});
const backfillExecutionSchema = executionItemSchema.omit({ usualMs: true }).meta({ id: 'BackfillExecution' });
const executionsQuery = z.strictObject({ status: anyOfField(STATUSES), limit: limitField, cursor: cursorField });
const dryRunQuery = z.strictObject({ dryRun: flagField.describe('Only say what would run.') });

const RECENT_RUNS = 20;

type Id = { Params: { id: string } };

/** /api/v1/backfills */
export function backfillRoutes(app: FastifyInstance, { database, clock }: AdminOptions): void {
  const tags = ['backfills'];

  /** The group of the cron of a backfill; that of a deleted cron is nobody's. */
  const groupOf = async (connection: Connection, { jobId }: Backfill): Promise<string | null> => {
    try {
      return (await findCron(connection, jobId)).groupName;
    } catch (error) {
      if (isJobuError(error, 'CRON_NOT_FOUND')) return null;
      throw error;
    }
  };

  const resourceOf = async (principal: Principal, backfill: Backfill): Promise<object> => {
    const progress = await progressOf(database.autocommit, [backfill]);
    return backfillResource(backfill, progress.get(backfill.id)!, includesRole(principal.role, 'operator'));
  };

  const dryRunOf = async (cron: Cron, items: readonly BackfillItem[], maxRunning: number): Promise<object> => {
    const actions = { create: 0, revive: 0, rerun: 0, keep: 0 };
    for (const { action } of items) actions[action]++;
    const count = items.length - actions.keep;
    const durations = await recentDurations(database.autocommit, cron.id, RECENT_RUNS);
    const usualMs = durations[Math.floor(durations.length / 2)];
    return {
      dryRun: true,
      count,
      actions,
      estimatedSeconds: usualMs === undefined ? null : (Math.ceil(count / maxRunning) * usualMs) / 1000,
      items: items.slice(0, LISTED_ITEMS).map(({ occurrence, execution, action }) => ({
        scheduledTime: occurrence.nominal,
        businessDate: dateText(occurrence.businessDay),
        executionId: execution?.id ?? null,
        status: execution?.status ?? null,
        action,
      })),
      isCut: items.length > LISTED_ITEMS,
    };
  };

  app.post<{ Querystring: z.output<typeof dryRunQuery> }>(
    '/backfills',
    {
      config: { role: 'operator' },
      schema: {
        tags,
        operationId: 'createBackfill',
        summary: 'Run past occurrences of a cron; with dryRun, or when there is nothing to run, only say what would be',
        headers: idempotencyHeaders,
        querystring: dryRunQuery,
        body: backfillBody,
        response: {
          200: z
            .union([backfillSchema, backfillPlanSchema])
            .describe('What would run; or the backfill that an earlier request with this key made.'),
          201: backfillSchema,
        },
      },
    },
    async (request, reply) => {
      const {
        cronId,
        from,
        to,
        mode = 'missing',
        reason = null,
        ...others
      } = request.body as z.output<typeof backfillBody>;
      const { principal } = request;
      await requireCronGroup(database.autocommit, principal, cronId);
      const cron = await findCron(database.autocommit, cronId);
      const options = {
        ...others,
        ...{ from: new Date(from), until: new Date(to), mode, reason, actor: principal.name },
        params: memberTexts(request.bodyText).get('params'),
        idempotencyKey: request.headers['idempotency-key'] as string | undefined,
      };
      const now = clock.now();
      if (request.query.dryRun)
        return await dryRunOf(
          cron,
          await planBackfill(database.autocommit, cron, options, now),
          others.maxRunning ?? 1,
        );
      const { backfill, items, isNew } = await database.transaction(async (connection) => {
        const made = await createBackfill(connection, cronId, options, now);
        if (made.isNew && made.backfill)
          await recordBackfill(
            connection,
            noteOf(request, reason),
            'create',
            { before: null, after: made.backfill },
            now,
          );
        return made;
      });
      if (!backfill) return await dryRunOf(cron, items, others.maxRunning ?? 1);
      if (isNew) void announce(database, 'cronsChanged');
      reply.code(isNew ? 201 : 200).header('location', `/api/v1/backfills/${backfill.id}`);
      return await resourceOf(principal, backfill);
    },
  );

  app.get<{ Querystring: z.output<typeof listQuery> }>(
    '/backfills',
    {
      config: { role: 'viewer' },
      schema: {
        tags,
        operationId: 'listBackfills',
        summary: 'Backfills, the newest first',
        querystring: listQuery,
        response: { 200: pageOf(backfillSchema) },
      },
    },
    async ({ query, principal }) => {
      const { autocommit } = database;
      if (query.cronId !== undefined) await requireCronGroup(autocommit, principal, query.cronId);
      const page = await readPage<Backfill>(
        { ...query, sort: '-id' },
        {
          keys: 1,
          keysOf: ({ id }) => [id],
          read: (place) => listBackfills(autocommit, { ...query, groups: principal.groups }, place),
        },
      );
      const progress = await progressOf(autocommit, page.items);
      const mayOperate = includesRole(principal.role, 'operator');
      return {
        ...page,
        items: page.items.map((backfill) => backfillResource(backfill, progress.get(backfill.id)!, mayOperate)),
        appliedFilters: filtersOf(query),
      };
    },
  );

  const shownBackfill = async (connection: Connection, principal: Principal, id: string): Promise<Backfill> => {
    const backfill = await requireBackfill(connection, id);
    if (principal.groups !== null) requireGroup(principal, await groupOf(connection, backfill));
    return backfill;
  };

  app.get<Id>(
    '/backfills/:id',
    {
      config: { role: 'viewer' },
      schema: {
        tags,
        operationId: 'getBackfill',
        summary: 'One backfill and how far it is',
        params: idParams,
        response: { 200: backfillSchema },
      },
    },
    async ({ params, principal }) =>
      await resourceOf(principal, await shownBackfill(database.autocommit, principal, params.id)),
  );

  app.get<Id & { Querystring: z.output<typeof executionsQuery> }>(
    '/backfills/:id/executions',
    {
      config: { role: 'viewer' },
      schema: {
        tags,
        operationId: 'listBackfillExecutions',
        summary: 'The executions of a backfill by the time they are for',
        params: idParams,
        querystring: executionsQuery,
        response: { 200: pageOf(backfillExecutionSchema) },
      },
    },
    async ({ params, query, principal }) => {
      await shownBackfill(database.autocommit, principal, params.id);
      const page = await readPage<Execution>(
        { ...query, sort: 'scheduledTime' },
        {
          keys: 2,
          keysOf: ({ occurrenceTime, id }) => [occurrenceTime.toISOString(), id],
          read: (place) => listBackfillExecutions(database.autocommit, params.id, query, place),
        },
      );
      const items = page.items.map((execution) => ({
        ...executionResource(execution, 'list'),
        permissions: executionPermissions(principal, execution),
      }));
      return { ...page, items, appliedFilters: filtersOf(query) };
    },
  );

  const action = (name: BackfillAction, summary: string) =>
    app.post<Id>(
      `/backfills/:id/${name}`,
      {
        config: { role: 'operator' },
        schema: {
          tags,
          operationId: `${name === 'retry-failed' ? 'retryFailedOf' : name}Backfill`,
          summary,
          params: idParams,
          body: name === 'cancel' ? backfillCancelBody : backfillNoteBody,
          response: { 200: backfillSchema },
        },
      },
      async (request: FastifyRequest<Id>) => {
        const { principal, params } = request;
        const { reason, cancelRunning } = request.body as z.output<typeof backfillCancelBody>;
        const backfill = await database.transaction(async (connection) => {
          await shownBackfill(connection, principal, params.id);
          const now = clock.now();
          const options = { actor: principal.name, reason, cancelRunning };
          const changed = await changeBackfill(connection, params.id, name, options, now);
          const states = { before: changed.before, after: changed.backfill };
          await recordBackfill(connection, noteOf(request, reason), name, states, now);
          return changed.backfill;
        });
        void announce(database, 'cronsChanged');
        return await resourceOf(principal, backfill);
      },
    );

  action('pause', 'Start no more of its executions; those under way go on');
  action('resume', 'Let a paused backfill go on');
  action('cancel', 'Cancel it and its executions that have not started');
  action('retry-failed', 'Run those of its executions again that failed or timed out');
}
