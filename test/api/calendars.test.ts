import { describe, expect, test } from 'vitest';
import { type Api, apiOn } from '../support/admin-app.ts';

const OFFICE = {
  name: 'office',
  description: 'Head office',
  openWeekdays: ['MON', 'TUE', 'WED', 'THU', 'FRI'],
  baseTime: '08:00',
  lastDay: '2026-12-31',
  days: [{ day: '2026-12-25', isOpen: false, label: 'Christmas' }],
};
const ANY = { 'if-match': '*' };

const make = ({ call }: Api, body: object) => call('POST', '/calendars', body);
const cronOn = (api: Api, calendar: string) =>
  api.call('POST', '/crons', { name: 'daily', handlerName: 'h', cronExpression: '0 18 * * *', calendar });

describe('a calendar', () => {
  test('is made, read with its dates and listed with how many crons use it', async () => {
    const api = await apiOn();
    const made = await make(api, OFFICE);
    expect(made).toMatchObject({ status: 201, headers: { location: '/api/v1/calendars/office', etag: '"1"' } });
    expect(made.body).toMatchObject({
      ...OFFICE,
      parent: null,
      coverage: { state: 'ends soon', daysLeft: 39 },
      nextOpenDay: '2026-11-23',
      users: { crons: [], calendars: [] },
      usedBy: 0,
    });
    const cron = (await cronOn(api, 'office')).body;
    await make(api, { name: 'branch office', parent: 'office' });
    const read = await api.call('GET', '/calendars/office');
    expect(read.body.users).toEqual({ crons: [{ id: cron.id, name: 'daily' }], calendars: ['branch office'] });
    expect((await api.call('GET', '/calendars/branch%20office')).body.name).toBe('branch office');
    const { items } = (await api.call('GET', '/calendars')).body;
    expect(items.map(({ name, usedBy }: { name: string; usedBy: number }) => [name, usedBy])).toEqual([
      ['branch office', 0],
      ['office', 1],
    ]);
    expect((await api.call('GET', '/calendars/offfice')).body.detail).toContain('Did you mean "office"?');
  });

  test('is replaced as a whole under its ETag, and times its crons anew', async () => {
    const api = await apiOn();
    await make(api, OFFICE);
    const { id } = (await cronOn(api, 'office')).body;
    const put = (headers: Record<string, string>) =>
      api.call('PUT', '/calendars/office', { days: [{ day: '2026-11-23', isOpen: false }] }, headers);
    expect(await put({})).toMatchObject({ status: 428, body: { code: 'PRECONDITION_REQUIRED' } });
    expect(await put({ 'if-match': '"7"' })).toMatchObject({ status: 412 });
    const changed = await put({ 'if-match': '"1"' });
    expect(changed).toMatchObject({ status: 200, headers: { etag: '"2"' } });
    expect(changed.body).toMatchObject({ description: null, openWeekdays: null, baseTime: null, version: 2 });
    expect(changed.body.days).toEqual([{ day: '2026-11-23', isOpen: false, label: null }]);
    expect((await api.call('GET', `/crons/${id}`)).body.nextRunAt).toBe('2026-11-23T09:00:00.000Z');
    const { body } = await api.call('GET', `/crons/${id}/occurrences?limit=1`);
    expect(body.items[0]).toMatchObject({ runAt: '2026-11-23T09:00:00.000Z', skipReason: 'calendar' });
    expect((await api.call('PUT', '/calendars/nope', { days: [] }, ANY)).status).toBe(404);
    expect((await api.call('PUT', '/calendars/office', {}, ANY)).status).toBe(422);
  });

  test('is not deleted while it is in use: the answer lists who uses it', async () => {
    const api = await apiOn();
    await make(api, OFFICE);
    await make(api, { name: 'branch', parent: 'office' });
    const cron = (await cronOn(api, 'office')).body;
    const remove = (headers: Record<string, string>) => api.call('DELETE', '/calendars/office', undefined, headers);
    expect((await remove({})).status).toBe(428);
    const refused = await remove({ 'if-match': '"1"' });
    expect(refused).toMatchObject({ status: 409, body: { code: 'CALENDAR_IN_USE' } });
    expect(refused.body.detail).toContain('cron "daily", calendar "branch"');
    await api.call('DELETE', `/crons/${cron.id}`, undefined, ANY);
    await api.call('DELETE', '/calendars/branch', undefined, ANY);
    expect((await remove({ 'if-match': '"1"' })).body).toEqual({ name: 'office' });
    expect((await api.call('GET', '/calendars/office')).status).toBe(404);
  });

  test.each([
    [{ ...OFFICE, parent: 'nope' }, 404, 'CALENDAR_NOT_FOUND'],
    [{ ...OFFICE, baseTime: '25:00' }, 422, 'CALENDAR_INVALID'],
    [{ ...OFFICE, parent: 'office' }, 422, 'CALENDAR_CYCLE'],
    [{ ...OFFICE, name: '/etc' }, 422, 'CALENDAR_INVALID'],
    [{ ...OFFICE, firstDay: '2027-01-01' }, 422, 'CALENDAR_INVALID'],
    [{ ...OFFICE, openWeekdays: ['MONDAY'] }, 422, 'REQUEST_INVALID'],
    [{ ...OFFICE, days: [{ day: '2026-02-30', isOpen: true }] }, 422, 'REQUEST_INVALID'],
    [{ ...OFFICE, dayz: [] }, 422, 'REQUEST_INVALID'],
  ])('is refused: %j with %s %s', async (body, status, code) => {
    expect(await make(await apiOn(), body)).toMatchObject({ status, body: { code } });
  });

  test('of a name that is taken is refused', async () => {
    const api = await apiOn();
    await make(api, OFFICE);
    expect(await make(api, OFFICE)).toMatchObject({ status: 409, body: { code: 'CALENDAR_NAME_TAKEN' } });
  });

  test('shows a year day by day with what decides each', async () => {
    const api = await apiOn();
    await make(api, OFFICE);
    await make(api, { name: 'branch', parent: 'office', days: [{ day: '2026-12-26', isOpen: true, label: 'Sale' }] });
    const { items } = (await api.call('GET', '/calendars/branch/days?year=2026')).body;
    expect(items).toHaveLength(365);
    expect(items.slice(-8, -4)).toEqual([
      { day: '2026-12-24', isOpen: true, label: null, origin: null, isCovered: true },
      { day: '2026-12-25', isOpen: false, label: 'Christmas', origin: 'office', isCovered: true },
      { day: '2026-12-26', isOpen: true, label: 'Sale', origin: 'branch', isCovered: true },
      { day: '2026-12-27', isOpen: false, label: null, origin: null, isCovered: true },
    ]);
    const next = (await api.call('GET', '/calendars/branch/days?year=2028')).body.items;
    expect(next).toHaveLength(366);
    expect(next.every(({ isCovered }: { isCovered: boolean }) => !isCovered)).toBe(true);
    expect((await api.call('GET', '/calendars/branch/days')).status).toBe(400);
    expect((await api.call('GET', '/calendars/nope/days?year=2026')).status).toBe(404);
  });
});

describe('importing a calendar', () => {
  test('from a ready-made one shows first what would change, then saves it', async () => {
    const api = await apiOn();
    const body = { name: 'kr', readyMade: 'kr', baseTime: '06:00' };
    const dry = await api.call('POST', '/calendars/import?dryRun=true', body);
    expect(dry.body).toMatchObject({ calendar: 'kr', dryRun: true, users: [], changes: [] });
    expect(dry.body.days).toContainEqual({
      day: '2026-09-25',
      from: 'weekly pattern',
      to: 'closed',
      label: expect.any(String),
    });
    expect((await api.call('GET', '/calendars/kr')).status).toBe(404);
    expect((await api.call('POST', '/calendars/import', body)).body.dryRun).toBe(false);
    expect((await api.call('GET', '/calendars/kr')).body).toMatchObject({ source: 'ready-made:kr', baseTime: '06:00' });
    const { items } = (await api.call('GET', '/calendars/ready-made')).body;
    expect(items.slice(0, 3).map(({ source }: { source: string }) => source)).toEqual(['kr', 'jp', 'cn']);
    expect(items).toContainEqual({
      source: 'de-by',
      name: expect.stringMatching(/^Germany, /),
      isAnnounced: false,
    });
  });

  test('from iCalendar and CSV replaces the dates, or merges them', async () => {
    const api = await apiOn();
    await make(api, OFFICE);
    const dates = async () =>
      (await api.call('GET', '/calendars/office')).body.days.map(({ day }: { day: string }) => day);
    const text = '2027-01-01,closed,New year\n';
    await api.call('POST', '/calendars/import', { name: 'office', text, merge: true });
    expect(await dates()).toEqual(['2026-12-25', '2027-01-01']);
    const ics = 'BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART;VALUE=DATE:20270301\nSUMMARY:Day\nEND:VEVENT\nEND:VCALENDAR';
    const imported = { name: 'office', text: ics, fileName: 'a.ics' };
    expect((await api.call('POST', '/calendars/import', imported, { 'if-match': '"1"' })).status).toBe(412);
    await api.call('POST', '/calendars/import', imported, { 'if-match': '"2"' });
    expect(await dates()).toEqual(['2027-03-01']);
  });

  test.each([
    [{ name: 'x' }, 'REQUEST_INVALID'],
    [{ name: 'x', readyMade: 'kr', text: 'a' }, 'REQUEST_INVALID'],
    [{ name: 'x', readyMade: 'atlantis' }, 'CALENDAR_SOURCE_UNKNOWN'],
    [{ name: 'x', text: 'no dates' }, 'CALENDAR_FILE_INVALID'],
    [{ name: 'x', text: 'BEGIN:VEVENT', fileName: 'a.ics' }, 'CALENDAR_FILE_INVALID'],
  ])('refuses %j with %s', async (body, code) => {
    const { call } = await apiOn();
    expect(await call('POST', '/calendars/import', body)).toMatchObject({ status: 422, body: { code } });
  });
});

test('the impact of a change lists dates, users and the runs that move, and saves nothing', async () => {
  const api = await apiOn();
  await make(api, OFFICE);
  const { id } = (await cronOn(api, 'office')).body;
  const { body } = await api.call('POST', '/calendars/office/impact', {
    days: [...OFFICE.days, { day: '2026-11-24', isOpen: false, label: 'Closed' }],
  });
  expect(body).toMatchObject({
    calendar: 'office',
    dryRun: true,
    days: [{ day: '2026-11-24', from: 'weekly pattern', to: 'closed', label: 'Closed' }],
    users: [{ id, name: 'daily' }],
    vanishes: 1,
    moves: 0,
    changes: [expect.objectContaining({ cronId: id, kind: 'vanishes', from: '2026-11-24T09:00:00.000Z' })],
  });
  expect((await api.call('GET', '/calendars/office')).body.version).toBe(1);
  expect((await api.call('POST', '/calendars/nope/impact', {})).status).toBe(404);
});

test('every write of a calendar is put on record with its dates', async () => {
  const api = await apiOn();
  await make(api, OFFICE);
  await api.call('PUT', '/calendars/office', { days: [] }, { 'if-match': '"1"' });
  await api.call('POST', '/calendars/import', { name: 'office', text: '2027-01-01,closed' });
  await api.call('DELETE', '/calendars/office', undefined, ANY);
  const rows = await api.database.autocommit.fetchAll<Record<string, string>>(
    'SELECT action, target_name, before_state, after_state FROM audit_log ORDER BY id',
  );
  expect(rows.map((row) => row['action'])).toEqual([
    'calendar.create',
    'calendar.update',
    'calendar.update',
    'calendar.delete',
  ]);
  expect(JSON.parse(rows[0]!['after_state']!)).toMatchObject({ baseTime: '08:00', '2026-12-25': 'closed Christmas' });
  expect(JSON.parse(rows[1]!['before_state']!)).toMatchObject({ '2026-12-25': 'closed Christmas' });
  expect(JSON.parse(rows[3]!['before_state']!)).toMatchObject({ '2027-01-01': 'closed' });
});
