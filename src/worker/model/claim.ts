import type { Database } from '../../database/database.ts';
import type { ParamSource } from '../../domain/states.ts';
import { sql } from './statements.ts';

/** What the worker needs of a row that it claimed. */
export interface ClaimRow {
  readonly id: number | bigint;
  readonly job_id: number | bigint | null;
  readonly cron_name: string | null;
  readonly handler_name: string;
  readonly params: string;
  readonly param_source: ParamSource;
  readonly occurrence_time: string;
  readonly business_date: string | null;
  readonly run_at: string;
  readonly isolation: string | null;
  readonly max_retry: number;
  readonly timeout_seconds: number;
  readonly attempt: number;
  readonly fence: number | bigint;
}

/** What proves that a row is held: every write of the worker names it. */
export interface Held {
  readonly row: Pick<ClaimRow, 'id' | 'fence' | 'attempt'> & Partial<Pick<ClaimRow, 'cron_name' | 'handler_name'>>;
  /** The incarnation that holds it. */
  readonly workerId: string;
}

/** An execution that this worker claimed to run it. */
export interface Claim extends Held {
  readonly row: ClaimRow;
  /** Monotonic. */
  readonly claimedMs: number;
}

/** The executions of one handler in one queue with one priority. */
export interface Lane {
  readonly queue: string;
  readonly handler_name: string;
  readonly priority: number;
}

export interface ClaimRequest {
  readonly workerId: string;
  readonly lane: Lane;
  readonly now: Date;
  readonly limit: number;
  /** Executions that must not start in this process, because code of an earlier attempt still runs here. */
  readonly excluded: readonly (number | bigint)[];
}

const inOrder = (a: ClaimRow, b: ClaimRow): number =>
  a.run_at < b.run_at ? -1 : a.run_at > b.run_at ? 1 : a.id < b.id ? -1 : 1;

/** Moves up to `limit` due executions of a lane from PENDING to RUNNING, the longest due first. */
export async function claimLane(database: Database, request: ClaimRequest): Promise<ClaimRow[]> {
  const { workerId, lane, now, limit, excluded } = request;
  const statement = sql('claim_executions');
  const params = { ...lane, worker_id: workerId, now, limit, excluded };
  if (statement.compiled(database.dialect).writes) {
    return (await database.autocommit.fetchAll<ClaimRow>(statement, params)).sort(inOrder);
  }
  return await database.transaction(async (connection) => {
    const rows = await connection.fetchAll<ClaimRow>(statement, params);
    if (rows.length > 0)
      await connection.execute(sql('start_executions'), { ids: rows.map(({ id }) => id), worker_id: workerId, now });
    return rows;
  });
}

/** As {@link claimLane}, but passes over the crons `jobIds`, which fill the lane. */
export async function claimBehind(
  database: Database,
  request: ClaimRequest,
  jobIds: readonly (number | bigint)[],
): Promise<ClaimRow[]> {
  const { workerId, lane, now, limit, excluded } = request;
  const found = await database.autocommit.fetchAll<{ id: number | bigint }>(sql('find_due_of_others'), {
    ...lane,
    now,
    limit,
    excluded,
    job_ids: jobIds,
  });
  if (found.length === 0) return [];
  return await database.transaction(async (connection) => {
    const rows = await connection.fetchAll<ClaimRow>(sql('lock_due_executions'), {
      ids: found.map(({ id }) => id),
      now,
    });
    if (rows.length > 0)
      await connection.execute(sql('start_executions'), { ids: rows.map(({ id }) => id), worker_id: workerId, now });
    return rows.sort(inOrder);
  });
}
