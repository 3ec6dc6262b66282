import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DispatcherService } from '../../src/dispatcher/main.ts';
import { createCron, requireCron } from '../../src/ledger/crons.ts';
import { listExecutions } from '../../src/ledger/executions.ts';
import { listWorkers } from '../../src/ledger/workers.ts';
import { freshLedger, type Ledger } from '../support/ledger.ts';
import { DATABASE_KINDS } from '../support/servers.ts';

const DAY_MS = 86_400_000;
const now = new Date('2026-11-22T10:00:00Z');
const defaults = { timeZone: 'UTC', minCronIntervalSeconds: 1 };
const keep = { successDays: null, otherDays: null, logDays: null };

describe.each(DATABASE_KINDS)('a long backlog on %s', (kind) => {
  let ledger: Ledger;
  beforeAll(async () => {
    ledger = await freshLedger(kind);
  });
  afterAll(() => ledger?.drop());

  it('keeps neither the heartbeat nor a cron that comes due meanwhile waiting, and is worked off', async () => {
    const { database } = ledger;
    await database.transaction(async (connection) => {
      const save = (name: string, cronExpression: string, since: Date) =>
        createCron(connection, { name, handlerName: 'h', cronExpression }, { now: since, defaults });
      await save('every-second', '* * * * * *', new Date(now.getTime() - DAY_MS));
      await save('due-soon', '0 1 10 * * *', now);
    });
    // Every look at the clock takes 20 seconds: a pass is over its time after a batch.
    let passedMs = 0;
    const clock = {
      now: () => new Date(now.getTime() + passedMs),
      monotonicMs: () => (passedMs += 20_000),
      sleep: async () => {},
    };
    const dispatcher = new DispatcherService({
      database,
      clock,
      logger: pino({ level: 'silent' }),
      version: '0',
      pollIntervalSeconds: 1,
      maxSleepSeconds: 5,
      minCronIntervalSeconds: 1,
      heartbeatIntervalSeconds: 30,
      leaseSeconds: 60,
      retention: keep,
    });
    const everySecond = async () => (await requireCron(database.autocommit, 'every-second')).nextRunAt!;
    const soon = async () =>
      (
        await listExecutions(database.autocommit, { cronId: (await requireCron(database.autocommit, 'due-soon')).id })
      ).items.map(({ status }) => status);

    let passes = 0;
    while ((await soon()).length === 0) {
      expect(await dispatcher.pass()).toBe(0);
      expect(++passes).toBeLessThan(8);
    }
    expect(await everySecond()).toSatisfy((next: Date) => next < now);
    expect(await soon()).toEqual(['PENDING']);
    const [worker] = await listWorkers(database.autocommit);
    expect(worker!.heartbeatAt.getTime()).toBeGreaterThan(now.getTime());

    while ((await everySecond()) < now) {
      await dispatcher.pass();
      expect(++passes).toBeLessThan(30);
    }
    await dispatcher.stop();
  });
});
