// Takes the pictures of docs/images from a server with a day of made-up history, in both languages:
//   npm run build && node scripts/pictures.ts
import { mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { AdminServer } from '../src/admin/main.ts';
import { rollUp } from '../src/admin/stats/rollup.ts';
import { loadConfig } from '../src/config/load.ts';
import type { Database } from '../src/database/database.ts';
import { migrate } from '../src/database/migration.ts';
import { DatabaseRegistry } from '../src/database/registry.ts';
import { readyMadeCalendar } from '../src/ledger/calendar-data/ready-made.ts';
import { saveCalendar } from '../src/ledger/calendars.ts';
import { createCron } from '../src/ledger/crons.ts';
import type { CronInput } from '../src/ledger/model/cron.ts';
import { LEDGER_MIGRATIONS } from '../src/ledger/schema.ts';
import { registerWorker } from '../src/ledger/workers.ts';
import { createLogger } from '../src/runtime/logging.ts';
import { launchBrowser } from '../test/support/browser.ts';

const root = join(import.meta.dirname, '..');
const folder = join(root, 'docs/images');
const MOST_BYTES = 200_000;
const HOUR_MS = 3_600_000;

const PICTURES = {
  dashboard: '/',
  crons: '/crons',
  editor: '/crons/7/edit',
  executions: '/executions',
  timeline: '/timeline',
};

/** Name, expression, group, owner, handler, and how long a run takes in seconds. */
const CRONS: readonly (readonly [string, string, string, string, string, number])[] = [
  ['daily-settlement', '0 2 * * *', 'finance', 'kim', 'settle', 900],
  ['order-export', '*/10 * * * *', 'shop', 'lee', 'export', 20],
  ['stock-sync', '*/5 * * * *', 'shop', 'lee', 'sync', 45],
  ['hourly-report', '0 * * * *', 'reports', 'park', 'report', 240],
  ['invoice-mail', '30 7-19 * * MON-FRI', 'finance', 'kim', 'mail', 75],
  ['backup-check', '15 */4 * * *', 'operations', 'choi', 'check', 400],
  ['board-figures', '0 9 13 * FRI', 'reports', 'park', 'report', 600],
];

async function fill(database: Database, now: Date): Promise<void> {
  const defaults = { timeZone: 'Asia/Seoul', minCronIntervalSeconds: 60 };
  const { autocommit } = database;
  const holidays = await readyMadeCalendar('kr', now);
  await database.transaction((connection) => saveCalendar(connection, 'kr', holidays, { now, mode: 'create' }));
  const workers = [];
  for (let each = 0; each < 2; each++)
    workers.push(
      await registerWorker(
        autocommit,
        {
          ...{ role: 'worker', version: '1.0.0', slots: 8, leaseSeconds: 3600, queues: ['default'] },
          handlers: [...new Set(CRONS.map(([, , , , handler]) => handler))],
        },
        now,
      ),
    );
  await registerWorker(autocommit, { role: 'dispatcher', version: '1.0.0', leaseSeconds: 3600 }, now);
  for (const [index, [name, cronExpression, groupName, owner, handlerName, seconds]] of CRONS.entries()) {
    const input = { name, cronExpression, groupName, owner, handlerName, calendar: 'kr', onClosed: 'run' } as CronInput;
    const cron = await database.transaction((connection) => createCron(connection, input, { now, defaults }));
    const stepMs = Math.max(20, (seconds * 4) / 60) * 60_000;
    const runs = Math.min(70, Math.floor((24 * HOUR_MS) / stepMs));
    for (let run = runs; run >= 0; run--) {
      const started = now.getTime() - run * stepMs - index * 137_000;
      const isRunning = run === 0 && index % 3 === 0;
      const isFailed = !isRunning && (run * 7 + index * 3) % 23 === 5;
      const tookMs = seconds * (700 + ((run * 37) % 60) * 10);
      const isLast = started + tookMs > now.getTime();
      await autocommit.execute(
        `INSERT INTO job_executions (job_id, cron_name, handler_name, status, scheduled_time, occurrence_time, run_at, started_at,
           finished_at, error_code, error_message, worker_id, param_source)
         VALUES (:job_id, :name, :handler, :status, :at, :at, :at, :started, :finished, :code, :message, :worker, 'cron')`,
        {
          ...{ job_id: BigInt(cron.id), name, handler: handlerName, worker: workers[run % 2] },
          ...{ at: new Date(started - 400), started: new Date(started) },
          status: isRunning || isLast ? 'RUNNING' : isFailed ? 'FAILED' : 'SUCCESS',
          finished: isRunning || isLast ? null : new Date(started + tookMs),
          code: isFailed ? 'HANDLER_FAILED' : null,
          message: isFailed ? `Error: ${handlerName}: the other side answered 503` : null,
        },
      );
    }
  }
  while ((await rollUp(database, now))?.isBehind);
}

const registry = await DatabaseRegistry.initFromConfig({ default: { type: 'sqlite', path: ':memory:' } });
const database = registry.get('default');
await migrate(database, LEDGER_MIGRATIONS);
const clock = { now: () => new Date(), monotonicMs: () => performance.now(), sleep: async () => {} };
await fill(database, clock.now());
const server = new AdminServer({
  ...{ database, clock, version: '1.0.0', health: () => [] },
  logger: createLogger({ level: 'warn', format: 'json' }),
  config: { ...loadConfig(join(root, 'config'), {}).admin, port: 0 },
  cronDefaults: { timeZone: 'Asia/Seoul', minCronIntervalSeconds: 60 },
});
await server.start();
const browser = await launchBrowser();
mkdirSync(folder, { recursive: true });
let isTooLarge = false;
for (const [language, suffix] of [
  ['en-US', ''],
  ['ko-KR', '.ko'],
] as const) {
  const context = await browser.newContext({
    ...{ locale: language, timezoneId: 'Asia/Seoul', viewport: { width: 1280, height: 860 }, reducedMotion: 'reduce' },
  });
  const page = await context.newPage();
  for (const [name, path] of Object.entries(PICTURES)) {
    await page.goto(server.url + path);
    await page.locator('main h1, main .state').first().waitFor();
    // Charts and previews come after the first answer.
    await page.waitForTimeout(2_500);
    const file = join(folder, `${name}${suffix}.png`);
    await page.screenshot({ path: file });
    const { size } = statSync(file);
    isTooLarge ||= size > MOST_BYTES;
    console.log(`${name}${suffix}.png  ${Math.round(size / 1000)} kB`);
  }
}
await browser.close();
await server.stop();
await registry.closeAll();
if (isTooLarge) throw new Error(`A picture is larger than ${MOST_BYTES} bytes.`);
