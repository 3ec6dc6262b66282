import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { releaseBackfills } from '../../src/dispatcher/model/backfills.ts';
import { dispatchDue, endPauses, initialiseCrons, nextDue, startWaiting } from '../../src/dispatcher/model/dispatch.ts';
import { dateText } from '../../src/domain/civil-date.ts';
import { occurrencesOf } from '../../src/domain/occurrences.ts';
import { createBackfill, planBackfill } from '../../src/ledger/backfill.ts';
import { readyMadeCalendar } from '../../src/ledger/calendar-data/ready-made.ts';
import { type CalendarInput, calendarImpact, deleteCalendar, saveCalendar } from '../../src/ledger/calendars.ts';
import { createCron, requireCron, updateCron } from '../../src/ledger/crons.ts';
import { listAttempts, listExecutions } from '../../src/ledger/executions.ts';
import type { Cron, CronInput } from '../../src/ledger/model/cron.ts';
import { markSucceeded } from '../../src/ledger/operations.ts';
import { pauseCron, resumeCron } from '../../src/ledger/pauses.ts';
import { calendarsOf, scheduleOf } from '../../src/ledger/schedules.ts';
import { freshLedger, type Ledger } from '../support/ledger.ts';
import { DATABASE_KINDS } from '../support/servers.ts';

const defaults = { timeZone: 'Asia/Seoul', minCronIntervalSeconds: 1 };
const options = {
  minCronIntervalSeconds: 1,
  onIsolated: (cron: Cron, reason: Error) => {
    throw new Error(`${cron.name}: ${reason.message}`);
  },
};
const kst = (text: string) => new Date(`${text}+09:00`);

describe.each(DATABASE_KINDS)('calendars on %s', (kind) => {
  let ledger: Ledger;
  beforeAll(async () => {
    ledger = await freshLedger(kind);
  });
  afterAll(() => ledger?.drop());
  afterEach(() => ledger.clear());

  const connection = () => ledger.database.autocommit;
  const cron = (input: Partial<CronInput>, now: Date) =>
    ledger.database.transaction((each) =>
      createCron(each, { name: 'c', handlerName: 'h', ...input }, { now, defaults }),
    );
  const save = (name: string, input: CalendarInput, now: Date) =>
    ledger.database.transaction((each) => saveCalendar(each, name, input, { now, mode: 'either' }));
  const dispatchAll = async (now: Date) => {
    while (await dispatchDue(ledger.database, now, options));
  };
  const rows = async () => (await listExecutions(connection(), { limit: 200 })).items.reverse();
  /** `scheduled run_at status or reason`, in local time. */
  const shape = async () => {
    const local = (date: Date | null) =>
      date ? new Date(date.getTime() + 9 * 3_600_000).toISOString().slice(5, 16) : '-';
    return (await rows()).map(
      (row) => `${local(row.scheduledTime)} ${local(row.runAt)} ${row.skipReason ?? row.status}`,
    );
  };
  const finishAll = async (status: 'SUCCESS' | 'FAILED', at: Date) => {
    for (const [index, row] of (await rows()).entries())
      if (row.status === 'PENDING') await ledger.setStatus(index, status, at);
  };

  it('move, merge and skip what falls on closed days, and say why', async () => {
    const now = kst('2026-09-20T00:00:00');
    await save('kr', await readyMadeCalendar('kr', now), now);
    await cron(
      { cronExpression: '0 9 * * *', calendar: 'kr', onClosed: 'next', handlerParams: { day: '{businessDate}' } },
      now,
    );
    await cron({ name: 's', cronExpression: '0 9 * * *', calendar: 'kr' }, now);
    for (let day = 20; day <= 29; day++)
      await dispatchAll(kst(`2026-09-${day}T09:00:00`)).then(() => finishAll('SUCCESS', now));
    const all = await rows();
    const of = (name: string) =>
      all.filter((row) => row.cronName === name).map((row) => row.skipReason ?? `${row.status} ${row.businessDate}`);
    // Chuseok: 24 to 26 September, Thursday to Saturday.
    expect(of('s')).toEqual([
      'calendar',
      ...['21', '22', '23'].map((day) => `SUCCESS 2026-09-${day}`),
      ...['calendar', 'calendar', 'calendar', 'calendar'],
      ...['28', '29'].map((day) => `SUCCESS 2026-09-${day}`),
    ]);
    expect(of('c')).toEqual([
      ...['merged', 'merged', 'SUCCESS 2026-09-21', 'SUCCESS 2026-09-22', 'SUCCESS 2026-09-23'],
      ...['merged', 'merged', 'merged', 'merged', 'SUCCESS 2026-09-28', 'SUCCESS 2026-09-29'],
    ]);
    expect(
      all.find((row) => row.cronName === 's' && row.skipReason && row.scheduledTime > kst('2026-09-21T00:00:00'))!
        .reason,
    ).toBe('kr: 2026-09-24 추석 전날');
    expect(all.find((row) => row.cronName === 'c' && row.status === 'SUCCESS')!.params).toBe('{"day":"2026-09-21"}');
    expect((await listExecutions(connection(), { businessDate: '2026-09-28' })).items.length).toBeGreaterThan(1);
  });

  it('play a year through the dispatcher exactly as the plan says', async () => {
    const start = kst('2026-01-01T00:00:00');
    await save('kr', { ...(await readyMadeCalendar('kr', start)), baseTime: '08:00' }, start);
    const made = await cron(
      {
        ...{ timing: { type: 'business_day', day: 20, plus_business_days: 5, at: '25:30' }, calendar: 'kr' },
        ...{ jitterSeconds: 600, blackouts: [{ from: '01:00', to: '02:00' }], overlapPolicy: 'allow' as const },
      },
      start,
    );
    const other = await cron(
      { name: 'd', cronExpression: '0 1 25 * *', calendar: 'kr', onClosed: 'previous', overlapPolicy: 'allow' },
      start,
    );
    for (
      let now = await nextDue(ledger.database);
      now && now < kst('2027-01-01T00:00:00');
      now = await nextDue(ledger.database)
    )
      await dispatchAll(now);
    for (const one of [made, other]) {
      const schedule = scheduleOf(one, await calendarsOf(connection(), [one]));
      const planned = occurrencesOf(
        schedule,
        new Date(start.getTime() + 1),
        new Date(kst('2027-01-01T00:00:00').getTime() - 1),
      ).occurrences;
      const dispatched = (await rows()).filter((row) => row.jobId === one.id);
      expect(dispatched.map((row) => [row.scheduledTime, row.runAt, row.businessDate, row.skipReason])).toEqual(
        planned.map((each) => [each.nominal, each.skip ? null : each.effective, dateText(each.businessDay), each.skip]),
      );
      expect(dispatched.length).toBe(12);
    }
  });

  it('edited while in use move the crons, and run at once what the edit moved into the past', async () => {
    const now = kst('2026-11-20T12:00:00');
    await save('site', {}, now);
    await cron({ cronExpression: '0 9 * * MON', calendar: 'site', onClosed: 'previous' }, now);
    expect((await requireCron(connection(), 'c')).nextRunAt).toEqual(kst('2026-11-23T09:00:00'));
    const days = [{ day: '2026-11-23', isOpen: false, label: 'audit' }];
    const [impact] = await calendarImpact(connection(), 'site', { days }, now);
    expect(impact).toMatchObject({
      cron: 'c',
      changes: [{ kind: 'moves', from: kst('2026-11-23T09:00:00'), to: now }],
    });
    await save('site', { days }, now);
    expect(await shape()).toEqual(['11-23T09:00 11-20T12:00 PENDING']);
    expect((await requireCron(connection(), 'c')).nextRunAt).toEqual(kst('2026-11-30T09:00:00'));
    await expect(ledger.database.transaction((each) => deleteCalendar(each, 'site'))).rejects.toMatchObject({
      code: 'CALENDAR_IN_USE',
      message: expect.stringContaining('cron "c"'),
    });
  });

  it('refuse cycles, unknown parents, contradictions and base times out of range', async () => {
    const now = kst('2026-11-20T12:00:00');
    await save('a', {}, now);
    await save('b', { parent: 'a' }, now);
    await expect(save('a', { parent: 'b' }, now)).rejects.toMatchObject({ code: 'CALENDAR_CYCLE' });
    await expect(save('x', { parent: 'z' }, now)).rejects.toMatchObject({ code: 'CALENDAR_NOT_FOUND' });
    await expect(save('x', { baseTime: '24:00' }, now)).rejects.toMatchObject({ code: 'CALENDAR_INVALID' });
    await expect(save('x', { openWeekdays: 'MON,FUNDAY' }, now)).rejects.toMatchObject({ code: 'CALENDAR_INVALID' });
    await expect(cron({ cronExpression: '@daily', calendar: 'nope' }, now)).rejects.toMatchObject({
      code: 'CALENDAR_NOT_FOUND',
    });
    await expect(cron({ cronExpression: '@daily', onClosed: 'next' }, now)).rejects.toMatchObject({
      code: 'CRON_INVALID',
    });
    await expect(cron({ cronExpression: '@daily', timing: { type: 'every', every: '1h' } }, now)).rejects.toMatchObject(
      { code: 'CRON_INVALID' },
    );
    await expect(cron({ timing: { type: 'business_day', at: '09:00' } }, now)).rejects.toMatchObject({
      code: 'CRON_INVALID',
    });
  });

  it('are not needed for a fixed rate, a fixed delay after the end, and a single run', async () => {
    const now = kst('2026-11-20T12:00:00');
    await cron({ name: 'rate', timing: { type: 'every', every: '90m', from: '2026-11-20 12:00' } }, now);
    await cron({ name: 'once', timing: { type: 'once', at: '2026-11-20 13:00' } }, now);
    await cron({ name: 'delay', timing: { type: 'after_end', after: '10m' } }, now);
    const pass = async (time: Date) => {
      await dispatchAll(time);
      await initialiseCrons(ledger.database, time, options);
    };
    await pass(now);
    await pass(kst('2026-11-20T12:10:00'));
    await pass(kst('2026-11-20T12:30:00'));
    expect(await shape()).toEqual(['11-20T12:10 11-20T12:10 PENDING']);
    await finishAll('SUCCESS', kst('2026-11-20T12:40:00'));
    await pass(kst('2026-11-20T12:41:00'));
    expect((await requireCron(connection(), 'delay')).nextRunAt).toEqual(kst('2026-11-20T12:50:00'));
    await pass(kst('2026-11-20T13:30:00'));
    expect((await shape()).slice(1).toSorted()).toEqual([
      ...['11-20T12:50 11-20T12:50 PENDING', '11-20T13:00 11-20T13:00 PENDING', '11-20T13:30 11-20T13:30 PENDING'],
    ]);
    expect(await requireCron(connection(), 'once')).toMatchObject({ nextRunAt: null, hasEnded: true });
  });

  it.each([
    ['drop', ['paused', 'paused', 'PENDING']],
    ['latest', ['paused', 'PENDING', 'PENDING']],
    ['all', ['PENDING', 'PENDING', 'PENDING']],
  ] as const)('pause and resume a cron with %s', async (policy, expected) => {
    const now = kst('2026-11-20T08:00:00');
    const { id } = await cron({ cronExpression: '0 * * * *', overlapPolicy: 'queue_all' }, now);
    await ledger.database.transaction((each) =>
      pauseCron(
        each,
        id,
        { actor: 'kim', reason: 'audit', until: kst('2026-11-20T10:30:00'), resumePolicy: policy },
        now,
      ),
    );
    await dispatchAll(kst('2026-11-20T09:00:00'));
    expect((await rows())[0]).toMatchObject({ skipReason: 'paused', reason: 'audit', actor: 'kim' });
    await dispatchAll(kst('2026-11-20T10:31:00'));
    expect(await endPauses(ledger.database, kst('2026-11-20T10:31:00'))).toBe(1);
    await dispatchAll(kst('2026-11-20T11:00:00'));
    expect((await rows()).map((row) => row.skipReason ?? row.status)).toEqual(expected);
    expect((await requireCron(connection(), 'c')).pausedAt).toBeNull();
    const { started } = await startWaiting(ledger.database, kst('2026-11-20T11:00:01'));
    expect(started).toBe(policy === 'drop' ? 0 : 1);
    await expect(
      ledger.database.transaction((each) => resumeCron(each, id, { policy: 'all', actor: 'kim' }, now)),
    ).rejects.toMatchObject({ code: 'CRON_NOT_PAUSED' });
  });

  it('pauses a cron after failures in a row, and counts anew once it is resumed', async () => {
    const now = kst('2026-11-20T08:00:00');
    const { id } = await cron({ cronExpression: '0 * * * *', pauseAfterFailures: 2 }, now);
    for (const hour of ['09', '10', '11']) {
      await dispatchAll(kst(`2026-11-20T${hour}:00:00`));
      await finishAll('FAILED', kst(`2026-11-20T${hour}:05:00`));
    }
    expect((await rows()).map((row) => row.skipReason ?? row.status)).toEqual(['FAILED', 'FAILED', 'paused']);
    expect(await requireCron(connection(), 'c')).toMatchObject({
      pausedBy: 'dispatcher',
      pauseReason: '2 failures in a row',
    });
    await ledger.database.transaction((each) =>
      resumeCron(each, id, { policy: 'drop', actor: 'kim' }, kst('2026-11-20T11:30:00')),
    );
    await dispatchAll(kst('2026-11-20T12:00:00'));
    expect((await rows()).at(-1)!.status).toBe('PENDING');
  });

  it.each([
    ['queue_one', ['PENDING', 'replaced', 'PENDING']],
    ['queue_all', ['PENDING', 'PENDING', 'PENDING']],
    ['cancel_running', ['replaced', 'replaced', 'PENDING']],
    ['skip', ['PENDING', 'overlap', 'overlap']],
    ['allow', ['PENDING', 'PENDING', 'PENDING']],
  ] as const)('overlap policy %s', async (overlapPolicy, expected) => {
    await cron({ cronExpression: '0 * * * *', overlapPolicy }, kst('2026-11-20T08:00:00'));
    for (const hour of ['09', '10', '11']) await dispatchAll(kst(`2026-11-20T${hour}:00:00`));
    expect((await rows()).map((row) => row.skipReason ?? row.status)).toEqual(expected);
    if (overlapPolicy === 'skip') expect((await rows())[1]!.reason).toMatch(/^execution \d+ is unfinished$/);
  });

  it('asks the running execution to end under cancel_running', async () => {
    await cron({ cronExpression: '0 * * * *', overlapPolicy: 'cancel_running' }, kst('2026-11-20T08:00:00'));
    await dispatchAll(kst('2026-11-20T09:00:00'));
    await ledger.setStatus(0, 'RUNNING');
    await dispatchAll(kst('2026-11-20T10:00:00'));
    const [running, waiting] = await rows();
    expect([running!.status, running!.cancelRequestedAt, waiting!.status, waiting!.runAt]).toEqual([
      'RUNNING',
      kst('2026-11-20T10:00:00'),
      'PENDING',
      null,
    ]);
  });

  it('backfill what is missing, skipped or failed, the oldest first', async () => {
    const made = await cron({ cronExpression: '0 9 * * *' }, kst('2026-11-17T00:00:00'));
    for (const day of ['17', '18', '19']) await dispatchAll(kst(`2026-11-${day}T09:00:00`));
    await ledger.setStatus(0, 'FAILED', kst('2026-11-19T10:00:00'));
    const now = kst('2026-11-19T12:00:00');
    const range = { from: kst('2026-11-15T00:00:00'), until: now, mode: 'missing' } as const;
    const actions = async (mode: 'missing' | 'failed' | 'all') =>
      (await planBackfill(connection(), made, { ...range, mode }, now)).map(({ action }) => action);
    expect(await actions('missing')).toEqual(['create', 'create', 'keep', 'revive', 'revive']);
    expect(await actions('failed')).toEqual(['keep', 'keep', 'rerun', 'keep', 'keep']);
    expect(await actions('all')).toEqual(['create', 'create', 'rerun', 'revive', 'revive']);
    const { backfill } = await ledger.database.transaction((each) =>
      createBackfill(each, made.id, { ...range, mode: 'all', actor: 'kim', reason: 'outage' }, now),
    );
    expect(backfill).toMatchObject({ status: 'RUNNING', executions: 5, maxRunning: 1, actor: 'kim' });
    expect(await actions('missing')).toEqual(['keep', 'keep', 'keep', 'keep', 'keep']);
    const all = await rows();
    const revived = all.find((row) => row.scheduledTime.getTime() === kst('2026-11-18T09:00:00').getTime())!;
    expect(revived).toMatchObject({
      status: 'PENDING',
      paramSource: 'backfill',
      businessDate: '2026-11-18',
      reason: 'outage',
    });
    expect(await listAttempts(connection(), revived.id)).toMatchObject([
      { attempt: 0, outcome: 'SKIPPED', errorCode: 'overlap' },
    ]);
    expect(all.find((row) => row.originExecutionId !== null)).toMatchObject({
      paramSource: 'backfill',
      businessDate: '2026-11-17',
      runAt: null,
    });
    expect((await startWaiting(ledger.database, now)).started).toBe(0);
    expect((await releaseBackfills(ledger.database, now)).started).toBe(1);
    expect((await rows()).find((row) => row.runAt?.getTime() === now.getTime())!.businessDate).toBe('2026-11-15');
    const failed = (await rows()).find((row) => row.status === 'FAILED')!;
    const marked = await ledger.database.transaction((each) =>
      markSucceeded(each, failed.id, { actor: 'kim', reason: 'done by hand' }, now),
    );
    expect(marked).toMatchObject({ status: 'SUCCESS', reason: 'done by hand' });
  });

  it('warn in the ledger where the dates of a calendar end', async () => {
    const now = kst('2026-12-30T00:00:00');
    await save('site', { lastDay: '2026-12-31' }, now);
    const made = await cron({ cronExpression: '0 9 4 1 *', calendar: 'site' }, now);
    await dispatchAll(kst('2027-01-04T09:00:00'));
    expect((await rows())[0]!.reason).toContain('does not know the dates');
    await ledger.database.transaction((each) =>
      updateCron(each, made.id, { timing: { type: 'manual' } }, { now, defaults }),
    );
    expect((await requireCron(connection(), 'c')).cronExpression).toBeNull();
  });
});
