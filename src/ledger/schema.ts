import type { Database } from '../database/database.ts';
import { pendingMigrations } from '../database/migration.ts';
import { JobuError } from '../errors.ts';

/** The folder with the migrations of jobu's own tables, one subfolder for each dialect. */
export const LEDGER_MIGRATIONS = new URL('./migrations/', import.meta.url);

/** Throws SCHEMA_BEHIND, with the command to run, when migrations of the ledger are missing. */
export async function requireSchema(database: Database): Promise<void> {
  const pending = await pendingMigrations(database, LEDGER_MIGRATIONS);
  if (pending.length === 0) return;
  const names = pending.map(({ version, name }) => `${version} ${name}`).join(', ');
  throw new JobuError('SCHEMA_BEHIND', { database: database.name, pending: names });
}
