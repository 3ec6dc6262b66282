import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import type { ServerConfig } from '../../src/database/config.ts';
import type { Connection } from '../../src/database/connection.ts';
import { ConnectionPoolExhaustedError, TransientDatabaseError } from '../../src/database/errors.ts';
import { DatabaseRegistry } from '../../src/database/registry.ts';
import { getConnection, inTransaction } from '../../src/database/transactional.ts';
import { protocol } from '../../src/database/two-phase/steps.ts';
import { TransactionTable } from '../../src/database/two-phase/transaction-table.ts';
import { createNotes, killing, namesIn, type OpenDatabases, openDatabases } from '../support/open-databases.ts';
import { DATABASE_KINDS, SERVER_KINDS } from '../support/servers.ts';
import { tcpProxy } from '../support/tcp-proxy.ts';
import { waitFor } from '../support/wait.ts';

const insert = (connection: Connection, name: string) =>
  connection.execute('INSERT INTO notes (name, big) VALUES (:name, 0)', { name });

/** A second registry over the same database, as another process would have. */
async function another(open: OpenDatabases, changes: Partial<ServerConfig>): Promise<DatabaseRegistry> {
  const config = { ...open.config['default']!, ...changes } as ServerConfig;
  const registry = await DatabaseRegistry.initFromConfig({ default: config });
  onTestFinished(() => registry.closeAll());
  return registry;
}

describe.each(DATABASE_KINDS)('a full pool on %s', (kind) => {
  it('fails after its timeout with the names of the limits, and serves waiters in order', async () => {
    const open = await openDatabases(kind, ['default'], { maxSize: 1, acquireTimeoutSeconds: 0.2 });
    onTestFinished(() => open.close());
    await createNotes(open.database);
    const order: number[] = [];
    let release = () => {};
    const gate = new Promise<void>((resolve) => {
      release = resolve;
    });
    const holder = open.database.transaction(async () => gate);
    await expect(open.database.transaction(async (c) => insert(c, 'x'))).rejects.toBeInstanceOf(
      ConnectionPoolExhaustedError,
    );
    const waiters = [1, 2, 3].map((i) => open.database.transaction(async () => order.push(i)));
    release();
    await Promise.all([holder, ...waiters]);
    expect(order).toEqual([1, 2, 3]);
    await expect(open.registry.closeAll()).resolves.toBeUndefined();
    await expect(open.database.autocommit.fetchAll('SELECT 1')).rejects.toMatchObject({ code: 'DATABASE_CLOSED' });
  });
});

describe.each(SERVER_KINDS)('a server that fails: %s', (kind) => {
  let open: OpenDatabases;
  beforeAll(async () => {
    open = await openDatabases(kind, ['default', 'business']);
    for (const name of open.registry.names) await createNotes(open.registry.get(name));
  });
  beforeEach(async () => {
    for (const name of open.registry.names) await open.registry.get(name).autocommit.execute('DELETE FROM notes');
  });
  afterAll(() => open.close());

  it('ends the transaction whose connection is killed, runs no later statement of it elsewhere, and goes on', async () => {
    const { database } = open;
    const after: unknown[] = [];
    const killed = database.transaction(async (connection) => {
      await insert(connection, 'lost');
      await database.autocommit.fetchAll(await killing(connection));
      await waitFor(() =>
        insert(connection, 'first').then(
          () => false,
          (error) => after.push(error),
        ),
      );
      await insert(connection, 'second').catch((error) => after.push(error));
    });
    await expect(killed).rejects.toMatchObject({ code: 'CONNECTION_LOST' });
    expect(after.map((error) => (error as { code: string }).code)).toEqual(['CONNECTION_LOST', 'TRANSACTION_ABORTED']);
    expect(await namesIn(database.autocommit)).toEqual([]);
    await database.transaction((connection) => insert(connection, 'kept'));
    expect(await namesIn(database.autocommit)).toEqual(['kept']);
  });

  it('replaces idle connections that the server has closed', async () => {
    const registry = await another(open, { pool: { maxSize: 3 } });
    const database = registry.get('default');
    const kills: string[] = [];
    await Promise.all([1, 2, 3].map(() => database.transaction(async (c) => kills.push(await killing(c)))));
    for (const kill of new Set(kills)) await open.database.autocommit.fetchAll(kill);
    await Promise.all([1, 2, 3].map((i) => database.transaction((c) => insert(c, `n${i}`))));
    expect(await namesIn(database.autocommit)).toEqual(['n1', 'n2', 'n3']);
  });

  it('runs the whole transaction again after a deadlock', async () => {
    const { database } = open;
    await insert(database.autocommit, 'a');
    await insert(database.autocommit, 'b');
    let waiting = 0;
    let runs = 0;
    let meet = () => {};
    const met = new Promise<void>((resolve) => {
      meet = resolve;
    });
    const add = (connection: Connection, name: string) =>
      connection.execute('UPDATE notes SET big = big + 1 WHERE name = :name', { name });
    const crossing = (first: string, second: string) =>
      database.transaction(async (connection) => {
        runs++;
        await add(connection, first);
        if (++waiting === 2) meet();
        await met;
        await add(connection, second);
      });
    await Promise.all([crossing('a', 'b'), crossing('b', 'a')]);
    expect(runs).toBeGreaterThan(2);
    expect(await database.autocommit.fetchValue('SELECT SUM(big) FROM notes')).toBe('4');
  });

  it('rolls back everything after a lock timeout, which leaves the transaction open on the server', async () => {
    const { database } = open;
    await insert(database.autocommit, 'a');
    const blocked = database.transaction(
      async (connection) => {
        await connection.execute('UPDATE notes SET big = 1');
        await database.transaction(
          async (second) => {
            const short = kind === 'postgres' ? `SET LOCAL lock_timeout = '200ms'` : 'SET innodb_lock_wait_timeout = 1';
            await second.execute(short);
            await insert(second, 'before the timeout');
            await second.execute('UPDATE notes SET big = 2').catch((error) => {
              expect(error).toBeInstanceOf(TransientDatabaseError);
            });
            await insert(second, 'after the timeout');
          },
          { retries: 0 },
        );
      },
      { retries: 0 },
    );
    await expect(blocked).rejects.toMatchObject({ code: 'TRANSACTION_ABORTED' });
    expect(await namesIn(database.autocommit)).toEqual(['a']);
  });

  it('gives up a statement that takes too long and uses the connection no more', async () => {
    const registry = await another(open, { statementTimeoutSeconds: 1, pool: { maxSize: 1 } });
    const { autocommit } = registry.get('default');
    const sleep = kind === 'postgres' ? 'SELECT pg_sleep(20)' : 'SELECT SLEEP(20) FROM information_schema.tables';
    await expect(autocommit.fetchAll(sleep)).rejects.toMatchObject({ code: 'STATEMENT_TIMEOUT' });
    await expect(autocommit.fetchValue('SELECT 1')).resolves.toBe(1);
  });

  it('says that a commit is unknown when its answer is lost', async () => {
    const { host, port } = open.config['default'] as ServerConfig;
    const proxy = await tcpProxy(host!, port!);
    onTestFinished(() => proxy.close());
    const registry = await another(open, { port: proxy.port, host: '127.0.0.1' });
    proxy.cutAnswerTo(/COMMIT\0?$/);
    const commit = registry.get('default').transaction((connection) => insert(connection, 'committed'));
    await expect(commit).rejects.toMatchObject({ code: 'COMMIT_UNKNOWN' });
    expect(await namesIn(open.database.autocommit)).toEqual(['committed']);
    proxy.cutAnswerTo(/INSERT/);
    await expect(insert(registry.get('default').autocommit, 'single')).rejects.toMatchObject({
      code: 'COMMIT_UNKNOWN',
    });
    expect(await namesIn(open.database.autocommit)).toEqual(['committed', 'single']);
  });

  it('notices a half-open connection by its own timeout', async () => {
    const { host, port } = open.config['default'] as ServerConfig;
    const proxy = await tcpProxy(host!, port!);
    onTestFinished(() => proxy.close());
    const registry = await another(open, { port: proxy.port, host: '127.0.0.1', statementTimeoutSeconds: 1 });
    proxy.freeze();
    await expect(registry.get('default').autocommit.execute('DELETE FROM notes')).rejects.toMatchObject({
      code: 'STATEMENT_TIMEOUT',
    });
  });

  it('names which databases are committed when a connection dies between two ordered commits, and puts it down', async () => {
    for (const name of open.registry.names) await new TransactionTable(open.registry.get(name)).create();
    let kill = '';
    protocol.reached = async () => void (await open.registry.get('business').autocommit.fetchAll(kill));
    onTestFinished(() => {
      delete protocol.reached;
    });
    const work = async () => {
      await insert(getConnection(), 'both');
      await insert(getConnection('business'), 'both');
      kill = await killing(getConnection('business'));
    };
    const failure = inTransaction(open.registry.names, work, { atomicity: 'best-effort' });
    await expect(failure).rejects.toMatchObject({
      name: 'PartialCommitError',
      committed: ['default'],
      message: expect.stringMatching(/"default" is committed.*"business"/s),
    });
    expect(await namesIn(open.database.autocommit)).toEqual(['both']);
    expect(await namesIn(open.registry.get('business').autocommit)).toEqual([]);
    const [decision] = await new TransactionTable(open.database).open(10);
    expect(decision).toMatchObject({ outcome: 'partial', reason: expect.stringContaining('"default" is committed') });
  });
});
