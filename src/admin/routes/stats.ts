import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { STATUSES, type Status } from '../../domain/states.ts';
import { JobuError } from '../../errors.ts';
import type { WorkerRow } from '../../ledger/model/execution.ts';
import { fromRow } from '../../ledger/model/row.ts';
import { instant } from '../model/paging.ts';
import { isAlive } from '../model/worker.ts';
import type { AdminOptions } from '../options.ts';
import { sql as adminSql } from '../statements.ts';
import { groupField, groupsOf, RANGES, rangeField, scopeParams, storedGroups } from '../stats/scope.ts';
import { sql } from '../stats/statements.ts';
import { ALL, floorTo, Tallies, type TallyRow } from '../stats/tally.ts';

const CAP = 10_000;
const OVERDUE_MS = 60_000;

const summaryQuery = z.strictObject({ range: rangeField('24h'), groupName: groupField });

const countsSchema = z.record(z.string(), z.int()).describe('By status.');

const summarySchema = z
  .object({
    from: instant,
    to: instant,
    running: z.int().describe('10,000 means at least so many.'),
    waiting: z.int().describe('Due and not begun; 10,000 means at least so many.'),
    oldestWaitingAt: instant.nullable(),
    ended: countsSchema,
    successRate: z
      .number()
      .nullable()
      .describe('0 to 1, of those that succeeded, failed or timed out; null: there were none.'),
    previousEnded: countsSchema.describe('The same for the period before.'),
    previousSuccessRate: z.number().nullable(),
    missed: z.int().describe('Occurrences that were skipped because they were missed.'),
    overdue: z.int().describe('Crons due for over 60 s.'),
    workersAlive: z.int(),
    slots: z.int(),
    slotsUsed: z.int(),
    reportedUntil: instant.describe('Executions that ended later are not in the counts yet.'),
  })
  .meta({ id: 'StatsSummary' });

const METRICS = ['throughput', 'failureRate', 'queueDelay', 'runTime'] as const;
const GROUPINGS = ['status', 'groupName', 'handlerName'] as const;

const timeseriesQuery = z.strictObject({
  metric: z.enum(METRICS),
  range: rangeField('24h'),
  step: z.coerce
    .number()
    .int()
    .min(60)
    .max(604_800)
    .optional()
    .describe('Width of a point in seconds; default about 60 points.'),
  groupBy: z.enum(GROUPINGS).optional().describe('Only for throughput; default status.'),
  groupName: groupField,
});

const timeseriesSchema = z
  .object({
    metric: z.enum(METRICS),
    unit: z.enum(['executions', 'ratio', 'ms']),
    from: instant,
    to: instant,
    stepSeconds: z.int(),
    times: z.array(instant),
    series: z.array(
      z.object({
        key: z.string().describe('A status, group, handler, or p50, p95, p99.'),
        values: z.array(z.number().nullable()).describe('One for each of `times`; null: nothing ended.'),
      }),
    ),
  })
  .meta({ id: 'Timeseries' });

type StatsRow = TallyRow & { bucket_at: string; group_name: string; handler_name: string; status: Status };

const POINTS = 60;
const STEPS_SECONDS = [60, 300, 600, 1800, 3600, 10_800, 21_600, 43_200, 86_400, 604_800];

const rateOf = (counts: Partial<Record<Status, number>>): number | null => {
  const { SUCCESS = 0, FAILED = 0, TIMEOUT = 0 } = counts;
  const decided = SUCCESS + FAILED + TIMEOUT;
  return decided === 0 ? null : SUCCESS / decided;
};

/** /api/v1/stats: figures and charts, read from stored counts. */
export function statsRoutes(app: FastifyInstance, { database, clock }: AdminOptions): void {
  const tags = ['stats'];
  const { autocommit } = database;

  app.get<{ Querystring: z.output<typeof summaryQuery> }>(
    '/stats/summary',
    {
      config: { role: 'viewer' },
      schema: {
        tags,
        operationId: 'statsSummary',
        summary: 'What runs, waits and ended, against the period before',
        querystring: summaryQuery,
        response: { 200: summarySchema },
      },
    },
    async ({ query, principal }) => {
      const now = clock.now();
      const { rangeMs, grainSeconds } = RANGES[query.range];
      const groups = groupsOf(query.groupName, principal);
      const from = new Date(floorTo(now.getTime() - rangeMs, grainSeconds * 1000));
      const before = new Date(from.getTime() - rangeMs);
      const sum = async (begin: Date, until: Date) => {
        const rows = await autocommit.fetchAll<{ status: Status; executions: number | string }>(sql('sum_stats'), {
          ...{ grain_seconds: grainSeconds, from: begin, until },
          groups: storedGroups(groups),
        });
        return Object.fromEntries(rows.map(({ status, executions }) => [status, Number(executions)]));
      };
      const [current, ended, previousEnded, beating, position] = await Promise.all([
        autocommit.fetchOne<Record<string, number | string | null>>(sql('count_now'), {
          ...scopeParams(groups),
          ...{ now, from, cap: CAP, late: new Date(now.getTime() - OVERDUE_MS) },
        }),
        sum(from, new Date(now.getTime() + 60_000)),
        sum(before, from),
        autocommit.fetchAll(adminSql('list_beating_processes'), { cap: CAP }),
        autocommit.fetchOne<{ finished_at: string }>(sql('read_stats_position')),
      ]);
      const alive = beating
        .map((row) => fromRow<WorkerRow>(row))
        .filter((worker) => worker.role === 'worker' && isAlive(worker, now));
      return {
        from,
        to: now,
        running: Number(current?.['running']),
        waiting: Number(current?.['waiting']),
        oldestWaitingAt: current?.['oldest_at'] ? new Date(current['oldest_at']) : null,
        ended,
        successRate: rateOf(ended),
        previousEnded,
        previousSuccessRate: rateOf(previousEnded),
        missed: Number(current?.['missed']),
        overdue: Number(current?.['overdue']),
        workersAlive: alive.length,
        slots: alive.reduce((total, { slots }) => total + slots, 0),
        slotsUsed: alive.reduce((total, { running }) => total + running, 0),
        reportedUntil: new Date(position?.finished_at ?? 0),
      };
    },
  );

  app.get<{ Querystring: z.output<typeof timeseriesQuery> }>(
    '/stats/timeseries',
    {
      config: { role: 'viewer' },
      schema: {
        tags,
        operationId: 'statsTimeseries',
        summary: 'Throughput, failures, queue delay or run time over time',
        querystring: timeseriesQuery,
        response: { 200: timeseriesSchema },
      },
    },
    async ({ query, principal }) => {
      const { metric, groupBy = 'status' } = query;
      const groups = groupsOf(query.groupName, principal);
      if (groupBy !== 'status' && metric !== 'throughput')
        throw new JobuError('STATS_GROUPING_INVALID', { groupBy, metric });
      if (groupBy === 'handlerName' && groups !== null)
        throw new JobuError('STATS_GROUPING_INVALID', { groupBy, metric: `${metric} of one group` });
      const { rangeMs, grainSeconds } = RANGES[query.range];
      const rangeSeconds = rangeMs / 1000;
      const wanted = query.step ?? STEPS_SECONDS.find((step) => rangeSeconds / step <= POINTS * 2) ?? 604_800;
      const stepSeconds = Math.max(
        grainSeconds,
        Math.ceil(Math.max(wanted, rangeSeconds / 1000) / grainSeconds) * grainSeconds,
      );
      const now = clock.now();
      const fromMs = floorTo(now.getTime() - rangeMs, stepSeconds * 1000);
      const byGroup = groupBy === 'groupName';
      const byHandler = groupBy === 'handlerName';
      const rows = await autocommit.fetchAll<StatsRow>(sql('read_stats'), {
        grain_seconds: grainSeconds,
        from: new Date(fromMs),
        until: new Date(now.getTime() + 60_000),
        every_group: byGroup && groups === null ? '1' : null,
        some_groups: byGroup && groups === null ? null : '1',
        groups: storedGroups(groups),
        every_handler: byHandler ? '1' : null,
        some_handlers: byHandler ? null : '1',
        handlers: [ALL],
      });
      const tallies = new Tallies<readonly [key: string, atMs: number]>();
      const keys = new Set<string>();
      for (const row of rows) {
        const key =
          metric === 'queueDelay' || metric === 'runTime'
            ? 'all'
            : byGroup
              ? row.group_name
              : byHandler
                ? row.handler_name
                : row.status;
        keys.add(key);
        tallies.at([key, floorTo(Date.parse(row.bucket_at), stepSeconds * 1000)]).add(row);
      }
      const count = Math.floor((now.getTime() - fromMs) / (stepSeconds * 1000)) + 1;
      const times = Array.from({ length: count }, (_, index) => fromMs + index * stepSeconds * 1000);
      const countAt = (key: string, atMs: number) => tallies.at([key, atMs]).executions;
      const seriesOf = () => {
        if (metric === 'failureRate')
          return [
            {
              key: 'failureRate',
              values: times.map((atMs) => {
                const rate = rateOf(Object.fromEntries(STATUSES.map((status) => [status, countAt(status, atMs)])));
                return rate === null ? null : 1 - rate;
              }),
            },
          ];
        if (metric === 'throughput')
          return [...keys].sort().map((key) => ({ key, values: times.map((atMs) => countAt(key, atMs)) }));
        const histogram = metric === 'queueDelay' ? 'delays' : 'runTimes';
        return (['p50', 'p95', 'p99'] as const).map((key) => ({
          key,
          values: times.map((atMs) => tallies.at(['all', atMs])[histogram].percentile(Number(key.slice(1)) / 100)),
        }));
      };
      return {
        metric,
        unit: metric === 'throughput' ? 'executions' : metric === 'failureRate' ? 'ratio' : 'ms',
        from: new Date(fromMs),
        to: now,
        stepSeconds,
        times: times.map((atMs) => new Date(atMs)),
        series: seriesOf(),
      };
    },
  );
}
