import { existsSync } from 'node:fs';
import { describe, expect, onTestFinished, test } from 'vitest';
import { isAlive } from '../support/run-folder.ts';
import type { ServerKind } from '../support/server-binaries.ts';
import { runAsAdmin } from '../support/server-process.ts';
import { DATABASE_KINDS, freshDatabase, freshDatabaseOn, sharedServer, startServer } from '../support/servers.ts';

const KINDS: ServerKind[] = ['postgres', 'mariadb'];

describe.each(KINDS)('a private %s server', (kind) => {
  test('keeps its port and what was committed over a kill and a restart, and leaves nothing behind', async () => {
    const server = await startServer({ kind, durable: true });
    onTestFinished(() => server.remove());
    const fresh = await freshDatabaseOn(server);
    const { database } = fresh.config as { database: string };
    const port = server.port;
    const before = server.pid!;

    await server.kill();
    expect(isAlive(before)).toBe(false);
    await expect(runAsAdmin(server, 'SELECT 1')).rejects.toThrow();

    await server.start();
    expect(server.port).toBe(port);
    const catalogue = kind === 'postgres' ? 'SELECT datname AS name FROM pg_database' : 'SHOW DATABASES';
    const names = (await runAsAdmin(server, catalogue)).map((row) => Object.values(row)[0]);
    expect(names).toContain(database);

    await server.stop();
    await server.start();
    await fresh.drop();
    expect((await runAsAdmin(server, catalogue)).map((row) => Object.values(row)[0])).not.toContain(database);

    const last = server.pid!;
    await server.remove();
    expect(isAlive(last)).toBe(false);
    expect(existsSync(server.directory)).toBe(false);
  });

  test('is shared when several ask for the common one at the same time', async () => {
    const addresses = await Promise.all([sharedServer(kind), sharedServer(kind), sharedServer(kind)]);
    expect(new Set(addresses.map((address) => address.port)).size).toBe(1);
  });
});

test.each(DATABASE_KINDS)('every fresh database on %s is another one', async (kind) => {
  const databases = await Promise.all([freshDatabase(kind), freshDatabase(kind)]);
  onTestFinished(async () => {
    for (const each of databases) await each.drop();
  });
  const [one, other] = databases.map(({ config }) => (config.type === 'sqlite' ? config.path : config.database));
  expect(one).not.toBe(other);
});
