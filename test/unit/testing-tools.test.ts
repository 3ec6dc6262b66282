import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { BaseHandler, defineHandler, type HandlerContext, handler } from '../../src/index.ts';
import {
  createTestJobu,
  ManualClock,
  runHandler,
  type TestJobu,
  type TestJobuOptions,
} from '../../src/testing/index.ts';

const sum = defineHandler({
  name: 'sum',
  params: z.object({ numbers: z.array(z.number()), label: z.string().default('total') }),
  execute({ numbers, label }, context) {
    context.log.info('adding', { count: numbers.length });
    for (let index = 1; index <= numbers.length; index++) context.progress(index / numbers.length, `number ${index}`);
    return { [label]: numbers.reduce((a, b) => a + b, 0), at: context.scheduledTime, none: undefined };
  },
});

class Greeter extends BaseHandler<{ name: string }> {
  execute({ name }: { name: string }, { executionId, attempt }: HandlerContext) {
    if (name === '') throw new TypeError('nobody');
    return `${name} ${executionId} ${attempt}`;
  }
}
handler('greet')(Greeter);

async function open(options: TestJobuOptions): Promise<TestJobu> {
  const jobu = await createTestJobu(options);
  onTestFinished(() => jobu.close());
  return jobu;
}

describe('runHandler', () => {
  test('answers the result as it would be stored, what was logged and every progress', async () => {
    const run = await runHandler(sum, { numbers: [1, 2] }, { scheduledTime: new Date('2026-11-22T10:00:00Z') });
    expect(run.result).toEqual({ total: 3, at: '2026-11-22T10:00:00.000Z' });
    expect(run.logs).toEqual([{ level: 'info', message: 'adding', data: { count: 2 } }]);
    expect(run.progress).toEqual([
      { fraction: 0.5, message: 'number 1' },
      { fraction: 1, message: 'number 2' },
    ]);
  });

  test('takes a handler by its name or class, and a context', async () => {
    expect((await runHandler('greet', { name: 'Kim' }, { executionId: '9', attempt: 2 })).result).toBe('Kim 9 2');
    expect((await runHandler(Greeter, { name: 'Lee' })).result).toBe('Lee 1 1');
  });

  test('throws what the handler throws, and what its params or result do wrong', async () => {
    await expect(runHandler(Greeter, { name: '' })).rejects.toBeInstanceOf(TypeError);
    await expect(runHandler(sum, { numbers: ['x'] })).rejects.toMatchObject({
      code: 'PARAMS_INVALID',
      message: expect.stringContaining('numbers[0]'),
    });
    const loop: Record<string, unknown> = {};
    loop['self'] = loop;
    const circular = defineHandler({ name: 'circular', execute: () => loop });
    await expect(runHandler(circular)).rejects.toMatchObject({ code: 'RESULT_INVALID' });
    await expect(runHandler('gret')).rejects.toMatchObject({
      code: 'TEST_HANDLER_UNKNOWN',
      message: expect.stringContaining('Did you mean "greet"?'),
    });
  });
});

describe('ManualClock', () => {
  test('wakes sleepers in the order of their times, each at its own', async () => {
    const clock = new ManualClock('2026-01-01T00:00:00Z');
    const woken: string[] = [];
    const sleeper = async (name: string, ...naps: number[]) => {
      for (const nap of naps) {
        await clock.sleep(nap);
        woken.push(`${name} ${clock.monotonicMs()}`);
      }
    };
    const all = Promise.all([sleeper('b', 200, 50), sleeper('a', 100, 300), sleeper('c', 250)]);
    await clock.advanceTo(new Date('2026-01-01T00:00:00.260Z'));
    expect(woken).toEqual(['a 100', 'b 200', 'c 250', 'b 250']);
    expect(clock.now().toISOString()).toBe('2026-01-01T00:00:00.260Z');
    await clock.advance(1000);
    await all;
    expect(woken.at(-1)).toBe('a 400');
    expect(clock.nextWake).toBeUndefined();
  });

  test('a sleep ends at once when its signal aborts, and leaves nothing behind', async () => {
    const clock = new ManualClock();
    const controller = new AbortController();
    const sleep = clock.sleep(1000, controller.signal);
    expect(clock.nextWake?.getTime()).toBe(clock.now().getTime() + 1000);
    controller.abort();
    await sleep;
    expect(clock.nextWake).toBeUndefined();
    await clock.sleep(1000, controller.signal);
    await clock.sleep(0);
  });

  test('does not go back', async () => {
    const clock = new ManualClock('2026-01-02');
    await expect(clock.advanceTo(new Date('2026-01-01'))).rejects.toMatchObject({ code: 'TEST_CLOCK_BACKWARDS' });
    expect(() => clock.moveTo(new Date(Number.NaN))).toThrow(/cannot go back/);
  });
});

describe('the handlers of a test', () => {
  test('are all that were imported, those that are named, or those of a folder', async () => {
    expect((await open({})).handlers).toEqual(expect.arrayContaining(['greet', 'sum']));
    expect((await open({ handlers: [Greeter] })).handlers).toEqual(['greet']);
    const folder = mkdtempSync(join(tmpdir(), 'jobu-testing-'));
    mkdirSync(join(folder, 'deep'));
    const index = JSON.stringify(new URL('../../src/index.ts', import.meta.url).pathname);
    writeFileSync(
      join(folder, 'deep', 'found.ts'),
      `import { defineHandler } from ${index};\ndefineHandler({ name: 'found', execute: (): number => 7 });\n`,
    );
    const jobu = await open({ handlersFolder: folder, handlers: ['sum'] });
    expect(jobu.handlers).toEqual(['found', 'sum']);
    expect((await jobu.runHandler('found')).result).toBe(7);
    await expect(createTestJobu({ handlersFolder: join(folder, 'nowhere') })).rejects.toThrow(/nowhere/);
  });

  test('a cron or an execution of a handler that is not there fails at once, with the closest name', async () => {
    const jobu = await open({ handlers: [sum] });
    const unknown = { code: 'TEST_HANDLER_UNKNOWN', message: expect.stringContaining('there is sum') };
    await expect(jobu.addCron({ name: 'c', handlerName: 'sun' })).rejects.toMatchObject(unknown);
    await expect(jobu.enqueue('sun')).rejects.toMatchObject(unknown);
    await expect(jobu.runHandler('sun')).rejects.toMatchObject(unknown);
    await expect(createTestJobu({ crons: [{ name: 'c', handlerName: 'nothing' }] })).rejects.toMatchObject({
      code: 'TEST_HANDLER_UNKNOWN',
    });
  });

  test('a handler that always creates more work does not hang the test, nor does one that plays the clock', async () => {
    const nested = defineHandler({ name: 'nested', execute: async () => await jobu.drain() });
    const jobu = await open({ handlers: [nested] });
    await jobu.enqueue('nested');
    await jobu.drain();
    await jobu.assertExecution({ handler: 'nested', errorCode: 'TEST_BUSY' });
  });
});

describe('assertions', () => {
  test('answer the latest execution that fits, and list what there is when none does', async () => {
    const jobu = await open({ handlers: [sum], now: '2026-11-22 18:00' });
    const missing = await jobu.assertExecution({ handler: 'sum' }).catch((error: Error) => error);
    expect((missing as Error).message).toBe(
      'No execution has handler "sum"; it is 2026-11-22 18:00:00 KST.\nThere are no executions at all.',
    );
    await jobu.addCron({
      name: 'nightly',
      handlerName: 'sum',
      cronExpression: '0 19 * * *',
      handlerParams: { numbers: [1] },
    });
    await jobu.advanceTo('2026-11-23 20:00');
    const latest = await jobu.assertExecution({ cron: 'nightly', status: 'SUCCESS' });
    expect(latest.scheduledTime).toEqual(new Date('2026-11-23T10:00:00Z'));
    await jobu.assertExecution({ scheduledTime: '2026-11-22 19:00', params: { numbers: [1] } });
    const error = (await jobu
      .assertExecution({ cron: 'nightly', status: 'FAILED', scheduledTime: new Date('2026-11-22T10:00:00Z') })
      .catch((thrown: unknown) => thrown)) as Error;
    expect(error.name).toBe('AssertionError');
    expect(error.message.split('\n')).toEqual([
      'No execution has cron "nightly", status "FAILED", scheduledTime 2026-11-22 19:00:00 KST; it is 2026-11-23 20:00:00 KST.',
      'These are the executions:',
      expect.stringMatching(
        /^ {2}1 {2}SUCCESS {2}nightly \(sum\) {2}2026-11-22 19:00:00 KST {2}attempt 1 {2}\{"total":1/,
      ),
      expect.stringMatching(/^ {2}2 {2}SUCCESS/),
    ]);
    await jobu.assertNoExecutions({ status: 'FAILED' });
    await expect(jobu.assertNoExecutions({ cron: 'nightly' })).rejects.toThrow(
      /^There are 2 executions with cron "nightly"/,
    );
  });
});
