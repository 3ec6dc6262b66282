import { describe, expect, test } from 'vitest';
import { type Api, adminConfig, apiOn, type OpenApi, PORT } from '../support/admin-app.ts';

const GID = 'jobu.0123456789ab.abcdef-0';

/** A server behind a proxy that says who asks: the test is the proxy. */
const proxied = (addresses = ['127.0.0.1']) =>
  apiOn('memory', {
    config: adminConfig({
      sign_in: {
        mode: 'proxy',
        proxy: { addresses, role_header: 'X-Role', groups_header: 'X-Groups' },
      },
    }),
  });

const as = (role: string, groups?: string): Record<string, string> => ({
  'x-forwarded-user': `some-${role}`,
  'x-role': role,
  ...(groups === undefined ? {} : { 'x-groups': groups }),
  'x-jobu-request': '1',
  origin: `http://localhost:${PORT}`,
});

const routesOf = async ({ ask }: Api) => {
  const { paths } = (await ask('GET', '/docs/json')).body as OpenApi;
  return Object.entries(paths).flatMap(([path, operations]) =>
    Object.keys(operations).map((method) => ({ path, method: method.toUpperCase() as 'GET' })),
  );
};

const filled = (path: string, id = '1'): string =>
  path
    .replace('{gid}', GID)
    .replace('{name}', 'kr')
    .replace(/\{\w+\}/g, id);

/** What everybody may do for themselves. */
const OWN = [
  'POST /api/v1/auth/login',
  'POST /api/v1/auth/setup',
  'POST /api/v1/auth/logout',
  'PATCH /api/v1/me',
  'PUT /api/v1/me/password',
  'DELETE /api/v1/me/sessions/{id}',
  'POST /api/v1/tokens',
  'DELETE /api/v1/tokens/{id}',
  'POST /api/v1/saved-views',
  'PUT /api/v1/saved-views/{id}',
  'DELETE /api/v1/saved-views/{id}',
  // Questions with a body.
  'POST /api/v1/schedules/preview',
  'POST /api/v1/plan/diff',
  'POST /api/v1/calendars/{name}/impact',
];

describe('roles', () => {
  test('nobody reaches anything but what is open, and a viewer writes nothing', async () => {
    const api = await proxied();
    const routes = await routesOf(api);
    const writes = routes.filter(({ method }) => method !== 'GET');
    expect(writes.length).toBeGreaterThan(30);
    for (const { path, method } of routes) {
      const name = `${method} ${path}`;
      const body = method === 'GET' || (method as string) === 'DELETE' ? undefined : {};
      const nobody = await api.ask(method, filled(path), body, { 'x-jobu-request': '1' });
      if (!/^\/(health|ready)$|\/auth\/(state|login|setup)$/.test(path))
        expect([nobody.status, nobody.body.code], name).toEqual([401, 'SIGN_IN_NEEDED']);
      if (method === 'GET' || OWN.includes(name)) continue;
      const viewer = await api.ask(method, filled(path), body, as('viewer'));
      expect([viewer.status, viewer.body.code], name).toEqual([403, 'ROLE_NEEDED']);
      expect(['operator', 'editor', 'admin']).toContain(viewer.body.requiredRole);
    }
    expect(await api.database.autocommit.fetchAll('SELECT * FROM audit_log')).toEqual([]);
  });

  test('each role has what it is for, and the next one more', async () => {
    const { call } = await proxied();
    const cron = { name: 'a', handlerName: 'h' };
    expect((await call('POST', '/crons', cron, as('operator'))).body).toMatchObject({ requiredRole: 'editor' });
    const made = await call('POST', '/crons', cron, as('editor'));
    expect(made.status).toBe(201);
    expect((await call('POST', `/crons/${made.body.id}/trigger`, {}, as('operator'))).status).toBe(202);
    expect((await call('GET', '/users', undefined, as('editor'))).body.requiredRole).toBe('admin');
    expect((await call('GET', '/users', undefined, as('admin'))).status).toBe(200);
    const { items } = (await call('GET', '/audit', undefined, as('viewer'))).body;
    expect(items.map(({ actor, action, via }: Record<string, string>) => [actor, action, via])).toEqual([
      ['some-operator', 'execution.create', 'proxy'],
      ['some-editor', 'cron.create', 'proxy'],
    ]);
  });

  test('a header counts from the proxy alone, and an unknown role is nobody', async () => {
    const elsewhere = await proxied(['10.0.0.9', '10.1.0.0/16']);
    expect((await elsewhere.call('GET', '/me', undefined, as('admin'))).status).toBe(401);
    const spoofed = { ...as('admin'), 'x-forwarded-for': '10.0.0.9' };
    expect((await elsewhere.call('GET', '/me', undefined, spoofed)).status).toBe(401);
    const { call } = await proxied();
    expect((await call('GET', '/me', undefined, as('root'))).status).toBe(401);
    expect((await call('GET', '/me', undefined, { 'x-forwarded-user': '' })).status).toBe(401);
    expect((await call('GET', '/me', undefined, { 'x-forwarded-user': 'lee' })).body.role).toBe('viewer');
    // An admin is never limited: with groups it is an editor.
    expect((await call('GET', '/me', undefined, as('admin', 'a, b'))).body).toMatchObject({
      role: 'editor',
      groups: ['a', 'b'],
    });
  });
});

describe('groups', () => {
  test('nothing of another group is shown or touched', async () => {
    const api = await proxied();
    const { call } = api;
    const admin = as('admin');
    const make = async (name: string, groupName: string | null) => {
      const { body } = await call(
        'POST',
        '/crons',
        { name, groupName, handlerName: 'h', cronExpression: '0 3 * * *' },
        admin,
      );
      const run = await call('POST', `/crons/${body.id}/trigger`, {}, admin);
      await call('POST', `/executions/${run.body.id}/cancel`, {}, admin);
      return { id: body.id as string, execution: run.body.id as string };
    };
    const ours = await make('our-cron', 'a');
    const theirs = await make('foreign-cron', 'b');
    const free = await make('foreign-free', null);
    const limited = as('editor', 'a');

    expect((await call('GET', '/crons', undefined, limited)).body.items).toHaveLength(1);
    expect((await call('GET', '/executions', undefined, limited)).body.items).toHaveLength(1);
    expect((await call('GET', '/audit?count=true', undefined, limited)).body.count.value).toBe(3);
    for (const { path, method } of await routesOf(api)) {
      // A stream does not end, and says ids alone.
      if (method !== 'GET' || /\/(users|tokens|calendars|stream)|workers\/|transactions\//.test(path)) continue;
      if (!path.includes('{')) {
        const { text, status } = await api.ask('GET', path, undefined, limited);
        expect(text, path).not.toContain('foreign');
        expect(status, path).toBeLessThan(500);
        continue;
      }
      for (const { id, execution } of [theirs, free]) {
        const { text } = await api.ask(
          'GET',
          filled(path, path.includes('executions') ? execution : id),
          undefined,
          limited,
        );
        expect(text, path).not.toContain('foreign');
      }
    }
    for (const { id, execution } of [theirs, free]) {
      const tries = [
        await call('PATCH', `/crons/${id}`, { owner: 'x' }, { ...limited, 'if-match': '"1"' }),
        await call('DELETE', `/crons/${id}`, undefined, { ...limited, 'if-match': '"1"' }),
        await call('POST', `/crons/${id}/trigger`, {}, limited),
        await call('POST', `/crons/${id}/disable`, {}, limited),
        await call('POST', `/executions/${execution}/retry`, {}, limited),
        await call('GET', `/executions/${execution}/logs`, undefined, limited),
      ];
      expect(tries.map(({ body }) => body.code)).toEqual(tries.map(() => 'GROUP_FORBIDDEN'));
    }
    // Neither is a cron taken out of the own groups, nor one made elsewhere.
    const move = { groupName: 'b' };
    expect((await call('PATCH', `/crons/${ours.id}`, move, { ...limited, 'if-match': '"1"' })).body.code).toBe(
      'GROUP_FORBIDDEN',
    );
    for (const groupName of ['b', null])
      expect((await call('POST', '/crons', { name: 'n', handlerName: 'h', groupName }, limited)).body.code).toBe(
        'GROUP_FORBIDDEN',
      );
    expect((await call('POST', '/executions', { handlerName: 'h' }, limited)).body.code).toBe('GROUP_FORBIDDEN');
    expect((await call('POST', `/executions/${ours.execution}/retry`, {}, limited)).status).toBe(200);
  });
});

describe('tokens', () => {
  test('never exceed who made them, need no page, and end when they are revoked or expire', async () => {
    const { call, clock } = await proxied();
    const create = (body: object, headers: Record<string, string>) => call('POST', '/tokens', body, headers);
    expect((await create({ name: 'x', role: 'admin' }, as('editor'))).body.code).toBe('ROLE_NEEDED');
    expect((await create({ name: 'x', role: 'viewer', groups: ['b'] }, as('editor', 'a'))).body.code).toBe(
      'GROUP_FORBIDDEN',
    );
    expect((await create({ name: 'x', role: 'viewer', groups: null }, as('editor', 'a'))).body.code).toBe(
      'GROUP_FORBIDDEN',
    );
    const made = await create({ name: 'ci', role: 'operator' }, as('editor', 'a'));
    expect(made.body).toMatchObject({ role: 'operator', groups: ['a'], createdBy: 'some-editor' });
    const bearer = { authorization: `Bearer ${made.body.token}` };
    expect((await call('GET', '/me', undefined, bearer)).body).toMatchObject({
      name: 'token:ci',
      via: 'token',
      groups: ['a'],
    });
    expect((await create({ name: 'more', role: 'viewer' }, bearer)).body.code).toBe('TOKEN_NOT_ENOUGH');
    expect((await call('GET', '/tokens', undefined, as('viewer'))).body.items).toEqual([]);
    expect((await call('GET', '/tokens', undefined, as('admin'))).body.items[0]).toMatchObject({
      lastUsedAt: clock.now().toISOString(),
      lastUsedAddress: '127.0.0.1',
    });
    for (const wrong of [
      made.body.token.slice(0, -1),
      `${made.body.token}x`,
      'jobu_x_y',
      made.body.token.replace('jobu_', 'jobu_0'),
    ])
      expect((await call('GET', '/me', undefined, { authorization: `Bearer ${wrong}` })).status).toBe(401);
    expect((await call('DELETE', `/tokens/${made.body.id}`, undefined, as('viewer'))).body.code).toBe('ROLE_NEEDED');
    expect((await call('DELETE', `/tokens/${made.body.id}`, undefined, as('editor', 'a'))).status).toBe(200);
    expect((await call('GET', '/me', undefined, bearer)).status).toBe(401);
    const short = await create({ name: 'short', role: 'viewer', expiresAt: '2026-11-22T10:01:00Z' }, as('editor'));
    const shortBearer = { authorization: `Bearer ${short.body.token}` };
    expect((await call('GET', '/me', undefined, shortBearer)).status).toBe(200);
    clock.set('2026-11-22T10:01:00.000Z');
    expect((await call('GET', '/me', undefined, shortBearer)).status).toBe(401);
  });
});

test('an application around the server says who asks', async () => {
  const { call } = await apiOn('memory', {
    resolveUser: ({ headers }) => (headers['x-app'] === 'kim' ? { name: 'kim', role: 'operator' } : null),
  });
  expect((await call('GET', '/me')).status).toBe(401);
  expect((await call('GET', '/me', undefined, { 'x-app': 'kim' })).body).toMatchObject({ name: 'kim', via: 'custom' });
  expect((await call('POST', '/executions', { handlerName: 'h' }, { 'x-app': 'kim' })).body.code).toBe('CSRF_REFUSED');
});
