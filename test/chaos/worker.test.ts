import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { listAttempts, requireExecution } from '../../src/ledger/executions.ts';
import { type BatchProject, batchProject, LEASE_SECONDS } from '../support/batch-project.ts';
import { freshLedger, type Ledger } from '../support/ledger.ts';
import { DATABASE_KINDS } from '../support/servers.ts';
import { waitFor } from '../support/wait.ts';

const LONG_MS = 60_000;

describe.each(DATABASE_KINDS)('worker processes on %s', (kind) => {
  let ledger: Ledger;
  beforeAll(async () => {
    ledger = await freshLedger(kind);
  });
  afterAll(() => ledger?.drop());
  afterEach(() => ledger.clear());

  const read = (id: string) => requireExecution(ledger.database.autocommit, id);
  const counted = async (status: string) =>
    Number(
      await ledger.database.autocommit.fetchValue('SELECT COUNT(*) FROM job_executions WHERE status = :status', {
        status,
      }),
    );
  const succeeded = (id: string) =>
    waitFor(async () => (await read(id)).status === 'SUCCESS', { timeoutMs: LONG_MS, what: `success of ${id}` });
  const begun = (project: BatchProject, id: string, attempt = 1) =>
    waitFor(
      () =>
        project.notes().find((note) => note.word === 'begin' && note.executionId === id && note.attempt === attempt),
      {
        timeoutMs: LONG_MS,
        what: `attempt ${attempt} of ${id}`,
      },
    );

  it('rescue within the lease what a killed worker was running', async () => {
    const project = await batchProject(ledger);
    const first = project.start();
    const [id] = await project.insert('slow-at-first', 1, { ms: LONG_MS });
    await begun(project, id!);
    const killedAt = Date.now();
    await first.kill('SIGKILL');
    const second = project.start();
    await succeeded(id!);
    const again = await begun(project, id!, 2);
    // The lease, a scan, and room for a busy machine.
    expect(again.atMs - killedAt).toBeLessThan((LEASE_SECONDS + 0.5) * 1000 + 8_000);
    expect(await read(id!)).toMatchObject({ attempt: 2, rescueCount: 1, retryCount: 0 });
    expect(await listAttempts(ledger.database.autocommit, id!)).toMatchObject([{ attempt: 1, outcome: 'RESCUED' }]);
    second.signal('SIGTERM');
    expect(await second.exit(), second.stderr).toBe(0);
  });

  it('refuse and report the late write of a worker that was frozen beyond its lease', async () => {
    const project = await batchProject(ledger);
    const frozen = project.start();
    const [id] = await project.insert('slow-at-first', 1, { ms: 1_500 });
    await begun(project, id!);
    frozen.signal('SIGSTOP');
    const other = project.start();
    await succeeded(id!);
    const { workerId, fence } = await read(id!);
    frozen.signal('SIGCONT');
    await frozen.waitForLine(/lease lost|lease_lost/, LONG_MS);
    expect(await read(id!)).toMatchObject({ status: 'SUCCESS', attempt: 2, workerId, fence });
    await other.kill('SIGTERM');
    const [next] = await project.insert('quick');
    await succeeded(next!);
    expect(project.notes().findLast((note) => note.executionId === next)?.pid).toBe(frozen.pid);
  });

  it('keep the lease of a handler that blocks the event loop for longer', async () => {
    const project = await batchProject(ledger);
    project.start();
    project.start();
    const [id] = await project.insert('block', 1, { ms: LEASE_SECONDS * 1000 + 3_000 });
    await succeeded(id!);
    expect(await read(id!)).toMatchObject({ attempt: 1, rescueCount: 0 });
    expect(await ledger.count('execution_attempts')).toBe(0);
  });

  it('run each of 5,000 executions once between four of them', async () => {
    const project = await batchProject(ledger, { lease_seconds: 30, heartbeat_interval_seconds: 5 });
    const ids = await project.insert('quick', 5_000);
    const workers = Array.from({ length: 4 }, () => project.start());
    await waitFor(async () => (await counted('SUCCESS')) === ids.length, {
      timeoutMs: 120_000,
      what: '5,000 successes',
    });
    const begins = project.notes().filter(({ word }) => word === 'begin');
    expect(begins).toHaveLength(ids.length);
    expect(new Set(begins.map(({ executionId }) => executionId)).size).toBe(ids.length);
    expect(await ledger.count('execution_attempts')).toBe(0);
    for (const worker of workers) await worker.waitForLine('jobu is running');
    for (const worker of workers) worker.signal('SIGTERM');
    for (const worker of workers) expect(await worker.exit(), worker.stderr).toBe(0);
  });

  it('lose nothing and burn no retry when they are told to stop under load', async () => {
    const project = await batchProject(ledger);
    const [first, second] = [project.start(), project.start()];
    for (const worker of [first, second]) await worker.waitForLine('jobu is running');
    const ids = await project.insert('slow', 150, { ms: 200 });
    await waitFor(() => project.notes().some(({ word, pid }) => word === 'end' && pid === first.pid), {
      timeoutMs: LONG_MS,
      what: 'an end',
    });
    first.signal('SIGTERM');
    expect(await first.exit(), first.stderr).toBe(0);
    await waitFor(async () => (await counted('SUCCESS')) === ids.length, { timeoutMs: LONG_MS, what: 'all successes' });
    expect(project.notes().filter(({ word }) => word === 'begin')).toHaveLength(ids.length);
    const burned = await ledger.database.autocommit.fetchValue(
      'SELECT SUM(retry_count + rescue_count) FROM job_executions',
    );
    expect(Number(burned)).toBe(0);
    second.signal('SIGTERM');
    expect(await second.exit(), second.stderr).toBe(0);
  });

  it('bring every execution to its end through 20 random kills', async () => {
    const project = await batchProject(ledger);
    const seed = Math.floor(Math.random() * 2 ** 31);
    let state = seed;
    const random = () => {
      state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
      return state / 0x80000000;
    };
    const ids = await project.insert('slow', 300, { ms: 60 });
    const running = [project.start(), project.start(), project.start()];
    for (let kills = 0; kills < 20; kills++) {
      await new Promise((resolve) => setTimeout(resolve, random() * 700));
      const victim = Math.floor(random() * running.length);
      await running[victim]!.kill('SIGKILL');
      running[victim] = project.start();
    }
    await waitFor(async () => (await counted('SUCCESS')) === ids.length, {
      timeoutMs: 120_000,
      what: `all successes (seed ${seed})`,
    });
    const ended = new Set(project.notes().flatMap((note) => (note.word === 'end' ? [note.executionId] : [])));
    expect(ended.size, `seed ${seed}`).toBe(ids.length);
    const lost = await ledger.database.autocommit.fetchAll<{ outcome: string }>(
      'SELECT outcome FROM execution_attempts',
    );
    expect(
      lost.every(({ outcome }) => outcome === 'RESCUED'),
      `seed ${seed}`,
    ).toBe(true);
  });
});
