import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { STATUSES, type Status, TERMINAL } from '../../domain/states.ts';
import { searchExecutions } from '../../ledger/execution-search.ts';
import type { ExecutionSearch } from '../../ledger/model/execution-search.ts';
import { type ExecutionQuery, executionFilterFields, searchOf } from '../model/execution-query.ts';
import { instant } from '../model/paging.ts';
import type { AdminOptions } from '../options.ts';
import { sql } from '../statements.ts';
import { STORED_DAYS, type Window, windowOf } from '../stats/scope.ts';
import { readChart } from '../stats/series.ts';
import { floorTo } from '../stats/tally.ts';

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

/** Executions that one histogram looks at; of more, the stored counts tell. */
const MOST = 6_000;
const DAY_MS = 86_400_000;
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

/** The stretch of time and the groups whose stored counts say what a search finds; undefined where rows must be looked at. */
function storedScope(
  search: ExecutionSearch,
  now: Date,
): { window: Window; groups: readonly string[] | null } | undefined {
  const { status, groupNames, grantedGroups = null, created, finished, ...others } = search;
  const range = created ?? finished;
  if (Object.values(others).some((filter) => filter !== undefined) || (created && finished) || !range?.from) return;
  const [from, to] = [range.from, range.to ?? now];
  if (to <= from || to.getTime() - from.getTime() > STORED_DAYS * DAY_MS) return;
  const groups =
    groupNames?.filter((group) => grantedGroups === null || grantedGroups.includes(group)) ?? grantedGroups;
  return { window: windowOf({ range: '24h', from, to }, now), groups };
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
        description:
          'Where there are many and only their time, status and group matter, the stored counts of what ended in that time answer.',
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
      const isCut = stoppedAt !== null || found.length === MOST;
      const stored = isCut ? storedScope(search, now) : undefined;
      const chart = stored && (await readChart(autocommit, stored.window, { groups: stored.groups }));
      // The stored counts have only what has ended.
      const unended = chart && (search.status ?? STATUSES).filter((status) => !TERMINAL.includes(status));
      const shown = !unended
        ? found
        : unended.length > 0
          ? (await searchExecutions(autocommit, { ...search, status: unended }, place)).found
          : [];
      const points: { atMs: number; status: Status }[] = [];
      for (let at = 0; at < shown.length; at += LIST) {
        const ids = shown.slice(at, at + LIST).map(({ id }) => id);
        for (const row of await autocommit.fetchAll<Row>(sql('list_bar_rows'), { ids }))
          points.push({
            atMs: new Date(row.finished_at ?? row.started_at ?? row.created_at).getTime(),
            status: row.status,
          });
      }
      const times = points.map(({ atMs }) => atMs).toSorted((a, b) => a - b);
      const spanMs = Math.max(1, (times.at(-1) ?? 0) - (times[0] ?? 0));
      const stepMs = chart
        ? chart.stepSeconds * 1000
        : (STEPS_MS.find((step) => spanMs / step <= wanted) ?? STEPS_MS.at(-1)!);
      const bars = new Map<number, Partial<Record<Status, number>>>();
      const count = (atMs: number, status: Status, executions: number) => {
        const at = floorTo(atMs, stepMs);
        const counts = bars.get(at) ?? {};
        counts[status] = (counts[status] ?? 0) + executions;
        bars.set(at, counts);
      };
      for (const { key, values } of chart?.seriesOf('throughput') ?? [])
        for (const [index, value] of values.entries())
          if (value && (search.status?.includes(key as Status) ?? true))
            count(chart!.times[index]!.getTime(), key as Status, value);
      for (const { atMs, status } of points) count(atMs, status, 1);
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
        isPartial: isCut && !chart,
      };
    },
  );
}
