import type { DatabaseConfig, PoolConfig } from '../../src/database/config.ts';
import type { Database } from '../../src/database/database.ts';
import { migrate } from '../../src/database/migration.ts';
import { DatabaseRegistry } from '../../src/database/registry.ts';
import type { Status } from '../../src/domain/states.ts';
import { LEDGER_MIGRATIONS } from '../../src/ledger/schema.ts';
import { type DatabaseKind, freshDatabase } from './servers.ts';

/** A database of a test's own with jobu's tables, and ways to put things into it by hand. */
export interface Ledger {
  readonly database: Database;
  readonly registry: DatabaseRegistry;
  readonly config: DatabaseConfig;
  /** Empties every table. */
  clear(): Promise<void>;
  count(table: string): Promise<number>;
  /** Sets one column of the row with this name. */
  put(table: string, name: string, column: string, value: unknown): Promise<void>;
  /** Sets the status of the n-th execution (from 0, by id). */
  setStatus(index: number, status: Status, finishedAt?: Date): Promise<void>;
  drop(): Promise<void>;
}

const TABLES = [
  'calendar_days',
  'calendars',
  'cron_jobs',
  'cron_revisions',
  'backfills',
  'operations',
  'operation_items',
  'job_executions',
  'execution_attempts',
  'execution_logs',
  'workers',
  'worker_handlers',
  'execution_stats',
  'cron_stats',
  'cron_results',
  'stats_corrections',
  'error_groups',
  'execution_errors',
  'saved_views',
  'audit_log',
  'users',
  'sessions',
  'api_tokens',
  'setup_links',
  'sign_in_failures',
  'preferences',
  'settings',
];

export async function freshLedger(kind: DatabaseKind, pool: PoolConfig = {}): Promise<Ledger> {
  const fresh = await freshDatabase(kind);
  const config = { ...fresh.config, pool };
  const registry = await DatabaseRegistry.initFromConfig({ default: config });
  const database = registry.get('default');
  await migrate(database, LEDGER_MIGRATIONS);
  const { autocommit } = database;
  return {
    database,
    registry,
    config,
    clear: async () => {
      for (const table of TABLES) await autocommit.execute(`DELETE FROM ${table}`);
      await autocommit.execute("UPDATE audit_chain SET last_id = 0, last_hash = '', last_entry_at = NULL");
    },
    count: async (table) => Number(await autocommit.fetchValue(`SELECT COUNT(*) FROM ${table}`)),
    put: async (table, name, column, value) =>
      void (await autocommit.execute(`UPDATE ${table} SET ${column} = :value WHERE name = :name`, { name, value })),
    setStatus: async (index, status, finishedAt) => {
      const ids = await autocommit.fetchAll<{ id: number }>('SELECT id FROM job_executions ORDER BY id');
      await autocommit.execute('UPDATE job_executions SET status = :status, finished_at = :finishedAt WHERE id = :id', {
        id: ids[index]!.id,
        status,
        finishedAt: finishedAt ?? null,
      });
    },
    drop: async () => {
      await registry.closeAll();
      await fresh.drop();
    },
  };
}
