import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { CRON_ORDERS, type CronOrder, countCrons, keysOfCron, searchCrons } from '../../ledger/cron-search.ts';
import type { Cron } from '../../ledger/model/cron.ts';
import { cronResource, cronSchema } from '../model/cron.ts';
import { cronFilterFields, cronSearchOf } from '../model/cron-query.ts';
import { COUNT_CAP, cappedCount, filtersOf, pageFields, pageOf, readPage, sortField } from '../model/paging.ts';
import type { AdminOptions } from '../options.ts';

const listQuery = z.strictObject({
  ...cronFilterFields,
  sort: sortField(CRON_ORDERS, 'name'),
  ...pageFields,
});

/** GET /api/v1/crons */
export function cronListRoutes(
  app: FastifyInstance,
  { database: { autocommit }, clock, cronDefaults }: AdminOptions,
): void {
  app.get<{ Querystring: z.output<typeof listQuery> }>(
    '/crons',
    {
      config: { role: 'viewer' },
      schema: {
        tags: ['crons'],
        operationId: 'listCrons',
        summary: 'Crons that fit the filters',
        querystring: listQuery,
        response: { 200: pageOf(cronSchema) },
      },
    },
    async ({ query, principal }) => {
      const search = cronSearchOf(query, principal, cronDefaults.timeZone);
      const now = clock.now();
      const order = query.sort.replace('-', '') as CronOrder;
      const isReversed = query.sort.startsWith('-');
      const page = await readPage<Cron>(query, {
        keys: order === 'name' ? 1 : 3,
        keysOf: (cron) => keysOfCron(cron, order, isReversed),
        read: (place) => searchCrons(autocommit, search, { ...place, order, isReversed }, now),
      });
      return {
        ...page,
        items: page.items.map((cron) => cronResource(cron, principal)),
        appliedFilters: filtersOf(query),
        ...(query.count ? { count: cappedCount(await countCrons(autocommit, search, COUNT_CAP + 1, now)) } : {}),
      };
    },
  );
}
