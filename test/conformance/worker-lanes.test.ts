import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Lanes } from '../../src/worker/model/lanes.ts';
import { freshLedger, type Ledger } from '../support/ledger.ts';
import { DATABASE_KINDS } from '../support/servers.ts';
import { enqueue, reach, startWorker } from '../support/worker.ts';

const MANY = 100_000;
/** A second, and room for a busy machine. */
const SOON_MS = 2_500;
const EARLY = new Date('2026-01-01T00:00:00.000Z');

describe.each(DATABASE_KINDS)('100,000 waiting executions on %s', (kind) => {
  let ledger: Ledger;
  beforeAll(async () => {
    ledger = await freshLedger(kind);
  });
  afterAll(() => ledger?.drop());
  beforeEach(() => ledger.clear());

  /** Rows of one handler, of cron `jobId` or of none; due since long, or waiting for a predecessor. */
  async function fill(handlerName: string, jobId: number | null, runAt: Date | null = EARLY): Promise<void> {
    const rows = Array.from({ length: MANY }, (_, i) => ({
      jobId,
      handlerName,
      at: new Date(EARLY.getTime() + i * 1000),
      runAt,
    }));
    await ledger.database.autocommit.executeMany(
      `INSERT INTO job_executions (job_id, handler_name, scheduled_time, occurrence_time, run_at)
       VALUES (:jobId, :handlerName, :at, :at, :runAt)`,
      rows,
    );
  }

  const timed = async (handlerName: string, jobId: number): Promise<number> => {
    const started = performance.now();
    const [id] = await enqueue(ledger, [{ handlerName }]);
    await ledger.database.autocommit.execute('UPDATE job_executions SET job_id = :jobId WHERE id = :id', { jobId, id });
    await reach(ledger, id!, 'SUCCESS', 'RUNNING');
    return performance.now() - started;
  };

  it('of a handler that nobody offers cost one step of the index, and others start within a second', async () => {
    await fill('absent', null);
    await fill('blocked', null, null);
    const lanes = new Lanes(() => true);
    await lanes.list(ledger.database, new Date(), 1000, () => performance.now());
    const costs: number[] = [];
    for (let i = 0; i < 5; i++) {
      const started = performance.now();
      await lanes.list(ledger.database, new Date(), 1000, () => performance.now());
      costs.push(performance.now() - started);
    }
    expect(lanes.next()!.lane).toMatchObject({ handler_name: 'absent', queue: 'default', priority: 0 });
    expect(Math.min(...costs)).toBeLessThan(30);
    const { service } = await startWorker(ledger, { other: () => null }, { pollIntervalSeconds: 0.2 });
    expect(await timed('other', 7)).toBeLessThan(SOON_MS);
    expect(service.stats().claimed).toBe(1);
  });

  it('of one cron do not keep the other crons of the same handler waiting for more than a second', async () => {
    await fill('same', 5);
    const { service } = await startWorker(ledger, { same: () => delay(5) }, { poolSize: 10 });
    await delay(1_000);
    const times: number[] = [];
    for (const jobId of [6, 7]) times.push(await timed('same', jobId));
    expect(service.stats().claimed).toBeLessThan(MANY / 2);
    expect(Math.max(...times)).toBeLessThan(SOON_MS);
  });
});
