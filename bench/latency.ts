import { createExecution } from '../src/ledger/enqueue.ts';
import { percentile, round } from './figures.ts';
import { makeProject } from './processes.ts';
import type { Bench, Target } from './target.ts';
import { pause, until } from './wait.ts';

const FIRST_POLLS_MS = 3000;

const now = (): number => performance.timeOrigin + performance.now();

/** How an execution comes into the table. */
const INSERTS = {
  /** As an application does it: the database is asked to tell the workers, where it can. */
  createExecution: async (at: number) => void (await createExecution({ handlerName: 'delay', params: { at } })),
  /** As any program with a connection does it: the worker finds the row by itself. */
  sql: async (at: number, { database }: Bench) =>
    void (await database.autocommit.execute(
      `INSERT INTO job_executions (handler_name, params, scheduled_time, occurrence_time, run_at)
       VALUES ('delay', :params, :now, :now, :now)`,
      { params: JSON.stringify({ at }), now: new Date(at) },
    )),
};

/**
 * Milliseconds from just before an execution is inserted until its handler starts in an idle worker process. The
 * next one is inserted at a random moment of the worker's poll interval after the last one ended.
 */
async function delays(target: Target, insert: keyof typeof INSERTS, samples: number): Promise<number[]> {
  const bench = await target.fresh();
  const project = makeProject(bench);
  const worker = project.start(['worker']);
  const { autocommit } = bench.database;
  const ended = async () =>
    Number(await autocommit.fetchValue("SELECT COUNT(*) FROM job_executions WHERE status = 'SUCCESS'"));
  try {
    await INSERTS[insert](now(), bench);
    await until(async () => {
      worker.assertRunning();
      return (await ended()) === 1;
    });
    await pause(FIRST_POLLS_MS);
    for (let sample = 1; sample <= samples; sample++) {
      await pause(200 + Math.random() * 1000);
      await INSERTS[insert](now(), bench);
      await until(async () => (await ended()) === sample + 1, 10);
    }
    const rows = await autocommit.fetchAll<{ result: string }>('SELECT result FROM job_executions ORDER BY id');
    return rows.slice(1).map(({ result }) => Number(result));
  } finally {
    await worker.stop();
    project.remove();
    await bench.close();
  }
}

export async function latency(target: Target, { samples }: { samples: number }) {
  const result: Record<string, { p50Ms: number; p99Ms: number }> = {};
  const inserts = target.name === 'postgres' ? (['createExecution', 'sql'] as const) : (['createExecution'] as const);
  for (const insert of inserts) {
    const values = await delays(target, insert, samples);
    const figures = { p50Ms: round(percentile(values, 0.5), 1), p99Ms: round(percentile(values, 0.99), 1) };
    const way = insert === 'sql' ? 'bare INSERT, by polling' : target.name === 'postgres' ? 'notified' : 'by polling';
    console.log(`${target.name} (${way}): p50 ${figures.p50Ms} ms, p99 ${figures.p99Ms} ms of ${samples}`);
    result[way] = figures;
  }
  return result;
}
