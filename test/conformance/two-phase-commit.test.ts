import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { MysqlSession } from '../../src/database/dialects/mysql-session.ts';
import { DatabaseRegistry } from '../../src/database/registry.ts';
import { getConnection, inTransaction, transactionalReadonly } from '../../src/database/transactional.ts';
import { listTransactions, resolveTransaction, showTransaction } from '../../src/database/two-phase/in-doubt.ts';
import { protocol, type Step } from '../../src/database/two-phase/steps.ts';
import { TransactionTable } from '../../src/database/two-phase/transaction-table.ts';
import { freshDatabase, freshDatabaseOn, startServer, XA_KINDS } from '../support/servers.ts';
import { type Bank, openBank, recoveryOf } from '../support/transfers.ts';
import { waitFor } from '../support/wait.ts';

const transfer = (id: number, names: readonly string[] = ['default', 'business']) =>
  inTransaction(names, async () => {
    for (const name of names) {
      await getConnection(name).execute('INSERT INTO transfers (id) VALUES (:id)', { id });
    }
  });

/** Runs once at a step of the protocol. */
function at(step: Step, work: () => Promise<unknown>): void {
  protocol.reached = async (reached) => {
    if (reached !== step) return;
    delete protocol.reached;
    await work();
  };
}

describe.each(XA_KINDS)('two-phase commit over postgres and %s', (kind) => {
  let bank: Bank;
  beforeAll(async () => {
    bank = await openBank({ default: 'postgres', business: kind, other: kind });
  });
  beforeEach(async () => {
    for (const name of bank.names) await bank.registry.get(name).autocommit.execute('DELETE FROM transfers');
    onTestFinished(() => {
      delete protocol.reached;
    });
  });
  afterAll(() => bank?.drop());

  const idsIn = async (name: string) =>
    (await bank.registry.get(name).autocommit.fetchAll<{ id: number }>('SELECT id FROM transfers')).map(({ id }) => id);
  const branches = () => bank.registry.get('business').driver.twoPhase!;
  const now = () => new Date();

  /** Leaves a branch prepared without a decision, as a process that was killed would. */
  async function abandon(id: number): Promise<string> {
    const process = bank.spawn(1, { step: 'prepared', count: 1, outcome: 'rollback' });
    expect(await process.exit()).toBe('SIGKILL');
    bank.next = Math.max(bank.next, id);
    return await waitFor(async () => (await branches().prepared())[0]?.replace(/-\d+$/, ''), { what: 'a branch' });
  }

  it('takes no step of it when one database was written and another read', async () => {
    const steps: Step[] = [];
    protocol.reached = (step) => void steps.push(step);
    await inTransaction(['default', 'business'], async () => {
      await getConnection().fetchAll('SELECT id FROM transfers');
      await getConnection('business').execute('INSERT INTO transfers (id) VALUES (1)');
    });
    expect(steps).toEqual([]);
    expect(await idsIn('business')).toEqual([1]);
    await transactionalReadonly('default', 'business')(async () => getConnection('business').fetchAll('SELECT 1'))();
    expect(steps).toEqual([]);
  });

  it('asks a server for nothing that is only named, so that one writer costs what it costs alone', async () => {
    const spies = [vi.spyOn(pg.Client.prototype, 'query'), vi.spyOn(MysqlSession.prototype, 'query')];
    onTestFinished(() => {
      for (const spy of spies) spy.mockRestore();
    });
    const costOf = async (writer: string, names: readonly string[]) => {
      const write = () => getConnection(writer).execute('UPDATE accounts SET balance = balance + 0');
      await inTransaction(names, write);
      for (const spy of spies) spy.mockClear();
      await inTransaction(names, write);
      return spies.map((spy) => spy.mock.calls.length);
    };
    expect(await costOf('default', ['default', 'business'])).toEqual(await costOf('default', ['default']));
    const [alone, together] = [
      await costOf('business', ['business']),
      await costOf('business', ['default', 'business']),
    ];
    // XA END and XA COMMIT ONE PHASE in the place of COMMIT: it had to begin as a branch.
    expect(together).toEqual([0, alone[1]! + 1]);
  });

  it('begins on another connection when the one it was given has died while it was idle', async () => {
    await transfer(1);
    await inTransaction(['default', 'business'], async () => {
      const { autocommit } = bank.registry.get('business');
      await getConnection().execute('INSERT INTO transfers (id) VALUES (30)');
      const rows = await autocommit.fetchAll<{ id: number }>(
        'SELECT id FROM information_schema.processlist WHERE db = DATABASE() AND id <> CONNECTION_ID()',
      );
      expect(rows.length).toBeGreaterThan(0);
      for (const { id } of rows) await autocommit.execute(`KILL ${id}`);
      await getConnection('business').execute('INSERT INTO transfers (id) VALUES (30)');
    });
    expect([await idsIn('default'), await idsIn('business')]).toEqual([
      [1, 30],
      [1, 30],
    ]);
  });

  it('counts a name that is given twice once', async () => {
    const steps: Step[] = [];
    protocol.reached = (step) => void steps.push(step);
    await inTransaction(['business', 'business'], () =>
      getConnection('business').execute('INSERT INTO transfers (id) VALUES (31)'),
    );
    expect(steps).toEqual([]);
    expect(await idsIn('business')).toEqual([31]);
  });

  it('leaves a database out that was only read', async () => {
    const steps: string[] = [];
    protocol.reached = (step, count) => void steps.push(`${step} ${count}`);
    await inTransaction(['default', 'business', 'other'], async () => {
      await getConnection('other').fetchAll('SELECT id FROM transfers');
      for (const name of ['default', 'business']) {
        await getConnection(name).execute('INSERT INTO transfers (id) VALUES (2)');
      }
    });
    expect(steps).toEqual([
      'work done 0',
      'prepared 1',
      'decision written 1',
      'decided 0',
      'committed 1',
      'finished 0',
    ]);
  });

  it('works between two databases of one server', async () => {
    await transfer(3, ['default', 'business', 'other']);
    expect([await idsIn('business'), await idsIn('other')]).toEqual([[3], [3]]);
    expect(await branches().prepared()).toEqual([]);
  });

  it('rolls all back when one of them cannot prepare', async () => {
    await bank.registry.get('business').autocommit.execute('INSERT INTO transfers (id) VALUES (4)');
    await expect(transfer(4)).rejects.toMatchObject({ code: 'DUPLICATE_KEY' });
    expect(await idsIn('default')).toEqual([]);
    expect(await branches().prepared()).toEqual([]);
  });

  it('gives no connection back that is prepared', async () => {
    at('prepared', async () => {
      throw new Error('stopped here');
    });
    await expect(transfer(5)).rejects.toThrow('stopped here');
    expect(await branches().prepared()).toEqual([]);
    await transfer(6);
    expect([await idsIn('default'), await idsIn('business')]).toEqual([[6], [6]]);
  });

  it('recovery leaves those alone whose process has not had its time, and two at once agree', async () => {
    const gid = await abandon(7);
    const patient = recoveryOf(bank.registry, 3600);
    expect((await patient.pass()).waiting).toEqual([gid]);
    expect((await patient.pass()).waiting).toEqual([gid]);
    const passes = await Promise.all([1, 2, 3].map(() => recoveryOf(bank.registry).pass()));
    for (const pass of passes) expect(pass.problems).toEqual([]);
    await bank.recover();
    expect(await branches().prepared()).toEqual([]);
    expect(await bank.check()).toEqual([]);
    const decision = await showTransaction(bank.registry.distinct, gid, now());
    expect(decision).toMatchObject({ decision: 'rollback', state: 'done' });
  });

  it('a transaction of this very process is no business of its recovery', async () => {
    at('prepared', async () => {
      const pass = await recoveryOf(bank.registry).pass();
      expect([pass.rolledBack, pass.waiting]).toEqual([[], []]);
    });
    await transfer(8);
    expect(await idsIn('business')).toEqual([8]);
  });

  it.each(['prepared', 'decision written'] as const)(
    'a coordinator that was frozen at "%s" cannot commit once recovery has ruled',
    async (step) => {
      const process = bank.spawn(1, { step, count: 1, outcome: 'rollback' }, 'wait');
      await process.waitForLine(`at ${step}`);
      process.signal('SIGSTOP');
      // With its decision written and not committed, nobody can rule before its connection is gone.
      const ruling = recoveryOf(bank.registry).pass();
      if (step === 'prepared') expect((await ruling).problems).toEqual([]);
      process.signal('SIGCONT');
      process.end('go\n');
      const said = await process.waitForLine(/^(committed|failed)/);
      await ruling;
      await bank.recover();
      const ids = await bank.check();
      expect(said.startsWith('committed')).toBe(ids.length === 1);
      if (step === 'prepared') expect(said).toMatch(/^failed .*took this one for dead/);
    },
  );

  it('reports a database that did not follow the decision, until somebody closes it', async () => {
    const process = bank.spawn(1, { step: 'decided', count: 0, outcome: 'commit' });
    await process.exit();
    const branch = (await waitFor(async () => (await branches().prepared())[0], { what: 'a branch' }))!;
    const gid = branch.replace(/-\d+$/, '');
    await waitFor(async () => (await branches().finish(branch, 'rollback')) === 'done', { what: 'a rollback by hand' });
    const recovery = recoveryOf(bank.registry);
    expect(await recovery.pass()).toMatchObject({ heuristic: [gid], unresolved: [gid] });
    expect(await recovery.pass()).toMatchObject({ heuristic: [], unresolved: [gid], waiting: [] });
    const { items } = await listTransactions(bank.registry.distinct, now());
    expect(items).toMatchObject([
      {
        gid,
        state: 'heuristic',
        decision: 'commit',
        participants: expect.arrayContaining([{ database: 'business', state: 'rolled back' }]),
      },
    ]);
    const resolution = { reason: 'repaired by hand', by: 'test' };
    await expect(
      resolveTransaction(bank.registry.distinct, gid, { ...resolution, decision: 'rollback' }, now()),
    ).rejects.toMatchObject({ code: 'TRANSACTION_RESOLVED' });
    expect(await resolveTransaction(bank.registry.distinct, gid, resolution, now())).toMatchObject({
      state: 'done',
      resolvedBy: 'test',
      reason: 'repaired by hand',
    });
    expect((await listTransactions(bank.registry.distinct, now())).items).toEqual([]);
    await expect(resolveTransaction(bank.registry.distinct, gid, resolution, now())).rejects.toMatchObject({
      code: 'TRANSACTION_RESOLVED',
    });
  });

  it.each(['commit', 'rollback'] as const)('an operator can decide for a %s where nobody has', async (decision) => {
    const gid = await abandon(9);
    const { items } = await listTransactions(bank.registry.distinct, now());
    expect(items).toMatchObject([{ gid, state: 'undecided', decision: null }]);
    const resolution = { reason: 'the process will not come back', by: 'test' };
    await expect(resolveTransaction(bank.registry.distinct, gid, resolution, now())).rejects.toMatchObject({
      code: 'TRANSACTION_UNDECIDED',
    });
    const resolve = (at: Date) => resolveTransaction(bank.registry.distinct, gid, { ...resolution, decision }, at);
    // Its process might live: a rollback it would obey, a commit would leave out the work that it has not prepared.
    if (decision === 'commit') await expect(resolve(now())).rejects.toMatchObject({ code: 'TRANSACTION_ALIVE' });
    const later = new Date(Date.now() + 60_000);
    await resolve(decision === 'commit' ? later : now());
    expect(await resolve(later)).toMatchObject({ decision, resolvedBy: 'test', reason: resolution.reason });
    await bank.recover();
    expect(await resolve(later)).toMatchObject({ decision, state: 'done' });
    expect((await idsIn('business')).length).toBe(decision === 'commit' ? 1 : 0);
    await expect(showTransaction(bank.registry.distinct, 'jobu.none.0000000000', now())).rejects.toMatchObject({
      code: 'TRANSACTION_UNKNOWN',
    });
  });
});

describe('two-phase commit is refused before anything runs', () => {
  const refused = async (names: string[], message: RegExp) => {
    let ran = false;
    const failure = inTransaction(names, async () => {
      ran = true;
    });
    await expect(failure).rejects.toMatchObject({
      code: 'TWO_PHASE_UNAVAILABLE',
      message: expect.stringMatching(message),
    });
    expect(ran).toBe(false);
  };

  it('when two databases cannot prepare, with what to set; one such may decide', async () => {
    const server = await startServer({ kind: 'postgres', args: ['-c', 'max_prepared_transactions=0'] });
    onTestFinished(() => server.remove());
    const bank = await openBank({ default: 'mariadb', plain: await freshDatabaseOn(server), file: 'sqlite' });
    onTestFinished(() => bank.drop());
    await refused(['plain', 'file'], /"plain".*max_prepared_transactions is 0; set it.*"file".*SQLite.*best-effort/s);
    await transfer(1, ['default', 'plain']);
    const { autocommit } = bank.registry.get('plain');
    expect(await autocommit.fetchValue('SELECT COUNT(*) FROM transfers')).toBe(1);
    const open = await new TransactionTable(bank.registry.get('plain')).open(10);
    expect(open).toHaveLength(1);
    await inTransaction(['plain', 'file'], () => transferIn(2), { atomicity: 'best-effort' });
  });

  it('when a table is missing or the decision database is not there', async () => {
    const apart = await openBank({ a: 'mariadb', b: 'mariadb' });
    onTestFinished(() => apart.drop());
    await refused(['a', 'b'], /decisions cannot be used.*no database "default"/s);
    await expect(inTransaction(['a', 'nobody'], () => 1)).rejects.toMatchObject({ code: 'DATABASE_UNKNOWN' });
    const bare = await freshDatabase('mariadb');
    onTestFinished(bare.drop);
    const registry = await DatabaseRegistry.initFromConfig({ ...apart.config, default: bare.config });
    onTestFinished(() => registry.closeAll());
    await refused(['a', 'b'], /"default" has no table.*jobu migrate --transactions --database default/s);
  });
});

const transferIn = (id: number) => getConnection('plain').execute('INSERT INTO transfers (id) VALUES (:id)', { id });
