import type { Connection } from '../database/connection.ts';
import { occurrencesOf } from '../domain/occurrences.ts';
import { zoneClock } from '../domain/zone-clock.ts';
import { JobuError } from '../errors.ts';
import { sql } from './calendar-statements.ts';
import type { Cron, PlannableCron } from './model/cron.ts';
import { fromRow, idParam, type Place } from './model/row.ts';
import { isPausedAt, type PlannedOccurrence, planCrons, scheduleIfValid } from './plan.ts';
import { schedulerPause } from './scheduler-pause.ts';
import { calendarsOf } from './schedules.ts';

/** What is asked about the time ahead. */
export interface UpcomingFilter {
  readonly from: Date;
  /** Included. */
  readonly until: Date;
  /** These crons; default: every enabled one. */
  readonly crons?: readonly PlannableCron[];
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

/** Crons that are read and planned at once: few first, since a page of those that begin together needs no more. */
const FIRST_BATCH = 100;
const BATCH = 4000;
/** Crons of which the next run and the name are read at once: few first as well. */
const FIRST_KEYS = 1000;
const MOST_KEYS = 20_000;
/** So many occurrences of one cron share an instant at most, all but one of them skipped. */
const MOST_SHARING = 100;
/** So many occurrences are counted; beyond that the answer says that it is cut. */
const MOST_COUNTED = 50_000;
const BEGINNING = new Date(0);
/** So many crons are planned to the end at once. */
const FEW = 50;
/** A page is looked for in so short a time first, then in longer ones. */
const FIRST_WINDOW_MS = 60_000;

type PlannedKey = Pick<Cron, 'id' | 'name' | 'groupName' | 'timeZone'> & {
  readonly nextRunAt: Date;
  /** The expression of a cron that has nothing else that times it. */
  readonly plainExpression: string | null;
};

/** Some of the crons that may have something due, and where the next ones begin. */
interface Planned {
  readonly crons: readonly PlannableCron[];
  /** Whether no cron of a later batch has anything before this occurrence. */
  isComplete(last: PlannedOccurrence): boolean;
}

/** What times a cron that has an expression and a zone and nothing else; lists say nothing of overlaps. */
const PLAIN = {
  ...{ isEnabled: true, errorCode: null, pausedAt: null, pausedUntil: null, timing: null },
  ...{ calendar: null, onClosed: 'skip', maxShiftDays: 0, allowLeaveMonth: true },
  ...{ startsAt: null, endsAt: null, jitterSeconds: 0, blackouts: null, onBlackout: 'delay' },
  ...{ allowOverlap: true, overlapPolicy: null, timeoutSeconds: 0 },
} as const satisfies Partial<PlannableCron>;

/** Of thousands of crons no more is read than their plan needs: most have an expression, which came with their keys. */
async function plannableCrons(connection: Connection, keys: readonly PlannedKey[]): Promise<PlannableCron[]> {
  const isPlain = ({ plainExpression }: PlannedKey) => plainExpression !== null;
  const others = keys.filter((key) => !isPlain(key)).map(({ id }) => idParam(id));
  const plain = keys.filter(isPlain).map(({ plainExpression, id, name, groupName, timeZone, nextRunAt }) => ({
    ...PLAIN,
    ...{ id, name, groupName, timeZone, nextRunAt },
    cronExpression: plainExpression,
  }));
  return others.length === 0 ? plain : [...plain, ...(await readPlannable(connection, others))];
}

const readPlannable = async (connection: Connection, ids: readonly bigint[]): Promise<PlannableCron[]> =>
  (await connection.fetchAll(sql('list_plannable_crons'), { ids })).map((row) => fromRow<PlannableCron>(row));

/** The crons that may have something due until then, by their next run and name, a batch at a time. */
async function* plannedCrons(
  connection: Connection,
  { until, groups }: UpcomingFilter,
  limit: number,
): AsyncGenerator<Planned> {
  let size = Math.min(BATCH, Math.max(FIRST_BATCH, limit));
  let most = Math.min(MOST_KEYS, Math.max(FIRST_KEYS, 4 * limit));
  for (let after: Pick<PlannedKey, 'id' | 'nextRunAt'> = { id: '0', nextRunAt: BEGINNING }; ; ) {
    const rows = await connection.fetchAll(sql('list_planned_crons'), {
      until,
      after_time: after.nextRunAt,
      after_id: idParam(after.id),
      limit: most,
    });
    const keys = rows.map((row) => fromRow<PlannedKey>(row));
    const edge = keys.length < most ? null : keys.at(-1)!;
    // Many begin at midnight: by name as well, so that the first page of them needs no more than one batch.
    const inOrder = keys.filter((key) => reaches(groups, key)).sort(compareKeys);
    for (let start = 0; start < inOrder.length; ) {
      const batch = inOrder.slice(start, start + size);
      start += size;
      size = Math.min(BATCH, size * 2);
      const next = inOrder[start] ?? edge;
      yield {
        crons: await plannableCrons(connection, batch),
        isComplete: ({ effective, cron }) =>
          next === null ||
          next.nextRunAt > effective ||
          (next !== edge &&
            next.nextRunAt.getTime() === effective.getTime() &&
            next.name > cron &&
            (edge === null || edge.nextRunAt > effective)),
      };
    }
    if (edge === null) return;
    after = edge;
    most = Math.min(MOST_KEYS, 4 * most);
  }
}

const compareKeys = (a: PlannedKey, b: PlannedKey): number =>
  a.nextRunAt.getTime() - b.nextRunAt.getTime() || (a.name < b.name ? -1 : 1);

const reaches = (groups: UpcomingFilter['groups'], { groupName }: Pick<Cron, 'groupName'>): boolean =>
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
 * What is coming, by time, without remarks on overlaps: by the function the dispatcher asks, and bounded: crons that begin later than the page ends are not
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

/** The same occurrences with the remark on those that begin while the one before usually still runs: one look at each cron. */
export async function withOverlaps(
  connection: Connection,
  occurrences: readonly PlannedOccurrence[],
): Promise<PlannedOccurrence[]> {
  if (occurrences.length === 0) return [];
  const ids = [...new Set(occurrences.map(({ cronId }) => idParam(cronId)))];
  const crons = await readPlannable(connection, ids);
  const times = occurrences.map(({ effective }) => effective.getTime());
  const range = { from: new Date(Math.min(...times)), until: new Date(Math.max(...times)) };
  const planned = await planCrons(connection, crons, { ...range, limit: occurrences.length + MOST_SHARING });
  const remarks = new Map(planned.occurrences.map((one) => [keysOfPlanned(one).join('\n'), one.remarks]));
  return occurrences.map((one) => ({ ...one, remarks: remarks.get(keysOfPlanned(one).join('\n')) ?? one.remarks }));
}

/** The first occurrences of a range behind the one with these keys. */
async function listFrom(
  connection: Connection,
  filter: UpcomingFilter,
  limit: number,
  after: readonly string[] | undefined,
): Promise<PlannedOccurrence[]> {
  const { from } = filter;
  const pause = await schedulerPause(connection);
  // What was on the page before may share the instant this one begins with.
  const wanted = limit + (after ? MOST_SHARING : 0);
  let found: PlannedOccurrence[] = [];
  let { until } = filter;
  for await (const { crons, isComplete } of batchesOf(connection, filter, wanted)) {
    const asked = filter.crons ? crons : crons.filter(({ nextRunAt }) => nextRunAt !== null && nextRunAt <= until);
    const isLarge = asked.length > FEW && limit < Number.POSITIVE_INFINITY;
    for (let windowMs = isLarge ? FIRST_WINDOW_MS : Number.POSITIVE_INFINITY; ; windowMs *= 4) {
      const end = new Date(Math.min(until.getTime(), from.getTime() + windowMs));
      const { occurrences } = await planCrons(connection, asked, {
        from,
        until: end,
        limit: wanted,
        withOverlap: false,
        pause,
      });
      const coming = after ? occurrences.filter((one) => compareWith(one, after) > 0) : occurrences;
      if (coming.length < limit && end < until) continue;
      found = [...found, ...coming].sort(compare);
      break;
    }
    if (found.length >= limit) {
      found = found.slice(0, limit);
      until = found.at(-1)!.effective;
      if (isComplete(found.at(-1)!)) break;
    }
  }
  return found;
}

async function* batchesOf(connection: Connection, filter: UpcomingFilter, limit: number): AsyncGenerator<Planned> {
  if (!filter.crons) yield* plannedCrons(connection, filter, limit);
  else
    yield {
      crons: filter.crons.filter((cron) => reaches(filter.groups, cron)),
      isComplete: () => true,
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
  // Crons share instants: each is brought to the beginning of its unit once.
  const known = new Map<number, string>();
  const keyOf = (time: Date, cron: PlannableCron): string => {
    if (groupBy === 'cron') return cron.id;
    const before = known.get(time.getTime());
    if (before !== undefined) return before;
    const unit = UNIT_SECONDS[groupBy];
    const local = clock.localTime(Math.floor(time.getTime() / 1000));
    const key = new Date(clock.firstReaching(local - (((local % unit) + unit) % unit)) * 1000).toISOString();
    known.set(time.getTime(), key);
    return key;
  };
  let left = MOST_COUNTED;
  let isCut = false;
  for await (const { crons } of batchesOf(connection, filter, FIRST_BATCH)) {
    const calendars = await calendarsOf(connection, crons);
    for (const cron of crons) {
      const isShown = cron.isEnabled && cron.errorCode === null;
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
