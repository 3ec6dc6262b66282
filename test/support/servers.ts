import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import mysql from 'mysql2/promise';
import type { DatabaseConfig } from '../../src/database/config.ts';
import { isAlive, runFolder, serverIn, temporaryFolder } from './run-folder.ts';
import type { ServerKind } from './server-binaries.ts';
import { runAsAdmin, startServer, TEST_PASSWORD, TEST_USER, type TestServer } from './server-process.ts';
import { waitFor } from './wait.ts';

export { startServer, type TestServer };

export type DatabaseKind = 'sqlite' | 'postgres' | 'mariadb' | 'mysql';

const mysqlUrl = process.env['JOBU_TEST_MYSQL_URL'];

/** Every database the suite runs on. `JOBU_TEST_MYSQL_URL` (`mysql://root@127.0.0.1:3307`) adds a MySQL server to them. */
export const DATABASE_KINDS: readonly DatabaseKind[] = mysqlUrl
  ? ['sqlite', 'postgres', 'mariadb', 'mysql']
  : ['sqlite', 'postgres', 'mariadb'];

/** The kinds that many processes and machines may share. */
export const SERVER_KINDS: readonly DatabaseKind[] = DATABASE_KINDS.filter((kind) => kind !== 'sqlite');

/** The kinds whose two-phase commit is XA. */
export const XA_KINDS: readonly DatabaseKind[] = SERVER_KINDS.filter((kind) => kind !== 'postgres');

/** A database of one test's own, empty. */
export interface FreshDatabase {
  readonly config: DatabaseConfig;
  /** Deletes it; connections that are still open are cut. */
  drop(): Promise<void>;
}

type ServerAddress = Pick<TestServer, 'kind' | 'host' | 'port' | 'directory'>;

function readAddress(file: string): ServerAddress | undefined {
  try {
    const address = JSON.parse(readFileSync(file, 'utf8')) as ServerAddress;
    return serverIn(address.directory) ? address : undefined;
  } catch {
    return undefined;
  }
}

/** The server all test files share, started by whichever process needs it first. */
export async function sharedServer(kind: ServerKind): Promise<ServerAddress> {
  const folder = process.env['JOBU_TEST_SERVERS'] || runFolder();
  mkdirSync(folder, { recursive: true, mode: 0o711 });
  const file = join(folder, `${kind}.json`);
  const lock = join(folder, `${kind}.lock`);
  return waitFor(
    async () => {
      const running = readAddress(file);
      if (running) return running;
      if (!takeLock(lock)) return undefined;
      try {
        const meanwhile = readAddress(file);
        if (meanwhile) return meanwhile;
        const directory = join(folder, kind);
        rmSync(directory, { recursive: true, force: true });
        try {
          const server = await startServer({ kind, directory });
          const address = { kind, host: server.host, port: server.port, directory };
          writeFileSync(`${file}.new`, JSON.stringify(address));
          renameSync(`${file}.new`, file);
          return address;
        } catch (error) {
          return { failure: error };
        }
      } finally {
        rmSync(lock, { recursive: true, force: true });
      }
    },
    { timeoutMs: 300_000, intervalMs: 50, what: `the shared ${kind} server` },
  ).then((result) => {
    if ('failure' in result) throw result.failure;
    return result;
  });
}

function takeLock(lock: string): boolean {
  try {
    mkdirSync(lock);
    writeFileSync(join(lock, 'pid'), String(process.pid));
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    const holder = existsSync(join(lock, 'pid')) ? Number(readFileSync(join(lock, 'pid'), 'utf8')) : 0;
    if (holder > 0 && !isAlive(holder)) rmSync(lock, { recursive: true, force: true });
    return false;
  }
}

/** Makes a new empty database: a temporary file for SQLite, else one on the shared server. */
export async function freshDatabase(kind: DatabaseKind): Promise<FreshDatabase> {
  if (kind === 'sqlite') {
    const folder = temporaryFolder('sqlite');
    return {
      config: { type: 'sqlite', path: join(folder, 'jobu.db') },
      drop: async () => rmSync(folder, { recursive: true, force: true }),
    };
  }
  if (kind === 'mysql') return freshMysql();
  return freshDatabaseOn(await sharedServer(kind));
}

/** Makes a new empty database on a given server, for instance on a private one that the test will kill. */
export async function freshDatabaseOn(server: Pick<TestServer, 'kind' | 'host' | 'port'>): Promise<FreshDatabase> {
  const database = `jobu_${randomBytes(6).toString('hex')}`;
  const { host, port } = server;
  const login = { host, port, database, user: TEST_USER, password: TEST_PASSWORD };
  if (server.kind === 'postgres') {
    await runAsAdmin(server, `CREATE DATABASE ${database} TEMPLATE template0`);
    return {
      config: { type: 'postgres', ...login },
      drop: async () => void (await runAsAdmin(server, `DROP DATABASE IF EXISTS ${database} WITH (FORCE)`)),
    };
  }
  await runAsAdmin(server, `CREATE DATABASE ${database} CHARACTER SET utf8mb4`);
  return {
    config: { type: 'mysql', ...login },
    drop: () => dropOnMysql(database, (sql) => runAsAdmin(server, sql)),
  };
}

async function freshMysql(): Promise<FreshDatabase> {
  if (!mysqlUrl) throw new Error('JOBU_TEST_MYSQL_URL is not set');
  const database = `jobu_${randomBytes(6).toString('hex')}`;
  const run = async (sql: string) => {
    const connection = await mysql.createConnection(mysqlUrl);
    try {
      return (await connection.query(sql))[0] as Record<string, unknown>[];
    } finally {
      connection.destroy();
    }
  };
  await run(`CREATE DATABASE ${database} CHARACTER SET utf8mb4`);
  const { hostname, port, username, password } = new URL(mysqlUrl);
  const login = { user: decodeURIComponent(username), password: decodeURIComponent(password) };
  return {
    config: { type: 'mysql', host: hostname, port: Number(port || 3306), database, ...login },
    drop: () => dropOnMysql(database, run),
  };
}

/** A DROP waits for every transaction that is open on the database, so their connections are cut first. */
async function dropOnMysql(database: string, run: (sql: string) => Promise<Record<string, unknown>[]>): Promise<void> {
  const rows = await run(`SELECT id AS id FROM information_schema.processlist WHERE db = '${database}'`);
  for (const { id } of rows) await run(`KILL ${Number(id)}`).catch(() => {});
  await run(`DROP DATABASE IF EXISTS ${database}`);
}
