import { describe, expect, test } from 'vitest';
import { apiOn } from '../support/admin-app.ts';

const ANY = { 'if-match': '*' };
const DAILY = { name: 'daily', cronExpression: '0 18 * * *', handlerName: 'report' };

describe('creating a cron', () => {
  test('answers 201 with the cron, its defaults, its first time and where it is', async () => {
    const { call } = await apiOn();
    const made = await call('POST', '/crons', { ...DAILY, tags: ['money'], retryBackoff: { baseSeconds: 5 } });
    expect(made.status).toBe(201);
    expect(made.body).toMatchObject({
      name: 'daily',
      timeZone: 'Asia/Seoul',
      // 18:00 in Seoul; it is 19:00 there.
      nextRunAt: '2026-11-23T09:00:00.000Z',
      handlerParams: {},
      maxRetry: 3,
      tags: ['money'],
      retryBackoff: { baseSeconds: 5, factor: 2, maxSeconds: 3600, jitter: 0.2 },
      version: 1,
    });
    expect(typeof made.body.id).toBe('string');
    expect(made.headers['location']).toBe(`/api/v1/crons/${made.body.id}`);
    expect(made.headers['etag']).toBe('"1"');
    expect((await call('GET', `/crons/${made.body.id}`)).body).toEqual(made.body);
  });

  test('keeps the params as they were typed: key order, big integers, decimals', async () => {
    const { call } = await apiOn();
    const params = '{"z":12345678901234567890,"10":1.10,"2":{"b":[1,{"c":"}, \\"x\\": {"}],"a":-0}}';
    const made = await call('POST', '/crons', `{"handlerParams": ${params} ,"name":"big","handlerName":"h"}`);
    expect(made.text).toContain(`"handlerParams":${params},`);
    const list = await call('GET', '/crons');
    expect(list.text).toContain(`"handlerParams":${params},`);
  });

  test.each([
    [{}, '#/name', 422, 'REQUEST_INVALID'],
    [{ ...DAILY, name: '' }, '#/name', 422, 'REQUEST_INVALID'],
    [{ ...DAILY, name: 'a\u0000b' }, '#/name', 422, 'REQUEST_INVALID'],
    [{ ...DAILY, cronExpresion: 'x' }, '#/cronExpresion', 422, 'REQUEST_INVALID'],
    [{ ...DAILY, cronExpression: '99 * * * *' }, '#/cronExpression', 422, 'CRON_EXPRESSION_INVALID'],
    [{ ...DAILY, timeZone: 'Asia/Seul' }, '#/timeZone', 422, 'TIME_ZONE_UNKNOWN'],
    [{ ...DAILY, retryBackoff: { baseSeconds: -1 } }, '#/retryBackoff', 422, 'RETRY_BACKOFF_INVALID'],
    [{ ...DAILY, maxRetry: 1.5 }, '#/maxRetry', 422, 'REQUEST_INVALID'],
    [{ ...DAILY, handlerParams: [1] }, '#/handlerParams', 422, 'REQUEST_INVALID'],
    [{ ...DAILY, handlerParams: '{}' }, '#/handlerParams', 422, 'REQUEST_INVALID'],
    [{ ...DAILY, tags: ['a,b'] }, '#/tags/0', 422, 'REQUEST_INVALID'],
    [{ ...DAILY, id: '7' }, '#/id', 422, 'REQUEST_INVALID'],
  ])('refuses %j and points at %s', async (body, pointer, status, code) => {
    const { call } = await apiOn();
    const answer = await call('POST', '/crons', body);
    expect(answer).toMatchObject({ status, body: { code, status, type: `urn:jobu:error:${code}` } });
    expect(answer.body.errors.map((error: { pointer: string }) => error.pointer)).toContain(pointer);
  });

  test('refuses one that is too frequent, one that never fires and a name that is taken', async () => {
    const { call } = await apiOn();
    const refused = async (body: object) => (await call('POST', '/crons', { ...DAILY, ...body })).body.code;
    expect(await refused({ cronExpression: '*/10 * * * * *' })).toBe('CRON_TOO_FREQUENT');
    expect(await refused({ cronExpression: '0 0 30 2 *' })).toBe('CRON_NEVER_FIRES');
    await call('POST', '/crons', DAILY);
    const taken = await call('POST', '/crons', DAILY);
    expect(taken).toMatchObject({ status: 409, body: { code: 'CRON_NAME_TAKEN' } });
    expect(taken.body.detail).toContain('"daily"');
  });
});

describe('changing a cron', () => {
  test('PATCH changes what it names and PUT writes defaults into the rest', async () => {
    const { call } = await apiOn();
    const { id } = (await call('POST', '/crons', { ...DAILY, owner: 'finance', priority: 7 })).body;
    const patched = await call(
      'PATCH',
      `/crons/${id}`,
      { cronExpression: '0 20 * * *', handlerParams: { day: 1 } },
      ANY,
    );
    expect(patched.body).toMatchObject({
      cronExpression: '0 20 * * *',
      nextRunAt: '2026-11-22T11:00:00.000Z',
      handlerParams: { day: 1 },
      owner: 'finance',
      priority: 7,
      version: 2,
    });
    expect((await call('PATCH', `/crons/${id}`, { notes: null }, ANY)).body.handlerParams).toEqual({ day: 1 });
    const put = await call('PUT', `/crons/${id}`, DAILY, ANY);
    expect(put.body).toMatchObject({ owner: null, priority: 0, handlerParams: {}, version: 4 });
  });

  test('with If-Match only the version that was read is changed or deleted', async () => {
    const { call } = await apiOn();
    const { id } = (await call('POST', '/crons', DAILY)).body;
    const change = (ifMatch: string) => call('PATCH', `/crons/${id}`, { priority: 1 }, { 'if-match': ifMatch });
    const first = await change('"1"');
    expect([first.status, first.headers['etag']]).toEqual([200, '"2"']);
    expect(await change('"1"')).toMatchObject({ status: 412, body: { code: 'PRECONDITION_FAILED' } });
    expect(await change('W/"2"')).toMatchObject({ status: 412 });
    expect(await change('2')).toMatchObject({ status: 400, body: { code: 'PRECONDITION_INVALID' } });
    expect((await change('"9", "2"')).body.version).toBe(3);
    expect((await change('*')).body.version).toBe(4);
    for (const [method, body] of [['PATCH', {}], ['PUT', DAILY], ['DELETE']] as const)
      expect(await call(method, `/crons/${id}`, body)).toMatchObject({
        status: 428,
        body: { code: 'PRECONDITION_REQUIRED' },
      });
    expect((await call('DELETE', `/crons/${id}`, undefined, { 'if-match': '"3"' })).status).toBe(412);
    expect((await call('DELETE', `/crons/${id}`, undefined, { 'if-match': '"4"' })).status).toBe(200);
  });

  test('enable, disable and toggle set the next time anew; disable may cancel what has not started', async () => {
    const { call, clock } = await apiOn();
    const { id } = (await call('POST', '/crons', DAILY)).body;
    const { body: execution } = await call('POST', `/crons/${id}/trigger`, {});
    expect((await call('POST', `/crons/${id}/disable`, {})).body).toMatchObject({ isEnabled: false, nextRunAt: null });
    expect((await call('GET', `/executions/${execution.id}`)).body.status).toBe('PENDING');
    await call('POST', `/crons/${id}/disable`, { cancelPending: true });
    expect((await call('GET', `/executions/${execution.id}`)).body.status).toBe('CANCELED');
    clock.set('2026-12-01T00:00:00.000Z');
    const enabled = await call('POST', `/crons/${id}/enable`, {});
    expect(enabled.body).toMatchObject({ isEnabled: true, nextRunAt: '2026-12-01T09:00:00.000Z' });
    expect((await call('POST', `/crons/${id}/toggle`, {})).body.isEnabled).toBe(false);
    expect((await call('POST', `/crons/${id}/toggle`, {})).body.isEnabled).toBe(true);
    expect((await call('POST', `/crons/${id}/toggle`, { isEnabled: true })).status).toBe(422);
  });

  test('a deleted cron is gone, its waiting executions are canceled and its history stays', async () => {
    const { call } = await apiOn();
    const { id } = (await call('POST', '/crons', DAILY)).body;
    await call('POST', `/crons/${id}/trigger`, {});
    expect((await call('DELETE', `/crons/${id}`, undefined, ANY)).body).toEqual({ id, canceledExecutions: 1 });
    for (const [method, path, body] of [
      ['GET', `/crons/${id}`],
      ['DELETE', `/crons/${id}`],
      ['PATCH', `/crons/${id}`, {}],
      ['POST', `/crons/${id}/trigger`, {}],
      ['POST', `/crons/${id}/toggle`, {}],
    ] as const)
      expect(await call(method, path, body, ANY)).toMatchObject({ status: 404, body: { code: 'CRON_NOT_FOUND' } });
    const history = await call('GET', `/executions?cronId=${id}`);
    expect(history.body.items).toMatchObject([{ status: 'CANCELED', cronId: id, cronName: 'daily' }]);
  });

  test('an id is never taken for the name of another cron', async () => {
    const { call } = await apiOn();
    const { id } = (await call('POST', '/crons', DAILY)).body;
    const other = (await call('POST', '/crons', { ...DAILY, name: id })).body;
    const third = (await call('POST', '/crons', { ...DAILY, name: String(Number(other.id) + 1) })).body;
    expect(third.name).toBe(String(Number(other.id) + 1));
    expect((await call('GET', `/crons/${id}`)).body.name).toBe('daily');
    expect((await call('PATCH', `/crons/${id}`, { priority: 3 }, ANY)).body).toMatchObject({
      id,
      name: 'daily',
      priority: 3,
    });
  });
});

describe('listing crons', () => {
  test('pages follow each other by name without a gap, also while rows come and go', async () => {
    const { call } = await apiOn();
    const names = Array.from({ length: 7 }, (_, index) => `cron ${index}`);
    for (const name of [...names].reverse()) await call('POST', '/crons', { ...DAILY, name });
    const seen: string[] = [];
    let cursor: string | null = null;
    for (let page = 0; page === 0 || cursor !== null; page++) {
      const query: string = cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`;
      const { body } = await call('GET', `/crons?limit=3${query}`);
      seen.push(...body.items.map((item: { name: string }) => item.name));
      cursor = body.nextCursor;
      if (page === 0) await call('POST', '/crons', { ...DAILY, name: 'a first one' });
    }
    expect(seen).toEqual(names);
  });

  test('filters by handler, group, owner, part of the name and state, all together', async () => {
    const { call } = await apiOn();
    await call('POST', '/crons', { ...DAILY, name: 'Sales_report', groupName: 'g', owner: 'kim' });
    await call('POST', '/crons', {
      ...DAILY,
      name: 'sales load',
      handlerName: 'load',
      groupName: 'g',
      isEnabled: false,
    });
    await call('POST', '/crons', { ...DAILY, name: 'other' });
    const names = async (query: string) =>
      (await call('GET', `/crons?${query}`)).body.items.map((item: { name: string }) => item.name);
    expect(await names('search=SALES')).toEqual(['Sales_report', 'sales load']);
    expect(await names('search=s_r')).toEqual(['Sales_report']);
    expect(await names('search=%25')).toEqual([]);
    expect(await names('groupName=g&isEnabled=false')).toEqual(['sales load']);
    expect(await names('owner=kim')).toEqual(['Sales_report']);
    expect(await names('handlerName=report&isEnabled=true')).toEqual(['Sales_report', 'other']);
  });
});
