import { expect, test } from 'vitest';
import { rollUp } from '../../src/admin/stats/rollup.ts';
import { runOperationChunk, takeOperation } from '../../src/ledger/operation-run.ts';
import { beatWorker, registerWorker } from '../../src/ledger/workers.ts';
import { type Api, adminConfig, apiOn, type OpenApi, PORT } from '../support/admin-app.ts';

/** Ids of what belongs to others begin with this. */
const FOREIGN_ID = 777_000;
const FOREIGN = /foreign|\b7770\d\d\b/;

const as = (role: string, groups?: string) => ({
  ...{ 'x-forwarded-user': `${groups ?? 'any'}-${role}`, 'x-role': role, 'x-jobu-request': '1' },
  ...{ origin: `http://localhost:${PORT}` },
  ...(groups === undefined ? {} : { 'x-groups': groups }),
});
const admin = as('admin');
const limited = as('editor', 'a');

/** A server with a cron of everything there is in group a, in group b and in none; the latter two are called foreign. */
async function filled(): Promise<Api & { own: Record<string, string>; foreign: Record<string, string> }> {
  const proxy = { addresses: ['127.0.0.1'], role_header: 'X-Role', groups_header: 'X-Groups' };
  const api = await apiOn('memory', { config: adminConfig({ sign_in: { mode: 'proxy', proxy } }) });
  const { call, clock, database } = api;
  const { autocommit } = database;
  const worker = await registerWorker(
    autocommit,
    { role: 'worker', version: '1', slots: 4, leaseSeconds: 30, handlers: ['h'], queues: ['default'] },
    clock.now(),
  );
  await call('POST', '/calendars', { name: 'kr', openWeekdays: ['MON', 'TUE', 'WED', 'THU', 'FRI'] }, admin);

  const make = async (name: string, groupName: string | null) => {
    const who = groupName === 'a' ? limited : admin;
    const body = { name, groupName, handlerName: 'h', cronExpression: '0 3 * * *', calendar: 'kr', owner: name };
    const cron = (await call('POST', '/crons', { ...body, tags: [name], notes: name }, admin)).body.id as string;
    await call('POST', '/crons', { ...body, name: `${name}-other`, handlerName: `${name}-handler` }, admin);
    const trigger = async (status: string) => {
      const run = await call(
        'POST',
        `/crons/${cron}/trigger`,
        { params: { text: name }, reason: name, allowOverlap: true },
        who,
      );
      const at = (seconds: number) => new Date(clock.now().getTime() - seconds * 1000);
      await autocommit.execute(
        `UPDATE job_executions SET status = :status, started_at = :started, finished_at = :finished, worker_id = :worker,
           error_message = :error, error_code = :code, timeout_seconds = 60 WHERE id = :id`,
        {
          ...{ status, worker, id: BigInt(run.body.id), started: at(500), code: 'HANDLER_FAILED' },
          finished: status === 'RUNNING' ? null : at(groupName === 'a' ? 300 : 200),
          error: status === 'FAILED' ? `Row 4711 broke\n${name}` : null,
        },
      );
      return run.body.id as string;
    };
    const execution = await trigger('FAILED');
    await trigger('RUNNING');
    const range = { from: '2026-11-10T00:00:00Z', to: '2026-11-13T00:00:00Z' };
    const backfill = await call('POST', '/backfills', { cronId: cron, ...range, allowClosed: true, reason: name }, who);
    const bulk = { action: 'cron.trigger', target: { ids: [cron] }, reason: name };
    const operation = await call('POST', '/operations', bulk, who);
    await call('PATCH', `/crons/${cron}`, { description: name }, { ...admin, 'if-match': '*' });
    const view = await call(
      'POST',
      '/saved-views',
      { name, page: 'executions', filters: { groupName: groupName ?? undefined, cron: name }, isShared: true },
      as('editor'),
    );
    return {
      ...{ cron, execution, worker, backfill: backfill.body.id, operation: operation.body.id, view: view.body.id },
    };
  };
  const own = await make('our-cron', 'a');
  for (const table of ['cron_jobs', 'job_executions', 'backfills', 'operations', 'saved_views'])
    await autocommit.execute(`UPDATE sqlite_sequence SET seq = ${FOREIGN_ID} WHERE name = '${table}'`);
  const foreign = await make('foreign-cron', 'b');
  await make('foreign-free', null);
  await autocommit.execute('UPDATE cron_jobs SET paused_at = :at, error_code = :code WHERE name LIKE :name', {
    ...{ at: new Date('2026-11-01T00:00:00Z'), code: 'CRON_TOO_FREQUENT', name: '%-other' },
  });
  while ((await rollUp(database, clock.now()))?.isBehind);
  clock.set(new Date(clock.now().getTime() + 120_000).toISOString());
  await beatWorker(autocommit, worker, clock.now(), { running: 1, vitals: null });
  return { ...api, own, foreign };
}

const itemOf = (path: string, ids: Record<string, string>): string =>
  path
    .replace('/{fingerprint}', `/${ids['fingerprint']}`)
    .replace('{gid}', 'jobu.0123456789ab.abcdef-0')
    .replace('calendars/{name}', 'calendars/kr')
    .replace('handlers/{name}', 'handlers/h')
    .replace('workers/{id}', `workers/${ids['worker']}`)
    .replace('{revision}', '1')
    .replace(/(\w+)\/\{id\}/, (_, kind: string) => {
      const name = kind === 'saved-views' ? 'view' : kind === 'jobs' ? 'execution' : kind.slice(0, -1);
      return `${kind}/${ids[name] ?? '1'}`;
    });

const QUERIES: Readonly<Record<string, readonly string[]>> = {
  '/api/v1/executions/suggest': [
    'cron',
    'handlerName',
    'groupName',
    'owner',
    'tag',
    'queue',
    'workerId',
    'errorCode',
  ].map((field) => `field=${field}`),
  '/api/v1/executions': [
    'since=24h',
    'search=foreign',
    `cronId=${FOREIGN_ID + 1}`,
    'groupName=b',
    'cron=foreign*',
    'count=true',
  ],
  '/api/v1/executions/export': ['format=csv', 'format=jsonl'],
  '/api/v1/crons/stats': [`ids=${FOREIGN_ID + 1},${FOREIGN_ID + 2}`],
  '/api/v1/crons': ['', 'search=cron', 'sort=-name'],
  '/api/v1/stats/timeseries': ['throughput', 'failureRate', 'runTime'].flatMap((metric) => [
    `metric=${metric}`,
    `metric=${metric}&groupBy=groupName`,
    `metric=${metric}&groupBy=handlerName`,
  ]),
  '/api/v1/timeline': ['cron', 'group', 'worker', 'handler'].map((lanes) => `lanes=${lanes}`),
  '/api/v1/plan': ['', 'groupBy=cron', 'groupBy=hour'],
  '/api/v1/calendars/{name}/days': ['year=2026'],
  '/api/v1/executions/{id}/diff': ['with=previous', `with=${FOREIGN_ID + 1}`],
};

test('who is limited to a group sees neither ids nor names of another one, wherever it looks', async () => {
  const api = await filled();
  const { ask, call, own, foreign } = api;
  const errors = (await call('GET', '/error-groups', undefined, limited)).body.items;
  expect(errors).toMatchObject([
    { executions: 1, lastExecutionId: own['execution'], message: expect.stringContaining('our-cron') },
  ]);
  const ids = { ...own, fingerprint: errors[0].fingerprint };
  expect((await call('GET', '/error-groups', undefined, admin)).body.items[0].message).toMatch(FOREIGN);
  const badges = async (who: typeof admin) => (await call('GET', '/stats/badges', undefined, who)).body;
  const [all, some] = [await badges(admin), await badges(limited)];
  expect([all.failed, some.failed]).toEqual([3, 1]);
  expect(all.running).toBeGreaterThan(some.running);

  const { paths } = (await ask('GET', '/docs/json')).body as OpenApi;
  const seen = new Set<string>();
  for (const [path, operations] of Object.entries(paths)) {
    // A stream has no end, and its events have no ids for who is limited; metrics are figures of the process.
    if (!operations['get'] || /\/(stream|metrics)$/.test(path)) continue;
    for (const query of QUERIES[path] ?? ['']) {
      const url = `${itemOf(path, ids)}${query === '' ? '' : `?${query}`}`;
      const answer = await ask('GET', url, undefined, limited);
      expect(answer.status, url).toBeLessThan(500);
      const text = answer.text
        .replaceAll(query, '')
        .replace(/"(instance|appliedFilters|rows)":("[^"]*"|\{[^}]*\}|\d+)/g, '');
      expect(FOREIGN.exec(text)?.[0] ?? null, `${url} ${text.slice(0, 3000)}`).toBe(null);
      if (answer.status === 200 && /our-cron|"our/.test(text)) seen.add(path);
      const theirs = itemOf(path, { ...foreign, fingerprint: ids.fingerprint, worker: own['worker']! });
      const other = `${theirs}${query === '' ? '' : `?${query}`}`;
      if (!/\/(crons|executions|backfills|operations|saved-views)\/\{id\}/.test(path)) continue;
      const refused = await ask('GET', other, undefined, limited);
      expect([403, 404], `${other} ${refused.text}`).toContain(refused.status);
    }
  }
  // It did look at something: the own ones are there.
  for (const path of [
    '/crons',
    '/crons/{id}',
    '/executions',
    '/executions/{id}',
    '/executions/export',
    '/executions/suggest',
  ])
    expect(seen, path).toContain(`/api/v1${path}`);
  for (const path of [
    '/backfills',
    '/operations/{id}/items',
    '/audit',
    '/attention',
    '/timeline',
    '/plan',
    '/saved-views',
  ])
    expect(seen, path).toContain(`/api/v1${path}`);
  for (const path of [
    '/error-groups/{fingerprint}',
    '/calendars/{name}',
    '/workers/{id}',
    '/handlers',
    '/crons/export',
  ])
    expect(seen, path).toContain(`/api/v1${path}`);
});

test('who is limited to a group changes nothing of another one, and nothing that serves all', async () => {
  const api = await filled();
  const { ask, call, own, foreign, database } = api;
  const { paths } = (await ask('GET', '/docs/json')).body as OpenApi;
  const audit = () => database.autocommit.fetchValue('SELECT MAX(id) FROM audit_log');
  const before = await audit();
  for (const [path, operations] of Object.entries(paths))
    for (const method of Object.keys(operations)) {
      if (method === 'get' || !/\/(crons|executions|backfills|operations|workers|jobs)\/\{id\}/.test(path)) continue;
      const body = method === 'delete' ? undefined : /restore|duplicate/.test(path) ? { name: 'x' } : {};
      const headers = { ...limited, 'if-match': '*' };
      const answer = await ask(method.toUpperCase() as 'POST', itemOf(path, foreign), body, headers);
      // What is wrong with the body is said first; then it is nothing that tells of the row.
      expect([403, 404, 422], `${method} ${path} ${answer.text}`).toContain(answer.status);
      expect(answer.text.replaceAll(/"instance":"[^"]*"/g, ''), path).not.toMatch(FOREIGN);
    }
  const writes = [
    ['POST', '/backfills', { cronId: foreign['cron'], from: '2026-11-10T00:00:00Z', to: '2026-11-12T00:00:00Z' }],
    ['POST', '/calendars', { name: 'mine' }],
    ['PUT', '/calendars/kr', { days: [] }],
    ['POST', `/workers/${own['worker']}/drain`, {}],
    ['POST', '/crons/import', { text: 'crons:\n  - name: foreign-cron\n    handler_name: x\n' }],
  ] as const;
  for (const [method, path, body] of writes) {
    const answer = await call(method, path, body, { ...limited, 'if-match': '*' });
    expect([answer.status, answer.body.code], path).toEqual([403, 'GROUP_FORBIDDEN']);
  }
  expect(await audit()).toBe(before);
  expect((await call('GET', '/workers', undefined, limited)).body.items[0].permissions).toEqual([]);
  expect((await call('GET', '/workers', undefined, admin)).body.items[0].permissions).toEqual(['drain']);
  expect((await call('GET', '/calendars', undefined, limited)).body.items[0].permissions).toEqual([]);
  expect((await call('GET', '/calendars/kr', undefined, as('editor'))).body.permissions).toEqual(['edit', 'delete']);

  // An operation on what others own fails for each of them, and does not even name them.
  const target = { ids: [foreign['cron'], String(Number(foreign['cron']) + 1)] };
  const bulk = await call('POST', '/operations', { action: 'cron.disable', target }, limited);
  const runner = { database, clock: api.clock, owner: 'test', defaults: api.options.cronDefaults };
  for (let at = '0'; ; ) {
    const operation = await takeOperation(runner, at);
    if (!operation) break;
    await runOperationChunk(runner, operation);
    at = operation.id;
  }
  const { items } = (await call('GET', `/operations/${bulk.body.id}/items`, undefined, limited)).body;
  expect(items.map(({ targetName, outcome }: Record<string, string>) => [targetName, outcome])).toEqual([
    [null, 'failed'],
    [null, 'failed'],
  ]);
  // Nor does a key that belongs to somebody else's execution.
  const key = { 'idempotency-key': 'k1' };
  await call('POST', `/crons/${foreign['cron']}/trigger`, { allowOverlap: true }, { ...admin, ...key });
  const reused = await call('POST', `/crons/${own['cron']}/trigger`, { allowOverlap: true }, { ...limited, ...key });
  expect(reused.body.code).toBe('GROUP_FORBIDDEN');
});

test('a header without a group grants none', async () => {
  const { call } = await filled();
  for (const groups of ['', ' ', ',']) {
    const me = await call('GET', '/me', undefined, as('viewer', groups));
    expect(me.body.groups, JSON.stringify(groups)).toEqual([]);
    expect((await call('GET', '/crons', undefined, as('viewer', groups))).body.items).toEqual([]);
  }
});
