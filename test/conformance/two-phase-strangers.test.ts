import mysql from 'mysql2/promise';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ServerConfig } from '../../src/database/config.ts';
import { getConnection, inTransaction, transactionalReadonly } from '../../src/database/transactional.ts';
import { listTransactions, resolveTransaction, showTransaction } from '../../src/database/two-phase/in-doubt.ts';
import { XA_KINDS } from '../support/servers.ts';
import { type Bank, openBank, recoveryOf } from '../support/transfers.ts';

const loginOf = (bank: Bank, name: string) => {
  const { host, port, user, password, database } = bank.config[name] as ServerConfig;
  return { host, port, user, password, database };
};
const hex = (text: string) => `X'${Buffer.from(text).toString('hex')}'`;
/** As another installation of jobu on the same server would name its part. */
const OTHERS = 'jobu.0123456789ab.00mabcdef0123456789abcdef-0';
const gidOfOthers = OTHERS.slice(0, -2);

/** Recovers as often as it takes to believe that nothing more would happen. */
async function recoverWell(bank: Bank) {
  const recovery = recoveryOf(bank.registry);
  for (let pass = 0; pass < 3; pass++) {
    const { committed, rolledBack, problems } = await recovery.pass();
    expect({ committed, rolledBack, problems }).toEqual({ committed: [], rolledBack: [], problems: [] });
  }
}

async function refusesToResolve(bank: Bank, gid: string, code: string) {
  const resolution = { decision: 'rollback', reason: 'not mine', by: 'test' } as const;
  const now = new Date(Date.now() + 3_600_000);
  await expect(resolveTransaction(bank.registry.distinct, gid, resolution, now)).rejects.toMatchObject({ code });
}

describe('what others have prepared on PostgreSQL', () => {
  let bank: Bank;
  beforeAll(async () => {
    bank = await openBank({ default: 'postgres' });
  });
  afterAll(() => bank?.drop());

  it.each([
    ['another program', 'somebody-else', 'TRANSACTION_UNKNOWN'],
    ['a program with a similar name', 'jobu-17', 'TRANSACTION_UNKNOWN'],
    ['another installation of jobu', OTHERS, 'TRANSACTION_STORE_UNKNOWN'],
  ])('is left alone: by %s', async (_, name, code) => {
    const client = new pg.Client(loginOf(bank, 'default'));
    await client.connect();
    try {
      await client.query('BEGIN');
      await client.query('INSERT INTO transfers VALUES (1)');
      await client.query(`PREPARE TRANSACTION '${name}'`);
      await recoverWell(bank);
      await refusesToResolve(bank, name === OTHERS ? gidOfOthers : name, code);
      const { rows } = await client.query('SELECT gid FROM pg_prepared_xacts WHERE database = current_database()');
      expect(rows).toEqual([{ gid: name }]);
      const { items } = await listTransactions(bank.registry.distinct, new Date());
      expect(items.map(({ gid, state }) => [gid, state])).toEqual(name === OTHERS ? [[gidOfOthers, 'unknown']] : []);
    } finally {
      await client.query(`ROLLBACK PREPARED '${name}'`);
      await client.end();
    }
  });
});

describe.each(XA_KINDS)('what others have prepared on %s', (kind) => {
  let bank: Bank;
  beforeAll(async () => {
    bank = await openBank({ default: kind });
  });
  afterAll(() => bank?.drop());

  it.each([
    ['another program', 'somebody-else', `${hex('somebody-else')},${hex('1')},1`],
    ['another program that uses the number of jobu', 'somebody', `${hex('somebody')},${hex('1')},1246707285`],
    ['another database of the server', OTHERS, `${hex(OTHERS)},${hex('0123456789ab.7')},1246707285`],
  ])('is left alone: by %s', async (_, name, xid) => {
    const login = loginOf(bank, 'default');
    const other = await mysql.createConnection(login);
    for (const sql of [`XA START ${xid}`, 'INSERT INTO transfers VALUES (1)', `XA END ${xid}`, `XA PREPARE ${xid}`])
      await other.query(sql);
    await other.end();
    const watcher = await mysql.createConnection(login);
    try {
      await recoverWell(bank);
      await refusesToResolve(bank, name === OTHERS ? gidOfOthers : name, 'TRANSACTION_UNKNOWN');
      const [rows] = await watcher.query<mysql.RowDataPacket[]>('XA RECOVER');
      expect(rows.map((row) => String(row['data'])).filter((data) => data.startsWith(name))).toHaveLength(1);
      expect((await listTransactions(bank.registry.distinct, new Date())).items).toEqual([]);
    } finally {
      await watcher.query(`XA ROLLBACK ${xid}`);
      await watcher.end();
    }
  });
});

describe('a transaction over several databases refuses what cannot be', () => {
  let bank: Bank;
  beforeAll(async () => {
    bank = await openBank({ default: 'postgres', business: 'mariadb', file: 'sqlite', other: 'sqlite' });
  });
  afterAll(() => bank?.drop());

  const never = () => {
    throw new Error('it ran');
  };

  it.each([
    [['default', 'busines'], 'DATABASE_UNKNOWN', /"busines".*Did you mean "business"/s],
    [['default', 'file', 'other'], 'TWO_PHASE_UNAVAILABLE', /"file".*"other".*one SQLite file for both.*best-effort/s],
  ])('%s', async (names, code, message) => {
    await expect(inTransaction(names, never)).rejects.toMatchObject({
      code,
      message: expect.stringMatching(message),
    });
  });

  it('a database that the process has not opened, with the reason', async () => {
    const { DatabaseRegistry } = await import('../../src/database/registry.ts');
    const some = await DatabaseRegistry.initFromConfig(bank.config, ['default', 'business']);
    try {
      await expect(inTransaction(['default', 'file'], never)).rejects.toMatchObject({
        code: 'DATABASE_UNKNOWN',
        message: expect.stringContaining('was not told to open it'),
      });
    } finally {
      await some.closeAll();
    }
  });

  it('writing inside reading, in whichever order and database, and leaves nothing', async () => {
    const write = (name: string) => getConnection(name).execute('INSERT INTO transfers (id) VALUES (99)');
    const both = ['default', 'business'] as const;
    const code = 'READ_ONLY_TRANSACTION';
    await expect(transactionalReadonly(...both)(() => inTransaction(both, never))()).rejects.toMatchObject({ code });
    await expect(transactionalReadonly(...both)(() => write('business'))()).rejects.toMatchObject({ code });
    const mixed = inTransaction(both, async () => {
      await write('default');
      await transactionalReadonly('business')(() => write('business'))();
    });
    await expect(mixed).rejects.toMatchObject({ code });
    for (const name of both)
      expect(await getConnection(name).fetchValue('SELECT COUNT(*) FROM transfers WHERE id = 99')).toBe(0);
  });

  it('a database beside those it names, and an id that jobu never made', async () => {
    await expect(inTransaction(['default', 'business'], () => getConnection('file'))).rejects.toMatchObject({
      code: 'DATABASE_NOT_IN_TRANSACTION',
    });
    for (const gid of ['', 'jobu.', "jobu.x'; --", `${'jobu.'.repeat(100)}`])
      await expect(showTransaction(bank.registry.distinct, gid, new Date())).rejects.toMatchObject({
        code: 'TRANSACTION_UNKNOWN',
      });
  });
});
