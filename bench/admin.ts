import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createAdminApp } from '../src/admin/admin-app.ts';
import { rollUp } from '../src/admin/stats/rollup.ts';
import { loadConfig } from '../src/config/load.ts';
import { systemClock } from '../src/runtime/clock.ts';
import { createLogger } from '../src/runtime/logging.ts';
import { percentile, perSecond, round } from './figures.ts';
import type { Bench, Target } from './target.ts';

const PORT = 8080;
const BATCH = 5_000;
/** Thousands of executions that one statement makes. */
const THOUSANDS = 100;
const DAYS = 30;
const DAY_MS = 86_400_000;
const FIVE_MINUTES_MS = 300_000;
const GROUPS = 10;
const HANDLERS = 20;
/** One entry of the audit log for so many executions. */
const AUDITED = 20;
const BACKFILLS = 100;
/** Executions of each of them. */
const BACKFILLED = 1000;

/** How each database writes an instant of so many milliseconds since 1970. */
const INSTANT: Readonly<Record<Target['name'], (ms: string) => string>> = {
  sqlite: (ms) => `strftime('%Y-%m-%dT%H:%M:%fZ', (${ms}) / 1000.0, 'unixepoch')`,
  postgres: (ms) => `to_timestamp((${ms}) / 1000.0)`,
  mysql: (ms) => `FROM_UNIXTIME((${ms}) / 1000.0)`,
};

/** Fills the tables as a month of work would have. */
async function load(
  { database }: Bench,
  { name, executions, crons, now }: { name: Target['name']; executions: number; crons: number; now: Date },
): Promise<void> {
  const { autocommit } = database;
  for (let done = 0; done < crons; done += BATCH)
    await autocommit.executeMany(
      `INSERT INTO cron_jobs (name, cron_expression, time_zone, handler_name, group_name, owner, tags, next_run_at)
       VALUES (:name, :expression, 'Asia/Seoul', :handler, :group, :owner, 'money,eu', :next)`,
      Array.from({ length: Math.min(BATCH, crons - done) }, (_, offset) => {
        const index = done + offset;
        return {
          name: `job-${index}`,
          expression: `${index % 5}-59/5 * * * *`,
          handler: `handler-${index % HANDLERS}`,
          group: `group-${index % GROUPS}`,
          owner: `owner-${index % 50}`,
          next: new Date((Math.floor(now.getTime() / FIVE_MINUTES_MS) + 2) * FIVE_MINUTES_MS + (index % 5) * 60_000),
        };
      }),
    );
  // The rows are made by the server itself: sending ten million of them takes longer than all the rest.
  await autocommit.execute('CREATE TABLE numbers (i INTEGER NOT NULL PRIMARY KEY)');
  await autocommit.executeMany(
    'INSERT INTO numbers (i) VALUES (:i)',
    Array.from({ length: 1000 }, (_, i) => ({ i })),
  );
  const instant = INSTANT[name];
  const beginMs = now.getTime() - DAYS * DAY_MS;
  const at = `${beginMs} + FLOOR(i * ${((DAYS * DAY_MS) / executions).toFixed(6)})`;
  const failed = "status IN ('FAILED', 'TIMEOUT')";
  for (let done = 0; done < executions; done += THOUSANDS * 1000) {
    const last = Math.min(executions, done + THOUSANDS * 1000) - 1;
    await autocommit.execute(
      `INSERT INTO job_executions (job_id, cron_name, handler_name, params, param_source, scheduled_time, occurrence_time, run_at,
         status, attempt, worker_id, started_at, finished_at, error_code, error_message, result, business_date, created_at)
       SELECT i % ${crons} + 1, CONCAT('job-', i % ${crons}), CONCAT('handler-', i % ${crons} % ${HANDLERS}),
         '{"order":"A-1","rows":1234}', 'cron', ${instant('ms')}, ${instant('ms')}, ${instant('ms')}, status, 1,
         CONCAT('worker-', i % 8),
         CASE WHEN status IN ('PENDING', 'SKIPPED') THEN NULL ELSE ${instant('ms + i % 400')} END,
         CASE WHEN status IN ('PENDING', 'RUNNING') THEN NULL ELSE ${instant('ms + i % 400 + i % 7000')} END,
         CASE WHEN ${failed} THEN 'HANDLER_FAILED' ELSE NULL END,
         CASE WHEN ${failed} THEN CONCAT('Table ', i % 37, ' of partition "', i, '" is locked') ELSE NULL END,
         '{"rows":1234}', SUBSTR(CAST(${instant('ms')} AS CHAR(40)), 1, 10), ${instant('ms')}
       FROM (
         SELECT i, ${at} AS ms,
           CASE WHEN i >= ${executions - 500} THEN 'PENDING' WHEN i >= ${executions - 550} THEN 'RUNNING'
             WHEN i % 1000 < 960 THEN 'SUCCESS' WHEN i % 1000 < 980 THEN 'FAILED' WHEN i % 1000 < 985 THEN 'TIMEOUT'
             WHEN i % 1000 < 995 THEN 'SKIPPED' ELSE 'CANCELED' END AS status
         FROM (
           SELECT ${done} + thousands.i * 1000 + ones.i AS i
           FROM numbers AS ones CROSS JOIN numbers AS thousands
           WHERE thousands.i < ${THOUSANDS}
         ) AS numbers
         WHERE i <= ${last}
       ) AS made
       ORDER BY i`,
    );
  }
  const audited = executions / AUDITED;
  await autocommit.execute(
    `INSERT INTO audit_log (id, created_at, actor, via, action, target_type, target_id, target_name, group_name, before_state,
       after_state, previous_hash, hash)
     SELECT i + 1, ${instant(`${beginMs} + FLOOR(i * ${((DAYS * DAY_MS) / audited).toFixed(6)})`)}, CONCAT('user-', i % 30), 'session',
       CASE WHEN i % 3 = 0 THEN 'cron.pause' ELSE 'cron.update' END, 'cron', CONCAT('', i % ${crons} + 1),
       CONCAT('job-', i % ${crons}), CONCAT('group-', i % ${GROUPS}), '{"maxRetry":0}', '{"maxRetry":3}', '-', '-'
     FROM (
       SELECT thousands.i * 1000 + ones.i AS i FROM numbers AS ones CROSS JOIN numbers AS thousands
     ) AS numbers
     WHERE i < ${audited}`,
  );
  await autocommit.execute(
    `INSERT INTO backfills (job_id, cron_name, range_from, range_to, mode, run_order, max_running, allow_overlap, allow_closed,
       status, executions, created_at, updated_at)
     SELECT i + 1, CONCAT('job-', i), ${instant(String(beginMs))}, ${instant(String(now.getTime()))}, 'all', 'oldest', 4, TRUE, FALSE,
       'DONE', ${BACKFILLED}, ${instant(String(beginMs))}, ${instant(String(beginMs))}
     FROM numbers WHERE i < ${BACKFILLS}`,
  );
  await autocommit.execute(
    `UPDATE job_executions SET backfill_id = id % ${BACKFILLS} + 1 WHERE id <= ${BACKFILLS * BACKFILLED}`,
  );
  await autocommit.execute('DROP TABLE numbers');
}

const hours = (ahead: number): string => new Date(Date.now() + (ahead * DAY_MS) / 24).toISOString();

const PATHS: Readonly<Record<string, string>> = {
  crons: '/crons',
  'crons, a part of the name': '/crons?search=job-77&count=true',
  'crons, the last failed, by next time': '/crons?lastStatus=FAILED&sort=nextRunAt&count=true',
  'crons, never ran or without a worker': '/crons?neverRan=true&noWorker=true&count=true',
  'cron figures': `/crons/stats?ids=${Array.from({ length: 50 }, (_, index) => index + 1).join(',')}`,
  'cron figures, one': '/crons/7/stats?range=30d',
  executions: '/executions',
  'executions, counted': '/executions?count=true',
  'executions of a month': '/executions?since=30d',
  'failed in a month': '/executions?since=30d&status=FAILED,TIMEOUT',
  'failed in a day, counted': '/executions?status=FAILED,TIMEOUT&count=true',
  running: '/executions?status=RUNNING',
  waiting: '/executions?status=PENDING',
  'of one cron': '/executions?cronId=7',
  'of one cron, failed': '/executions?cronId=7&status=FAILED',
  'of a pattern of names': '/executions?cron=job-12*',
  'of a group': '/executions?groupName=group-3',
  'an error text': '/executions?error=partition&status=FAILED',
  'nothing found in a month': '/executions?since=30d&params=nowhere',
  'longer than': '/executions?durationOver=6900ms',
  'by end': '/executions?sort=-finishedAt',
  'by business date': `/executions?businessDate=${new Date(Date.now() - 5 * DAY_MS).toISOString().slice(0, 10)}`,
  'one execution': '/executions/1000',
  histogram: '/executions/histogram',
  suggestions: '/executions/suggest?field=cron&q=77',
  'dashboard: summary': '/stats/summary?range=24h',
  'dashboard: summary of a week': '/stats/summary?range=7d',
  'dashboard: throughput': '/stats/timeseries?metric=throughput&range=24h',
  'dashboard: queue delay': '/stats/timeseries?metric=queueDelay&range=7d',
  'dashboard: throughput by group': '/stats/timeseries?metric=throughput&groupBy=groupName&range=24h',
  'counts of every page': '/stats/badges',
  'dashboard: charts': '/stats/charts?range=24h',
  'dashboard: attention': '/attention',
  'dashboard: errors': '/error-groups',
  timeline: '/timeline',
  'timeline with what is coming': `/timeline?from=${hours(-1)}&to=${hours(6)}`,
  'timeline of hours ahead': `/timeline?from=${hours(5)}&to=${hours(6)}`,
  'runs longer than usual': '/executions?slow=true',
  plan: '/plan',
  'plan by minute': '/plan?groupBy=minute',
  'plan of one cron': '/plan?cron=7',
  audit: '/audit',
  'audit of one cron': '/audit?targetType=cron&targetId=7',
  'audit by one user, counted': '/audit?actor=user-3&count=true',
  'audit by nobody': '/audit?actor=nobody',
  'audit, a part of the name': '/audit?search=job-77&count=true',
  'audit, nothing found': '/audit?search=nowhere&count=true',
  backfills: '/backfills',
  'backfill, its executions': '/backfills/7/executions',
  workers: '/workers',
  handlers: '/handlers',
  database: '/system/database',
};

/** How long every list and the dashboard take, in milliseconds, with a month of executions in the database. */
export async function admin(
  target: Target,
  { executions, crons, samples }: { executions: number; crons: number; samples: number },
): Promise<object> {
  const bench = await target.fresh();
  const { database } = bench;
  const now = new Date();
  const folder = mkdtempSync(join(tmpdir(), 'jobu-bench-'));
  const { admin: config } = loadConfig(folder, {});
  rmSync(folder, { recursive: true });
  const app = await createAdminApp(
    {
      database,
      clock: systemClock,
      logger: createLogger({ level: 'error', format: 'json' }),
      version: 'bench',
      health: () => [],
      config: { ...config, port: PORT, signIn: { ...config.signIn, mode: 'none' } },
      cronDefaults: { timeZone: 'Asia/Seoul', minCronIntervalSeconds: 60 },
    },
    () => PORT,
  );
  try {
    let began = performance.now();
    const passed = (): number => (performance.now() - began) / 1000;
    await load(bench, { name: target.name, executions, crons, now });
    console.log(`${target.name}: ${executions} executions loaded in ${round(passed())} s`);
    began = performance.now();
    for (let counted = 0; ; ) {
      const result = await rollUp(database, new Date());
      counted += result?.counted ?? 0;
      if (!result?.isBehind) {
        console.log(`${target.name}: ${counted} counted for the reports, ${perSecond(counted / passed())}`);
        break;
      }
    }
    // Counting took its time; where dispatchers live, the next run of a cron never lies in the past.
    const next = (Math.floor(Date.now() / FIVE_MINUTES_MS) + 1) * FIVE_MINUTES_MS;
    for (let minute = 0; minute < 5; minute++)
      await database.autocommit.execute('UPDATE cron_jobs SET next_run_at = :next WHERE id % 5 = :rest', {
        next: new Date(next + minute * 60_000),
        rest: (minute + 1) % 5,
      });
    if (database.dialect !== 'mysql') await database.autocommit.execute('ANALYZE');
    const figures: Record<string, { p50: number; p95: number }> = {};
    for (const [name, path] of Object.entries(PATHS)) {
      const times: number[] = [];
      for (let sample = 0; sample <= samples; sample++) {
        const start = performance.now();
        const { statusCode, body } = await app.inject({
          url: `/api/v1${path}`,
          headers: { host: `localhost:${PORT}` },
        });
        if (sample > 0) times.push(performance.now() - start);
        if (statusCode !== 200) throw new Error(`${path} answered ${statusCode}: ${body}`);
      }
      figures[name] = { p50: round(percentile(times, 0.5), 1), p95: round(percentile(times, 0.95), 1) };
      console.log(`${target.name}: ${name.padEnd(32)} p50 ${figures[name].p50} ms, p95 ${figures[name].p95} ms`);
    }
    return { executions, crons, figures };
  } finally {
    await app.close();
    await bench.close();
  }
}
