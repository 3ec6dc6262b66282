import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { ExecutionOrder } from '../../ledger/execution-lanes.ts';
import { countExecutions, executionsOf, keysOf, searchExecutions } from '../../ledger/execution-search.ts';
import type { Execution } from '../../ledger/model/execution.ts';
import { executionItemSchema, executionResource } from '../model/execution.ts';
import { type ExecutionQuery, executionFilterFields, searchOf } from '../model/execution-query.ts';
import { COUNT_CAP, pageFields, pageOf, partOf, readPage } from '../model/paging.ts';
import { executionPermissions } from '../model/permissions.ts';
import type { AdminOptions } from '../options.ts';
import { sql } from '../statements.ts';
import { usualRunTimes } from '../stats/cron-results.ts';

const ORDERS = ['id', '-id', 'scheduledTime', '-scheduledTime', 'finishedAt', '-finishedAt'] as const;

const listQuery = z.strictObject({
  ...executionFilterFields,
  sort: z
    .enum(ORDERS)
    .optional()
    .describe('By default the newest first; those of one cron by -scheduledTime. scheduledTime needs one cronId.'),
  ...pageFields,
});

const SUGGESTIONS = {
  cron: 'suggest_crons',
  handlerName: 'suggest_handlers',
  groupName: 'suggest_groups',
  owner: 'suggest_owners',
  tag: 'suggest_tags',
  queue: 'suggest_queues',
  workerId: 'suggest_workers',
  errorCode: 'suggest_error_codes',
} as const;

const suggestQuery = z.strictObject({
  field: z.enum(Object.keys(SUGGESTIONS) as [keyof typeof SUGGESTIONS]),
  q: z.string().max(200).default('').describe('Part of the value, in any case.'),
});
const MOST_SUGGESTIONS = 20;

/** GET /api/v1/executions and what completes its filters. */
export function executionListRoutes(app: FastifyInstance, { database, clock }: AdminOptions): void {
  const tags = ['executions'];
  const { autocommit } = database;

  app.get<{ Querystring: z.output<typeof listQuery> }>(
    '/executions',
    {
      config: { role: 'viewer' },
      schema: {
        tags,
        operationId: 'listExecutions',
        summary: 'Executions, newest first; those of one cron by scheduled time',
        querystring: listQuery,
        response: {
          200: pageOf(executionItemSchema).extend({
            isPartial: z.boolean().describe('The search took too long: nextCursor goes on where it stopped.'),
          }),
        },
      },
    },
    async ({ query, principal }) => {
      const now = clock.now();
      const sort = query.sort ?? (query.cronId?.length === 1 ? '-scheduledTime' : '-id');
      const order = sort.replace('-', '') as ExecutionOrder;
      const { search, applied } = searchOf(query as ExecutionQuery, principal, now);
      let isPartial = false;
      const page = await readPage<Execution>(
        { ...query, sort },
        {
          keys: order === 'id' ? 1 : 2,
          keysOf: (execution) => keysOf(execution, order),
          read: async ({ position, descending, limit }) => {
            const place = { order, descending, position, limit, now };
            const { found, stoppedAt } = await searchExecutions(autocommit, search, place);
            isPartial = stoppedAt !== null;
            return { rows: await executionsOf(autocommit, found), stoppedAt };
          },
        },
      );
      const running = page.items.flatMap(({ status, jobId }) =>
        status === 'RUNNING' && jobId !== null ? [jobId] : [],
      );
      const usual = await usualRunTimes(autocommit, [...new Set(running)]);
      return {
        ...page,
        items: page.items.map((execution) => ({
          ...executionResource(execution, 'list'),
          permissions: executionPermissions(principal, execution),
          usualMs: execution.status === 'RUNNING' ? (usual.get(String(execution.jobId)) ?? null) : null,
        })),
        appliedFilters: { ...applied, sort },
        isPartial,
        ...(query.count ? { count: await countExecutions(autocommit, search, COUNT_CAP, now) } : {}),
      };
    },
  );

  app.get<{ Querystring: z.output<typeof suggestQuery> }>(
    '/executions/suggest',
    {
      config: { role: 'viewer' },
      schema: {
        tags,
        operationId: 'suggestFilterValues',
        summary: 'Values that complete a filter',
        querystring: suggestQuery,
        response: { 200: z.object({ values: z.array(z.string()) }) },
      },
    },
    async ({ query: { field, q }, principal: { groups } }) => {
      const scope =
        field === 'workerId' || field === 'errorCode'
          ? {}
          : { granted: groups === null ? null : '1', groups: groups === null || groups.length === 0 ? [''] : groups };
      const limit = field === 'tag' ? {} : { limit: MOST_SUGGESTIONS };
      const rows = await autocommit.fetchAll<{ value: string | null }>(sql(SUGGESTIONS[field]), {
        ...scope,
        ...limit,
        part: partOf(q),
      });
      const values = rows.flatMap(({ value }) => (value === null ? [] : field === 'tag' ? value.split(',') : [value]));
      const fitting = values.filter((value) => field === 'workerId' || value.toLowerCase().includes(q.toLowerCase()));
      return { values: [...new Set(fitting)].toSorted().slice(0, MOST_SUGGESTIONS) };
    },
  );
}
