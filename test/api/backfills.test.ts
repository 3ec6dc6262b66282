import { expect, test } from 'vitest';
import { releaseBackfills } from '../../src/dispatcher/model/backfills.ts';
import { endPauses } from '../../src/dispatcher/model/dispatch.ts';
import { type Api, apiOn } from '../support/admin-app.ts';

const RANGE = { from: '2026-11-11T00:00:00Z', to: '2026-11-21T00:00:00Z' };

async function cron({ call }: Api, body: object = {}): Promise<string> {
  const made = { name: 'daily', cronExpression: '0 9 * * *', handlerName: 'h', timeZone: 'UTC', ...body };
  return (await call('POST', '/crons', made)).body.id;
}

test('a dry run counts and lists what would run, and stores nothing', async () => {
  const api = await apiOn();
  const cronId = await cron(api);
  const { status, body } = await api.call('POST', '/backfills?dryRun=true', { cronId, ...RANGE });
  expect(status).toBe(200);
  expect(body).toMatchObject({
    dryRun: true,
    count: 10,
    actions: { create: 10, revive: 0, rerun: 0, keep: 0 },
    estimatedSeconds: null,
    isCut: false,
  });
  expect(body.items[0]).toEqual({
    scheduledTime: '2026-11-11T09:00:00.000Z',
    businessDate: '2026-11-11',
    executionId: null,
    status: null,
    action: 'create',
  });
  expect((await api.call('GET', '/backfills')).body.items).toEqual([]);
});

test('a backfill is made, shows its progress and its executions, and is put on record', async () => {
  const api = await apiOn();
  const cronId = await cron(api, { allowOverlap: true });
  const asked = { cronId, ...RANGE, maxRunning: 2, runOrder: 'newest', reason: 'outage' };
  const body = `${JSON.stringify(asked).slice(0, -1)},"params":{"z":1,"day":"{businessDate}","n":12345678901234567890}}`;
  const made = await api.call('POST', '/backfills', body);
  expect(made).toMatchObject({ status: 201, headers: { location: `/api/v1/backfills/${made.body.id}` } });
  expect(made.body).toMatchObject({
    cronName: 'daily',
    status: 'RUNNING',
    executions: 10,
    progress: { waiting: 10, byStatus: { PENDING: 10 } },
    permissions: ['pause', 'cancel', 'retry-failed'],
    actor: 'local',
    reason: 'outage',
  });
  expect(made.text).toContain('"params":{"z":1,"day":"{businessDate}","n":12345678901234567890}');
  await releaseBackfills(api.database, api.clock.now());
  const { id } = made.body;
  expect((await api.call('GET', `/backfills/${id}`)).body.progress.waiting).toBe(8);
  const executions = await api.call('GET', `/backfills/${id}/executions?limit=4`);
  expect(executions.body.items).toHaveLength(4);
  expect(executions.body.items[0]).toMatchObject({
    businessDate: '2026-11-11',
    backfillId: id,
    paramSource: 'backfill',
  });
  const rest = await api.call('GET', `/backfills/${id}/executions?limit=200&cursor=${executions.body.nextCursor}`);
  expect(rest.body.items).toHaveLength(6);
  expect((await api.call('GET', `/backfills/${id}/executions?status=SUCCESS`)).body.items).toEqual([]);
  expect((await api.call('GET', `/backfills?cronId=${cronId}&status=RUNNING`)).body.items).toHaveLength(1);
  const rows = await api.database.autocommit.fetchAll(
    'SELECT action, target_name, reason FROM audit_log ORDER BY id DESC',
  );
  expect(rows[0]).toMatchObject({ action: 'backfill.create', target_name: 'daily', reason: 'outage' });
});

test('it pauses its cron until it is over, and says in the language asked for when it cannot', async () => {
  const api = await apiOn();
  const cronId = await cron(api);
  const cronNow = async () => (await api.call('GET', `/crons/${cronId}`)).body;
  const asked = { cronId, ...RANGE, pauseCron: 'all' };
  const { id, pauseCron } = (await api.call('POST', '/backfills', asked)).body;
  expect([pauseCron, (await cronNow()).pausedBy]).toEqual(['all', `backfill ${id}`]);
  const refused = await api.call('POST', '/backfills', asked, { 'accept-language': 'ko' });
  expect(refused.body).toMatchObject({ status: 422, code: 'BACKFILL_INVALID' });
  expect(refused.body.detail).toContain('크론 "daily"는 이미 멈춰 있어');
  expect((await api.call('POST', '/backfills', { ...asked, pauseCron: 'none' })).status).toBe(422);
  await api.call('POST', `/backfills/${id}/cancel`, {});
  await endPauses(api.database, api.clock.now());
  expect((await cronNow()).pausedAt).toBeNull();
});

test('it is paused, resumed, canceled and retried, and says what is possible', async () => {
  const api = await apiOn();
  const { id } = (await api.call('POST', '/backfills', { cronId: await cron(api), ...RANGE })).body;
  const act = async (action: string, body: object = {}) => await api.call('POST', `/backfills/${id}/${action}`, body);
  expect((await act('resume')).body).toMatchObject({ status: 409, code: 'BACKFILL_STATE_CONFLICT' });
  expect((await act('pause', { reason: 'lunch' })).body).toMatchObject({
    status: 'PAUSED',
    permissions: ['resume', 'cancel', 'retry-failed'],
  });
  expect((await act('resume')).body.status).toBe('RUNNING');
  expect((await act('retry-failed')).body.status).toBe('RUNNING');
  expect((await act('cancel', { cancelRunning: true })).body).toMatchObject({
    status: 'CANCELED',
    permissions: [],
    progress: { waiting: 0, byStatus: { CANCELED: 10 } },
  });
  expect((await act('pause')).status).toBe(409);
  expect((await act('cancel', { force: true })).status).toBe(422);
});

test('one with nothing to run is answered as a dry run', async () => {
  const api = await apiOn();
  const cronId = await cron(api);
  const made = await api.call('POST', '/backfills', { cronId, ...RANGE, mode: 'failed' });
  expect(made).toMatchObject({ status: 200, body: { dryRun: true, count: 0, actions: { keep: 10 } } });
});

test('bad input says what is wrong', async () => {
  const api = await apiOn();
  const cronId = await cron(api);
  const refused = async (body: object, dry = '') => {
    const answer = await api.call('POST', `/backfills${dry}`, { cronId, ...RANGE, ...body });
    return [answer.status, answer.body.code];
  };
  expect(await refused({ cronId: '99' })).toEqual([404, 'CRON_NOT_FOUND']);
  expect(await refused({ to: '2026-12-01T00:00:00Z' })).toEqual([422, 'BACKFILL_INVALID']);
  expect(await refused({ maxRunning: 3 })).toEqual([422, 'BACKFILL_INVALID']);
  expect(await refused({ maxRunning: 3 }, '?dryRun=true')).toEqual([422, 'BACKFILL_INVALID']);
  expect(await refused({ mode: 'some' })).toEqual([422, 'REQUEST_INVALID']);
  expect(await refused({ from: 'yesterday' })).toEqual([422, 'REQUEST_INVALID']);
  expect((await api.call('GET', '/backfills/7')).body.code).toBe('BACKFILL_NOT_FOUND');
  expect((await api.call('POST', '/backfills/7/pause', {})).status).toBe(404);
  expect((await api.call('GET', '/backfills/7/executions')).status).toBe(404);
  expect((await api.call('GET', '/backfills?cursor=x')).body.code).toBe('CURSOR_INVALID');
});
