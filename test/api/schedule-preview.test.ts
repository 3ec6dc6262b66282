import { describe, expect, test } from 'vitest';
import { saveCalendar } from '../../src/ledger/calendars.ts';
import { createCron } from '../../src/ledger/crons.ts';
import { type Api, apiOn } from '../support/admin-app.ts';

const codes = (list: readonly { code: string }[]) => list.map(({ code }) => code);
const preview = ({ call }: Api, body: object) => call('POST', '/schedules/preview', body);

async function holidays({ database, clock }: Api): Promise<void> {
  await database.transaction((connection) =>
    saveCalendar(
      connection,
      'office',
      { days: [{ day: '2026-11-24', isOpen: false, label: 'Founding day' }], lastDay: '2026-12-31' },
      { now: clock.now(), mode: 'create' },
    ),
  );
}

describe('the preview of a schedule', () => {
  test('shows occurrences in the zone of the cron and the one of display', async () => {
    const api = await apiOn();
    const { status, body } = await preview(api, {
      cronExpression: '0 9 * * *',
      timeZone: 'America/New_York',
      count: 2,
      displayTimeZone: 'Asia/Seoul',
    });
    expect(status).toBe(200);
    expect(body).toMatchObject({ isValid: true, timeZone: 'America/New_York', errors: [] });
    expect(body.occurrences).toEqual([
      {
        scheduledTime: '2026-11-22T14:00:00.000Z',
        runAt: '2026-11-22T14:00:00.000Z',
        local: '2026-11-22 09:00:00 EST',
        displayLocal: '2026-11-22 23:00:00 KST',
        timeZone: 'America/New_York',
        businessDate: '2026-11-22',
        effect: { result: 'runs', skipReason: null, moved: [], cause: null },
      },
      expect.objectContaining({ scheduledTime: '2026-11-23T14:00:00.000Z' }),
    ]);
  });

  test('says it in words, in Korean and English', async () => {
    const api = await apiOn();
    const { description } = (await preview(api, { cronExpression: '0 9 * * MON-FRI' })).body;
    expect(description).toEqual({ ko: expect.stringContaining('평일 09:00'), en: expect.stringContaining('09:00') });
    expect((await preview(api, { cronExpression: '61 9 * * *' })).body.description).toBeNull();
  });

  test('says what a calendar removes and moves, and where its dates end', async () => {
    const api = await apiOn();
    await holidays(api);
    const daily = { cronExpression: '0 9 * * *', calendar: 'office', count: 3 };
    const skipped = (await preview(api, daily)).body;
    expect(skipped.occurrences.map((one: { effect: { result: string } }) => one.effect.result)).toEqual([
      'runs',
      'skipped',
      'runs',
    ]);
    expect(skipped.occurrences[1].effect).toMatchObject({
      skipReason: 'calendar',
      cause: expect.stringContaining('Founding day'),
    });
    expect(codes(skipped.warnings)).toEqual(['REMOVED_BY_CALENDAR', 'CALENDAR_ENDS']);
    expect(skipped.warnings[1].params).toEqual({ calendar: 'office', lastDay: '2026-12-31' });
    const weekly = { cronExpression: '0 9 24 11 *', calendar: 'office', onClosed: 'next', timeZone: 'Asia/Seoul' };
    const moved = (await preview(api, weekly)).body;
    expect(moved.occurrences[0]).toMatchObject({
      scheduledTime: '2026-11-24T00:00:00.000Z',
      runAt: '2026-11-25T00:00:00.000Z',
      businessDate: '2026-11-25',
      effect: { result: 'moved', moved: ['calendar'] },
    });
    expect(codes(moved.warnings)).toContain('MOVED_BY_CALENDAR');
  });

  test('counts what begins in each hour of the next seven days of its zone', async () => {
    const api = await apiOn();
    await holidays(api);
    const { days } = (
      await preview(api, { cronExpression: '0 9,18 * * *', calendar: 'office', timeZone: 'Asia/Seoul' })
    ).body;
    expect(days.map(({ date }: { date: string }) => date)).toEqual([
      ...['2026-11-22', '2026-11-23', '2026-11-24', '2026-11-25', '2026-11-26', '2026-11-27', '2026-11-28'],
    ]);
    expect(days[1]).toMatchObject({ runs: 2, skipped: 0 });
    expect(days[1].hours.flatMap((count: number, hour: number) => (count > 0 ? [[hour, count]] : []))).toEqual([
      [9, 1],
      [18, 1],
    ]);
    expect(days[2]).toMatchObject({ runs: 0, skipped: 2 });
    const often = (await preview(api, { timing: { type: 'every', every: '30s' }, timeZone: 'UTC' })).body.days;
    expect(often.length).toBeLessThan(7);
    expect(often.at(-1).hours).toEqual(Array(24).fill(120));
  });

  test.each([
    [{ cronExpression: '0 0 13 * 5' }, ['EITHER_DAY_FIELD']],
    [{ cronExpression: '0 0 */2 * *' }, ['DAY_STEP_RESTARTS']],
    [{ cronExpression: '30 2 * * *', timeZone: 'America/New_York' }, ['CLOCK_GAP']],
    [{ cronExpression: '30 1 * * *', timeZone: 'America/New_York' }, ['CLOCK_OVERLAP']],
    [{ cronExpression: '*/15 * * * *', timeZone: 'Asia/Seoul' }, []],
    [{ cronExpression: '0 12 * * *', timeZone: 'America/New_York' }, []],
    [{ timing: { type: 'once', at: '2026-01-01 00:00' } }, ['NEVER_RUNS']],
    [{ timing: { type: 'manual' } }, []],
    [{ cronExpression: '0 3 * * *', blackouts: [{ from: '02:00', to: '04:00' }] }, ['DELAYED_BY_BLACKOUT']],
    [
      { cronExpression: '0 3 * * *', blackouts: [{ from: '02:00', to: '04:00' }], onBlackout: 'skip' },
      ['NEVER_RUNS', 'REMOVED_BY_BLACKOUT'],
    ],
  ])('warns about %j: %j', async (body, expected) => {
    const answer = await preview(await apiOn(), body);
    expect(answer.body).toMatchObject({ isValid: true });
    expect(codes(answer.body.warnings)).toEqual(expected);
  });

  test('warns when others run in that minute, and when runs take longer than they lie apart', async () => {
    const api = await apiOn();
    const { database, clock, options } = api;
    const made = await database.transaction(async (connection) => {
      const input = { handlerName: 'h', cronExpression: '0 * * * *' };
      const make = (name: string) =>
        createCron(connection, { ...input, name }, { now: clock.now(), defaults: options.cronDefaults });
      const crons = [];
      for (const name of ['a', 'b', 'c', 'd', 'e', 'f']) crons.push(await make(name));
      return crons;
    });
    const body = { cronExpression: '0 * * * *', cronId: made[0]!.id };
    const warned = (await preview(api, body)).body.warnings;
    expect(warned).toEqual([
      expect.objectContaining({ code: 'CROWDED_MINUTE', params: { crons: 5, quietMinute: 1, quietMinuteCrons: 0 } }),
    ]);
    expect((await preview(api, { ...body, cronExpression: '1 * * * *' })).body.warnings).toEqual([]);
    const { id } = (await api.call('POST', `/crons/${made[0]!.id}/trigger`, {})).body;
    await database.autocommit.execute(
      "UPDATE job_executions SET status = 'SUCCESS', started_at = :start, finished_at = :end WHERE id = :id",
      { id, start: new Date('2026-11-22T08:00:00Z'), end: new Date('2026-11-22T09:30:00Z') },
    );
    const slow = (await preview(api, { ...body, cronExpression: '1 * * * *' })).body.warnings;
    expect(slow).toEqual([
      expect.objectContaining({ code: 'SHORTER_THAN_RUNS', params: { intervalMs: 3_600_000, p95Ms: 5_400_000 } }),
    ]);
  });

  test.each([
    [{ cronExpression: '99 * * * *' }, '#/cronExpression', 'CRON_EXPRESSION_INVALID'],
    [{ cronExpression: '0 0 30 2 *' }, '#/cronExpression', 'CRON_NEVER_FIRES'],
    [{ cronExpression: '*/5 * * * * *' }, '#/cronExpression', 'CRON_TOO_FREQUENT'],
    [{ timeZone: 'Asia/Seul', cronExpression: '0 0 * * *' }, '#/timeZone', 'TIME_ZONE_UNKNOWN'],
    [{ timing: { type: 'every', every: 'soon' } }, '#/timing/every', 'TIMING_INVALID'],
    [{ timing: { type: 'every', every: '5s' } }, '#/timing', 'CRON_TOO_FREQUENT'],
    [{ timing: { type: 'evry' } }, '#/timing/type', 'TIMING_INVALID'],
    [{ timing: { type: 'business_day', at: '09:00' } }, '#/calendar', 'CRON_INVALID'],
    [{ cronExpression: '0 0 * * *', calendar: 'nope' }, '#/calendar', 'CALENDAR_NOT_FOUND'],
    [{ cronExpression: '0 0 * * *', onClosed: 'next' }, '#/onClosed', 'CRON_INVALID'],
    [{ cronExpression: '0 0 * * *', onClosed: 'maybe' }, '#/onClosed', 'INVALID_VALUE'],
    [{ cronExpression: '0 0 * * *', maxShiftDays: 61 }, '#/maxShiftDays', 'TOO_BIG'],
    [{ cronExpression: '0 0 * * *', endsAt: 'tomorrow' }, '#/endsAt', 'TIME_INVALID'],
    [{ cronExpression: '0 0 * * *', blackouts: [{ from: '02:00', to: 'x' }] }, '#/blackouts/0', 'BLACKOUT_INVALID'],
  ])('answers 200 with the errors of %j: %s %s', async (body, pointer, code) => {
    const answer = await preview(await apiOn(), body);
    expect(answer).toMatchObject({ status: 200, body: { isValid: false } });
    expect(answer.body.errors).toEqual([expect.objectContaining({ pointer, code, message: expect.any(String) })]);
  });

  test('one that is too frequent still shows what it would do', async () => {
    const { body } = await preview(await apiOn(), { cronExpression: '*/5 * * * * *', count: 3 });
    expect(body.occurrences).toHaveLength(3);
  });

  test.each([
    [{ cronExpression: '0 9 * *' }, '표현식: 다섯 칸이나 여섯 칸이어야 하는데 4칸입니다.'],
    [{ cronExpression: '99 * * * *' }, '분: 값 99는 0~59 범위 밖입니다.'],
    [{ cronExpression: '0 9 * * MOO' }, '요일: "MOO" 자리에는 0~7의 숫자나 SUN~SAT의 이름이 와야 합니다.'],
    [{ cronExpression: '0 9 * * 1#' }, '요일: "#" 뒤의 수가 없습니다.'],
    [{ cronExpression: '@dayly' }, '"@dayly"는 모르는 낱말입니다. 혹시 @daily입니까?'],
    [{ timeZone: 'Asia/Seul', cronExpression: '0 0 * * *' }, '혹시 "Asia/Seoul"입니까?'],
    [{ timing: { type: 'every', every: 'soon' } }, '길이로 쓴 것이 아닙니다'],
    [{ timing: { type: 'business_day', at: '99:00' }, calendar: 'x' }, '48:00보다 일러야 합니다'],
    [{ cronExpression: '0 0 * * *', onClosed: 'maybe' }, '"nearest", "run" 가운데 하나여야 합니다'],
    [{ cronExpression: '0 0 * * *', maxShiftDays: 61 }, '60 이하여야 합니다'],
    [{ cronExpression: '0 0 * * *', endsAt: 'tomorrow' }, '연-월-일 시:분 꼴이 아닙니다'],
    [{ cronExpression: '0 0 * * *', blackouts: [{ from: '02:00', to: 'x' }] }, '시:분 꼴이 아닙니다'],
  ])('says in Korean what is wrong with %j', async (body, expected) => {
    const { call } = await apiOn();
    const answer = await call('POST', '/schedules/preview', body, { 'accept-language': 'ko' });
    expect(answer.body.errors[0].message).toContain(expected);
  });

  test('refuses what is no schedule at all', async () => {
    const api = await apiOn();
    expect((await preview(api, { cronExpression: 7 })).status).toBe(422);
    expect((await preview(api, { handlerName: 'h' })).status).toBe(422);
    expect((await preview(api, { count: 101 })).status).toBe(422);
    expect((await preview(api, { displayTimeZone: 'Mars/Base' })).body.code).toBe('TIME_ZONE_UNKNOWN');
  });
});
