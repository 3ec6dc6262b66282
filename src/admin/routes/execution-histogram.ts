import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { STATUSES, type Status } from '../../domain/states.ts';
import { searchExecutions } from '../../ledger/execution-search.ts';
import { type ExecutionQuery, executionFilterFields, searchOf } from '../model/execution-query.ts';
import { instant } from '../model/paging.ts';
import type { AdminOptions } from '../options.ts';
import { sql } from '../statements.ts';

const histogramQuery = z.strictObject({
  ...executionFilterFields,
  bars: z.coerce.number().int().min(1).max(200).default(60).describe('About how many bars to make.'),
});

const histogramSchema = z
  .object({
    stepMs: z.int().describe('Width of a bar.'),
    bars: z.array(z.object({ at: instant, counts: z.record(z.string(), z.int()).describe('By status.') })),
    appliedFilters: z.record(z.string(), z.unknown()),
    isPartial: z.boolean().describe('Only the newest executions were looked at.'),
  })
  .meta({ id: 'ExecutionHistogram' });

/** Executions that one histogram looks at. */
const MOST = 20_000;
const LIST = 2_000;
const STEPS_MS = [1, 5, 10, 30, 60, 300, 600, 900, 1800, 3600, 10_800, 21_600, 43_200, 86_400, 604_800].map(
  (seconds) => seconds * 1000,
);

interface Row {
  readonly status: Status;
  readonly created_at: string;
  readonly started_at: string | null;
  readonly finished_at: string | null;
}

/** GET /api/v1/executions/histogram */
export function executionHistogramRoutes(app: FastifyInstance, { database, clock }: AdminOptions): void {
  const { autocommit } = database;

  app.get<{ Querystring: z.output<typeof histogramQuery> }>(
    '/executions/histogram',
    {
      config: { role: 'viewer' },
      schema: {
        tags: ['executions'],
        operationId: 'executionHistogram',
        summary: 'Executions over time by status: when they ended, else began, else were made',
        querystring: histogramQuery,
        response: { 200: histogramSchema },
      },
    },
    async ({ query: { bars: wanted, ...filters }, principal }) => {
      const now = clock.now();
      const { search, applied } = searchOf(filters as ExecutionQuery, principal, now);
      const order = search.cronIds?.length === 1 ? 'scheduledTime' : 'id';
      const place = { order, descending: true, limit: MOST, now } as const;
      const { found, stoppedAt } = await searchExecutions(autocommit, search, place);
      const points: { atMs: number; status: Status }[] = [];
      for (let at = 0; at < found.length; at += LIST) {
        const ids = found.slice(at, at + LIST).map(({ id }) => id);
        for (const row of await autocommit.fetchAll<Row>(sql('list_bar_rows'), { ids }))
          points.push({
            atMs: new Date(row.finished_at ?? row.started_at ?? row.created_at).getTime(),
            status: row.status,
          });
      }
      const times = points.map(({ atMs }) => atMs).toSorted((a, b) => a - b);
      const spanMs = Math.max(1, (times.at(-1) ?? 0) - (times[0] ?? 0));
      const stepMs = STEPS_MS.find((step) => spanMs / step <= wanted) ?? STEPS_MS.at(-1)!;
      const bars = new Map<number, Partial<Record<Status, number>>>();
      for (const { atMs, status } of points) {
        const at = Math.floor(atMs / stepMs) * stepMs;
        const counts = bars.get(at) ?? {};
        counts[status] = (counts[status] ?? 0) + 1;
        bars.set(at, counts);
      }
      return {
        stepMs,
        bars: [...bars]
          .toSorted(([a], [b]) => a - b)
          .map(([atMs, counts]) => ({
            at: new Date(atMs),
            counts: Object.fromEntries(
              STATUSES.flatMap((status) => (counts[status] ? [[status, counts[status]]] : [])),
            ),
          })),
        appliedFilters: applied,
        isPartial: stoppedAt !== null || found.length === MOST,
      };
    },
  );
}
