import { JobuError, messageOf } from '../../errors.ts';
import { DuplicateKeyError, ReadOnlyTransactionError, TransientDatabaseError } from '../errors.ts';

const UNIQUE = new Set([1555, 2067, 2579]);
const FILE_TROUBLE = new Set([10, 11, 14, 26]);

/** The result code of an error of node:sqlite, or 0. */
export function sqliteCode(error: unknown): number {
  return (error as { errcode?: number } | null)?.errcode ?? 0;
}

/** SQLITE_BUSY and SQLITE_LOCKED: somebody else holds the lock. */
export function isBusy(error: unknown): boolean {
  const primary = sqliteCode(error) & 0xff;
  return primary === 5 || primary === 6;
}

/** The connection may stay useless (file not writable when it was opened, I/O error), so a new one is opened. */
export function needsReopening(error: unknown): boolean {
  const primary = sqliteCode(error) & 0xff;
  return primary === 8 || FILE_TROUBLE.has(primary);
}

/** An error of node:sqlite as one of jobu's. */
export function mapSqliteError(error: unknown, database: string, statement: string, readOnly: boolean): unknown {
  if (error instanceof JobuError) return error;
  const reason = messageOf(error);
  const options = { cause: error };
  const code = sqliteCode(error);
  const primary = code & 0xff;
  if (UNIQUE.has(code)) return new DuplicateKeyError('DUPLICATE_KEY', { database, statement, reason }, options);
  if (isBusy(error)) return new TransientDatabaseError('TRANSIENT_CONFLICT', { database, statement, reason }, options);
  if (primary === 8) {
    return readOnly
      ? new ReadOnlyTransactionError('READ_ONLY_TRANSACTION', { database, statement }, options)
      : new JobuError('DATABASE_READ_ONLY', { database, reason }, options);
  }
  if (primary === 13) return new JobuError('DATABASE_FULL', { database, reason }, options);
  if (FILE_TROUBLE.has(primary)) return new JobuError('DATABASE_FILE_FAILED', { database, reason }, options);
  return new JobuError('STATEMENT_FAILED', { database, statement, reason }, options);
}
