import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { JobuError } from '../../errors.ts';
import type { WorkerRow } from '../../ledger/model/execution.ts';
import { fromRow } from '../../ledger/model/row.ts';
import { findWorker } from '../../ledger/workers.ts';
import { anyOfField, COUNT_CAP, cappedCount, filtersOf, pageFields, pageOf, readPage } from '../model/paging.ts';
import { ROLES, WORKER_STATES, workerResource, workerSchema } from '../model/worker.ts';
import type { AdminOptions } from '../options.ts';
import { sql } from '../statements.ts';

const listQuery = z.strictObject({
  state: anyOfField(WORKER_STATES),
  role: anyOfField(ROLES),
  ...pageFields,
});

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
    async ({ query }) => {
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
        items: page.items.map((worker) => workerResource(worker, now)),
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
        summary: 'One process',
        params: workerParams,
        response: { 200: workerSchema },
      },
    },
    async ({ params }) => {
      const worker = await findWorker(database.autocommit, params.id);
      if (!worker) throw new JobuError('WORKER_NOT_FOUND', { worker: params.id });
      return workerResource(worker, clock.now());
    },
  );
}
