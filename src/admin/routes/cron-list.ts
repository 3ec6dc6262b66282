import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { cronFromRow } from '../../ledger/crons.ts';
import type { Cron } from '../../ledger/model/cron.ts';
import { cronSearchParams } from '../../ledger/operation-targets.ts';
import { cronResource, cronSchema } from '../model/cron.ts';
import { cronFilterFields, cronSearchOf } from '../model/cron-query.ts';
import { COUNT_CAP, cappedCount, filtersOf, pageFields, pageOf, readPage, sortField } from '../model/paging.ts';
import type { AdminOptions } from '../options.ts';
import { sql } from '../statements.ts';

const listQuery = z.strictObject({
  ...cronFilterFields,
  sort: sortField(['name'], 'name'),
  ...pageFields,
});

/** GET /api/v1/crons */
export function cronListRoutes(app: FastifyInstance, { database: { autocommit } }: AdminOptions): void {
  app.get<{ Querystring: z.output<typeof listQuery> }>(
    '/crons',
    {
      config: { role: 'viewer' },
      schema: {
        tags: ['crons'],
        operationId: 'listCrons',
        summary: 'Crons by name',
        querystring: listQuery,
        response: { 200: pageOf(cronSchema) },
      },
    },
    async ({ query, principal }) => {
      const filter = cronSearchParams(cronSearchOf(query, principal));
      const page = await readPage<Cron>(query, {
        keys: 1,
        keysOf: ({ name }) => [name],
        read: async ({ position, descending, limit }) => {
          const rows = await autocommit.fetchAll(sql(descending ? 'list_cron_page_back' : 'list_cron_page'), {
            ...filter,
            name: position?.[0] ?? (descending ? null : ''),
            limit,
          });
          return rows.map(cronFromRow);
        },
      });
      return {
        ...page,
        items: page.items.map(cronResource),
        appliedFilters: filtersOf(query),
        ...(query.count
          ? {
              count: cappedCount(
                await autocommit.fetchValue(sql('count_cron_page'), { ...filter, cap: COUNT_CAP + 1 }),
              ),
            }
          : {}),
      };
    },
  );
}
