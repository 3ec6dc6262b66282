import type { Connection } from '../database/connection.ts';
import { STATUSES, type Status } from '../domain/states.ts';
import { JobuError } from '../errors.ts';
import { BACKFILL_STATUSES, type Backfill, type BackfillStatus } from './backfill-state.ts';
import { sql } from './backfill-statements.ts';
import type { Execution } from './model/execution.ts';
import { decodeCursor, encodeCursor, fromRow, type Id, idParam, type Page } from './model/row.ts';

/** How far a backfill is: its executions by status. */
export interface BackfillProgress {
  /** Of those that are PENDING, so many have not had their turn yet. */
  readonly waiting: number;
  readonly byStatus: Readonly<Record<Status, number>>;
}

const LAST_ID = '9223372036854775807';
const BEGINNING = new Date(0).toISOString();

/** Backfills, the newest first. */
export async function listBackfills(
  connection: Connection,
  filter: {
    readonly status?: readonly BackfillStatus[];
    readonly cronId?: Id;
    readonly limit: number;
    readonly cursor?: string;
  },
): Promise<Page<Backfill>> {
  const { status = BACKFILL_STATUSES, cronId, limit, cursor } = filter;
  const [beforeId] = cursor === undefined ? [LAST_ID] : decodeCursor(cursor, 1);
  const rows = await connection.fetchAll(sql('list_backfills'), {
    before_id: idParam(beforeId!),
    statuses: status,
    first_job_id: idParam(cronId ?? '0'),
    last_job_id: idParam(cronId ?? LAST_ID),
    limit: limit + 1,
  });
  const items = rows.slice(0, limit).map((row) => fromRow<Backfill>(row));
  return { items, nextCursor: rows.length > limit ? encodeCursor(items.at(-1)!.id) : null };
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
    progress.byStatus[row.status] = Number(row.executions);
    progress.waiting += Number(row.waiting);
  }
  return found;
}

/** The executions of a backfill by the time they are for. */
export async function listBackfillExecutions(
  connection: Connection,
  id: Id,
  filter: { readonly status?: readonly Status[]; readonly limit: number; readonly cursor?: string },
): Promise<Page<Execution>> {
  const { status = STATUSES, limit, cursor } = filter;
  const [afterTime, afterId] = cursor === undefined ? [BEGINNING, '0'] : decodeCursor(cursor, 2);
  if (Number.isNaN(Date.parse(afterTime!))) throw new JobuError('CURSOR_INVALID', { cursor });
  const rows = await connection.fetchAll(sql('list_backfill_executions'), {
    backfill_id: idParam(id),
    statuses: status,
    after_time: new Date(afterTime!),
    after_id: idParam(afterId!),
    limit: limit + 1,
  });
  const items = rows.slice(0, limit).map((row) => fromRow<Execution>(row));
  const last = items.at(-1);
  return {
    items,
    nextCursor: rows.length > limit && last ? encodeCursor(last.occurrenceTime.toISOString(), last.id) : null,
  };
}
