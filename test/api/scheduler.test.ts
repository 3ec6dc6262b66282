import { expect, test } from 'vitest';
import { apiOn } from '../support/admin-app.ts';

test('the whole scheduler is paused with a reason and an end, and resumed with a choice', async () => {
  const { call, clock, database } = await apiOn();
  expect((await call('GET', '/system/scheduler')).body).toMatchObject({ isPaused: false, since: null });
  const paused = await call('POST', '/system/pause', {
    reason: 'audit',
    until: '2026-11-23T00:00:00Z',
    missed: 'latest',
  });
  expect(paused.body).toEqual({
    isPaused: true,
    isResuming: false,
    since: '2026-11-22T10:00:30.500Z',
    until: '2026-11-23T00:00:00.000Z',
    actor: 'local',
    reason: 'audit',
    missed: 'latest',
  });
  expect((await call('GET', '/system/scheduler')).body).toEqual(paused.body);
  clock.set('2026-11-22T12:00:00.000Z');
  const resumed = await call('POST', '/system/resume', { missed: 'all', reason: 'done' });
  expect(resumed.body).toMatchObject({ isPaused: false, isResuming: true, missed: 'all' });
  expect((await call('POST', '/system/resume', {})).body.code).toBe('SCHEDULER_NOT_PAUSED');
  const rows = await database.autocommit.fetchAll('SELECT action, reason FROM audit_log ORDER BY id');
  expect(rows).toEqual([
    { action: 'scheduler.pause', reason: 'audit' },
    { action: 'scheduler.resume', reason: 'done' },
  ]);
});

test.each([
  ['/system/pause', { until: '2020-01-01T00:00:00Z' }, 'PAUSE_INVALID'],
  ['/system/pause', { missed: 'some' }, 'REQUEST_INVALID'],
  ['/system/purge', { successDays: 0, otherDays: 1, logDays: 1 }, 'REQUEST_INVALID'],
  ['/system/purge', {}, 'REQUEST_INVALID'],
])('%s refuses %j with %s', async (path, body, code) => {
  expect((await (await apiOn()).call('POST', path, body)).body.code).toBe(code);
});

test('a purge counts first, deletes what is older, and is put on record', async () => {
  const { call, database, clock } = await apiOn();
  const made = await call('POST', '/executions', { handlerName: 'h' });
  await call('POST', '/executions', { handlerName: 'h' });
  await call('POST', `/executions/${made.body.id}/cancel`, {});
  clock.set('2027-06-01T00:00:00.000Z');
  const body = { successDays: 30, otherDays: 90, logDays: null, reason: 'space' };
  expect((await call('POST', '/system/purge?dryRun=true', body)).body).toMatchObject({ dryRun: true, executions: 1 });
  expect((await call('GET', `/executions/${made.body.id}`)).status).toBe(200);
  expect((await call('POST', '/system/purge', body)).body).toMatchObject({ dryRun: false, executions: 1 });
  expect((await call('GET', `/executions/${made.body.id}`)).status).toBe(404);
  const rows = await database.autocommit.fetchAll("SELECT reason FROM audit_log WHERE action = 'database.prune'");
  expect(rows).toEqual([{ reason: 'space' }]);
});
