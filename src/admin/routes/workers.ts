import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { JobuError } from '../../errors.ts';
import type { WorkerRow } from '../../ledger/model/execution.ts';
import { decodeCursor, encodeCursor, fromRow } from '../../ledger/model/row.ts';
import { findWorker } from '../../ledger/workers.ts';
import { anyOfField, cursorField, limitField, pageOf } from '../model/paging.ts';
import { ROLES, WORKER_STATES, workerResource, workerSchema } from '../model/worker.ts';
import type { AdminOptions } from '../options.ts';
import { sql } from '../statements.ts';

const listQuery = z.strictObject({
  state: anyOfField(WORKER_STATES),
  role: anyOfField(ROLES),
  limit: limitField,
  cursor: cursorField,
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
    async ({ query: { state = WORKER_STATES, role = ROLES, limit, cursor } }) => {
      const [beforeTime, afterId] = cursor === undefined ? [NO_LIMIT, ''] : decodeCursor(cursor, 2);
      const before = new Date(beforeTime!);
      if (Number.isNaN(before.getTime())) throw new JobuError('CURSOR_INVALID', { cursor });
      const rows = await database.autocommit.fetchAll(sql('list_worker_page'), {
        states: state,
        roles: role,
        before_time: before,
        after_id: afterId,
        limit: limit + 1,
      });
      const items = rows.slice(0, limit).map((row) => fromRow<WorkerRow>(row));
      const last = items.at(-1);
      const now = clock.now();
      return {
        items: items.map((worker) => workerResource(worker, now)),
        nextCursor: rows.length > limit && last ? encodeCursor(last.startedAt.toISOString(), last.id) : null,
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
