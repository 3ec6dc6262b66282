import { makeProject } from './processes.ts';
import type { Bench, Target } from './target.ts';
import { until } from './wait.ts';

/** Enough to insert the due crons and to start a dispatcher before their second comes. */
const LEAD_MS = 10_000;
const MONTHS_MS = 90 * 86_400_000;
const BATCH = 5000;

/** Crons of 50 expressions in turn, all with an occurrence at `at`; `nextRunAt` is the next one the dispatcher knows of. */
async function insertCrons({ database }: Bench, count: number, at: Date, nextRunAt: Date): Promise<void> {
  const [second, minute, hour] = [at.getUTCSeconds(), at.getUTCMinutes(), at.getUTCHours()];
  const now = new Date();
  const first = Number(await database.autocommit.fetchValue('SELECT COUNT(*) FROM cron_jobs'));
  for (let done = 0; done < count; done += BATCH) {
    const rows = Array.from({ length: Math.min(BATCH, count - done) }, (_, i) => ({
      name: `cron-${first + done + i}`,
      expression: `${second} ${minute},${(minute + 2 + (i % 50)) % 60} ${hour} * * *`,
      nextRunAt,
      now,
    }));
    await database.autocommit.executeMany(
      `INSERT INTO cron_jobs (name, cron_expression, time_zone, handler_name, next_run_at, created_at, updated_at)
       VALUES (:name, :expression, 'UTC', 'noop', :nextRunAt, :now, :now)`,
      rows,
    );
  }
}

/** From the second in which `due` of `crons` crons are due until the last of them has its row, by a dispatcher process. */
export async function dispatch(target: Target, { crons, due }: { crons: number; due: number }) {
  const bench = await target.fresh();
  const project = makeProject(bench);
  const { autocommit } = bench.database;
  const later = new Date(Math.floor(Date.now() / 1000) * 1000 + MONTHS_MS);
  await insertCrons(bench, crons - due, later, later);
  const at = new Date(Math.ceil((Date.now() + LEAD_MS) / 1000) * 1000);
  await insertCrons(bench, due, at, at);
  const dispatcher = project.start(['dispatcher']);
  try {
    await until(async () => {
      dispatcher.assertRunning();
      return (await autocommit.fetchValue('SELECT id FROM workers')) !== undefined;
    });
    if (Date.now() >= at.getTime()) throw new Error('the dispatcher was not up in time; this machine is too busy');
    const stillDue = () =>
      autocommit.fetchValue('SELECT id FROM cron_jobs WHERE is_enabled = :yes AND next_run_at <= :at LIMIT 1', {
        yes: true,
        at,
      });
    await until(async () => Date.now() >= at.getTime() && (await stillDue()) === undefined, 5);
    const lastRowMs = Date.now() - at.getTime();
    const rows = Number(
      await autocommit.fetchValue('SELECT COUNT(*) FROM job_executions WHERE scheduled_time = :at', { at }),
    );
    if (rows !== due) throw new Error(`${rows} of ${due} crons have their row`);
    const figure = (value: number) => value.toLocaleString('en-US');
    console.log(
      `${target.name}: ${figure(due)} of ${figure(crons)} crons due in one second: ` +
        `the last row is there after ${figure(lastRowMs)} ms`,
    );
    return { crons, due, lastRowMs };
  } finally {
    await dispatcher.stop();
    project.remove();
    await bench.close();
  }
}
