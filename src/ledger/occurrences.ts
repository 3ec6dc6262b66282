import type { Connection } from '../database/connection.ts';
import { DuplicateKeyError } from '../database/errors.ts';
import {
  type DispatchPlan,
  MAX_STEPS_PER_PASS,
  type OverlapPolicy,
  type Pause,
  planDue,
  type SkippedRange,
} from '../domain/catch-up.ts';
import { dateText } from '../domain/civil-date.ts';
import { nextOccurrence, occurrencesOf } from '../domain/occurrences.ts';
import type { Occurrence, Schedule } from '../domain/schedule.ts';
import type { JobuError } from '../errors.ts';
import type { Calendars } from './calendar-loading.ts';
import { sql as calendarSql } from './calendar-statements.ts';
import type { Cron } from './model/cron.ts';
import { type Id, idParam } from './model/row.ts';
import { existingOccurrences } from './occurrence-keys.ts';
import { paramsFor } from './occurrence-params.ts';
import { pauseOfScheduler, schedulerPause } from './scheduler-pause.ts';
import { assertDispatchable, calendarsOf, type Following, following, occurrenceAt, scheduleOf } from './schedules.ts';
import { sql } from './statements.ts';

/** A cron with its due occurrences and the one that follows them. */
export interface DueCron {
  readonly cron: Cron;
  readonly schedule: Schedule;
  /** By effective time, the oldest 10,000 at most. */
  readonly due: readonly Occurrence[];
  /** What comes after those in `due`. */
  readonly next: Following;
}

/** How many rows were written. */
export interface Dispatched {
  /** Rows that will run. */
  pending: number;
  /** Rows for occurrences that are not run; a shared row counts once. */
  skipped: number;
}

/**
 * What of a cron is due at `now`. Throws when its row cannot be dispatched: an expression, zone, calendar, policy or backoff
 * that was put in by hand and does not hold, CRON_TOO_FREQUENT, CRON_NEVER_FIRES.
 */
export function dueOccurrences(cron: Cron, calendars: Calendars, now: Date, minCronIntervalSeconds: number): DueCron {
  const schedule = scheduleOf(cron, calendars);
  assertDispatchable(cron, schedule, minCronIntervalSeconds);
  const { nextRunAt } = cron;
  if (schedule.timing.type === 'after_end') {
    const due = nextRunAt !== null && nextRunAt <= now ? [occurrenceAt(schedule, nextRunAt)] : [];
    const next = due.length > 0 ? following(schedule, now) : { nextRunAt, hasEnded: cron.hasEnded };
    return { cron, schedule, due, next };
  }
  if (nextRunAt === null || nextRunAt > now)
    return {
      cron,
      schedule,
      due: [],
      next: nextRunAt === null ? following(schedule, now) : { nextRunAt, hasEnded: false },
    };
  const { occurrences, through } = occurrencesOf(schedule, nextRunAt, now, MAX_STEPS_PER_PASS);
  return { cron, schedule, due: occurrences, next: following(schedule, through) };
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

const overlapOf = ({ overlapPolicy, allowOverlap }: Cron): OverlapPolicy =>
  overlapPolicy ?? (allowOverlap ? 'allow' : 'skip');

/** What stands in the way of a cron's occurrences. */
interface Busy {
  readonly unfinished: string;
  readonly waiting: number;
}

const pauseOfCron = ({ pausedAt, pausedUntil, pausedBy, pauseReason }: Cron): Pause[] =>
  pausedAt ? [{ from: pausedAt, until: pausedUntil, actor: pausedBy, reason: pauseReason }] : [];

function planOf({ cron, due }: DueCron, now: Date, busy: Busy | undefined, pauses: readonly Pause[]): DispatchPlan {
  return planDue({
    due,
    now,
    policy: cron.catchUp,
    misfireGraceSeconds: cron.misfireGraceSeconds,
    catchUpWindowSeconds: cron.catchUpWindowSeconds,
    overlap: overlapOf(cron),
    unfinished: busy?.unfinished ?? null,
    waiting: busy?.waiting ?? 0,
    pauses: [...pauseOfCron(cron), ...pauses],
  });
}

/** What every row of a cron copies from it, since an execution never reads its cron again. */
export function copiedFrom(cron: Cron, occurrence: Occurrence, now: Date): Record<string, unknown> {
  const businessDate = dateText(occurrence.businessDay);
  return {
    job_id: idParam(cron.id),
    cron_name: cron.name,
    cron_version: cron.version,
    handler_name: cron.handlerName,
    params: paramsFor(cron.handlerParams, occurrence.nominal, businessDate),
    scheduled_time: occurrence.nominal,
    business_date: businessDate,
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
    actor: null,
    reason: null,
    now,
  };
}

function rowsOf(cron: Cron, plan: DispatchPlan, now: Date): Record<string, unknown>[] {
  return plan.rows.map(({ occurrence, status, skipReason, cause, actor, waits }) => {
    const copied = { ...copiedFrom(cron, occurrence, now), status, actor, reason: cause };
    return status === 'SKIPPED'
      ? { ...copied, skip_reason: skipReason, finished_at: now }
      : { ...copied, run_at: waits ? null : occurrence.effective };
  });
}

/** Grows the shared row that ends where this range begins, or answers a new one. */
async function rangeRow(
  connection: Connection,
  { cron, schedule }: DueCron,
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
    const until = new Date(last.skipped_until);
    // Where occurrences are moved, nominal times say little about their order; nothing else writes between two passes.
    const isNext = schedule.isPlain
      ? nextOccurrence(schedule, until)?.nominal.getTime() === range.from.nominal.getTime()
      : range.from.nominal > until;
    if (isNext) {
      await connection.execute(sql('grow_skipped_range'), {
        id: last.id,
        skipped_until: range.until,
        skipped_count: range.count,
      });
      return [];
    }
  }
  const row = {
    ...copiedFrom(cron, range.from, now),
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

async function busyCrons(connection: Connection, dues: readonly DueCron[]): Promise<Map<Id, Busy>> {
  const ids = dues
    .filter(({ cron, due }) => overlapOf(cron) !== 'allow' && due.length > 0)
    .map(({ cron }) => idParam(cron.id));
  if (ids.length === 0) return new Map();
  const rows = await connection.fetchAll<{
    job_id: number | bigint;
    execution_id: number | bigint;
    waiting: number | string;
  }>(sql('find_busy_crons'), { ids });
  return new Map(
    rows.map(({ job_id, execution_id, waiting }) => [
      String(job_id),
      { unfinished: `execution ${execution_id} is unfinished`, waiting: Number(waiting) },
    ]),
  );
}

/**
 * Writes the rows of due occurrences as each cron's policies say and moves `next_run_at`, all in the caller's transaction,
 * which holds the crons' locks. An occurrence that has its row already is passed over.
 */
export async function writeOccurrences(
  connection: Connection,
  given: readonly DueCron[],
  now: Date,
): Promise<Dispatched> {
  if (given.length === 0) return { pending: 0, skipped: 0 };
  const hasRow = await existingOccurrences(
    connection,
    given.map(({ cron, schedule, due }) => ({ cron, schedule, occurrences: due })),
  );
  const dues = given.map((one) =>
    one.schedule.isPlain ? one : { ...one, due: one.due.filter((occurrence) => !hasRow(one.cron, occurrence)) },
  );
  const busy = await busyCrons(connection, dues);
  const pause = dues.some(({ due }) => due.length > 0) ? await schedulerPause(connection) : null;
  const pauses = pause ? [pauseOfScheduler(pause)] : [];
  const rows: Record<string, unknown>[] = [];
  const moves: string[] = [];
  // Everybody inserts in the order of (job_id, scheduled_time): two batches never wait for each other crosswise.
  for (const dueCron of dues.toSorted((a, b) => (BigInt(a.cron.id) < BigInt(b.cron.id) ? -1 : 1))) {
    const { cron, next } = dueCron;
    const plan = planOf(dueCron, now, busy.get(cron.id), pauses);
    if (plan.replaces) await replaceOlder(connection, cron, plan.replaces, now);
    if (plan.range) rows.push(...(await rangeRow(connection, dueCron, plan.range, now)));
    rows.push(...rowsOf(cron, plan, now));
    const nextRunAt = plan.resumeAt ?? next.nextRunAt;
    const hasEnded = plan.resumeAt === null && next.hasEnded;
    moves.push(
      `{"id":${cron.id},"next_run_at":${JSON.stringify(nextRunAt)},"has_waiting":${plan.rows.some(({ waits }) => waits)},"has_ended":${hasEnded},"is_timed":${cron.nextRunAt === null || cron.timedAt === null}}`,
    );
  }
  await insertRows(connection, rows);
  await connection.execute(sql('move_crons'), { rows: `[${moves.join(',')}]`, now });
  const pending = rows.reduce((count, row) => count + (row['status'] === 'PENDING' ? 1 : 0), 0);
  return { pending, skipped: rows.length - pending };
}

/** Makes way for a newer occurrence, as the overlap policies `queue_one` and `cancel_running` say. */
async function replaceOlder(
  connection: Connection,
  cron: Cron,
  what: 'waiting' | 'unfinished',
  now: Date,
): Promise<void> {
  const params = { job_id: idParam(cron.id), now, reason: 'replaced by a newer occurrence' };
  await connection.execute(calendarSql(what === 'waiting' ? 'replace_waiting' : 'replace_pending'), params);
  if (what === 'unfinished') await connection.execute(calendarSql('ask_running_to_end'), params);
}

/** Dispatches everything that is due of one locked cron, however much it is. Throws what {@link dueOccurrences} throws. */
export async function dispatchCron(connection: Connection, cron: Cron, now: Date): Promise<void> {
  if (cron.nextRunAt === null || cron.nextRunAt > now) return;
  const calendars = await calendarsOf(connection, [cron]);
  for (let current = cron; current.nextRunAt !== null && current.nextRunAt <= now; ) {
    await writeOccurrences(connection, [dueOccurrences(current, calendars, now, 0)], now);
    const row = await connection.fetchOne<{ next_run_at: string | null }>(sql('find_cron_by_id'), {
      id: idParam(cron.id),
    });
    current = { ...current, nextRunAt: row?.next_run_at ? new Date(row.next_run_at) : null };
  }
}
