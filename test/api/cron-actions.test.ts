import { describe, expect, test } from 'vitest';
import { type Api, apiOn } from '../support/admin-app.ts';

const DAILY = { name: 'daily', cronExpression: '0 18 * * *', handlerName: 'report' };
const ANY = { 'if-match': '*' };

const make = async ({ call }: Api, body: object = {}): Promise<string> =>
  (await call('POST', '/crons', { ...DAILY, ...body })).body.id;

describe('a pause', () => {
  test('begins with a reason and an end, and a resume says what becomes of what was missed', async () => {
    const api = await apiOn();
    const id = await make(api);
    const paused = await api.call('POST', `/crons/${id}/pause`, {
      reason: 'audit',
      until: '2026-11-30T00:00:00Z',
      missed: 'all',
    });
    expect(paused.body).toMatchObject({
      pausedAt: '2026-11-22T10:00:30.500Z',
      pausedUntil: '2026-11-30T00:00:00.000Z',
      pausedBy: 'local',
      pauseReason: 'audit',
    });
    api.clock.set('2026-11-25T12:00:00.000Z');
    const resumed = await api.call('POST', `/crons/${id}/resume`, { missed: 'latest', reason: 'done' });
    expect(resumed.body).toMatchObject({ pausedAt: null, pauseReason: null });
    const { items } = (await api.call('GET', `/executions?cronId=${id}`)).body;
    expect(items.map(({ status, skipReason }: Record<string, string>) => skipReason ?? status)).toEqual([
      'PENDING',
      'paused',
      'paused',
    ]);
    const rows = await api.database.autocommit.fetchAll('SELECT action, reason FROM audit_log ORDER BY id');
    expect(rows.slice(1)).toEqual([
      { action: 'cron.pause', reason: 'audit' },
      { action: 'cron.resume', reason: 'done' },
    ]);
  });

  test.each([
    ['resume', {}, 409, 'CRON_NOT_PAUSED'],
    ['resume', { missed: 'some' }, 422, 'REQUEST_INVALID'],
    ['pause', { until: '2026-01-01T00:00:00Z' }, 422, 'CRON_INVALID'],
    ['pause', { until: 'soon' }, 422, 'REQUEST_INVALID'],
  ])('is refused: %s %j with %s %s', async (action, body, status, code) => {
    const api = await apiOn();
    const id = await make(api);
    expect(await api.call('POST', `/crons/${id}/${action}`, body)).toMatchObject({ status, body: { code } });
    expect((await api.call('POST', `/crons/${id}/pause`, {}, { 'if-match': '"9"' })).status).toBe(412);
    expect((await api.call('POST', '/crons/99/pause', {})).status).toBe(404);
  });
});

test('a copy has another name and runs nothing until somebody enables it', async () => {
  const api = await apiOn();
  const id = await make(api, { owner: 'kim', handlerParams: { a: 1 }, tags: ['money'] });
  const copy = await api.call('POST', `/crons/${id}/duplicate`, { name: 'copy' });
  expect(copy).toMatchObject({ status: 201, headers: { location: `/api/v1/crons/${copy.body.id}` } });
  expect(copy.body).toMatchObject({
    owner: 'kim',
    handlerParams: { a: 1 },
    tags: ['money'],
    isEnabled: false,
    nextRunAt: null,
  });
  expect(
    (await api.call('POST', `/crons/${id}/duplicate`, { name: 'live', isEnabled: true })).body.nextRunAt,
  ).not.toBeNull();
  expect((await api.call('POST', `/crons/${id}/duplicate`, { name: 'copy' })).body.code).toBe('CRON_NAME_TAKEN');
  expect((await api.call('POST', `/crons/${id}/duplicate`, {})).status).toBe(422);
});

test('the params it ran with are listed once each, the latest first', async () => {
  const api = await apiOn();
  const id = await make(api, { allowOverlap: true });
  for (const day of [1, 2, 1, 3])
    await api.call('POST', `/crons/${id}/trigger`, `{"params":{"day":${day},"n":12345678901234567890}}`);
  const { body, text } = await api.call('GET', `/crons/${id}/recent-params`);
  expect(body.items.map((one: { params: { day: number } }) => one.params.day)).toEqual([3, 1, 2]);
  expect(text).toContain('{"day":3,"n":12345678901234567890}');
  expect(body.items[0]).toMatchObject({ actor: 'local', paramSource: 'manual', status: 'PENDING' });
});

describe('revisions', () => {
  test('keep every change with who and why, and are restored as a new one', async () => {
    const api = await apiOn();
    const id = await make(api, { handlerParams: { a: 1 }, timing: null });
    await api.call('PATCH', `/crons/${id}`, '{"handlerParams":{"n":12345678901234567890},"owner":"kim"}', ANY);
    await api.call('PATCH', `/crons/${id}`, { cronExpression: null, timing: { type: 'every', every: '90s' } }, ANY);
    await api.call('POST', `/crons/${id}/disable`, {});
    const list = await api.call('GET', `/crons/${id}/revisions?limit=3`);
    expect(list.body.items.map(({ revision }: { revision: number }) => revision)).toEqual([4, 3, 2]);
    expect(list.text).toContain('"handlerParams":{"n":12345678901234567890}');
    const rest = await api.call('GET', `/crons/${id}/revisions?cursor=${list.body.nextCursor}`);
    expect(rest.body).toMatchObject({ items: [{ revision: 1, actor: 'local', cronName: 'daily' }], nextCursor: null });
    expect((await api.call('GET', `/crons/${id}/revisions/3`)).body.definition).toMatchObject({
      timing: { type: 'every', every: '90s' },
      cronExpression: null,
      owner: 'kim',
    });
    const restored = await api.call(
      'POST',
      `/crons/${id}/revisions/1/restore`,
      { reason: 'wrong owner' },
      { 'if-match': '"4"' },
    );
    expect(restored).toMatchObject({ status: 200, headers: { etag: '"5"' } });
    expect(restored.body).toMatchObject({
      cronExpression: '0 18 * * *',
      timing: null,
      handlerParams: { a: 1 },
      owner: null,
      isEnabled: false,
    });
    expect((await api.call('GET', `/crons/${id}/revisions/5`)).body).toMatchObject({
      reason: 'wrong owner',
      actor: 'local',
    });
    expect((await api.call('POST', `/crons/${id}/revisions/1/restore`, {}, { 'if-match': '"4"' })).status).toBe(412);
  });

  test('of a row put in by hand keep what it was before its first change', async () => {
    const api = await apiOn();
    const id = await make(api);
    await api.database.autocommit.execute('DELETE FROM cron_revisions');
    await api.call('PATCH', `/crons/${id}`, { priority: 5 }, ANY);
    const { items } = (await api.call('GET', `/crons/${id}/revisions`)).body;
    expect(items.map((one: { definition: { priority: number } }) => one.definition.priority)).toEqual([5, 0]);
  });

  test('that do not exist are said to', async () => {
    const api = await apiOn();
    const id = await make(api);
    expect((await api.call('GET', `/crons/${id}/revisions/7`)).body.code).toBe('REVISION_NOT_FOUND');
    expect((await api.call('POST', `/crons/${id}/revisions/7/restore`, {})).status).toBe(404);
    expect((await api.call('GET', `/crons/${id}/revisions/x`)).status).toBe(400);
    expect((await api.call('GET', '/crons/99/revisions')).status).toBe(404);
    expect((await api.call('GET', `/crons/${id}/revisions?cursor=x`)).status).toBe(400);
  });
});

test('an execution is marked as succeeded with a reason, from the states that allow it', async () => {
  const api = await apiOn();
  const { id } = (await api.call('POST', '/executions', { handlerName: 'h' })).body;
  const succeed = (body: object) => api.call('POST', `/executions/${id}/succeed`, body);
  expect((await succeed({})).status).toBe(422);
  expect((await succeed({ reason: ' ' })).status).toBe(422);
  expect((await succeed({ reason: 'paid by hand' })).body.code).toBe('EXECUTION_STATE_CONFLICT');
  await api.call('POST', `/executions/${id}/cancel`, {});
  expect((await succeed({ reason: 'paid by hand' })).body).toMatchObject({ status: 'SUCCESS', reason: 'paid by hand' });
});
