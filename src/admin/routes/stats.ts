import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { Status } from '../../domain/states.ts';
import { JobuError } from '../../errors.ts';
import type { WorkerRow } from '../../ledger/model/execution.ts';
import { fromRow } from '../../ledger/model/row.ts';
import { instant, instantField } from '../model/paging.ts';
import { isAlive } from '../model/worker.ts';
import type { AdminOptions } from '../options.ts';
import { sql as adminSql } from '../statements.ts';
import { groupField, groupsOf, scopeParams, storedGroups, windowFields, windowOf } from '../stats/scope.ts';
import { GROUPINGS, METRICS, rateOf, readChart, UNITS } from '../stats/series.ts';
import { sql } from '../stats/statements.ts';
import { floorTo } from '../stats/tally.ts';

const CAP = 10_000;
const OVERDUE_MS = 60_000;
const MOST_WORKERS = 20;
const DAY_MS = 86_400_000;
/** Figures beside the names of pages are asked for by every page. */
const BADGE_CAP = 1_000;

const summaryQuery = z.strictObject({ ...windowFields, groupName: groupField });

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
    workers: z
      .array(z.object({ id: z.string(), host: z.string(), slots: z.int(), running: z.int(), isDraining: z.boolean() }))
      .describe(`The ${MOST_WORKERS} with the least room.`),
    reportedUntil: instant.describe('Executions that ended later are not in the counts yet.'),
  })
  .meta({ id: 'StatsSummary' });

const badgesQuery = z.strictObject({
  failedSince: instantField.describe('Failures after it are counted; default: a day ago.'),
});

const badge = (what: string) => z.int().describe(`${what}; 1,000 means at least so many.`);

const badgesSchema = z
  .object({
    running: badge('Executions that run'),
    failed: badge('Executions that failed or timed out since then'),
    late: badge('Crons due for over 60 s'),
  })
  .meta({ id: 'StatsBadges' });

const stepField = z.coerce
  .number()
  .int()
  .min(60)
  .max(604_800)
  .optional()
  .describe('Width of a point in seconds; default about 60 points.');

const timeseriesQuery = z.strictObject({
  metric: z.enum(METRICS),
  ...windowFields,
  step: stepField,
  groupBy: z.enum(GROUPINGS).optional().describe('Only for throughput; default status.'),
  groupName: groupField,
});

const chartsQuery = z.strictObject({ ...windowFields, step: stepField, groupName: groupField });

const unitField = z.enum(['executions', 'ratio', 'ms']);
const seriesField = z.array(
  z.object({
    key: z.string().describe('A status, group, handler, or p50, p95, p99.'),
    values: z.array(z.number().nullable()).describe('One for each of `times`; null: nothing ended.'),
  }),
);
const chartFields = { from: instant, to: instant, stepSeconds: z.int(), times: z.array(instant) };

const timeseriesSchema = z
  .object({ metric: z.enum(METRICS), unit: unitField, ...chartFields, series: seriesField })
  .meta({ id: 'Timeseries' });

const chartsSchema = z
  .object({
    ...chartFields,
    charts: z.array(z.object({ metric: z.enum(METRICS), unit: unitField, series: seriesField })),
  })
  .meta({ id: 'StatsCharts' });

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
      const asked = windowOf(query, now);
      const { grainSeconds, until } = asked;
      const groups = groupsOf(query.groupName, principal);
      const from = new Date(floorTo(asked.from.getTime(), grainSeconds * 1000));
      const before = new Date(from.getTime() - (until.getTime() - asked.from.getTime()));
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
        sum(from, query.to ?? new Date(now.getTime() + 60_000)),
        sum(before, from),
        autocommit.fetchAll(adminSql('list_beating_processes'), { cap: CAP }),
        autocommit.fetchOne<{ finished_at: string }>(sql('read_stats_position')),
      ]);
      const alive = beating
        .map((row) => fromRow<WorkerRow>(row))
        .filter((worker) => worker.role === 'worker' && isAlive(worker, now));
      return {
        from,
        to: until,
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
        workers: alive
          .toSorted((a, b) => b.running / (b.slots || 1) - a.running / (a.slots || 1) || (a.id < b.id ? -1 : 1))
          .slice(0, MOST_WORKERS)
          .map(({ id, host, slots, running, desiredState }) => ({
            ...{ id, host, slots, running },
            isDraining: desiredState === 'drain',
          })),
        reportedUntil: new Date(position?.finished_at ?? 0),
      };
    },
  );

  app.get<{ Querystring: z.output<typeof badgesQuery> }>(
    '/stats/badges',
    {
      config: { role: 'viewer' },
      schema: {
        tags,
        operationId: 'statsBadges',
        summary: 'What runs, failed lately and is late: three small counts for every page',
        querystring: badgesQuery,
        response: { 200: badgesSchema },
      },
    },
    async ({ query, principal }) => {
      const now = clock.now();
      const counts = await autocommit.fetchOne<Record<string, number | string>>(sql('count_badges'), {
        ...scopeParams(groupsOf(undefined, principal)),
        ...{ failed_since: query.failedSince ?? new Date(now.getTime() - DAY_MS), cap: BADGE_CAP },
        late: new Date(now.getTime() - OVERDUE_MS),
      });
      return {
        running: Number(counts?.['running']),
        failed: Math.min(BADGE_CAP, Number(counts?.['failed'])),
        late: Number(counts?.['late']),
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
      const now = clock.now();
      const asked = windowOf(query, now);
      const chart = await readChart(autocommit, asked, { groups, groupBy, step: query.step });
      const { from, stepSeconds, times } = chart;
      const series = chart.seriesOf(metric);
      return { metric, unit: UNITS[metric], from, to: asked.until, stepSeconds, times, series };
    },
  );

  app.get<{ Querystring: z.output<typeof chartsQuery> }>(
    '/stats/charts',
    {
      config: { role: 'viewer' },
      schema: {
        tags,
        operationId: 'statsCharts',
        summary: 'Throughput by status, failure rate, queue delay and run time over the same time',
        querystring: chartsQuery,
        response: { 200: chartsSchema },
      },
    },
    async ({ query, principal }) => {
      const asked = windowOf(query, clock.now());
      const groups = groupsOf(query.groupName, principal);
      const chart = await readChart(autocommit, asked, { groups, step: query.step });
      const { from, stepSeconds, times } = chart;
      return {
        ...{ from, to: asked.until, stepSeconds, times },
        charts: METRICS.map((metric) => ({ metric, unit: UNITS[metric], series: chart.seriesOf(metric) })),
      };
    },
  );
}
