import { expect, test } from 'vitest';
import { apiOn } from '../support/admin-app.ts';
import { DATABASE_KINDS } from '../support/servers.ts';

test.each(DATABASE_KINDS)('views are saved, changed under their version and deleted on %s', async (kind) => {
  const { call } = await apiOn(kind);
  const view = { name: 'Failed today', page: 'executions', filters: { status: ['FAILED'], since: '24h' } };
  const made = await call('POST', '/saved-views', view);
  expect(made).toMatchObject({ status: 201, body: { ...view, isShared: false, permissions: ['edit', 'delete'] } });
  const path = `/saved-views/${made.body.id}`;
  expect((await call('PUT', path, view)).status).toBe(428);
  const changed = await call(
    'PUT',
    path,
    { ...view, isShared: true, isPinned: true },
    { 'if-match': made.headers['etag']! },
  );
  expect(changed.body).toMatchObject({ isShared: true, isPinned: true, version: 2 });
  expect((await call('PUT', path, view, { 'if-match': made.headers['etag']! })).status).toBe(412);
  expect((await call('GET', '/saved-views')).body.items).toMatchObject([{ name: 'Failed today' }]);
  expect((await call('DELETE', path, undefined, { 'if-match': '"2"' })).body).toEqual({ id: made.body.id });
  expect((await call('DELETE', path, undefined, { 'if-match': '"2"' })).body.code).toBe('VIEW_NOT_FOUND');
  expect((await call('POST', '/saved-views', { ...view, page: 'secrets' })).status).toBe(422);
});

test('the forms of the Python version have numbered pages', async () => {
  const { call, ask, database } = await apiOn();
  for (const name of ['a', 'b', 'c']) await call('POST', '/crons', { name, handlerName: 'h' });
  const crons = (await ask('GET', '/api/crons?page=2&size=2')).body;
  expect(crons).toMatchObject({ items: [{ name: 'c' }], page: 2, size: 2, total: 3, pages: 2 });
  const id = crons.items[0].id;
  expect((await ask('POST', `/api/crons/${id}/toggle`, {})).body.isEnabled).toBe(false);
  for (let index = 0; index < 3; index++) await call('POST', '/executions', { handlerName: 'h' });
  const jobs = (await ask('GET', '/api/jobs?page=2&size=2')).body;
  expect(jobs).toMatchObject({ items: [{ id: '1' }], total: 3, pages: 2 });
  expect((await ask('POST', '/api/jobs/1/retry', {})).status).toBe(409);
  await database.autocommit.execute("UPDATE job_executions SET status = 'FAILED' WHERE id = 1");
  expect((await ask('POST', '/api/jobs/1/retry', {})).body.status).toBe('PENDING');
  expect((await ask('GET', '/api/jobs?size=101')).status).toBe(400);
});
