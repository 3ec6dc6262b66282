import { expect, test } from 'vitest';
import { leaveOperations, runOperationChunk, takeOperation } from '../../src/ledger/operation-run.ts';
import { type Api, adminConfig, apiOn, PORT } from '../support/admin-app.ts';

/** Carries out everything there is to do, as the service does. */
async function carryOut({ database, clock, options }: Api, mostTargets?: number): Promise<void> {
  const runner = {
    ...{ database, clock, owner: 'test', defaults: options.cronDefaults },
    ...(mostTargets === undefined ? {} : { mostTargets }),
  };
  for (let at = '0'; ; ) {
    const operation = await takeOperation(runner, at);
    if (!operation) break;
    await runOperationChunk(runner, operation);
    at = operation.id;
  }
  await leaveOperations(runner);
}

async function cron({ call }: Api, name: string, body: object = {}): Promise<string> {
  const made = { name, cronExpression: '0 9 * * *', handlerName: 'h', timeZone: 'UTC', ...body };
  return (await call('POST', '/crons', made)).body.id;
}

async function execution({ call, database }: Api, status?: string): Promise<string> {
  const { id } = (await call('POST', '/executions', { handlerName: 'h' })).body;
  if (status)
    await database.autocommit.execute(
      "UPDATE job_executions SET status = :status, finished_at = CASE WHEN :status IN ('FAILED', 'SKIPPED') THEN created_at END WHERE id = :id",
      { id, status },
    );
  return id;
}

async function perform(api: Api, body: object) {
  const { status, body: made } = await api.call('POST', '/operations', body);
  expect(status, JSON.stringify(made)).toBe(202);
  await carryOut(api);
  const operation = (await api.call('GET', `/operations/${made.id}`)).body;
  const { items } = (await api.call('GET', `/operations/${made.id}/items?limit=200`)).body;
  return { operation, items };
}

const statusOf = async ({ call }: Api, id: string) => (await call('GET', `/executions/${id}`)).body.status;

test('each action on executions is done to those it is possible for, the others say why not', async () => {
  const api = await apiOn();
  const done = async (action: string, from: string | undefined, to: string, extra: object = {}) => {
    const id = await execution(api, from);
    const other = await execution(api, 'SUCCESS');
    const { operation, items } = await perform(api, { action, target: { ids: [id, other, id, '999'] }, ...extra });
    expect(operation).toMatchObject({ action, status: 'DONE', total: 3, done: 1, failed: 2, waiting: 0 });
    expect(
      items.map((item: Record<string, unknown>) => [item['targetId'], item['outcome'], item['errorCode']]),
    ).toEqual([
      [id, 'done', null],
      [other, 'failed', 'EXECUTION_STATE_CONFLICT'],
      ['999', 'failed', 'EXECUTION_NOT_FOUND'],
    ]);
    expect(items.map((item: Record<string, unknown>) => item['targetName'])).toEqual(['h', 'h', null]);
    expect(items[1].errorMessage).toContain('SUCCESS');
    expect(await statusOf(api, id)).toBe(to);
  };
  await done('execution.retry', 'FAILED', 'PENDING');
  await done('execution.cancel', 'RUNNING', 'CANCELED', { params: { force: true } });
  await done('execution.hold', undefined, 'HELD');
  await done('execution.release', 'HELD', 'PENDING');
  await done('execution.succeed', 'FAILED', 'SUCCESS', { reason: 'done by hand' });
});

test('each action on crons is done and put on record with its reason', async () => {
  const api = await apiOn();
  const ids = [await cron(api, 'a', { groupName: 'g', tags: ['x', 'y'] }), await cron(api, 'b')];
  const all = async (action: string, params?: object, reason = `why ${action}`) => {
    const { operation } = await perform(api, { action, target: { ids }, params, reason });
    expect(operation).toMatchObject({ status: 'DONE', done: 2, failed: 0, reason });
  };
  const first = async () => (await api.call('GET', `/crons/${ids[0]}`)).body;
  await all('cron.disable', { cancelPending: true });
  expect(await first()).toMatchObject({ isEnabled: false });
  await all('cron.enable');
  expect(await first()).toMatchObject({ isEnabled: true });
  await all('cron.pause', { until: '2026-11-23T00:00:00Z', missed: 'latest' });
  expect(await first()).toMatchObject({ pausedUntil: '2026-11-23T00:00:00.000Z', pauseReason: 'why cron.pause' });
  await all('cron.resume', { missed: 'drop' });
  expect(await first()).toMatchObject({ pausedAt: null });
  await all('cron.edit', { addTags: ['z'], removeTags: ['x'], owner: 'kim', groupName: 'night' });
  expect(await first()).toMatchObject({ tags: ['y', 'z'], owner: 'kim', groupName: 'night' });
  await all('cron.edit', { tags: ['only'], owner: null });
  expect(await first()).toMatchObject({ tags: ['only'], owner: null, groupName: 'night' });
  const text = `{"action":"cron.trigger","target":{"filter":{"groupName":"night"}},"params":{"params":{"z":1,"n":12345678901234567890}}}`;
  const made = await api.call('POST', '/operations', text);
  expect(made.text).toContain('"params":{"params":{"z":1,"n":12345678901234567890}}');
  await carryOut(api);
  const { items } = (await api.call('GET', '/executions')).body;
  expect(items).toHaveLength(2);
  const detail = await api.call('GET', `/executions/${items[0].id}`);
  expect(detail.text).toContain('"params":{"z":1,"n":12345678901234567890}');
  const again = await perform(api, { action: 'cron.trigger', target: { ids } });
  expect(again.items.map((item: { errorCode: string }) => item.errorCode)).toEqual(Array(2).fill('EXECUTION_OVERLAP'));
  await all('cron.delete');
  expect((await api.call('GET', '/crons')).body.items).toEqual([]);
  const rows = await api.database.autocommit.fetchAll<{ action: string; reason: string | null }>(
    "SELECT action, reason FROM audit_log WHERE reason LIKE 'why%' AND action NOT LIKE 'operation%' ORDER BY id",
  );
  const verbs = ['disable', 'enable', 'pause', 'resume', 'update', 'update', 'delete'];
  expect(rows.map(({ action }) => action)).toEqual(verbs.flatMap((verb) => Array(2).fill(`cron.${verb}`)));
});

test('a dry run counts all that match and names the first; nothing is stored', async () => {
  const api = await apiOn();
  for (let n = 0; n < 25; n++) await execution(api, 'FAILED');
  await execution(api);
  const target = { filter: { status: ['FAILED'], since: '24h' } };
  const { status, body } = await api.call('POST', '/operations?dryRun=true', { action: 'execution.retry', target });
  expect([status, body.count, body.isCut]).toEqual([200, { value: 25, relation: 'eq' }, false]);
  expect(body.items).toHaveLength(20);
  expect(body.items[0]).toEqual({ id: '25', name: 'h', status: 'FAILED' });
  expect(body.filter.status).toEqual(['FAILED']);
  await cron(api, 'a');
  const crons = { action: 'cron.enable', target: { filter: { search: 'A' } } };
  expect((await api.call('POST', '/operations?dryRun=true', crons)).body).toMatchObject({
    count: { value: 1, relation: 'eq' },
    items: [{ id: '1', name: 'a', status: null }],
  });
  const named = { action: 'cron.enable', target: { ids: ['1', '99'] } };
  expect((await api.call('POST', '/operations?dryRun=true', named)).body.count.value).toBe(1);
  expect((await api.call('GET', '/operations')).body.items).toEqual([]);
});

test('all that match are written down first, up to the most, and what came later is left alone', async () => {
  const api = await apiOn();
  for (let n = 0; n < 5; n++) await execution(api);
  const asked = { action: 'execution.hold', target: { filter: { status: 'PENDING' } } };
  const made = await api.call('POST', '/operations', asked);
  expect(made).toMatchObject({ status: 202, headers: { location: `/api/v1/operations/${made.body.id}` } });
  expect(made.body).toMatchObject({ status: 'COLLECTING', permissions: ['stop'], filter: { status: ['PENDING'] } });
  const later = await execution(api);
  await carryOut(api, 3);
  expect((await api.call('GET', `/operations/${made.body.id}`)).body).toMatchObject({
    ...{ status: 'DONE', isCut: true, total: 3, done: 3, permissions: [] },
  });
  expect(await statusOf(api, later)).toBe('PENDING');
  expect(await statusOf(api, '5')).toBe('HELD');
  expect(await statusOf(api, '2')).toBe('PENDING');
  expect((await perform(api, asked)).operation).toMatchObject({ isCut: false, done: 3 });
  const empty = await perform(api, asked);
  expect(empty.operation).toMatchObject({ status: 'DONE', total: 0 });
});

test('one that is stopped leaves the rest alone', async () => {
  const api = await apiOn();
  const ids = [await execution(api), await execution(api)];
  const { id } = (await api.call('POST', '/operations', { action: 'execution.hold', target: { ids } })).body;
  const stopped = await api.call('POST', `/operations/${id}/stop`, { reason: 'wrong ones' });
  expect(stopped.body).toMatchObject({ status: 'STOPPED', waiting: 2, permissions: [] });
  await carryOut(api);
  expect(await statusOf(api, ids[0]!)).toBe('PENDING');
  const again = await api.call('POST', `/operations/${id}/stop`, {});
  expect([again.status, again.body.code]).toEqual([409, 'OPERATION_STATE_CONFLICT']);
  expect((await api.call('POST', '/operations/77/stop', {})).body.code).toBe('OPERATION_NOT_FOUND');
  const rows = await api.database.autocommit.fetchAll("SELECT reason FROM audit_log WHERE action = 'operation.stop'");
  expect(rows).toEqual([{ reason: 'wrong ones' }]);
});

test('lists are paged both ways, filtered and counted', async () => {
  const api = await apiOn();
  const ids = [await execution(api), await execution(api, 'SUCCESS'), await execution(api)];
  await perform(api, { action: 'execution.hold', target: { ids } });
  await cron(api, 'a');
  await perform(api, { action: 'cron.disable', target: { filter: {} } });
  const items = (query: string) => api.call('GET', `/operations/1/items${query}`);
  const page = (await items('?limit=2&count=true')).body;
  expect([page.items.length, page.count]).toEqual([2, { value: 3, relation: 'eq' }]);
  const next = (await items(`?limit=2&cursor=${page.nextCursor}`)).body;
  expect(next.items.map((item: { targetId: string }) => item.targetId)).toEqual([ids[2]]);
  expect((await items(`?limit=2&cursor=${next.prevCursor}`)).body.items).toEqual(page.items);
  expect((await items('?outcome=failed&count=true')).body).toMatchObject({
    items: [{ targetId: ids[1] }],
    count: { value: 1 },
  });
  const list = async (query: string) =>
    (await api.call('GET', `/operations${query}`)).body.items.map(({ id }: { id: string }) => id);
  expect(await list('')).toEqual(['2', '1']);
  expect(await list('?entity=cron&status=DONE&actor=local')).toEqual(['2']);
  expect(await list('?status=RUNNING,COLLECTING')).toEqual([]);
  const one = (await api.call('GET', '/operations?limit=1&count=true')).body;
  expect([one.count.value, await list(`?limit=1&cursor=${one.nextCursor}`)]).toEqual([2, ['1']]);
});

test('a key makes one operation, and belongs to its request', async () => {
  const api = await apiOn();
  const id = await execution(api);
  const asked = { action: 'execution.hold', target: { filter: { status: ['PENDING'] } } };
  const post = (body: object) => api.call('POST', '/operations', body, { 'idempotency-key': 'k' });
  const both = await Promise.all([post(asked), post(asked)]);
  expect(both.map(({ status, body }) => [status, body.id])).toEqual(Array(2).fill([202, '1']));
  const other = await post({ action: 'execution.cancel', target: { ids: [id] } });
  expect([other.status, other.body.code]).toEqual([422, 'OPERATION_KEY_REUSED']);
});

test('roles and groups: editing and deleting is for editors, and nobody reaches another group', async () => {
  const api = await apiOn('memory', {
    config: adminConfig({
      sign_in: { mode: 'proxy', proxy: { addresses: ['127.0.0.1'], role_header: 'X-Role', groups_header: 'X-Groups' } },
    }),
  });
  const as = (role: string, groups?: string) => ({
    ...{ 'x-forwarded-user': `${role}-${groups ?? 'all'}`, 'x-role': role, 'x-jobu-request': '1' },
    ...(groups === undefined ? {} : { 'x-groups': groups }),
    origin: `http://localhost:${PORT}`,
  });
  const make = async (name: string, groupName: string) =>
    (await api.call('POST', '/crons', { name, groupName, handlerName: 'h' }, as('admin'))).body.id;
  const [mine, theirs] = [await make('mine', 'g'), await make('theirs', 'other')];
  const post = (body: object, role: string, groups?: string, query = '') =>
    api.call('POST', `/operations${query}`, body, as(role, groups));
  const edit = { action: 'cron.edit', target: { ids: [mine] }, params: { owner: 'kim' } };
  for (const body of [edit, { action: 'cron.delete', target: { ids: [mine] } }])
    expect((await post(body, 'operator')).body).toMatchObject({ status: 403, requiredRole: 'editor' });
  expect((await post(edit, 'viewer')).body).toMatchObject({ status: 403, requiredRole: 'operator' });
  const moved = { ...edit, params: { groupName: 'other' } };
  expect((await post(moved, 'editor', 'g')).body.code).toBe('GROUP_FORBIDDEN');
  const all = { action: 'cron.disable', target: { filter: {} } };
  expect((await post(all, 'operator', 'g', '?dryRun=true')).body.items).toMatchObject([{ id: mine }]);
  const found = await post(all, 'operator', 'g');
  const named = await post({ action: 'cron.trigger', target: { ids: [mine, theirs] } }, 'operator', 'g');
  await carryOut(api);
  const get = (path: string, role: string, groups?: string) => api.call('GET', path, undefined, as(role, groups));
  expect((await get(`/operations/${found.body.id}`, 'operator', 'g')).body).toMatchObject({ total: 1, done: 1 });
  const { items } = (await get(`/operations/${named.body.id}/items`, 'operator', 'g')).body;
  expect(items).toMatchObject([{ outcome: 'done' }, { outcome: 'failed', errorCode: 'GROUP_FORBIDDEN' }]);
  const of = (groups: string) => ({ action: 'execution.hold', target: { filter: { groupName: groups } } });
  const held = await post(of('g'), 'operator', 'other');
  await carryOut(api);
  expect((await get(`/operations/${held.body.id}`, 'viewer')).body).toMatchObject({ total: 0, permissions: [] });
  expect((await get('/operations', 'operator', 'g')).body.items).toHaveLength(2);
  expect((await get('/operations?actor=operator-other&count=true', 'operator', 'g')).body).toMatchObject({
    ...{ items: [], count: { value: 0 } },
  });
  expect((await get(`/operations/${held.body.id}`, 'operator', 'g')).body.code).toBe('GROUP_FORBIDDEN');
  expect((await get(`/operations/${held.body.id}/items`, 'operator', 'g')).status).toBe(403);
  expect((await get('/operations', 'viewer')).body.items).toHaveLength(3);
});

test('bad input says what is wrong', async () => {
  const { call } = await apiOn();
  const target = { ids: ['1'] };
  for (const body of [
    { action: 'execution.explode', target },
    { action: 'execution.retry', target: {} },
    { action: 'execution.retry', target: { ids: ['1'], filter: {} } },
    { action: 'execution.retry', target: { ids: [] } },
    { action: 'execution.retry', target: { filter: { stauts: ['FAILED'] } } },
    { action: 'execution.retry', target: { filter: { since: 'yesterday' } } },
    { action: 'execution.hold', target, params: { force: true } },
    { action: 'execution.succeed', target },
    { action: 'cron.edit', target, params: {} },
    { action: 'cron.edit', target },
    { action: 'cron.pause', target, params: { until: 'tomorrow' } },
  ]) {
    const { status, body: problem } = await call('POST', '/operations', body);
    expect([status, problem.code], JSON.stringify(body)).toEqual([422, 'REQUEST_INVALID']);
  }
  expect((await call('GET', '/operations/7')).body.code).toBe('OPERATION_NOT_FOUND');
  expect((await call('GET', '/operations/7/items')).status).toBe(404);
  expect((await call('GET', '/operations?cursor=x')).body.code).toBe('CURSOR_INVALID');
});
