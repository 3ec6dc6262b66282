import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Connection } from '../../src/database/connection.ts';
import { STATUSES, type Status, TRANSITIONS } from '../../src/domain/states.ts';
import { createCron, deleteCron, listCrons, lockCron, requireCron, updateCron } from '../../src/ledger/crons.ts';
import {
  insertExecution,
  listAttempts,
  listExecutions,
  requireExecution,
  triggerCron,
} from '../../src/ledger/executions.ts';
import type { Cron, CronInput } from '../../src/ledger/model/cron.ts';
import { cancelExecution, holdExecution, releaseExecution, retryExecution } from '../../src/ledger/operations.ts';
import { prune } from '../../src/ledger/prune.ts';
import { freshLedger, type Ledger } from '../support/ledger.ts';
import { DATABASE_KINDS } from '../support/servers.ts';

const now = new Date('2026-11-22T10:00:00.250Z');
const later = new Date('2026-11-22T10:05:00.000Z');
const defaults = { timeZone: 'Asia/Seoul', minCronIntervalSeconds: 60 };

describe.each(DATABASE_KINDS)('ledger on %s', (kind) => {
  let ledger: Ledger;
  beforeAll(async () => {
    ledger = await freshLedger(kind);
  });
  afterAll(() => ledger?.drop());
  afterEach(() => ledger.clear());

  const inTransaction = <T>(work: (connection: Connection) => Promise<T>): Promise<T> =>
    ledger.database.transaction(work);
  const cron = (input: Partial<CronInput> = {}): Promise<Cron> =>
    inTransaction((connection) =>
      createCron(connection, { name: 'settle', handlerName: 'h', ...input }, { now, defaults }),
    );
  const trigger = (id: string, input = {}) => inTransaction((connection) => triggerCron(connection, id, input, now));
  const read = (id: string) => requireExecution(ledger.database.autocommit, id);

  it('stores a definition as it was given, with the zone and the defaults written out', async () => {
    const created = await cron({
      name: '정산 마감',
      cronExpression: '0 9 * * MON-FRI',
      handlerParams: '{"z":1,"a":12345678901234567890}',
      tags: ['a', 'b'],
      retryBackoff: { base: 5 },
      notes: 'n\nn',
    });
    expect(created).toMatchObject({
      name: '정산 마감',
      timeZone: 'Asia/Seoul',
      handlerParams: '{"z":1,"a":12345678901234567890}',
      tags: ['a', 'b'],
      maxRetry: 3,
      catchUp: 'once',
      allowOverlap: false,
      version: 1,
      createdAt: now,
    });
    expect(created.nextRunAt?.toISOString()).toBe('2026-11-23T00:00:00.000Z');
    expect(await requireCron(ledger.database.autocommit, created.id)).toEqual(created);
  });

  it.each([
    [{ name: '' }, 'CRON_INVALID', /name/],
    [{ cronExpression: '61 * * * *' }, 'CRON_EXPRESSION_INVALID', /minute/],
    [{ cronExpression: '* * * * * *' }, 'CRON_TOO_FREQUENT', /60/],
    [{ cronExpression: '0 0 30 2 *' }, 'CRON_NEVER_FIRES', /30 2/],
    [{ timeZone: 'Asia/Seuol' }, 'TIME_ZONE_UNKNOWN', /Asia\/Seoul/],
    [{ handlerParams: '[1]' }, 'CRON_INVALID', /handler_params/],
    [
      { timing: 5 } as unknown as Partial<CronInput>,
      'CRON_INVALID',
      /timing: .*expected string.*, or .*expected array/,
    ],
    [{ maxRetry: -1, priority: 101 }, 'CRON_INVALID', /max_retry.*priority/],
    [{ maxRetries: 3 } as Partial<CronInput>, 'CRON_INVALID', /max_retries/],
  ])('refuses %j with %s', async (input, code, message) => {
    await expect(cron({ cronExpression: '0 9 * * *', ...input })).rejects.toMatchObject({
      code,
      message: expect.stringMatching(message),
    });
  });

  it('refuses a name that is taken, and tells names apart by case, blanks within and emoji', async () => {
    await cron({ name: 'job' });
    await expect(cron({ name: 'job' })).rejects.toMatchObject({ code: 'CRON_NAME_TAKEN' });
    const names = ['Job', 'j ob', 'job \u{1F600}', 'job \u{1F680}'];
    for (const name of names) await cron({ name });
    const { items } = await listCrons(ledger.database.autocommit);
    expect(items.map((item) => item.name)).toEqual(['job', ...names].toSorted());
  });

  it('pages through crons by name, filtered', async () => {
    for (const name of ['a', 'b', 'c_1', 'cx1', 'd']) await cron({ name, groupName: name < 'd' ? 'g' : null });
    const first = await listCrons(ledger.database.autocommit, { groupName: 'g', limit: 3 });
    expect(first.items.map((item) => item.name)).toEqual(['a', 'b', 'c_1']);
    const second = await listCrons(ledger.database.autocommit, { groupName: 'g', limit: 3, cursor: first.nextCursor! });
    expect(second).toMatchObject({ items: [{ name: 'cx1' }], nextCursor: null });
    expect((await listCrons(ledger.database.autocommit, { search: 'C_' })).items.map((item) => item.name)).toEqual([
      'c_1',
    ]);
    await expect(listCrons(ledger.database.autocommit, { cursor: 'x' })).rejects.toMatchObject({
      code: 'CURSOR_INVALID',
    });
  });

  it('notices that someone else changed a cron', async () => {
    const { id } = await cron();
    const change = (expectedVersion: number) =>
      inTransaction((connection) =>
        updateCron(connection, id, { description: 'x' }, { now, defaults, expectedVersion }),
      );
    expect((await change(1)).version).toBe(2);
    await expect(change(1)).rejects.toMatchObject({ code: 'CRON_CHANGED_MEANWHILE' });
  });

  it('suggests the name that was meant', async () => {
    await cron();
    await expect(requireCron(ledger.database.autocommit, 'setle')).rejects.toMatchObject({
      message: expect.stringContaining('"settle"'),
    });
  });

  it('triggers a cron with its policies, and refuses an overlap unless it is allowed', async () => {
    const { id } = await cron({ priority: 5, maxRetry: 9, handlerParams: '{"n":1}' });
    const { execution } = await trigger(id, { actor: 'kim', reason: 'late file' });
    expect(execution).toMatchObject({
      status: 'PENDING',
      paramSource: 'manual',
      priority: 5,
      maxRetry: 9,
      params: '{"n":1}',
      actor: 'kim',
      runAt: now,
    });
    await expect(trigger(id)).rejects.toMatchObject({
      code: 'EXECUTION_OVERLAP',
      params: { execution: Number(execution.id) },
    });
    const { execution: second } = await trigger(id, { allowOverlap: true, params: { n: 2 } });
    expect(second.params).toBe('{"n":2}');
  });

  it('makes one execution for one idempotency key', async () => {
    const make = () =>
      inTransaction((connection) => insertExecution(connection, { handlerName: 'h', idempotencyKey: 'k' }, now));
    const results = await Promise.all([make(), make(), make()]);
    expect(new Set(results.map(({ execution }) => execution.id)).size).toBe(1);
    expect(results.filter(({ isNew }) => isNew)).toHaveLength(1);
    const { id } = await cron();
    const first = await trigger(id, { idempotencyKey: 't' });
    expect(await trigger(id, { idempotencyKey: 't' })).toMatchObject({
      isNew: false,
      execution: { id: first.execution.id },
    });
  });

  it('lets an operator act exactly from the states that the table of transitions names', async () => {
    const actions: [Status, (connection: Connection, id: string) => Promise<unknown>][] = [
      ['CANCELED', (connection, id) => cancelExecution(connection, id, { force: true }, later)],
      ['HELD', (connection, id) => holdExecution(connection, id, {})],
      ['PENDING', (connection, id) => releaseExecution(connection, id, {})],
      ['PENDING', (connection, id) => retryExecution(connection, id, {}, later)],
    ];
    for (const [to, act] of actions) {
      for (const from of STATUSES) {
        await ledger.clear();
        const { execution } = await inTransaction((connection) =>
          insertExecution(connection, { handlerName: 'h' }, now),
        );
        await ledger.setStatus(0, from);
        const outcome = await inTransaction((connection) => act(connection, execution.id)).then(
          () => 'done',
          (error: { code: string }) => error.code,
        );
        const { status, fence } = await read(execution.id);
        if (outcome === 'done') {
          expect(TRANSITIONS[from]).toContain(to);
          expect(status).toBe(to);
          expect(Number(fence)).toBe(1);
        } else {
          expect(outcome).toBe('EXECUTION_STATE_CONFLICT');
          expect(status).toBe(from);
        }
      }
    }
  });

  it('asks a running execution to end, and writes CANCELED itself only by force', async () => {
    const { execution } = await inTransaction((connection) => insertExecution(connection, { handlerName: 'h' }, now));
    await ledger.setStatus(0, 'RUNNING');
    const asked = await inTransaction((connection) =>
      cancelExecution(connection, execution.id, { actor: 'lee', reason: 'wrong day' }, later),
    );
    expect(asked).toMatchObject({ status: 'RUNNING', cancelRequestedAt: later, actor: 'lee' });
    const forced = await inTransaction((connection) =>
      cancelExecution(connection, execution.id, { force: true }, later),
    );
    expect(forced).toMatchObject({ status: 'CANCELED', finishedAt: later });
    expect(await listAttempts(ledger.database.autocommit, execution.id)).toMatchObject([{ outcome: 'CANCELED' }]);
  });

  it('reruns with other params as a new row that keeps the occurrence and the link', async () => {
    const { id } = await cron();
    const { execution } = await trigger(id);
    await ledger.setStatus(0, 'SUCCESS');
    const rerun = await inTransaction((connection) =>
      retryExecution(connection, execution.id, { params: '{"fixed":true}' }, later),
    );
    expect(rerun).toMatchObject({
      paramSource: 'rerun',
      originExecutionId: execution.id,
      occurrenceTime: execution.occurrenceTime,
      params: '{"fixed":true}',
      status: 'PENDING',
    });
    expect(rerun.scheduledTime.getUTCMilliseconds()).toBe(1);
  });

  it('pages through executions without a gap', async () => {
    const { id } = await cron({ allowOverlap: true });
    for (let i = 0; i < 7; i++) await trigger(id);
    for (const filter of [{}, { cronId: id }]) {
      const seen: string[] = [];
      for (let cursor: string | null | undefined; cursor !== null; ) {
        const page = await listExecutions(ledger.database.autocommit, {
          ...filter,
          limit: 3,
          ...(cursor ? { cursor } : {}),
        });
        seen.push(...page.items.map((item) => item.id));
        cursor = page.nextCursor;
      }
      expect(new Set(seen).size).toBe(7);
      expect(seen.map(BigInt)).toEqual(seen.map(BigInt).toSorted((a, b) => (a < b ? 1 : -1)));
    }
  });

  it('prunes by status and age, and keeps the newest row of each cron', async () => {
    const { id } = await cron({ allowOverlap: true });
    for (let i = 0; i < 4; i++) await trigger(id);
    await inTransaction((connection) => insertExecution(connection, { handlerName: 'h' }, now));
    const old = new Date('2026-10-01T00:00:00.000Z');
    for (const [index, status] of (['SUCCESS', 'FAILED', 'SUCCESS', 'SUCCESS', 'SUCCESS'] as const).entries())
      await ledger.setStatus(index, status, old);
    await ledger.database.autocommit.execute('UPDATE job_executions SET created_at = :old', { old });
    const retention = { successDays: 30, otherDays: 90, logDays: 14 };
    expect(await prune(ledger.database, retention, { now, dryRun: true })).toMatchObject({ executions: 3 });
    expect(await ledger.count('job_executions')).toBe(5);
    expect(await prune(ledger.database, retention, { now })).toMatchObject({ executions: 3 });
    expect((await listExecutions(ledger.database.autocommit)).items.map((row) => row.status)).toEqual([
      'SUCCESS',
      'FAILED',
    ]);
    expect(await prune(ledger.database, { successDays: null, otherDays: null, logDays: null }, { now })).toEqual({
      executions: 0,
      logLines: 0,
    });
  });

  it('deletes a cron under its lock and stops the retries of what runs', async () => {
    const { id } = await cron({ allowOverlap: true });
    await trigger(id);
    await trigger(id);
    await ledger.setStatus(0, 'RUNNING');
    expect(await inTransaction((connection) => deleteCron(connection, id, later))).toBe(1);
    const { items } = await listExecutions(ledger.database.autocommit);
    expect(items.map((row) => [row.status, row.maxRetry, row.onWorkerLost])).toEqual([
      ['CANCELED', 3, 'retry'],
      ['RUNNING', 0, 'fail'],
    ]);
    await expect(inTransaction((connection) => lockCron(connection, id))).rejects.toMatchObject({
      code: 'CRON_NOT_FOUND',
    });
  });
});
