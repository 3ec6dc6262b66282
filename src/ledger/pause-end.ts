import type { Database } from '../database/database.ts';
import { sql } from './calendar-statements.ts';
import { cronFromRow } from './crons.ts';
import { idParam } from './model/row.ts';
import { revivePaused } from './pauses.ts';
import { isSchedulerPaused, lockSchedulerPause, putSchedulerPause, schedulerPause } from './scheduler-pause.ts';

/** Crons whose paused occurrences are looked at in one transaction. */
const BATCH = 100;

/**
 * One step of working off a pause that is over: once everything due within it has its row, the next crons have the occurrences
 * run that its policy chooses; after the last of them the pause is gone. Crons that are paused themselves keep theirs.
 * Answers false when there is nothing to do, or nothing yet.
 */
export async function workOffPause(database: Database, now: Date, nextDue: Date | undefined): Promise<boolean> {
  const known = await schedulerPause(database.autocommit);
  if (known === null || isSchedulerPaused(known, now) || (nextDue !== undefined && nextDue < known.until!))
    return false;
  return await database.transaction(async (connection) => {
    const stored = await lockSchedulerPause(connection);
    if (stored === null || isSchedulerPaused(stored.pause, now)) return false;
    const { pause, version } = stored;
    const rows =
      pause.resumePolicy === 'drop'
        ? []
        : await connection.fetchAll(sql('lock_enabled_crons'), { after_id: idParam(pause.afterId), limit: BATCH });
    const crons = rows.map(cronFromRow);
    const note = { policy: pause.resumePolicy, actor: pause.resumedBy ?? 'dispatcher', reason: pause.resumeReason };
    for (const cron of crons)
      if (cron.pausedAt === null) {
        const since = cron.resumedAt !== null && cron.resumedAt > pause.since ? cron.resumedAt : pause.since;
        await revivePaused(connection, cron, since, note);
      }
    const rest = crons.length < BATCH ? null : { ...pause, afterId: crons.at(-1)!.id };
    await putSchedulerPause(connection, rest, version, now);
    return true;
  });
}
