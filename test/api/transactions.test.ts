import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { DatabaseRegistry } from '../../src/database/registry.ts';
import { newGid } from '../../src/database/two-phase/gid.ts';
import { TransactionTable } from '../../src/database/two-phase/transaction-table.ts';
import { apiOn } from '../support/admin-app.ts';
import { type Bank, openBank } from '../support/transfers.ts';
import { waitFor } from '../support/wait.ts';

let bank: Bank;
beforeAll(async () => {
  bank = await openBank({ default: 'postgres', business: 'mariadb' });
});
afterAll(() => bank?.drop());

const branches = () => bank.registry.get('business').driver.twoPhase!;

/** A transaction whose process was killed, or waits, before it decided; answers its global id. */
async function undecided(action: 'kill' | 'wait') {
  onTestFinished(async () => void (await bank.recover()));
  const process = bank.spawn(1, { step: 'prepared', count: 1, outcome: 'rollback' }, action);
  if (action === 'kill') expect(await process.exit()).toBe('SIGKILL');
  else await process.waitForLine('at prepared');
  const gid = await waitFor(async () => (await branches().prepared())[0]?.replace(/-\d+$/, ''), { what: 'a branch' });
  return { gid, process };
}

async function open() {
  const api = await apiOn('memory', { databases: async () => bank.registry.distinct });
  api.clock.set(new Date(Date.now() + 60_000).toISOString());
  return api;
}

test('one in doubt is listed, shown and ended with a reason; the same request again changes nothing', async () => {
  const { call } = await open();
  expect((await call('GET', '/transactions')).body).toMatchObject({ items: [], nextCursor: null, unreachable: [] });
  const { gid } = await undecided('kill');
  const shown = {
    gid,
    state: 'undecided',
    decision: null,
    participants: [{ database: 'business', state: 'prepared' }],
    resolvedBy: null,
    reason: null,
  };
  const list = (await call('GET', '/transactions')).body;
  expect(list).toMatchObject({ items: [shown], unreachable: [] });
  expect(list.items[0].ageSeconds).toBeGreaterThanOrEqual(59);
  expect((await call('GET', `/transactions/${gid}`)).body).toMatchObject(shown);

  const resolve = (body: unknown) => call('POST', `/transactions/${gid}/resolve`, body);
  for (const body of [{}, { decision: 'rollback' }, { decision: 'rollback', reason: '  ' }, { reason: 1 }])
    expect((await resolve(body)).status, JSON.stringify(body)).toBe(422);
  expect((await resolve({ decision: 'maybe', reason: 'why' })).status).toBe(422);
  expect((await resolve({ reason: 'why' })).body).toMatchObject({ status: 409, code: 'TRANSACTION_UNDECIDED' });
  expect(await branches().prepared()).toHaveLength(1);

  const request = { decision: 'rollback', reason: 'its machine is gone' };
  const first = await resolve(request);
  expect(first.status).toBe(200);
  expect(first.body).toMatchObject({
    gid,
    state: 'done',
    decision: 'rollback',
    participants: [{ database: 'business', state: 'rolled back' }],
    reason: 'its machine is gone',
  });
  expect(first.body.resolvedBy).toEqual(expect.any(String));
  expect(await branches().prepared()).toEqual([]);
  const again = await resolve({ ...request, reason: 'again' });
  expect([again.status, again.body.reason]).toEqual([200, 'its machine is gone']);
  expect((await resolve({ decision: 'commit', reason: 'no' })).body).toMatchObject({ code: 'TRANSACTION_RESOLVED' });
  expect((await call('GET', '/transactions')).body.items).toEqual([]);
  expect((await call('GET', `/transactions/${gid}`)).body).toMatchObject({ state: 'done', decision: 'rollback' });
});

test('the end is on the record of changes, once', async () => {
  const { call, database } = await open();
  const { gid } = await undecided('kill');
  const body = { decision: 'rollback', reason: 'audited' };
  for (let time = 0; time < 2; time++)
    expect((await call('POST', `/transactions/${gid}/resolve`, body)).status).toBe(200);
  const rows = await database.autocommit.fetchAll(
    "SELECT target_id, reason FROM audit_log WHERE action = 'transaction.resolve'",
  );
  expect(rows).toEqual([{ target_id: gid, reason: 'audited' }]);
});

test('one whose process lives is not committed behind its back, and obeys a rollback', async () => {
  const { call, clock } = await open();
  clock.set(new Date().toISOString());
  const { gid, process } = await undecided('wait');
  const path = `/transactions/${gid}/resolve`;
  const refused = await call('POST', path, { decision: 'commit', reason: 'in a hurry' });
  expect(refused.body).toMatchObject({ status: 409, code: 'TRANSACTION_ALIVE' });
  const ended = await call('POST', path, { decision: 'rollback', reason: 'in a hurry' });
  expect(ended.body).toMatchObject({ decision: 'rollback', reason: 'in a hurry' });
  process.end('go\n');
  expect(await process.waitForLine(/^(failed|committed|in doubt)/)).toMatch(/^failed/);
  await bank.recover();
  await bank.check();
});

test('an id that nobody knows, and one that jobu never gives, are not found', async () => {
  const { call, ask } = await open();
  const installation = (await new TransactionTable(bank.registry.get('default')).installation())!;
  for (const gid of [newGid(installation), newGid('0123456789ab'), 'somebody-else', 'jobu.x']) {
    expect((await call('GET', `/transactions/${gid}`)).body).toMatchObject({
      status: 404,
      code: 'TRANSACTION_UNKNOWN',
    });
    const body = { decision: 'rollback', reason: 'why' };
    expect((await call('POST', `/transactions/${gid}/resolve`, body)).body.code).toBe('TRANSACTION_UNKNOWN');
  }
  expect((await ask('GET', `/api/v1/transactions/${'a'.repeat(65)}`)).status).toBe(400);
});

test('a database that does not answer is named, and what waits for it is shown', async () => {
  const process = bank.spawn(1, { step: 'decided', count: 0, outcome: 'commit' });
  await process.exit();
  onTestFinished(async () => void (await bank.recover()));
  const registry = await DatabaseRegistry.initFromConfig(bank.config);
  onTestFinished(() => registry.closeAll());
  const { call } = await apiOn('memory', { databases: async () => registry.distinct });
  await registry.get('business').close();
  const { items, unreachable } = (await call('GET', '/transactions')).body;
  expect(unreachable).toEqual(['business']);
  expect(items).toMatchObject([{ state: 'committing', decision: 'commit' }]);
  expect(items[0].participants).toContainEqual({ database: 'business', state: 'not open' });
});
