import { describe, expect, it } from 'vitest';
import type { Clock } from '../../src/runtime/clock.ts';
import { createLogger } from '../../src/runtime/logging.ts';
import type { AttemptOutcome } from '../../src/worker/handlers/attempt.ts';
import { HandlerCatalog } from '../../src/worker/handlers/catalog.ts';
import type { AttemptRunner } from '../../src/worker/isolation/runner.ts';
import type { Claim, ClaimRow } from '../../src/worker/model/claim.ts';
import type { Ending } from '../../src/worker/model/ending.ts';
import type { Journal } from '../../src/worker/model/journal.ts';
import { Slots, type SlotsOptions } from '../../src/worker/model/slots.ts';

const done: AttemptOutcome = { ok: true, result: 'null' };

/** Slots whose handlers end when the test says so, on a clock that the test moves. */
function slotsOf(options: Partial<SlotsOptions> = {}) {
  let nowMs = 1_000;
  const endings: Ending[] = [];
  const finish: ((outcome: AttemptOutcome) => void)[] = [];
  const clock: Clock = { now: () => new Date(nowMs), monotonicMs: () => nowMs, sleep: async () => {} };
  const runner: AttemptRunner = {
    run: () => new Promise((resolve) => finish.push(resolve)),
    close: async () => {},
  };
  const execute = () => null;
  const slots = new Slots({
    size: 2,
    claimBatchSize: 500,
    abortGraceSeconds: 10,
    catalog: new HandlerCatalog([{ name: 'h', file: null, builtIn: false, options: {}, execute }]),
    runner,
    journal: {} as Journal,
    clock,
    logger: createLogger({ level: 'silent' }),
    onEnding: (ending) => endings.push(ending),
    onRoom: () => {},
    ...options,
  });
  let id = 0;
  const claims = (count: number, changes: Partial<ClaimRow> = {}): Claim[] =>
    Array.from({ length: count }, () => ({
      workerId: 'w',
      claimedMs: nowMs,
      row: {
        id: ++id,
        fence: 1,
        attempt: 1,
        handler_name: 'h',
        timeout_seconds: 0,
        occurrence_time: '2026-11-22T10:00:00.000Z',
        ...changes,
      } as ClaimRow,
    }));
  const end = async (count = 1) => {
    for (const resolve of finish.splice(0, count)) resolve(done);
    await new Promise((resolve) => setImmediate(resolve));
  };
  const started = () => slots.running.size;
  return { slots, endings, claims, end, started, finish, pass: (ms: number) => (nowMs += ms) };
}

describe('slots', () => {
  it('have room for what is free and nothing ahead while nothing has ended', () => {
    const { slots, claims, started } = slotsOf();
    expect(slots.room()).toBe(2);
    slots.accept(claims(1));
    expect(slots.room()).toBe(1);
    slots.accept(claims(1));
    expect(slots.room()).toBe(0);
    expect(started()).toBe(2);
  });

  it('let as much be claimed ahead as ended in the last 250 ms, at most a batch', async () => {
    const { slots, claims, end, pass } = slotsOf({ claimBatchSize: 5 });
    slots.accept(claims(2));
    for (let i = 0; i < 3; i++) {
      await end();
      slots.accept(claims(1));
    }
    expect(slots.room()).toBe(3);
    for (let i = 0; i < 9; i++) {
      await end();
      slots.accept(claims(1));
    }
    expect(slots.room()).toBe(5);
    pass(400);
    expect(slots.room()).toBe(0);
  });

  it('start what waits in order, as slots become free', async () => {
    const { slots, claims, end, endings } = slotsOf();
    slots.accept(claims(5));
    expect(slots.waiting.map(({ row }) => row.id)).toEqual([3, 4, 5]);
    await end();
    expect(slots.waiting.map(({ row }) => row.id)).toEqual([4, 5]);
    expect(endings.map(({ claim }) => claim.row.id)).toEqual([1]);
  });

  it('give back what waited for a second, so that another worker can have it', () => {
    const { slots, claims, endings, pass } = slotsOf();
    slots.accept(claims(3));
    pass(900);
    slots.accept(claims(1));
    slots.tick();
    expect(slots.waiting).toHaveLength(2);
    pass(200);
    slots.tick();
    expect(slots.waiting.map(({ row }) => row.id)).toEqual([4]);
    expect(endings).toMatchObject([{ kind: 'released', startedAt: null, claim: { row: { id: 3 } } }]);
  });

  it('give back everything that waits when they close, and take nothing until they open', () => {
    const { slots, claims, endings, started } = slotsOf();
    slots.accept(claims(4));
    slots.close();
    expect(endings.map(({ kind }) => kind)).toEqual(['released', 'released']);
    expect(slots.room()).toBe(0);
    slots.accept(claims(1));
    expect(endings).toHaveLength(3);
    expect(started()).toBe(2);
    slots.open();
    expect(slots.waiting).toHaveLength(0);
  });

  it('abort at the timeout, put the attempt down after the grace, and stay taken until the code returns', async () => {
    const { slots, claims, endings, end, pass } = slotsOf();
    slots.accept(claims(1, { timeout_seconds: 5 }));
    const [run] = slots.running;
    pass(4_999);
    slots.tick();
    expect(run!.isAborted).toBe(false);
    pass(1);
    slots.tick();
    expect(run!.controller.signal.reason).toMatchObject({ code: 'EXECUTION_TIMEOUT' });
    pass(9_999);
    slots.tick();
    expect(endings).toEqual([]);
    pass(1);
    slots.tick();
    expect(endings).toMatchObject([{ kind: 'failed', status: 'TIMEOUT' }]);
    expect(slots.stuck).toEqual([1]);
    expect(slots.room()).toBe(1);
    await end();
    expect(endings).toHaveLength(1);
    expect(slots.stuck).toEqual([]);
    expect(slots.room()).toBeGreaterThanOrEqual(2);
  });

  it('never start an execution whose code still runs here, and none without a handler', () => {
    const { slots, claims, endings, started } = slotsOf();
    const [first] = claims(1);
    slots.accept([first!]);
    const [run] = slots.running;
    run!.abort('timeout', 0);
    slots.giveUp(run!);
    slots.accept([first!, ...claims(1, { handler_name: 'unknown' })]);
    expect(started()).toBe(1);
    expect(endings.slice(1)).toMatchObject([
      { kind: 'released', claim: { row: { id: 1 } } },
      { kind: 'released', claim: { row: { handler_name: 'unknown' } } },
    ]);
  });
});
