import type { Connection } from '../../database/connection.ts';
import { DatabaseRegistry } from '../../database/registry.ts';
import { getConnection, inTransaction } from '../../database/transactional.ts';
import { JobuError } from '../../errors.ts';
import { sql as ledger } from '../../ledger/statements.ts';
import { sql } from '../model/statements.ts';

/** The hold of one attempt on its execution. It crosses borders of threads and processes. */
export interface Lease {
  /** Name of the database that holds the executions. */
  readonly database: string;
  readonly workerId: string;
  readonly fence: string;
  /** When the handler started. */
  readonly startedAt: string;
}

/**
 * Marks an execution SUCCESS in an open transaction over the job database, under the lease: the status commits with the
 * work or not at all.
 * @throws SUCCEED_OUTSIDE_TRANSACTION; LEASE_LOST, on which the transaction must roll back
 */
export async function succeedIn(
  connection: Connection,
  executionId: string,
  lease: Lease | undefined,
  result: string,
): Promise<void> {
  const database = lease?.database ?? connection.database;
  const isInside = connection.database === database && connection !== DatabaseRegistry.current.get(database).autocommit;
  if (lease === undefined || !isInside) throw new JobuError('SUCCEED_OUTSIDE_TRANSACTION', { database });
  const { workerId, fence, startedAt } = lease;
  const changed = await connection.run<number>(sql('succeed_execution'), {
    id: BigInt(executionId),
    worker_id: workerId,
    fence: BigInt(fence),
    started_at: new Date(startedAt),
    now: new Date(await connection.run<string>(ledger('read_clock'))),
    result,
  });
  if (changed === 1) return;
  throw new JobuError('LEASE_LOST', { worker: workerId, reason: 'it was canceled, or given to another worker' });
}

/**
 * Runs a handler's code in one transaction over the job database and `others`, and marks its execution SUCCESS with the
 * result it answers, as the last thing in it.
 */
export function inLeasedTransaction(
  { executionId, lease }: { readonly executionId: string; readonly lease?: Lease },
  others: readonly string[],
  signal: AbortSignal,
  execute: () => Promise<string>,
): Promise<string> {
  const database = lease?.database ?? 'default';
  return inTransaction([database, ...others], async () => {
    const result = await execute();
    // What was timed out or canceled meanwhile rolls back.
    signal.throwIfAborted();
    await succeedIn(getConnection(database), executionId, lease, result);
    return result;
  });
}
