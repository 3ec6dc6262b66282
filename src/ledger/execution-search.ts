import type { Connection } from '../database/connection.ts';
import { type Candidate, type ExecutionOrder, laneOf, type Position, positionOf } from './execution-lanes.ts';
import type { Execution } from './model/execution.ts';
import type { ExecutionSearch } from './model/execution-search.ts';
import { fromRow } from './model/row.ts';
import { sql } from './search-statements.ts';

/** How long a search goes on before it answers what it has. */
const BUDGET_MS = 80;
const FIRST_STEP = 500;
const QUICK_MS = 20;
/** Ids that one statement is given; more make it slow to prepare. */
const LARGEST_LIST = 2_000;

/** Where a search begins, and how much is wanted. */
export interface SearchPlace {
  readonly order: ExecutionOrder;
  readonly descending: boolean;
  readonly position?: Position | undefined;
  readonly limit: number;
  readonly now: Date;
  /** Milliseconds after which it answers what it has found; default 80. */
  readonly budgetMs?: number;
}

/** What a search found. */
export interface SearchResult {
  readonly found: Candidate[];
  /** Where to go on when time ran out before `limit` were found; null when it is complete. */
  readonly stoppedAt: Position | null;
}

const MOST_RUNNING = 10_000;
const MOST_SLOW = 1_000;
/** A cron that has succeeded less often than this has no usual run time. */
const FEW = 10;

/** Executions that run for longer than 95 of 100 successes of their crons, of the last 30 results; at most 1,000. */
async function slowIds(connection: Connection, now: Date): Promise<string[]> {
  const rows = await connection.fetchAll<{ id: number | bigint; started_at: string; recent: string }>(
    sql('list_running_with_results'),
    { limit: MOST_RUNNING },
  );
  return rows
    .filter(({ started_at, recent }) => {
      const times = (JSON.parse(recent) as [string, string, number, number | null][])
        .flatMap(([, status, , runMs]) => (status === 'SUCCESS' && runMs !== null ? [runMs] : []))
        .sort((a, b) => a - b);
      const usual = times[Math.ceil(times.length * 0.95) - 1];
      return times.length >= FEW && usual !== undefined && now.getTime() - Date.parse(started_at) > usual;
    })
    .slice(0, MOST_SLOW)
    .map(({ id }) => String(id));
}

/** Finds executions in order. It looks at a bounded number of rows, so it may stop before it has found `limit`. */
export async function searchExecutions(
  connection: Connection,
  asked: ExecutionSearch,
  place: SearchPlace,
): Promise<SearchResult> {
  const { limit, budgetMs = BUDGET_MS } = place;
  const { isSlow, ...search } = asked.isSlow ? { ...asked, ids: await slowIds(connection, place.now) } : asked;
  const lane = await laneOf(connection, search, place.order, place.descending, place.now);
  const found: Candidate[] = [];
  const began = performance.now();
  let { position } = place;
  for (let size = FIRST_STEP; ; ) {
    const stepBegan = performance.now();
    const step = await lane.step(position, Math.min(size, lane.largestStep));
    found.push(...step.found);
    if (found.length >= limit) return { found: found.slice(0, limit), stoppedAt: null };
    if (step.isEnd) return { found, stoppedAt: null };
    position = step.position;
    const now = performance.now();
    if (now - began > budgetMs) return { found, stoppedAt: position };
    if (now - stepBegan < QUICK_MS) size *= 4;
  }
}

/** The executions behind candidates, in their order; one that was deleted meanwhile is left out. */
export async function executionsOf(connection: Connection, candidates: readonly Candidate[]): Promise<Execution[]> {
  const rows = new Map<string, Execution>();
  for (let at = 0; at < candidates.length; at += LARGEST_LIST) {
    const ids = candidates.slice(at, at + LARGEST_LIST).map(({ id }) => id);
    for (const row of await connection.fetchAll(sql('list_executions_by_id'), { ids })) {
      const execution = fromRow<Execution>(row);
      rows.set(execution.id, execution);
    }
  }
  return candidates.flatMap(({ id }) => rows.get(String(id)) ?? []);
}

/** The keys of an execution in an order. */
export function keysOf(execution: Execution, order: ExecutionOrder): string[] {
  const at =
    order === 'scheduledTime' ? execution.scheduledTime : order === 'finishedAt' ? execution.finishedAt : undefined;
  return positionOf(at ? { id: BigInt(execution.id), at_time: at.toISOString() } : { id: BigInt(execution.id) });
}

/** How many executions fit, counted up to `cap` and as far as time allows. */
export async function countExecutions(
  connection: Connection,
  search: ExecutionSearch,
  cap: number,
  now: Date,
): Promise<{ value: number; relation: 'eq' | 'gte' }> {
  const order = search.cronIds?.length === 1 ? 'scheduledTime' : 'id';
  const { found, stoppedAt } = await searchExecutions(connection, search, {
    order,
    descending: true,
    limit: cap + 1,
    now,
  });
  return { value: Math.min(found.length, cap), relation: found.length > cap || stoppedAt ? 'gte' : 'eq' };
}
