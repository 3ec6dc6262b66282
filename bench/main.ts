import { Command, InvalidArgumentError, Option } from 'commander';
import { admin } from './admin.ts';
import { dispatch } from './dispatch.ts';
import { idle } from './idle.ts';
import { latency } from './latency.ts';
import { peers } from './peers.ts';
import { plan } from './plan.ts';
import { DATABASES, openTarget, type Target, type TargetName } from './target.ts';
import { raw, throughput } from './throughput.ts';
import { transactions } from './transactions.ts';

interface Options {
  database: TargetName | 'all';
  executions: number;
  rounds: number;
  workers: number;
  samples: number;
  crons: number;
  due: number;
  seconds: number;
  json?: boolean;
}

/** They run one after the other, each with its flush to the disk. */
const MOST_TRANSACTIONS = 2_000;

const positive = (text: string): number => {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 1) throw new InvalidArgumentError('a whole number above 0 is needed');
  return value;
};

const number = (flag: string, meaning: string, fallback: number) =>
  new Option(flag, meaning).argParser(positive).default(fallback);

const OPTIONS = {
  database: () =>
    new Option('--database <name>', 'database to measure on').choices([...DATABASES, 'all']).default('sqlite'),
  executions: () => number('--executions <n>', 'executions of each round', 30_000),
  rounds: () => number('--rounds <n>', 'rounds; medians are reported', 3),
  workers: () => number('--workers <p>', 'worker processes', 1),
  samples: () => number('--samples <n>', 'executions to time', 100),
  crons: () => number('--crons <n>', 'crons in the table', 10_000),
  due: () => number('--due <m>', 'how many of them are due in the same second', 10_000),
  seconds: () => number('--seconds <s>', 'how long the processor time is watched', 60),
};

const program = new Command('bench').description('Measures jobu. Trust the ratios, not single figures.');

function command(name: string, description: string, options: (keyof typeof OPTIONS)[], run: Run): void {
  const added = program.command(name).description(description);
  for (const option of options) added.addOption(OPTIONS[option]());
  added.addOption(new Option('--json', 'end with one line of JSON'));
  added.action(async (given: Options) => {
    const result = await run(given);
    if (given.json) console.log(JSON.stringify({ bench: name, ...result }));
  });
}

type Run = (options: Options) => Promise<object>;

/** Runs a measurement on the database that is named; on all of them the results stand under their names. */
const onDatabase =
  (measure: (target: Target, options: Options) => Promise<object>): Run =>
  async (options) => {
    const results: Record<string, object> = {};
    for (const name of options.database === 'all' ? DATABASES : [options.database]) {
      const target = await openTarget(name);
      try {
        results[name] = await measure(target, options);
      } finally {
        await target.stop();
      }
    }
    return options.database === 'all' ? results : { database: options.database, ...results[options.database] };
  };

command(
  'throughput',
  'claimed-to-SUCCESS executions per second of a no-op handler through real worker processes, beside bare SQL',
  ['database', 'executions', 'rounds', 'workers'],
  onDatabase(throughput),
);
command(
  'raw',
  'the same work as bare SQL through the same driver, in batches of 500, four loops: the ceiling',
  ['database', 'executions', 'rounds'],
  onDatabase(raw),
);
command(
  'peers',
  'jobu beside graphile-worker and pg-boss on one PostgreSQL server; installs them into bench/node_modules',
  ['executions', 'rounds'],
  peers,
);
command(
  'latency',
  'from insert to handler start in an idle worker process: p50 and p99',
  ['database', 'samples'],
  onDatabase(latency),
);
command(
  'dispatch',
  'crons due in the same second: time until all have their rows',
  ['database', 'crons', 'due'],
  onDatabase((target, { crons, due }) => dispatch(target, { crons, due: Math.min(crons, due) })),
);
command(
  'idle',
  'a process with all modules and no due work: share of a core, and start to first claim',
  ['database', 'seconds', 'rounds'],
  onDatabase(idle),
);
command('plan', 'a year of crons, planned', ['database', 'crons', 'rounds'], onDatabase(plan));
command(
  'transactions',
  'a transaction over two databases of which one writes, or both, beside one over a single database',
  ['executions', 'rounds'],
  async ({ executions, rounds }) => {
    const [sqlite, postgres, mysql] = await Promise.all(DATABASES.map(openTarget));
    try {
      const results: Record<string, object> = {};
      for (const [one, other] of [
        [postgres!, mysql!],
        [postgres!, sqlite!],
        [mysql!, sqlite!],
      ] as const)
        results[`${one.name}+${other.name}`] = await transactions(one, other, {
          executions: Math.min(executions, MOST_TRANSACTIONS),
          rounds,
        });
      return results;
    } finally {
      for (const target of [sqlite, postgres, mysql]) await target!.stop();
    }
  },
);
command(
  'admin',
  'how long every list and the dashboard of the admin take with a month of executions',
  ['database', 'executions', 'crons', 'samples'],
  onDatabase(admin),
);
command(
  'all',
  'everything above on every database, as docs/reference/benchmarks.md reports it',
  ['executions', 'rounds', 'samples', 'seconds'],
  async (given) => {
    const options: Options = { ...given, database: 'all', workers: 1 };
    const crons = (count: number) => onDatabase((target) => dispatch(target, { crons: count, due: 10_000 }))(options);
    return {
      throughput: await onDatabase(throughput)(options),
      peers: await peers(options),
      latency: await onDatabase(latency)(options),
      dispatch10000: await crons(10_000),
      dispatch100000: await crons(100_000),
      idle: await onDatabase(idle)(options),
      plan: await onDatabase(plan)({ ...options, crons: 10_000 }),
    };
  },
);

await program.parseAsync();
