import type { Command } from 'commander';
import type { Database } from '../../database/database.ts';
import { migrate, migrationStatus, pendingMigrations } from '../../database/migration.ts';
import { DatabaseRegistry } from '../../database/registry.ts';
import { TransactionTable } from '../../database/two-phase/transaction-table.ts';
import { recordAudit } from '../../ledger/audit.ts';
import { LEDGER_MIGRATIONS } from '../../ledger/schema.ts';
import { systemClock } from '../../runtime/clock.ts';
import { timeText } from '../entities.ts';
import { act, type Invocation, noteOf } from '../invocation.ts';
import { print, printJson, printTable } from '../output.ts';
import { countText } from '../table.ts';

interface MigrateOptions {
  readonly transactions?: boolean;
  readonly status?: boolean;
  readonly dryRun?: boolean;
}

/** The database that is named, else every one a module keeps its crons and executions in. */
function databasesOf({ config, options }: Invocation<MigrateOptions>): string[] {
  if (options.database !== undefined) return [options.database];
  return [...new Set([config.dispatcher.database, config.worker.database, config.admin.database])];
}

async function showStatus(databases: readonly Database[], { options, displayZone }: Invocation<MigrateOptions>) {
  const items = [];
  for (const database of databases)
    for (const state of await migrationStatus(database, LEDGER_MIGRATIONS))
      items.push({ database: database.name, ...state });
  if (options.json) return printJson({ items, nextCursor: null });
  printTable(
    ['DATABASE', 'VERSION', 'NAME', 'STATE', 'APPLIED'],
    items.map(({ database, version, name, state, appliedAt }) => [
      database,
      version,
      name,
      state,
      timeText(appliedAt === null ? null : new Date(appliedAt), displayZone),
    ]),
  );
}

/** The table of two-phase commit. Answers whether it was missing. */
async function migrateTransactions(
  database: Database,
  { dryRun, json, transactions }: MigrateOptions & { json?: boolean },
): Promise<boolean> {
  const table = new TransactionTable(database);
  const wasMissing = dryRun ? (await table.installation()) === undefined : await table.create();
  if (json) return wasMissing;
  const { name } = database;
  if (!wasMissing) {
    if (transactions) print(`${dryRun ? '-- ' : ''}${name}: jobu_transactions is there.`);
  } else if (dryRun) print(`-- ${name}: jobu_transactions\n${table.definition}\n`);
  else print(`${name}: made jobu_transactions.`);
  return wasMissing;
}

export function addMigrate(program: Command): void {
  program
    .command('migrate')
    .summary("bring jobu's tables up to date")
    .description(
      "Bring jobu's tables up to date in the databases that the modules use, or in the one named with --database. " +
        'Two migrations at once are safe.',
    )
    .option('--transactions', 'only the table of transactions over several databases, for one that holds no crons')
    .option('--status', 'only list the migrations')
    .option('--dry-run', 'only print the SQL that would run')
    .action(
      act<MigrateOptions, []>(async (invocation) => {
        const { config, options } = invocation;
        const registry = await DatabaseRegistry.initFromConfig(config.databases, databasesOf(invocation));
        try {
          const databases = registry.names.map((name) => registry.get(name));
          if (options.status) return await showStatus(databases, invocation);
          const items: {
            database: string;
            migrations: { version: number; name: string; sql?: string }[];
            transactions: boolean;
          }[] = [];
          for (const database of databases) {
            const transactions = await migrateTransactions(database, options);
            if (options.transactions) {
              items.push({ database: database.name, migrations: [], transactions });
              continue;
            }
            const run = options.dryRun ? pendingMigrations : migrate;
            const migrations = await run(database, LEDGER_MIGRATIONS);
            items.push({
              database: database.name,
              migrations: migrations.map(({ version, name, sql }) => ({
                version,
                name,
                ...(options.dryRun ? { sql } : {}),
              })),
              transactions,
            });
            if (!options.dryRun && migrations.length > 0) {
              const ran = migrations.map(({ version, name }) => `${version} ${name}`);
              const target = { type: 'database', name: database.name };
              const entry = { ...noteOf(), action: 'database.migrate', target, after: { migrations: ran } };
              await database.transaction((connection) => recordAudit(connection, entry, systemClock.now()));
            }
            if (options.json) continue;
            const names = migrations.map(({ version, name }) => `${version} ${name}`).join(', ');
            if (migrations.length === 0) print(`${options.dryRun ? '-- ' : ''}${database.name}: up to date.`);
            else if (options.dryRun)
              for (const { version, name, sql } of migrations)
                print(`-- ${database.name}: migration ${version} ${name}\n${sql.trimEnd()}\n`);
            else print(`${database.name}: ran ${countText(migrations.length, 'migration')} (${names}).`);
          }
          if (options.json) printJson({ dryRun: options.dryRun ?? false, items });
        } finally {
          await registry.closeAll();
        }
      }),
    );
}
