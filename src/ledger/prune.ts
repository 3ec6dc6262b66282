import type { Connection } from '../database/connection.ts';
import type { Database } from '../database/database.ts';
import { pruneOperations } from './operation-store.ts';
import { changeSetting, findSetting } from './settings.ts';
import { sql } from './statements.ts';

/** How long ended executions and their logs are kept, in days; null keeps them forever. */
export interface Retention {
  readonly successDays: number | null;
  readonly otherDays: number | null;
  readonly logDays: number | null;
}

/** What was deleted, or would be. */
export interface Pruned {
  executions: number;
  logLines: number;
}

const DAY_MS = 86_400_000;
const HORIZON = 'ledger.pruned_before';
const WINDOW = 1000;
const WORKER_DAYS = 7;
const NEVER = new Date(0);

const daysBefore = (now: Date, days: number | null): Date =>
  days === null ? NEVER : new Date(now.getTime() - days * DAY_MS);

/** Every row of an occurrence after this may be expected to be there still. */
export async function prunedBefore(connection: Connection): Promise<Date> {
  return new Date((await findSetting<string>(connection, HORIZON)) ?? 0);
}

/**
 * Deletes what is older than its retention, in windows of 1,000 rows along the primary key, each in its own transaction.
 * Operations on many go as executions do that did not succeed. The newest row of each cron stays. An occurrence is never created again: `next_run_at` is what dispatch goes by, not
 * the rows.
 */
export async function prune(
  database: Database,
  retention: Retention,
  options: { now: Date; dryRun?: boolean; signal?: AbortSignal },
): Promise<Pruned> {
  const { now, dryRun = false, signal } = options;
  const pruned: Pruned = { executions: 0, logLines: 0 };
  const successBefore = daysBefore(now, retention.successDays);
  const othersBefore = daysBefore(now, retention.otherDays);
  const youngest = new Date(Math.max(successBefore.getTime(), othersBefore.getTime()));

  let isHorizonKept = dryRun;
  let afterId: number | bigint = 0;
  for (let isOld = youngest > NEVER; isOld && !signal?.aborted; ) {
    const window: { id: number | bigint; created_at: string; prunable: number }[] = await database.autocommit.fetchAll(
      sql('list_prune_window'),
      { after_id: afterId, limit: WINDOW, success_before: successBefore, others_before: othersBefore },
    );
    const ids = window.filter(({ prunable }) => Number(prunable) === 1).map(({ id }) => id);
    const last = window.at(-1);
    isOld = window.length === WINDOW && new Date(last!.created_at) < youngest;
    afterId = last?.id ?? afterId;
    if (ids.length === 0) continue;
    if (!isHorizonKept) {
      const horizon = youngest.toISOString();
      const later = (stored: string | null) => (stored !== null && stored >= horizon ? null : horizon);
      await changeSetting<string>(database.autocommit, HORIZON, later, now);
      isHorizonKept = true;
    }
    if (dryRun) pruned.executions += ids.length;
    else
      pruned.executions += await database.transaction(async (connection) => {
        await connection.execute(sql('delete_execution_logs'), { ids });
        await connection.execute(sql('delete_attempts'), { ids });
        return await connection.execute(sql('delete_executions'), { ids });
      });
  }

  const logsBefore = daysBefore(now, retention.logDays);
  afterId = 0;
  for (let isOld = logsBefore > NEVER; isOld && !signal?.aborted; ) {
    const window: { id: number | bigint; logged_at: string }[] = await database.autocommit.fetchAll(
      sql('list_log_window'),
      {
        after_id: afterId,
        limit: WINDOW,
      },
    );
    const ids = window.filter(({ logged_at }) => new Date(logged_at) < logsBefore).map(({ id }) => id);
    isOld = window.length === WINDOW && ids.length === WINDOW;
    afterId = window.at(-1)?.id ?? afterId;
    if (ids.length === 0) break;
    pruned.logLines += dryRun
      ? ids.length
      : await database.transaction((connection) => connection.execute(sql('delete_logs'), { ids }));
  }

  if (!dryRun) {
    await database.autocommit.execute(sql('delete_ended_workers'), { before: daysBefore(now, WORKER_DAYS) });
    await database.autocommit.execute(sql('delete_orphaned_handlers'));
    await pruneOperations(database, othersBefore, signal);
  }
  return pruned;
}
