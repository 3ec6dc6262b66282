import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { encodeCursor } from '../../src/ledger/model/row.ts';
import { adminConfig, apiOn } from '../support/admin-app.ts';

const CRON = { name: 'c', handlerName: 'h' };

describe('what is sent as a body', () => {
  test.each([
    ['{"name": ', 400, 'BODY_NOT_JSON'],
    ['[]', 400, 'BODY_NOT_JSON'],
    ['null', 400, 'BODY_NOT_JSON'],
    ['"text"', 400, 'BODY_NOT_JSON'],
    [Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d]), 400, 'BODY_NOT_JSON'],
    [`{"name":"${'x'.repeat(1_048_576)}"}`, 413, 'BODY_TOO_LARGE'],
    ['', 422, 'REQUEST_INVALID'],
    ['{"name":"a","handlerName":"h","__proto__":{"isEnabled":false}}', 422, 'REQUEST_INVALID'],
    ['{"name":"a","handlerName":"h","constructor":{"prototype":{}}}', 422, 'REQUEST_INVALID'],
    ['{"name":"\\ud800","handlerName":"h"}', 422, 'REQUEST_INVALID'],
    [
      `{"name":"a","handlerName":"h","handlerParams":${'['.repeat(100_000)}${']'.repeat(100_000)}}`,
      422,
      'REQUEST_INVALID',
    ],
  ])('case %#: is answered as a problem and nothing is saved', async (body, status, code) => {
    const { call, options } = await apiOn();
    const answer = await call('POST', '/crons', body);
    expect([answer.status, answer.body.code]).toEqual([status, code]);
    expect((await call('GET', '/crons')).body.items).toEqual([]);
    expect(options.lines.filter((line) => line.includes('"level":"error"'))).toEqual([]);
  });

  test('params may be nested deeply and hold any key', async () => {
    const { call } = await apiOn();
    const params = `{"__proto__":{"x":1},"deep":${'['.repeat(50_000)}${']'.repeat(50_000)}}`;
    const made = await call('POST', '/crons', `{"name":"a","handlerName":"h","handlerParams":${params}}`);
    expect(made.status).toBe(201);
    expect(made.text).toContain(params);
  });

  test.each([
    [null, 'none'],
    ['text/plain', 'text/plain'],
    ['application/x-www-form-urlencoded', 'application/x-www-form-urlencoded'],
    ['multipart/form-data; boundary=x', 'multipart/form-data'],
    ['application/jsonp', 'application/jsonp'],
    ['application/json; charset=euc-kr', 'euc-kr'],
  ])('a write as %s is refused with 415', async (type, named) => {
    const { call } = await apiOn();
    for (const [method, path] of [
      ['POST', '/crons'],
      ['PUT', '/crons/1'],
      ['PATCH', '/crons/1'],
      ['POST', '/executions/1/cancel'],
    ] as const) {
      const answer = await call(method, path, JSON.stringify(CRON), { 'content-type': type });
      expect(answer).toMatchObject({ status: 415, body: { code: 'MEDIA_TYPE_UNSUPPORTED' } });
      expect(answer.body.detail).toContain(named);
    }
  });

  test('a compressed body is refused, and an empty one counts as {}', async () => {
    const { call } = await apiOn();
    const zipped = await call('POST', '/crons', gzipSync(JSON.stringify(CRON)), { 'content-encoding': 'gzip' });
    expect(zipped.status).toBe(415);
    const { id } = (await call('POST', '/crons', CRON, { 'content-type': 'Application/JSON; charset=UTF-8' })).body;
    expect((await call('POST', `/crons/${id}/trigger`, undefined, { 'content-type': 'application/json' })).status).toBe(
      202,
    );
  });
});

describe('what is asked for', () => {
  test.each([
    ['GET', '/nothing', 404, 'ROUTE_NOT_FOUND'],
    ['POST', '/crons/1/explode', 404, 'ROUTE_NOT_FOUND'],
    ['GET', '/crons/abc', 400, 'QUERY_INVALID'],
    ['GET', '/crons/-1', 400, 'QUERY_INVALID'],
    ['GET', '/crons/9223372036854775808', 400, 'QUERY_INVALID'],
    ['GET', '/crons/9223372036854775807', 404, 'CRON_NOT_FOUND'],
    ['GET', `/crons/${'1'.repeat(600)}`, 400, 'URL_INVALID'],
    ['GET', '/crons/%zz', 400, 'URL_INVALID'],
    ['GET', "/crons/1'%20OR%201=1", 400, 'QUERY_INVALID'],
    ['GET', '/crons?limit=0', 400, 'QUERY_INVALID'],
    ['GET', '/crons?limit=201', 400, 'QUERY_INVALID'],
    ['GET', '/crons?limit=x', 400, 'QUERY_INVALID'],
    ['GET', '/crons?isEnabled=maybe', 400, 'QUERY_INVALID'],
    ['GET', '/crons?nam=x', 400, 'QUERY_INVALID'],
    ['GET', '/crons?cursor=garbage', 400, 'CURSOR_INVALID'],
    ['GET', '/executions?cursor=garbage', 400, 'CURSOR_INVALID'],
    [
      'GET',
      `/executions?sort=finishedAt&cursor=${encodeCursor('finishedAt', 'next', 'soon', '1')}`,
      400,
      'CURSOR_INVALID',
    ],
    ['GET', `/executions?cursor=${encodeCursor('-id', 'next', 'x')}`, 400, 'ID_INVALID'],
    ['GET', `/workers?cursor=${encodeCursor('', 'next', 'soon', '')}`, 400, 'CURSOR_INVALID'],
    ['GET', '/executions?status=BROKEN', 400, 'QUERY_INVALID'],
    ['GET', '/executions?cronId=x', 400, 'QUERY_INVALID'],
    ['GET', '/executions?since=yesterday', 400, 'QUERY_INVALID'],
    ['GET', '/executions?since=2026-11-22T10:00:00', 400, 'QUERY_INVALID'],
    ['GET', '/executions?until=9999-12-31T23:59:59Z', 400, 'QUERY_INVALID'],
  ] as const)('%s %s is answered with %i %s', async (method, path, status, code) => {
    const { call } = await apiOn();
    const answer = await call(method, path, method === 'POST' ? {} : undefined);
    expect([answer.status, answer.body.code, answer.body.status]).toEqual([status, code, status]);
    expect(answer.body).toMatchObject({
      instance: expect.stringMatching(/^\/api\/v1\//),
      requestId: expect.any(String),
    });
    expect(answer.text).not.toContain('node_modules');
  });

  test('a name that reaches past the values of a database is an empty list', async () => {
    const { call } = await apiOn();
    expect(await call('GET', '/executions?handlerName=%27%3B--')).toMatchObject({ status: 200, body: { items: [] } });
  });

  test('a request id is echoed when it is harmless, and made when not', async () => {
    const { ask } = await apiOn();
    const idFor = async (id: string) => await ask('GET', '/api/v1/nothing', undefined, { 'x-request-id': id });
    const answer = await idFor('trace-1:a');
    expect([answer.headers['x-request-id'], answer.body.requestId]).toEqual(['trace-1:a', 'trace-1:a']);
    for (const bad of ['a b', 'x'.repeat(101), '"<script>'])
      expect((await idFor(bad)).headers['x-request-id']).toMatch(/^[\da-f-]{36}$/);
  });

  test('an unexpected failure says no more than the request id; the log has the cause', async () => {
    const { call, database, options } = await apiOn();
    await database.autocommit.execute('ALTER TABLE cron_jobs RENAME TO hidden');
    const answer = await call('GET', '/crons');
    expect(answer.status).toBeGreaterThanOrEqual(422);
    expect(answer.text).not.toContain('.ts:');
    await database.close();
    const closed = await call('GET', '/crons');
    expect(closed).toMatchObject({ status: 503, body: { code: 'DATABASE_CLOSED' } });
    expect(options.lines.join('')).toContain(closed.body.requestId);
  });
});

describe('who may ask', () => {
  test.each(['localhost:8080', '127.0.0.1:8080', '127.8.9.1:8080', '[::1]:8080', 'LOCALHOST:8080'])(
    'the host %s is ours',
    async (host) => {
      const { ask } = await apiOn();
      expect((await ask('GET', '/health', undefined, { host })).status).toBe(200);
    },
  );

  test.each([
    'evil.example',
    'evil.example:8080',
    'localhost',
    'localhost:9999',
    'localhost.evil.example:8080',
    '127.0.0.1.evil.example:8080',
    '10.0.0.1:8080',
    'evil@localhost:8080',
    '',
    '[::2]:8080',
  ])('the host "%s" is refused everywhere (DNS rebinding)', async (host) => {
    const { ask } = await apiOn();
    for (const path of ['/', '/docs', '/health', '/api/v1/crons', '/nothing'])
      expect(await ask('GET', path, undefined, { host })).toMatchObject({
        status: 403,
        body: { code: 'HOST_REFUSED' },
      });
  });

  test('a page of another origin may neither write nor read', async () => {
    const { call, ask } = await apiOn();
    for (const origin of [
      'https://evil.example',
      'http://localhost:3000',
      'http://127.0.0.1:8080',
      'https://localhost:8080',
      'null',
    ]) {
      expect(await call('POST', '/crons', CRON, { origin })).toMatchObject({
        status: 403,
        body: { code: 'ORIGIN_REFUSED' },
      });
      const read = await call('GET', '/crons', undefined, { origin });
      expect([read.status, read.headers['access-control-allow-origin']]).toEqual([403, undefined]);
      expect((await ask('OPTIONS', '/api/v1/crons', undefined, { origin })).status).toBe(403);
    }
    expect((await call('POST', '/crons', CRON, { origin: 'http://localhost:8080' })).status).toBe(201);
  });

  test('an origin in admin.cors may do both, and no other', async () => {
    const origin = 'https://ops.example.com';
    const config = adminConfig({ cors: [origin] });
    const { ask, call } = await apiOn('memory', { config });
    const preflight = await ask('OPTIONS', '/api/v1/crons', undefined, {
      origin,
      'access-control-request-method': 'POST',
    });
    expect(preflight.status).toBe(204);
    expect(preflight.headers['access-control-allow-methods']).toContain('POST');
    expect(preflight.headers['access-control-allow-headers']).toContain('Idempotency-Key');
    const made = await call('POST', '/crons', CRON, { origin });
    expect(made).toMatchObject({ status: 201, headers: { 'access-control-allow-origin': origin, vary: 'Origin' } });
    expect(made.headers['access-control-expose-headers']).toContain('ETag');
    expect((await call('GET', '/crons', undefined, { origin: 'https://ops.example.com.evil.example' })).status).toBe(
      403,
    );
    expect((await call('GET', '/crons')).headers['access-control-allow-origin']).toBeUndefined();
  });

  test('every answer carries the headers that keep browsers safe, and the API is not cached', async () => {
    const { ask } = await apiOn();
    for (const path of ['/', '/docs/', '/health', '/api/v1/crons', '/api/v1/nothing', '/icon.svg']) {
      const { headers } = await ask('GET', path);
      expect(headers).toMatchObject({
        'x-content-type-options': 'nosniff',
        'x-frame-options': 'DENY',
        'referrer-policy': 'no-referrer',
      });
      const [scripts] = /script-src [^;]*/.exec(headers['content-security-policy']!) ?? [];
      expect(scripts).toBe("script-src 'self'");
      if (path.startsWith('/api')) expect(headers['cache-control']).toBe('no-store');
    }
  });

  test('the log has the request and not what was in it', async () => {
    const { call, options } = await apiOn();
    await call(
      'POST',
      '/crons?x=secret-query',
      { ...CRON, notes: 'secret-body' },
      { authorization: 'Bearer secret-token' },
    );
    await call('POST', '/crons', { ...CRON, notes: 'secret-body' });
    const log = options.lines.join('');
    expect(log).toContain('"path":"/api/v1/crons"');
    expect(log).not.toContain('secret-');
  });
});
