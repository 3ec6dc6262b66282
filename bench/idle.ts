import { median, round } from './figures.ts';
import { makeProject, processorSeconds } from './processes.ts';
import type { Bench, Target } from './target.ts';
import { pause, until } from './wait.ts';

const ALL = ['dispatcher', 'worker', 'admin'];
const SETTLE_MS = 5000;

const now = (): number => performance.timeOrigin + performance.now();

/** Milliseconds from the start of a process with all modules until it starts the handler of a due execution. */
async function startToFirstClaim(bench: Bench): Promise<number> {
  const project = makeProject(bench);
  const { autocommit } = bench.database;
  const dueAt = new Date(Date.now() - 1000);
  // Answers the delay since `at`, which is when the process is started.
  const at = now();
  await autocommit.execute(
    `INSERT INTO job_executions (handler_name, params, scheduled_time, occurrence_time, run_at)
     VALUES ('delay', :params, :dueAt, :dueAt, :dueAt)`,
    { params: JSON.stringify({ at }), dueAt },
  );
  const insertMs = now() - at;
  const process = project.start(ALL);
  try {
    let result: string | null | undefined;
    await until(async () => {
      process.assertRunning();
      result = await autocommit.fetchValue<string | null>('SELECT result FROM job_executions ORDER BY id DESC LIMIT 1');
      return typeof result === 'string';
    });
    return Number(result) - insertMs;
  } finally {
    await process.stop();
    project.remove();
  }
}

/** What a process with all modules costs while nothing is due, and how soon a new one takes its first execution. */
export async function idle(target: Target, { seconds, rounds }: { seconds: number; rounds: number }) {
  const bench = await target.fresh();
  const starts: number[] = [];
  for (let each = 0; each < rounds; each++) starts.push(await startToFirstClaim(bench));
  const project = makeProject(bench);
  const process = project.start(ALL);
  await pause(SETTLE_MS);
  const before = processorSeconds(process.pid);
  await pause(seconds * 1000);
  const cpuPercent = round(((processorSeconds(process.pid) - before) / seconds) * 100, 2);
  await process.stop();
  project.remove();
  await bench.close();
  const startMs = round(median(starts));
  console.log(
    `${target.name}: start to first claim ${startMs} ms (median of ${rounds}), ` +
      `idle ${cpuPercent} % of a core over ${seconds} s`,
  );
  return { startToFirstClaimMs: startMs, cpuPercent };
}
