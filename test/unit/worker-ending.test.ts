import { describe, expect, it } from 'vitest';
import type { Failure } from '../../src/worker/handlers/failure.ts';
import type { Handler } from '../../src/worker/handlers/registry.ts';
import type { Claim, ClaimRow } from '../../src/worker/model/claim.ts';
import { type Ending, settle } from '../../src/worker/model/ending.ts';
import { rescueOf } from '../../src/worker/model/rescue.ts';
import type { RunningRow } from '../../src/worker/model/row-change.ts';
import { type AbortKind, Run } from '../../src/worker/model/run.ts';

const now = new Date('2026-11-22T10:00:00.000Z');
const startedAt = new Date('2026-11-22T09:59:00.000Z');
const failure: Failure = { name: 'Error', message: 'no', code: 'E_NO', retryable: true, text: 'Error: no' };

const row = (changes: Partial<RunningRow> = {}): RunningRow => ({
  id: 7,
  fence: 4,
  worker_id: 'w',
  attempt: 2,
  run_at: '2026-11-22T09:00:00.000Z',
  started_at: startedAt.toISOString(),
  retry_count: 1,
  max_retry: 3,
  retry_backoff: '{"base":10,"factor":2,"jitter":0}',
  rescue_count: 0,
  max_rescue: 3,
  on_worker_lost: 'retry',
  cancel_requested_at: null,
  ...changes,
});
type Unsuccessful = Exclude<Ending, { kind: 'succeeded' }>;
const base = { claim: { row: { id: 7, fence: 4, attempt: 2 }, workerId: 'w' }, startedAt, finishedAt: now };
const failed = (changes: Partial<Extract<Unsuccessful, { kind: 'failed' }>> = {}): Unsuccessful => ({
  ...base,
  kind: 'failed',
  status: 'FAILED',
  failure,
  maxRetry: Number.POSITIVE_INFINITY,
  ...changes,
});
const settled = (running: RunningRow, ending: Unsuccessful) => settle(running, ending, now, 0);

describe('the end of an attempt', () => {
  it('that failed is retried after its backoff, never at once, under the same fence', () => {
    expect(settled(row(), failed())).toMatchObject({
      status: 'PENDING',
      run_at: '2026-11-22T10:00:20.000Z',
      retry_count: 2,
      fence: 4,
      attempt: 2,
      worker_id: null,
      error_code: 'E_NO',
      outcome: 'FAILED',
    });
  });

  it('that failed for good keeps its owner, its reason and when it ended', () => {
    const ended = {
      status: 'FAILED',
      worker_id: 'w',
      retry_count: 3,
      finished_at: now.toISOString(),
      outcome: 'FAILED',
    };
    expect(settled(row({ retry_count: 3 }), failed())).toMatchObject(ended);
    expect(settled(row(), failed({ failure: { ...failure, retryable: false } })).status).toBe('FAILED');
    expect(settled(row(), failed({ maxRetry: 1 })).status).toBe('FAILED');
    expect(settled(row({ retry_count: 3 }), failed({ status: 'TIMEOUT' })).status).toBe('TIMEOUT');
  });

  it('takes the default backoff when a row put in by hand holds none that can be read', () => {
    const delayMs = Date.parse(settled(row({ retry_backoff: 'soon' }), failed()).run_at!) - now.getTime();
    expect(delayMs).toBeGreaterThanOrEqual(16_000);
    expect(delayMs).toBeLessThanOrEqual(24_000);
  });

  it('is CANCELED when an operator asked for it meanwhile, whatever it was', () => {
    const asked = row({ cancel_requested_at: now.toISOString() });
    for (const ending of [failed(), { ...base, kind: 'released', failure } as const])
      expect(settled(asked, ending)).toMatchObject({ status: 'CANCELED', outcome: 'CANCELED', retry_count: 1 });
  });

  it('released counts neither as retry nor as rescue, and raises the fence', () => {
    const released = settled(row(), { ...base, kind: 'released', failure });
    expect(released).toMatchObject({ status: 'PENDING', fence: 5, attempt: 2, retry_count: 1, rescue_count: 0 });
    expect(released).toMatchObject({ run_at: now.toISOString(), outcome: 'RELEASED' });
  });

  it('released before it began leaves no trace but the fence', () => {
    const released = settled(row(), { ...base, startedAt: null, kind: 'released', failure: null });
    expect(released).toMatchObject({ status: 'PENDING', fence: 5, attempt: 1, run_at: row().run_at, outcome: null });
  });
});

describe('a rescue', () => {
  it.each([
    ['PENDING', {}, { rescue_count: 1, run_at: now.toISOString(), worker_id: null }],
    ['FAILED', { rescue_count: 3 }, { error_code: 'WORKER_LOST' }],
    ['FAILED', { on_worker_lost: 'fail' }, { error_code: 'WORKER_LOST', finished_at: now.toISOString() }],
    ['HELD', { on_worker_lost: 'hold' }, { worker_id: null, run_at: row().run_at }],
    ['CANCELED', { cancel_requested_at: now.toISOString() }, { error_code: 'EXECUTION_CANCELED' }],
  ] as const)('makes it %s when %o', (status, changes, expected) => {
    expect(rescueOf(row(changes), now)).toMatchObject({
      status,
      fence: 5,
      attempt: 2,
      retry_count: 1,
      outcome: 'RESCUED',
    });
    expect(rescueOf(row(changes), now)).toMatchObject(expected);
  });

  it('keeps fences beyond 2^53 exact', () => {
    expect(rescueOf(row({ fence: 9007199254740993n }), now).fence).toBe(9007199254740994n);
  });
});

describe('a run', () => {
  const claim = (timeout: number): Claim => ({
    row: { id: 7, fence: 4, attempt: 2, timeout_seconds: timeout } as ClaimRow,
    workerId: 'w',
    claimedMs: 0,
  });
  const handler = (timeoutSeconds?: number): Handler => ({
    name: 'h',
    file: null,
    builtIn: false,
    options: timeoutSeconds === undefined ? {} : { timeoutSeconds },
    execute: () => null,
  });
  const run = (timeout = 10, own?: number) => new Run(claim(timeout), handler(own), startedAt, 1000);
  const ok = { ok: true, result: '1' } as const;
  const bad = { ok: false, failure } as const;

  it.each([
    [0, undefined, Number.POSITIVE_INFINITY],
    [10, undefined, 11_000],
    [10, 3, 4_000],
    [0, 3, 4_000],
    [2, 3, 3_000],
  ])('with a timeout of %s s, and %s s of its handler, ends at %s ms', (timeout, own, deadline) => {
    expect(run(timeout, own).deadlineMs).toBe(deadline);
  });

  it.each<[AbortKind | undefined, boolean, string]>([
    [undefined, true, 'succeeded'],
    [undefined, false, 'failed'],
    ['timeout', true, 'failed'],
    ['timeout', false, 'failed'],
    ['canceled', true, 'canceled'],
    ['canceled', false, 'canceled'],
    ['lease_lost', true, 'succeeded'],
    ['lease_lost', false, 'released'],
    ['stopping', true, 'succeeded'],
    ['stopping', false, 'released'],
  ])('aborted by %s whose code returned (%s) is %s', (abort, returned, kind) => {
    const each = run();
    if (abort) each.abort(abort, 2000, 'a reason');
    expect(each.controller.signal.aborted).toBe(abort !== undefined);
    expect(each.ending(returned ? ok : bad, now).kind).toBe(kind);
  });

  it('keeps the first reason it was aborted for', () => {
    const each = run();
    each.abort('canceled', 2000);
    each.abort('timeout', 3000);
    expect(each.controller.signal.reason).toMatchObject({ code: 'EXECUTION_CANCELED' });
    expect(each.abortedMs).toBe(2000);
    expect(each.ending(undefined, now).kind).toBe('canceled');
  });
});
