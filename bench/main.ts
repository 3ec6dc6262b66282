import { Command, InvalidArgumentError, Option } from 'commander';
import { RAW } from './raw.ts';
import { DATABASES, insertNoops, median, openTarget, type Target, type TargetName } from './target.ts';
import { throughput } from './throughput.ts';

const positive = (text: string): number => {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 1) throw new InvalidArgumentError('a whole number above 0 is needed');
  return value;
};

const database = () => new Option('--database <name>', 'database to measure on').choices(DATABASES).default('sqlite');
const executions = () => new Option('--executions <n>', 'executions of each round').argParser(positive).default(30_000);
const rounds = () => new Option('--rounds <n>', 'rounds; medians are reported').argParser(positive).default(3);
const json = () => new Option('--json', 'end with one line of JSON');

interface Options {
  database: TargetName;
  executions: number;
  rounds: number;
  workers: number;
  json?: boolean;
}

async function withTarget<T>(name: TargetName, work: (target: Target) => Promise<T>): Promise<T> {
  const target = await openTarget(name);
  try {
    return await work(target);
  } finally {
    await target.stop();
  }
}

/** Bare SQL: executions per second of one round. */
async function rawRound(target: Target, count: number): Promise<number> {
  const bench = await target.fresh();
  await insertNoops(bench, count);
  const started = performance.now();
  const done = await RAW[target.name](bench);
  const seconds = (performance.now() - started) / 1000;
  await bench.close();
  if (done !== count) throw new Error(`${done} of ${count} rows were done`);
  return count / seconds;
}

async function throughputRound(target: Target, count: number, workers: number): Promise<number> {
  const bench = await target.fresh();
  const rate = await throughput(bench, count, workers);
  await bench.close();
  return rate;
}

const perSecond = (rate: number): string => `${Math.round(rate).toLocaleString('en-US')}/s`;

const program = new Command('bench').description('Measures jobu. Trust the ratios, not single figures.');

program
  .command('throughput')
  .description(
    'claimed-to-SUCCESS executions per second of a no-op handler, through real worker processes, beside bare SQL',
  )
  .addOption(database())
  .addOption(executions())
  .addOption(rounds())
  .addOption(new Option('--workers <p>', 'worker processes').argParser(positive).default(1))
  .addOption(json())
  .action((options: Options) =>
    withTarget(options.database, async (target) => {
      const rates: number[] = [];
      const ceilings: number[] = [];
      for (let round = 1; round <= options.rounds; round++) {
        ceilings.push(await rawRound(target, options.executions));
        rates.push(await throughputRound(target, options.executions, options.workers));
        console.log(`round ${round}: bare SQL ${perSecond(ceilings.at(-1)!)}, jobu ${perSecond(rates.at(-1)!)}`);
      }
      const result = { executionsPerSecond: median(rates), ceilingPerSecond: median(ceilings) };
      const ratio = result.executionsPerSecond / result.ceilingPerSecond;
      console.log(
        `median of ${options.rounds}: jobu ${perSecond(result.executionsPerSecond)}, ${ratio.toFixed(2)} of bare SQL`,
      );
      if (options.json) console.log(JSON.stringify({ bench: 'throughput', ...options, ...result, ratio }));
    }),
  );

program
  .command('raw')
  .description('the same work as bare SQL through the same driver, in batches of 500, four loops: the ceiling')
  .addOption(database())
  .addOption(executions())
  .addOption(rounds())
  .addOption(json())
  .action((options: Options) =>
    withTarget(options.database, async (target) => {
      const rates: number[] = [];
      for (let round = 0; round < options.rounds; round++) rates.push(await rawRound(target, options.executions));
      console.log(`bare SQL, median of ${options.rounds}: ${perSecond(median(rates))}`);
      if (options.json) console.log(JSON.stringify({ bench: 'raw', ...options, executionsPerSecond: median(rates) }));
    }),
  );

await program.parseAsync();
