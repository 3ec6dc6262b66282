import type { Connection } from '../database/connection.ts';
import { DuplicateKeyError } from '../database/errors.ts';
import { dateText } from '../domain/civil-date.ts';
import { occurrencesOf } from '../domain/occurrences.ts';
import type { Occurrence } from '../domain/schedule.ts';
import { JobuError } from '../errors.ts';
import { type Backfill, type BackfillMode, pauseForBackfill, requireBackfill } from './backfill-state.ts';
import { sql } from './backfill-statements.ts';
import { sql as calendarSql } from './calendar-statements.ts';
import { lockCron } from './crons.ts';
import { insertRerun } from './executions.ts';
import { type Cron, jsonObject, problemsOf, type ResumePolicy } from './model/cron.ts';
import type { Execution } from './model/execution.ts';
import { fromRow, type Id, idParam } from './model/row.ts';
import { paramsFor } from './occurrence-params.ts';
import { copiedFrom } from './occurrences.ts';
import { revive } from './pauses.ts';
import { calendarsOf, scheduleOf } from './schedules.ts';
import { sql as ledgerSql } from './statements.ts';

export interface BackfillRange {
  readonly from: Date;
  /** Included; not in the future. */
  readonly until: Date;
  readonly mode: BackfillMode;
  /** Also what a calendar leaves out or moves: at its nominal time. Default false. */
  readonly allowClosed?: boolean;
}

/** How a backfill is run. */
export interface BackfillOptions extends BackfillRange {
  /** Default `oldest`. */
  readonly runOrder?: Backfill['runOrder'];
  /** So many at once, 1 to 1,000. Default 1; more needs a cron that allows overlap, or `allowOverlap`. */
  readonly maxRunning?: number;
  /** Although the cron does not allow overlap. */
  readonly allowOverlap?: boolean;
  /** Pauses the cron until the backfill is over, then has this run of what came due meanwhile. Default: the cron goes on. */
  readonly pauseCron?: ResumePolicy | undefined;
  /** JSON of an object, instead of the cron's params; `{businessDate}` and `{scheduledTime}` are filled in. */
  readonly params?: string | Record<string, unknown>;
  readonly actor: string | null;
  readonly reason: string | null;
  /** A second backfill with the same key is not made: the first one is answered. */
  readonly idempotencyKey?: string | null | undefined;
}

/** One past occurrence and what a backfill does about it. */
export interface BackfillItem {
  readonly occurrence: Occurrence;
  /** Its row, when there is one. */
  readonly execution: Execution | null;
  /** `create` a row, `revive` the SKIPPED one, make a `rerun` of the finished one, or `keep` things as they are. */
  readonly action: 'create' | 'revive' | 'rerun' | 'keep';
}

const MOST = 10_000;
const MOST_RUNNING = 1000;
const FAILED: readonly string[] = ['FAILED', 'TIMEOUT', 'CANCELED'];
const UNFINISHED: readonly string[] = ['PENDING', 'HELD', 'RUNNING'];

function actionFor(mode: BackfillMode, execution: Execution | null): BackfillItem['action'] {
  if (execution === null) return mode === 'failed' ? 'keep' : 'create';
  if (UNFINISHED.includes(execution.status)) return 'keep';
  if (execution.status === 'SKIPPED') {
    if (mode === 'failed') return 'keep';
    // A row that stands for a whole range goes on standing for it.
    return execution.skippedCount === null ? 'revive' : 'rerun';
  }
  return mode === 'all' || (mode === 'failed' && FAILED.includes(execution.status)) ? 'rerun' : 'keep';
}

/**
 * What a backfill would do: every occurrence of the range that the schedule of today has run, with its row. Throws
 * BACKFILL_INVALID for a range that is empty, reaches into the future or holds more than 10,000,
 * and for options that contradict the cron.
 */
export async function planBackfill(
  connection: Connection,
  cron: Cron,
  range: BackfillRange & Partial<BackfillOptions>,
  now: Date,
): Promise<BackfillItem[]> {
  const { from, until, mode } = range;
  checked(cron, range);
  const refuse = (reason: string) => new JobuError('BACKFILL_INVALID', { reason, cron: cron.name });
  if (from > until) throw refuse('its end lies before its beginning');
  if (until > now) throw refuse('its end lies in the future');
  const asked = range.allowClosed ? { ...cron, onClosed: 'run' as const } : cron;
  const schedule = scheduleOf(asked, await calendarsOf(connection, [cron]));
  const { occurrences, through } = occurrencesOf(schedule, from, until, MOST);
  if (through < until) throw refuse(`it holds more than ${MOST} occurrences`);
  const wanted = occurrences.filter(({ skip }) => skip === null);
  if (wanted.length === 0) return [];
  const nominal = wanted.map((one) => one.nominal.getTime());
  const rows = await connection.fetchAll(calendarSql('list_occurrence_rows'), {
    job_id: idParam(cron.id),
    since: new Date(Math.min(...nominal)),
    until: new Date(Math.max(...nominal)),
  });
  const byTime = new Map(rows.map((row) => fromRow<Execution>(row)).map((row) => [row.scheduledTime.getTime(), row]));
  return wanted.map((occurrence) => {
    const execution = byTime.get(occurrence.nominal.getTime()) ?? null;
    return { occurrence, execution, action: actionFor(mode, execution) };
  });
}

/** The options checked and complete. Throws BACKFILL_INVALID. */
function checked(cron: Cron, options: Partial<BackfillOptions>) {
  const { maxRunning = 1, runOrder = 'oldest', allowOverlap = false, allowClosed = false, pauseCron, params } = options;
  const refuse = (reason: string) => new JobuError('BACKFILL_INVALID', { reason, cron: cron.name });
  if (!Number.isInteger(maxRunning) || maxRunning < 1 || maxRunning > MOST_RUNNING)
    throw refuse(`it would run ${maxRunning} at once, 1 to ${MOST_RUNNING} are possible`);
  if (maxRunning > 1 && !cron.allowOverlap && !allowOverlap)
    throw refuse(`cron "${cron.name}" does not allow overlap, so one at a time; allow the overlap for more`);
  if (pauseCron !== undefined && cron.pausedAt !== null)
    throw refuse(
      `cron "${cron.name}" is paused already, so it cannot pause it; without that, the pause stays as it is`,
    );
  const parsed = params === undefined ? undefined : jsonObject.safeParse(params);
  if (parsed && !parsed.success) throw refuse(`its params: ${problemsOf(parsed.error, (name) => name)}`);
  return {
    maxRunning,
    runOrder,
    allowOverlap,
    allowClosed,
    pauseCron: pauseCron ?? null,
    params: parsed?.data ?? null,
  };
}

/** The backfill that an earlier request with this key made. Throws BACKFILL_KEY_REUSED when it asked for something else. */
async function findByKey(
  connection: Connection,
  cron: Cron,
  { idempotencyKey, from, until, mode, actor }: BackfillOptions,
): Promise<Backfill | undefined> {
  if (idempotencyKey === null || idempotencyKey === undefined) return undefined;
  const row = await connection.fetchOne(sql('find_backfill_by_key'), { idempotency_key: idempotencyKey });
  if (!row) return undefined;
  const earlier = fromRow<Backfill>(row);
  const isSame =
    earlier.jobId === cron.id &&
    earlier.mode === mode &&
    earlier.actor === actor &&
    Number(earlier.rangeFrom) === Number(from) &&
    Number(earlier.rangeTo) === Number(until);
  if (!isSame) throw new JobuError('BACKFILL_KEY_REUSED', { key: idempotencyKey });
  return earlier;
}

/**
 * Stores a backfill with all its executions; the dispatcher gives them their turn, so many at a time as it says. They keep
 * their business date. Nothing is stored when there is nothing to run, or when its key made one before. Throws what
 * {@link planBackfill} throws, and BACKFILL_KEY_REUSED.
 */
export async function createBackfill(
  connection: Connection,
  cronId: Id,
  options: BackfillOptions,
  now: Date,
): Promise<{ backfill: Backfill | null; items: BackfillItem[]; isNew: boolean }> {
  const cron = await lockCron(connection, cronId);
  const earlier = await findByKey(connection, cron, options);
  if (earlier) return { backfill: earlier, items: [], isNew: false };
  const { params, maxRunning, runOrder, allowOverlap, allowClosed, pauseCron } = checked(cron, options);
  const items = await planBackfill(connection, cron, options, now);
  const wanted = items.filter(({ action }) => action !== 'keep');
  if (wanted.length === 0) return { backfill: null, items, isNew: false };
  const { actor, reason, idempotencyKey = null } = options;
  const id = String(
    await connection.run<number | bigint>(sql('insert_backfill'), {
      job_id: idParam(cron.id),
      cron_name: cron.name,
      range_from: options.from,
      range_to: options.until,
      mode: options.mode,
      run_order: runOrder,
      max_running: maxRunning,
      allow_overlap: allowOverlap,
      allow_closed: allowClosed,
      pause_cron: pauseCron,
      ...{ params, actor, reason, idempotency_key: idempotencyKey, now },
    }),
  );
  // What is due already is written before the executions of the backfill make the cron busy.
  await pauseForBackfill(connection, { id, pauseCron, reason }, cron, now);
  let executions = 0;
  for (const { occurrence, execution, action } of wanted) {
    const fill = (text: string) => paramsFor(text, occurrence.nominal, dateText(occurrence.businessDay));
    const own = params === null ? undefined : fill(params);
    if (action === 'create') executions += await create(connection, cron, occurrence, { id, own, actor, reason }, now);
    else if (action === 'revive') {
      const backfill = { id, params: own ?? execution!.params };
      executions += (await revive(connection, execution!, { actor, reason, backfill })) ? 1 : 0;
    } else {
      const input = { params: own ?? execution!.params, actor, reason, backfillId: id };
      executions += (await insertRerun(connection, execution!, input, now)).isNew ? 1 : 0;
    }
  }
  await connection.execute(sql('set_backfill_executions'), { id: idParam(id), executions });
  return { backfill: await requireBackfill(connection, id), items, isNew: true };
}

async function create(
  connection: Connection,
  cron: Cron,
  occurrence: Occurrence,
  { id: backfillId, own, actor, reason }: { id: Id; own?: string; actor: string | null; reason: string | null },
  now: Date,
): Promise<number> {
  const { skip_reason, skipped_until, skipped_count, finished_at, ...copied } = copiedFrom(cron, occurrence, now);
  const row = {
    ...copied,
    ...(own === undefined ? {} : { params: own }),
    ...{ actor, reason },
    param_source: 'backfill',
    occurrence_time: occurrence.nominal,
    idempotency_key: null,
    origin_execution_id: null,
    backfill_id: idParam(backfillId),
  };
  const id = await connection.run(ledgerSql('insert_execution'), row).catch((error: unknown) => {
    if (error instanceof DuplicateKeyError) return undefined;
    throw error;
  });
  return id === undefined || id === null ? 0 : 1;
}
