import type { Connection } from '../database/connection.ts';
import { STATUSES, type Status } from '../domain/states.ts';
import { JobuError } from '../errors.ts';
import { BACKFILL_STATUSES, type Backfill, type BackfillStatus } from './backfill-state.ts';
import { sql } from './backfill-statements.ts';
import type { Execution } from './model/execution.ts';
import { fromRow, type Id, idParam, type Place } from './model/row.ts';

/** How far a backfill is: its executions by status. */
export interface BackfillProgress {
  /** Of those that are PENDING, so many have not had their turn yet. */
  readonly waiting: number;
  readonly byStatus: Readonly<Record<Status, number>>;
}

const LAST_ID = '9223372036854775807';
const BEGINNING = new Date(0).toISOString();
const END = '9999-12-31T00:00:00.000Z';

/** Which backfills. */
export interface BackfillFilter {
  readonly status?: readonly BackfillStatus[] | undefined;
  readonly cronId?: Id | undefined;
  /** Of crons of these groups alone; null: all. Default null. */
  readonly groups?: readonly string[] | null;
}

/** Backfills by id. */
export async function listBackfills(
  connection: Connection,
  { status = BACKFILL_STATUSES, cronId, groups = null }: BackfillFilter,
  { position: [id] = [], descending, limit }: Place,
): Promise<Backfill[]> {
  const rows = await connection.fetchAll(sql(descending ? 'list_backfills_back' : 'list_backfills'), {
    id: idParam(id ?? (descending ? LAST_ID : '0')),
    statuses: status,
    first_job_id: idParam(cronId ?? '0'),
    last_job_id: idParam(cronId ?? LAST_ID),
    scoped: groups === null ? null : '1',
    groups: groups === null || groups.length === 0 ? [''] : groups,
    limit,
  });
  return rows.map((row) => fromRow<Backfill>(row));
}

/** The progress of backfills by id. */
export async function progressOf(
  connection: Connection,
  backfills: readonly Backfill[],
): Promise<Map<Id, BackfillProgress>> {
  const empty = () => Object.fromEntries(STATUSES.map((status) => [status, 0])) as Record<Status, number>;
  const found = new Map(backfills.map(({ id }) => [id, { waiting: 0, byStatus: empty() }]));
  if (backfills.length === 0) return found;
  const rows = await connection.fetchAll<{ backfill_id: number; status: Status; executions: number; waiting: number }>(
    sql('count_backfill_executions'),
    { ids: backfills.map(({ id }) => idParam(id)) },
  );
  for (const row of rows) {
    const progress = found.get(String(row.backfill_id))!;
    progress.byStatus[row.status] += Number(row.executions);
    progress.waiting += Number(row.waiting);
  }
  return found;
}

/** The executions of a backfill by the time they are for. Throws CURSOR_INVALID for a position without an instant. */
export async function listBackfillExecutions(
  connection: Connection,
  id: Id,
  { status = STATUSES }: { readonly status?: readonly Status[] | undefined },
  { position, descending, limit }: Place,
): Promise<Execution[]> {
  const [time, afterId] = position ?? (descending ? [END, LAST_ID] : [BEGINNING, '0']);
  if (Number.isNaN(Date.parse(time!))) throw new JobuError('CURSOR_INVALID', { cursor: time });
  const statement = sql(descending ? 'list_backfill_executions_back' : 'list_backfill_executions');
  const rows = await connection.fetchAll(statement, {
    backfill_id: idParam(id),
    statuses: status,
    time: new Date(time!),
    id: idParam(afterId!),
    limit,
  });
  return rows.map((row) => fromRow<Execution>(row));
}
