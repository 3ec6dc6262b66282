import { expect, test } from 'vitest';
import { apiOn } from '../support/admin-app.ts';

const FILE = `namespace: demo
crons:
  - { name: one, cron_expression: "0 2 * * *", handler_name: email, handler_params: { big: 12345678901234567890 } }
  - { name: two, handler_name: email, cron_expression: "0 3 * * *" }
`;

test('a file of crons is shown as steps, done as shown, and comes out again', async () => {
  const api = await apiOn();
  const dry = await api.call('POST', '/crons/import?dryRun=true', { text: FILE });
  expect(dry.body).toMatchObject({ dryRun: true, namespace: 'demo', steps: [{ action: 'create' }, { name: 'two' }] });
  expect((await api.call('GET', '/crons')).body.items).toEqual([]);

  const { steps } = dry.body;
  const done = await api.call('POST', '/crons/import', { text: FILE, expected: steps, reason: 'moved' });
  expect(done.body).toEqual({ dryRun: false, namespace: 'demo', remarks: [], steps });
  expect((await api.call('POST', '/crons/import', { text: FILE, expected: steps })).body.code).toBe(
    'APPLY_CHANGED_MEANWHILE',
  );
  const rows = await api.database.autocommit.fetchAll('SELECT action, reason FROM audit_log ORDER BY id');
  expect(rows).toEqual(Array(2).fill({ action: 'cron.create', reason: 'moved' }));

  const file = await api.ask('GET', '/api/v1/crons/export?namespace=demo');
  expect(file.headers['content-type']).toBe('application/yaml; charset=utf-8');
  expect(file.text).toContain('handler_params: { "big": 12345678901234567890 }');
  const again = await api.call('POST', '/crons/import?dryRun=true', { text: file.text });
  expect(again.body.steps.map(({ action }: { action: string }) => action)).toEqual(['unchanged', 'unchanged']);

  const pruned = await api.call('POST', '/crons/import', { text: 'namespace: demo\ncrons: []\n', prune: true });
  expect(pruned.body.steps.map(({ action }: { action: string }) => action)).toEqual(['delete', 'delete']);
});

test.each([
  ['crons:\n  - { name: x }\n', 'CRON_FILE_INVALID', 'handler_name: it is missing'],
  ['crons: [', 'CRON_FILE_INVALID', 'text:1:'],
  ['cron: []', 'CRON_FILE_INVALID', 'did you mean crons'],
])('a file that is not one is refused with the place: %j', async (text, code, detail) => {
  const api = await apiOn();
  const { status, body } = await api.call('POST', '/crons/import', { text });
  expect({ status, code: body.code }).toEqual({ status: 422, code });
  expect(body.detail).toContain(detail);
});

test('crons of another namespace are not taken over unasked', async () => {
  const api = await apiOn();
  await api.call('POST', '/crons', { name: 'one', cronExpression: null, handlerName: 'h' });
  expect((await api.call('POST', '/crons/import', { text: FILE })).body.code).toBe('CRON_MANAGED_ELSEWHERE');
  expect((await api.call('POST', '/crons/import', { text: FILE, takeOver: true })).status).toBe(200);
});

test('a crontab becomes crons of the command handler, and says what is left out', async () => {
  const { call } = await apiOn();
  const body = { format: 'crontab', text: '@reboot /bin/a\nTZ=UTC\n15 4 * * * /opt/night.sh\n' };
  const plan = await call('POST', '/crons/import?dryRun=true', body);
  expect(plan.body.remarks).toMatchObject([
    { line: 1, isLeftOut: true },
    { line: 2, isLeftOut: false },
  ]);
  const done = await call('POST', '/crons/import', { ...body, expected: plan.body.steps });
  expect(done.body.steps).toMatchObject([{ action: 'create', name: 'night' }]);
  expect((await call('GET', '/crons')).body.items).toMatchObject([
    { cronExpression: '15 4 * * *', handlerName: 'command', timeZone: 'Asia/Seoul', allowOverlap: true },
  ]);
});

test('a test run is marked, and found as such', async () => {
  const { call } = await apiOn();
  await call('POST', '/executions', { handlerName: 'h' });
  const made = await call('POST', '/executions', { handlerName: 'h', isTest: true });
  expect(made.body).toMatchObject({ paramSource: 'test', cronId: null });
  const found = await call('GET', '/executions?trigger=test');
  expect(found.body.items).toMatchObject([{ id: made.body.id }]);
});
