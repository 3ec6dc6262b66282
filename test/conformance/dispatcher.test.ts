import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  type DispatchOptions,
  dispatchDue,
  initialiseCrons,
  nextDue,
  readmitCrons,
  startWaiting,
} from '../../src/dispatcher/model/dispatch.ts';
import { createCron, deleteCron, requireCron, updateCron } from '../../src/ledger/crons.ts';
import { listExecutions, triggerCron } from '../../src/ledger/executions.ts';
import type { Cron, CronInput } from '../../src/ledger/model/cron.ts';
import type { Execution } from '../../src/ledger/model/execution.ts';
import { freshLedger, type Ledger } from '../support/ledger.ts';
import { DATABASE_KINDS } from '../support/servers.ts';

const at = (text: string) => new Date(`2026-11-22T${text}Z`);
const defaults = { timeZone: 'UTC', minCronIntervalSeconds: 1 };
const isolated: string[] = [];
const options: DispatchOptions = { minCronIntervalSeconds: 1, onIsolated: (_, reason) => isolated.push(reason.code) };

describe.each(DATABASE_KINDS)('dispatcher on %s', (kind) => {
  let ledger: Ledger;
  beforeAll(async () => {
    ledger = await freshLedger(kind);
  });
  afterAll(() => ledger?.drop());
  beforeEach(() => {
    isolated.length = 0;
  });
  afterEach(() => ledger.clear());

  const database = () => ledger.database;
  const cron = (input: Partial<CronInput>, now: Date): Promise<Cron> =>
    database().transaction((connection) =>
      createCron(connection, { name: 'c', handlerName: 'h', ...input }, { now, defaults }),
    );
  const rows = async (): Promise<Execution[]> =>
    (await listExecutions(database().autocommit, { limit: 200 })).items.reverse();
  const shape = async () =>
    (await rows()).map(
      (row) =>
        `${row.scheduledTime.toISOString().slice(11, 19)} ${row.skipReason ?? row.status}${row.runAt ? '' : ' -'}`,
    );
  const dispatchAll = async (now: Date) => {
    while (await dispatchDue(database(), now, options));
  };

  it('writes one row for a due occurrence and moves on', async () => {
    await cron(
      { cronExpression: '*/10 * * * *', handlerParams: '{"b":1,"a":9007199254740993}', priority: 7, queue: 'q' },
      at('10:05:00'),
    );
    expect(await dispatchDue(database(), at('10:09:59.999'), options)).toBeUndefined();
    await dispatchAll(at('10:10:00.001'));
    const [row] = await rows();
    expect(row).toMatchObject({
      cronName: 'c',
      cronVersion: 1,
      handlerName: 'h',
      params: '{"b":1,"a":9007199254740993}',
      paramSource: 'cron',
      scheduledTime: at('10:10:00'),
      occurrenceTime: at('10:10:00'),
      runAt: at('10:10:00'),
      status: 'PENDING',
      priority: 7,
      queue: 'q',
      attempt: 0,
    });
    expect((await requireCron(database().autocommit, 'c')).nextRunAt).toEqual(at('10:20:00'));
    expect(await nextDue(database())).toEqual(at('10:20:00'));
  });

  it.each([
    ['skip', ['10:10:00 catch_up -', '10:20:00 catch_up -', '10:30:00 catch_up -']],
    ['once', ['10:10:00 catch_up -', '10:20:00 catch_up -', '10:30:00 PENDING']],
    ['all', ['10:10:00 PENDING', '10:20:00 PENDING -', '10:30:00 PENDING -']],
  ] as const)('catches up %s after a downtime', async (catchUp, expected) => {
    await cron({ cronExpression: '*/10 * * * *', catchUp }, at('10:05:00'));
    await dispatchAll(at('10:35:00'));
    expect(await shape()).toEqual(expected);
  });

  it('skips an occurrence that is due while an earlier one is unfinished', async () => {
    await cron({ cronExpression: '* * * * *' }, at('10:00:30'));
    await dispatchAll(at('10:01:00'));
    await dispatchAll(at('10:02:00'));
    expect(await shape()).toEqual(['10:01:00 PENDING', '10:02:00 overlap -']);
    expect((await rows())[1]?.finishedAt).toEqual(at('10:02:00'));
  });

  it('lets waiting executions go one by one as their predecessors end', async () => {
    await cron({ cronExpression: '*/10 * * * *', catchUp: 'all' }, at('10:05:00'));
    await dispatchAll(at('10:35:00'));
    expect(await startWaiting(database(), at('10:35:01'))).toEqual({ started: 0, isWaiting: true });
    const finish = (index: number) => ledger.setStatus(index, 'SUCCESS', at('10:36:00'));
    await finish(0);
    expect(await startWaiting(database(), at('10:36:01'))).toEqual({ started: 1, isWaiting: true });
    expect((await rows()).map((row) => row.runAt)).toEqual([at('10:10:00'), at('10:36:01'), null]);
    await finish(1);
    await startWaiting(database(), at('10:36:02'));
    await finish(2);
    expect(await startWaiting(database(), at('10:36:03'))).toEqual({ started: 0, isWaiting: false });
    expect((await requireCron(database().autocommit, 'c')).hasWaiting).toBe(false);
  });

  it('starts all waiting executions of a cron that comes to allow overlap', async () => {
    const { id } = await cron({ cronExpression: '*/10 * * * *', catchUp: 'all' }, at('10:05:00'));
    await dispatchAll(at('10:35:00'));
    await database().transaction((connection) =>
      updateCron(connection, id, { allowOverlap: true }, { now: at('10:35:10'), defaults }),
    );
    expect(await startWaiting(database(), at('10:36:00'))).toEqual({ started: 2, isWaiting: true });
  });

  it('gives the oldest of thousands of missed occurrences one growing row', async () => {
    await cron({ cronExpression: '* * * * * *', catchUp: 'skip', misfireGraceSeconds: 0 }, at('00:00:00'));
    const missed = 12_500;
    const now = new Date(at('00:00:00').getTime() + missed * 1000 + 500);
    await dispatchAll(now);
    const all = await ledger.count('job_executions');
    const range = (await listExecutions(database().autocommit, { limit: 200, until: at('00:00:02') })).items[0];
    expect(range).toMatchObject({ status: 'SKIPPED', skippedCount: missed - 1000, scheduledTime: at('00:00:01') });
    expect(range?.skippedUntil).toEqual(new Date(at('00:00:00').getTime() + (missed - 1000) * 1000));
    expect(all).toBe(1001);
  });

  it('sets a bad row aside, runs the others, and takes it back once it is corrected', async () => {
    const good = at('10:00:30');
    for (const name of ['expression', 'zone', 'policy', 'backoff', 'never', 'frequent', 'good'])
      await cron({ name, cronExpression: '* * * * *' }, good);
    const put = (name: string, column: string, value: string) => ledger.put('cron_jobs', name, column, value);
    await put('expression', 'cron_expression', '61 * * * *');
    await put('zone', 'time_zone', 'Asia/Seuol');
    await put('policy', 'catch_up', 'sometimes');
    await put('backoff', 'retry_backoff', '{"base":');
    await put('never', 'cron_expression', '0 0 30 2 *');
    await put('frequent', 'cron_expression', '* * * * * *');
    const strict = { ...options, minCronIntervalSeconds: 60 };
    await dispatchDue(database(), at('10:01:00'), strict);
    expect((await rows()).map((row) => row.cronName)).toEqual(['good']);
    expect(isolated.toSorted()).toEqual(
      [
        'CRON_EXPRESSION_INVALID',
        'TIME_ZONE_UNKNOWN',
        'CRON_ROW_INVALID',
        'RETRY_BACKOFF_INVALID',
        'CRON_NEVER_FIRES',
        'CRON_TOO_FREQUENT',
      ].toSorted(),
    );
    expect((await requireCron(database().autocommit, 'zone')).errorMessage).toContain('Asia/Seoul');
    expect(await dispatchDue(database(), at('10:01:01'), strict)).toBeUndefined();
    isolated.length = 0;
    await readmitCrons(database(), at('10:01:30'), strict);
    expect(isolated).toEqual([]);
    await put('zone', 'time_zone', 'Asia/Seoul');
    await readmitCrons(database(), at('10:01:40'), strict);
    await dispatchDue(database(), at('10:01:40'), strict);
    expect((await rows()).map((row) => row.cronName)).toEqual(['good', 'zone']);
  });

  it('starts counting a row that was put in by hand without next_run_at', async () => {
    await database().autocommit.execute(
      "INSERT INTO cron_jobs (name, cron_expression, time_zone, handler_name) VALUES ('by hand', '*/5 * * * *', 'UTC', 'h')",
    );
    await initialiseCrons(database(), at('10:01:00'), options);
    expect((await requireCron(database().autocommit, 'by hand')).nextRunAt).toEqual(at('10:05:00'));
  });

  it('dispatches what was due before a change of timing, under the old definition', async () => {
    const { id } = await cron({ cronExpression: '*/10 * * * *' }, at('10:05:00'));
    await database().transaction((connection) =>
      updateCron(connection, id, { cronExpression: '0 * * * *' }, { now: at('10:10:30'), defaults }),
    );
    expect(await shape()).toEqual(['10:10:00 PENDING']);
    expect((await requireCron(database().autocommit, 'c')).nextRunAt).toEqual(at('11:00:00'));
  });

  it('does not catch up the time a cron was disabled', async () => {
    const { id } = await cron({ cronExpression: '*/10 * * * *', catchUp: 'all' }, at('10:05:00'));
    const set = (isEnabled: boolean, now: Date) =>
      database().transaction((connection) => updateCron(connection, id, { isEnabled }, { now, defaults }));
    await set(false, at('10:06:00'));
    await dispatchAll(at('10:40:00'));
    await set(true, at('11:05:00'));
    await dispatchAll(at('11:10:00'));
    expect(await shape()).toEqual(['11:10:00 PENDING']);
  });

  it('never lets a row by hand take the key of an occurrence', async () => {
    const { id } = await cron({ cronExpression: '* * * * *', allowOverlap: true }, at('10:00:30'));
    for (let i = 0; i < 3; i++)
      await database().transaction((connection) => triggerCron(connection, id, {}, at('10:01:00')));
    await dispatchAll(at('10:01:00'));
    const times = (await rows()).map((row) => row.scheduledTime.getUTCMilliseconds());
    expect(times.toSorted()).toEqual([0, 1, 2, 3]);
  });

  it('keeps the history of a deleted cron and cancels what has not started', async () => {
    const { id } = await cron({ cronExpression: '* * * * *' }, at('10:00:30'));
    await dispatchAll(at('10:01:00'));
    expect(await database().transaction((connection) => deleteCron(connection, id, at('10:01:10')))).toBe(1);
    const [row] = await rows();
    expect(row).toMatchObject({ status: 'CANCELED', reason: 'cron_deleted', jobId: id });
  });

  it('dispatches each occurrence once when several dispatchers run at the same time', async () => {
    for (let i = 0; i < 120; i++)
      await cron({ name: `c${i}`, cronExpression: '* * * * *', allowOverlap: true }, at('10:00:30'));
    await Promise.all(
      Array.from({ length: 4 }, async (_, dispatcher) => {
        for (let minute = 1; minute <= 5; minute++) {
          const now = new Date(at('10:00:00').getTime() + minute * 60_000 + dispatcher);
          while (await dispatchDue(database(), now, options, 25));
        }
      }),
    );
    expect(await ledger.count('job_executions')).toBe(600);
  });
});
