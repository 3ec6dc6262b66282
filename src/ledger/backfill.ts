import type { Connection } from '../database/connection.ts';
import { DuplicateKeyError } from '../database/errors.ts';
import { occurrencesOf } from '../domain/occurrences.ts';
import type { Occurrence } from '../domain/schedule.ts';
import { JobuError } from '../errors.ts';
import { sql } from './calendar-statements.ts';
import { lockCron } from './crons.ts';
import { insertRerun } from './executions.ts';
import type { Cron } from './model/cron.ts';
import type { Execution } from './model/execution.ts';
import { fromRow, type Id, idParam } from './model/row.ts';
import { copiedFrom } from './occurrences.ts';
import { revive } from './pauses.ts';
import { calendarsOf, scheduleOf } from './schedules.ts';
import { sql as ledgerSql } from './statements.ts';

/** Which past occurrences a backfill runs: those without a run, those that failed too, or only them, or every one. */
export const BACKFILL_MODES = ['missing', 'failed', 'all'] as const;

export type BackfillMode = (typeof BACKFILL_MODES)[number];

export interface BackfillRange {
  readonly from: Date;
  /** Included; not in the future. */
  readonly until: Date;
  readonly mode: BackfillMode;
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
 * BACKFILL_INVALID for a range that is empty, reaches into the future or holds more than 10,000.
 */
export async function planBackfill(
  connection: Connection,
  cron: Cron,
  range: BackfillRange,
  now: Date,
): Promise<BackfillItem[]> {
  const { from, until, mode } = range;
  const refuse = (reason: string) => new JobuError('BACKFILL_INVALID', { reason, cron: cron.name });
  if (from > until) throw refuse('its end lies before its beginning');
  if (until > now) throw refuse('its end lies in the future');
  const schedule = scheduleOf(cron, await calendarsOf(connection, [cron]));
  const { occurrences, through } = occurrencesOf(schedule, from, until, MOST);
  if (through < until) throw refuse(`it holds more than ${MOST} occurrences`);
  const wanted = occurrences.filter(({ skip }) => skip === null);
  if (wanted.length === 0) return [];
  const nominal = wanted.map((one) => one.nominal.getTime());
  const rows = await connection.fetchAll(sql('list_occurrence_rows'), {
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

/**
 * Has past occurrences run, the oldest first, each when the one before has ended (all at once when the cron allows overlap).
 * They keep their business date. Answers how many executions will run. Throws what {@link planBackfill} throws.
 */
export async function backfill(
  connection: Connection,
  cronId: Id,
  range: BackfillRange,
  note: { actor: string | null; reason: string | null },
  now: Date,
): Promise<number> {
  const cron = await lockCron(connection, cronId);
  const items = await planBackfill(connection, cron, range, now);
  let count = 0;
  for (const { occurrence, execution, action } of items) {
    if (action === 'create') count += await create(connection, cron, occurrence, note, now);
    if (action === 'revive')
      count += (await revive(connection, execution!, { ...note, paramSource: 'backfill' })) ? 1 : 0;
    if (action === 'rerun') {
      const input = { params: execution!.params, ...note, source: 'backfill', waits: true } as const;
      count += (await insertRerun(connection, execution!, input, now)).isNew ? 1 : 0;
    }
  }
  if (count > 0) await connection.execute(sql('mark_waiting'), { id: idParam(cron.id) });
  return count;
}

async function create(
  connection: Connection,
  cron: Cron,
  occurrence: Occurrence,
  note: { actor: string | null; reason: string | null },
  now: Date,
): Promise<number> {
  const { skip_reason, skipped_until, skipped_count, finished_at, ...copied } = copiedFrom(cron, occurrence, now);
  const row = {
    ...copied,
    ...note,
    param_source: 'backfill',
    occurrence_time: occurrence.nominal,
    idempotency_key: null,
    origin_execution_id: null,
  };
  const id = await connection.run(ledgerSql('insert_execution'), row).catch((error: unknown) => {
    if (error instanceof DuplicateKeyError) return undefined;
    throw error;
  });
  return id === undefined || id === null ? 0 : 1;
}
