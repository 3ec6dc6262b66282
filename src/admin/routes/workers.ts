import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { JobuError } from '../../errors.ts';
import { recordAudit } from '../../ledger/audit.ts';
import type { WorkerRow } from '../../ledger/model/execution.ts';
import { fromRow } from '../../ledger/model/row.ts';
import { findWorker, wantWorker } from '../../ledger/workers.ts';
import {
  anyOfField,
  COUNT_CAP,
  cappedCount,
  filtersOf,
  instant,
  pageFields,
  pageOf,
  readPage,
} from '../model/paging.ts';
import { noteOf, requireGroup } from '../model/principal.ts';
import { ROLES, WORKER_STATES, workerResource, workerSchema } from '../model/worker.ts';
import type { AdminOptions } from '../options.ts';
import { sql } from '../statements.ts';
import { scopeParams } from '../stats/scope.ts';

const listQuery = z.strictObject({
  state: anyOfField(WORKER_STATES),
  role: anyOfField(ROLES),
  ...pageFields,
});

const workerDetailSchema = workerSchema
  .extend({
    executions: z.array(
      z.object({
        id: z.string(),
        cronId: z.string().nullable(),
        cronName: z.string().nullable(),
        handlerName: z.string(),
        startedAt: instant,
        progress: z.number().nullable(),
        progressMessage: z.string().nullable(),
      }),
    ),
  })
  .meta({ id: 'WorkerDetail' });

const workerParams = z.strictObject({ id: z.string().max(64) });

const NO_LIMIT = '9999-12-31T00:00:00.000Z';

/** /api/v1/workers: every process of jobu, also dispatchers and admin servers. */
export function workerRoutes(app: FastifyInstance, { database, clock }: AdminOptions): void {
  const tags = ['workers'];

  app.get<{ Querystring: z.output<typeof listQuery> }>(
    '/workers',
    {
      config: { role: 'viewer' },
      schema: {
        tags,
        operationId: 'listWorkers',
        summary: 'Processes, the youngest first; ended ones are kept for 7 days',
        querystring: listQuery,
        response: { 200: pageOf(workerSchema) },
      },
    },
    async ({ query, principal }) => {
      const { state = WORKER_STATES, role = ROLES, cursor } = query;
      const filter = { states: state, roles: role };
      const page = await readPage<WorkerRow>(query, {
        keys: 2,
        keysOf: ({ startedAt, id }) => [startedAt.toISOString(), id],
        read: async ({ position: [time, id] = [NO_LIMIT, ''], descending, limit }) => {
          const before = new Date(time!);
          if (Number.isNaN(before.getTime())) throw new JobuError('CURSOR_INVALID', { cursor });
          const rows = await database.autocommit.fetchAll(
            sql(descending ? 'list_worker_page_back' : 'list_worker_page'),
            { ...filter, before_time: before, after_id: id, limit },
          );
          return rows.map((row) => fromRow<WorkerRow>(row));
        },
      });
      const now = clock.now();
      return {
        ...page,
        items: page.items.map((worker) => workerResource(worker, now, principal)),
        appliedFilters: filtersOf(query),
        ...(query.count
          ? {
              count: cappedCount(
                await database.autocommit.fetchValue(sql('count_workers'), { ...filter, cap: COUNT_CAP + 1 }),
              ),
            }
          : {}),
      };
    },
  );

  app.get<{ Params: { id: string } }>(
    '/workers/:id',
    {
      config: { role: 'viewer' },
      schema: {
        tags,
        operationId: 'getWorker',
        summary: 'One process, with what it runs of the groups of the asker',
        params: workerParams,
        response: { 200: workerDetailSchema },
      },
    },
    async ({ params, principal }) => {
      const worker = await findWorker(database.autocommit, params.id);
      if (!worker) throw new JobuError('WORKER_NOT_FOUND', { worker: params.id });
      const rows = await database.autocommit.fetchAll(sql('list_executions_of_worker'), {
        ...scopeParams(principal.groups),
        worker_id: worker.id,
      });
      const running = rows.map((row) => fromRow<Record<string, unknown>>(row));
      return {
        ...workerResource(worker, clock.now(), principal),
        executions: running.map(({ jobId, ...execution }) => ({ ...execution, cronId: jobId })),
      };
    },
  );

  for (const [action, desired, summary] of [
    ['drain', 'drain', 'Let a worker finish what it runs and take no more'],
    ['resume', 'active', 'Let a drained worker take executions again'],
  ] as const)
    app.post<{ Params: { id: string } }>(
      `/workers/:id/${action}`,
      {
        config: { role: 'operator' },
        schema: {
          tags,
          operationId: `${action}Worker`,
          summary: `${summary}; it follows at its next heartbeat`,
          params: workerParams,
          body: z.strictObject({ reason: z.string().max(2000).optional() }),
          response: { 200: workerSchema },
        },
      },
      async (request) => {
        // It works for every group.
        requireGroup(request.principal, null);
        const { id } = request.params;
        const { reason } = request.body as { reason?: string };
        const now = clock.now();
        const { after } = await database.transaction(async (connection) => {
          const change = await wantWorker(connection, id, desired);
          const target = { type: 'worker', id, name: change.after.host };
          const states = {
            before: { desiredState: change.before.desiredState },
            after: { desiredState: change.after.desiredState },
          };
          await recordAudit(
            connection,
            { ...noteOf(request, reason), action: `worker.${action}`, target, ...states },
            now,
          );
          return change;
        });
        return workerResource(after, now, request.principal);
      },
    );
}
