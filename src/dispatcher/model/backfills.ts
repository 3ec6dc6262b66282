import type { Connection } from '../../database/connection.ts';
import type { Database } from '../../database/database.ts';
import { isJobuError } from '../../errors.ts';
import { type Backfill, endBackfillPause } from '../../ledger/backfill-state.ts';
import { sql as backfillSql } from '../../ledger/backfill-statements.ts';
import { cronFromRow, findCron } from '../../ledger/crons.ts';
import type { Cron } from '../../ledger/model/cron.ts';
import { fromRow, idParam } from '../../ledger/model/row.ts';
import { sql } from '../statements.ts';

/** Backfills looked at in one query. */
const BATCH = 100;

async function isCronGone(connection: Connection, id: string): Promise<boolean> {
  try {
    await findCron(connection, id);
    return false;
  } catch (error) {
    if (isJobuError(error, 'CRON_NOT_FOUND')) return true;
    throw error;
  }
}

/** How many more of a backfill may start now: as many as it allows at once, and one alone where the cron allows no overlap. */
async function freeSlots(
  connection: Connection,
  backfill: Backfill,
  cron: Cron | null,
  released: number,
): Promise<number> {
  const free = backfill.maxRunning - released;
  if (free <= 0 || cron === null || cron.allowOverlap || backfill.allowOverlap) return free;
  const busy = await connection.fetchOne(sql('find_cron_busy'), { job_id: idParam(cron.id) });
  return busy ? 0 : 1;
}

/** Gives the next executions of one backfill their turn, and ends it when none is left. */
async function releaseOne(database: Database, id: bigint, jobId: bigint, now: Date): Promise<number> {
  return await database.transaction(async (connection) => {
    const row = await connection.fetchOne(sql('lock_backfill_cron'), { id: jobId });
    // Another dispatcher works on this cron just now.
    if (!row && !(await isCronGone(connection, String(jobId)))) return 0;
    const locked = await connection.fetchOne(backfillSql('lock_backfill'), { id });
    const backfill = locked && fromRow<Backfill>(locked);
    if (backfill?.status !== 'RUNNING') return 0;
    const state = await connection.fetchOne<{ waiting: unknown; released: unknown }>(sql('find_backfill_state'), {
      backfill_id: id,
    });
    const cron = row ? cronFromRow(row) : null;
    const [waiting, released] = [Number(state?.waiting ?? 0), Number(state?.released ?? 0)];
    if (waiting === 0) {
      if (released > 0) return 0;
      await connection.execute(sql('finish_backfill'), { id, now });
      await endBackfillPause(connection, backfill, now);
      return 0;
    }
    const limit = await freeSlots(connection, backfill, cron, released);
    if (limit <= 0) return 0;
    const statement = backfill.runOrder === 'newest' ? 'list_newest_of_backfill' : 'list_oldest_of_backfill';
    const rows = await connection.fetchAll<{ id: number | bigint }>(sql(statement), { backfill_id: id, limit });
    return await connection.execute(sql('start_waiting'), { ids: rows.map((each) => each.id), now });
  });
}

/**
 * Gives executions of backfills their turn: of each never more at once than it allows, counted under the lock of its cron,
 * so that any number of dispatchers may do this and any of them may die. Answers how many started and whether any
 * backfill is still under way.
 */
export async function releaseBackfills(
  database: Database,
  now: Date,
): Promise<{ started: number; isUnderWay: boolean }> {
  const total = { started: 0, isUnderWay: false };
  for (let afterId: number | bigint | undefined = 0n; afterId !== undefined; ) {
    const rows: { id: number | bigint; job_id: number | bigint }[] = await database.autocommit.fetchAll(
      sql('list_running_backfills'),
      { after_id: afterId, limit: BATCH },
    );
    for (const row of rows) total.started += await releaseOne(database, BigInt(row.id), BigInt(row.job_id), now);
    total.isUnderWay ||= rows.length > 0;
    afterId = rows.length === BATCH ? rows.at(-1)!.id : undefined;
  }
  return total;
}
