import type { Command } from 'commander';
import type { Database } from '../../database/database.ts';
import { migrate, migrationStatus, pendingMigrations } from '../../database/migration.ts';
import { DatabaseRegistry } from '../../database/registry.ts';
import { LEDGER_MIGRATIONS } from '../../ledger/schema.ts';
import { timeText } from '../entities.ts';
import { act, type Invocation } from '../invocation.ts';
import { print, printJson, printTable } from '../output.ts';
import { countText } from '../table.ts';

interface MigrateOptions {
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

export function addMigrate(program: Command): void {
  program
    .command('migrate')
    .summary("bring jobu's tables up to date")
    .description(
      "Bring jobu's tables up to date in the databases that the modules use, or in the one named with --database. " +
        'Two migrations at once are safe.',
    )
    .option('--status', 'only list the migrations')
    .option('--dry-run', 'only print the SQL that would run')
    .action(
      act<MigrateOptions, []>(async (invocation) => {
        const { config, options } = invocation;
        const registry = await DatabaseRegistry.initFromConfig(config.databases, databasesOf(invocation));
        try {
          const databases = registry.names.map((name) => registry.get(name));
          if (options.status) return await showStatus(databases, invocation);
          const items: { database: string; migrations: { version: number; name: string; sql?: string }[] }[] = [];
          for (const database of databases) {
            const run = options.dryRun ? pendingMigrations : migrate;
            const migrations = await run(database, LEDGER_MIGRATIONS);
            items.push({
              database: database.name,
              migrations: migrations.map(({ version, name, sql }) => ({
                version,
                name,
                ...(options.dryRun ? { sql } : {}),
              })),
            });
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
