import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { requireExecution } from '../../src/ledger/executions.ts';
import { beatWorker, registerWorker } from '../../src/ledger/workers.ts';
import { type ClaimRow, claimLane } from '../../src/worker/model/claim.ts';
import { writeEndings } from '../../src/worker/model/finish.ts';
import { listLive, rescue as rescueFrom } from '../../src/worker/model/rescue.ts';
import { freshLedger, type Ledger } from '../support/ledger.ts';
import { DATABASE_KINDS } from '../support/servers.ts';
import { enqueue, outcomes } from '../support/worker.ts';

const LEASE_SECONDS = 30;
const lane = { queue: 'default', handler_name: 'settle', priority: 0 };
const later = (now: Date, seconds: number): Date => new Date(now.getTime() + seconds * 1000);

describe.each(DATABASE_KINDS)('leases and fences on %s', (kind) => {
  let ledger: Ledger;
  beforeAll(async () => {
    ledger = await freshLedger(kind);
  });
  afterAll(() => ledger?.drop());
  beforeEach(() => ledger.clear());

  const register = (now: Date) =>
    registerWorker(
      ledger.database.autocommit,
      { role: 'worker', version: 'test', leaseSeconds: LEASE_SECONDS, handlers: ['settle'], queues: ['default'] },
      now,
    );
  const claim = (workerId: string, now: Date, limit = 10) =>
    claimLane(ledger.database, { workerId, lane, now, limit, excluded: [] });
  const rescue = async (now: Date) => rescueFrom(ledger.database, await listLive(ledger.database), now);
  /** The ids whose end was refused. */
  const succeed = async (workerId: string, rows: readonly ClaimRow[], now: Date) => {
    const endings = rows.map(
      (row) =>
        ({
          claim: { row, workerId },
          startedAt: now,
          finishedAt: now,
          kind: 'succeeded',
          result: `"${workerId}"`,
        }) as const,
    );
    return (await writeEndings(ledger.database, workerId, endings, now)).map(({ ending }) => ending.claim.row.id);
  };

  it('give each execution to one of many workers that claim at the same moment', async () => {
    const inputs = Array.from({ length: 60 }, () => ({ handlerName: 'settle' }));
    await enqueue(ledger, inputs);
    const now = later(new Date(), 1);
    const workers = await Promise.all(Array.from({ length: 6 }, () => register(now)));
    const claimed: ClaimRow[][] = [];
    for (let round = 0; round < 10 && claimed.flat().length < inputs.length; round++)
      claimed.push(...(await Promise.all(workers.map((workerId) => claim(workerId, now)))));
    const ids = claimed.flat().map(({ id }) => id);
    expect(ids).toHaveLength(inputs.length);
    expect(new Set(ids).size).toBe(inputs.length);
  });

  it('take an execution from a worker that stopped beating, and refuse what that worker writes later', async () => {
    const [id] = await enqueue(ledger, [{ handlerName: 'settle' }]);
    const now = later(new Date(), 1);
    const frozen = await register(now);
    const first = await claim(frozen, now);
    expect(first).toHaveLength(1);

    const lost = later(now, LEASE_SECONDS + 1);
    expect(await rescue(lost)).toMatchObject({ lost: [{ id: frozen }], executions: 1 });
    expect(await requireExecution(ledger.database.autocommit, id!)).toMatchObject({
      status: 'PENDING',
      workerId: null,
      rescueCount: 1,
      retryCount: 0,
    });
    expect(await outcomes(ledger, id!)).toEqual(['RESCUED']);
    expect(await beatWorker(ledger.database.autocommit, frozen, lost)).toBe(false);
    expect(await succeed(frozen, first, lost)).toEqual([first[0]!.id]);

    const heir = await register(lost);
    const second = await claim(heir, lost);
    expect(second).toMatchObject([{ id: first[0]!.id, attempt: 2 }]);
    expect(await succeed(frozen, first, lost)).toEqual([first[0]!.id]);
    expect(await succeed(heir, second, lost)).toEqual([]);
    expect(await succeed(frozen, first, lost)).toEqual([first[0]!.id]);
    expect(await requireExecution(ledger.database.autocommit, id!)).toMatchObject({
      status: 'SUCCESS',
      result: `"${heir}"`,
      attempt: 2,
    });
  });

  it('leave an execution to a worker that beats, however long it takes', async () => {
    await enqueue(ledger, [{ handlerName: 'settle' }]);
    let now = later(new Date(), 1);
    const worker = await register(now);
    const rows = await claim(worker, now);
    for (let beat = 0; beat < 5; beat++) {
      now = later(now, LEASE_SECONDS - 1);
      expect(await beatWorker(ledger.database.autocommit, worker, now)).toBe(true);
      expect(await rescue(now)).toEqual({ lost: [], executions: 0 });
    }
    expect(await succeed(worker, rows, now)).toEqual([]);
  });

  it('leave an execution to a worker whose beat comes between the look and the rescue', async () => {
    await enqueue(ledger, [{ handlerName: 'settle' }]);
    const now = later(new Date(), 1);
    const worker = await register(now);
    const rows = await claim(worker, now);
    const lost = later(now, LEASE_SECONDS + 1);
    const live = await listLive(ledger.database);
    expect(await beatWorker(ledger.database.autocommit, worker, lost)).toBe(true);
    expect(await rescueFrom(ledger.database, live, lost)).toEqual({ lost: [], executions: 0 });
    expect(await succeed(worker, rows, lost)).toEqual([]);
  });

  it('rescue an execution whose worker nobody knows', async () => {
    const [id] = await enqueue(ledger, [{ handlerName: 'settle' }]);
    const now = later(new Date(), 1);
    await claim('a worker whose row is gone', now);
    expect(await rescue(now)).toMatchObject({ executions: 1 });
    expect((await requireExecution(ledger.database.autocommit, id!)).status).toBe('PENDING');
  });

  it('let one of several rescuers take each execution, once', async () => {
    const ids = await enqueue(
      ledger,
      Array.from({ length: 20 }, () => ({ handlerName: 'settle' })),
    );
    const now = later(new Date(), 1);
    await claim(await register(now), now, 20);
    const lost = later(now, LEASE_SECONDS + 1);
    const rescued = await Promise.all(Array.from({ length: 4 }, () => rescue(lost)));
    expect(rescued.reduce((sum, { executions }) => sum + executions, 0)).toBe(ids.length);
    for (const id of ids) expect(await outcomes(ledger, id)).toEqual(['RESCUED']);
  });
});
