import { fork } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { AttemptOutcome } from '../../src/worker/handlers/attempt.ts';
import { discoverHandlers, type HandlerCatalog } from '../../src/worker/handlers/catalog.ts';
import type { Isolation } from '../../src/worker/handlers/definition.ts';
import { type AttemptRunner, createAttemptRunner } from '../../src/worker/isolation/runner.ts';
import { CONTEXT, recordingHooks } from '../fixtures/handlers/attempt.ts';

const scratch = mkdtempSync(join(tmpdir(), 'jobu-isolation-'));
let catalog: HandlerCatalog;
let runner: AttemptRunner;

beforeAll(async () => {
  catalog = await discoverHandlers([resolve(import.meta.dirname, '../fixtures/handlers/zoo')]);
  runner = createAttemptRunner({ abortGraceSeconds: 0.3, onStrayError: () => {} });
});
afterAll(async () => {
  await runner.close();
  rmSync(scratch, { recursive: true });
});

function run(isolation: Isolation, params: object, signal?: AbortSignal): Promise<AttemptOutcome> {
  const handler = catalog.get(`zoo-${isolation}`)!;
  return runner.run({ handler, params: JSON.stringify(params), context: CONTEXT }, recordingHooks(signal).hooks);
}

const where = async (isolation: Isolation) => {
  const outcome = await run(isolation, { animal: 'where' });
  if (!outcome.ok) throw new Error(outcome.failure.text);
  return JSON.parse(outcome.result) as { pid: number; threadId: number; runs: number };
};

const alive = (pid: number) => {
  try {
    process.kill(pid, 0);
    return readFileSync(`/proc/${pid}/stat`, 'utf8').split(' ')[2] !== 'Z';
  } catch {
    return false;
  }
};

const written = (marker: string) =>
  vi.waitFor(() => (existsSync(marker) && readFileSync(marker, 'utf8')) || Promise.reject(new Error('not yet')), 8_000);

describe.each(['loop', 'thread', 'process'] as const)('an attempt with isolation "%s"', (isolation) => {
  it.each([
    ['throws-undefined', { name: 'undefined', message: 'thrown: undefined', retryable: true }],
    ['throws-string', { name: 'string', message: "thrown: 'just text \\x00 with NUL'" }],
    [
      'throws-cyclic-cause',
      { message: 'outer', text: expect.stringMatching(/outer.*Caused by: Error: inner.*named above/s) },
    ],
    ['throws-hostile', { message: 'something was thrown that cannot be read' }],
    ['throws-final', { retryable: false, text: expect.stringContaining('Caused by: Error: 404 [E404]') }],
    ['stack-overflow', { name: 'RangeError', retryable: true }],
    ['returns-cyclic', { code: 'RESULT_INVALID', retryable: false }],
    [
      'returns-50-mb',
      { code: 'RESULT_TOO_LARGE', retryable: false, message: expect.stringContaining('50000002 bytes') },
    ],
  ])('fails with safe text when the handler %s', async (animal, failure) => {
    const outcome = await run(isolation, { animal });
    expect(outcome).toMatchObject({ ok: false, failure });
    if (!outcome.ok) expect(outcome.failure.text).not.toContain('\0');
  });

  it('stores nothing as null and a bigint as its digits', async () => {
    expect(await run(isolation, { animal: 'returns-nothing' })).toEqual({ ok: true, result: 'null' });
    expect(await run(isolation, { animal: 'returns-bigint' })).toEqual({
      ok: true,
      result: '{"id":"9223372036854775808"}',
    });
  });

  it('refuses params that do not fit, without a retry', async () => {
    expect(await run(isolation, { animal: 7 })).toMatchObject({
      ok: false,
      failure: { code: 'PARAMS_INVALID', retryable: false, message: expect.stringContaining('animal: ') },
    });
  });

  it('gives the handler its context, and its log, progress and abort reason pass the border', async () => {
    const abort = new AbortController();
    const { hooks, logged, progress } = recordingHooks(abort.signal);
    const done = runner.run({ handler: catalog.get(`polite-${isolation}`)!, params: null, context: CONTEXT }, hooks);
    await vi.waitFor(() => expect(progress).toEqual([[0.5, 'half']]), 8_000);
    abort.abort(Object.assign(new Error('canceled by kim'), { code: 'CANCELED', name: 'CancelError' }));
    expect(await done).toMatchObject({
      ok: false,
      failure: { name: 'CancelError', message: 'canceled by kim', code: 'CANCELED' },
    });
    expect(logged.map(({ level, message }) => `${level} ${message}`)).toEqual([
      'info begins',
      'error an error',
      'warn stops',
    ]);
    expect(JSON.parse(logged[0]!.data!)).toEqual({
      rest: { ...CONTEXT, scheduledTime: '2026-11-22T10:00:00.000Z', handlerName: `polite-${isolation}` },
    });
    expect(JSON.parse(logged[1]!.data!)).toMatchObject({ name: 'RangeError', message: 'logged' });
  });
});

describe.each(['thread', 'process'] as const)('a child with isolation "%s"', (isolation) => {
  it('runs elsewhere, and is used again after a clean end', async () => {
    const first = await where(isolation);
    const second = await where(isolation);
    expect(isolation === 'thread' ? first.threadId !== 0 : first.pid !== process.pid).toBe(true);
    expect(second).toEqual({ ...first, runs: first.runs + 1 });
  });

  it('really ends a handler that blocks its event loop, after the grace time', async () => {
    const marker = join(scratch, `never-ends-${isolation}`);
    const abort = new AbortController();
    const done = run(isolation, { animal: 'never-ends', marker }, abort.signal);
    await written(marker);
    abort.abort(new Error('timed out after 5 s'));
    expect(await done).toMatchObject({
      ok: false,
      failure: { code: 'HANDLER_TERMINATED', message: expect.stringContaining('timed out after 5 s') },
    });
  });

  it('fails the attempt alone when the handler exits', async () => {
    expect(await run(isolation, { animal: 'exits' })).toMatchObject({
      ok: false,
      failure: { code: 'HANDLER_EXITED', retryable: true, message: expect.stringContaining('exit code 3') },
    });
  });

  it('fails the attempt alone when the handler runs out of memory', async () => {
    expect(await run(isolation, { animal: 'eats-memory' })).toMatchObject({
      ok: false,
      failure: {
        code: 'HANDLER_EXITED',
        message: expect.stringMatching(isolation === 'thread' ? /memory limit/ : /signal SIG(ABRT|TRAP)/),
      },
    });
  });

  it.each([
    ['rejects-unheard', 'nobody listens'],
    ['throws-in-callback', 'in a callback'],
  ])('fails the attempt when its code %s', async (animal, message) => {
    expect(await run(isolation, { animal })).toMatchObject({
      ok: false,
      failure: { code: 'HANDLER_CRASHED', retryable: true, message: expect.stringContaining(message) },
    });
  });

  it('does not charge the next attempt with what an earlier one left behind', async () => {
    expect(await run(isolation, { animal: 'rejects-later' })).toMatchObject({ ok: true });
    expect(await run(isolation, { animal: 'runs-a-while' })).toMatchObject({ ok: true });
    // The child showed signs of the first attempt during the second: it is not used again.
    expect((await where(isolation)).runs).toBe(1);
  });

  it('refuses a handler that was not found in a folder', async () => {
    const { hooks } = recordingHooks();
    const handler = { ...catalog.get('zoo-loop')!, file: null };
    expect(await runner.run({ handler, params: null, context: CONTEXT, isolation }, hooks)).toMatchObject({
      ok: false,
      failure: { code: 'HANDLER_ISOLATION_IMPOSSIBLE', retryable: false },
    });
  });
});

describe('a child process', () => {
  it('dies with all that it started', async () => {
    const marker = join(scratch, 'grandchildren');
    const abort = new AbortController();
    const done = run('process', { animal: 'has-grandchildren', marker }, abort.signal);
    const pids = (await written(marker)).split(' ').map(Number);
    expect(pids.map(alive)).toEqual([true, true]);
    abort.abort(new Error('canceled'));
    expect(await done).toMatchObject({ failure: { code: 'HANDLER_TERMINATED' } });
    await vi.waitFor(() => expect(pids.map(alive)).toEqual([false, false]), 5_000);
  });

  it('dies soon after a worker that was killed, even in a loop without end', async () => {
    const marker = join(scratch, 'orphan');
    const worker = fork(resolve(import.meta.dirname, '../fixtures/handlers/lone-worker.ts'), [marker], {
      execArgv: [],
    });
    const pid = Number(await written(marker));
    expect(alive(pid)).toBe(true);
    worker.kill('SIGKILL');
    await vi.waitFor(() => expect(alive(pid)).toBe(false), 30_000);
  }, 60_000);

  it('fails its attempt alone when it crashes', async () => {
    expect(await run('process', { animal: 'crashes' })).toMatchObject({
      failure: { code: 'HANDLER_EXITED', message: expect.stringContaining('signal SIGABRT') },
    });
  });
});
