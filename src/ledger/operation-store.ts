import type { Connection } from '../database/connection.ts';
import type { Database } from '../database/database.ts';
import { DuplicateKeyError } from '../database/errors.ts';
import { JobuError } from '../errors.ts';
import { type AuditNote, recordOperation } from './audit-records.ts';
import {
  ITEM_OUTCOMES,
  type ItemOutcome,
  OPERATION_ENTITIES,
  OPERATION_STATUSES,
  type Operation,
  type OperationAction,
  type OperationEntity,
  type OperationItem,
  type OperationParams,
  type OperationStatus,
  type OperationTarget,
  operationFromRow,
} from './model/operation.ts';
import { fromRow, type Id, idParam } from './model/row.ts';
import { sql } from './operation-statements.ts';
import { findTargets, presentPosition } from './operation-targets.ts';

/** What is asked of many crons or executions at once. */
export interface OperationInput {
  readonly action: OperationAction;
  readonly target: OperationTarget;
  readonly params: OperationParams;
  readonly note: AuditNote;
  /** The groups of crons that whoever asks is limited to; null: all. */
  readonly groups: readonly string[] | null;
  /** A second operation with the same key is not made: the first one is answered. */
  readonly idempotencyKey: string | null;
}

/** What an action is for. */
export const entityOf = (action: OperationAction): OperationEntity => action.split('.')[0] as OperationEntity;

/** An operation by id. Throws OPERATION_NOT_FOUND. */
export async function requireOperation(connection: Connection, id: Id): Promise<Operation> {
  const row = await connection.fetchOne(sql('find_operation'), { id: idParam(id) });
  if (!row) throw new JobuError('OPERATION_NOT_FOUND', { operation: id });
  return operationFromRow(row);
}

/** What two requests with the same key must have in common. */
const requestOf = ({ action, target, params, actor }: Pick<Operation, 'action' | 'target' | 'params' | 'actor'>) =>
  JSON.stringify([action, 'ids' in target ? target.ids : target.filter, params, actor]);

/** The operation that an earlier request with this key made. Throws OPERATION_KEY_REUSED when it asked for something else. */
async function findByKey(connection: Connection, input: OperationInput): Promise<Operation | undefined> {
  const row = await connection.fetchOne(sql('find_operation_by_key'), { idempotency_key: input.idempotencyKey });
  if (!row) return undefined;
  const earlier = operationFromRow(row);
  const { actor } = input.note;
  if (requestOf(earlier) !== requestOf({ ...input, actor }))
    throw new JobuError('OPERATION_KEY_REUSED', { key: input.idempotencyKey, operation: earlier.id });
  return earlier;
}

/** Writes down those targets of an operation, with the names of those that whoever asked may see. */
export async function insertItems(
  connection: Connection,
  { id, entity }: { id: Id; entity: OperationEntity },
  ids: readonly Id[],
  groups: readonly string[] | null,
): Promise<void> {
  if (ids.length === 0) return;
  const names = new Map((await findTargets(connection, entity, ids, groups)).map((one) => [one.id, one.name]));
  await connection.executeMany(
    sql('insert_operation_items'),
    ids.map((target) => ({
      operation_id: idParam(id),
      target_id: idParam(target),
      target_name: names.get(target) ?? null,
    })),
  );
}

/**
 * Stores an operation; the admin servers carry it out. `isNew` is false for the one that an earlier request with the same key
 * made. Throws OPERATION_KEY_REUSED.
 */
export async function createOperation(
  database: Database,
  input: OperationInput,
  now: Date,
): Promise<{ operation: Operation; isNew: boolean }> {
  const { action, target, params, note, groups, idempotencyKey } = input;
  const entity = entityOf(action);
  const { via, address = null, requestId = null } = note;
  const ids = 'ids' in target ? [...new Set(target.ids)] : undefined;
  const earlier = idempotencyKey === null ? undefined : await findByKey(database.autocommit, input);
  if (earlier) return { operation: earlier, isNew: false };
  try {
    const operation = await database.transaction(async (connection) => {
      const position = ids === undefined && entity === 'execution' ? await presentPosition(connection) : null;
      const stored = await connection.run<number | bigint>(sql('insert_operation'), {
        ...{ action, entity, now, idempotency_key: idempotencyKey, actor: note.actor, reason: note.reason ?? null },
        target: JSON.stringify(target),
        params: JSON.stringify(params),
        status: ids ? 'RUNNING' : 'COLLECTING',
        position: position && JSON.stringify(position),
        total: ids?.length ?? 0,
        origin: JSON.stringify({ via, address, requestId, groups }),
      });
      const id = String(stored);
      if (ids) await insertItems(connection, { id, entity }, ids, groups);
      const made = await requireOperation(connection, id);
      await recordOperation(connection, note, 'create', { before: null, after: made }, now);
      return made;
    });
    return { operation, isNew: true };
  } catch (error) {
    const made =
      error instanceof DuplicateKeyError && idempotencyKey !== null
        ? await findByKey(database.autocommit, input)
        : undefined;
    if (!made) throw error;
    return { operation: made, isNew: false };
  }
}

/** Ends an operation; what is done stays so. Throws OPERATION_NOT_FOUND, OPERATION_STATE_CONFLICT. */
export async function stopOperation(connection: Connection, id: Id, note: AuditNote, now: Date): Promise<Operation> {
  const row = await connection.fetchOne(sql('lock_operation'), { id: idParam(id) });
  if (!row) throw new JobuError('OPERATION_NOT_FOUND', { operation: id });
  const before = operationFromRow(row);
  if ((await connection.execute(sql('stop_operation'), { id: idParam(id), now })) === 0)
    throw new JobuError('OPERATION_STATE_CONFLICT', { operation: id, status: before.status });
  const after = await requireOperation(connection, id);
  await recordOperation(connection, note, 'stop', { before, after }, now);
  return after;
}

/** Where a page of a list of operations or their items begins. */
export interface OperationPlace {
  /** Id beside which it lies. */
  readonly position: string | undefined;
  readonly descending: boolean;
  readonly limit: number;
}

/** Which operations. */
export interface OperationFilter {
  readonly status?: readonly OperationStatus[] | undefined;
  readonly entity?: readonly OperationEntity[] | undefined;
  readonly actor?: string | undefined;
}

const LAST_ID = '9223372036854775807';

const placeParams = ({ position, descending, limit }: OperationPlace) => ({
  id: idParam(position ?? (descending ? LAST_ID : '0')),
  limit,
});

const filterParams = ({ status = OPERATION_STATUSES, entity = OPERATION_ENTITIES, actor }: OperationFilter) => ({
  statuses: status,
  entities: entity,
  actor: actor ?? null,
});

/** Operations by id. */
export async function listOperations(
  connection: Connection,
  filter: OperationFilter,
  place: OperationPlace,
): Promise<Operation[]> {
  const statement = sql(place.descending ? 'list_operation_page_back' : 'list_operation_page');
  const rows = await connection.fetchAll(statement, { ...filterParams(filter), ...placeParams(place) });
  return rows.map(operationFromRow);
}

/** How many operations fit, up to `cap`. */
export const countOperations = (connection: Connection, filter: OperationFilter, cap: number): Promise<unknown> =>
  connection.fetchValue(sql('count_operations'), { ...filterParams(filter), cap });

/** The items of an operation, in the order it goes through them. */
export async function listOperationItems(
  connection: Connection,
  id: Id,
  outcomes: readonly ItemOutcome[] = ITEM_OUTCOMES,
  place: OperationPlace,
): Promise<OperationItem[]> {
  const statement = sql(place.descending ? 'list_operation_item_page_back' : 'list_operation_item_page');
  const rows = await connection.fetchAll(statement, { operation_id: idParam(id), outcomes, ...placeParams(place) });
  return rows.map((row) => fromRow<OperationItem>(row));
}

const PRUNED_ITEMS = 1_000;

/** Deletes operations that ended before an instant, with their items; looks at the 100 oldest. Answers how many. */
export async function pruneOperations(database: Database, before: Date, signal?: AbortSignal): Promise<number> {
  const oldest = await database.autocommit.fetchAll<{ id: number | bigint; finished_at: string | null }>(
    sql('list_oldest_operations'),
  );
  let deleted = 0;
  for (const { id, finished_at } of oldest) {
    if (finished_at === null || new Date(finished_at) >= before) continue;
    for (let size = PRUNED_ITEMS; size === PRUNED_ITEMS; ) {
      if (signal?.aborted) return deleted;
      const place = { position: undefined, descending: false, limit: PRUNED_ITEMS };
      const items = await listOperationItems(database.autocommit, String(id), undefined, place);
      size = items.length;
      const ids = items.map((item) => idParam(item.id));
      if (size > 0)
        await database.transaction((connection) => connection.execute(sql('delete_operation_items'), { ids }));
    }
    deleted += await database.autocommit.execute(sql('delete_operation'), { id });
  }
  return deleted;
}
