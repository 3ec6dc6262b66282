import type { Connection } from '../database/connection.ts';
import { loadStatements } from '../database/statement.ts';
import type { Status } from '../domain/states.ts';
import { cronFromRow } from './crons.ts';
import type { Cron } from './model/cron.ts';
import { type Id, idParam } from './model/row.ts';

const sql = loadStatements(new URL('./sql/cron-search.sql', import.meta.url));

/** What crons may be narrowed to; different filters must all hold, several values of one mean any of them. */
export interface CronSearch {
  readonly ids?: readonly Id[] | undefined;
  readonly handlerNames?: readonly string[] | undefined;
  readonly groupNames?: readonly string[] | undefined;
  readonly owners?: readonly string[] | undefined;
  readonly tag?: string | undefined;
  /** Pattern for name or description in small letters, `!` before wildcards that are meant as they stand. */
  readonly textLike?: string | null | undefined;
  readonly isEnabled?: boolean | undefined;
  readonly isPaused?: boolean | undefined;
  /** Of the execution that ended last. */
  readonly lastStatuses?: readonly Status[] | undefined;
  /** Whether nothing of it has succeeded or failed so far, and nothing runs. */
  readonly neverRan?: boolean | undefined;
  /** Whether no live worker offers its handler. */
  readonly noWorker?: boolean | undefined;
  /** Whether it has another zone than this one. */
  readonly otherZone?: { readonly than: string; readonly is: boolean } | undefined;
  /** The only groups that may be touched at all; null: all. */
  readonly grantedGroups?: readonly string[] | null | undefined;
}

export const CRON_ORDERS = ['name', 'nextRunAt', 'updatedAt'] as const;

/** By what crons are sorted. Crons without a next time come last either way. */
export type CronOrder = (typeof CRON_ORDERS)[number];

/** Where a list of crons begins, and how much is wanted. */
export interface CronPlace {
  readonly order: CronOrder;
  /** Whether the whole list is sorted from the largest on. */
  readonly isReversed: boolean;
  /** Whether to read towards smaller keys. */
  readonly descending: boolean;
  /** Keys of the cron beside which the rows lie. */
  readonly position: readonly string[] | undefined;
  readonly limit: number;
}

const given = (list: readonly unknown[] | null | undefined): '1' | null => (list ? '1' : null);
const listed = <T>(list: readonly T[] | null | undefined, nothing: T): readonly T[] =>
  list && list.length > 0 ? list : [nothing];
const flag = (wanted: boolean | undefined) => [wanted === undefined ? null : '1', [wanted ? 1 : 0]] as const;

async function liveWorkers(connection: Connection, now: Date): Promise<string[]> {
  const rows = await connection.fetchAll<{ id: string; heartbeat_at: string; lease_seconds: number }>(
    sql('list_worker_leases'),
  );
  return rows
    .filter((row) => now.getTime() - new Date(row.heartbeat_at).getTime() <= row.lease_seconds * 1000)
    .map(({ id }) => id);
}

async function paramsOf(connection: Connection, search: CronSearch, now: Date): Promise<Record<string, unknown>> {
  const [paused, pausedFlags] = flag(search.isPaused);
  const [ran, ranFlags] = flag(search.neverRan);
  const [offered, offeredFlags] = flag(search.noWorker);
  const [zoned, zonedFlags] = flag(search.otherZone?.is);
  return {
    named: given(search.ids),
    cron_ids: listed(search.ids?.map(idParam), 0n),
    handlers: given(search.handlerNames),
    handler_names: listed(search.handlerNames, ''),
    grouped: given(search.groupNames),
    group_names: listed(search.groupNames, ''),
    granted: given(search.grantedGroups),
    groups: listed(search.grantedGroups, ''),
    owned: given(search.owners),
    owner_names: listed(search.owners, ''),
    tag_like: search.tag === undefined ? null : `%,${search.tag.replace(/[!%_]/g, '!$&')},%`,
    text_like: search.textLike ?? null,
    enabled: search.isEnabled === undefined ? [true, false] : [search.isEnabled],
    ended: given(search.lastStatuses),
    last_statuses: listed<string>(search.lastStatuses, ''),
    ...{ paused, paused_flags: pausedFlags, ran, ran_flags: ranFlags, zoned, zoned_flags: zonedFlags },
    ...{ offered, offered_flags: offeredFlags, default_zone: search.otherZone?.than ?? '' },
    live_workers: listed(search.noWorker === undefined ? [] : await liveWorkers(connection, now), ''),
  };
}

/** The keys of a cron in an order. */
export function keysOfCron(cron: Cron, order: CronOrder, isReversed: boolean): string[] {
  if (order === 'name') return [cron.name];
  const isLast = order === 'nextRunAt' && cron.nextRunAt === null;
  const at = order === 'updatedAt' ? cron.updatedAt : (cron.nextRunAt ?? cron.createdAt);
  return [isLast ? String(isReversed ? -1 : 1) : '0', at.toISOString(), cron.id];
}

/** Crons that a search finds, in order. */
export async function searchCrons(
  connection: Connection,
  search: CronSearch,
  { order, isReversed, descending, position, limit }: CronPlace,
  now: Date,
): Promise<Cron[]> {
  const filter = await paramsOf(connection, search, now);
  if (order === 'name') {
    const name = position?.[0] ?? (descending ? null : '');
    const rows = await connection.fetchAll(sql(descending ? 'search_crons_back' : 'search_crons'), {
      ...filter,
      name,
      limit,
    });
    return rows.map(cronFromRow);
  }
  const rows = await connection.fetchAll(sql(descending ? 'search_crons_by_time_back' : 'search_crons_by_time'), {
    ...filter,
    order,
    last_standing: isReversed ? -1 : 1,
    // Beyond every cron there is.
    standing: position ? Number(position[0]) : descending ? 2 : -2,
    at_time: position ? new Date(position[1]!) : now,
    id: position ? idParam(position[2]!) : 0n,
    limit,
  });
  return rows.map(cronFromRow);
}

/** How many crons a search finds, counted up to `cap`. */
export async function countCrons(connection: Connection, search: CronSearch, cap: number, now: Date): Promise<number> {
  const filter = await paramsOf(connection, search, now);
  return Number(await connection.fetchValue(sql('count_found_crons'), { ...filter, cap }));
}

/** Ids of crons that a search finds, from the smallest id after `afterId` on. */
export async function searchCronIds(
  connection: Connection,
  search: CronSearch,
  { afterId, limit, now }: { afterId: Id; limit: number; now: Date },
): Promise<Id[]> {
  const rows = await connection.fetchAll<{ id: number | bigint }>(sql('search_cron_targets'), {
    ...(await paramsOf(connection, search, now)),
    after_id: idParam(afterId),
    limit,
  });
  return rows.map(({ id }) => String(id));
}
