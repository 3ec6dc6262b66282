import { JobuError, messageOf } from '../../errors.ts';
import { DuplicateKeyError, ReadOnlyTransactionError, TransientDatabaseError } from '../errors.ts';
import type { ErrorContext } from './dialect.ts';

const DUPLICATES = new Set([1062, 1586]);
/** Deadlock, lock timeout, a row changed since it was read (MariaDB), NOWAIT. */
const CONFLICTS = new Set([1213, 1205, 1020, 3572]);
/** Killed, shutting down, gone away, idle too long. */
const LOST = new Set([1053, 1152, 1158, 1159, 1160, 1161, 1927, 2006, 2013, 4031]);
const READ_ONLY_SERVER = new Set([1290, 1836]);
const FULL = new Set([3, 28, 1021, 1114]);
const TIMEOUTS = new Set([1969, 3024]);
/** What a statement of a migration makes or drops is so already: table, column, key, constraint, row. */
const ALREADY_DONE = new Set([1007, 1050, 1051, 1060, 1061, 1062, 1091, 1826]);

/** The server's error number, or 0 when the error is the connection's own. */
export function mysqlNumber(error: unknown): number {
  const { errno, sqlState } = (error ?? {}) as { errno?: unknown; sqlState?: unknown };
  return typeof errno === 'number' && sqlState !== undefined ? errno : 0;
}

const isClientTimeout = (error: unknown): boolean => (error as { code?: string }).code === 'PROTOCOL_SEQUENCE_TIMEOUT';

/** Whether this error means that the connection is gone. */
export function isLost(error: unknown): boolean {
  const number = mysqlNumber(error);
  return number === 0 || LOST.has(number);
}

/** Whether what a statement was to create or drop is so already. */
export function isAlreadyDone(error: unknown): boolean {
  return ALREADY_DONE.has(mysqlNumber(error instanceof JobuError ? error.cause : error));
}

/** An error of mysql2 as one of jobu's. */
export function mapMysqlError(error: unknown, context: ErrorContext): unknown {
  if (error instanceof JobuError) return error;
  const { database, statement } = context;
  const number = mysqlNumber(error);
  const reason = messageOf(error);
  const options = { cause: error };
  if (TIMEOUTS.has(number) || isClientTimeout(error)) {
    return new JobuError('STATEMENT_TIMEOUT', { database, statement, seconds: context.timeoutSeconds }, options);
  }
  if (isLost(error)) return new JobuError('CONNECTION_LOST', { database, reason }, options);
  if (DUPLICATES.has(number)) return new DuplicateKeyError('DUPLICATE_KEY', { database, statement, reason }, options);
  if (CONFLICTS.has(number)) {
    return new TransientDatabaseError('TRANSIENT_CONFLICT', { database, statement, reason }, options);
  }
  if (number === 1792) return new ReadOnlyTransactionError('READ_ONLY_TRANSACTION', { database, statement }, options);
  if (READ_ONLY_SERVER.has(number)) return new JobuError('DATABASE_READ_ONLY', { database, reason }, options);
  if (FULL.has(number)) return new JobuError('DATABASE_FULL', { database, reason }, options);
  return new JobuError('STATEMENT_FAILED', { database, statement, reason }, options);
}
