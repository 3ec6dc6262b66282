import { JobuError, messageOf } from '../errors.ts';
import type { Connection } from './connection.ts';
import type { Database } from './database.ts';
import { type Migration, readMigrations } from './migration-files.ts';
import { splitScript } from './sql-scanner.ts';
import { loadStatements, Statement } from './statement.ts';

export type { Migration };

const sql = loadStatements(new URL('./sql/migration.sql', import.meta.url));

interface AppliedRow {
  version: number;
  name: string;
  checksum: string;
  /** null: it was begun and not finished, which only happens where DDL commits by itself. */
  applied_at: string | null;
}

/** How one migration stands on a database. */
export interface MigrationState {
  readonly version: number;
  readonly name: string;
  /** `changed`: the file is not the one that ran; `unknown`: it ran, but this program has no such file. */
  readonly state: 'applied' | 'pending' | 'unfinished' | 'changed' | 'unknown';
  /** ISO 8601 UTC, or null when it has not run to its end. */
  readonly appliedAt: string | null;
}

async function appliedRows(connection: Connection): Promise<AppliedRow[]> {
  const exists = Number(await connection.run(sql('has_schema_migrations'))) > 0;
  return exists ? connection.run<AppliedRow[]>(sql('list_migrations')) : [];
}

function migrationsFor(database: Database, folder: URL | string): Migration[] {
  return readMigrations(folder, database.dialect, database.migration.words);
}

/** Every migration of the folder and of the database, in order. */
export async function migrationStatus(database: Database, folder: URL | string): Promise<MigrationState[]> {
  const rows = new Map((await appliedRows(database.autocommit)).map((row) => [row.version, row]));
  const known = migrationsFor(database, folder).map((migration): MigrationState => {
    const { version, name, checksum } = migration;
    const row = rows.get(version);
    rows.delete(version);
    const appliedAt = row?.applied_at ?? null;
    if (row === undefined) return { version, name, state: 'pending', appliedAt };
    if (row.checksum !== checksum) return { version, name, state: 'changed', appliedAt };
    return { version, name, state: appliedAt === null ? 'unfinished' : 'applied', appliedAt };
  });
  const unknown = [...rows.values()].map(
    (row): MigrationState => ({ version: row.version, name: row.name, state: 'unknown', appliedAt: row.applied_at }),
  );
  return [...known, ...unknown].sort((a, b) => a.version - b.version);
}

function pendingOf(database: Database, migrations: readonly Migration[], rows: readonly AppliedRow[]): Migration[] {
  const known = migrations.at(-1)!.version;
  for (const row of rows) {
    const migration = migrations.find(({ version }) => version === row.version);
    if (migration === undefined) {
      throw new JobuError('DATABASE_NEWER', { database: database.name, found: row.version, known });
    }
    if (migration.checksum !== row.checksum) {
      throw new JobuError('MIGRATION_CHANGED', { ...row, database: database.name });
    }
  }
  const done = new Set(rows.filter((row) => row.applied_at !== null).map((row) => row.version));
  return migrations.filter(({ version }) => !done.has(version));
}

/**
 * The migrations that {@link migrate} would run, with their SQL: the dry run, and the check at start.
 * @throws MIGRATION_CHANGED, DATABASE_NEWER, MIGRATION_FOLDER_INVALID
 */
export async function pendingMigrations(database: Database, folder: URL | string): Promise<Migration[]> {
  return pendingOf(database, migrationsFor(database, folder), await appliedRows(database.autocommit));
}

async function runMigration(
  database: Database,
  connection: Connection,
  migration: Migration,
  isRerun: boolean,
): Promise<void> {
  for (const { sql: source, line } of splitScript(migration.sql, database.dialect)) {
    const place = { name: `Migration ${migration.version}`, operator: '#' as const, file: '', line };
    try {
      await connection.run(new Statement({ ...place, sources: { any: source } }));
    } catch (error) {
      if (isRerun && database.migration.alreadyDone(error)) continue;
      const reason = messageOf(error instanceof Error ? (error.cause ?? error) : error);
      const { version, name } = migration;
      throw new JobuError(
        'MIGRATION_FAILED',
        { version, name, database: database.name, line, reason },
        { cause: error },
      );
    }
  }
}

/**
 * Brings a database up to the folder's last migration and answers what was run. Two processes may do so at once: one
 * waits for the other. Where DDL commits by itself (MySQL), a migration that was cut short is run again, and what it had
 * already made is passed over.
 * @throws MIGRATION_FAILED, MIGRATION_CHANGED, DATABASE_NEWER, MIGRATION_FOLDER_INVALID
 */
export async function migrate(database: Database, folder: URL | string): Promise<Migration[]> {
  const migrations = migrationsFor(database, folder);
  const { lock, unlock } = database.migration;
  return database.transaction(async (connection) => {
    if (lock !== undefined && Number((await connection.fetchValue(lock)) ?? 1) === 0) {
      throw new JobuError('MIGRATION_LOCKED', { database: database.name });
    }
    await connection.run(sql('create_schema_migrations'));
    const rows = await appliedRows(connection);
    const pending = pendingOf(database, migrations, rows);
    for (const migration of pending) {
      const { version, name, checksum } = migration;
      const isRerun = rows.some((row) => row.version === version);
      if (!isRerun) await connection.run(sql('start_migration'), { version, name, checksum });
      await runMigration(database, connection, migration, isRerun);
      await connection.run(sql('finish_migration'), { version, now: new Date() });
    }
    if (unlock !== undefined) await connection.fetchValue(unlock);
    return pending;
  });
}
