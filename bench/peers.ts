import { spawn, spawnSync } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { ServerConfig } from '../src/database/config.ts';
import { median, perSecond } from './figures.ts';
import { type Bench, openTarget, type Target } from './target.ts';
import { jobuRound } from './throughput.ts';
import { until } from './wait.ts';

const FOLDER = fileURLToPath(new URL('.', import.meta.url));

interface Peer {
  readonly name: string;
  /** What is left of a job that succeeded. */
  readonly history: string;
  readonly settings: string;
  readonly script: string;
  /** Answers a row while any job is unfinished. */
  readonly unfinished: string;
}

const PEERS: readonly Peer[] = [
  {
    name: 'graphile-worker',
    history: 'not kept: a finished job is deleted',
    settings: '24 jobs at once, local queue of 500, completion batched',
    script: 'graphile-worker.mjs',
    unfinished: 'SELECT 1 AS one FROM graphile_worker._private_jobs LIMIT 1',
  },
  {
    name: 'pg-boss',
    history: 'kept, without a result per job',
    settings: 'batches of 1,000, 4 local workers, burst while batches are full, a table of its own for the queue',
    script: 'pg-boss.mjs',
    unfinished: "SELECT 1 AS one FROM pgboss.job WHERE name = 'noop' AND state < 'completed' LIMIT 1",
  },
];

/** The rivals' packages are no dependency of jobu: they are installed when they are wanted, into this folder. */
function installPeers(): void {
  const args = ['--prefix', FOLDER, 'ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  const { status } = spawnSync('npm', args, { stdio: 'inherit', shell: process.platform === 'win32' });
  if (status !== 0) throw new Error('npm could not install the packages of bench/package.json');
}

function start(peer: Peer, role: 'fill' | 'work', bench: Bench, count: number) {
  const { host, port, database, user, password } = bench.config as ServerConfig;
  const child = spawn(process.execPath, [`${FOLDER}peers/${peer.script}`, role, String(count)], {
    env: {
      ...process.env,
      NODE_ENV: 'production',
      DATABASE_URL: `postgres://${user}:${password}@${host}:${port}/${database}`,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const said = new Map<string, number>();
  createInterface({ input: child.stdout }).on('line', (line) => {
    const [word, at] = line.split(' ');
    said.set(word!, Number(at));
  });
  return { child, ended, said };
}

/** Jobs per second of one worker process of a rival, measured as {@link jobuRound} does. */
async function peerRound(peer: Peer, target: Target, count: number): Promise<number> {
  const bench = await target.fresh();
  const filling = start(peer, 'fill', bench, count);
  if ((await filling.ended) !== 0) throw new Error(`${peer.name} could not queue its jobs`);
  const { child, ended, said } = start(peer, 'work', bench, count);
  try {
    await until(() => {
      if (child.exitCode !== null) throw new Error(`${peer.name} ended before its jobs were done`);
      return said.has('last');
    });
    await until(async () => (await bench.database.autocommit.fetchAll(peer.unfinished)).length === 0, 2);
    return (count * 1000) / (Date.now() - said.get('first')!);
  } finally {
    child.kill('SIGTERM');
    await ended;
    await bench.close();
  }
}

/** jobu and its rivals in turn, each with one worker process, on one PostgreSQL server that keeps what it answered. */
export async function peers({ executions, rounds }: { executions: number; rounds: number }) {
  installPeers();
  const target = await openTarget('postgres');
  const jobu = { name: 'jobu', history: 'kept, with a result each', settings: 'defaults' };
  const contenders = [
    { ...jobu, run: () => jobuRound(target, executions, 1), rates: [] as number[] },
    ...PEERS.map((peer) => ({ ...peer, run: () => peerRound(peer, target, executions), rates: [] as number[] })),
  ];
  try {
    for (let round = 1; round <= rounds; round++) {
      for (const { run, rates } of contenders) rates.push(await run());
      const line = contenders.map(({ name, rates }) => `${name} ${perSecond(rates.at(-1)!)}`);
      console.log(`round ${round}: ${line.join(', ')}`);
    }
  } finally {
    await target.stop();
  }
  const executionsPerSecond = median(contenders[0]!.rates);
  const results = contenders.map(({ name, history, settings, rates }) => ({
    name,
    history,
    settings,
    perSecond: median(rates),
    timesOfJobu: median(rates) / executionsPerSecond,
  }));
  for (const { name, history, settings, perSecond: rate, timesOfJobu } of results)
    console.log(`${name}: ${perSecond(rate)} (${timesOfJobu.toFixed(2)} of jobu); history ${history}; ${settings}`);
  return { executionsPerSecond, peers: results };
}
