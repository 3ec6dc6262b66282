import { describe, expect, it } from 'vitest';
import type { Database } from '../../src/database/database.ts';
import type { Statement } from '../../src/database/statement.ts';
import { JobuError } from '../../src/errors.ts';
import type { Clock } from '../../src/runtime/clock.ts';
import { createLogger } from '../../src/runtime/logging.ts';
import type { Ending } from '../../src/worker/model/ending.ts';
import { Finisher } from '../../src/worker/model/finisher.ts';
import type { Heartbeat } from '../../src/worker/model/heartbeat.ts';
import type { Journal } from '../../src/worker/model/journal.ts';
import { Outage, pauseAfterFailure, within } from '../../src/worker/model/outage.ts';
import { RescueWatch } from '../../src/worker/model/rescue-watch.ts';

const lost = () => new JobuError('CONNECTION_LOST', { database: 'd', reason: 'gone' });

function watched() {
  const lines: Record<string, unknown>[] = [];
  const destination = { write: (line: string) => void lines.push(JSON.parse(line)) };
  const logger = createLogger({ level: 'info', format: 'json', destination });
  let nowMs = 0;
  const clock: Clock = {
    now: () => new Date(nowMs),
    monotonicMs: () => nowMs,
    sleep: () => new Promise((resolve) => setImmediate(resolve)),
  };
  return { lines, logger, clock, outage: new Outage(clock, logger), pass: (ms: number) => (nowMs += ms) };
}

describe('an outage', () => {
  it('is said once when it begins and once when it ends, and shows in the health between', () => {
    const { outage, lines, pass } = watched();
    expect(outage.health('worker')).toEqual({ service: 'worker', ok: true });
    outage.worked();
    pass(5_000);
    for (let i = 0; i < 3; i++) outage.failed(lost(), 'claiming');
    expect(outage.health('worker')).toMatchObject({ ok: false, since: new Date(5_000) });
    outage.worked();
    outage.worked();
    expect(outage.health('worker').ok).toBe(true);
    expect(lines.map(({ level }) => level)).toEqual(['warn', 'info']);
  });

  it('is waited out longer and longer, up to a bound, and never in step with others', () => {
    const pauses = [1, 2, 3, 20].map(pauseAfterFailure);
    expect(pauses[0]).toBeLessThanOrEqual(150);
    expect(pauses[3]).toBeGreaterThanOrEqual(2_500);
    expect(pauses[3]).toBeLessThanOrEqual(7_500);
    expect(pauseAfterFailure(20)).not.toBe(pauseAfterFailure(20));
  });

  it('of a connection that never answers ends by itself, and a late answer is heard apart', async () => {
    let answer = (_: string) => {};
    const late: string[] = [];
    const slow = new Promise<string>((resolve) => {
      answer = resolve;
    });
    await expect(within(slow, 5, 'A claim', (text) => late.push(text))).rejects.toMatchObject({
      code: 'STATEMENT_TIMEOUT',
    });
    answer('after all');
    await slow;
    expect(late).toEqual(['after all']);
    await expect(within(Promise.resolve(1), 1_000, 'A claim')).resolves.toBe(1);
  });
});

describe('results', () => {
  const ending = (id: number, result = 'null'): Ending => ({
    claim: { row: { id, fence: 1, attempt: 1 }, workerId: 'w' },
    startedAt: new Date(0),
    finishedAt: new Date(1),
    kind: 'succeeded',
    result,
  });

  function finisherOf(execute: (ids: number[], rows: { result: string }[]) => number) {
    const autocommit = {
      execute: async (_: Statement, { rows }: { rows: string }) => {
        const parsed = JSON.parse(rows) as { id: number; result: string }[];
        return execute(
          parsed.map(({ id }) => id),
          parsed,
        );
      },
      fetchAll: async () => [],
    };
    const changed: unknown[] = [];
    const connection = {
      fetchAll: async () => [
        { id: 2, fence: 1, worker_id: 'w', attempt: 1, retry_count: 0, max_retry: 3, cancel_requested_at: null },
      ],
      execute: async (_: Statement, { rows }: { rows: string }) => void changed.push(...JSON.parse(rows)),
      executeMany: async () => 0,
    };
    const transaction = (work: (each: typeof connection) => unknown) => work(connection);
    const { lines, ...rest } = watched();
    const finisher = new Finisher({
      ...rest,
      database: { autocommit, transaction } as unknown as Database,
      journal: {} as Journal,
      answerMs: 1_000,
    });
    return { finisher, lines, changed };
  }

  it('are kept while the database is away and written when it is back', async () => {
    let failures = 3;
    const { finisher, lines } = finisherOf((ids) => {
      if (failures-- > 0) throw lost();
      return ids.length;
    });
    for (let id = 1; id <= 10; id++) finisher.add(ending(id));
    expect(await finisher.idle(5_000)).toBe(0);
    expect(finisher.counters).toEqual({ written: 10, leaseLost: 0 });
    expect(lines.filter(({ level }) => level === 'warn')).toHaveLength(1);
  });

  it('go in batches of at most 500, bounded in size', async () => {
    const sizes: number[] = [];
    const { finisher } = finisherOf((ids) => sizes.push(ids.length) && ids.length);
    for (let id = 1; id <= 1_201; id++) finisher.add(ending(id));
    await finisher.idle(5_000);
    expect(Math.max(...sizes)).toBe(500);
    expect(sizes.reduce((sum, size) => sum + size)).toBe(1_201);
    sizes.length = 0;
    for (let id = 1; id <= 10; id++) finisher.add(ending(id, 'x'.repeat(1_000_000)));
    await finisher.idle(5_000);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(4);
  });

  it('that the database does not take fail their execution and hold up no other', async () => {
    const written: number[] = [];
    const { finisher, changed } = finisherOf((ids) => {
      if (ids.includes(2)) throw new JobuError('STATEMENT_FAILED', { statement: 's', database: 'd', reason: 'no' });
      written.push(...ids);
      return ids.length;
    });
    for (let id = 1; id <= 5; id++) finisher.add(ending(id));
    await finisher.idle(5_000);
    expect(written.sort()).toEqual([1, 3, 4, 5]);
    expect(changed).toMatchObject([{ id: 2, status: 'FAILED', error_code: 'RESULT_NOT_STORED' }]);
  });

  it('are reported when they are refused', async () => {
    const { finisher, lines } = finisherOf(() => 0);
    finisher.add(ending(1));
    await finisher.idle(5_000);
    expect(finisher.counters).toEqual({ written: 0, leaseLost: 1 });
    expect(lines).toMatchObject([{ level: 'warn', executionId: '1', foundStatus: 'gone' }]);
  });
});

describe('a look for lost workers', () => {
  const LEASE_MS = 30_000;

  function watchOf() {
    const rest = watched();
    let isAway = false;
    let looks = 0;
    const autocommit = {
      fetchAll: async (statement: Statement) => {
        if (isAway) throw lost();
        if (statement.name === 'list_orphans') looks++;
        return [];
      },
    };
    const heartbeat = { silentMs: () => 0 };
    const watch = new RescueWatch({
      ...rest,
      database: { autocommit } as unknown as Database,
      leaseMs: LEASE_MS,
      heartbeat: heartbeat as Heartbeat,
    });
    const away = (value: boolean) => {
      isAway = value;
    };
    return { ...rest, watch, away, heartbeat, looks: () => looks };
  }

  /** As a worker that has run for a while. */
  async function settled() {
    const all = watchOf();
    await all.watch.pass();
    all.pass(LEASE_MS);
    await all.watch.pass();
    expect(all.looks()).toBe(1);
    return all;
  }

  it('waits a whole lease after the start, which may come right after an outage', async () => {
    const { watch, pass, looks } = watchOf();
    await watch.pass();
    expect(watch.waitMs()).toBe(LEASE_MS);
    pass(LEASE_MS - 1);
    await watch.pass();
    expect([looks(), watch.waitMs()]).toEqual([0, 1]);
    pass(1);
    await watch.pass();
    expect([looks(), watch.waitMs()]).toEqual([1, 0]);
  });

  it('waits a whole lease after the database was away for one, since all look lost then', async () => {
    const { watch, away, pass, looks } = await settled();
    away(true);
    for (let i = 0; i < 7; i++) {
      pass(5_000);
      await expect(watch.pass()).rejects.toMatchObject({ code: 'CONNECTION_LOST' });
    }
    away(false);
    for (let i = 0; i < 6; i++) {
      await watch.pass();
      expect(looks()).toBe(1);
      pass(5_000);
    }
    await watch.pass();
    expect(looks()).toBe(2);
  });

  it('does not wait after a short break, and waits when only its own beats were missing', async () => {
    const { watch, away, pass, looks, heartbeat } = await settled();
    away(true);
    pass(5_000);
    await expect(watch.pass()).rejects.toThrow();
    away(false);
    pass(5_000);
    await watch.pass();
    expect(looks()).toBe(2);
    heartbeat.silentMs = () => LEASE_MS + 1;
    pass(5_000);
    await watch.pass();
    heartbeat.silentMs = () => 0;
    pass(LEASE_MS - 1);
    await watch.pass();
    expect(looks()).toBe(2);
    pass(1);
    await watch.pass();
    expect(looks()).toBe(3);
  });
});
