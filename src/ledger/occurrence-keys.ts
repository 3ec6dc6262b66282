import type { Connection } from '../database/connection.ts';
import type { Occurrence, Schedule } from '../domain/schedule.ts';
import { sql } from './calendar-statements.ts';
import type { Cron } from './model/cron.ts';
import { idParam } from './model/row.ts';

/** A cron with some of its occurrences. */
interface CronOccurrences {
  readonly cron: Pick<Cron, 'id' | 'nextRunAt'>;
  readonly schedule: Schedule;
  readonly occurrences: readonly Occurrence[];
}

type KeyRow = { job_id: number | bigint; scheduled_time: string };

/** Keys asked for in one statement. */
const BATCH = 500;
const MOST_EARLY = 50_000;
const END_OF_TIME = new Date(8.64e15);

/** Tells whether an occurrence of a cron has its row. */
export type HasRow = (cron: Pick<Cron, 'id'>, occurrence: Occurrence) => boolean;

function isIn(rows: readonly KeyRow[]): HasRow {
  if (rows.length === 0) return () => false;
  const keys = new Set(rows.map((row) => `${row.job_id} ${new Date(row.scheduled_time).getTime()}`));
  return ({ id }, { nominal }) => keys.has(`${id} ${nominal.getTime()}`);
}

async function existing(connection: Connection, crons: readonly CronOccurrences[]): Promise<KeyRow[]> {
  const ids = crons.map(({ cron }) => idParam(cron.id));
  const times = [...new Set(crons.flatMap(({ occurrences }) => occurrences.map(({ nominal }) => nominal.getTime())))];
  const rows: KeyRow[] = [];
  for (let start = 0; start < times.length; start += BATCH)
    rows.push(
      ...(await connection.fetchAll<KeyRow>(sql('list_existing_occurrences'), {
        ids,
        times: times.slice(start, start + BATCH).map((time) => new Date(time)),
      })),
    );
  return rows;
}

/**
 * Which due occurrences have their rows already. Where a calendar moves occurrences, an edit of it can make one due a second
 * time; what is never moved is guarded by its key alone.
 */
export async function existingOccurrences(connection: Connection, dues: readonly CronOccurrences[]): Promise<HasRow> {
  const moving = dues.filter(({ schedule, occurrences }) => !schedule.isPlain && occurrences.length > 0);
  return await occurrencesWithRows(connection, moving);
}

/** Which occurrences have their rows, looked up by key. */
export async function occurrencesWithRows(connection: Connection, dues: readonly CronOccurrences[]): Promise<HasRow> {
  const rows: KeyRow[] = [];
  // A long backlog names many times that are no other cron's.
  for (const due of dues.filter(({ occurrences }) => occurrences.length > 1))
    rows.push(...(await existing(connection, [due])));
  const single = dues.filter(({ occurrences }) => occurrences.length === 1);
  if (single.length > 0) rows.push(...(await existing(connection, single)));
  return isIn(rows);
}

/**
 * Which coming occurrences have their rows already, since an edit of a calendar moved them behind the time at which they ran:
 * the dispatcher passes over them.
 */
export async function dispatchedEarly(connection: Connection, crons: readonly CronOccurrences[]): Promise<HasRow> {
  const moving = crons.filter(({ cron, schedule }) => !schedule.isPlain && cron.nextRunAt !== null);
  if (moving.length === 0) return () => false;
  const after = new Date(Math.min(...moving.map(({ cron }) => cron.nextRunAt!.getTime())));
  const ids = moving.map(({ cron }) => idParam(cron.id));
  const early = { ids, after, limit: MOST_EARLY };
  const rows = await connection.fetchAll<KeyRow>(sql('list_early_occurrences'), early);
  const late = moving
    .map(({ cron, schedule, occurrences }) => ({
      cron,
      schedule,
      occurrences: occurrences.filter(({ nominal, effective }) => nominal <= after && effective >= cron.nextRunAt!),
    }))
    .filter(({ occurrences }) => occurrences.length > 0);
  if (late.length > 0) rows.push(...(await existing(connection, late)));
  if (rows.length === 0) return () => false;
  const hasRow = isIn(rows);
  // What lies before the next run is the past: it is shown as it was planned.
  const nextRuns = new Map(moving.map(({ cron }) => [cron.id, cron.nextRunAt!]));
  return (cron, occurrence) =>
    occurrence.effective >= (nextRuns.get(cron.id) ?? END_OF_TIME) && hasRow(cron, occurrence);
}
