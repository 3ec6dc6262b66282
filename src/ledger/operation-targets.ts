import type { Connection } from '../database/connection.ts';
import type { Status } from '../domain/states.ts';
import { type CronSearch, searchCronIds } from './cron-search.ts';
import { positionOf } from './execution-lanes.ts';
import { searchExecutions } from './execution-search.ts';
import type { ExecutionSearch } from './model/execution-search.ts';
import type { OperationEntity } from './model/operation.ts';
import { type Id, idParam } from './model/row.ts';
import { sql } from './operation-statements.ts';
import { sql as searchSql } from './search-statements.ts';

/** A cron or an execution that an operation is for. */
export interface Target {
  readonly id: Id;
  readonly name: string;
  /** Of an execution. */
  readonly status: Status | null;
}

/** What one step of a search found. */
export interface TargetStep {
  readonly ids: Id[];
  /** Where to go on; null at the end. */
  readonly position: readonly string[] | null;
}

/** Ids that one statement is given; more make it slow to prepare. */
const LARGEST_LIST = 2_000;

const grantedParams = (groups: readonly string[] | null | undefined) => ({
  granted: groups ? '1' : null,
  groups: groups && groups.length > 0 ? groups : [''],
});

/** Where a search for executions begins that is to find none made from now on. */
export async function presentPosition(connection: Connection): Promise<string[]> {
  const bounds = await connection.fetchOne<{ last_id: number | bigint | null }>(searchSql('find_id_bounds'));
  return [String(BigInt(bounds?.last_id ?? 0) + 1n)];
}

/** Looks for at most `limit` targets, executions from the newest on, for a bounded time. */
export async function searchTargets(
  connection: Connection,
  entity: OperationEntity,
  search: ExecutionSearch | CronSearch,
  place: { position: readonly string[] | null; limit: number; now: Date; budgetMs: number },
): Promise<TargetStep> {
  const { position, limit, now, budgetMs } = place;
  if (entity === 'cron') {
    const ids = await searchCronIds(connection, search as CronSearch, { afterId: position?.[0] ?? '0', limit, now });
    return { ids, position: ids.length < limit ? null : [ids.at(-1)!] };
  }
  const { found, stoppedAt } = await searchExecutions(connection, search as ExecutionSearch, {
    ...{ order: 'id', descending: true, position: position ?? undefined, limit, now, budgetMs },
  });
  const last = found.at(-1);
  return {
    ids: found.map(({ id }) => String(id)),
    position: stoppedAt ?? (found.length === limit && last ? positionOf(last) : null),
  };
}

/** Those of the ids that there are, within the groups, in the order asked for. */
export async function findTargets(
  connection: Connection,
  entity: OperationEntity,
  ids: readonly Id[],
  grantedGroups: readonly string[] | null,
): Promise<Target[]> {
  const statement = sql(entity === 'cron' ? 'list_cron_targets' : 'list_execution_targets');
  const found = new Map<Id, Target>();
  for (let at = 0; at < ids.length; at += LARGEST_LIST) {
    const some = ids.slice(at, at + LARGEST_LIST).map(idParam);
    const rows = await connection.fetchAll<{ id: number | bigint; name: string; status?: Status }>(statement, {
      ids: some,
      ...grantedParams(grantedGroups),
    });
    for (const { id, name, status = null } of rows) found.set(String(id), { id: String(id), name, status });
  }
  return ids.flatMap((id) => found.get(id) ?? []);
}
