import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { chmodSync, chownSync, closeSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import mysql from 'mysql2/promise';
import pg from 'pg';
import { isAlive, killTree, PID_FILE, temporaryFolder } from './run-folder.ts';
import { type ServerKind, serverBinaries } from './server-binaries.ts';
import { waitFor } from './wait.ts';

export const TEST_USER = 'jobu';
export const TEST_PASSWORD = 'jobu-secret';

/** How a private server is made. */
export interface ServerOptions {
  kind: ServerKind;
  /** True: every commit reaches the disk, as in production. False (default): fast, and data may be lost by a kill. */
  durable?: boolean;
  /** Folder for its data; a temporary one when left out. */
  directory?: string;
  /** Further command line arguments of the server. */
  args?: string[];
}

/** A database server of the tests' own, on 127.0.0.1. */
export interface TestServer {
  readonly kind: ServerKind;
  readonly host: string;
  readonly port: number;
  readonly pid: number | undefined;
  readonly directory: string;
  /** Starts it on the same port and data; returns when it answers. */
  start(): Promise<void>;
  /** Shuts it down in order; open connections are cut. */
  stop(): Promise<void>;
  /** kill -9 of the server and all its children, as a power cut would. */
  kill(): Promise<void>;
  /** Stops it and deletes its data. */
  remove(): Promise<void>;
}

/** A port nobody listens on, below the range from which clients get theirs: a reconnecting client cannot take it meanwhile. */
export async function freePort(): Promise<number> {
  for (let tries = 0; tries < 100; tries++) {
    const port = 15_000 + Math.floor(Math.random() * 17_000);
    const free = await new Promise<boolean>((resolve) => {
      const probe = createServer()
        .once('error', () => resolve(false))
        .listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
    });
    if (free) return port;
  }
  throw new Error('no free port between 15000 and 32000');
}

/** The account a server runs under: PostgreSQL refuses root. Undefined: the current one. */
function account(kind: ServerKind): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0 || kind !== 'postgres') return undefined;
  const user = ['postgres', 'nobody'].find((name) => spawnSync('id', ['-u', name]).status === 0);
  if (!user) throw new Error('PostgreSQL refuses to run as root and there is neither a user postgres nor nobody');
  const id = (flag: string) => Number(execFileSync('id', [flag, user], { encoding: 'utf8' }));
  return { uid: id('-u'), gid: id('-g') };
}

function command(kind: ServerKind, directory: string, port: number, durable: boolean): string[] {
  const programs = serverBinaries(kind);
  const data = join(directory, 'data');
  if (kind === 'postgres') {
    const settings = {
      port,
      listen_addresses: '127.0.0.1',
      unix_socket_directories: '',
      max_connections: 300,
      max_prepared_transactions: 20,
      shared_buffers: '64MB',
      ...(durable ? {} : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }),
    };
    const flags = Object.entries(settings).flatMap(([key, value]) => ['-c', `${key}=${value}`]);
    return [programs['postgres']!, '-D', data, ...flags];
  }
  return [
    programs['mariadbd']!,
    '--no-defaults',
    ...(process.getuid?.() === 0 ? ['--user=root'] : []),
    `--datadir=${data}`,
    // A server that starts deletes what others keep in the folder for temporary tables.
    `--tmpdir=${directory}`,
    `--port=${port}`,
    '--bind-address=127.0.0.1',
    `--socket=${process.platform === 'linux' ? '' : join(directory, 's')}`,
    `--pid-file=${join(directory, 'mariadb.pid')}`,
    `--init-file=${join(directory, 'init.sql')}`,
    '--skip-name-resolve',
    '--max-connections=500',
    '--innodb-use-native-aio=OFF',
    '--innodb-buffer-pool-size=64M',
    '--performance-schema=OFF',
    ...(durable ? [] : ['--innodb-flush-log-at-trx-commit=0', '--innodb-doublewrite=OFF', '--skip-log-bin']),
  ];
}

function initialise(kind: ServerKind, directory: string): void {
  const programs = serverBinaries(kind);
  const data = join(directory, 'data');
  const owner = account(kind);
  const options = { ...owner, cwd: '/', stdio: ['ignore', 'pipe', 'pipe'] as ['ignore', 'pipe', 'pipe'] };
  if (kind === 'postgres') {
    mkdirSync(data, { mode: 0o700 });
    if (owner) chownSync(data, owner.uid, owner.gid);
    const args = [
      '-D',
      data,
      '-U',
      TEST_USER,
      '-A',
      'trust',
      '-E',
      'UTF8',
      '--locale=C',
      '--no-sync',
      '--no-instructions',
    ];
    execFileSync(programs['initdb']!, args, options);
    return;
  }
  execFileSync(
    programs['mariadb-install-db']!,
    [
      '--no-defaults',
      ...(process.getuid?.() === 0 ? ['--user=root'] : []),
      `--datadir=${data}`,
      '--auth-root-authentication-method=normal',
      '--skip-test-db',
    ],
    { ...options, env: { ...process.env, TMPDIR: directory } },
  );
  writeFileSync(
    join(directory, 'init.sql'),
    `CREATE USER IF NOT EXISTS '${TEST_USER}'@'%' IDENTIFIED BY '${TEST_PASSWORD}';\nGRANT ALL ON *.* TO '${TEST_USER}'@'%' WITH GRANT OPTION;\n`,
  );
}

/** Runs SQL as the owner of everything, on the server's own administrative database; answers the rows. */
export async function runAsAdmin(
  server: Pick<TestServer, 'kind' | 'host' | 'port'>,
  sql: string,
): Promise<Record<string, unknown>[]> {
  const login = { host: server.host, port: server.port, user: TEST_USER, password: TEST_PASSWORD };
  if (server.kind === 'postgres') {
    const client = new pg.Client({ ...login, database: 'postgres' });
    client.on('error', () => {});
    await client.connect();
    try {
      return (await client.query(sql)).rows as Record<string, unknown>[];
    } finally {
      await client.end();
    }
  }
  const connection = await mysql.createConnection(login);
  connection.on('error', () => {});
  try {
    const [rows] = await connection.query(sql);
    return Array.isArray(rows) ? (rows as Record<string, unknown>[]) : [];
  } finally {
    connection.destroy();
  }
}

/**
 * Makes and starts a database server of its own in a folder of its own on a free port.
 * Whoever starts one removes it: `const server = await startServer({ kind: 'postgres' }); onTestFinished(() => server.remove())`.
 */
export async function startServer(options: ServerOptions): Promise<TestServer> {
  const { kind, durable = false, args = [] } = options;
  const directory = options.directory ?? temporaryFolder(kind);
  mkdirSync(directory, { recursive: true });
  chmodSync(directory, 0o711);
  const host = '127.0.0.1';
  const port = await freePort();
  const log = join(directory, 'server.log');
  let pid: number | undefined;

  const gone = async (what: string) => {
    const ended = pid;
    if (ended !== undefined) await waitFor(() => !isAlive(ended), { timeoutMs: 60_000, what: `${kind} to ${what}` });
    pid = undefined;
  };
  const server: TestServer = {
    kind,
    host,
    port,
    directory,
    get pid() {
      return pid;
    },
    async start() {
      if (pid !== undefined && isAlive(pid)) return;
      const [program, ...flags] = command(kind, directory, port, durable);
      const output = openSync(log, 'a');
      const child = spawn(program!, [...flags, ...args], {
        ...account(kind),
        cwd: '/',
        detached: true,
        stdio: ['ignore', output, output],
      });
      closeSync(output);
      child.on('error', () => {});
      child.unref();
      pid = child.pid;
      const started = pid;
      writeFileSync(join(directory, PID_FILE), String(started));
      try {
        await waitFor(
          async () => {
            if (started === undefined || !isAlive(started)) return 'ended';
            await runAsAdmin(server, 'SELECT 1');
            return 'answers';
          },
          { timeoutMs: 60_000, intervalMs: 50, what: `${kind} on port ${port} to answer` },
        ).then((state) => {
          if (state === 'ended') throw new Error(`${kind} ended while starting`);
        });
      } catch (error) {
        const tail = readFileSync(log, 'utf8').split('\n').slice(-15).join('\n');
        throw new Error(`${String(error)}\n${tail}`, { cause: error });
      }
    },
    async stop() {
      if (pid !== undefined && isAlive(pid)) process.kill(pid, kind === 'postgres' ? 'SIGINT' : 'SIGTERM');
      await gone('shut down');
    },
    async kill() {
      if (pid === undefined) return;
      for (const each of killTree(pid)) await waitFor(() => !isAlive(each), { what: `a process of ${kind} to die` });
      await gone('die');
    },
    async remove() {
      await server.kill();
      rmSync(directory, { recursive: true, force: true });
    },
  };

  try {
    initialise(kind, directory);
    await server.start();
  } catch (error) {
    await server.remove();
    throw error;
  }
  return server;
}
