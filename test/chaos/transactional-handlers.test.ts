import { describe, expect, it, onTestFinished } from 'vitest';
import { DatabaseRegistry } from '../../src/database/registry.ts';
import { TransactionTable } from '../../src/database/two-phase/transaction-table.ts';
import { listAttempts, requireExecution } from '../../src/ledger/executions.ts';
import { freshLedger } from '../support/ledger.ts';
import { type JobuProcess, spawnJobu } from '../support/processes.ts';
import { makeProject } from '../support/project.ts';
import { DATABASE_KINDS, type DatabaseKind, freshDatabase } from '../support/servers.ts';
import { waitFor } from '../support/wait.ts';
import { enqueue } from '../support/worker.ts';

const DIST = new URL('../../dist/', import.meta.url).href;
const LONG_MS = 120_000;

/** Leaves one row for each run that is committed, and dies where its params say, at the first try. */
const HANDLERS = `
import { defineHandler, getConnection, inTransaction } from '${DIST}index.js';
import { protocol } from '${DIST}database/two-phase/steps.js';

const dies = ({ at }, { attempt }, point) => at === point && attempt === 1 && process.kill(process.pid, 'SIGKILL');
const effect = (name, { executionId }) =>
  getConnection(name).execute('INSERT INTO effects (execution_id) VALUES (:executionId)', { executionId });

async function work(names, params, context) {
  dies(params, context, 'begun');
  for (const name of names) await effect(name, context);
  if (params.at && names.length > 1)
    protocol.reached = (step, count) => dies(params, context, count > 0 ? step + ' ' + count : step);
  dies(params, context, 'written');
  return { attempt: context.attempt };
}

for (const [suffix, names] of [['', ['default']], ['-both', ['default', 'business']]]) {
  defineHandler({
    name: 'declared' + suffix,
    transactional: suffix === '' ? true : ['business'],
    execute: (params, context) => work(names, params, context),
  });
  defineHandler({
    name: 'marked' + suffix,
    async execute(params, context) {
      const result = await inTransaction(names, async () => {
        const done = await work(names, params, context);
        await context.succeedIn(getConnection(), done);
        dies(params, context, 'marked');
        return done;
      });
      dies(params, context, 'over');
      return result;
    },
  });
}
`;

async function bench(databases: { default: DatabaseKind; business?: DatabaseKind }) {
  const ledger = await freshLedger(databases.default);
  onTestFinished(() => ledger.drop());
  const business = databases.business && (await freshDatabase(databases.business));
  const config = { default: ledger.config, ...(business ? { business: business.config } : {}) };
  const registry = await DatabaseRegistry.initFromConfig(config);
  onTestFinished(async () => {
    await registry.closeAll();
    await business?.drop();
  });
  const names = registry.names;
  for (const name of names) {
    const database = registry.get(name);
    await new TransactionTable(database).create();
    await database.autocommit.execute('CREATE TABLE effects (execution_id BIGINT NOT NULL)');
  }
  const folder = await makeProject({
    databases: config,
    worker: {
      databases: names,
      pool_size: 3,
      lease_seconds: 2,
      heartbeat_interval_seconds: 0.4,
      rescue_interval_seconds: 0.3,
      poll_interval_seconds: 0.2,
    },
    transactions: { recovery_interval_seconds: 0.5, abandoned_after_seconds: 1 },
    jobs: { 'effects.mjs': HANDLERS },
  });
  const { autocommit } = ledger.database;
  const left = async () =>
    Number(await autocommit.fetchValue("SELECT COUNT(*) FROM job_executions WHERE status <> 'SUCCESS'"));
  return {
    ledger,
    start: (): JobuProcess => spawnJobu(['worker'], { cwd: folder }),
    left,
    /** Every execution has succeeded, and left exactly one row in every database. */
    async check(ids: readonly (number | bigint | string)[], where: readonly string[]) {
      await waitFor(async () => (await left()) === 0, { timeoutMs: LONG_MS, intervalMs: 100, what: 'all successes' });
      // The worker that runs now recovers what is decided and not everywhere committed.
      for (const name of names) {
        const prepared = async () => (await registry.get(name).driver.twoPhase?.prepared()) ?? [];
        await waitFor(async () => (await prepared()).length === 0, { timeoutMs: LONG_MS, what: 'recovery' });
      }
      for (const name of where) {
        const rows = await registry
          .get(name)
          .autocommit.fetchAll<{ execution_id: number }>('SELECT execution_id FROM effects ORDER BY execution_id');
        expect(
          rows.map(({ execution_id }) => String(execution_id)),
          name,
        ).toEqual(ids.map(String));
      }
    },
  };
}

/** Starts workers one after the other until all is done, and so many times one was killed. Answers the last of them. */
async function survive(
  { start, left }: Awaited<ReturnType<typeof bench>>,
  kills = 0,
  first = start(),
): Promise<JobuProcess> {
  let process = first;
  for (let died = 0; ; ) {
    const isDone = async () => died >= kills && (await left()) === 0 && 'done';
    const end = await waitFor(async () => process.child.signalCode ?? (await isDone()), {
      timeoutMs: LONG_MS,
      what: `kill ${died + 1}, or the end`,
    });
    if (end === 'done') return process;
    expect(end, process.stderr).toBe('SIGKILL');
    died++;
    process = start();
  }
}

describe.each(DATABASE_KINDS)('a worker killed in a transactional handler on %s', (kind) => {
  it('leaves no lost and no doubled effect, wherever it dies', { timeout: 2 * LONG_MS }, async () => {
    const project = await bench({ default: kind });
    const points = ['begun', 'written', 'marked'].flatMap((at) => [
      { handlerName: 'declared', at },
      { handlerName: 'marked', at },
    ]);
    const enqueueAt = (all: readonly { handlerName: string; at: string }[]) =>
      enqueue(
        project.ledger,
        all.map(({ handlerName, at }) => ({ handlerName, params: JSON.stringify({ at }), maxRescue: 100 })),
      );
    const ids = await enqueueAt(points);
    // One that dies takes those beside it along, so how often it happens depends on the order.
    await (await survive(project)).kill('SIGKILL');
    const { autocommit } = project.ledger.database;
    for (const id of ids.slice(0, 4)) expect((await requireExecution(autocommit, id)).attempt).toBeGreaterThan(1);
    // Committed, and killed before anybody was told: it stays as it is.
    ids.push(...(await enqueueAt([{ handlerName: 'marked', at: 'over' }])));
    await survive(project, 1);
    expect(await listAttempts(autocommit, ids.at(-1)!)).toEqual([]);
    await project.check(ids, ['default']);
  });

  it('leaves none through random kills', { timeout: 2 * LONG_MS }, async () => {
    const project = await bench({ default: kind });
    const seed = Math.floor(Math.random() * 2 ** 31);
    let state = seed;
    const random = () => {
      state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
      return state / 0x80000000;
    };
    const ids = await enqueue(
      project.ledger,
      Array.from({ length: 200 }, (_, i) => ({ handlerName: i % 2 ? 'declared' : 'marked', maxRescue: 100 })),
    );
    for (let kills = 0; kills < 5 && (await project.left()) > 0; kills++) {
      const process = project.start();
      const before = await project.left();
      await waitFor(async () => (await project.left()) < before, { timeoutMs: LONG_MS, what: `work (seed ${seed})` });
      await new Promise((resolve) => setTimeout(resolve, random() * 100));
      await process.kill('SIGKILL');
    }
    project.start();
    await project.check(ids, ['default']);
  });
});

const PAIRS = [
  { default: 'postgres', business: 'mariadb' },
  { default: 'postgres', business: 'sqlite' },
  { default: 'sqlite', business: 'mariadb' },
] as const;

describe.each(PAIRS)('a worker killed in a transactional handler over $default and $business', (databases) => {
  it('leaves the work in both and the status, or none of them, at every step of the commit', {
    timeout: 2 * LONG_MS,
  }, async () => {
    const project = await bench(databases);
    const steps = ['written', 'work done', 'prepared 1', 'decision written 1', 'decided', 'committed 1', 'finished'];
    const both = steps.map((at, i) => ({ handlerName: i % 2 ? 'declared-both' : 'marked-both', at }));
    // One after the other, as the step is heard by the whole process.
    let worker = project.start();
    const ids = [];
    for (const { handlerName, at } of both) {
      const [id] = await enqueue(project.ledger, [{ handlerName, params: JSON.stringify({ at }), maxRescue: 100 }]);
      ids.push(id!);
      worker = await survive(project, 1, worker);
    }
    await project.check(ids, ['default', 'business']);
    const { autocommit } = project.ledger.database;
    const attempts = await Promise.all(ids.map(async (id) => (await requireExecution(autocommit, id)).attempt));
    const decided = steps.indexOf('decided');
    expect(attempts.slice(decided)).toEqual(steps.slice(decided).map(() => 1));
    for (const attempt of attempts.slice(0, decided)) expect(attempt).toBeGreaterThan(1);
  });
});
