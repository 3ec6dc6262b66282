import type { Connection } from '../../database/connection.ts';
import type { Status } from '../../domain/states.ts';
import type { Attempt } from '../../ledger/model/execution.ts';
import { sql as ledgerSql } from '../../ledger/statements.ts';
import { sql } from './statements.ts';

/** A RUNNING row under lock. */
export interface RunningRow {
  readonly id: number | bigint;
  readonly fence: number | bigint;
  readonly worker_id: string | null;
  readonly attempt: number;
  readonly run_at: string | null;
  readonly started_at: string | null;
  readonly retry_count: number;
  readonly max_retry: number;
  readonly retry_backoff: string | null;
  readonly rescue_count: number;
  readonly max_rescue: number;
  readonly on_worker_lost: string;
  readonly cancel_requested_at: string | null;
}

/** What becomes of a RUNNING row, and the attempt that is put down beside it. */
export interface RowChange {
  readonly id: number | bigint;
  readonly status: Status;
  readonly fence: number | bigint;
  readonly worker_id: string | null;
  readonly attempt: number;
  readonly run_at: string | null;
  readonly retry_count: number;
  readonly rescue_count: number;
  readonly started_at: string | null;
  readonly finished_at: string | null;
  readonly error_code: string | null;
  readonly error_message: string | null;
  readonly outcome: Attempt['outcome'] | null;
}

/** A 64-bit integer as JSON keeps it: text beyond 2^53. */
export const jsonInteger = (value: number | bigint): number | string =>
  typeof value === 'bigint' ? String(value) : value;

export const nextFence = (fence: number | bigint): number | bigint =>
  typeof fence === 'bigint' ? fence + 1n : fence + 1;

/** The row as it is, with changes; the fence is kept unless a change says otherwise. */
export function changeOf(row: RunningRow, changes: Partial<RowChange> & Pick<RowChange, 'status'>): RowChange {
  return {
    id: row.id,
    fence: row.fence,
    worker_id: row.worker_id,
    attempt: row.attempt,
    run_at: row.run_at,
    retry_count: row.retry_count,
    rescue_count: row.rescue_count,
    started_at: row.started_at,
    finished_at: null,
    error_code: null,
    error_message: null,
    outcome: null,
    ...changes,
  };
}

/** Back to PENDING without an owner. */
export function pendingAgain(
  row: RunningRow,
  runAt: string | null,
  changes: Partial<RowChange> & Pick<RowChange, 'outcome'>,
): RowChange {
  return changeOf(row, {
    status: 'PENDING',
    run_at: runAt,
    worker_id: null,
    started_at: null,
    ...changes,
  });
}

/** Writes changes of rows that this transaction has locked, and their attempts. */
export async function writeChanges(
  connection: Connection,
  rows: readonly RunningRow[],
  changes: readonly RowChange[],
  now: Date,
): Promise<void> {
  if (changes.length === 0) return;
  const json = changes.map(({ outcome: _, ...change }) => ({
    ...change,
    id: jsonInteger(change.id),
    fence: jsonInteger(change.fence),
  }));
  await connection.execute(sql('change_executions'), { rows: JSON.stringify(json) });
  const before = new Map(rows.map((row) => [row.id, row]));
  await connection.executeMany(
    ledgerSql('insert_attempt'),
    changes
      .filter(({ outcome }) => outcome !== null)
      .map((change) => {
        const row = before.get(change.id)!;
        const startedAt = change.started_at ?? row.started_at;
        return {
          execution_id: change.id,
          attempt: row.attempt,
          outcome: change.outcome,
          worker_id: row.worker_id,
          started_at: startedAt === null ? null : new Date(startedAt),
          finished_at: now,
          error_code: change.error_code,
          error_message: change.error_message,
        };
      }),
  );
}
