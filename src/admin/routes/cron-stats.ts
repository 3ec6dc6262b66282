import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { STATUSES, type Status } from '../../domain/states.ts';
import { assertTimeZone, formatInstant } from '../../domain/time-zone.ts';
import { JobuError } from '../../errors.ts';
import { idParam } from '../../ledger/model/row.ts';
import { idParams, idText, instant } from '../model/paging.ts';
import { reaches, requireCronGroup } from '../model/principal.ts';
import type { AdminOptions } from '../options.ts';
import type { RecentResult } from '../stats/cron-results.ts';
import { RANGES, rangeField } from '../stats/scope.ts';
import { sql } from '../stats/statements.ts';
import { floorTo, HOUR_MS, Tally, type TallyRow } from '../stats/tally.ts';

const DAY_MS = 86_400_000;

const resultSchema = z
  .object({
    id: z.string(),
    status: z.enum(STATUSES),
    finishedAt: instant,
    durationMs: z.int().nullable().describe('Null: it never began.'),
  })
  .meta({ id: 'CronResult' });

const figuresFields = {
  cronId: z.string(),
  nextRunAt: instant.nullable(),
  lastStatus: z.enum(STATUSES).nullable().describe('Of the execution that ended last; null: none has.'),
  lastExecutionId: z.string().nullable(),
  lastFinishedAt: instant.nullable(),
  lastSuccessAt: instant.nullable(),
  failuresInRow: z.int().describe('At most 30.'),
  recent: z.array(resultSchema).describe('The last 30 results, newest first.'),
  unfinished: z.int().describe('Waiting, held or running now; at most 1,000 are counted over all crons asked for.'),
  runningSince: instant.nullable().describe('Start of the oldest that runs now.'),
  p50Ms: z.int().nullable().describe('Run time of successes in the range.'),
  p95Ms: z.int().nullable(),
  successRate: z.number().nullable().describe('0 to 1, in the range.'),
  failures: z.int().describe('Failed and timed out in the range.'),
  ended: z.int().describe('All that ended in the range.'),
};

const listSchema = z.object({ items: z.array(z.object(figuresFields).meta({ id: 'CronFigures' })) });

const listQuery = z.strictObject({
  ids: z
    .preprocess(
      (value) =>
        value === undefined
          ? []
          : [value].flat().flatMap((part) => (typeof part === 'string' ? part.split(',') : [part])),
      z.array(idText).min(1).max(200),
    )
    .meta({ type: 'array', items: { type: 'string' }, description: 'Ids of crons, separated by commas or repeated.' }),
  range: rangeField('7d'),
});

const statsQuery = z.strictObject({
  range: rangeField('7d'),
  timeZone: z.string().optional().describe('Whose days the buckets of a day are; left out: UTC.'),
});

const statsSchema = z
  .object({
    ...figuresFields,
    stepSeconds: z.int(),
    buckets: z.array(
      z.object({
        at: instant,
        counts: z.record(z.string(), z.int()).describe('By status.'),
        p50Ms: z.int().nullable(),
        p95Ms: z.int().nullable(),
      }),
    ),
  })
  .meta({ id: 'CronStats' });

interface CronRow {
  readonly id: number | bigint;
  readonly next_run_at: string | null;
  readonly group_name: string | null;
  readonly last_execution_id: number | bigint | null;
  readonly last_status: Status | null;
  readonly last_finished_at: string | null;
  readonly last_success_at: string | null;
  readonly failures_in_row: number | null;
  readonly recent: string | null;
}

type StatsRow = TallyRow & { job_id: number | bigint; bucket_at: string; status: Status };
type Unfinished = { job_id: number | bigint; status: Status; started_at: string | null };

const MOST_UNFINISHED = 1_000;
const dateOf = (text: string | null): Date | null => (text === null ? null : new Date(text));

function figuresOf(cron: CronRow, stats: readonly StatsRow[], unfinished: readonly Unfinished[]) {
  const byStatus = new Map<Status, Tally>();
  for (const row of stats) {
    const tally = byStatus.get(row.status) ?? new Tally();
    tally.add(row);
    byStatus.set(row.status, tally);
  }
  const count = (status: Status) => byStatus.get(status)?.executions ?? 0;
  const failures = count('FAILED') + count('TIMEOUT');
  const decided = count('SUCCESS') + failures;
  const runTimes = byStatus.get('SUCCESS')?.runTimes;
  const starts = unfinished.flatMap(({ status, started_at }) =>
    status === 'RUNNING' && started_at !== null ? [new Date(started_at).getTime()] : [],
  );
  return {
    cronId: String(cron.id),
    nextRunAt: dateOf(cron.next_run_at),
    lastStatus: cron.last_status,
    lastExecutionId: cron.last_execution_id === null ? null : String(cron.last_execution_id),
    lastFinishedAt: dateOf(cron.last_finished_at),
    lastSuccessAt: dateOf(cron.last_success_at),
    failuresInRow: cron.failures_in_row ?? 0,
    recent: (JSON.parse(cron.recent ?? '[]') as RecentResult[]).map(([id, status, finishedMs, durationMs]) => ({
      ...{ id, status, durationMs },
      finishedAt: new Date(finishedMs),
    })),
    unfinished: unfinished.length,
    runningSince: starts.length > 0 ? new Date(Math.min(...starts)) : null,
    p50Ms: runTimes?.percentile(0.5) ?? null,
    p95Ms: runTimes?.percentile(0.95) ?? null,
    successRate: decided === 0 ? null : count('SUCCESS') / decided,
    failures,
    ended: [...byStatus.values()].reduce((total, { executions }) => total + executions, 0),
  };
}

/** Figures of crons: /api/v1/crons/stats for the rows of a list, /api/v1/crons/{id}/stats with their course. */
export function cronStatsRoutes(app: FastifyInstance, { database, clock }: AdminOptions): void {
  const tags = ['crons'];
  const { autocommit } = database;

  const read = async (ids: readonly string[], rangeMs: number) => {
    const from = new Date(floorTo(clock.now().getTime() - rangeMs, HOUR_MS));
    const jobIds = ids.map(idParam);
    const [crons, stats, unfinished] = await Promise.all([
      autocommit.fetchAll<CronRow>(sql('list_cron_result_rows'), { job_ids: jobIds }),
      autocommit.fetchAll<StatsRow>(sql('read_cron_stats'), { ids: jobIds, from }),
      autocommit.fetchAll<Unfinished>(sql('list_unfinished_of_crons'), { job_ids: jobIds, limit: MOST_UNFINISHED }),
    ]);
    const statsOf = Map.groupBy(stats, ({ job_id }) => String(job_id));
    const unfinishedOf = Map.groupBy(unfinished, ({ job_id }) => String(job_id));
    return crons.map((cron) => {
      const id = String(cron.id);
      const own = statsOf.get(id) ?? [];
      return { cron, stats: own, figures: figuresOf(cron, own, unfinishedOf.get(id) ?? []) };
    });
  };

  app.get<{ Querystring: z.output<typeof listQuery> }>(
    '/crons/stats',
    {
      config: { role: 'viewer' },
      schema: {
        tags,
        operationId: 'listCronFigures',
        summary: 'Last results and figures of several crons; those that do not exist are left out',
        querystring: listQuery,
        response: { 200: listSchema },
      },
    },
    async ({ query, principal }) => {
      const found = await read(query.ids, RANGES[query.range].rangeMs);
      return { items: found.filter(({ cron }) => reaches(principal, cron.group_name)).map(({ figures }) => figures) };
    },
  );

  app.get<{ Params: { id: string }; Querystring: z.output<typeof statsQuery> }>(
    '/crons/:id/stats',
    {
      config: { role: 'viewer' },
      schema: {
        tags,
        operationId: 'getCronStats',
        summary: 'Figures of one cron and their course',
        params: idParams,
        querystring: statsQuery,
        response: { 200: statsSchema },
      },
    },
    async ({ params: { id }, query, principal }) => {
      await requireCronGroup(autocommit, principal, id);
      const { rangeMs } = RANGES[query.range];
      const [found] = await read([id], rangeMs);
      if (!found) throw new JobuError('CRON_NOT_FOUND', { cron: id, suggestion: '' });
      const stepMs = rangeMs > 7 * DAY_MS ? DAY_MS : HOUR_MS;
      const { timeZone } = query;
      if (timeZone !== undefined) assertTimeZone(timeZone);
      // Stored by the hour: a day of the zone begins with its first hour.
      const buckets = Map.groupBy(found.stats, ({ bucket_at }) =>
        timeZone !== undefined && stepMs === DAY_MS
          ? formatInstant(new Date(bucket_at), timeZone).slice(0, 10)
          : floorTo(Date.parse(bucket_at), stepMs),
      );
      return {
        ...found.figures,
        stepSeconds: stepMs / 1000,
        buckets: [...buckets].map(([key, rows]) => {
          const success = new Tally();
          const counts: Partial<Record<Status, number>> = {};
          for (const row of rows) {
            counts[row.status] = (counts[row.status] ?? 0) + Number(row.executions);
            if (row.status === 'SUCCESS') success.add(row);
          }
          return {
            at: new Date(typeof key === 'number' ? key : rows[0]!.bucket_at),
            counts,
            p50Ms: success.runTimes.percentile(0.5),
            p95Ms: success.runTimes.percentile(0.95),
          };
        }),
      };
    },
  );
}
