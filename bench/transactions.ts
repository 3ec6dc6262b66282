import { DatabaseRegistry } from '../src/database/registry.ts';
import { getConnection, inTransaction } from '../src/database/transactional.ts';
import { TransactionTable } from '../src/database/two-phase/transaction-table.ts';
import { median, perSecond, round } from './figures.ts';
import type { Target } from './target.ts';

const WARM_UP = 50;
/** Transactions of one shape before the next has its turn; the median is over these. */
const BLOCK = 10;

/** The databases that a transaction names, and those of them that it writes. */
const SHAPES = {
  /** The ordinary transaction, with which the others are compared. */
  one: { names: ['default'], writes: ['default'] },
  /** Two are named, one writes, the other is not even asked: the other costs nothing. */
  oneOfTwo: { names: ['default', 'business'], writes: ['default'] },
  both: { names: ['default', 'business'], writes: ['default', 'business'] },
  bothBestEffort: { names: ['default', 'business'], writes: ['default', 'business'], atomicity: 'best-effort' },
} as const;

type Shape = keyof typeof SHAPES;

async function run(shape: Shape, count: number): Promise<number> {
  const { names, writes, ...options } = SHAPES[shape];
  const began = performance.now();
  for (let i = 0; i < count; i++)
    await inTransaction(
      names,
      async () => {
        for (const name of writes) await getConnection(name).execute('UPDATE counters SET value = value + 1');
      },
      options,
    );
  return performance.now() - began;
}

/** Transactions per second one after the other, and what each shape costs beside the ordinary one. */
export async function transactions(
  target: Target,
  other: Target,
  { executions, rounds }: { executions: number; rounds: number },
): Promise<object> {
  const benches = [await target.fresh(), await other.fresh()];
  const registry = await DatabaseRegistry.initFromConfig({ default: benches[0]!.config, business: benches[1]!.config });
  try {
    for (const database of registry.distinct) {
      await new TransactionTable(database).create();
      await database.autocommit.execute('CREATE TABLE counters (value BIGINT NOT NULL)');
      await database.autocommit.execute('INSERT INTO counters (value) VALUES (0)');
    }
    const shapes = Object.keys(SHAPES) as Shape[];
    const took = Object.fromEntries(shapes.map((shape) => [shape, [] as number[]])) as Record<Shape, number[]>;
    for (const shape of shapes) await run(shape, WARM_UP);
    // In turn, so that what else the machine does falls on all alike.
    for (let done = 0; done < rounds * executions; done += BLOCK)
      for (const shape of shapes) took[shape].push((await run(shape, BLOCK)) / BLOCK);
    const ordinary = median(took.one);
    const figures = Object.fromEntries(
      shapes.map((shape) => {
        const ms = median(took[shape]);
        return [shape, { perSecond: round(1000 / ms), milliseconds: round(ms, 3), ratio: round(ms / ordinary, 2) }];
      }),
    );
    for (const shape of shapes) {
      const { milliseconds, ratio } = figures[shape]!;
      const rate = perSecond(1000 / milliseconds);
      console.log(
        `${target.name}+${other.name} ${shape}: ${rate}, ${milliseconds} ms, ${ratio} times the ordinary one`,
      );
    }
    return figures;
  } finally {
    await registry.closeAll();
    for (const bench of benches) await bench.close();
  }
}
