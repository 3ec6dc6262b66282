import type { Connection } from '../database/connection.ts';
import { occurrencesOf } from '../domain/occurrences.ts';
import { zoneClock } from '../domain/zone-clock.ts';
import { JobuError } from '../errors.ts';
import { sql } from './calendar-statements.ts';
import { cronFromRow } from './crons.ts';
import type { Cron } from './model/cron.ts';
import { idParam, type Place } from './model/row.ts';
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
/** A page is looked for backwards in so short a time first, then in longer ones. */
const FIRST_WINDOW_MS = 60_000;

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

/** What says where an occurrence stands in the list. */
export const keysOfPlanned = ({ effective, cron, nominal }: PlannedOccurrence): string[] => [
  effective.toISOString(),
  cron,
  nominal.toISOString(),
];

/** Below zero for an occurrence before the one with these keys. */
function compareWith({ effective, cron, nominal }: PlannedOccurrence, [time, name, at]: readonly string[]): number {
  const byTime = effective.getTime() - Date.parse(time!);
  if (byTime !== 0) return byTime;
  return cron === name ? nominal.getTime() - Date.parse(at!) : cron < name! ? -1 : 1;
}

/**
 * What is coming, by time: by the function the dispatcher asks, and bounded: crons that begin later than the page ends are not
 * looked at, and backwards no further than it begins. Throws CURSOR_INVALID.
 */
export async function listUpcoming(
  connection: Connection,
  filter: UpcomingFilter,
  { position, descending, limit }: Place,
): Promise<PlannedOccurrence[]> {
  const at = position === undefined ? undefined : new Date(position[0]!);
  if (at && !(at.getTime() >= 0)) throw new JobuError('CURSOR_INVALID', { cursor: position![0] });
  if (!descending) {
    const from = at && at > filter.from ? at : filter.from;
    return await listFrom(connection, { ...filter, from }, limit, position);
  }
  const until = at && at < filter.until ? at : filter.until;
  for (let windowMs = FIRST_WINDOW_MS; ; windowMs *= 4) {
    const from = new Date(Math.max(filter.from.getTime(), until.getTime() - windowMs));
    const found = await listFrom(connection, { ...filter, from, until }, Number.POSITIVE_INFINITY, undefined);
    const before = position ? found.filter((one) => compareWith(one, position) < 0) : found;
    if (before.length >= limit || from <= filter.from) return before.slice(-limit).reverse();
  }
}

/** The first occurrences of a range behind the one with these keys. */
async function listFrom(
  connection: Connection,
  filter: UpcomingFilter,
  limit: number,
  after: readonly string[] | undefined,
): Promise<PlannedOccurrence[]> {
  const { from } = filter;
  // What was on the page before may share the instant this one begins with.
  const wanted = limit + (after ? MOST_SHARING : 0);
  let found: PlannedOccurrence[] = [];
  let { until } = filter;
  const batches = filter.crons ? [[...filter.crons]] : plannedCrons(connection, filter.until);
  for await (const crons of batches) {
    const waiting = crons.filter(({ nextRunAt }) => nextRunAt !== null && nextRunAt <= until);
    const asked = (filter.crons ? crons : waiting).filter((cron) => reaches(filter, cron));
    const { occurrences } = await planCrons(connection, asked, { from, until, limit: wanted });
    found = [...found, ...(after ? occurrences.filter((one) => compareWith(one, after) > 0) : occurrences)].sort(
      compare,
    );
    if (found.length >= limit) {
      found = found.slice(0, limit);
      until = found.at(-1)!.effective;
      if (waiting.length < crons.length) break;
    }
  }
  return found;
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
