import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { dispatchDue, initialiseCrons } from '../../src/dispatcher/model/dispatch.ts';
import { calendarImpact, saveCalendar } from '../../src/ledger/calendars.ts';
import { createCron, requireCron } from '../../src/ledger/crons.ts';
import { listExecutions } from '../../src/ledger/executions.ts';
import type { Cron, CronInput } from '../../src/ledger/model/cron.ts';
import { planCrons } from '../../src/ledger/plan.ts';
import { freshLedger, type Ledger } from '../support/ledger.ts';
import { DATABASE_KINDS } from '../support/servers.ts';

const defaults = { timeZone: 'Asia/Seoul', minCronIntervalSeconds: 1 };
const options = {
  minCronIntervalSeconds: 1,
  onIsolated: (cron: Cron, reason: Error) => {
    throw new Error(`${cron.name}: ${reason.message}`);
  },
};
const kst = (text: string) => new Date(`${text}:00+09:00`);
const local = (date: Date | null) => (date ? new Date(date.getTime() + 9 * 3_600_000).toISOString().slice(5, 16) : '-');
const MONTH_END = { type: 'business_day', nth: -1, of: 'month', at: '18:00' };
const CLOSING = { type: 'business_day', day: 20, plus_business_days: 5, at: '09:00' };

describe.each(DATABASE_KINDS)('calendars that are edited on %s', (kind) => {
  let ledger: Ledger;
  beforeAll(async () => {
    ledger = await freshLedger(kind);
  });
  afterAll(() => ledger?.drop());
  afterEach(() => ledger.clear());

  const connection = () => ledger.database.autocommit;
  const cron = (input: Partial<CronInput>, now: Date) =>
    ledger.database.transaction((each) =>
      createCron(each, { name: 'c', handlerName: 'h', calendar: 'site', ...input }, { now, defaults }),
    );
  const edit = (days: Record<string, boolean>, now: Date) => {
    const list = Object.entries(days).map(([day, isOpen]) => ({ day, isOpen, label: null }));
    return ledger.database.transaction((each) => saveCalendar(each, 'site', { days: list }, { now, mode: 'either' }));
  };
  const dispatchAll = async (now: Date) => {
    while (await dispatchDue(ledger.database, now, options));
  };
  const shape = async () =>
    (await listExecutions(connection(), { limit: 200 })).items
      .map(
        (row) => `${local(row.scheduledTime)} ${local(row.runAt)} ${row.businessDate} ${row.skipReason ?? row.status}`,
      )
      .reverse();
  const plan = async (from: Date, until: Date) =>
    (await planCrons(connection(), [await requireCron(connection(), 'c')], { from, until, limit: 99 })).occurrences.map(
      ({ effective }) => local(effective),
    );

  it.each<[string, Record<string, unknown>, string, Record<string, boolean>, Record<string, boolean>]>([
    ['last business day', MONTH_END, '11-30T18:00 11-27T18:00 2026-11-27 PENDING', { '2026-11-30': false }, {}],
    ['closing day', CLOSING, '11-20T09:00 11-27T09:00 2026-11-27 PENDING', {}, { '2026-11-24': false }],
  ])('give no month a second run: %s', async (_, timing, row, before, after) => {
    await edit(before, kst('2026-11-01T00:00'));
    await cron({ timing, overlapPolicy: 'cancel_running' }, kst('2026-11-01T00:00'));
    await dispatchAll(kst('2026-11-28T00:00'));
    expect(await shape()).toEqual([row]);
    // A later day becomes the one to run on.
    await edit(after, kst('2026-11-28T00:01'));
    expect((await requireCron(connection(), 'c')).nextRunAt!.getTime()).toBeLessThan(kst('2026-12-01T00:00').getTime());
    expect(await plan(kst('2026-11-28T00:01'), kst('2026-12-15T00:00'))).toEqual([]);
    await dispatchAll(kst('2026-12-15T00:00'));
    expect(await shape()).toEqual([row]);
    await dispatchAll(kst('2027-01-01T00:00'));
    expect(await shape()).toHaveLength(2);
  });

  it('run at once what an edit moves behind now, and only once', async () => {
    await edit({}, kst('2026-11-01T00:00'));
    await cron({ timing: MONTH_END }, kst('2026-11-01T00:00'));
    await dispatchAll(kst('2026-11-28T00:00'));
    const now = kst('2026-11-28T12:00');
    const days = [{ day: '2026-11-30', isOpen: false, label: 'audit' }];
    const [impact] = await calendarImpact(connection(), 'site', { days }, now);
    expect(impact!.changes).toMatchObject([{ kind: 'moves', from: kst('2026-11-30T18:00'), to: now }]);
    await edit({ '2026-11-30': false }, now);
    expect(await shape()).toEqual(['11-30T18:00 11-28T12:00 2026-11-27 PENDING']);
    await edit({}, kst('2026-11-29T00:00'));
    await dispatchAll(kst('2026-12-20T00:00'));
    expect(await shape()).toHaveLength(1);
  });

  it('do not run again what was moved to an earlier day and ran there', async () => {
    await edit({ '2026-11-23': false }, kst('2026-11-16T00:00'));
    await cron(
      { cronExpression: '0 9 * * MON', onClosed: 'previous', overlapPolicy: 'queue_one' },
      kst('2026-11-16T10:00'),
    );
    await dispatchAll(kst('2026-11-20T09:00'));
    await edit({}, kst('2026-11-21T00:00'));
    expect(await plan(kst('2026-11-21T00:00'), kst('2026-12-01T00:00'))).toEqual(['11-30T09:00']);
    await dispatchAll(kst('2026-11-30T09:00'));
    expect(await shape()).toEqual(['11-23T09:00 11-20T09:00 2026-11-20 PENDING', '11-30T09:00 - 2026-11-30 PENDING']);
  });

  it('let a fixed delay go on behind what closed days skip', async () => {
    await edit({}, kst('2026-11-01T00:00'));
    await cron({ timing: { type: 'after_end', after: '12h' } }, kst('2026-11-27T18:00'));
    for (const time of [
      '2026-11-27T18:00',
      '2026-11-28T06:00',
      '2026-11-28T18:00',
      '2026-11-29T18:00',
      '2026-11-30T06:00',
    ]) {
      await initialiseCrons(ledger.database, kst(time), options);
      await dispatchAll(kst(time));
      await initialiseCrons(ledger.database, kst(time), options);
    }
    expect((await shape()).map((line) => line.replace(/ .* /, ' '))).toEqual([
      '11-28T06:00 calendar',
      '11-28T18:00 calendar',
      '11-29T06:00 calendar',
      '11-30T06:00 PENDING',
    ]);
  });
});
