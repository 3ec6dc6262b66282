import { median, perSecond } from './figures.ts';
import { type JobuProcess, makeProject } from './processes.ts';
import { RAW } from './raw.ts';
import { type Bench, insertNoops, type Target } from './target.ts';
import { until } from './wait.ts';

/**
 * Executions per second of a handler that does nothing, through real worker processes with their defaults and with full
 * history kept: from the start of the first handler until the database shows nothing unfinished.
 */
export async function jobuRound(target: Target, count: number, workers: number): Promise<number> {
  const bench = await target.fresh();
  await insertNoops(bench, count);
  const project = makeProject(bench);
  const processes = Array.from({ length: workers }, () => project.start(['worker']));
  let endedMs: number;
  try {
    await allDone(bench, processes);
    endedMs = Date.now();
  } finally {
    await Promise.all(processes.map((process) => process.stop()));
    project.remove();
  }
  const { autocommit } = bench.database;
  const row = await autocommit.fetchOne<{ first: string; done: number }>(
    "SELECT MIN(started_at) AS first, COUNT(*) AS done FROM job_executions WHERE status = 'SUCCESS'",
  );
  await bench.close();
  if (Number(row!.done) !== count) throw new Error(`${row!.done} of ${count} executions succeeded`);
  return (count * 1000) / (endedMs - Date.parse(row!.first));
}

/** Looks at one row, which costs nothing, until the last one is done, and only then at all. */
async function allDone({ database: { autocommit } }: Bench, processes: JobuProcess[]): Promise<void> {
  const last = await autocommit.fetchValue('SELECT MAX(id) FROM job_executions');
  await until(async () => {
    for (const process of processes) process.assertRunning();
    return (await autocommit.fetchValue('SELECT status FROM job_executions WHERE id = :last', { last })) === 'SUCCESS';
  });
  const unfinished = () =>
    autocommit.fetchValue("SELECT COUNT(*) FROM job_executions WHERE status IN ('PENDING', 'RUNNING')");
  await until(async () => Number(await unfinished()) === 0, 2);
}

/** The same work as bare SQL, in rows per second. */
export async function rawRound(target: Target, count: number): Promise<number> {
  const bench = await target.fresh();
  await insertNoops(bench, count);
  const started = performance.now();
  const done = await RAW[target.name](bench);
  const seconds = (performance.now() - started) / 1000;
  await bench.close();
  if (done !== count) throw new Error(`${done} of ${count} rows were done`);
  return count / seconds;
}

export interface RoundOptions {
  readonly executions: number;
  readonly rounds: number;
  readonly workers: number;
}

export async function raw(target: Target, { executions, rounds }: RoundOptions) {
  const rates: number[] = [];
  for (let round = 0; round < rounds; round++) rates.push(await rawRound(target, executions));
  console.log(`${target.name}: bare SQL ${perSecond(median(rates))}, median of ${rounds}`);
  return { executionsPerSecond: median(rates), rates };
}

/** Bare SQL and jobu in turn, so that what else the machine does hits both. */
export async function throughput(target: Target, { executions, rounds, workers }: RoundOptions) {
  const rates: number[] = [];
  const ceilings: number[] = [];
  for (let round = 1; round <= rounds; round++) {
    ceilings.push(await rawRound(target, executions));
    rates.push(await jobuRound(target, executions, workers));
    console.log(
      `${target.name} round ${round}: bare SQL ${perSecond(ceilings.at(-1)!)}, jobu ${perSecond(rates.at(-1)!)}`,
    );
  }
  const executionsPerSecond = median(rates);
  const ceilingPerSecond = median(ceilings);
  const ratio = executionsPerSecond / ceilingPerSecond;
  console.log(`${target.name}: jobu ${perSecond(executionsPerSecond)}, ${ratio.toFixed(2)} of bare SQL (medians)`);
  return { executionsPerSecond, ceilingPerSecond, ratio, rates, ceilings };
}
