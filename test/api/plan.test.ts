import { describe, expect, test } from 'vitest';
import { type Api, apiOn } from '../support/admin-app.ts';

const DAILY = { name: 'daily', cronExpression: '0 18 * * *', handlerName: 'report' };

async function cron(api: Api, body: object): Promise<string> {
  const made = await api.call('POST', '/crons', { ...DAILY, ...body });
  expect(made.status).toBe(201);
  return made.body.id;
}

async function allPages(api: Api, path: string): Promise<{ cronName: string; runAt: string }[]> {
  const items = [];
  for (let cursor: string | null = ''; cursor !== null; ) {
    const { body, status } = await api.call('GET', `${path}${cursor === '' ? '' : `&cursor=${cursor}`}`);
    expect(status).toBe(200);
    items.push(...body.items);
    cursor = body.nextCursor;
  }
  return items;
}

describe('the plan', () => {
  test('lists what is coming by time, page by page without gap or repetition', async () => {
    const api = await apiOn();
    for (const [name, cronExpression] of [
      ['hourly', '0 * * * *'],
      ['also hourly', '0 * * * *'],
      ['daily', '0 18 * * *'],
      ['quarter', '*/15 * * * *'],
    ])
      await cron(api, { name, cronExpression });
    await cron(api, { name: 'disabled', isEnabled: false });
    const path = '/plan?to=2026-11-23T10:00:00Z';
    const whole = await allPages(api, `${path}&limit=200`);
    expect(whole).toHaveLength(24 + 24 + 1 + 96);
    expect(await allPages(api, `${path}&limit=7`)).toEqual(whole);
    const times = whole.map(({ runAt }) => runAt);
    expect(times).toEqual([...times].sort());
    expect(whole[3]).toMatchObject({
      cronName: 'also hourly',
      runAt: '2026-11-22T11:00:00.000Z',
      local: '2026-11-22 20:00:00 KST',
      willRun: true,
      skipReason: null,
      businessDate: '2026-11-22',
    });
  });

  test('says which filters it applied, and never begins before now', async () => {
    const api = await apiOn();
    const id = await cron(api, {});
    const { body } = await api.call('GET', `/plan?from=2020-01-01T00:00:00Z&to=2026-11-24T00:00:00Z&cron=${id}`);
    expect(body.appliedFilters).toEqual({ from: '2026-11-22T10:00:30.500Z', to: '2026-11-24T00:00:00.000Z', cron: id });
    expect(body.items).toHaveLength(1);
    expect((await api.call('GET', '/plan?to=2036-01-01T00:00:00Z')).status).toBe(400);
    expect((await api.call('GET', '/plan?cron=99')).status).toBe(404);
    expect((await api.call('GET', '/plan?cursor=x')).body.code).toBe('CURSOR_INVALID');
  });

  test('counts per minute, hour, day of a zone, and cron', async () => {
    const api = await apiOn();
    const id = await cron(api, { name: 'hourly', cronExpression: '0 * * * *' });
    await cron(api, {});
    const groups = async (query: string) =>
      (await api.call('GET', `/plan?to=2026-11-23T10:00:00Z&${query}`)).body.groups;
    expect(await groups('groupBy=cron')).toEqual([
      expect.objectContaining({ cron: 'daily', runs: 1 }),
      { key: id, cron: 'hourly', runs: 24, skipped: 0 },
    ]);
    expect(await groups('groupBy=day')).toEqual([
      { key: '2026-11-21T15:00:00.000Z', cron: null, runs: 4, skipped: 0 },
      { key: '2026-11-22T15:00:00.000Z', cron: null, runs: 21, skipped: 0 },
    ]);
    expect(await groups('groupBy=day&timeZone=UTC')).toEqual([
      expect.objectContaining({ key: '2026-11-22T00:00:00.000Z', runs: 13 }),
      expect.objectContaining({ key: '2026-11-23T00:00:00.000Z', runs: 12 }),
    ]);
    expect(await groups('groupBy=minute')).toHaveLength(24);
    expect((await api.call('GET', '/plan?groupBy=day&timeZone=Mars')).status).toBe(422);
  });

  test('shows pauses, and of one cron the next occurrences of a year', async () => {
    const api = await apiOn();
    const id = await cron(api, {});
    await api.database.autocommit.execute('UPDATE cron_jobs SET paused_at = :at, paused_until = :until', {
      at: new Date('2026-11-22T10:00:00Z'),
      until: new Date('2026-11-24T00:00:00Z'),
    });
    const { body } = await api.call('GET', `/crons/${id}/occurrences?limit=3`);
    expect(body.items.map((one: { skipReason: string | null }) => one.skipReason)).toEqual(['paused', null, null]);
    expect(body.nextCursor).not.toBeNull();
    expect((await api.call('GET', '/plan?groupBy=cron')).body.groups).toEqual([
      expect.objectContaining({ runs: 0, skipped: 1 }),
    ]);
    expect((await api.call('GET', '/crons/99/occurrences')).status).toBe(404);
  });
});

describe('the difference that a change makes', () => {
  test('of a cron is counted and listed, and nothing is saved', async () => {
    const api = await apiOn();
    const id = await cron(api, { cronExpression: '0 18 1 * *' });
    const { body } = await api.call('POST', '/plan/diff', { cronId: id, cron: { cronExpression: '0 19 1 * *' } });
    expect(body).toMatchObject({ moves: 0, vanishes: 12, appears: 12, isCut: false });
    expect(body.changes[0]).toEqual({
      cronId: id,
      cronName: 'daily',
      kind: 'vanishes',
      from: '2026-12-01T09:00:00.000Z',
      to: null,
      cause: null,
    });
    expect((await api.call('GET', `/crons/${id}`)).body.version).toBe(1);
    expect((await api.call('POST', '/plan/diff', { cronId: id, cron: { notes: 'x' } })).body.changes).toEqual([]);
  });

  test('of a calendar names every cron that it moves', async () => {
    const api = await apiOn();
    await api.call('POST', '/calendars', { name: 'office' });
    await cron(api, { calendar: 'office', onClosed: 'next', cronExpression: '0 18 * * FRI' });
    const calendarChange = { days: [{ day: '2026-12-25', isOpen: false, label: 'Christmas' }] };
    const { body } = await api.call('POST', '/plan/diff', { calendar: 'office', calendarChange });
    expect(body).toMatchObject({ moves: 1, vanishes: 0, appears: 0 });
    expect(body.changes[0]).toMatchObject({
      kind: 'moves',
      from: '2026-12-25T09:00:00.000Z',
      to: '2026-12-28T09:00:00.000Z',
    });
  });

  test('is refused without exactly one subject, and for a change that is not valid', async () => {
    const api = await apiOn();
    const id = await cron(api, {});
    const refused = async (body: object) => (await api.call('POST', '/plan/diff', body)).body.code;
    expect(await refused({})).toBe('REQUEST_INVALID');
    expect(await refused({ cronId: id })).toBe('REQUEST_INVALID');
    expect(await refused({ cronId: id, cron: {}, calendar: 'x', calendarChange: {} })).toBe('REQUEST_INVALID');
    expect(await refused({ cronId: id, cron: { calendar: 'nope' } })).toBe('CALENDAR_NOT_FOUND');
    expect(await refused({ calendar: 'nope', calendarChange: {} })).toBe('CALENDAR_NOT_FOUND');
  });
});
