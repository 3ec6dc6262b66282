import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DatabaseConfig } from '../src/database/config.ts';
import type { Database } from '../src/database/database.ts';
import { migrate } from '../src/database/migration.ts';
import { DatabaseRegistry } from '../src/database/registry.ts';
import { LEDGER_MIGRATIONS } from '../src/ledger/schema.ts';
import { freshDatabaseOn, startServer, type TestServer } from '../test/support/servers.ts';

export const DATABASES = ['sqlite', 'postgres', 'mysql'] as const;

export type TargetName = (typeof DATABASES)[number];

/** A server (or folder) with production durability: every answered commit is on the disk. */
export interface Target {
  readonly name: TargetName;
  /** A new empty database with jobu's tables. */
  fresh(): Promise<Bench>;
  stop(): Promise<void>;
}

/** One empty database of a target. */
export interface Bench {
  readonly config: DatabaseConfig;
  readonly database: Database;
  close(): Promise<void>;
}

async function open(config: DatabaseConfig, drop: () => Promise<void>): Promise<Bench> {
  const registry = await DatabaseRegistry.initFromConfig({ default: config });
  const database = registry.get('default');
  await migrate(database, LEDGER_MIGRATIONS);
  return {
    config,
    database,
    close: async () => {
      await registry.closeAll();
      await drop();
    },
  };
}

/** As a small production server has them; those of the tests are made to start many at once. */
const BUFFERS = {
  postgres: ['-c', 'shared_buffers=1GB', '-c', 'max_wal_size=4GB'],
  mysql: ['--innodb-buffer-pool-size=2G', '--innodb-log-file-size=1G'],
};

export async function openTarget(name: TargetName): Promise<Target> {
  if (name === 'sqlite') {
    const root = mkdtempSync(join(tmpdir(), 'jobu-bench-'));
    let made = 0;
    return {
      name,
      fresh: () => open({ type: 'sqlite', path: join(root, `bench-${++made}.db`) }, async () => {}),
      stop: async () => rmSync(root, { recursive: true, force: true }),
    };
  }
  const server: TestServer = await startServer({
    kind: name === 'mysql' ? 'mariadb' : 'postgres',
    durable: true,
    args: BUFFERS[name],
  });
  return {
    name,
    fresh: async () => {
      const { config, drop } = await freshDatabaseOn(server);
      return open(config, drop);
    },
    stop: () => server.remove(),
  };
}

/** Inserts due executions of the handler `noop`, in batches. */
export async function insertNoops({ database }: Bench, count: number): Promise<void> {
  const BATCH = 5000;
  const now = new Date(Date.now() - 1000);
  for (let done = 0; done < count; done += BATCH) {
    const rows = Array.from({ length: Math.min(BATCH, count - done) }, () => ({ now }));
    await database.autocommit.executeMany(
      "INSERT INTO job_executions (handler_name, scheduled_time, occurrence_time, run_at, created_at) VALUES ('noop', :now, :now, :now, :now)",
      rows,
    );
  }
}
