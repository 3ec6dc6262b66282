import type { Connection } from '../database/connection.ts';
import type { Status } from '../domain/states.ts';
import { JobuError } from '../errors.ts';
import {
  type ExecutionSearch,
  isRare,
  isUnfinished,
  isWithinLane,
  type Range,
  searchParams,
} from './model/execution-search.ts';
import { idParam } from './model/row.ts';
import { sql } from './search-statements.ts';

/** An execution at its place in an order: by id, or by an instant and then by id. */
export interface Candidate {
  readonly id: number | bigint;
  readonly at_time?: string;
}

/** Where an order goes on: the keys of the last candidate, as text. */
export type Position = readonly string[];

/** Executions along one index, a bounded number at a time. */
export interface Lane {
  /** Looks at about `size` executions behind `position`. Answers those that fit, in order, and where it stopped. */
  step(
    position: Position | undefined,
    size: number,
  ): Promise<{ found: Candidate[]; position: Position; isEnd: boolean }>;
  /** The most that one step can look at. */
  readonly largestStep: number;
}

/** Orders of executions: when they were made, when they were due (one cron only), when they ended. */
export type ExecutionOrder = 'id' | 'scheduledTime' | 'finishedAt';

const LAST_ID = 9_223_372_036_854_775_807n;
const BEGINNING = new Date(0);
const END = new Date('9999-12-31T00:00:00.000Z');
const MOST_UNFINISHED = 2_000;
/** Rows are made in about the order of their ids: transactions that overlap differ by less than this. */
const SLACK_MS = 60_000;
const CLOSE_ENOUGH = 1_000n;
/** Ids that one statement is given; more make it slow to prepare. */
const LARGEST_LIST = 2_000;
const LARGEST_READ = 20_000;
const LARGEST_RANGE = 200_000;

/** The keys of a candidate, as a cursor holds them. */
export const positionOf = ({ id, at_time }: Candidate): string[] =>
  at_time === undefined ? [String(id)] : [new Date(at_time).toISOString(), String(id)];

const byId = (a: Candidate, b: Candidate): number => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);

const idOf = (position: Position | undefined, otherwise: bigint): bigint =>
  position === undefined ? otherwise : idParam(position[0]!);

function instantOf(position: Position): Date {
  const instant = new Date(position[0]!);
  if (Number.isNaN(instant.getTime())) throw new JobuError('CURSOR_INVALID', { cursor: position.join(' ') });
  return instant;
}

/** Answers candidates of `read` that fit the search. `within`: what `read` has looked after itself. */
function candidateLane(
  connection: Connection,
  search: ExecutionSearch,
  within: readonly (keyof ExecutionSearch)[],
  now: Date,
  read: (position: Position | undefined, limit: number) => Promise<Candidate[]>,
): Lane {
  const params = isWithinLane(search, within) ? undefined : searchParams(search, now);
  return {
    largestStep: params ? LARGEST_LIST : LARGEST_READ,
    step: async (position, size) => {
      const candidates = await read(position, size);
      const last = candidates.at(-1);
      let found = candidates;
      if (params && last) {
        const ids = candidates.map(({ id }) => id);
        const rows = await connection.fetchAll<Candidate>(sql('filter_candidates'), { ...params, ids });
        const fitting = new Set(rows.map(({ id }) => id));
        found = candidates.filter(({ id }) => fitting.has(id));
      }
      return { found, position: last ? positionOf(last) : (position ?? []), isEnd: candidates.length < size };
    },
  };
}

/** The statement that reads a lane in one direction, by id. */
const idLane =
  (
    connection: Connection,
    names: readonly [ahead: string, back: string],
    filter: Record<string, unknown>,
    descending: boolean,
  ) =>
  (position: Position | undefined, limit: number): Promise<Candidate[]> =>
    connection.fetchAll<Candidate>(
      sql(names[descending ? 1 : 0]),
      descending
        ? { ...filter, before_id: idOf(position, LAST_ID), limit }
        : { ...filter, after_id: idOf(position, 0n), limit },
    );

/** The same by an instant; `range` says where to begin and, within a page, where to end. */
const timeLane =
  (
    connection: Connection,
    names: readonly [ahead: string, back: string],
    filter: Record<string, unknown>,
    { descending, range = {}, withId }: { descending: boolean; range?: Range | undefined; withId: boolean },
  ) =>
  async (position: Position | undefined, limit: number): Promise<Candidate[]> => {
    const { from = BEGINNING, to = END } = range;
    const first = descending ? to : new Date(Math.max(0, from.getTime() - 1));
    const rows = await connection.fetchAll<Candidate>(sql(names[descending ? 1 : 0]), {
      ...filter,
      at_time: position ? instantOf(position) : first,
      ...(withId ? { id: idParam(position?.[1] ?? '0') } : {}),
      limit,
    });
    const isInside = ({ at_time }: Candidate) => (descending ? new Date(at_time!) >= from : new Date(at_time!) < to);
    return rows.every(isInside) ? rows : rows.filter(isInside);
  };

/** Ids along the primary key, between those that the times of creation allow. */
async function rangeLane(
  connection: Connection,
  search: ExecutionSearch,
  descending: boolean,
  now: Date,
): Promise<Lane> {
  const bounds = await connection.fetchOne<{ first_id: number | bigint | null; last_id: number | bigint | null }>(
    sql('find_id_bounds'),
  );
  let first = BigInt(bounds?.first_id ?? 1);
  let last = BigInt(bounds?.last_id ?? 0);
  const { from, to } = search.created ?? {};
  if (from) first = await idNear(connection, from.getTime() - SLACK_MS, first, last);
  if (to && to.getTime() + SLACK_MS < now.getTime())
    last = (await idNear(connection, to.getTime() + SLACK_MS, first, last)) + CLOSE_ENOUGH * 2n;
  const params = searchParams(search, now);
  return {
    largestStep: LARGEST_RANGE,
    step: async (position, size) => {
      const at = idOf(position, descending ? last + 1n : first - 1n);
      const edge = descending ? at - BigInt(size) - 1n : at + BigInt(size) + 1n;
      const isEnd = descending ? edge < first : edge > last;
      const [after, before] = descending ? [isEnd ? first - 1n : edge, at] : [at, isEnd ? last + 1n : edge];
      const found =
        before - after < 2n
          ? []
          : await connection.fetchAll<Candidate>(sql('filter_range'), {
              ...params,
              after_id: after,
              before_id: before,
            });
      found.sort(byId);
      if (descending) found.reverse();
      return { found, position: [String(descending ? after + 1n : before - 1n)], isEnd };
    },
  };
}

const known = new WeakMap<Connection, Map<number, bigint>>();

/** An id so that everything made at or after an instant lies behind it, and little else. */
async function idNear(connection: Connection, instantMs: number, first: bigint, last: bigint): Promise<bigint> {
  const minute = Math.floor(instantMs / SLACK_MS);
  const kept = known.get(connection) ?? new Map<number, bigint>();
  known.set(connection, kept);
  const before = kept.get(minute);
  if (before !== undefined) return before > first ? before : first;
  let low = first;
  let high = last + 1n;
  while (high - low > CLOSE_ENOUGH) {
    const middle = (low + high) / 2n;
    const row = await connection.fetchOne<{ id: number | bigint; created_at: string }>(sql('find_created_near'), {
      id: middle,
    });
    if (!row || new Date(row.created_at).getTime() >= minute * SLACK_MS) high = middle;
    else low = BigInt(row.id);
  }
  if (kept.size > 1_000) kept.clear();
  kept.set(minute, low);
  return low;
}

async function unfinishedLane(
  connection: Connection,
  search: ExecutionSearch,
  descending: boolean,
  now: Date,
): Promise<Lane | undefined> {
  const all: Candidate[] = [];
  for (const status of search.status!) {
    const limit = MOST_UNFINISHED + 1 - all.length;
    all.push(...(await connection.fetchAll<Candidate>(sql('list_unfinished_candidates'), { status, limit })));
    if (all.length > MOST_UNFINISHED) return undefined;
  }
  all.sort(byId);
  if (descending) all.reverse();
  return candidateLane(connection, search, ['status'], now, async (position, limit) => {
    const at = idOf(position, descending ? LAST_ID : -1n);
    const start = all.findIndex(({ id }) => (descending ? id < at : id > at));
    return start < 0 ? [] : all.slice(start, start + limit);
  });
}

/** The lane that a search is answered along: the index that leaves the least to look at. */
export async function laneOf(
  connection: Connection,
  search: ExecutionSearch,
  order: ExecutionOrder,
  descending: boolean,
  now: Date,
): Promise<Lane> {
  const lane = (
    within: (keyof ExecutionSearch)[],
    read: (at: Position | undefined, limit: number) => Promise<Candidate[]>,
  ) => candidateLane(connection, search, within, now, read);
  if (order === 'scheduledTime') {
    const [cronId, ...others] = search.cronIds ?? [];
    if (cronId === undefined || others.length > 0) throw new JobuError('SORT_NEEDS_CRON', { sort: order });
    return lane(
      ['cronIds'],
      timeLane(
        connection,
        ['list_cron_candidates', 'list_cron_candidates_back'],
        { job_id: idParam(cronId) },
        { descending, range: search.scheduled, withId: false },
      ),
    );
  }
  if (order === 'finishedAt')
    return lane(
      [],
      timeLane(
        connection,
        ['list_finished_candidates', 'list_finished_candidates_back'],
        {},
        { descending, range: search.finished, withId: true },
      ),
    );
  if (search.fingerprint !== undefined)
    return lane(
      ['fingerprint'],
      idLane(
        connection,
        ['list_error_candidates', 'list_error_candidates_back'],
        { fingerprint: search.fingerprint },
        descending,
      ),
    );
  if (isUnfinished(search)) {
    const few = await unfinishedLane(connection, search, descending, now);
    if (few) return few;
  }
  if (isRare(search)) {
    const reads = search.status!.map((status: Status) =>
      idLane(connection, ['list_status_candidates', 'list_status_candidates_back'], { status }, descending),
    );
    return lane(['status'], async (position, limit) => {
      const rows = (await Promise.all(reads.map((read) => read(position, limit)))).flat().sort(byId);
      if (descending) rows.reverse();
      return rows.slice(0, limit);
    });
  }
  if (search.businessDate !== undefined)
    return lane(
      ['businessDate'],
      idLane(
        connection,
        ['list_business_date_candidates', 'list_business_date_candidates_back'],
        { business_date: search.businessDate },
        descending,
      ),
    );
  return await rangeLane(connection, search, descending, now);
}
