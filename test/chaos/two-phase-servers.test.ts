import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freshDatabaseOn, startServer, type TestServer } from '../support/servers.ts';
import { type Bank, openBank, pointsOf } from '../support/transfers.ts';

type Kind = 'postgres' | 'mariadb';

/** Which servers go down, over which databases, and how many branches prepare. */
const LAYOUTS = [
  { names: ['postgres', 'mariadb'], victims: ['postgres', 'mariadb'], branches: 1 },
  { names: ['postgres', 'sqlite'], victims: ['postgres'], branches: 1 },
  { names: ['mariadb', 'sqlite'], victims: ['mariadb'], branches: 1 },
  { names: ['postgres', 'mariadb', 'sqlite'], victims: ['postgres', 'mariadb'], branches: 2 },
] as const;

const servers = new Map<Kind, TestServer>();

beforeAll(async () => {
  const kinds: Kind[] = ['postgres', 'mariadb'];
  for (const server of await Promise.all(kinds.map((kind) => startServer({ kind, durable: true }))))
    servers.set(server.kind as Kind, server);
});
afterAll(async () => {
  for (const server of servers.values()) await server.remove();
});

describe.each(LAYOUTS)('a transaction over $names', ({ names, victims, branches }) => {
  let bank: Bank;
  beforeAll(async () => {
    const fresh = names.map(async (kind, i) => {
      const database = kind === 'sqlite' ? kind : await freshDatabaseOn(servers.get(kind)!);
      return [i === 0 ? 'default' : kind, database] as const;
    });
    bank = await openBank(Object.fromEntries(await Promise.all(fresh)));
  });
  afterAll(() => bank?.drop());

  const cases = victims.flatMap((victim) => pointsOf(branches, false).map((point) => ({ victim, ...point })));

  it.each(cases)(
    'is whole and its caller knows the truth when $victim dies at "$step" $count',
    async ({ victim, ...point }) => {
      const transfer = bank.next;
      const process = bank.spawn(1, point, 'wait');
      await process.waitForLine(`at ${point.step}`);
      const server = servers.get(victim)!;
      await server.kill();
      const isBack = server.start();
      process.end('go\n');
      await isBack;
      const said = await process.waitForLine(new RegExp(` ${transfer}\\b`), 60_000);
      await process.exit(60_000);
      await bank.recover();
      const isCommitted = (await bank.check()).includes(transfer);
      if (said.startsWith('committed')) expect(isCommitted, said).toBe(true);
      if (said.startsWith('failed')) expect(isCommitted, said).toBe(false);
      // From the decision on nothing but a commit may come out, before it nothing but a rollback unless the decider was asked.
      if (point.outcome === 'commit') expect(isCommitted, said).toBe(true);
      if (point.step === 'work done') expect(isCommitted, said).toBe(false);
    },
  );
});
