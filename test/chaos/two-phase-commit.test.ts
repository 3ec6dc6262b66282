import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tableAfter } from '../support/markdown.ts';
import { type DatabaseKind, XA_KINDS } from '../support/servers.ts';
import { type Bank, openBank, pointsOf } from '../support/transfers.ts';

/** Databases of a transaction, how many of them prepare, and whether another database decides. */
interface Layout {
  readonly databases: Readonly<Record<string, DatabaseKind>>;
  readonly names?: readonly string[];
  readonly branches: number;
  readonly apart: boolean;
}

const LAYOUTS: Layout[] = [
  { databases: { default: 'postgres', business: 'sqlite' }, branches: 1, apart: false },
  ...XA_KINDS.flatMap((xa): Layout[] => [
    { databases: { default: 'postgres', business: xa }, branches: 1, apart: false },
    { databases: { default: xa, business: 'sqlite' }, branches: 1, apart: false },
    { databases: { default: 'postgres', business: xa, report: 'sqlite' }, branches: 2, apart: false },
    {
      databases: { default: 'postgres', business: 'postgres', report: xa },
      names: ['business', 'report'],
      branches: 2,
      apart: true,
    },
  ]),
];

it('the table of steps in ARCHITECTURE.md says what these tests check', () => {
  const page = readFileSync(new URL('../../ARCHITECTURE.md', import.meta.url), 'utf8');
  const rows = tableAfter(page, 'Step').map(([step, , outcome]) => `${step}: ${outcome}`);
  expect(rows).toEqual([...new Set(pointsOf(2, false).map(({ step, outcome }) => `${step}: ${outcome}`))]);
});

describe.each(LAYOUTS)('a transaction over $databases', ({ databases, branches, apart, names }) => {
  let bank: Bank;
  beforeAll(async () => {
    bank = await openBank(databases, names && [...names]);
  });
  afterAll(() => bank?.drop());

  it.each(pointsOf(branches, apart))(
    'ends with a $outcome when its process is killed at "$step" $count',
    async (point) => {
      const transfer = bank.next + 1;
      const process = bank.spawn(2, point);
      expect(await process.exit(), process.stderr).toBe('SIGKILL');
      await bank.recover();
      const ids = await bank.check();
      expect(ids).toContain(transfer - 1);
      expect(ids.includes(transfer) ? 'commit' : 'rollback').toBe(point.outcome);
    },
  );
});
