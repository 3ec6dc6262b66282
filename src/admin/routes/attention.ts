import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { WorkerRow } from '../../ledger/model/execution.ts';
import { fromRow } from '../../ledger/model/row.ts';
import { instant } from '../model/paging.ts';
import { isAlive } from '../model/worker.ts';
import type { AdminOptions } from '../options.ts';
import { sql as adminSql } from '../statements.ts';
import { lastRunTimes } from '../stats/cron-results.ts';
import { groupField, groupsOf, scopeParams } from '../stats/scope.ts';
import { sql } from '../stats/statements.ts';

const DAY_MS = 86_400_000;
const OVERDUE_MS = 60_000;
const CAP = 10_000;
/** Items of one kind. */
const MOST = 20;
const SLOW_FACTOR = 3;
/** A cron that has succeeded less often than this has no usual run time. */
const FEW = 10;

const KINDS = [
  ...(['failing', 'failing_in_row', 'slow', 'never_finished', 'missed', 'overdue', 'paused_long', 'broken'] as const),
  'no_worker',
] as const;

const itemSchema = z
  .object({
    kind: z
      .enum(KINDS)
      .describe(
        'failing: the last result; failing_in_row: 3 and more; slow: 3 times its 95th percentile; never_finished: beyond its ' +
          'timeout; missed: skipped since it was too late; overdue: due for over 60 s; paused_long: 7 days; broken: set aside; ' +
          'no_worker: no live worker offers the handler.',
      ),
    cronId: z.string().nullable(),
    cronName: z.string().nullable(),
    handlerName: z.string().nullable(),
    executionId: z.string().nullable(),
    since: instant.nullable(),
    count: z.int().nullable().describe('Failures in a row, occurrences missed, or executions waiting.'),
    detail: z.string().nullable().describe('Code of the error, or reason of the skip.'),
    usualMs: z.int().nullable().describe('The 95th percentile of its last successes, of at most 30 results.'),
  })
  .meta({ id: 'AttentionItem' });

type Row = Record<string, string | number | bigint | null>;
type Item = z.input<typeof itemSchema>;

const idOf = (value: unknown): string | null => (value === null || value === undefined ? null : String(value));

/** GET /api/v1/attention */
export function attentionRoutes(app: FastifyInstance, { database, clock }: AdminOptions): void {
  const { autocommit } = database;

  const item = (kind: Item['kind'], values: { [K in keyof Item]?: unknown }): object => ({
    ...{ kind, cronId: null, cronName: null, handlerName: null, executionId: null, since: null },
    ...{ count: null, detail: null, usualMs: null },
    ...values,
  });
  const ofCron = (row: Row) => ({
    cronId: idOf(row['id']),
    cronName: row['name'],
    since: row['at_time'] === null ? null : new Date(String(row['at_time'])),
  });

  /** What runs for much longer than its cron usually does, or beyond its timeout. */
  const slowOnes = async (running: readonly Row[], now: Date): Promise<object[]> => {
    const jobIds = [...new Set(running.flatMap(({ job_id }) => (job_id === null ? [] : [job_id])))].slice(0, 1000);
    const runTimes = await lastRunTimes(autocommit, jobIds as (number | bigint)[]);
    return running.flatMap((row) => {
      const since = new Date(String(row['at_time']));
      const ranMs = now.getTime() - since.getTime();
      const times = runTimes.get(String(row['job_id'])) ?? [];
      const usualMs = times.length >= FEW ? times[Math.ceil(times.length * 0.95) - 1]! : null;
      const values = {
        ...{ cronId: idOf(row['job_id']), cronName: row['cron_name'], handlerName: row['handler_name'] },
        ...{ executionId: idOf(row['id']), since, usualMs },
      };
      const timeoutMs = Number(row['timeout_seconds']) * 1000;
      if (timeoutMs > 0 && ranMs > timeoutMs + OVERDUE_MS) return [item('never_finished', values)];
      return usualMs !== null && ranMs > Math.max(1000, SLOW_FACTOR * usualMs) ? [item('slow', values)] : [];
    });
  };

  /** Handlers that executions wait for and that no live worker offers. */
  const withoutWorker = async (waiting: readonly Row[], now: Date): Promise<object[]> => {
    const workers = await autocommit.fetchAll(adminSql('list_beating_processes'), { cap: CAP });
    const offered = new Set(
      workers
        .map((row) => fromRow<WorkerRow>(row))
        .filter((worker) => worker.role === 'worker' && isAlive(worker, now))
        .flatMap(({ handlers }) => JSON.parse(handlers) as string[]),
    );
    return waiting
      .filter(({ handler_name }) => !offered.has(String(handler_name)))
      .map((row) =>
        item('no_worker', {
          handlerName: row['handler_name'],
          since: new Date(String(row['at_time'])),
          count: Number(row['executions']),
        }),
      );
  };

  app.get<{ Querystring: { groupName?: string[] } }>(
    '/attention',
    {
      config: { role: 'viewer' },
      schema: {
        tags: ['stats'],
        operationId: 'listAttention',
        summary: 'What somebody should look at, at most 20 of each kind',
        querystring: z.strictObject({ groupName: groupField }),
        response: { 200: z.object({ items: z.array(itemSchema) }) },
      },
    },
    async ({ query, principal }) => {
      const now = clock.now();
      const scope = scopeParams(groupsOf(query.groupName, principal));
      const rows = (name: string, params: object) => autocommit.fetchAll<Row>(sql(name), { ...scope, ...params });
      const late = new Date(now.getTime() - OVERDUE_MS);
      const [failing, running, overdue, paused, broken, missed, waiting] = await Promise.all([
        rows('list_failing_crons', { limit: MOST }),
        rows('list_running_long', { limit: CAP }),
        rows('list_overdue_crons', { limit: MOST, late }),
        rows('list_long_paused_crons', { limit: MOST, before: new Date(now.getTime() - 7 * DAY_MS) }),
        rows('list_broken_crons', { limit: MOST }),
        rows('list_missed_occurrences', { limit: MOST, from: new Date(now.getTime() - DAY_MS) }),
        rows('list_waiting_handlers', { now: late, cap: CAP }),
      ]);
      return {
        items: [
          ...failing.map((row) =>
            item(Number(row['failures_in_row']) >= 3 ? 'failing_in_row' : 'failing', {
              ...ofCron(row),
              executionId: idOf(row['last_execution_id']),
              count: Number(row['failures_in_row']),
            }),
          ),
          ...(await slowOnes(running, now)).slice(0, MOST),
          ...missed.map((row) =>
            item('missed', {
              ...{ cronId: idOf(row['job_id']), cronName: row['cron_name'], executionId: idOf(row['id']) },
              ...{ since: new Date(String(row['at_time'])), detail: row['skip_reason'] },
              count: Number(row['skipped_count'] ?? 1),
            }),
          ),
          ...overdue.map((row) => item('overdue', ofCron(row))),
          ...broken.map((row) => item('broken', { ...ofCron(row), detail: row['error_code'] })),
          ...(await withoutWorker(waiting, now)).slice(0, MOST),
          ...paused.map((row) => item('paused_long', ofCron(row))),
        ],
      };
    },
  );
}
