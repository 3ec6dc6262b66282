import fc from 'fast-check';
import { expect, test } from 'vitest';
import { rollUp } from '../../src/admin/stats/rollup.ts';
import type { Database } from '../../src/database/database.ts';
import { DurationHistogram } from '../../src/domain/duration-histogram.ts';
import { markSucceeded, retryExecution } from '../../src/ledger/operations.ts';
import { ledgerOn } from '../support/admin-app.ts';
import { DATABASE_KINDS } from '../support/servers.ts';

const START = Date.parse('2026-11-22T09:50:00.000Z');
const STATUSES = ['SUCCESS', 'FAILED', 'TIMEOUT', 'CANCELED', 'SKIPPED'] as const;

type Step =
  | { kind: 'end'; status: (typeof STATUSES)[number]; job: number | null; lateMs: number; runMs: number }
  | { kind: 'retry' | 'succeed'; pick: number }
  | { kind: 'pass'; afterMs: number };

const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    {
      weight: 6,
      arbitrary: fc.record({
        kind: fc.constant('end' as const),
        status: fc.constantFrom(...STATUSES),
        job: fc.constantFrom(1, 2, null),
        lateMs: fc.constantFrom(0, 0, 0, 4_000, 900_000, 3_700_000),
        runMs: fc.integer({ min: 0, max: 100_000 }),
      }),
    },
    {
      weight: 2,
      arbitrary: fc.record({ kind: fc.constantFrom('retry' as const, 'succeed' as const), pick: fc.nat(50) }),
    },
    {
      weight: 3,
      arbitrary: fc.record({ kind: fc.constant('pass' as const), afterMs: fc.integer({ min: 0, max: 1_500_000 }) }),
    },
  ),
  { minLength: 5, maxLength: 40 },
);

interface Counted {
  readonly bucket: string;
  readonly status: string;
  readonly executions: number;
}

const sorted = (rows: Counted[]) => rows.map((row) => `${row.bucket} ${row.status} ${row.executions}`).sort();

/** What the reports say, and what counting all rows anew says. */
async function both({ autocommit }: Database, widthSeconds: number) {
  const rows = await autocommit.fetchAll<{ status: string; finished_at: string }>(
    'SELECT status, finished_at FROM job_executions WHERE finished_at IS NOT NULL',
  );
  const bucketOf = (text: string) =>
    new Date(Math.floor(Date.parse(text) / (widthSeconds * 1000)) * widthSeconds * 1000).toISOString();
  const naive = Map.groupBy(rows, (row) => `${bucketOf(row.finished_at)}|${row.status}`);
  const stored = await autocommit.fetchAll<{
    bucket_at: string;
    status: string;
    executions: number;
    run_times: string;
  }>(
    `SELECT bucket_at, status, executions, run_times FROM execution_stats
     WHERE grain_seconds = ${widthSeconds} AND group_name = '*' AND handler_name = '*'`,
  );
  return {
    counted: sorted(
      stored.map((row) => ({
        bucket: new Date(row.bucket_at).toISOString(),
        status: row.status,
        executions: Number(row.executions),
      })),
    ),
    recounted: sorted(
      [...naive].map(([key, group]) => {
        const [bucket, status] = key.split('|') as [string, string];
        return { bucket, status, executions: group.length };
      }),
    ),
    histograms: stored.every((row) => DurationHistogram.parse(row.run_times).count <= Number(row.executions)),
  };
}

test.each(DATABASE_KINDS)(
  'the reports agree with a recount, whatever ends late or runs again, on %s',
  async (kind) => {
    const database = await ledgerOn(kind);
    const { autocommit } = database;
    await fc.assert(
      fc.asyncProperty(steps, async (plan) => {
        for (const table of [
          'job_executions',
          'execution_stats',
          'cron_stats',
          'cron_results',
          'stats_corrections',
          'execution_errors',
        ])
          await autocommit.execute(`DELETE FROM ${table}`);
        const epoch = new Date('1970-01-02T00:00:00Z');
        await autocommit.execute(
          'UPDATE stats_position SET finished_at = :epoch, execution_id = 0, checked_at = :epoch, pruned_at = :now',
          { epoch, now: new Date(START) },
        );
        let nowMs = START;
        let made = 0;
        for (const step of plan) {
          nowMs += 1_000;
          if (step.kind === 'pass') {
            nowMs += step.afterMs;
            await rollUp(database, new Date(nowMs));
          } else if (step.kind === 'end') {
            const finished = new Date(nowMs - step.lateMs);
            await autocommit.execute(
              `INSERT INTO job_executions (job_id, handler_name, scheduled_time, occurrence_time, run_at, status, started_at, finished_at, error_code, error_message)
               VALUES (:job, 'h', :at, :at, :at, :status, :started, :finished, 'E', 'it broke')`,
              {
                ...{ job: step.job, status: step.status, finished },
                at: new Date(START - 86_400_000 + made++),
                started: step.status === 'SKIPPED' ? null : new Date(finished.getTime() - step.runMs),
              },
            );
          } else {
            const rows = await autocommit.fetchAll<{ id: number | bigint }>(
              `SELECT id FROM job_executions WHERE status IN ('FAILED', 'TIMEOUT', 'CANCELED') ORDER BY id`,
            );
            const row = rows[step.pick % Math.max(1, rows.length)];
            if (!row) continue;
            const note = { actor: 'kim', reason: 'test' };
            await database.transaction((connection) =>
              step.kind === 'retry'
                ? retryExecution(connection, String(row.id), { ...note, allowOverlap: true }, new Date(nowMs))
                : markSucceeded(connection, String(row.id), note, new Date(nowMs)),
            );
          }
        }
        // Every hour that is checked has its turn, once a minute.
        nowMs = Math.ceil(nowMs / 60_000) * 60_000 + 10_000;
        for (let turn = 1; turn <= 50; turn++) await rollUp(database, new Date(nowMs + turn * 60_000));
        nowMs += 50 * 60_000;
        await rollUp(database, new Date(nowMs + 3_600_000 * 2));
        for (let turn = 0; turn < 50; turn++) await rollUp(database, new Date(nowMs + 3_600_000 * 2 + turn * 60_000));
        for (const width of [60, 600, 3600]) {
          const { counted, recounted, histograms } = await both(database, width);
          expect(counted).toEqual(recounted);
          expect(histograms).toBe(true);
        }
        const perCron = await autocommit.fetchValue('SELECT COALESCE(SUM(executions), 0) FROM cron_stats');
        const ofCrons = await autocommit.fetchValue(
          'SELECT COUNT(*) FROM job_executions WHERE finished_at IS NOT NULL AND job_id IS NOT NULL',
        );
        expect(Number(perCron)).toBe(Number(ofCrons));
        const failed = await autocommit.fetchValue(
          "SELECT COUNT(*) FROM job_executions WHERE status IN ('FAILED', 'TIMEOUT')",
        );
        expect(Number(await autocommit.fetchValue('SELECT COUNT(*) FROM execution_errors'))).toBe(Number(failed));
      }),
      { numRuns: kind === 'sqlite' ? 15 : 4 },
    );
  },
  120_000,
);

test('percentiles of a histogram are within ten percent', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 100_000_000 }), { minLength: 1, maxLength: 300 }), (durations) => {
      const histogram = new DurationHistogram();
      for (const ms of durations) histogram.add(ms);
      const ordered = durations.toSorted((a, b) => a - b);
      for (const fraction of [0.5, 0.95, 0.99]) {
        const exact = ordered[Math.ceil(ordered.length * fraction) - 1]!;
        const read = DurationHistogram.parse(String(histogram)).percentile(fraction)!;
        expect(Math.abs(read - exact)).toBeLessThanOrEqual(exact * 0.11 + 1);
      }
      for (const ms of durations) histogram.add(ms, -1);
      expect(String(histogram)).toBe('');
    }),
  );
});
