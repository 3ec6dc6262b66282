import type { DatabaseConfig } from '../database/config.ts';
import type { Database } from '../database/database.ts';
import { migrate, migrationStatus } from '../database/migration.ts';
import { DatabaseRegistry } from '../database/registry.ts';
import { TransactionTable } from '../database/two-phase/transaction-table.ts';
import type { CronDefaults } from '../ledger/model/cron.ts';
import { LEDGER_MIGRATIONS, requireSchema } from '../ledger/schema.ts';
import { DatabaseClock } from '../runtime/clock.ts';
import type { Invocation } from './invocation.ts';

/** The ledger's database, open for one command. */
export interface Ledger {
  readonly database: Database;
  readonly clock: DatabaseClock;
  readonly defaults: CronDefaults;
}

/**
 * Makes sure that the tables are there: an embedded database that has none gets them, anything else that is behind is
 * refused. Answers whether it was migrated. Throws SCHEMA_BEHIND, DATABASE_NEWER.
 */
export async function prepareLedger(database: Database, config: DatabaseConfig): Promise<boolean> {
  if (config.type === 'sqlite') {
    const states = await migrationStatus(database, LEDGER_MIGRATIONS);
    if (states.every(({ state }) => state === 'pending')) {
      await migrate(database, LEDGER_MIGRATIONS);
      await new TransactionTable(database).create();
      return true;
    }
  }
  await requireSchema(database);
  return false;
}

/** Opens the database a command works on, and closes it whatever happens. */
export async function withDatabase<T>(
  invocation: Invocation<unknown>,
  work: (database: Database) => Promise<T>,
): Promise<T> {
  const { config, databaseName } = invocation;
  const registry = await DatabaseRegistry.initFromConfig(config.databases, [databaseName]);
  try {
    return await work(registry.get(databaseName));
  } finally {
    await registry.closeAll();
  }
}

/** Opens the ledger, with its tables checked and its clock read. */
export async function withLedger<T>(invocation: Invocation<unknown>, work: (ledger: Ledger) => Promise<T>): Promise<T> {
  const { config, databaseName } = invocation;
  return await withDatabase(invocation, async (database) => {
    await prepareLedger(database, config.databases[databaseName]!);
    const clock = new DatabaseClock(database);
    await clock.measure();
    const { timeZone, minCronIntervalSeconds } = config.dispatcher;
    return await work({ database, clock, defaults: { timeZone, minCronIntervalSeconds } });
  });
}
