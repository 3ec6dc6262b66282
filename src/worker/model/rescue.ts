import type { Connection } from '../../database/connection.ts';
import type { Database } from '../../database/database.ts';
import { JobuError } from '../../errors.ts';
import { changeOf, nextFence, pendingAgain, type RowChange, type RunningRow, writeChanges } from './row-change.ts';
import { sql } from './statements.ts';

/** A process that was not stopped and not lost. */
export interface LiveRow {
  readonly id: string;
  readonly role: string;
  readonly heartbeat_at: string;
  readonly lease_seconds: number;
}

interface Orphan {
  readonly id: number | bigint;
  readonly fence: number | bigint;
  readonly worker_id: string | null;
}

/** What a rescue did. */
export interface Rescued {
  /** Processes that were given up for lost. */
  readonly lost: readonly { readonly id: string; readonly role: string }[];
  readonly executions: number;
}

const BATCH = 500;

/** What becomes of an execution whose worker is gone. */
export function rescueOf(row: RunningRow, now: Date): RowChange {
  const at = now.toISOString();
  const fence = nextFence(row.fence);
  const error = new JobuError('WORKER_LOST', {
    worker: row.worker_id ?? 'unknown',
    policy: row.on_worker_lost,
    rescues: row.rescue_count,
    maximum: row.max_rescue,
  });
  const lost = { fence, error_code: error.code, error_message: error.message, outcome: 'RESCUED' as const };
  if (row.cancel_requested_at !== null)
    return changeOf(row, { ...lost, status: 'CANCELED', finished_at: at, error_code: 'EXECUTION_CANCELED' });
  if (row.on_worker_lost === 'hold')
    return changeOf(row, { ...lost, status: 'HELD', worker_id: null, started_at: null });
  if (row.on_worker_lost === 'fail' || row.rescue_count >= row.max_rescue)
    return changeOf(row, { ...lost, status: 'FAILED', finished_at: at });
  return pendingAgain(row, at, { ...lost, rescue_count: row.rescue_count + 1 });
}

/** Marks processes lost that still have not beaten; answers those that were. */
async function loseWorkers(connection: Connection, dead: readonly LiveRow[], now: Date): Promise<LiveRow[]> {
  const lost: LiveRow[] = [];
  for (const worker of dead) {
    const params = { id: worker.id, heartbeat_at: new Date(worker.heartbeat_at), now };
    if ((await connection.execute(sql('lose_worker'), params)) > 0) lost.push(worker);
  }
  return lost;
}

/** The processes that should be beating. */
export function listLive(database: Database): Promise<LiveRow[]> {
  return database.autocommit.fetchAll<LiveRow>(sql('list_live_workers'));
}

/**
 * Gives up every process without a beat for its lease, and in the same transaction takes the executions away from it;
 * also those whose worker is not known at all. Any number of processes may do so at once.
 */
export async function rescue(
  database: Database,
  live: readonly LiveRow[],
  now: Date,
  signal?: AbortSignal,
): Promise<Rescued> {
  let dead = live.filter((worker) => now.getTime() - Date.parse(worker.heartbeat_at) > worker.lease_seconds * 1000);
  const lost: LiveRow[] = [];
  let executions = 0;
  for (let isMore = true; isMore && !signal?.aborted; ) {
    const orphans = await database.autocommit.fetchAll<Orphan>(sql('list_orphans'), {
      lost_ids: dead.map(({ id }) => id),
      limit: BATCH,
    });
    if (orphans.length === 0 && dead.length === 0) break;
    const done = await database.transaction(async (connection) => {
      const given = await loseWorkers(connection, dead, now);
      const alive = new Set(dead.filter((worker) => !given.includes(worker)).map(({ id }) => id));
      const found = new Map(orphans.map((orphan) => [orphan.id, orphan]));
      const locked = await connection.fetchAll<RunningRow>(sql('lock_orphans'), { ids: [...found.keys()] });
      const rows = locked.filter((row) => {
        const orphan = found.get(row.id)!;
        return row.fence === orphan.fence && row.worker_id === orphan.worker_id && !alive.has(row.worker_id ?? '');
      });
      await writeChanges(
        connection,
        rows,
        rows.map((row) => rescueOf(row, now)),
        now,
      );
      return { given, rows: rows.length };
    });
    lost.push(...done.given);
    executions += done.rows;
    dead = [];
    isMore = orphans.length === BATCH && done.rows > 0;
  }
  return { lost, executions };
}
