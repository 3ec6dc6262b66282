import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Connection } from '../../database/connection.ts';
import { announce } from '../../ledger/hints.ts';
import {
  ITEM_OUTCOMES,
  MOST_TARGETS,
  OPERATION_ENTITIES,
  OPERATION_STATUSES,
  type Operation,
  type OperationItem,
  type OperationParams,
  type OperationTarget,
} from '../../ledger/model/operation.ts';
import {
  countOperations,
  createOperation,
  entityOf,
  listOperationItems,
  listOperations,
  type OperationInput,
  requireOperation,
  stopOperation,
} from '../../ledger/operation-store.ts';
import { findTargets, searchTargets } from '../../ledger/operation-targets.ts';
import { memberTexts } from '../model/body-text.ts';
import { cronSearchOf } from '../model/cron-query.ts';
import { searchOf } from '../model/execution-query.ts';
import {
  cronFilter,
  executionFilter,
  LISTED_TARGETS,
  operationBody,
  operationItemSchema,
  operationPlanSchema,
  operationResource,
  operationSchema,
  stopBody,
} from '../model/operation.ts';
import {
  anyOfField,
  COUNT_CAP,
  cappedCount,
  filtersOf,
  flagField,
  idParams,
  pageFields,
  pageOf,
  readPage,
} from '../model/paging.ts';
import { noteOf, type Principal, requireGroup, requireRole } from '../model/principal.ts';
import type { AdminOptions } from '../options.ts';
import { idempotencyHeaders } from './idempotency.ts';

const createQuery = z.strictObject({ dryRun: flagField.describe('Only say what it would be for.') });
const listQuery = z.strictObject({
  status: anyOfField(OPERATION_STATUSES),
  entity: anyOfField(OPERATION_ENTITIES),
  actor: z.string().max(200).optional(),
  ...pageFields,
});
const itemsQuery = z.strictObject({ outcome: anyOfField(ITEM_OUTCOMES), ...pageFields });

const COUNT_MS = 2_000;

type Id = { Params: { id: string } };

/** Params inside the body's params are kept as they were typed. */
function paramsOf(given: object | undefined, bodyText: string): OperationParams {
  const { params: _, ...others } = (given ?? {}) as { params?: object };
  const outer = memberTexts(bodyText).get('params');
  const inner = outer === undefined ? undefined : memberTexts(outer).get('params');
  return { ...others, ...(inner === undefined ? {} : { params: inner }) };
}

/** /api/v1/operations: one action on many crons or executions, carried out by the server. */
export function operationRoutes(app: FastifyInstance, { database, clock, cronDefaults }: AdminOptions): void {
  const tags = ['operations'];
  const { autocommit } = database;

  const inputOf = (request: FastifyRequest, now: Date): OperationInput => {
    const body = request.body as z.input<typeof operationBody>;
    const { principal } = request;
    const { action, target, params, reason } = body;
    if (action === 'cron.delete' || action === 'cron.edit') requireRole(principal, 'editor');
    const given = paramsOf(params, request.bodyText);
    if (given.groupName !== undefined) requireGroup(principal, given.groupName);
    const aim = (): OperationTarget => {
      if (target.ids) return { ids: target.ids };
      const filter = target.filter as object;
      if (entityOf(action) === 'execution')
        return { filter, ...searchOf(executionFilter.parse(filter), principal, now) };
      const query = cronFilter.parse(filter);
      return { filter, applied: filtersOf(query), search: cronSearchOf(query, principal, cronDefaults.timeZone) };
    };
    return {
      ...{ action, target: aim(), params: given, note: noteOf(request, reason as string | undefined) },
      groups: principal.groups,
      idempotencyKey: (request.headers['idempotency-key'] as string | undefined) ?? null,
    };
  };

  const planOf = async ({ action, target, groups }: OperationInput, now: Date): Promise<object> => {
    const entity = entityOf(action);
    const place = { position: null, limit: MOST_TARGETS + 1, now, budgetMs: COUNT_MS };
    const found =
      'ids' in target
        ? (await findTargets(autocommit, entity, target.ids, groups)).map(({ id }) => id)
        : await searchTargets(autocommit, entity, target.search, place);
    const ids = Array.isArray(found) ? found : found.ids;
    const isWhole = Array.isArray(found) || found.position === null;
    return {
      dryRun: true,
      action,
      count: { value: Math.min(ids.length, MOST_TARGETS), relation: isWhole ? 'eq' : 'gte' },
      isCut: ids.length > MOST_TARGETS,
      filter: 'ids' in target ? null : target.applied,
      items: await findTargets(autocommit, entity, ids.slice(0, LISTED_TARGETS), groups),
    };
  };

  app.post<{ Querystring: z.output<typeof createQuery> }>(
    '/operations',
    {
      config: { role: 'operator' },
      schema: {
        tags,
        operationId: 'createOperation',
        summary: 'Do something to many crons or executions; with dryRun only say to how many, and to which first',
        headers: idempotencyHeaders,
        querystring: createQuery,
        body: operationBody,
        response: {
          200: operationPlanSchema,
          202: operationSchema.describe('It is carried out from now on, or was asked for with this key before.'),
        },
      },
    },
    async (request, reply) => {
      const now = clock.now();
      const input = inputOf(request, now);
      if (request.query.dryRun) return await planOf(input, now);
      const { operation, isNew } = await createOperation(database, input, now);
      if (isNew) void announce(database, 'operationsCreated');
      reply.code(202).header('location', `/api/v1/operations/${operation.id}`);
      return operationResource(operation, request.principal);
    },
  );

  app.get<{ Querystring: z.output<typeof listQuery> }>(
    '/operations',
    {
      config: { role: 'viewer' },
      schema: {
        tags,
        operationId: 'listOperations',
        summary: 'Operations, the newest first; who is limited to groups sees their own',
        querystring: listQuery,
        response: { 200: pageOf(operationSchema) },
      },
    },
    async ({ query, principal }) => {
      const isOther = principal.groups !== null && (query.actor ?? principal.name) !== principal.name;
      const filter = isOther
        ? { status: [] }
        : { ...query, actor: principal.groups === null ? query.actor : principal.name };
      const page = await readPage<Operation>(
        { ...query, sort: '-id' },
        {
          keys: 1,
          keysOf: ({ id }) => [id],
          read: async ({ position, descending, limit }) =>
            isOther ? [] : await listOperations(autocommit, filter, { position: position?.[0], descending, limit }),
        },
      );
      return {
        ...page,
        items: page.items.map((operation) => operationResource(operation, principal)),
        appliedFilters: filtersOf(query),
        ...(query.count
          ? { count: cappedCount(isOther ? 0 : await countOperations(autocommit, filter, COUNT_CAP + 1)) }
          : {}),
      };
    },
  );

  /** An operation that the principal may see: with groups, one of their own. */
  const shown = async (connection: Connection, principal: Principal, id: string): Promise<Operation> => {
    const operation = await requireOperation(connection, id);
    if (operation.actor !== principal.name) requireGroup(principal, null);
    return operation;
  };

  app.get<Id>(
    '/operations/:id',
    {
      config: { role: 'viewer' },
      schema: {
        tags,
        operationId: 'getOperation',
        summary: 'One operation and how far it is',
        params: idParams,
        response: { 200: operationSchema },
      },
    },
    async ({ params, principal }) => operationResource(await shown(autocommit, principal, params.id), principal),
  );

  app.get<Id & { Querystring: z.output<typeof itemsQuery> }>(
    '/operations/:id/items',
    {
      config: { role: 'viewer' },
      schema: {
        tags,
        operationId: 'listOperationItems',
        summary: 'The targets of an operation and what became of each',
        params: idParams,
        querystring: itemsQuery,
        response: { 200: pageOf(operationItemSchema) },
      },
    },
    async ({ params, query, principal }) => {
      const { total, done, failed } = await shown(autocommit, principal, params.id);
      const counts = { waiting: total - done - failed, done, failed };
      const { outcome = ITEM_OUTCOMES } = query;
      const page = await readPage<OperationItem>(
        { ...query, sort: 'id' },
        {
          keys: 1,
          keysOf: ({ id }) => [id],
          read: ({ position, descending, limit }) =>
            listOperationItems(autocommit, params.id, outcome, { position: position?.[0], descending, limit }),
        },
      );
      const count = [...new Set(outcome)].reduce((sum, each) => sum + counts[each], 0);
      return { ...page, appliedFilters: filtersOf(query), ...(query.count ? { count: cappedCount(count) } : {}) };
    },
  );

  app.post<Id>(
    '/operations/:id/stop',
    {
      config: { role: 'operator' },
      schema: {
        tags,
        operationId: 'stopOperation',
        summary: 'Stop it after the target it is at; what is done stays so',
        params: idParams,
        body: stopBody,
        response: { 200: operationSchema },
      },
    },
    async (request) => {
      const { reason } = request.body as z.output<typeof stopBody>;
      const { principal, params } = request as FastifyRequest<Id>;
      const stopped = await database.transaction(async (connection) => {
        await shown(connection, principal, params.id);
        return await stopOperation(connection, params.id, noteOf(request as FastifyRequest, reason), clock.now());
      });
      return operationResource(stopped, principal);
    },
  );
}
