import type { Database } from '../database/database.ts';
import { isJobuError, messageOf } from '../errors.ts';
import type { Clock } from '../runtime/clock.ts';
import type { CronDefaults } from './model/cron.ts';
import { MOST_TARGETS, type Operation } from './model/operation.ts';
import { type Id, idParam } from './model/row.ts';
import { actOnTarget } from './operation-actions.ts';
import { sql } from './operation-statements.ts';
import { insertItems, requireOperation } from './operation-store.ts';
import { searchTargets } from './operation-targets.ts';

const LEASE_SECONDS = 30;
/** Targets that one transaction writes down. */
const COLLECTED = 1_000;
const COLLECT_MS = 1_000;
const ITEMS = 50;
const CHUNK_MS = 1_000;

/** Who carries out operations. */
export interface OperationRunner {
  readonly database: Database;
  readonly clock: Pick<Clock, 'now'>;
  /** Unique name: who holds the lease of an operation. */
  readonly owner: string;
  /** For crons that are changed. */
  readonly defaults: CronDefaults;
  /** An operation whose runner has been silent for so long goes on with another one. Default 30. */
  readonly leaseSeconds?: number;
  /** Targets that an operation takes at most. Default 100,000. */
  readonly mostTargets?: number;
  /** Told of what nobody expected; the item fails with INTERNAL_ERROR. */
  readonly onUnexpected?: (error: unknown, operation: Operation, targetId: Id) => void;
}

const leasedUntil = ({ clock, leaseSeconds = LEASE_SECONDS }: OperationRunner): Date =>
  new Date(clock.now().getTime() + leaseSeconds * 1000);

/** Takes the next operation behind `afterId` that nobody works on; null when there is none. */
export async function takeOperation(runner: OperationRunner, afterId: Id): Promise<Operation | null> {
  const { clock, owner, database } = runner;
  const now = clock.now();
  const rows = await database.autocommit.fetchAll<{ id: number | bigint }>(sql('list_open_operations'), {
    ...{ after_id: idParam(afterId), now, owner },
  });
  for (const { id } of rows) {
    const params = { id, owner, now, leased_until: leasedUntil(runner) };
    if ((await database.autocommit.execute(sql('lease_operation'), params)) > 0)
      return await requireOperation(database.autocommit, String(id));
  }
  return afterId === '0' ? null : await takeOperation(runner, '0');
}

/** Gives every operation back that is not over, so that others need not wait for the lease to end. */
export async function leaveOperations({ database, owner }: OperationRunner): Promise<void> {
  await database.autocommit.execute(sql('leave_operations'), { owner });
}

async function finish(runner: OperationRunner, { id }: Operation, errorMessage: string | null): Promise<void> {
  await runner.database.autocommit.execute(sql('finish_operation'), {
    id: idParam(id),
    status: errorMessage === null ? 'DONE' : 'FAILED',
    error_message: errorMessage,
    owner: runner.owner,
    now: runner.clock.now(),
  });
}

/** Writes the next targets down. One search beyond the most it may take says whether there are more. */
async function collect(runner: OperationRunner, operation: Operation): Promise<void> {
  const { database, clock, owner, mostTargets = MOST_TARGETS } = runner;
  const { id, entity, target, total, position } = operation;
  if ('ids' in target) return;
  const room = mostTargets - total;
  const now = clock.now();
  const step = await searchTargets(database.autocommit, entity, target.search, {
    ...{ position, limit: Math.min(COLLECTED, Math.max(1, room)), now, budgetMs: COLLECT_MS },
  });
  const ids = room > 0 ? step.ids : [];
  const isCut = room <= 0 && step.ids.length > 0;
  const isOver = isCut || step.position === null;
  await database.transaction(async (connection) => {
    // First of all: it waits for whoever else writes this operation, and says whether it is still ours.
    const moved = await connection.execute(sql('move_collection'), {
      id: idParam(id),
      owner,
      now,
      status: isOver ? 'RUNNING' : 'COLLECTING',
      position: isOver ? null : JSON.stringify(step.position),
      is_cut: isCut,
      found: ids.length,
      leased_until: leasedUntil(runner),
    });
    if (moved > 0) await insertItems(connection, operation, ids, operation.origin.groups);
  });
}

interface Outcome {
  readonly code: string;
  readonly message: string;
}

/** Why an item failed; undefined for what has nothing to do with it: the database is away or full. */
function failureOf(error: unknown): Outcome | undefined {
  if (!isJobuError(error)) return { code: 'INTERNAL_ERROR', message: messageOf(error) };
  return error.status === 503 || error.status === 507 ? undefined : { code: error.code, message: error.message };
}

/**
 * Does one item, or writes down why it failed, in a transaction with the counts of its operation. False when the operation was
 * stopped or belongs to another runner by now.
 */
async function finishItem(
  runner: OperationRunner,
  operation: Operation,
  item: { id: number | bigint; target_id: number | bigint },
  failure?: Outcome,
): Promise<boolean> {
  const { database, clock, owner, defaults } = runner;
  return await database.transaction(async (connection) => {
    const now = clock.now();
    const isOurs = await connection.execute(sql('advance_operation'), {
      ...{ id: idParam(operation.id), owner, now, leased_until: leasedUntil(runner) },
      done: failure ? 0 : 1,
      failed: failure ? 1 : 0,
    });
    if (isOurs === 0) return false;
    const isWaiting = await connection.execute(sql('finish_operation_item'), {
      ...{ id: item.id, now, outcome: failure ? 'failed' : 'done' },
      error_code: failure?.code ?? null,
      error_message: failure?.message ?? null,
    });
    // Whoever held the lease before has done it after we looked: undo the count.
    if (isWaiting === 0)
      await connection.execute(sql('advance_operation'), {
        ...{ id: idParam(operation.id), owner, now, leased_until: leasedUntil(runner) },
        done: failure ? 0 : -1,
        failed: failure ? -1 : 0,
      });
    else if (!failure) await actOnTarget(connection, operation, String(item.target_id), { now, defaults });
    return true;
  });
}

/**
 * Goes on with an operation that {@link takeOperation} answered: writes down up to 1,000 targets, or does up to 50 items for at
 * most about a second, each in a transaction of its own. What fails is written down with its item, and the others go on.
 * Throws when the database is away; the operation then goes on later.
 */
export async function runOperationChunk(
  runner: OperationRunner,
  operation: Operation,
  signal?: AbortSignal,
): Promise<void> {
  const { database, onUnexpected } = runner;
  if (operation.status === 'COLLECTING')
    return await collect(runner, operation).catch(async (error: unknown) => {
      if (isJobuError(error) && error.status >= 500) throw error;
      await finish(runner, operation, messageOf(error));
    });
  const items = await database.autocommit.fetchAll<{ id: number | bigint; target_id: number | bigint }>(
    sql('list_waiting_items'),
    { operation_id: idParam(operation.id), limit: ITEMS },
  );
  if (items.length === 0) return await finish(runner, operation, null);
  const began = performance.now();
  for (const item of items) {
    if (signal?.aborted || performance.now() - began > CHUNK_MS) return;
    const goesOn = await finishItem(runner, operation, item).catch(async (error: unknown) => {
      const failure = failureOf(error);
      if (!failure) throw error;
      if (!isJobuError(error)) onUnexpected?.(error, operation, String(item.target_id));
      return await finishItem(runner, operation, item, failure);
    });
    if (!goesOn) return;
  }
}
