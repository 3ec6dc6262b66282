import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { OperationService } from '../../src/admin/operation-service.ts';
import { createCron, listCrons } from '../../src/ledger/crons.ts';
import { insertExecution } from '../../src/ledger/executions.ts';
import type { OperationAction, OperationTarget } from '../../src/ledger/model/operation.ts';
import type { Id } from '../../src/ledger/model/row.ts';
import {
  leaveOperations,
  type OperationRunner,
  runOperationChunk,
  takeOperation,
} from '../../src/ledger/operation-run.ts';
import {
  createOperation,
  listOperationItems,
  requireOperation,
  stopOperation,
} from '../../src/ledger/operation-store.ts';
import { prune } from '../../src/ledger/prune.ts';
import { systemClock } from '../../src/runtime/clock.ts';
import { events } from '../../src/runtime/events.ts';
import { createLogger } from '../../src/runtime/logging.ts';
import { freshLedger, type Ledger } from '../support/ledger.ts';
import { DATABASE_KINDS } from '../support/servers.ts';
import { waitFor } from '../support/wait.ts';

const defaults = { timeZone: 'UTC', minCronIntervalSeconds: 60 };
const note = { actor: 'kim', via: 'open' as const, reason: 'outage' };
const NOW = new Date('2026-11-22T12:00:00Z');
const clock = systemClock;

describe.each(DATABASE_KINDS)('operations on %s', (kind) => {
  let ledger: Ledger;
  beforeAll(async () => {
    ledger = await freshLedger(kind);
  });
  afterAll(() => ledger?.drop());
  afterEach(() => ledger.clear());

  const executions = async (count: number): Promise<Id[]> => {
    const ids: Id[] = [];
    for (let n = 0; n < count; n++) {
      const made = await ledger.database.transaction((each) => insertExecution(each, { handlerName: 'h' }, NOW));
      ids.push(made.execution.id);
    }
    return ids;
  };
  const start = async (action: OperationAction, target: OperationTarget) => {
    const asked = { action, target, params: {}, note, groups: null, idempotencyKey: null };
    return (await createOperation(ledger.database, asked, NOW)).operation.id;
  };
  const pending: OperationTarget = { filter: {}, applied: {}, search: { status: ['PENDING'] } };
  const runner = (owner: string, at = NOW): OperationRunner => ({
    ...{ database: ledger.database, clock: { now: () => at }, owner, defaults },
  });
  const find = (id: Id) => requireOperation(ledger.database.autocommit, id);
  const items = (id: Id) =>
    listOperationItems(ledger.database.autocommit, id, undefined, {
      ...{ position: undefined, descending: false, limit: 500 },
    });
  const changes = async (action: string) =>
    await ledger.database.autocommit.fetchAll<{ target_id: string }>(
      'SELECT target_id FROM audit_log WHERE action = :action ORDER BY id',
      { action },
    );
  const later = (seconds: number) => new Date(NOW.getTime() + seconds * 1000);

  it('are carried out by two services at once, each target once', async () => {
    const ids = await executions(30);
    const lines: string[] = [];
    const logger = createLogger({
      level: 'warn',
      format: 'json',
      destination: { write: (line) => void lines.push(line) },
    });
    const services = [1, 2].map(
      () => new OperationService({ database: ledger.database, clock, logger, cronDefaults: defaults }),
    );
    for (const service of services) await service.start();
    try {
      const first = await start('execution.hold', pending);
      const second = await start('execution.succeed', { ids: ids.slice(0, 5) });
      events.emit('operationsCreated');
      await waitFor(async () => (await find(first)).status === 'DONE' && (await find(second)).status === 'DONE', {
        timeoutMs: 30_000,
      });
      expect(await find(first)).toMatchObject({ total: 30, leaseOwner: null });
      const touched = (await changes('execution.hold')).map(({ target_id }) => target_id);
      expect(new Set(touched).size).toBe(touched.length);
      expect(touched).toHaveLength((await find(first)).done);
      for (const id of [first, second]) {
        const { total, done, failed } = await find(id);
        expect(done + failed).toBe(total);
        const outcomes = (await items(id)).map(({ outcome }) => outcome);
        expect(outcomes.filter((outcome) => outcome === 'done')).toHaveLength(done);
      }
      expect(lines).toEqual([]);
    } finally {
      for (const service of services) await service.stop();
    }
  });

  it('go on with another runner when theirs is silent for a lease, and what it still writes changes nothing', async () => {
    await executions(4);
    const id = await start('execution.hold', pending);
    const dead = runner('dead');
    await runOperationChunk(dead, (await takeOperation(dead, '0'))!);
    const running = (await takeOperation(dead, '0'))!;
    expect(running).toMatchObject({ id, status: 'RUNNING', total: 4, leaseOwner: 'dead' });
    expect(await takeOperation(runner('other', later(29)), '0')).toBeNull();
    const other = runner('other', later(31));
    const taken = (await takeOperation(other, '0'))!;
    expect(taken).toMatchObject({ id, leaseOwner: 'other' });
    await runOperationChunk(dead, running);
    expect(await find(id)).toMatchObject({ done: 0, failed: 0 });
    await Promise.all([runOperationChunk(other, taken), runOperationChunk(dead, running)]);
    await runOperationChunk(other, (await takeOperation(other, '0'))!);
    expect(await find(id)).toMatchObject({ status: 'DONE', done: 4, failed: 0 });
    expect(await changes('execution.hold')).toHaveLength(4);
  });

  it('count an item once that two runners of one name have both seen waiting', async () => {
    await executions(6);
    const id = await start('execution.hold', pending);
    const one = runner('same');
    await runOperationChunk(one, (await takeOperation(one, '0'))!);
    const operation = (await takeOperation(one, '0'))!;
    await Promise.all([runOperationChunk(one, operation), runOperationChunk(one, operation)]);
    expect(await find(id)).toMatchObject({ total: 6, done: 6, failed: 0 });
    expect(await changes('execution.hold')).toHaveLength(6);
  });

  it('are given back when their runner stops, and end at the target where they are stopped', async () => {
    const ids = await executions(3);
    const id = await start('execution.hold', { ids });
    const first = runner('first');
    const operation = (await takeOperation(first, '0'))!;
    await leaveOperations(first);
    const second = runner('second');
    expect(await takeOperation(second, '0')).toMatchObject({ id, leaseOwner: 'second' });
    await runOperationChunk(first, operation);
    expect(await find(id)).toMatchObject({ done: 0 });
    const aborted = AbortSignal.abort();
    await runOperationChunk(second, operation, aborted);
    expect(await find(id)).toMatchObject({ done: 0 });
    await ledger.database.transaction((each) => stopOperation(each, id, note, NOW));
    await runOperationChunk(second, operation);
    expect(await find(id)).toMatchObject({ status: 'STOPPED', done: 0, failed: 0, total: 3 });
    expect((await items(id)).every(({ outcome }) => outcome === 'waiting')).toBe(true);
    expect(await takeOperation(second, '0')).toBeNull();
  });

  it('take turns, collect in steps up to the most, and say what was left out', async () => {
    for (let n = 0; n < 7; n++)
      await ledger.database.transaction((each) =>
        createCron(each, { name: `c${n}`, handlerName: 'h', groupName: n < 5 ? 'g' : null }, { now: NOW, defaults }),
      );
    const search = { nameLike: '%c%', grantedGroups: ['g'], isEnabled: true };
    const id = await start('cron.disable', { filter: {}, applied: {}, search });
    const all = await start('cron.delete', { filter: {}, applied: {}, search: {} });
    const few = { ...runner('few'), mostTargets: 3 };
    const seen: Id[] = [];
    for (let at = '0', turn = 0; turn < 20; turn++) {
      const operation = await takeOperation(few, at);
      if (!operation) break;
      seen.push(operation.id);
      await runOperationChunk(few, operation);
      at = operation.id;
    }
    expect(seen.slice(0, 4)).toEqual([id, all, id, all]);
    expect(await find(id)).toMatchObject({ status: 'DONE', isCut: true, total: 3 });
    expect(await find(all)).toMatchObject({ status: 'DONE', isCut: true, total: 3, done: 3 });
    expect((await listCrons(ledger.database.autocommit)).items).toHaveLength(4);
  });

  it('are deleted with their items when they ended long ago', async () => {
    const ids = await executions(2);
    const open = await start('execution.hold', { ids });
    const ended = await start('execution.hold', { ids });
    await ledger.database.transaction((each) => stopOperation(each, ended, note, NOW));
    const retention = { successDays: null, otherDays: 90, logDays: null };
    await prune(ledger.database, retention, { now: later(89 * 86_400) });
    expect(await ledger.count('operations')).toBe(2);
    await prune(ledger.database, { ...retention, otherDays: null }, { now: later(91 * 86_400) });
    expect(await ledger.count('operations')).toBe(2);
    await prune(ledger.database, retention, { now: later(91 * 86_400) });
    expect(await ledger.count('operation_items')).toBe(2);
    expect(await find(open)).toMatchObject({ status: 'RUNNING', total: 2 });
    await expect(find(ended)).rejects.toMatchObject({ code: 'OPERATION_NOT_FOUND' });
  });
});
