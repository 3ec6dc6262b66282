import type { Connection } from '../database/connection.ts';
import { occurrencesOf } from '../domain/occurrences.ts';
import type { Occurrence, Schedule } from '../domain/schedule.ts';
import { sql } from './calendar-statements.ts';
import { cronFromRow } from './crons.ts';
import type { Cron } from './model/cron.ts';
import { type Id, idParam } from './model/row.ts';
import { occurrencesWithRows } from './occurrence-keys.ts';
import { scheduleIfValid } from './plan.ts';
import { prunedBefore } from './prune.ts';
import { calendarsOf } from './schedules.ts';
import { changeSetting, findSetting } from './settings.ts';
import { sql as ledgerSql } from './statements.ts';

/** Occurrences of a cron that came due and have no row, though they should have one. */
export interface MissingOccurrences {
  readonly cronId: Id;
  readonly cron: string;
  /** Nominal time of the first and the last of them. */
  readonly from: Date;
  readonly until: Date;
  readonly count: number;
}

/** What the dispatchers found when they last looked. */
export interface Completeness {
  readonly at: string;
  readonly crons: number;
  readonly missing: number;
}

const NAME = 'ledger.completeness';
const HOUR_MS = 3_600_000;
/** How far back is looked; less far for a cron that has more than {@link MOST_OF_CRON} occurrences in it. */
const SPANS_MS = [7 * 24 * HOUR_MS, 24 * HOUR_MS, 2 * HOUR_MS, HOUR_MS / 4];
const MOST_OF_CRON = 2000;
const MOST_RANGES = 20;
/** Crons in one step. */
const BATCH = 100;

/** What of a cron has come due since it was timed, and has been dispatched. */
function expectedOf({ timedAt, nextRunAt, hasEnded }: Cron, schedule: Schedule, now: Date): readonly Occurrence[] {
  const { type } = schedule.timing;
  if (type === 'after_end' || type === 'manual' || timedAt === null || (nextRunAt === null && !hasEnded)) return [];
  const until = new Date(Math.min(now.getTime(), nextRunAt === null ? now.getTime() : nextRunAt.getTime() - 1));
  let expected: readonly Occurrence[] = [];
  for (const span of SPANS_MS) {
    const from = new Date(Math.max(timedAt.getTime() + 1, now.getTime() - span));
    if (from > until) break;
    const { occurrences, through } = occurrencesOf(schedule, from, until, MOST_OF_CRON);
    expected = occurrences;
    if (through >= until) break;
  }
  return expected;
}

/** Those that no shared row stands for. */
async function outsideRanges(
  connection: Connection,
  { id }: Cron,
  expected: readonly Occurrence[],
  missing: readonly Occurrence[],
): Promise<readonly Occurrence[]> {
  const times = missing.map(({ nominal }) => nominal.getTime());
  const ranges = await connection.fetchAll<{ scheduled_time: string; skipped_until: string }>(
    sql('list_skipped_ranges'),
    {
      job_id: idParam(id),
      since: new Date(Math.min(...times)),
      until: new Date(Math.max(...times)),
      limit: MOST_RANGES,
    },
  );
  const covered = new Set<Occurrence>();
  for (const range of ranges) {
    const [from, until] = [Date.parse(range.scheduled_time), Date.parse(range.skipped_until)];
    // It stands for neighbours by effective time, and names nominal times: what lies between them is covered as well.
    const first = expected.findIndex(({ nominal }) => nominal.getTime() === from);
    const last = expected.findLastIndex(({ nominal }) => nominal.getTime() >= from && nominal.getTime() <= until);
    for (const occurrence of expected.slice(Math.max(0, first), last + 1)) covered.add(occurrence);
  }
  return missing.filter((occurrence) => !covered.has(occurrence));
}

/**
 * Compares what came due of the enabled crons after `afterId` with their rows, up to seven days back: 100 crons in one step.
 * Whatever changes meanwhile, what it names is missing: a cron counts from when it was last timed, and not further back than
 * rows have been pruned. `nextAfterId` is null after the last cron.
 */
export async function findMissing(
  connection: Connection,
  afterId: Id,
  now: Date,
): Promise<{ missing: MissingOccurrences[]; crons: number; nextAfterId: Id | null }> {
  const rows = await connection.fetchAll(sql('list_timed_crons'), { after_id: idParam(afterId), limit: BATCH });
  const crons = rows.map(cronFromRow);
  const calendars = await calendarsOf(connection, crons);
  const dues = crons.flatMap((cron) => {
    const schedule = scheduleIfValid(cron, calendars);
    const occurrences = schedule ? expectedOf(cron, schedule, now) : [];
    return schedule && occurrences.length > 0 ? [{ cron, schedule, occurrences }] : [];
  });
  const hasRow = await occurrencesWithRows(connection, dues);
  const missing: MissingOccurrences[] = [];
  for (const { cron, occurrences } of dues) {
    const absent = occurrences.filter((occurrence) => !hasRow(cron, occurrence));
    if (absent.length === 0) continue;
    const found = await outsideRanges(connection, cron, occurrences, absent);
    if (found.length === 0) continue;
    // Asked last: an edit or a prune that came in between explains what is missing.
    const stored = await connection.fetchOne(ledgerSql('find_cron_by_id'), { id: idParam(cron.id) });
    if (!stored || cronFromRow(stored).timedAt?.getTime() !== cron.timedAt?.getTime()) continue;
    const pruned = await prunedBefore(connection);
    const gone = found.filter(({ effective }) => effective > pruned).map(({ nominal }) => nominal.getTime());
    if (gone.length > 0)
      missing.push({
        cronId: cron.id,
        cron: cron.name,
        from: new Date(Math.min(...gone)),
        until: new Date(Math.max(...gone)),
        count: gone.length,
      });
  }
  return { missing, crons: crons.length, nextAfterId: crons.length === BATCH ? crons.at(-1)!.id : null };
}

/** What the dispatchers last found; null before the first time. */
export const findCompleteness = (connection: Connection): Promise<Completeness | null> =>
  findSetting<Completeness>(connection, NAME);

/** Keeps what was found for whoever asks. */
export async function keepCompleteness(connection: Connection, found: Completeness, now: Date): Promise<void> {
  await changeSetting<Completeness>(connection, NAME, () => found, now);
}
