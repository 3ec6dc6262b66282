import type { Connection } from '../database/connection.ts';
import { occurrencesOf } from '../domain/occurrences.ts';
import { zoneClock } from '../domain/zone-clock.ts';
import { JobuError } from '../errors.ts';
import { sql } from './calendar-statements.ts';
import { cronFromRow } from './crons.ts';
import type { Cron } from './model/cron.ts';
import { decodeCursor, encodeCursor, idParam, type Page } from './model/row.ts';
import { isPausedAt, type PlannedOccurrence, planCrons, scheduleIfValid } from './plan.ts';
import { schedulerPause } from './scheduler-pause.ts';
import { calendarsOf } from './schedules.ts';

/** What is asked about the time ahead. */
export interface UpcomingFilter {
  readonly from: Date;
  /** Included. */
  readonly until: Date;
  /** These crons; default: every enabled one. */
  readonly crons?: readonly Cron[];
  /** Of these groups only; null: all, also crons without a group. */
  readonly groups: readonly string[] | null;
}

export const UPCOMING_GROUPS = ['cron', 'minute', 'hour', 'day'] as const;

/** How many occurrences fall into one minute, hour or day, or are one cron's. */
export interface UpcomingGroup {
  /** The beginning of the minute, hour or day as an instant, or the cron's id. */
  readonly key: string;
  /** The cron's name; null when it is a time. */
  readonly cron: string | null;
  readonly runs: number;
  readonly skipped: number;
}

const BATCH = 500;
/** So many occurrences of one cron share an instant at most, all but one of them skipped. */
const MOST_SHARING = 100;
/** So many occurrences are counted; beyond that the answer says that it is cut. */
const MOST_COUNTED = 50_000;
const BEGINNING = new Date(0);

/** The crons that may have something due until then, by their next run, a batch at a time. */
async function* plannedCrons(connection: Connection, until: Date): AsyncGenerator<Cron[]> {
  for (let after: Pick<Cron, 'id' | 'nextRunAt'> = { id: '0', nextRunAt: BEGINNING }; ; ) {
    const rows = await connection.fetchAll(sql('list_planned_crons'), {
      until,
      after_time: after.nextRunAt,
      after_id: idParam(after.id),
      limit: BATCH,
    });
    const crons = rows.map(cronFromRow);
    yield crons;
    if (crons.length < BATCH) return;
    after = crons.at(-1)!;
  }
}

const reaches = ({ groups }: UpcomingFilter, { groupName }: Cron): boolean =>
  groups === null || (groupName !== null && groups.includes(groupName));

const compare = (a: PlannedOccurrence, b: PlannedOccurrence): number =>
  a.effective.getTime() - b.effective.getTime() ||
  (a.cron < b.cron ? -1 : a.cron > b.cron ? 1 : a.nominal.getTime() - b.nominal.getTime());

/**
 * One page of what is coming, by time: by the function the dispatcher asks, and bounded: crons that begin later than the
 * page ends are not looked at. Throws CURSOR_INVALID.
 */
export async function listUpcoming(
  connection: Connection,
  filter: UpcomingFilter,
  page: { limit: number; cursor?: string },
): Promise<Page<PlannedOccurrence>> {
  const after = page.cursor === undefined ? undefined : decodeCursor(page.cursor, 3);
  const from = after ? new Date(Math.max(Date.parse(after[0]!), filter.from.getTime())) : filter.from;
  if (Number.isNaN(from.getTime())) throw new JobuError('CURSOR_INVALID', { cursor: page.cursor });
  const isSeen = (one: PlannedOccurrence): boolean => {
    if (!after || one.effective.getTime() > Date.parse(after[0]!)) return false;
    return one.cron < after[1]! || (one.cron === after[1]! && one.nominal.getTime() <= Date.parse(after[2]!));
  };
  // What was on the page before may share the instant this one begins with.
  const wanted = page.limit + 1 + (after ? MOST_SHARING : 0);
  let found: PlannedOccurrence[] = [];
  let { until } = filter;
  const batches = filter.crons ? [[...filter.crons]] : plannedCrons(connection, filter.until);
  for await (const crons of batches) {
    const waiting = crons.filter(({ nextRunAt }) => nextRunAt !== null && nextRunAt <= until);
    const asked = (filter.crons ? crons : waiting).filter((cron) => reaches(filter, cron));
    const { occurrences } = await planCrons(connection, asked, { from, until, limit: wanted });
    found = [...found, ...occurrences.filter((one) => !isSeen(one))].sort(compare);
    if (found.length > page.limit) {
      found = found.slice(0, page.limit + 1);
      until = found.at(-1)!.effective;
      if (waiting.length < crons.length) break;
    }
  }
  const items = found.slice(0, page.limit);
  const last = items.at(-1);
  return {
    items,
    nextCursor:
      found.length > page.limit && last
        ? encodeCursor(last.effective.toISOString(), last.cron, last.nominal.toISOString())
        : null,
  };
}

const UNIT_SECONDS = { minute: 60, hour: 3600, day: 86_400 } as const;

/** How much is coming per minute, hour or day (of a zone), or per cron; `isCut` when it is too much to count. */
export async function countUpcoming(
  connection: Connection,
  filter: UpcomingFilter,
  groupBy: (typeof UPCOMING_GROUPS)[number],
  timeZone: string,
): Promise<{ groups: UpcomingGroup[]; isCut: boolean }> {
  const clock = zoneClock(timeZone);
  const pause = await schedulerPause(connection);
  const groups = new Map<string, { key: string; cron: string | null; runs: number; skipped: number }>();
  const keyOf = (time: Date, cron: Cron): string => {
    if (groupBy === 'cron') return cron.id;
    const unit = UNIT_SECONDS[groupBy];
    const local = clock.localTime(Math.floor(time.getTime() / 1000));
    return new Date(clock.firstReaching(local - (((local % unit) + unit) % unit)) * 1000).toISOString();
  };
  let left = MOST_COUNTED;
  let isCut = false;
  const batches = filter.crons ? [[...filter.crons]] : plannedCrons(connection, filter.until);
  for await (const crons of batches) {
    const calendars = await calendarsOf(connection, crons);
    for (const cron of crons) {
      const isShown = cron.isEnabled && cron.errorCode === null && reaches(filter, cron);
      const schedule = isShown && scheduleIfValid(cron, calendars);
      if (!schedule) continue;
      const { occurrences, through } = occurrencesOf(schedule, filter.from, filter.until, left);
      isCut ||= through < filter.until;
      left -= occurrences.length;
      for (const { effective, skip } of occurrences) {
        const key = keyOf(effective, cron);
        const group = groups.get(key) ?? { key, cron: groupBy === 'cron' ? cron.name : null, runs: 0, skipped: 0 };
        if (skip === null && !isPausedAt(cron, pause, effective)) group.runs++;
        else group.skipped++;
        groups.set(key, group);
      }
      if (left <= 0) return { groups: sorted(groups.values()), isCut: true };
    }
  }
  return { groups: sorted(groups.values()), isCut };
}

const sorted = (groups: Iterable<UpcomingGroup>): UpcomingGroup[] =>
  [...groups].sort((a, b) => ((a.cron ?? a.key) < (b.cron ?? b.key) ? -1 : 1));
