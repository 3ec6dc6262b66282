import { describe, expect, test } from 'vitest';
import { apiOn } from '../support/admin-app.ts';

describe('/system/status', () => {
  test('tells of the pause, the processes that beat, clocks that differ and migrations', async () => {
    const { call, database, clock } = await apiOn();
    const add = (id: string, role: string, agoMs: number, skewMs: number) =>
      database.autocommit.execute(
        `INSERT INTO workers (id, role, host, pid, version, handlers, queues, slots, running, stuck, state, desired_state, started_at,
           heartbeat_at, vitals)
         VALUES (:id, :role, 'host-1', 7, '1.2.3', '[]', '[]', 4, 0, 0, 'active', 'active', :at, :at, :vitals)`,
        { id, role, at: new Date(clock.now().getTime() - agoMs), vitals: JSON.stringify({ clockSkewMs: skewMs }) },
      );
    await add('w-1', 'worker', 0, 0);
    await add('w-2', 'worker', 0, -90_000.4);
    await add('w-3', 'worker', 86_400_000, 90_000);
    await add('d-1', 'dispatcher', 0, 1_900);
    await call('POST', '/system/pause', { reason: 'release' });
    const { status, body } = await call('GET', '/system/status');
    expect(status).toBe(200);
    expect(body).toMatchObject({
      scheduler: { isPaused: true, reason: 'release', missed: 'drop', until: null },
      alive: { dispatcher: 1, worker: 2, admin: 0 },
      skewedClocks: [{ id: 'w-2', role: 'worker', host: 'host-1', pid: 7, skewMs: -90_000 }],
      pendingMigrations: [],
    });
  });
});

describe('/settings', () => {
  test('hold the policies that new crons begin with, each checked, changed as a whole', async () => {
    const { call } = await apiOn();
    const before = (await call('GET', '/settings')).body;
    expect(before.newCron).toEqual({
      ...{ overlapPolicy: 'skip', catchUp: 'once', maxRetry: 3, timeoutSeconds: 3600, onWorkerLost: 'retry' },
    });
    const newCron = { ...before.newCron, overlapPolicy: 'queue_all', maxRetry: 0 };
    const match = { 'if-match': `"${before.version}"` };
    expect((await call('PATCH', '/settings', { newCron }, match)).body.newCron).toEqual(newCron);
    for (const wrong of [{ ...newCron, maxRetry: -1 }, { ...newCron, catchUp: 'x' }, { maxRetry: 1 }, null])
      expect((await call('PATCH', '/settings', { newCron: wrong }, { 'if-match': '*' })).status).toBe(422);
    const cron = await call('POST', '/crons', { name: 'c', handlerName: 'h' });
    expect(cron.body).toMatchObject({ maxRetry: 3, overlapPolicy: null });
  });
});

describe('/system/diagnostics', () => {
  test('is one file of figures, without params, results and secrets', async () => {
    const { call, database, clock } = await apiOn();
    await database.autocommit.execute(
      `INSERT INTO job_executions (handler_name, params, result, scheduled_time, occurrence_time, run_at, created_at, status)
       VALUES ('h', '{"key":"secret-param"}', '{"key":"secret-result"}', :now, :now, :now, :now, 'SUCCESS')`,
      { now: clock.now() },
    );
    const { status, body, headers } = await call('GET', '/system/diagnostics');
    expect(status).toBe(200);
    expect(headers['content-disposition']).toBe('attachment; filename="jobu-diagnostics.json"');
    expect(body).toMatchObject({
      version: '1.2.3',
      signInMode: 'none',
      database: { name: 'default', dialect: 'sqlite', pendingMigrations: [], tables: { job_executions: 1 } },
      schedulerPause: null,
      processes: [],
      metrics: expect.stringContaining('jobu_'),
    });
    expect(JSON.stringify(body)).not.toContain('secret');
  });
});
