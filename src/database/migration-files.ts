import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { JobuError, messageOf } from '../errors.ts';
import type { DialectName } from './connection.ts';

/** One numbered file. */
export interface Migration {
  readonly version: number;
  readonly name: string;
  /** Its SQL, with the words of the server's flavour filled in. */
  readonly sql: string;
  /** Of the file as it stands, with plain newlines. */
  readonly checksum: string;
}

const FILE = /^(\d{3,})-([a-z0-9][a-z0-9-]*)\.sql$/;

/**
 * Reads the migrations of a dialect: `NNN-name.sql` in `folder/sqlite`, `folder/postgres` or `folder/mysql`.
 * @throws MIGRATION_FOLDER_INVALID
 */
export function readMigrations(
  folder: URL | string,
  dialect: DialectName,
  words: Readonly<Record<string, string>>,
): Migration[] {
  const path = join(typeof folder === 'string' ? folder : fileURLToPath(folder), dialect);
  const refuse = (reason: string): never => {
    throw new JobuError('MIGRATION_FOLDER_INVALID', { folder: path, reason });
  };
  let files: string[];
  try {
    files = readdirSync(path).filter((file) => file.endsWith('.sql'));
  } catch (error) {
    return refuse(messageOf(error));
  }
  const migrations = files.map((file) => {
    const [, number, name] = FILE.exec(file) ?? refuse(`"${file}" has no name of the form 001-first-tables.sql`);
    const text = readFileSync(join(path, file), 'utf8').replace(/\r\n/g, '\n');
    return {
      version: Number(number),
      name: name!,
      sql: text.replace(/\{(\w+)\}/g, (word, key: string) => words[key] ?? word),
      checksum: createHash('sha256').update(text).digest('hex'),
    };
  });
  migrations.sort((a, b) => a.version - b.version);
  const twice = migrations.find((migration, i) => migration.version === migrations[i - 1]?.version);
  if (twice !== undefined) refuse(`the number ${twice.version} stands twice`);
  if (migrations.length === 0) refuse('it is empty');
  return migrations;
}
