import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { releaseBackfills } from '../../src/dispatcher/model/backfills.ts';
import { dispatchDue, endPauses, startWaiting } from '../../src/dispatcher/model/dispatch.ts';
import { type BackfillOptions, createBackfill } from '../../src/ledger/backfill.ts';
import {
  type BackfillFilter,
  listBackfillExecutions,
  listBackfills,
  progressOf,
} from '../../src/ledger/backfill-list.ts';
import { type BackfillAction, changeBackfill, requireBackfill } from '../../src/ledger/backfill-state.ts';
import { createCron, deleteCron, findCron } from '../../src/ledger/crons.ts';
import type { Cron, CronInput } from '../../src/ledger/model/cron.ts';
import type { Execution } from '../../src/ledger/model/execution.ts';
import type { Place } from '../../src/ledger/model/row.ts';
import { retryExecution } from '../../src/ledger/operations.ts';
import { pauseCron } from '../../src/ledger/pauses.ts';
import { freshLedger, type Ledger } from '../support/ledger.ts';
import { DATABASE_KINDS } from '../support/servers.ts';

const defaults = { timeZone: 'UTC', minCronIntervalSeconds: 60 };
const NOW = new Date('2026-11-22T12:00:00Z');
const note = { actor: 'kim', reason: 'outage' };
const day = (text: string) => new Date(`2026-11-${text}T00:00:00Z`);

describe.each(DATABASE_KINDS)('backfills on %s', (kind) => {
  let ledger: Ledger;
  beforeAll(async () => {
    ledger = await freshLedger(kind);
  });
  afterAll(() => ledger?.drop());
  afterEach(() => ledger.clear());

  const transaction: Ledger['database']['transaction'] = (work) => ledger.database.transaction(work);
  const cron = (input: Partial<CronInput> = {}): Promise<Cron> =>
    transaction((each) =>
      createCron(each, { name: 'c', handlerName: 'h', cronExpression: '0 9 * * *', ...input }, { now: NOW, defaults }),
    );
  const start = async ({ id }: Cron, options: Partial<BackfillOptions> = {}) => {
    const range = { from: day('11'), until: day('21'), mode: 'missing' as const };
    const { backfill } = await transaction((each) => createBackfill(each, id, { ...range, ...note, ...options }, NOW));
    return backfill!.id;
  };
  const change = (id: string, action: BackfillAction, options = {}) =>
    transaction((each) => changeBackfill(each, id, action, { ...note, ...options }, NOW));
  const of = (id: string): Promise<Execution[]> =>
    listBackfillExecutions(ledger.database.autocommit, id, {}, { descending: false, limit: 200 });
  const release = async () => (await releaseBackfills(ledger.database, NOW)).started;
  const started = async (id: string) =>
    (await of(id))
      .filter(({ runAt, status }) => runAt !== null && status === 'PENDING')
      .map((one) => one.businessDate!);
  const finish = async (status: 'SUCCESS' | 'FAILED' = 'SUCCESS') =>
    void (await ledger.database.autocommit.execute(
      "UPDATE job_executions SET status = :status, finished_at = :now WHERE status = 'PENDING' AND run_at IS NOT NULL",
      { status, now: NOW },
    ));
  const statusOf = async (id: string) => (await requireBackfill(ledger.database.autocommit, id)).status;

  it('run one after the other where the cron allows no overlap, and are done when the last one is', async () => {
    const id = await start(await cron());
    expect(await release()).toBe(1);
    expect(await release()).toBe(0);
    expect(await started(id)).toEqual(['2026-11-11']);
    for (let count = 1; count < 10; count++) {
      await finish();
      expect(await release()).toBe(1);
    }
    await finish();
    expect(await statusOf(id)).toBe('RUNNING');
    await release();
    expect(await statusOf(id)).toBe('DONE');
    const backfill = await requireBackfill(ledger.database.autocommit, id);
    const progress = (await progressOf(ledger.database.autocommit, [backfill])).get(id)!;
    expect(progress).toMatchObject({ waiting: 0, byStatus: { SUCCESS: 10, PENDING: 0 } });
    expect((await releaseBackfills(ledger.database, NOW)).isUnderWay).toBe(false);
  });

  it('wait for other executions of the cron, unless they may overlap', async () => {
    const made = await cron();
    await transaction((each) =>
      createBackfill(each, made.id, { from: day('11'), until: day('12'), mode: 'missing', ...note }, NOW),
    );
    const id = await start(made, { from: day('14'), until: day('16') });
    expect(await release()).toBe(1);
    expect(await started(id)).toEqual([]);
    const beside = await start(made, { from: day('17'), until: day('20'), maxRunning: 2, allowOverlap: true });
    expect(await release()).toBe(2);
    expect(await started(beside)).toEqual(['2026-11-17', '2026-11-18']);
  });

  it('never have more under way than they allow, with many dispatchers, retries and rescues', async () => {
    const id = await start(await cron({ allowOverlap: true }), { maxRunning: 3 });
    const started = await Promise.all(Array.from({ length: 6 }, () => releaseBackfills(ledger.database, NOW)));
    expect(started.reduce((sum, one) => sum + one.started, 0)).toBe(3);
    const [first, second, third] = await of(id);
    const set = (one: Execution, status: string) =>
      ledger.database.autocommit.execute('UPDATE job_executions SET status = :status WHERE id = :id', {
        id: one.id,
        status,
      });
    await set(first!, 'RUNNING');
    await set(second!, 'HELD');
    expect(await release()).toBe(0);
    await set(third!, 'SUCCESS');
    expect(await release()).toBe(1);
    await set(first!, 'FAILED');
    await set(second!, 'CANCELED');
    expect(await release()).toBe(2);
  });

  it('begin with the newest when they are asked to, with params of their own', async () => {
    const params = '{"day":"{businessDate}","at":"{scheduledTime}","n":12345678901234567890}';
    const id = await start(await cron(), { runOrder: 'newest', params });
    await release();
    expect(await started(id)).toEqual(['2026-11-20']);
    expect((await of(id))[0]!.params).toBe(
      '{"day":"2026-11-11","at":"2026-11-11T09:00:00.000Z","n":12345678901234567890}',
    );
  });

  it('take only what is missing, or only what failed, with other params also what exists', async () => {
    const made = await cron({ allowOverlap: true });
    const first = await start(made, { from: day('11'), until: day('13'), maxRunning: 5 });
    await release();
    await finish('FAILED');
    const missing = await start(made, { from: day('11'), until: day('15') });
    expect((await of(missing)).map(({ businessDate }) => businessDate)).toEqual(['2026-11-13', '2026-11-14']);
    const failed = await start(made, { mode: 'failed', params: '{"again":true}' });
    const reruns = await of(failed);
    expect(reruns.map(({ businessDate, params, paramSource }) => [businessDate, params, paramSource])).toEqual([
      ['2026-11-11', '{"again":true}', 'backfill'],
      ['2026-11-12', '{"again":true}', 'backfill'],
    ]);
    expect(reruns[0]!.originExecutionId).toBe((await of(first))[0]!.id);
    const none = await transaction((each) =>
      createBackfill(each, made.id, { from: day('13'), until: day('14'), mode: 'failed', ...note }, NOW),
    );
    expect(none.backfill).toBeNull();
  });

  it('pause, resume, cancel and run again what failed, only from the states that allow it', async () => {
    const id = await start(await cron({ allowOverlap: true }), { maxRunning: 4 });
    await release();
    await change(id, 'pause');
    await finish('FAILED');
    expect(await release()).toBe(0);
    await expect(change(id, 'pause')).rejects.toMatchObject({ code: 'BACKFILL_STATE_CONFLICT' });
    await change(id, 'resume');
    expect(await release()).toBe(4);
    expect((await change(id, 'retry-failed')).executions).toBe(4);
    expect(await release()).toBe(0);
    await ledger.database.autocommit.execute(
      "UPDATE job_executions SET status = 'RUNNING' WHERE status = 'PENDING' AND run_at IS NOT NULL",
    );
    const canceled = await change(id, 'cancel', { cancelRunning: true });
    expect([canceled.executions, canceled.backfill.status]).toEqual([10, 'CANCELED']);
    const executions = await of(id);
    expect(executions.filter(({ status }) => status === 'CANCELED')).toHaveLength(6);
    expect(executions.filter((one) => one.status === 'RUNNING' && one.cancelRequestedAt)).toHaveLength(4);
    await expect(change(id, 'retry-failed')).rejects.toMatchObject({ code: 'BACKFILL_STATE_CONFLICT' });
    await expect(change('99', 'pause')).rejects.toMatchObject({ code: 'BACKFILL_NOT_FOUND' });
  });

  it('go on when they are over and one of their executions is retried', async () => {
    const id = await start(await cron(), { from: day('11'), until: day('12') });
    await release();
    await finish('FAILED');
    await release();
    expect(await statusOf(id)).toBe('DONE');
    const [failed] = await of(id);
    const retried = await transaction((each) => retryExecution(each, failed!.id, note, NOW));
    expect(retried).toMatchObject({ status: 'PENDING', runAt: null });
    expect(await statusOf(id)).toBe('RUNNING');
    expect(await release()).toBe(1);
  });

  describe('that pause their cron', () => {
    const later = new Date('2026-11-24T10:00:00Z');
    const options = { minCronIntervalSeconds: 60, onIsolated: () => {} };
    const sunday = { from: day('15'), until: day('16') };
    const cronOf = (id: string) => findCron(ledger.database.autocommit, id);
    const due = async (made: Cron) =>
      (
        await ledger.database.autocommit.fetchAll<{ status: string; skip_reason: string | null }>(
          'SELECT status, skip_reason FROM job_executions WHERE job_id = :id AND backfill_id IS NULL ORDER BY scheduled_time',
          { id: made.id },
        )
      ).map(({ status, skip_reason }) => skip_reason ?? status);

    it.each([
      ['all', ['PENDING', 'PENDING']],
      ['latest', ['paused', 'PENDING']],
      ['drop', ['paused', 'paused']],
    ] as const)('end the pause when they are over, and then %s', async (pauseCron, states) => {
      const made = await cron({ allowOverlap: true });
      const id = await start(made, { ...sunday, pauseCron });
      expect(await cronOf(made.id)).toMatchObject({ pausedAt: NOW, pausedBy: `backfill ${id}`, pauseReason: 'outage' });
      await release();
      await dispatchDue(ledger.database, later, options);
      expect(await due(made)).toEqual(['paused', 'paused']);
      await finish();
      await releaseBackfills(ledger.database, later);
      expect(await statusOf(id)).toBe('DONE');
      await endPauses(ledger.database, later);
      expect((await cronOf(made.id)).pausedAt).toBeNull();
      expect(await due(made)).toEqual(states);
    });

    it('end it when they are canceled, not when they are paused', async () => {
      const made = await cron();
      const id = await start(made, { ...sunday, pauseCron: 'drop' });
      await change(id, 'pause');
      expect((await cronOf(made.id)).pausedAt).toEqual(NOW);
      await change(id, 'cancel');
      await endPauses(ledger.database, NOW);
      expect((await cronOf(made.id)).pausedAt).toBeNull();
    });

    it('leave a pause alone that somebody made since, and refuse to begin where there is one', async () => {
      const made = await cron();
      const id = await start(made, { ...sunday, pauseCron: 'all' });
      await transaction((each) => pauseCron(each, made.id, { actor: 'lee', reason: 'audit' }, NOW));
      await expect(start(made, { from: day('11'), pauseCron: 'all' })).rejects.toMatchObject({
        code: 'BACKFILL_INVALID',
        message: expect.stringContaining('is paused already'),
      });
      await release();
      await finish();
      await release();
      expect(await statusOf(id)).toBe('DONE');
      await endPauses(ledger.database, later);
      expect(await cronOf(made.id)).toMatchObject({ pausedBy: 'lee', pauseReason: 'audit', pausedUntil: null });
    });

    it('leave what was due before them alone, and pause again when they go on', async () => {
      const made = await cron();
      await ledger.database.autocommit.execute('UPDATE cron_jobs SET next_run_at = :at WHERE id = :id', {
        at: new Date('2026-11-22T09:00:00Z'),
        id: made.id,
      });
      const id = await start(made, { ...sunday, pauseCron: 'drop' });
      expect(await due(made)).toEqual(['PENDING']);
      await finish();
      for (let pass = 0; pass < 2; pass++) {
        await release();
        await finish('FAILED');
      }
      await release();
      expect(await statusOf(id)).toBe('DONE');
      await endPauses(ledger.database, NOW);
      expect((await cronOf(made.id)).pausedAt).toBeNull();
      await change(id, 'retry-failed');
      expect((await cronOf(made.id)).pausedBy).toBe(`backfill ${id}`);
      await release();
      await finish('FAILED');
      await release();
      await endPauses(ledger.database, NOW);
      expect((await cronOf(made.id)).pausedAt).toBeNull();
      const [failed] = await of(id);
      await transaction((each) => retryExecution(each, failed!.id, note, NOW));
      expect((await cronOf(made.id)).pausedBy).toBe(`backfill ${id}`);
    });

    it('pause nothing when there is nothing to run', async () => {
      const made = await cron();
      const range = { from: day('11'), until: day('11'), mode: 'failed' as const };
      const nothing = await transaction((each) =>
        createBackfill(each, made.id, { ...range, ...note, pauseCron: 'all' }, NOW),
      );
      expect([nothing.backfill, (await cronOf(made.id)).pausedAt]).toEqual([null, null]);
    });
  });

  it('leave occurrences alone that wait for other reasons, and end when their cron is deleted', async () => {
    const made = await cron({ catchUp: 'all' });
    const id = await start(made);
    await release();
    const later = new Date('2026-11-24T10:00:00Z');
    const options = { minCronIntervalSeconds: 60, onIsolated: () => {} };
    await dispatchDue(ledger.database, later, options);
    await finish();
    await startWaiting(ledger.database, later);
    await release();
    expect((await of(id)).filter(({ status, runAt }) => status === 'PENDING' && runAt !== null).length).toBeLessThan(2);
    await transaction((each) => deleteCron(each, made.id, NOW));
    await release();
    expect(await statusOf(id)).toBe('DONE');
    expect((await of(id)).filter(({ status }) => status === 'PENDING')).toEqual([]);
  });

  it.each([
    [{ maxRunning: 2 }, 'does not allow overlap'],
    [{ maxRunning: 0 }, '0 at once'],
    [{ maxRunning: 1001, allowOverlap: true }, '1001 at once'],
    [{ params: '[1]' }, 'is not a JSON object'],
    [{ from: day('21'), until: day('11') }, 'before its beginning'],
    [{ until: new Date(NOW.getTime() + 1) }, 'in the future'],
  ])('refuse %j: %s', async (options, reason) => {
    await expect(start(await cron(), options)).rejects.toMatchObject({
      code: 'BACKFILL_INVALID',
      message: expect.stringContaining(reason),
    });
    expect(await ledger.count('backfills')).toBe(0);
  });

  it('are listed page by page, the newest first, all or those of a cron', async () => {
    const [one, other] = [await cron({ name: 'one' }), await cron({ name: 'other' })];
    const ids = [
      await start(one),
      await start(other),
      await start(one, { mode: 'all', from: day('01'), until: day('05') }),
    ];
    const list = async (filter: BackfillFilter = {}, place: Partial<Place> = {}) =>
      (await listBackfills(ledger.database.autocommit, filter, { descending: true, limit: 2, ...place })).map(
        ({ id }) => id,
      );
    expect(await list()).toEqual([ids[2], ids[1]]);
    expect(await list({}, { position: [ids[1]!] })).toEqual([ids[0]]);
    expect(await list({}, { position: [ids[0]!], descending: false })).toEqual([ids[1], ids[2]]);
    expect(await list({ cronId: other.id })).toEqual([ids[1]]);
    expect(await list({ groups: ['finance'] })).toEqual([]);
    await change(ids[1]!, 'pause');
    expect(await list({ status: ['PAUSED'] })).toEqual([ids[1]]);
  });
});
