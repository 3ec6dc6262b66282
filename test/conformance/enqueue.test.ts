import { afterAll, afterEach, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { inTransaction } from '../../src/database/transactional.ts';
import { createCron } from '../../src/ledger/crons.ts';
import { createExecution, triggerCron } from '../../src/ledger/enqueue.ts';
import { events } from '../../src/runtime/events.ts';
import { freshLedger, type Ledger } from '../support/ledger.ts';
import { DATABASE_KINDS } from '../support/servers.ts';
import { waitFor } from '../support/wait.ts';

const defaults = { timeZone: 'Asia/Seoul', minCronIntervalSeconds: 60 };

describe.each(DATABASE_KINDS)('executions asked for by an application on %s', (kind) => {
  let ledger: Ledger;
  beforeAll(async () => {
    ledger = await freshLedger(kind);
  });
  afterAll(() => ledger?.drop());
  afterEach(() => ledger.clear());

  const settle = (allowOverlap = false) =>
    ledger.database.transaction((connection) =>
      createCron(
        connection,
        { name: 'settle', handlerName: 'h', handlerParams: { branch: 7 }, allowOverlap },
        { now: new Date(), defaults },
      ),
    );

  it('are committed on return outside a transaction, at the time of the database', async () => {
    const { execution, isNew } = await createExecution({ handlerName: 'email', params: { to: 'a@b.kr' } });
    expect(isNew).toBe(true);
    expect(execution).toMatchObject({
      status: 'PENDING',
      paramSource: 'event',
      jobId: null,
      params: '{"to":"a@b.kr"}',
    });
    expect(Math.abs(execution.createdAt.getTime() - Date.now())).toBeLessThan(60_000);
    expect(execution.scheduledTime.getTime() % 1000).not.toBe(0);
    expect(await ledger.count('job_executions')).toBe(1);
  });

  it('come and go with the open transaction', async () => {
    const rollback = inTransaction('default', async () => {
      await createExecution({ handlerName: 'email' });
      throw new Error('changed my mind');
    });
    await expect(rollback).rejects.toThrow('changed my mind');
    expect(await ledger.count('job_executions')).toBe(0);
    await inTransaction('default', () => createExecution({ handlerName: 'email' }));
    expect(await ledger.count('job_executions')).toBe(1);
  });

  it('are found again by their idempotency key', async () => {
    const first = await createExecution({ handlerName: 'email', idempotencyKey: 'order-1' });
    const second = await createExecution({ handlerName: 'email', idempotencyKey: 'order-1' });
    expect(second).toMatchObject({ isNew: false, execution: { id: first.execution.id } });
  });

  it('run a cron by its name, and no second time while it is unfinished', async () => {
    const cron = await settle();
    const { execution } = await triggerCron('settle', { reason: 'month end' });
    expect(execution).toMatchObject({
      jobId: cron.id,
      params: '{"branch":7}',
      paramSource: 'manual',
      reason: 'month end',
    });
    await expect(triggerCron('settle')).rejects.toMatchObject({ code: 'EXECUTION_OVERLAP' });
    expect((await triggerCron('settle', { allowOverlap: true })).isNew).toBe(true);
    await expect(triggerCron('settl')).rejects.toMatchObject({ code: 'CRON_NOT_FOUND' });
  });

  it('of a cron belong to the transaction that triggers it', async () => {
    await settle();
    const rollback = inTransaction('default', async () => {
      await triggerCron('settle');
      throw new Error('no');
    });
    await expect(rollback).rejects.toThrow('no');
    expect(await ledger.count('job_executions')).toBe(0);
  });

  it('wake the workers after the commit that makes them visible, and not when it rolls back', async () => {
    await settle(true);
    const seen: Promise<number>[] = [];
    const look = () => void seen.push(ledger.count('job_executions'));
    events.on('executionsCreated', look);
    onTestFinished(() => void events.off('executionsCreated', look));
    let heard = 0;
    const { listen } = ledger.database;
    if (listen) onTestFinished(await listen('jobu_executions', () => heard++));

    const rollback = inTransaction('default', async () => {
      await createExecution({ handlerName: 'email' });
      throw new Error('no');
    });
    await expect(rollback).rejects.toThrow('no');
    await inTransaction('default', async () => {
      await createExecution({ handlerName: 'email' });
      await inTransaction('default', () => triggerCron('settle'));
      expect(seen).toEqual([]);
    });
    // Each of the two tells it, and both times the rows are there.
    expect(await Promise.all(seen)).toEqual([2, 2]);
    await createExecution({ handlerName: 'email' });
    expect(await Promise.all(seen)).toEqual([2, 2, 3]);
    if (listen) await waitFor(() => heard > 0, { what: 'another process to be told' });
  });
});
