import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { CompletenessSweep } from '../../src/dispatcher/model/completeness-sweep.ts';
import { dispatchDue, initialiseCrons, nextDue, readmitCrons } from '../../src/dispatcher/model/dispatch.ts';
import { type CalendarInput, saveCalendar } from '../../src/ledger/calendars.ts';
import { findCompleteness, findMissing } from '../../src/ledger/completeness.ts';
import { createCron, requireCron, updateCron } from '../../src/ledger/crons.ts';
import type { CronInput } from '../../src/ledger/model/cron.ts';
import { pauseCron, resumeCron } from '../../src/ledger/pauses.ts';
import { prune } from '../../src/ledger/prune.ts';
import { freshLedger, type Ledger } from '../support/ledger.ts';
import { DATABASE_KINDS } from '../support/servers.ts';

const defaults = { timeZone: 'Asia/Seoul', minCronIntervalSeconds: 1 };
const options = { minCronIntervalSeconds: 1, onIsolated: () => {} };
const kst = (text: string) => new Date(`2026-11-${text}+09:00`);
const START = kst('16T00:00:00');

describe.each(DATABASE_KINDS)('missing occurrences on %s', (kind) => {
  let ledger: Ledger;
  beforeAll(async () => {
    ledger = await freshLedger(kind);
  });
  afterAll(() => ledger?.drop());
  afterEach(() => ledger.clear());

  const connection = () => ledger.database.autocommit;
  const cron = (name: string, input: Partial<CronInput>, now = START) =>
    ledger.database.transaction((each) =>
      createCron(each, { name, handlerName: 'h', overlapPolicy: 'allow', catchUp: 'all', ...input }, { now, defaults }),
    );
  const change = async (name: string, patch: Partial<CronInput>, now: Date) => {
    const { id } = await requireCron(connection(), name);
    await ledger.database.transaction((each) => updateCron(each, id, patch, { now, defaults }));
  };
  const save = (input: CalendarInput, now: Date) =>
    ledger.database.transaction((each) => saveCalendar(each, 'site', input, { now, mode: 'either' }));
  const dispatchAll = async (now: Date) => {
    while (await dispatchDue(ledger.database, now, options));
  };
  /** Every occurrence at its own time. */
  const play = async (until: Date) => {
    for (let due = await nextDue(ledger.database); due && due <= until; due = await nextDue(ledger.database))
      await dispatchAll(due);
  };
  const missing = async (now: Date) => (await findMissing(connection(), '0', now)).missing;
  const removeRow = (name: string, time: Date) =>
    connection().execute('DELETE FROM job_executions WHERE cron_name = :name AND scheduled_time = :time', {
      name,
      time,
    });

  it('are named with their times, counted by a sweep, and gone once they are there again', async () => {
    await save({}, START);
    await cron('hourly', { cronExpression: '0 * * * *' });
    await cron('moved', { cronExpression: '0 9 * * *', calendar: 'site', onClosed: 'next', jitterSeconds: 600 });
    await play(kst('23T12:30:00'));
    const now = kst('23T12:30:00');
    expect(await missing(now)).toEqual([]);
    await removeRow('hourly', kst('20T03:00:00'));
    await removeRow('hourly', kst('21T03:00:00'));
    // A Sunday, which the Monday after stands for.
    await removeRow('moved', kst('22T09:00:00'));
    // Longer ago than is looked.
    await removeRow('hourly', kst('16T03:00:00'));
    const found = await missing(now);
    expect(found).toEqual([
      {
        ...{ cronId: expect.any(String), cron: 'hourly', count: 2 },
        ...{ from: kst('20T03:00:00'), until: kst('21T03:00:00') },
      },
      {
        ...{ cronId: expect.any(String), cron: 'moved', count: 1 },
        ...{ from: kst('22T09:00:00'), until: kst('22T09:00:00') },
      },
    ]);
    const sweep = new CompletenessSweep(ledger.database, 0);
    expect(await sweep.step(now, 1000)).toBeUndefined();
    expect(await findCompleteness(connection())).toBeNull();
    expect(await sweep.step(now, 61_000)).toEqual(found);
    expect(await findCompleteness(connection())).toEqual({ at: now.toISOString(), crons: 2, missing: 3 });
    // Nobody looks again within the hour.
    expect(await new CompletenessSweep(ledger.database, 0).step(now, 61_000)).toBeUndefined();
    await connection().execute("DELETE FROM job_executions WHERE cron_name = 'hourly'");
    const [all] = await missing(now);
    expect(all!.count).toBe(7 * 24);
  });

  it('are none after edits, pauses, downtime, new calendars and pruning', async () => {
    await save({}, START);
    await cron('a', { cronExpression: '*/30 * * * *' });
    await cron('b', { cronExpression: '0 9 * * *', calendar: 'site', onClosed: 'previous', catchUp: 'once' });
    await cron('jitter', { cronExpression: '0 * * * *', jitterSeconds: 3000 });
    await cron('once', { timing: { type: 'once', at: '2026-11-17 05:00' } });
    await cron('delay', { timing: { type: 'after_end', after: '10m' } });
    const clean = async (at: Date) => expect(await missing(at)).toEqual([]);
    await play(kst('17T12:10:00'));
    await clean(kst('17T12:10:00'));
    await change('a', { cronExpression: '10 * * * *' }, kst('17T12:20:00'));
    await change('jitter', { name: 'renamed' }, kst('17T12:20:00'));
    await save({ days: [{ day: '2026-11-18', isOpen: false, label: 'audit' }] }, kst('17T13:00:00'));
    await play(kst('18T12:00:00'));
    await clean(kst('18T12:00:00'));
    await change('a', { isEnabled: false }, kst('18T12:00:00'));
    await change('a', { isEnabled: true }, kst('18T15:30:00'));
    const { id } = await requireCron(connection(), 'renamed');
    const pause = { actor: 'kim', reason: 'audit' };
    await ledger.database.transaction((each) => pauseCron(each, id, pause, kst('18T16:00:00')));
    await play(kst('19T08:00:00'));
    await ledger.database.transaction((each) =>
      resumeCron(each, id, { policy: 'latest', actor: 'kim' }, kst('19T08:05:00')),
    );
    await clean(kst('19T08:05:00'));
    // Nothing ran for a day; before that is worked off, nothing is missing yet.
    await clean(kst('20T09:00:00'));
    await dispatchAll(kst('20T09:00:00'));
    await clean(kst('20T09:00:00'));
    // Set aside, while its calendar is changed.
    await ledger.put('cron_jobs', 'b', 'catch_up', 'sometimes');
    await dispatchAll(kst('21T10:00:00'));
    await save({ days: [{ day: '2026-11-19', isOpen: false, label: 'audit' }] }, kst('21T11:00:00'));
    await ledger.put('cron_jobs', 'b', 'catch_up', 'all');
    await readmitCrons(ledger.database, kst('21T12:00:00'), options);
    await play(kst('21T12:00:00'));
    await clean(kst('21T12:00:00'));
    // Timed anew by hand.
    await ledger.put('cron_jobs', 'a', 'cron_expression', '*/7 * * * *');
    await ledger.put('cron_jobs', 'a', 'next_run_at', null);
    await initialiseCrons(ledger.database, kst('21T12:30:00'), options);
    await play(kst('22T00:00:00'));
    await clean(kst('22T00:00:00'));
    const finished = { status: 'SUCCESS', at: kst('22T00:00:00') };
    await connection().execute('UPDATE job_executions SET status = :status, finished_at = :at', finished);
    const retention = { successDays: 1, otherDays: 1, logDays: null };
    expect((await prune(ledger.database, retention, { now: kst('23T00:00:01') })).executions).toBeGreaterThan(100);
    await clean(kst('22T00:00:00'));
  });

  it('are not those that share the row of a long downtime', async () => {
    await save({}, START);
    await cron('a', { cronExpression: '*/5 * * * *' });
    await cron('b', { cronExpression: '*/5 * * * *', calendar: 'site', onClosed: 'run', jitterSeconds: 60 });
    await play(kst('16T01:00:00'));
    const now = kst('22T12:00:00');
    await dispatchAll(now);
    expect(await ledger.count('job_executions')).toBeLessThan(2100);
    expect(await missing(now)).toEqual([]);
    await removeRow('a', kst('22T11:00:00'));
    expect(await missing(now)).toMatchObject([{ cron: 'a', count: 1, from: kst('22T11:00:00') }]);
  });
});
