import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Connection } from '../../src/database/connection.ts';
import { DuplicateKeyError, ReadOnlyTransactionError } from '../../src/database/errors.ts';
import {
  getConnection,
  inTransaction,
  transactional,
  transactionalReadonly,
} from '../../src/database/transactional.ts';
import { createNotes, namesIn, type OpenDatabases, openDatabases } from '../support/open-databases.ts';
import { DATABASE_KINDS } from '../support/servers.ts';

const insert = (connection: Connection, name: string) =>
  connection.execute('INSERT INTO notes (name) VALUES (:name)', { name });

describe.each(DATABASE_KINDS)('transactions on %s', (kind) => {
  let open: OpenDatabases;
  beforeAll(async () => {
    open = await openDatabases(kind, ['default', 'business']);
    await createNotes(open.database);
    await createNotes(open.registry.get('business'));
  });
  beforeEach(async () => {
    for (const name of open.registry.names) await open.registry.get(name).autocommit.execute('DELETE FROM notes');
  });
  afterAll(() => open.close());

  const names = (database = 'default') => namesIn(open.registry.get(database).autocommit);

  it('commits what a wrapped function wrote and answers its result', async () => {
    const save = transactional(async (name: string) => {
      await insert(getConnection(), name);
      return name.length;
    });
    expect(await save('abc')).toBe(3);
    expect(await names()).toEqual(['abc']);
  });

  it('rolls back all of it when the function throws, and passes its error on', async () => {
    const fail = transactional('default', 'business', { atomicity: 'best-effort' })(async () => {
      await insert(getConnection(), 'a');
      await insert(getConnection('business'), 'b');
      throw new RangeError('no');
    });
    await expect(fail()).rejects.toBeInstanceOf(RangeError);
    expect([await names(), await names('business')]).toEqual([[], []]);
  });

  it('is not seen by others before it commits', async () => {
    await inTransaction('default', async () => {
      await insert(getConnection(), 'a');
      expect(await names()).toEqual([]);
    });
    expect(await names()).toEqual(['a']);
  });

  it('joins nested calls into one transaction', async () => {
    const inner = transactional(async () => insert(getConnection(), 'inner'));
    const outer = transactional(async () => {
      await inner();
      throw new Error('outer failed');
    });
    await expect(outer()).rejects.toThrow('outer failed');
    expect(await names()).toEqual([]);
  });

  it('does not commit half of the work when a nested failure is swallowed', async () => {
    const inner = transactional(async () => {
      await insert(getConnection(), 'inner');
      throw new Error('inner failed');
    });
    const outer = transactional(async () => {
      await insert(getConnection(), 'outer');
      await inner().catch(() => {});
    });
    await expect(outer()).rejects.toMatchObject({
      code: 'TRANSACTION_ABORTED',
      message: expect.stringContaining('inner failed'),
    });
    expect(await names()).toEqual([]);
  });

  it('undoes a savepoint that fails and goes on', async () => {
    await inTransaction('default', async () => {
      const connection = getConnection();
      await insert(connection, 'a');
      const failure = connection.savepoint(async () => {
        await insert(connection, 'b');
        await connection.savepoint(async () => insert(connection, 'c'));
        await insert(connection, 'a');
      });
      await expect(failure).rejects.toBeInstanceOf(DuplicateKeyError);
      await connection
        .savepoint(() =>
          inTransaction('default', async () => {
            throw new Error('inner');
          }),
        )
        .catch(() => {});
      await insert(connection, 'd');
    });
    expect(await names()).toEqual(['a', 'd']);
  });

  it('refuses a savepoint outside a transaction', async () => {
    await expect(getConnection().savepoint(async () => 1)).rejects.toMatchObject({
      code: 'SAVEPOINT_OUTSIDE_TRANSACTION',
    });
  });

  it('tells a duplicate key from other errors and names the statement', async () => {
    await insert(getConnection(), 'a');
    await expect(insert(getConnection(), 'a')).rejects.toMatchObject({
      name: 'DuplicateKeyError',
      code: 'DUPLICATE_KEY',
      message: expect.stringContaining('INSERT INTO notes'),
    });
    await expect(getConnection().fetchAll('SELECT * FROM nowhere')).rejects.toMatchObject({
      code: 'STATEMENT_FAILED',
      message: expect.stringContaining('nowhere'),
    });
  });

  it('refuses every write in a read-only transaction', async () => {
    await insert(getConnection(), 'a');
    const { database } = open;
    for (const write of [
      (c: Connection) => insert(c, 'b'),
      (c: Connection) => c.execute('UPDATE notes SET big = 1'),
      (c: Connection) => c.executeMany('INSERT INTO notes (name) VALUES (:name)', [{ name: 'c' }]),
    ]) {
      await expect(database.transaction(write, { readOnly: true })).rejects.toBeInstanceOf(ReadOnlyTransactionError);
      await expect(transactionalReadonly(() => write(getConnection()))()).rejects.toBeInstanceOf(
        ReadOnlyTransactionError,
      );
      const joined = transactional(() => inTransaction('default', () => write(getConnection()), { readOnly: true }));
      await expect(joined()).rejects.toBeInstanceOf(ReadOnlyTransactionError);
    }
    expect(await database.transaction((c) => namesIn(c), { readOnly: true })).toEqual(['a']);
    await insert(getConnection(), 'the connection writes again');
  });

  it('refuses a writing transaction inside a read-only one at once', async () => {
    const outer = transactionalReadonly(() => inTransaction('default', async () => 'ran'));
    await expect(outer()).rejects.toBeInstanceOf(ReadOnlyTransactionError);
  });

  it('refuses a database that the open transaction does not cover and names the way out', async () => {
    await inTransaction('business', async () => {
      expect(() => getConnection('default')).toThrow(/"business".*does not cover "default".*autocommit/s);
      await expect(inTransaction('default', async () => 1)).rejects.toMatchObject({
        code: 'DATABASE_NOT_IN_TRANSACTION',
      });
      await insert(getConnection('default', { autocommit: true }), 'apart');
    }).catch((error) => expect(error).toMatchObject({ code: 'TRANSACTION_ABORTED' }));
    expect(await names()).toEqual(['apart']);
  });

  it('refuses statements after the transaction has ended', async () => {
    const kept = await inTransaction('default', async () => getConnection());
    await expect(insert(kept, 'late')).rejects.toMatchObject({ code: 'TRANSACTION_FINISHED' });
    let later: Promise<unknown> | undefined;
    let go = () => {};
    const gate = new Promise<void>((resolve) => {
      go = resolve;
    });
    await inTransaction('default', async () => {
      later = gate.then(() => insert(getConnection(), 'later'));
    });
    go();
    await expect(later).rejects.toMatchObject({ code: 'TRANSACTION_FINISHED' });
    expect(await names()).toEqual([]);
  });

  it('does not commit after a failed statement was caught, where the database has given the transaction up', async () => {
    await insert(getConnection(), 'a');
    const swallow = inTransaction('default', async () => {
      await insert(getConnection(), 'b');
      await insert(getConnection(), 'a').catch(() => {});
    });
    if (kind === 'postgres') await expect(swallow).rejects.toMatchObject({ code: 'TRANSACTION_ABORTED' });
    else await swallow;
    expect(await names()).toEqual(kind === 'postgres' ? ['a'] : ['a', 'b']);
  });

  it('reports the first error when later statements of a failed transaction are tried', async () => {
    await insert(getConnection(), 'a');
    const goOn = inTransaction('default', async () => {
      await insert(getConnection(), 'a').catch(() => {});
      await insert(getConnection(), 'c');
    });
    if (kind === 'postgres') await expect(goOn).rejects.toThrow(/can only be rolled back.*already exists/s);
    else await goOn;
  });

  it('keeps transactions that run at the same time apart', async () => {
    const save = transactional(async (name: string, fails: boolean) => {
      await insert(getConnection(), name);
      await new Promise((resolve) => setImmediate(resolve));
      await insert(getConnection(), `${name} again`);
      if (fails) throw new Error(name);
    });
    const results = await Promise.allSettled([0, 1, 2, 3, 4, 5, 6, 7].map((i) => save(`n${i}`, i % 2 === 0)));
    expect(results.map(({ status }) => status).filter((status) => status === 'rejected')).toHaveLength(4);
    expect(await names()).toEqual(['n1', 'n1 again', 'n3', 'n3 again', 'n5', 'n5 again', 'n7', 'n7 again']);
  });

  it('inserts 10,000 rows in one call, all or none', async () => {
    const sql = 'INSERT INTO notes (name, big, flag, made_at) VALUES (:name, :big, TRUE, :at)';
    const rows = Array.from({ length: 10_000 }, (_, i) => ({ name: `row ${i}`, big: i, at: new Date(i) }));
    expect(await getConnection().executeMany(sql, rows)).toBe(10_000);
    expect(await getConnection().fetchValue('SELECT COUNT(*) FROM notes')).toBe(10_000);
    const more = [...rows.map((row) => ({ ...row, name: `${row.name}b` })), rows[0]!];
    await expect(getConnection().executeMany(sql, more)).rejects.toBeInstanceOf(DuplicateKeyError);
    expect(await getConnection().fetchValue('SELECT COUNT(*) FROM notes')).toBe(10_000);
    expect(await getConnection().executeMany('UPDATE notes SET big = -1 WHERE name = :name', rows.slice(0, 5))).toBe(5);
    expect(await getConnection().executeMany(sql, [])).toBe(0);
  });
});
