import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { insertExecution } from '../../src/ledger/executions.ts';
import { createOperation, requireOperation } from '../../src/ledger/operation-store.ts';
import { freshLedger, type Ledger } from '../support/ledger.ts';
import { spawnJobu } from '../support/processes.ts';
import { makeProject } from '../support/project.ts';
import { DATABASE_KINDS } from '../support/servers.ts';
import { waitFor } from '../support/wait.ts';

const TARGETS = 1_200;
const KILLS = 3;

describe.each(DATABASE_KINDS)('an operation on %s', (kind) => {
  let ledger: Ledger;
  beforeAll(async () => {
    ledger = await freshLedger(kind);
  });
  afterAll(() => ledger?.drop());

  it('goes on when admin servers are killed in the middle, and does nothing twice', async () => {
    const { database } = ledger;
    const { autocommit } = database;
    const now = new Date();
    await database.transaction(async (connection) => {
      for (let n = 0; n < TARGETS; n++) await insertExecution(connection, { handlerName: 'nobody' }, now);
    });
    const asked = {
      ...{ action: 'execution.hold' as const, params: {}, groups: null, idempotencyKey: null },
      target: { filter: {}, applied: {}, search: { status: ['PENDING' as const] } },
      note: { actor: 'kim', via: 'open' as const },
    };
    const { operation } = await createOperation(database, asked, now);
    const find = () => requireOperation(autocommit, operation.id);
    const project = await makeProject({ databases: { default: ledger.config } });
    for (let kill = 0; kill < KILLS; kill++) {
      const before = (await find()).done;
      const admin = spawnJobu(['admin'], { cwd: project });
      await waitFor(async () => (await find()).done > before, { timeoutMs: 60_000, what: `progress beyond ${before}` });
      await admin.kill('SIGKILL');
      // What the lease would do by itself after half a minute.
      await autocommit.execute('UPDATE operations SET leased_until = :past', { past: new Date(0) });
    }
    expect((await find()).status).toBe('RUNNING');
    const last = spawnJobu(['admin'], { cwd: project });
    await waitFor(async () => (await find()).status === 'DONE', {
      timeoutMs: 60_000,
      what: 'the end of the operation',
    });
    expect(await find()).toMatchObject({ total: TARGETS, done: TARGETS, failed: 0, leaseOwner: null });
    const entries = await autocommit.fetchAll<{ target_id: string }>(
      "SELECT target_id FROM audit_log WHERE action = 'execution.hold'",
    );
    expect([entries.length, new Set(entries.map((entry) => entry.target_id)).size]).toEqual([TARGETS, TARGETS]);
    const held = await autocommit.fetchValue("SELECT COUNT(*) FROM job_executions WHERE status = 'HELD'");
    expect(Number(held)).toBe(TARGETS);
    last.signal('SIGTERM');
    expect(await last.exit(), last.stderr).toBe(0);
  });
});
