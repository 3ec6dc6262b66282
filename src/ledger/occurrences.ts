import type { Connection } from '../database/connection.ts';
import { DuplicateKeyError } from '../database/errors.ts';
import {
  CATCH_UP_POLICIES,
  type DispatchPlan,
  MAX_STEPS_PER_PASS,
  planDue,
  type SkippedRange,
} from '../domain/catch-up.ts';
import { type CronExpression, parseCron } from '../domain/cron-expression.ts';
import { fireTimes, nextFireTime, smallestGapSeconds } from '../domain/fire-times.ts';
import { parseRetryBackoff } from '../domain/retry.ts';
import { JobuError } from '../errors.ts';
import type { Cron } from './model/cron.ts';
import { type Id, idParam } from './model/row.ts';
import { sql } from './statements.ts';

/** A cron with its due occurrences and the one that follows them. */
export interface DueCron {
  readonly cron: Cron;
  /** Ascending, the oldest 10,000 at most. */
  readonly due: readonly Date[];
  /** The first occurrence after those in `due`. */
  readonly following: Date;
}

/** How many rows were written. */
export interface Dispatched {
  /** Rows that will run. */
  pending: number;
  /** Rows for occurrences that are not run; a shared row counts once. */
  skipped: number;
}

const MAX_CACHED = 20_000;
const parsed = new Map<string, { expression: CronExpression; gapSeconds: number }>();

/** Parsed once and remembered: the same few expressions come back at every pass. */
function parsedCron(text: string): { expression: CronExpression; gapSeconds: number } {
  let entry = parsed.get(text);
  if (!entry) {
    if (parsed.size >= MAX_CACHED) parsed.clear();
    const expression = parseCron(text);
    entry = { expression, gapSeconds: smallestGapSeconds(expression) };
    parsed.set(text, entry);
  }
  return entry;
}

/**
 * What of a cron is due at `now`. Throws when its row cannot be dispatched: an expression, zone, policy or backoff that was
 * put in by hand and does not hold, CRON_TOO_FREQUENT, CRON_NEVER_FIRES.
 */
export function dueOccurrences(cron: Cron, now: Date, minCronIntervalSeconds: number): DueCron {
  const text = cron.cronExpression ?? '';
  const { expression, gapSeconds } = parsedCron(text);
  if (gapSeconds < minCronIntervalSeconds)
    throw new JobuError('CRON_TOO_FREQUENT', { expression: text, gap: gapSeconds, minimum: minCronIntervalSeconds });
  if (!CATCH_UP_POLICIES.includes(cron.catchUp))
    throw new JobuError('CRON_ROW_INVALID', { cron: cron.name, problem: `catch_up is "${cron.catchUp}"` });
  if (cron.retryBackoff !== null) parseRetryBackoff(cron.retryBackoff);
  const due =
    cron.nextRunAt === null
      ? []
      : fireTimes(expression, cron.timeZone, new Date(cron.nextRunAt.getTime() - 1), {
          until: now,
          limit: MAX_STEPS_PER_PASS,
        });
  const following = nextFireTime(expression, cron.timeZone, due.at(-1) ?? now);
  if (!following) throw new JobuError('CRON_NEVER_FIRES', { expression: text });
  return { cron, due, following };
}

/** Sets a cron aside with the reason, until its row or the limits change. */
export async function isolateCron(connection: Connection, id: Id, reason: JobuError, now: Date): Promise<void> {
  await connection.execute(sql('isolate_cron'), {
    id: idParam(id),
    error_code: reason.code,
    error_message: reason.message,
    now,
  });
}

function planOf({ cron, due }: DueCron, now: Date, busy: ReadonlySet<string>): DispatchPlan {
  return planDue({
    due,
    now,
    policy: cron.catchUp,
    misfireGraceSeconds: cron.misfireGraceSeconds,
    catchUpWindowSeconds: cron.catchUpWindowSeconds,
    allowOverlap: cron.allowOverlap,
    hasUnfinished: busy.has(cron.id),
  });
}

/** What every row of a cron copies from it, since an execution never reads its cron again. */
function copiedFrom(cron: Cron, now: Date): Record<string, unknown> {
  return {
    job_id: idParam(cron.id),
    cron_name: cron.name,
    cron_version: cron.version,
    handler_name: cron.handlerName,
    params: cron.handlerParams,
    skip_reason: null,
    skipped_until: null,
    skipped_count: null,
    run_at: null,
    finished_at: null,
    priority: cron.priority,
    queue: cron.queue,
    isolation: cron.isolation,
    max_retry: cron.maxRetry,
    retry_backoff: cron.retryBackoff,
    timeout_seconds: cron.timeoutSeconds,
    on_worker_lost: cron.onWorkerLost,
    max_rescue: cron.maxRescue,
    now,
  };
}

function rowsOf(cron: Cron, plan: DispatchPlan, now: Date): Record<string, unknown>[] {
  const copied = copiedFrom(cron, now);
  return plan.rows.map(({ scheduledTime, status, skipReason, waits }) =>
    status === 'SKIPPED'
      ? { ...copied, scheduled_time: scheduledTime, status, skip_reason: skipReason, finished_at: now }
      : { ...copied, scheduled_time: scheduledTime, status, run_at: waits ? null : scheduledTime },
  );
}

/** Grows the shared row that ends where this range begins, or answers a new one. */
async function rangeRow(
  connection: Connection,
  cron: Cron,
  range: SkippedRange,
  now: Date,
): Promise<Record<string, unknown>[]> {
  const last = await connection.fetchOne<{ id: number | bigint; skipped_until: string | null }>(
    sql('find_last_occurrence'),
    {
      job_id: idParam(cron.id),
    },
  );
  if (last?.skipped_until) {
    const { expression } = parsedCron(cron.cronExpression ?? '');
    const following = nextFireTime(expression, cron.timeZone, new Date(last.skipped_until));
    if (following?.getTime() === range.from.getTime()) {
      await connection.execute(sql('grow_skipped_range'), {
        id: last.id,
        skipped_until: range.until,
        skipped_count: range.count,
      });
      return [];
    }
  }
  const row = {
    ...copiedFrom(cron, now),
    scheduled_time: range.from,
    status: 'SKIPPED',
    skip_reason: range.skipReason,
    skipped_until: range.until,
    skipped_count: range.count,
    finished_at: now,
  };
  return [row];
}

/** Inserts rows whose key may be taken; those that are there already stay as they are. */
async function insertRows(connection: Connection, rows: readonly Record<string, unknown>[]): Promise<void> {
  if (rows.length === 0) return;
  try {
    await connection.executeMany(sql('insert_occurrences'), rows);
  } catch (error) {
    if (!(error instanceof DuplicateKeyError)) throw error;
    for (const row of rows) {
      await connection.executeMany(sql('insert_occurrences'), [row]).catch((refused: unknown) => {
        if (!(refused instanceof DuplicateKeyError)) throw refused;
      });
    }
  }
}

/**
 * Writes the rows of due occurrences as each cron's policies say and moves `next_run_at`, all in the caller's transaction,
 * which holds the crons' locks.
 */
export async function writeOccurrences(
  connection: Connection,
  dues: readonly DueCron[],
  now: Date,
): Promise<Dispatched> {
  if (dues.length === 0) return { pending: 0, skipped: 0 };
  const exclusive = dues
    .filter(({ cron, due }) => !cron.allowOverlap && due.length > 0)
    .map(({ cron }) => idParam(cron.id));
  const busyRows =
    exclusive.length === 0
      ? []
      : await connection.fetchAll<{ job_id: number | bigint }>(sql('find_busy_crons'), { ids: exclusive });
  const busy = new Set(busyRows.map((row) => String(row.job_id)));
  const rows: Record<string, unknown>[] = [];
  const moves: string[] = [];
  // Everybody inserts in the order of (job_id, scheduled_time): two batches never wait for each other crosswise.
  for (const dueCron of dues.toSorted((a, b) => (BigInt(a.cron.id) < BigInt(b.cron.id) ? -1 : 1))) {
    const { cron, following } = dueCron;
    const plan = planOf(dueCron, now, busy);
    if (plan.range) rows.push(...(await rangeRow(connection, cron, plan.range, now)));
    rows.push(...rowsOf(cron, plan, now));
    const next = (plan.resumeAt ?? following).toISOString();
    moves.push(`{"id":${cron.id},"next_run_at":"${next}","has_waiting":${plan.rows.some(({ waits }) => waits)}}`);
  }
  await insertRows(connection, rows);
  await connection.execute(sql('move_crons'), { rows: `[${moves.join(',')}]` });
  const pending = rows.reduce((count, row) => count + (row['status'] === 'PENDING' ? 1 : 0), 0);
  return { pending, skipped: rows.length - pending };
}

/** Dispatches everything that is due of one locked cron, however much it is. Throws what {@link dueOccurrences} throws. */
export async function dispatchCron(connection: Connection, cron: Cron, now: Date): Promise<void> {
  for (let current = cron; current.nextRunAt !== null && current.nextRunAt <= now; ) {
    const due = dueOccurrences(current, now, 0);
    await writeOccurrences(connection, [due], now);
    const row = await connection.fetchOne<{ next_run_at: string | null }>(sql('find_cron_by_id'), {
      id: idParam(cron.id),
    });
    current = { ...current, nextRunAt: row?.next_run_at ? new Date(row.next_run_at) : null };
  }
}
