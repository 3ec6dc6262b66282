import { setTimeout as delay } from 'node:timers/promises';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { createExecution, defineHandler, getConnection, NonRetryableError, transactional } from '../../src/index.ts';
import { createTestJobu, type TestJobu, type TestJobuOptions } from '../../src/testing/index.ts';

interface Seen {
  readonly scheduledTime: string;
  readonly attempt: number;
}

const seen: Seen[] = [];
let jobu: TestJobu;
/** What the handler does beside noting that it was called. */
let behave: () => unknown = () => undefined;

const work = defineHandler({
  name: 'work',
  async execute(_params, { scheduledTime, attempt, log }) {
    seen.push({ scheduledTime: scheduledTime.toISOString(), attempt });
    log.info('called', { attempt });
    return (await behave()) ?? { ok: true };
  },
});

const CRON = { name: 'often', handlerName: 'work', cronExpression: '*/5 * * * *' };

beforeEach(() => {
  seen.length = 0;
  behave = () => undefined;
});

async function open(options: TestJobuOptions = {}): Promise<TestJobu> {
  jobu = await createTestJobu({ handlers: [work], now: '2026-03-01 00:00', ...options });
  onTestFinished(() => jobu.close());
  return jobu;
}

describe('advanceTo', () => {
  test('ends a pause when the clock gets there, with the occurrence that was chosen', async () => {
    await open();
    await jobu.addCron(CRON);
    const until = new Date('2026-03-01T00:32:00+09:00');
    await jobu.pause('often', { until, resumePolicy: 'latest', reason: 'audit' });
    await jobu.advanceTo('2026-03-01 00:41');
    expect(seen.map(({ scheduledTime }) => scheduledTime.slice(11, 16))).toEqual(['15:30', '15:35', '15:40']);
    expect(await jobu.executions({ status: 'SKIPPED' })).toHaveLength(5);
    expect(await jobu.cron('often')).toMatchObject({ pausedAt: null, pausedUntil: null });
  });

  test('plays a month of a cron that runs every five minutes, each occurrence at its own instant', {
    timeout: 60_000,
  }, async () => {
    await open({ crons: [CRON] });
    const instants: number[] = [];
    behave = () => void instants.push(jobu.clock.now().getTime());
    await jobu.advanceTo('2026-03-31');
    expect(seen).toHaveLength(8640);
    expect(seen.map(({ scheduledTime }) => Date.parse(scheduledTime))).toEqual(instants);
    expect(instants[0]).toBe(Date.parse('2026-03-01T00:05:00+09:00'));
    expect(instants.at(-1)).toBe(Date.parse('2026-03-31T00:00:00+09:00'));
    expect(await jobu.executions({ status: 'SUCCESS', result: { ok: true } })).toHaveLength(8640);
  });

  test('includes the instant it ends at, and nothing later', async () => {
    await open({ crons: [CRON] });
    await jobu.advanceTo('2026-03-01 00:04:59');
    expect(seen).toEqual([]);
    await jobu.advance(1);
    expect(seen).toHaveLength(1);
    await jobu.advanceTo(new Date('2026-02-28T15:05:00.000Z'));
    expect(seen).toHaveLength(1);
    expect(jobu.clock.now().toISOString()).toBe('2026-02-28T15:05:00.000Z');
  });

  test('plays many crons in the order of their times, across a change to summer time', async () => {
    await open({ timeZone: 'Europe/Berlin', now: '2026-03-28 12:00' });
    await jobu.addCron({ ...CRON, name: 'daily', cronExpression: '30 2 * * *', handlerParams: { a: 1 } });
    await jobu.addCron({ ...CRON, name: 'noon', cronExpression: '0 12 * * *', timeZone: 'Asia/Seoul' });
    await jobu.advanceTo('2026-03-30 12:00');
    expect(seen.map(({ scheduledTime }) => scheduledTime)).toEqual([
      // 02:30 is left out on the 29th: the run comes right after the gap.
      '2026-03-29T01:00:00.000Z',
      '2026-03-29T03:00:00.000Z',
      '2026-03-30T00:30:00.000Z',
      '2026-03-30T03:00:00.000Z',
    ]);
    await jobu.assertExecution({
      cron: 'daily',
      scheduledTime: '2026-03-29 03:00',
      params: { a: 1 },
      status: 'SUCCESS',
    });
  });

  test('refuses to go back', async () => {
    await open();
    await expect(jobu.advanceTo('2026-02-28')).rejects.toMatchObject({ code: 'TEST_CLOCK_BACKWARDS' });
    await expect(jobu.advanceTo('tomorrow')).rejects.toMatchObject({ code: 'TIME_INVALID' });
  });
});

describe('retries and failures', () => {
  test('a failure is tried again after its backoff, and its attempts are kept', async () => {
    await open({ crons: [{ ...CRON, cronExpression: null, maxRetry: 2, retryBackoff: { base: 60, jitter: 0 } }] });
    behave = () => {
      throw new Error('no luck');
    };
    const { id } = await jobu.trigger('often');
    await jobu.drain();
    await jobu.assertExecution({ cron: 'often', status: 'PENDING', attempt: 1, error: 'no luck' });
    await jobu.advance(59);
    expect(seen).toHaveLength(1);
    await jobu.advance(1);
    expect(seen).toHaveLength(2);
    behave = () => ({ done: true });
    await jobu.advance(120);
    await jobu.assertExecution({
      cron: 'often',
      status: 'SUCCESS',
      attempt: 3,
      result: { done: true },
      errorCode: null,
    });
    expect((await jobu.attempts(id)).map(({ outcome }) => outcome)).toEqual(['FAILED', 'FAILED']);
    expect((await jobu.logs(id)).map(({ message, data }) => [message, data])).toEqual([
      ['called', '{"attempt":1}'],
      ['called', '{"attempt":2}'],
      ['called', '{"attempt":3}'],
    ]);
  });

  test('what must not be retried fails at once, and an operator may retry it', async () => {
    await open();
    behave = () => {
      throw new NonRetryableError('wrong input');
    };
    const { id } = await jobu.enqueue('work', { day: 1 });
    await jobu.drain();
    await jobu.assertExecution({
      handler: 'work',
      cron: null,
      status: 'FAILED',
      params: { day: 1 },
      error: 'wrong input',
    });
    behave = () => undefined;
    await jobu.retry(id);
    await jobu.drain();
    expect((await jobu.execution(id)).status).toBe('SUCCESS');
  });
});

describe('handlers that take time', () => {
  test('sleep by the clock: their duration is simulated, and overlapping occurrences are skipped', async () => {
    await open({ crons: [CRON] });
    behave = () => jobu.clock.sleep(7 * 60_000);
    await jobu.advanceTo('2026-03-01 00:30');
    expect(seen.map(({ scheduledTime }) => scheduledTime.slice(11, 16))).toEqual(['15:05', '15:15', '15:25']);
    const skipped = await jobu.executions({ status: 'SKIPPED', skipReason: 'overlap' });
    expect(skipped.map(({ scheduledTime }) => scheduledTime.toISOString().slice(11, 16))).toEqual([
      '15:10',
      '15:20',
      '15:30',
    ]);
    const first = await jobu.assertExecution({ scheduledTime: '2026-03-01 00:05', status: 'SUCCESS' });
    expect(first.finishedAt!.getTime() - first.startedAt!.getTime()).toBe(420_000);
    await jobu.assertExecution({ status: 'RUNNING', scheduledTime: '2026-03-01 00:25' });
  });

  test('run at most as many at once as there are slots', async () => {
    await open({ slots: 2 });
    behave = () => jobu.clock.sleep(60_000);
    for (let index = 0; index < 5; index++) await jobu.enqueue('work');
    await jobu.drain();
    expect(jobu.clock.monotonicMs()).toBe(180_000);
    expect(await jobu.executions({ status: 'SUCCESS' })).toHaveLength(5);
  });

  test('are timed out and canceled through their signal', async () => {
    const sleeper = defineHandler({
      name: 'sleeper',
      async execute(_params, { signal }) {
        await jobu.clock.sleep(3_600_000, signal);
        signal.throwIfAborted();
      },
    });
    await open({ handlers: [sleeper] });
    await jobu.addCron({ name: 'slow', handlerName: 'sleeper', timeoutSeconds: 90, maxRetry: 0 });
    await jobu.trigger('slow');
    await jobu.drain();
    const timedOut = await jobu.assertExecution({ cron: 'slow', status: 'TIMEOUT', errorCode: 'EXECUTION_TIMEOUT' });
    expect(timedOut.finishedAt!.getTime() - timedOut.startedAt!.getTime()).toBe(90_000);

    const { id } = await jobu.trigger('slow');
    await jobu.advance(10);
    await jobu.cancel(id);
    await jobu.drain();
    expect((await jobu.execution(id)).status).toBe('CANCELED');
  });

  test('are given up after the grace time when they ignore their signal', async () => {
    await open();
    await jobu.addCron({ ...CRON, cronExpression: null, timeoutSeconds: 60, maxRetry: 0 });
    behave = () => jobu.clock.sleep(3_600_000);
    await jobu.trigger('often');
    await jobu.advance(69);
    await jobu.assertExecution({ status: 'RUNNING' });
    await jobu.advance(1);
    await jobu.assertExecution({ status: 'TIMEOUT' });
  });

  test('may do real work meanwhile, but not for ever', async () => {
    await open({ patienceSeconds: 0.2 });
    behave = () => delay(20);
    await jobu.enqueue('work');
    await jobu.drain();
    await jobu.assertExecution({ status: 'SUCCESS' });
    behave = () => delay(5_000, undefined, { ref: false });
    await jobu.enqueue('work');
    const error = await jobu.drain().catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({
      code: 'TEST_HANDLER_STUCK',
      message: expect.stringContaining('"work" (execution 2)'),
    });
  });
});

describe('a time without a dispatcher', () => {
  const missed = async (catchUp: 'skip' | 'once' | 'all') => {
    await open({ crons: [{ ...CRON, catchUp }] });
    behave = () => jobu.clock.sleep(1_000);
    // The clock alone: nobody dispatches meanwhile.
    await jobu.clock.advance(23 * 60_000);
    await jobu.drain();
    return (await jobu.executions()).map(({ scheduledTime, status, skipReason }) =>
      [scheduledTime.toISOString().slice(14, 16), status, skipReason].filter(Boolean).join(' '),
    );
  };

  test('is caught up as the policy of the cron says', async () => {
    expect(await missed('once')).toEqual([
      '05 SKIPPED catch_up',
      '10 SKIPPED catch_up',
      '15 SKIPPED catch_up',
      '20 SUCCESS',
    ]);
    expect(await missed('skip')).toEqual(['05', '10', '15', '20'].map((minute) => `${minute} SKIPPED catch_up`));
    expect(await missed('all')).toEqual(['05', '10', '15', '20'].map((minute) => `${minute} SUCCESS`));
    const all = await jobu.executions({ cron: 'often' });
    expect(all.map(({ startedAt }) => startedAt!.toISOString().slice(14, 19))).toEqual([
      '23:00',
      '23:01',
      '23:02',
      '23:03',
    ]);
  });
});

describe('the database of a test', () => {
  test('is the one handlers get, with transactions, and what they create runs at the time of the test', async () => {
    await open({ databases: ['business'] });
    await getConnection('business').execute('CREATE TABLE sales (day TEXT)');
    const insert = transactional(async () => {
      await createExecution({ handlerName: 'work', params: { by: 'handler' } });
    });
    let isFirst = true;
    behave = async () => {
      if (!isFirst) return;
      isFirst = false;
      await getConnection('business').execute("INSERT INTO sales VALUES ('2026-03-01')");
      await insert();
    };
    await jobu.enqueue('work');
    await jobu.drain();
    expect(await getConnection('business').fetchValue('SELECT COUNT(*) FROM sales')).toBe(1);
    const created = await jobu.assertExecution({ params: { by: 'handler' }, status: 'SUCCESS' });
    expect(created.createdAt).toEqual(new Date('2026-02-28T15:00:00.000Z'));
  });

  test('is empty for the next test, and closing twice is fine', async () => {
    await open({ crons: [CRON] });
    await jobu.advance(3_600);
    await jobu.close();
    await jobu.close();
    await using next = await createTestJobu({ handlers: [work] });
    await next.assertNoExecutions();
    expect(next.clock.now().toISOString()).toBe('2025-12-31T15:00:00.000Z');
  });
});
