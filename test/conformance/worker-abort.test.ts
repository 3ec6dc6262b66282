import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { listAttempts } from '../../src/ledger/executions.ts';
import type { WorkerRow } from '../../src/ledger/model/execution.ts';
import type { Id } from '../../src/ledger/model/row.ts';
import { cancelExecution } from '../../src/ledger/operations.ts';
import { listWorkers } from '../../src/ledger/workers.ts';
import type { HandlerContext } from '../../src/worker/handlers/context.ts';
import { freshLedger, type Ledger } from '../support/ledger.ts';
import { DATABASE_KINDS } from '../support/servers.ts';
import { waitFor } from '../support/wait.ts';
import { type Execute, enqueue, outcomes, reach, startWorker } from '../support/worker.ts';

const retryBackoff = { base: 0.05, factor: 1, jitter: 0 };

/** Ends when it is told to. */
const polite: Execute = (_, { signal }) =>
  new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason)));

/** A handler that ignores its signal until the test lets it return. */
function stubborn() {
  const releases: (() => void)[] = [];
  const signals: AbortSignal[] = [];
  const execute: Execute = (_, { signal }: HandlerContext) => {
    signals.push(signal);
    return new Promise<string>((resolve) => releases.push(() => resolve('late')));
  };
  const release = () => {
    for (const each of releases.splice(0)) each();
  };
  return { execute, signals, release };
}

describe.each(DATABASE_KINDS)('a worker on %s', (kind) => {
  let ledger: Ledger;
  beforeAll(async () => {
    ledger = await freshLedger(kind);
  });
  afterAll(() => ledger?.drop());
  beforeEach(() => ledger.clear());

  const cancel = (id: Id, force = false) =>
    ledger.database.transaction((connection) =>
      cancelExecution(connection, id, { actor: 'kim', reason: 'wrong day', force }, new Date()),
    );
  const self = async (): Promise<WorkerRow> => (await listWorkers(ledger.database.autocommit))[0]!;
  const want = (state: string) =>
    ledger.database.autocommit.execute('UPDATE workers SET desired_state = :state', { state });

  it('ends a handler at its timeout and retries it', async () => {
    const [id] = await enqueue(ledger, [{ handlerName: 'polite', timeoutSeconds: 1, maxRetry: 1, retryBackoff }]);
    await startWorker(ledger, { polite });
    const execution = await reach(ledger, id!, 'TIMEOUT');
    expect(execution).toMatchObject({ attempt: 2, retryCount: 1, errorCode: 'EXECUTION_TIMEOUT' });
    expect(await outcomes(ledger, id!)).toEqual(['TIMEOUT', 'TIMEOUT']);
    expect(execution.finishedAt!.getTime() - execution.startedAt!.getTime()).toBeLessThan(2_000);
  });

  it('shows a handler that ignores its timeout as stuck and never starts the retry beside it', async () => {
    const [id] = await enqueue(ledger, [{ handlerName: 'stubborn', timeoutSeconds: 1, maxRetry: 1, retryBackoff }]);
    const { execute, release, signals } = stubborn();
    const { service } = await startWorker(ledger, { stubborn: execute }, { poolSize: 2 });
    await waitFor(() => service.stats().stuck === 1);
    const waiting = await reach(ledger, id!, 'PENDING');
    expect(waiting).toMatchObject({ retryCount: 1, attempt: 1, workerId: null });
    expect(service.stats().running).toBe(1);
    await waitFor(async () => (await self()).stuck === 1);
    await delay(600);
    expect(signals).toHaveLength(1);
    release();
    await waitFor(() => signals.length === 2);
    release();
    expect(await reach(ledger, id!, 'SUCCESS')).toMatchObject({ attempt: 2, result: '"late"' });
    expect(service.stats()).toMatchObject({ stuck: 0, leaseLost: 0 });
  });

  it('cancels a running execution when an operator asks, and retries nothing', async () => {
    const [id] = await enqueue(ledger, [{ handlerName: 'polite', retryBackoff }]);
    await startWorker(ledger, { polite });
    await reach(ledger, id!, 'RUNNING');
    await cancel(id!);
    const execution = await reach(ledger, id!, 'CANCELED');
    expect(execution).toMatchObject({ actor: 'kim', reason: 'wrong day', attempt: 1 });
    expect(execution.finishedAt).not.toBeNull();
    expect(await outcomes(ledger, id!)).toEqual(['CANCELED']);
  });

  it('writes CANCELED for a handler that ignores a cancel when its grace is over', async () => {
    const [id] = await enqueue(ledger, [{ handlerName: 'stubborn' }]);
    const { execute, release } = stubborn();
    const { service } = await startWorker(ledger, { stubborn: execute });
    await reach(ledger, id!, 'RUNNING');
    await cancel(id!);
    await reach(ledger, id!, 'CANCELED');
    expect(service.stats()).toMatchObject({ running: 1, stuck: 1 });
    release();
    await waitFor(() => service.stats().running === 0);
    expect(await reach(ledger, id!, 'CANCELED')).toMatchObject({ result: null });
  });

  it('lets a success stand that came before it saw the cancel, and turns a failure into CANCELED', async () => {
    const [good, bad] = await enqueue(ledger, [{ handlerName: 'good' }, { handlerName: 'bad', retryBackoff }]);
    let go = () => {};
    const gate = new Promise<void>((resolve) => {
      go = resolve;
    });
    await startWorker(
      ledger,
      { good: () => gate, bad: () => gate.then(() => Promise.reject(new Error('no'))) },
      { heartbeatIntervalSeconds: 60 },
    );
    await reach(ledger, good!, 'RUNNING');
    await reach(ledger, bad!, 'RUNNING');
    const at = { now: new Date() };
    await ledger.database.autocommit.execute('UPDATE job_executions SET cancel_requested_at = :now', at);
    go();
    await reach(ledger, good!, 'SUCCESS');
    expect(await reach(ledger, bad!, 'CANCELED')).toMatchObject({ retryCount: 0 });
  });

  it('is told when an operator cancels by force, and its late result is refused and reported', async () => {
    const [id] = await enqueue(ledger, [{ handlerName: 'stubborn' }]);
    const { execute, release, signals } = stubborn();
    const { service, lines } = await startWorker(ledger, { stubborn: execute }, { abortGraceSeconds: 60 });
    const { fence } = await reach(ledger, id!, 'RUNNING');
    await cancel(id!, true);
    await waitFor(() => signals[0]?.aborted);
    expect(signals[0]!.reason).toMatchObject({ code: 'LEASE_LOST' });
    release();
    await waitFor(() => service.stats().leaseLost === 1);
    expect(lines.find(({ msg }) => String(msg).startsWith('lease lost'))).toMatchObject({
      executionId: id,
      fence: String(fence),
      foundStatus: 'CANCELED',
    });
    expect(await reach(ledger, id!, 'CANCELED')).toMatchObject({ result: null, fence: Number(fence) + 1 });
    expect(await listAttempts(ledger.database.autocommit, id!)).toHaveLength(1);
  });

  it('one of two wins when a cancel by force and the end of the execution meet', async () => {
    const ids = await enqueue(
      ledger,
      Array.from({ length: 40 }, () => ({ handlerName: 'short' })),
    );
    const { service } = await startWorker(ledger, { short: () => delay(30) }, { poolSize: 40 });
    let canceled = 0;
    for (const id of ids) {
      await cancel(id, true)
        .then(() => canceled++)
        .catch((error: unknown) => expect(String(error)).toMatch(/cannot be canceled|changed/i));
      await delay(2);
    }
    await waitFor(() => service.stats().running === 0 && service.stats().waiting === 0);
    const ends = await Promise.all(ids.map((id) => reach(ledger, id, 'SUCCESS', 'CANCELED')));
    expect(ends.filter(({ status }) => status === 'CANCELED')).toHaveLength(canceled);
    for (const { status, result } of ends) expect(result).toBe(status === 'SUCCESS' ? 'null' : null);
  });

  it('drains when it is told to: claims nothing more, gives back what has not ended, and takes work again', async () => {
    const { service } = await startWorker(ledger, { polite, quick: () => null }, { shutdownTimeoutSeconds: 0.3 });
    const [running] = await enqueue(ledger, [{ handlerName: 'polite' }]);
    await reach(ledger, running!, 'RUNNING');
    await want('drain');
    const released = await reach(ledger, running!, 'PENDING');
    expect(released).toMatchObject({ retryCount: 0, rescueCount: 0, workerId: null, fence: 2 });
    expect(await outcomes(ledger, running!)).toEqual(['RELEASED']);
    await waitFor(async () => (await self()).state === 'draining');
    const [later] = await enqueue(ledger, [{ handlerName: 'quick' }]);
    await delay(400);
    expect(await reach(ledger, later!, 'PENDING')).toMatchObject({ attempt: 0 });
    await want('active');
    await reach(ledger, later!, 'SUCCESS');
    expect(service.stats()).toMatchObject({ leaseLost: 0 });
  });

  it('stops in good order: what ends in time is stored, the rest goes back unharmed', async () => {
    const [quick, slow, hard] = await enqueue(ledger, [
      { handlerName: 'quick' },
      { handlerName: 'polite' },
      { handlerName: 'stubborn' },
    ]);
    const { execute } = stubborn();
    const { service } = await startWorker(
      ledger,
      { quick: () => delay(300, 'done'), polite, stubborn: execute },
      { shutdownTimeoutSeconds: 0.6, abortGraceSeconds: 0.2 },
    );
    await waitFor(() => service.stats().running === 3);
    await service.stop();
    expect(await reach(ledger, quick!, 'SUCCESS')).toMatchObject({ result: '"done"' });
    for (const id of [slow!, hard!]) {
      expect(await reach(ledger, id, 'PENDING')).toMatchObject({ retryCount: 0, rescueCount: 0, fence: 2 });
      expect(await outcomes(ledger, id)).toEqual(['RELEASED']);
    }
    expect(await self()).toMatchObject({ state: 'stopped', running: 0 });
  });

  it('gives back at a stop what it had claimed ahead, as if it had never been claimed', async () => {
    const ids = await enqueue(
      ledger,
      Array.from({ length: 300 }, () => ({ handlerName: 'quick' })),
    );
    let started = 0;
    const { service } = await startWorker(
      ledger,
      { quick: () => (++started > 150 ? delay(600) : delay(1)) },
      { poolSize: 4 },
    );
    await waitFor(() => started > 150);
    const { waiting } = service.stats();
    await service.stop();
    const ends = await Promise.all(ids.map((id) => reach(ledger, id, 'SUCCESS', 'PENDING')));
    const pending = ends.filter(({ status }) => status === 'PENDING');
    expect(pending.length).toBeGreaterThanOrEqual(waiting);
    for (const execution of pending) expect(execution).toMatchObject({ attempt: 0, retryCount: 0, startedAt: null });
    expect(await ledger.count('execution_attempts')).toBe(0);
    expect(started).toBe(300 - pending.length);
  });
});
