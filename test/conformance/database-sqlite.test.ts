import { mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { DatabasesConfig } from '../../src/database/config.ts';
import type { Connection } from '../../src/database/connection.ts';
import { NestedWriteError } from '../../src/database/errors.ts';
import { DatabaseRegistry } from '../../src/database/registry.ts';
import { getConnection, inTransaction, outsideTransactions } from '../../src/database/transactional.ts';
import { createNotes, namesIn } from '../support/open-databases.ts';
import { temporaryFolder } from '../support/run-folder.ts';

const insert = (connection: Connection, name: string) =>
  connection.execute('INSERT INTO notes (name) VALUES (:name)', { name });

async function opened(config: DatabasesConfig): Promise<DatabaseRegistry> {
  const registry = await DatabaseRegistry.initFromConfig(config);
  onTestFinished(() => registry.closeAll());
  return registry;
}

const file = (path: string) => ({ type: 'sqlite' as const, path });

describe.each(['file', 'memory'])('the one writer of an SQLite database (%s)', (place) => {
  async function one(): Promise<DatabaseRegistry> {
    const path = place === 'memory' ? ':memory:' : join(temporaryFolder('sqlite'), 'one.db');
    const registry = await opened({ default: file(path) });
    await createNotes(registry.get('default'));
    return registry;
  }

  it('is not asked for again inside its own transaction: that fails at once', async () => {
    const database = (await one()).get('default');
    const started = performance.now();
    await inTransaction('default', async () => {
      await insert(getConnection(), 'outer');
      await expect(database.transaction((c) => insert(c, 'inner'))).rejects.toBeInstanceOf(NestedWriteError);
      await expect(insert(database.autocommit, 'inner')).rejects.toBeInstanceOf(NestedWriteError);
      const apart = getConnection('default', { autocommit: true });
      await expect(insert(apart, 'inner')).rejects.toBeInstanceOf(NestedWriteError);
      expect(await apart.fetchValue('SELECT COUNT(*) FROM notes')).toBe(place === 'memory' ? 1 : 0);
    });
    await expect(
      database.transaction(() => inTransaction('default', () => insert(getConnection(), 'inner'))),
    ).rejects.toBeInstanceOf(NestedWriteError);
    expect(performance.now() - started).toBeLessThan(2_000);
    expect(await namesIn(database.autocommit)).toEqual(['outer']);
  });

  it('waits for work in the background that was started inside but stands outside', async () => {
    const database = (await one()).get('default');
    let log: Promise<unknown> | undefined;
    await inTransaction('default', async () => {
      log = outsideTransactions(() => database.transaction((c) => insert(c, 'log')));
      await insert(getConnection(), 'work');
    });
    await log;
    expect(await namesIn(database.autocommit)).toEqual(['log', 'work']);
  });

  it('lets timers have their turn while transactions follow one another without a pause', async () => {
    const database = (await one()).get('default');
    let ticks = 0;
    const timer = setInterval(() => ticks++, 1);
    const until = performance.now() + 200;
    while (performance.now() < until) await database.transaction((c) => c.fetchAll('SELECT 1'));
    while (performance.now() < until + 200) await database.autocommit.fetchAll('SELECT 1');
    clearInterval(timer);
    expect(ticks).toBeGreaterThan(5);
  });
});

describe('an SQLite file', () => {
  it('is one participant under all its names, also through links and before it exists', async () => {
    const folder = temporaryFolder('sqlite');
    mkdirSync(join(folder, 'real'));
    symlinkSync(join(folder, 'real'), join(folder, 'link'));
    const registry = await opened({
      default: file(join(folder, 'real', 'one.db')),
      business: file(join(folder, 'link', 'sub', '..', 'one.db')),
      other: file(join(folder, 'real', 'two.db')),
    });
    expect(registry.get('default').driver).toBe(registry.get('business').driver);
    expect(registry.get('default').driver).not.toBe(registry.get('other').driver);
    await createNotes(registry.get('default'));
    const both = inTransaction(['default', 'business'], async () => {
      await insert(getConnection('business'), 'one');
      expect(getConnection('business').database).toBe('business');
      expect(await namesIn(getConnection('default'))).toEqual(['one']);
      throw new Error('undo');
    });
    await expect(both).rejects.toThrow('undo');
    expect(await namesIn(registry.get('business').autocommit)).toEqual([]);
  });

  it('does not stop the event loop while another process holds its lock', async () => {
    const path = join(temporaryFolder('sqlite'), 'held.db');
    const [holder, waiter] = [await opened({ default: file(path) }), await opened({ default: file(path) })];
    await createNotes(holder.get('default'));
    let turns = 0;
    let waiting: Promise<unknown> | undefined;
    // Waiting inside the driver would let no timer run, and the holder would never come to its end.
    await holder.get('default').transaction(async (connection) => {
      await insert(connection, 'first');
      waiting = outsideTransactions(() => waiter.get('default').transaction((c) => insert(c, 'second')));
      while (turns < 20) await new Promise((resolve) => setTimeout(resolve, 5)).then(() => turns++);
      expect(await namesIn(waiter.get('default').autocommit)).toEqual([]);
    });
    await waiting;
    expect(await namesIn(holder.get('default').autocommit)).toEqual(['first', 'second']);
  });

  it('is written by two processes in turn', async () => {
    const path = join(temporaryFolder('sqlite'), 'shared.db');
    // Two registries have two writers that know nothing of each other, as two processes have.
    const writers = [await opened({ default: file(path) }), await opened({ default: file(path) })];
    await createNotes(writers[0]!.get('default'));
    const write = async (registry: DatabaseRegistry, who: number) => {
      for (let i = 0; i < 40; i++) {
        await registry.get('default').transaction(async (connection) => {
          await insert(connection, `${who} ${i}`);
          await new Promise((resolve) => setTimeout(resolve, 5));
          await insert(connection, `${who} ${i} again`);
        });
      }
    };
    await Promise.all(writers.map(write));
    expect(await writers[0]!.get('default').autocommit.fetchValue('SELECT COUNT(*) FROM notes')).toBe(160);
  });

  it('that cannot be opened is a clear error, and one that came back is used again', async () => {
    const folder = temporaryFolder('sqlite');
    const path = join(folder, 'data', 'one.db');
    mkdirSync(path, { recursive: true });
    await expect(DatabaseRegistry.initFromConfig({ default: file(path) })).rejects.toMatchObject({
      code: 'DATABASE_FILE_FAILED',
    });
    rmSync(path, { recursive: true });
    const registry = await opened({ default: file(path) });
    await createNotes(registry.get('default'));
    await insert(registry.get('default').autocommit, 'a');
    expect(await namesIn(registry.get('default').autocommit)).toEqual(['a']);
  });

  it('reports a full disk, keeps nothing of the transaction, and goes on when there is space', async () => {
    const database = (await opened({ default: file(join(temporaryFolder('sqlite'), 'full.db')) })).get('default');
    await createNotes(database);
    const fill = database.transaction(async (connection) => {
      await connection.fetchAll('PRAGMA max_page_count = 20');
      for (let i = 0; i < 100; i++) {
        await connection.execute('INSERT INTO notes (name, body) VALUES (:name, :body)', {
          name: `${i}`,
          body: 'x'.repeat(4000),
        });
      }
    });
    await expect(fill).rejects.toMatchObject({ code: 'DATABASE_FULL' });
    expect(await namesIn(database.autocommit)).toEqual([]);
    await database.transaction((connection) => connection.fetchAll('PRAGMA max_page_count = 1000000'));
    await insert(database.autocommit, 'after');
    expect(await namesIn(database.autocommit)).toEqual(['after']);
  });

  it('refuses two files in one transaction unless ordered commits will do, and says so', async () => {
    const folder = temporaryFolder('sqlite');
    const registry = await opened({ a: file(join(folder, 'a.db')), b: file(join(folder, 'b.db')) });
    let ran = false;
    const refused = inTransaction(registry.names, () => {
      ran = true;
    });
    await expect(refused).rejects.toMatchObject({
      code: 'TWO_PHASE_UNAVAILABLE',
      message: expect.stringMatching(/"a".*SQLite.*"b".*one SQLite file.*best-effort/s),
    });
    expect(ran).toBe(false);
  });

  it('with ordered commits, commits over two files in the order named and names what is committed when the second fails', async () => {
    const folder = temporaryFolder('sqlite');
    const registry = await opened({ a: file(join(folder, 'a.db')), b: file(join(folder, 'b.db')) });
    for (const name of ['a', 'b']) await createNotes(registry.get(name));
    await registry
      .get('b')
      .autocommit.execute('CREATE TABLE pages (note INTEGER REFERENCES notes (id) DEFERRABLE INITIALLY DEFERRED)');
    const work = async () => {
      await insert(getConnection('a'), 'a');
      await getConnection('b').execute('INSERT INTO pages VALUES (99)');
    };
    await expect(inTransaction(['a', 'b'], work, { atomicity: 'best-effort' })).rejects.toMatchObject({
      name: 'PartialCommitError',
      committed: ['a'],
      rolledBack: ['b'],
      unknown: [],
    });
    expect(await namesIn(registry.get('a').autocommit)).toEqual(['a']);
    await registry.get('a').autocommit.execute('DELETE FROM notes');
    await expect(inTransaction(['b', 'a'], work, { atomicity: 'best-effort' })).rejects.toMatchObject({
      code: 'STATEMENT_FAILED',
    });
    expect(await namesIn(registry.get('a').autocommit)).toEqual([]);
  });
});
