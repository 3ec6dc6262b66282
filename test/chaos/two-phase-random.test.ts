import { afterAll, beforeAll, expect, it } from 'vitest';
import { type DatabaseKind, XA_KINDS } from '../support/servers.ts';
import { type Bank, openBank, pointsOf } from '../support/transfers.ts';

const RUNS = Number(process.env['JOBU_CHAOS_RUNS'] ?? 20);
const SEED = Number(process.env['JOBU_CHAOS_SEED'] ?? Math.floor(Math.random() * 2 ** 31));
/** Longest time after which a process that moves money without a pause is killed. */
const LONGEST_MS = 300;

type Layout = { readonly databases: Readonly<Record<string, DatabaseKind>>; readonly branches: number };

const LAYOUTS: readonly Layout[] = [
  { databases: { default: 'postgres', business: 'sqlite' }, branches: 1 },
  ...XA_KINDS.flatMap((xa): Layout[] => [
    { databases: { default: 'postgres', business: xa }, branches: 1 },
    { databases: { default: xa, business: 'sqlite' }, branches: 1 },
    { databases: { default: 'postgres', business: xa, report: 'sqlite' }, branches: 2 },
  ]),
];

let state = SEED;
function random(below: number): number {
  state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
  return Math.floor((state / 0x80000000) * below);
}

const banks: { bank: Bank; branches: number }[] = [];
beforeAll(async () => {
  for (const { databases, branches } of LAYOUTS) banks.push({ bank: await openBank(databases), branches });
});
afterAll(async () => {
  for (const { bank } of banks) await bank.drop();
});

it(`no money is lost or made in ${RUNS} random kills (seed ${SEED})`, { timeout: RUNS * 20_000 }, async () => {
  let killedInside = 0;
  let recovered = 0;
  for (let run = 0; run < RUNS; run++) {
    const { bank, branches } = banks[random(banks.length)]!;
    const points = pointsOf(branches, false);
    // Half of them at a step of the protocol after a few transfers, half at any instant.
    const point = random(2) === 0 ? points[random(points.length)] : undefined;
    const first = bank.next;
    const process = bank.spawn(point ? 1 + random(4) : 100_000, point);
    if (point === undefined) {
      await process.waitForLine('open');
      await new Promise((resolve) => setTimeout(resolve, random(LONGEST_MS)));
      await process.kill();
    } else expect(await process.exit(), process.stderr).toBe('SIGKILL');
    const { committed, rolledBack } = await bank.recover();
    recovered += committed.length + rolledBack.length;
    const ids = new Set(await bank.check());
    for (const [, id] of process.stdout.matchAll(/^committed (\d+)$/gm)) {
      expect(ids, `run ${run} with seed ${SEED}: an answered commit is gone`).toContain(Number(id));
    }
    expect(process.stdout, `run ${run} with seed ${SEED}`).not.toMatch(/^(failed|in doubt)/m);
    if ([...ids].some((id) => id >= first)) killedInside++;
    bank.next = Math.max(first, [...ids].at(-1) ?? 0) + 1;
    if (RUNS > 20 && (run + 1) % 50 === 0)
      console.log(`${run + 1} kills, ${killedInside} after commits, ${recovered} transactions recovered`);
  }
  if (RUNS > 20)
    console.log(`${RUNS} kills, seed ${SEED}: ${killedInside} after commits, ${recovered} transactions recovered`);
  expect(killedInside).toBeGreaterThan(0);
});
