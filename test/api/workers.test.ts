import { expect, test } from 'vitest';
import { beatWorker, registerWorker } from '../../src/ledger/workers.ts';
import { apiOn } from '../support/admin-app.ts';
import { DATABASE_KINDS } from '../support/servers.ts';

test.each(DATABASE_KINDS)('workers are drained and shown with what they run and offer on %s', async (kind) => {
  const { call, clock, database } = await apiOn(kind);
  const { autocommit } = database;
  const now = clock.now();
  const paramsSchema = { type: 'object', properties: { to: { type: 'string' } } };
  const id = await registerWorker(
    autocommit,
    {
      ...{ role: 'worker', version: '1', slots: 4, leaseSeconds: 30, handlers: ['email'], queues: ['default'] },
      codeVersion: '7f3a9',
      handlerDetails: [{ name: 'email', description: 'Sends', paramsSchema }],
    },
    now,
  );
  const dispatcher = await registerWorker(autocommit, { role: 'dispatcher', version: '1', leaseSeconds: 30 }, now);
  await beatWorker(autocommit, id, now, { running: 1, vitals: '{"cpuPercent":3,"memoryMb":90,"eventLoopDelayMs":1}' });
  const made = await call('POST', '/executions', { handlerName: 'email' });
  await autocommit.execute("UPDATE job_executions SET status = 'RUNNING', worker_id = :id, started_at = :now", {
    id,
    now,
  });
  await call('POST', '/crons', { name: 'c', handlerName: 'sms', cronExpression: '0 18 * * *' });

  const shown = (await call('GET', `/workers/${id}`)).body;
  expect(shown).toMatchObject({
    vitals: { cpuPercent: 3 },
    permissions: ['drain'],
    codeVersion: '7f3a9',
    executions: [{ id: made.body.id }],
  });
  expect((await call('POST', `/workers/${id}/drain`, { reason: 'patch day' })).body).toMatchObject({
    ...{ desiredState: 'drain', permissions: ['resume'] },
  });
  expect((await call('POST', `/workers/${id}/resume`, {})).body.desiredState).toBe('active');
  expect(await call('POST', `/workers/${dispatcher}/drain`, {})).toMatchObject({ status: 404 });
  await autocommit.execute("UPDATE workers SET state = 'stopped' WHERE id = :id", { id });
  expect(await call('POST', `/workers/${id}/drain`, {})).toMatchObject({ status: 409, body: { code: 'WORKER_ENDED' } });
  await autocommit.execute("UPDATE workers SET state = 'active' WHERE id = :id", { id });

  expect((await call('GET', '/handlers')).body.items).toMatchObject([
    {
      name: 'email',
      description: 'Sends',
      paramsSchema,
      isOffered: true,
      crons: 0,
      workers: [{ id, isAlive: true, codeVersion: '7f3a9' }],
    },
    { name: 'sms', isOffered: false, crons: 1, workers: [] },
  ]);
  expect((await call('GET', '/handlers/email')).body.paramsSchema).toEqual(paramsSchema);
  expect(await call('GET', '/handlers/none')).toMatchObject({ status: 404, body: { code: 'HANDLER_UNKNOWN' } });
  expect((await call('GET', '/dispatchers')).body).toMatchObject({
    items: [{ id: dispatcher, isAlive: true }],
    lagMs: 0,
  });
  expect((await call('GET', '/system/database')).body).toMatchObject({
    dialect: database.dialect,
    pendingMigrations: [],
  });
  const lent = await database.transaction(async () => (await call('GET', '/system/database')).body.connections);
  expect(lent.inUse).toBeGreaterThan(0);
  expect(lent).toMatchObject({ open: expect.any(Number), waiting: 0, maximum: database.usage.maximum });
  expect(lent.maximum).toBeGreaterThanOrEqual(lent.open);
});
