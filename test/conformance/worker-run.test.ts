import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { listAttempts, listLogs, requireExecution } from '../../src/ledger/executions.ts';
import { NonRetryableError } from '../../src/worker/handlers/handler.ts';
import { freshLedger, type Ledger } from '../support/ledger.ts';
import { DATABASE_KINDS } from '../support/servers.ts';
import { waitFor } from '../support/wait.ts';
import { enqueue, handlerOf, outcomes, reach, startWorker } from '../support/worker.ts';

const retryBackoff = { base: 0.05, factor: 1, jitter: 0 };

describe.each(DATABASE_KINDS)('a worker on %s', (kind) => {
  let ledger: Ledger;
  beforeAll(async () => {
    ledger = await freshLedger(kind);
  });
  afterAll(() => ledger?.drop());
  beforeEach(() => ledger.clear());

  it('runs a due execution and stores what its handler returns', async () => {
    const [id] = await enqueue(ledger, [{ handlerName: 'double', params: { value: 21 } }]);
    await startWorker(ledger, { double: ({ value }: { value: number }) => ({ doubled: value * 2 }) });
    const execution = await reach(ledger, id!, 'SUCCESS');
    expect(execution).toMatchObject({ attempt: 1, retryCount: 0, result: '{"doubled":42}', errorCode: null });
    expect(execution.startedAt!.getTime()).toBeLessThanOrEqual(execution.finishedAt!.getTime());
    expect(await outcomes(ledger, id!)).toEqual([]);
  });

  it('tells the handler which execution and attempt it is', async () => {
    const [id] = await enqueue(ledger, [{ handlerName: 'tell' }]);
    const { service } = await startWorker(ledger, { tell: (_, context) => ({ ...context, log: 0, signal: 0 }) });
    const { result, occurrenceTime } = await reach(ledger, id!, 'SUCCESS');
    expect(JSON.parse(result!)).toMatchObject({
      executionId: id,
      handlerName: 'tell',
      attempt: 1,
      maxRetry: 3,
      paramSource: 'event',
      scheduledTime: occurrenceTime.toISOString(),
      workerId: service.stats().workerId,
    });
  });

  it('keeps the version of the code that ran it last', async () => {
    const [id] = await enqueue(ledger, [{ handlerName: 'grow', retryBackoff: { base: 0.5, factor: 1, jitter: 0 } }]);
    const fails = () => {
      throw new Error('not yet');
    };
    const { service } = await startWorker(ledger, { grow: fails }, { codeVersion: '1.0' });
    await waitFor(async () => (await outcomes(ledger, id!)).length === 1);
    await service.stop();
    expect((await requireExecution(ledger.database.autocommit, id!)).codeVersion).toBe('1.0');
    await startWorker(ledger, { grow: () => 'grown' }, { codeVersion: '2.0-한글' });
    expect(await reach(ledger, id!, 'SUCCESS')).toMatchObject({ attempt: 2, codeVersion: '2.0-한글' });
    const [untold] = await enqueue(ledger, [{ handlerName: 'untold' }]);
    await startWorker(ledger, { untold: () => null });
    expect((await reach(ledger, untold!, 'SUCCESS')).codeVersion).toBeNull();
  });

  it('does not start before its time', async () => {
    const runAt = new Date(Date.now() + 700);
    const [id] = await enqueue(ledger, [{ handlerName: 'now', runAt }]);
    await startWorker(ledger, { now: () => null });
    const { startedAt } = await reach(ledger, id!, 'SUCCESS');
    expect(startedAt!.getTime()).toBeGreaterThanOrEqual(runAt.getTime());
  });

  it('retries after a pause until it succeeds, and puts every failed attempt down', async () => {
    const [id] = await enqueue(ledger, [{ handlerName: 'flaky', retryBackoff }]);
    const started: number[] = [];
    await startWorker(ledger, {
      flaky: (_, { attempt }) => {
        started.push(performance.now());
        if (attempt < 3) throw new TypeError(`attempt ${attempt} breaks`);
        return 'mended';
      },
    });
    const execution = await reach(ledger, id!, 'SUCCESS');
    expect(execution).toMatchObject({ attempt: 3, retryCount: 2, result: '"mended"', errorCode: null });
    const attempts = await listAttempts(ledger.database.autocommit, id!);
    expect(attempts).toMatchObject([
      { attempt: 1, outcome: 'FAILED', errorCode: 'TypeError', workerId: execution.workerId },
      { attempt: 2, outcome: 'FAILED' },
    ]);
    expect(attempts[0]!.errorMessage).toContain('attempt 1 breaks');
    expect(started[1]! - started[0]!).toBeGreaterThanOrEqual(45);
  });

  it('fails when no retries are left', async () => {
    const [id] = await enqueue(ledger, [{ handlerName: 'bad', maxRetry: 1, retryBackoff }]);
    await startWorker(ledger, {
      bad: () => {
        throw Object.assign(new Error('no such branch'), { code: 'E_BRANCH' });
      },
    });
    const execution = await reach(ledger, id!, 'FAILED');
    expect(execution).toMatchObject({ attempt: 2, retryCount: 1, errorCode: 'E_BRANCH' });
    expect(execution.errorMessage).toContain('no such branch');
    expect(await outcomes(ledger, id!)).toEqual(['FAILED', 'FAILED']);
  });

  it('does not retry what cannot help: a NonRetryableError, and params that are no JSON or do not fit', async () => {
    const [final, broken] = await enqueue(ledger, [{ handlerName: 'final' }, { handlerName: 'ok' }]);
    await ledger.database.autocommit.execute('UPDATE job_executions SET params = :params WHERE id = :id', {
      id: broken,
      params: '{"half":',
    });
    await startWorker(ledger, {
      ok: () => 'fine',
      final: () => {
        throw new NonRetryableError('the account is closed');
      },
    });
    expect(await reach(ledger, final!, 'FAILED')).toMatchObject({ attempt: 1, retryCount: 0 });
    const refused = await reach(ledger, broken!, 'FAILED');
    expect(refused).toMatchObject({ attempt: 1, retryCount: 0, errorCode: 'PARAMS_INVALID' });
    expect(refused.errorMessage).toContain('no JSON');
  });

  it('takes a retry away from a running execution whose cron was deleted meanwhile', async () => {
    const [id] = await enqueue(ledger, [{ handlerName: 'slow', retryBackoff }]);
    let fail = () => {};
    const { service } = await startWorker(ledger, {
      slow: () =>
        new Promise((_, reject) => {
          fail = () => reject(new Error('late'));
        }),
    });
    await waitFor(() => service.stats().running === 1);
    await ledger.database.autocommit.execute('UPDATE job_executions SET max_retry = retry_count');
    fail();
    expect(await reach(ledger, id!, 'FAILED')).toMatchObject({ retryCount: 0 });
  });

  it('leaves an execution alone whose handler or queue it does not have', async () => {
    const [unknown, elsewhere, known] = await enqueue(ledger, [
      { handlerName: 'unknown', priority: 9 },
      { handlerName: 'ok', queue: 'elsewhere', priority: 9 },
      { handlerName: 'ok' },
    ]);
    await startWorker(ledger, { ok: () => null });
    await reach(ledger, known!, 'SUCCESS');
    for (const id of [unknown!, elsewhere!])
      expect(await reach(ledger, id, 'PENDING')).toMatchObject({ attempt: 0, fence: 0 });
  });

  it('stores log lines in order and the last progress before the execution shows as ended', async () => {
    const [id] = await enqueue(ledger, [{ handlerName: 'talk' }]);
    const { lines } = await startWorker(ledger, {
      talk: async (_, { log, progress }) => {
        for (let i = 0; i < 500; i++) log.info(`line ${i}`, { i });
        progress(0.5, 'half');
        await delay(20);
        progress(1, '다 했어요');
      },
    });
    expect(await reach(ledger, id!, 'SUCCESS')).toMatchObject({ progress: 1, progressMessage: '다 했어요' });
    const stored = await listLogs(ledger.database.autocommit, id!);
    expect(stored.map(({ message }) => message)).toEqual(Array.from({ length: 500 }, (_, i) => `line ${i}`));
    expect(stored[7]).toMatchObject({ attempt: 1, level: 'info', data: '{"i":7}' });
    expect(lines.filter(({ level }) => level === 'error')).toEqual([]);
  });

  it('keeps log lines when the transaction they were written in is rolled back', async () => {
    const [id] = await enqueue(ledger, [{ handlerName: 'rollback', maxRetry: 0 }]);
    await startWorker(ledger, {
      rollback: (_, { log, progress }) =>
        ledger.database.transaction(async (connection) => {
          await connection.execute("UPDATE workers SET version = 'never'");
          log.info('inside');
          progress(0.3);
          await delay(400);
          throw new Error('rolled back');
        }),
    });
    await reach(ledger, id!, 'FAILED');
    expect((await listLogs(ledger.database.autocommit, id!)).map(({ message }) => message)).toEqual(['inside']);
    expect(await ledger.database.autocommit.fetchValue('SELECT version FROM workers')).toBe('test');
  });

  it('cuts the log of an attempt at its limit and says so', async () => {
    const [id] = await enqueue(ledger, [{ handlerName: 'chatter' }]);
    await startWorker(
      ledger,
      {
        chatter: (_, { log }) => {
          for (let i = 0; i < 1000; i++) log.info('again');
        },
      },
      { log: { maxLines: 50, maxBytes: 1_000_000 } },
    );
    await reach(ledger, id!, 'SUCCESS');
    const stored = await listLogs(ledger.database.autocommit, id!);
    expect(stored).toHaveLength(51);
    expect(stored.at(-1)!.message).toContain('50 lines');
  });

  it('runs the highest priority first, and equal ones in turn', async () => {
    const names = ['a', 'b', 'low'];
    const inputs = names.flatMap((handlerName) =>
      Array.from({ length: 20 }, () => ({ handlerName, priority: handlerName === 'low' ? -1 : 5 })),
    );
    const ids = await enqueue(ledger, inputs);
    const order: string[] = [];
    const note = (_: unknown, { handlerName }: { handlerName: string }) =>
      delay(5).then(() => void order.push(handlerName));
    await startWorker(ledger, Object.fromEntries(names.map((name) => [name, note])), {
      poolSize: 1,
      claimBatchSize: 1,
    });
    for (const id of ids) await reach(ledger, id, 'SUCCESS');
    expect(order.slice(40)).toEqual(Array.from({ length: 20 }, () => 'low'));
    expect(order.slice(0, 10).filter((name) => name === 'a')).toHaveLength(5);
  });

  it('obeys what a handler says of its own time and retries', async () => {
    const [id] = await enqueue(ledger, [{ handlerName: 'bounded', retryBackoff }]);
    const bounded = handlerOf(
      'bounded',
      (_, { signal }) =>
        new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
      { timeoutSeconds: 0.2, maxRetry: 0 },
    );
    await startWorker(ledger, [bounded]);
    expect(await reach(ledger, id!, 'TIMEOUT')).toMatchObject({ attempt: 1, errorCode: 'EXECUTION_TIMEOUT' });
  });
});
