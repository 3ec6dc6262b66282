import { JobuError, messageOf } from '../../errors.ts';
import { DuplicateKeyError, ReadOnlyTransactionError, TransientDatabaseError } from '../errors.ts';
import type { ErrorContext } from './dialect.ts';

/** Serialization failure, deadlock, lock timeout. */
const CONFLICTS = new Set(['40001', '40P01', '55P03']);
/** The server ended this connection: shutdown, crash of another backend, starting up, idle timeouts. */
const LOST = new Set(['57P01', '57P02', '57P03', '57P05', '25P03']);

/** The server's SQLSTATE, or empty when there is none. */
export const postgresCode = (error: unknown): string => String((error as { code?: unknown } | null)?.code ?? '');

/** Whether an error came from the server about a statement, and not from the connection. */
const isFromServer = (error: unknown): boolean =>
  /^[0-9A-Z]{5}$/.test(postgresCode(error)) && 'severity' in (error as object);

export const isClientTimeout = (error: unknown): boolean => messageOf(error) === 'Query read timeout';

/** Whether this error means that the connection is gone. */
export function isLost(error: unknown): boolean {
  const code = postgresCode(error);
  return isClientTimeout(error) || !isFromServer(error) || LOST.has(code) || code.startsWith('08');
}

/** A plan kept by name went stale under DDL: a fresh connection plans again. */
export const isStalePlan = (error: unknown): boolean =>
  postgresCode(error) === '0A000' && messageOf(error).includes('cached plan');

/** An error of pg as one of jobu's. */
export function mapPostgresError(error: unknown, context: ErrorContext): unknown {
  if (error instanceof JobuError) return error;
  const { database, statement } = context;
  const code = postgresCode(error);
  const reason = messageOf(error);
  const options = { cause: error };
  if (isClientTimeout(error) || (code === '57014' && reason.includes('statement timeout'))) {
    return new JobuError('STATEMENT_TIMEOUT', { database, statement, seconds: context.timeoutSeconds }, options);
  }
  if (isLost(error)) return new JobuError('CONNECTION_LOST', { database, reason }, options);
  if (code === '23505') return new DuplicateKeyError('DUPLICATE_KEY', { database, statement, reason }, options);
  if (CONFLICTS.has(code) || isStalePlan(error)) {
    return new TransientDatabaseError('TRANSIENT_CONFLICT', { database, statement, reason }, options);
  }
  if (code === '25006') {
    return context.readOnly
      ? new ReadOnlyTransactionError('READ_ONLY_TRANSACTION', { database, statement }, options)
      : new JobuError('DATABASE_READ_ONLY', { database, reason }, options);
  }
  if (code === '25P02') return new JobuError('TRANSACTION_ABORTED', { database, reason }, options);
  if (code === '53100') return new JobuError('DATABASE_FULL', { database, reason }, options);
  return new JobuError('STATEMENT_FAILED', { database, statement, reason }, options);
}
