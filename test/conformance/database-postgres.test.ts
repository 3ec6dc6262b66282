import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import type { ServerConfig } from '../../src/database/config.ts';
import { DatabaseRegistry } from '../../src/database/registry.ts';
import { Statement } from '../../src/database/statement.ts';
import { createNotes, namesIn, type OpenDatabases, openDatabases } from '../support/open-databases.ts';
import { waitFor } from '../support/wait.ts';

describe('PostgreSQL', () => {
  let open: OpenDatabases;
  beforeAll(async () => {
    open = await openDatabases('postgres');
    await createNotes(open.database);
  });
  afterAll(() => open.close());

  async function another(changes: Partial<ServerConfig>) {
    const config = { ...(open.config['default'] as ServerConfig), ...changes };
    const registry = await DatabaseRegistry.initFromConfig({ default: config });
    onTestFinished(() => registry.closeAll());
    return registry.get('default');
  }

  it('passes notifications on, and says so after its listening connection was lost', async () => {
    const { database } = open;
    const heard: string[] = [];
    const stop = await database.listen!('jobu_test', (payload) => heard.push(payload));
    await database.notify!('jobu_test', `it's "quoted"`);
    await waitFor(() => heard.length === 1);
    await database.autocommit.fetchAll(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'LISTEN%' AND datname = current_database()`,
    );
    await waitFor(() => heard.length === 2);
    await database.notify!('jobu_test', 'again');
    await waitFor(() => heard.length === 3);
    expect(heard).toEqual([`it's "quoted"`, '', 'again']);
    await stop();
    await database.notify!('jobu_test', 'nobody hears');
    await database.autocommit.fetchAll('SELECT 1');
    expect(heard).toHaveLength(3);
  });

  it('without prepared statements leaves nothing behind in a connection that others share', async () => {
    const database = await another({ options: { preparedStatements: false }, pool: { maxSize: 1 } });
    await database.transaction((c) => c.execute('INSERT INTO notes (name) VALUES (:name)', { name: 'pooled' }));
    expect(await namesIn(database.autocommit)).toEqual(['pooled']);
    expect(await database.autocommit.fetchAll('SELECT name FROM pg_prepared_statements')).toEqual([]);
    expect(await database.autocommit.fetchValue(`SELECT current_setting('lock_timeout')`)).toBe('0');
    expect(database.listen).toBeUndefined();
  });

  it('reads instants of any session zone as UTC', async () => {
    await open.database.transaction(async (connection) => {
      await connection.execute(`SET LOCAL TIME ZONE 'Asia/Kolkata'`);
      const at = await connection.fetchValue(`SELECT CAST('2026-11-22 10:00:00.5Z' AS timestamptz)`);
      expect(at).toBe('2026-11-22T10:00:00.500Z');
    });
  });

  it('uses a connection whose session was changed for nobody else', async () => {
    const database = await another({ pool: { maxSize: 1 } });
    await database.autocommit.execute(`SET TIME ZONE 'Asia/Seoul'`);
    expect(await database.autocommit.fetchValue(`SELECT current_setting('TimeZone')`)).toBe('UTC');
    await database.autocommit.execute('BEGIN');
    expect(await database.autocommit.fetchValue('SELECT 1')).toBe(1);
  });

  it('sees a changed table through statements that were prepared before', async () => {
    const { autocommit } = open.database;
    await autocommit.execute('CREATE TABLE grows (a integer)');
    await autocommit.execute('INSERT INTO grows VALUES (1)');
    const place = { name: 'read_grows', operator: '' as const, file: 'test.sql', line: 1 };
    const statement = new Statement({ ...place, sources: { any: 'SELECT * FROM grows' } });
    const read = () => autocommit.fetchAll(statement);
    expect(await read()).toEqual([{ a: 1 }]);
    await autocommit.execute('ALTER TABLE grows ADD COLUMN b integer');
    expect(await read()).toEqual([{ a: 1, b: null }]);
  });

  it('names the database and no secret when it cannot be reached', async () => {
    const { host, port } = open.config['default'] as ServerConfig;
    const url = `postgres://jobu:very-secret@${host}:${port}/no_such_database`;
    await expect(DatabaseRegistry.initFromConfig({ shop: { type: 'postgres', url } })).rejects.toMatchObject({
      code: 'CONNECTION_FAILED',
      message: expect.not.stringContaining('very-secret'),
    });
  });
});
