import { fileURLToPath } from 'node:url';
import type { DatabasesConfig } from '../../src/database/config.ts';
import type { Database } from '../../src/database/database.ts';
import { DatabaseRegistry } from '../../src/database/registry.ts';
import { type RecoveryPass, TransactionRecovery } from '../../src/database/two-phase/recovery.ts';
import type { Step } from '../../src/database/two-phase/steps.ts';
import { TransactionTable } from '../../src/database/two-phase/transaction-table.ts';
import type { Transfers } from '../fixtures/two-phase/transfer.ts';
import { type JobuProcess, spawnJobu } from './processes.ts';
import { type DatabaseKind, type FreshDatabase, freshDatabase } from './servers.ts';
import { waitFor } from './wait.ts';

const PROGRAM = fileURLToPath(new URL('../fixtures/two-phase/transfer.ts', import.meta.url));
const SHIFTED_CLOCK = fileURLToPath(new URL('shifted-clock.mjs', import.meta.url));

/** Where a process or server may go down, and what must become of the transaction. */
export interface Point {
  readonly step: Step;
  readonly count: number;
  readonly outcome: 'commit' | 'rollback';
}

/** Every point of the protocol for a transaction with so many branches that prepare; `apart`: nobody of them decides. */
export function pointsOf(branches: number, apart: boolean): Point[] {
  const each = (step: Step, outcome: Point['outcome']) =>
    Array.from({ length: branches }, (_, i): Point => ({ step, count: i + 1, outcome }));
  return [
    { step: 'work done', count: 0, outcome: 'rollback' },
    ...each('prepared', 'rollback'),
    ...(apart ? [] : [{ step: 'decision written', count: 1, outcome: 'rollback' } as const]),
    { step: 'decided', count: 0, outcome: 'commit' },
    ...each('committed', 'commit'),
    { step: 'finished', count: 0, outcome: 'commit' },
  ];
}

/** Databases with accounts between which money is moved. */
export interface Bank {
  readonly config: DatabasesConfig;
  readonly names: readonly string[];
  readonly registry: DatabaseRegistry;
  /** Number of the next transfer. */
  next: number;
  /** Moves money in another process, which may stop at a point; its clock may be wrong. */
  spawn(count: number, point?: Point, action?: 'kill' | 'wait', clockShiftMs?: number): JobuProcess;
  /** Recovers until nothing waits any more. */
  recover(): Promise<RecoveryPass>;
  /** The transfers that are committed; throws when the databases do not agree or the money does not add up. */
  check(): Promise<number[]>;
  drop(): Promise<void>;
}

export function recoveryOf(registry: DatabaseRegistry, abandonedAfterSeconds = 0): TransactionRecovery {
  return new TransactionRecovery({ databases: async () => registry.distinct, abandonedAfterSeconds });
}

async function createAccounts({ autocommit }: Database): Promise<void> {
  await autocommit.execute('CREATE TABLE accounts (balance INTEGER NOT NULL)');
  await autocommit.execute('CREATE TABLE transfers (id INTEGER PRIMARY KEY)');
  await autocommit.execute('INSERT INTO accounts (balance) VALUES (0)');
}

/**
 * Opens a bank: a database for every name of `databases`, of which `names` take part in the transfers (default: all). The
 * first is called `default` and decides unless another one cannot prepare.
 */
export async function openBank(
  databases: Readonly<Record<string, FreshDatabase | DatabaseKind>>,
  names = Object.keys(databases),
): Promise<Bank> {
  const fresh = await Promise.all(
    Object.entries(databases).map(
      async ([name, one]) => [name, typeof one === 'string' ? await freshDatabase(one) : one] as const,
    ),
  );
  const config = Object.fromEntries(fresh.map(([name, one]) => [name, one.config]));
  const registry = await DatabaseRegistry.initFromConfig(config);
  for (const name of registry.names) {
    await new TransactionTable(registry.get(name)).create();
    if (names.includes(name)) await createAccounts(registry.get(name));
  }
  const bank: Bank = {
    config,
    names,
    registry,
    next: 1,
    spawn(count, point, action = 'kill', clockShiftMs = 0) {
      const first = bank.next;
      bank.next += count;
      const transfers: Transfers = {
        databases: config,
        names,
        first,
        count,
        ...(point ? { at: { step: point.step, count: point.count, action } } : {}),
      };
      return spawnJobu([JSON.stringify(transfers)], {
        program: PROGRAM,
        nodeArgs: clockShiftMs === 0 ? [] : ['--import', SHIFTED_CLOCK],
        env: { JOBU_TEST_CLOCK_SHIFT_MS: String(clockShiftMs) },
      });
    },
    async recover() {
      const recovery = recoveryOf(registry);
      return await waitFor(
        async () => {
          const pass = await recovery.pass();
          return pass.waiting.length === 0 && pass.problems.length === 0 ? pass : undefined;
        },
        { timeoutMs: 60_000, intervalMs: 50, what: 'recovery to have nothing to wait for' },
      );
    },
    async check() {
      const found = await Promise.all(
        names.map(async (name) => {
          const { autocommit } = registry.get(name);
          const rows = await autocommit.fetchAll<{ id: number }>('SELECT id FROM transfers ORDER BY id');
          return {
            ids: rows.map(({ id }) => id),
            balance: Number(await autocommit.fetchValue('SELECT balance FROM accounts')),
          };
        }),
      );
      const [one, ...others] = found;
      for (const [i, other] of others.entries()) {
        const differ = one!.ids
          .filter((id) => !other.ids.includes(id))
          .concat(other.ids.filter((id) => !one!.ids.includes(id)));
        if (differ.length > 0) throw new Error(`"${names[0]}" and "${names[i + 1]}" differ in the transfers ${differ}`);
      }
      const sum = found.reduce((total, { balance }) => total + balance, 0);
      if (sum !== 0) throw new Error(`${sum} was made out of nothing`);
      return one!.ids;
    },
    async drop() {
      await registry.closeAll();
      for (const [, one] of fresh) await one.drop();
    },
  };
  return bank;
}
