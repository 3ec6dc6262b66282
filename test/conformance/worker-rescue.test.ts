import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { listAttempts } from '../../src/ledger/executions.ts';
import type { Id } from '../../src/ledger/model/row.ts';
import { listWorkers, registerWorker } from '../../src/ledger/workers.ts';
import { listLive, rescue } from '../../src/worker/model/rescue.ts';
import { freshLedger, type Ledger } from '../support/ledger.ts';
import { DATABASE_KINDS } from '../support/servers.ts';
import { waitFor } from '../support/wait.ts';
import { enqueue, outcomes, reach, startWorker } from '../support/worker.ts';

const now = new Date('2026-11-22T10:00:00.000Z');
const ago = (seconds: number) => new Date(now.getTime() - seconds * 1000);

describe.each(DATABASE_KINDS)('a rescue on %s', (kind) => {
  let ledger: Ledger;
  beforeAll(async () => {
    ledger = await freshLedger(kind);
  });
  afterAll(() => ledger?.drop());
  beforeEach(() => ledger.clear());

  const register = (role: 'worker' | 'dispatcher' | 'admin', beat: Date, leaseSeconds = 30) =>
    registerWorker(ledger.database.autocommit, { role, version: 'test', leaseSeconds }, beat);
  const run = (id: Id, workerId: string | null) =>
    ledger.database.autocommit.execute(
      "UPDATE job_executions SET status = 'RUNNING', worker_id = :workerId, fence = 1, attempt = 1, started_at = :at WHERE id = :id",
      { id, workerId, at: ago(60) },
    );
  const rescueNow = async () => rescue(ledger.database, await listLive(ledger.database), now);

  it('takes executions from a worker that stopped beating, as each one says', async () => {
    const lost = await register('worker', ago(31));
    const [retry, fail, hold, exhausted, canceled] = await enqueue(ledger, [
      { handlerName: 'x' },
      { handlerName: 'x', onWorkerLost: 'fail' },
      { handlerName: 'x', onWorkerLost: 'hold' },
      { handlerName: 'x', maxRescue: 0 },
      { handlerName: 'x' },
    ]);
    for (const id of [retry!, fail!, hold!, exhausted!, canceled!]) await run(id, lost);
    await ledger.database.autocommit.execute('UPDATE job_executions SET cancel_requested_at = :now WHERE id = :id', {
      id: canceled,
      now,
    });
    expect(await rescueNow()).toMatchObject({ lost: [{ id: lost, role: 'worker' }], executions: 5 });
    expect(await reach(ledger, retry!, 'PENDING')).toMatchObject({
      rescueCount: 1,
      retryCount: 0,
      fence: 2,
      workerId: null,
      runAt: now,
    });
    expect(await reach(ledger, fail!, 'FAILED')).toMatchObject({ errorCode: 'WORKER_LOST', finishedAt: now });
    expect(await reach(ledger, hold!, 'HELD')).toMatchObject({ workerId: null, fence: 2 });
    expect(await reach(ledger, exhausted!, 'FAILED')).toMatchObject({ errorCode: 'WORKER_LOST', rescueCount: 0 });
    await reach(ledger, canceled!, 'CANCELED');
    for (const id of [retry!, fail!, hold!, exhausted!, canceled!]) {
      expect(await listAttempts(ledger.database.autocommit, id)).toMatchObject([
        { attempt: 1, outcome: 'RESCUED', workerId: lost, startedAt: ago(60), finishedAt: now },
      ]);
    }
    expect(await listWorkers(ledger.database.autocommit)).toMatchObject([{ id: lost, state: 'lost' }]);
    expect(await rescueNow()).toEqual({ lost: [], executions: 0 });
  });

  it('lets a worker alone that beat within its own lease, however old the run is', async () => {
    const [patient, short] = [await register('worker', ago(50), 60), await register('worker', ago(1), 2)];
    const ids = await enqueue(ledger, [{ handlerName: 'x' }, { handlerName: 'x' }]);
    await run(ids[0]!, patient);
    await run(ids[1]!, short);
    expect(await rescueNow()).toEqual({ lost: [], executions: 0 });
    for (const id of ids) await reach(ledger, id, 'RUNNING');
  });

  it('also finds executions of a worker that stopped or is not known at all', async () => {
    const ids = await enqueue(ledger, [{ handlerName: 'x' }, { handlerName: 'x' }]);
    await run(ids[0]!, 'nobody');
    await run(ids[1]!, null);
    expect(await rescueNow()).toEqual({ lost: [], executions: 2 });
    for (const id of ids) expect(await outcomes(ledger, id)).toEqual(['RESCUED']);
  });

  it('gives up a dispatcher and an admin server too, and more executions than fit into one transaction', async () => {
    await register('dispatcher', ago(31));
    await register('admin', ago(31));
    const lost = await register('worker', ago(31));
    await enqueue(
      ledger,
      Array.from({ length: 1201 }, () => ({ handlerName: 'x' })),
    );
    await ledger.database.autocommit.execute(
      "UPDATE job_executions SET status = 'RUNNING', worker_id = :lost, fence = 1, attempt = 1",
      { lost },
    );
    const done = await rescueNow();
    expect(done.lost.map(({ role }) => role).sort()).toEqual(['admin', 'dispatcher', 'worker']);
    expect(done.executions).toBe(1201);
    expect(await ledger.count('execution_attempts')).toBe(1201);
  });

  it('is done once when several look at the same moment', async () => {
    const lost = await register('worker', ago(31));
    const ids = await enqueue(
      ledger,
      Array.from({ length: 50 }, () => ({ handlerName: 'x' })),
    );
    for (const id of ids) await run(id, lost);
    const live = await listLive(ledger.database);
    const done = await Promise.all([1, 2, 3].map(() => rescue(ledger.database, live, now)));
    expect(done.reduce((sum, { executions }) => sum + executions, 0)).toBe(50);
    expect(done.flatMap((each) => each.lost)).toHaveLength(1);
    for (const id of ids) expect(await reach(ledger, id, 'PENDING')).toMatchObject({ rescueCount: 1, fence: 2 });
  });

  it('comes from a living worker by itself, which then runs what it rescued', async () => {
    const lost = await register('worker', new Date(Date.now() - 3_000), 2);
    const [id] = await enqueue(ledger, [{ handlerName: 'again' }]);
    await run(id!, lost);
    // It waits a lease of its own first: it cannot know whether the other one was only cut off.
    const { service } = await startWorker(ledger, { again: (_, { attempt }) => attempt }, { leaseSeconds: 1 });
    expect(await reach(ledger, id!, 'SUCCESS')).toMatchObject({
      attempt: 2,
      rescueCount: 1,
      retryCount: 0,
      result: '2',
    });
    expect(service.stats().rescued).toBe(1);
  });

  it('makes a worker that was given up take a new name, and refuses what it still had to say', async () => {
    const [id] = await enqueue(ledger, [{ handlerName: 'slow' }]);
    let finish = () => {};
    let signal: AbortSignal | undefined;
    const slow = (_: unknown, context: { signal: AbortSignal }) => {
      signal ??= context.signal;
      return new Promise<string>((resolve) => {
        finish = () => resolve('mine');
      });
    };
    const { service, lines } = await startWorker(
      ledger,
      { slow },
      { rescueIntervalSeconds: 60, abortGraceSeconds: 60 },
    );
    await reach(ledger, id!, 'RUNNING');
    const first = service.stats().workerId!;
    await ledger.database.autocommit.execute('UPDATE job_executions SET max_rescue = 0');
    // A beat between the look and the rescue saves the worker, so this may take more than one try.
    await waitFor(async () => {
      const silent = (await listLive(ledger.database)).map((worker) => ({ ...worker, lease_seconds: -60 }));
      return (await rescue(ledger.database, silent, new Date())).lost.length === 1;
    });
    await waitFor(() => service.stats().workerId !== undefined && service.stats().workerId !== first);
    await waitFor(() => signal?.aborted);
    expect(signal!.reason).toMatchObject({ code: 'LEASE_LOST' });
    finish();
    await waitFor(() => service.stats().leaseLost === 1);
    expect(lines.some(({ msg }) => String(msg).startsWith('lease lost'))).toBe(true);
    expect(await reach(ledger, id!, 'FAILED')).toMatchObject({ errorCode: 'WORKER_LOST', result: null });
    const [next] = await enqueue(ledger, [{ handlerName: 'slow' }]);
    await reach(ledger, next!, 'RUNNING');
    finish();
    expect(await reach(ledger, next!, 'SUCCESS')).toMatchObject({ workerId: service.stats().workerId });
  });
});
