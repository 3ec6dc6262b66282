import { expect, test } from 'vitest';
import { ROLES } from '../../src/domain/roles.ts';
import { type Api, adminConfig, apiOn, type OpenApi, PORT } from '../support/admin-app.ts';

const as = (role: string): Record<string, string> => ({
  ...{ 'x-forwarded-user': `some-${role}`, 'x-role': role, 'x-jobu-request': '1', 'if-match': '*' },
  origin: `http://localhost:${PORT}`,
});

/** A server with one of everything, and every route of its document. */
async function filled() {
  const proxy = { addresses: ['127.0.0.1'], role_header: 'X-Role' };
  const api = await apiOn('memory', { config: adminConfig({ sign_in: { mode: 'proxy', proxy } }) });
  const admin = as('admin');
  const post = (path: string, body: object) => api.call('POST', path, body, admin);
  await post('/calendars', { name: 'kr' });
  await post('/crons', { name: 'a', handlerName: 'h', cronExpression: '0 3 * * *', allowOverlap: true });
  await post('/crons/1/trigger', {});
  await post('/backfills', { cronId: '1', from: '2026-11-10T00:00:00Z', to: '2026-11-12T00:00:00Z' });
  await post('/operations', { action: 'cron.disable', target: { ids: ['1'] } });
  await post('/users', { name: 'kim', role: 'viewer' });
  await post('/tokens', { name: 'ci', role: 'viewer' });
  await post('/saved-views', { name: 'v', page: 'crons', filters: {}, isShared: true });
  const { paths } = (await api.ask('GET', '/docs/json')).body as OpenApi;
  const routes = Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, operation]) => ({
      method: method.toUpperCase() as 'GET',
      path: path
        .replace('{gid}', 'jobu.0123456789ab.abcdef-0')
        .replace('{name}', 'kr')
        .replace(/\{\w+\}/g, '1'),
      role: operation['x-required-role'] as (typeof ROLES)[number] | undefined,
      body: ['get', 'delete'].includes(method) ? undefined : {},
    })),
  );
  return { api, routes };
}

const TABLES = [
  ...['cron_jobs', 'job_executions', 'backfills', 'operations', 'operation_items', 'calendars', 'users', 'sessions'],
  ...['api_tokens', 'saved_views', 'settings', 'workers', 'audit_log', 'cron_revisions'],
];
const contents = async ({ database }: Api): Promise<string> => {
  const rows = [];
  for (const table of TABLES) rows.push(await database.autocommit.fetchAll(`SELECT * FROM ${table}`));
  return JSON.stringify(rows, (_, value) => (typeof value === 'bigint' ? String(value) : value));
};

test('below the role that the document names every route is refused, and nothing changes', async () => {
  const { api, routes } = await filled();
  const before = await contents(api);
  let refused = 0;
  for (const { method, path, role, body } of routes) {
    if (role === undefined) {
      expect(path).toMatch(/^\/(health|ready)$|\/auth\/(state|login|setup)$/);
      continue;
    }
    for (const lower of ROLES.slice(0, ROLES.indexOf(role))) {
      const answer = await api.ask(method, path, body, as(lower));
      expect([answer.status, answer.body.code, answer.body.requiredRole], `${lower}: ${method} ${path}`).toEqual([
        403,
        'ROLE_NEEDED',
        role,
      ]);
      refused++;
    }
  }
  expect(refused).toBeGreaterThan(80);
  expect(await contents(api)).toBe(before);
});

/** What belongs to somebody else takes more than what is one's own. */
const OWN = /^\/api\/v1\/(tokens|saved-views)\/1$/;

test('from the role on that the document names every route answers', async () => {
  const { api, routes } = await filled();
  let allowed = 0;
  // What deletes goes last.
  for (const { method, path, role, body } of routes.toSorted((a, b) => (b.method < a.method ? 1 : -1)))
    for (const own of role === undefined || path.endsWith('/stream') ? [] : ROLES.slice(ROLES.indexOf(role))) {
      const answer = await api.ask(method, path, body, as(own));
      if (!OWN.test(path)) expect(answer.body?.code, `${own}: ${method} ${path}`).not.toBe('ROLE_NEEDED');
      expect(answer.status, `${own}: ${method} ${path} ${answer.text.slice(0, 300)}`).toBeLessThan(500);
      allowed++;
    }
  expect(allowed).toBeGreaterThan(200);
});
