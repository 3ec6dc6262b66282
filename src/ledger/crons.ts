import type { Connection } from '../database/connection.ts';
import { DuplicateKeyError } from '../database/errors.ts';
import { closest } from '../domain/suggestion.ts';
import { JobuError } from '../errors.ts';
import { keepRevision, type RevisionNote } from './cron-revisions.ts';
import {
  type Cron,
  type CronDefaults,
  type CronDefinition,
  type CronInput,
  checkCron,
  cronFields,
  differs,
  TIMING_FIELDS,
  withPatch,
} from './model/cron.ts';
import { decodeCursor, encodeCursor, fromRow, type Id, idParam, type Page, snakeCase } from './model/row.ts';
import { dispatchCron, writeOccurrences } from './occurrences.ts';
import { calendarsOf, type Following, following, movedIntoPast, scheduleOf } from './schedules.ts';
import { sql } from './statements.ts';

const NOBODY: RevisionNote = { actor: null };

/** A cron from its row. */
export function cronFromRow(row: Record<string, unknown>): Cron {
  const { tags } = row;
  return Object.assign(fromRow<Cron>(row), { tags: tags == null ? [] : String(tags).split(',') });
}

/** What a user could say of a stored cron. */
export function definitionOf(cron: Cron): CronDefinition {
  const fields = Object.keys(cronFields.shape) as (keyof CronDefinition)[];
  return Object.fromEntries(fields.map((field) => [field, cron[field]])) as CronDefinition;
}

function columnsOf(definition: CronDefinition): Record<string, unknown> {
  const columns = Object.fromEntries(Object.entries(definition).map(([field, value]) => [snakeCase(field), value]));
  return { ...columns, tags: definition.tags.length === 0 ? null : definition.tags.join(',') };
}

/**
 * The first occurrence after `now`; none for a cron that is disabled or runs on trigger only.
 * Throws CRON_NEVER_FIRES, CALENDAR_NOT_FOUND.
 */
async function firstRun(connection: Connection, definition: CronDefinition, now: Date): Promise<Following> {
  const schedule = scheduleOf(definition, await calendarsOf(connection, [definition]));
  return definition.isEnabled ? following(schedule, now) : { nextRunAt: null, hasEnded: false };
}

/** Saves a new cron. Throws CRON_NAME_TAKEN and what {@link checkCron} throws. */
export async function createCron(
  connection: Connection,
  input: CronInput,
  options: { now: Date; defaults: CronDefaults; managedBy?: string | null; by?: RevisionNote },
): Promise<Cron> {
  const definition = checkCron(input, options.defaults);
  const first = await firstRun(connection, definition, options.now);
  try {
    const id = await connection.run<number | bigint>(sql('insert_cron'), {
      ...columnsOf(definition),
      managed_by: options.managedBy ?? null,
      next_run_at: first.nextRunAt,
      has_ended: first.hasEnded,
      now: options.now,
    });
    const after = await findCron(connection, String(id));
    await keepRevision(connection, { before: null, after }, options.by ?? NOBODY, options.now);
    return after;
  } catch (error) {
    if (error instanceof DuplicateKeyError)
      throw new JobuError('CRON_NAME_TAKEN', { name: definition.name }, { cause: error });
    throw error;
  }
}

/** A cron by its name, or by its id when no cron has that name. Throws CRON_NOT_FOUND with the closest name. */
export async function requireCron(connection: Connection, nameOrId: string): Promise<Cron> {
  const row =
    (await connection.fetchOne(sql('find_cron_by_name'), { name: nameOrId })) ??
    (/^\d{1,19}$/.test(nameOrId)
      ? await connection.fetchOne(sql('find_cron_by_id'), { id: idParam(nameOrId) })
      : undefined);
  if (row) return cronFromRow(row);
  const names = await connection.fetchAll<{ name: string }>(sql('list_cron_names'));
  const near = closest(
    nameOrId,
    names.map(({ name }) => name),
  );
  throw new JobuError('CRON_NOT_FOUND', { cron: nameOrId, suggestion: near ? ` Did you mean "${near}"?` : '' });
}

/** A cron by id. Throws CRON_NOT_FOUND. */
export async function findCron(connection: Connection, id: Id): Promise<Cron> {
  const row = await connection.fetchOne(sql('find_cron_by_id'), { id: idParam(id) });
  if (!row) throw new JobuError('CRON_NOT_FOUND', { cron: id, suggestion: '' });
  return cronFromRow(row);
}

/** A cron by id, with its row locked until the transaction ends. Throws CRON_NOT_FOUND. */
export async function lockCron(connection: Connection, id: Id): Promise<Cron> {
  const row = await connection.fetchOne(sql('lock_cron'), { id: idParam(id) });
  if (!row) throw new JobuError('CRON_NOT_FOUND', { cron: id, suggestion: '' });
  return cronFromRow(row);
}

export interface CronFilter {
  readonly handlerName?: string;
  readonly groupName?: string;
  readonly owner?: string;
  /** Part of the name, in any case. */
  readonly search?: string;
  readonly isEnabled?: boolean;
  /** 1 to 200, default 50. */
  readonly limit?: number;
  readonly cursor?: string;
}

/** Crons by name. */
export async function listCrons(connection: Connection, filter: CronFilter = {}): Promise<Page<Cron>> {
  const limit = filter.limit ?? 50;
  const rows = await connection.fetchAll(sql('list_crons'), {
    after: filter.cursor === undefined ? '' : decodeCursor(filter.cursor, 1)[0],
    handler_name: filter.handlerName ?? null,
    group_name: filter.groupName ?? null,
    owner: filter.owner ?? null,
    name_like: filter.search === undefined ? null : `%${filter.search.toLowerCase().replace(/[!%_]/g, '!$&')}%`,
    enabled: filter.isEnabled === undefined ? [true, false] : [filter.isEnabled],
    limit: limit + 1,
  });
  const items = rows.slice(0, limit).map(cronFromRow);
  return { items, nextCursor: rows.length > limit ? encodeCursor(items.at(-1)!.name) : null };
}

/** Every cron that a file's namespace manages, by name. */
export async function listManagedCrons(connection: Connection, managedBy: string): Promise<Cron[]> {
  return (await connection.fetchAll(sql('list_managed_crons'), { managed_by: managedBy })).map(cronFromRow);
}

/**
 * Changes some fields of a cron. A change of timing first dispatches, under the old definition, what was already due, and
 * then counts from `now`. Throws CRON_CHANGED_MEANWHILE when `expectedVersion` is not the stored one.
 */
export async function updateCron(
  connection: Connection,
  id: Id,
  patch: Partial<CronInput>,
  options: {
    now: Date;
    defaults: CronDefaults;
    expectedVersion?: number;
    managedBy?: string | null;
    by?: RevisionNote;
  },
): Promise<Cron> {
  const { now, defaults, expectedVersion } = options;
  const cron = await lockCron(connection, id);
  if (expectedVersion !== undefined && expectedVersion !== cron.version)
    throw new JobuError('CRON_CHANGED_MEANWHILE', {
      cron: cron.name,
      version: cron.version,
      expected: expectedVersion,
    });
  const definition = checkCron(withPatch(definitionOf(cron), patch), defaults);
  const isRetimed =
    cron.errorCode !== null ||
    TIMING_FIELDS.some((field) => differs(definition[field], cron[field])) ||
    // Jitter depends on the name.
    (definition.jitterSeconds > 0 && definition.name !== cron.name);
  if (isRetimed && cron.errorCode === null && cron.isEnabled) await dispatchCron(connection, cron, now);
  const next = isRetimed ? await firstRun(connection, definition, now) : cron;
  try {
    await connection.execute(sql('update_cron'), {
      ...columnsOf(definition),
      id: idParam(id),
      managed_by: options.managedBy === undefined ? cron.managedBy : options.managedBy,
      next_run_at: next.nextRunAt,
      has_ended: next.hasEnded,
      timed_at: isRetimed ? now : cron.timedAt,
      now,
    });
  } catch (error) {
    if (error instanceof DuplicateKeyError)
      throw new JobuError('CRON_NAME_TAKEN', { name: definition.name }, { cause: error });
    throw error;
  }
  const changed = await findCron(connection, id);
  await keepRevision(connection, { before: cron, after: changed }, options.by ?? NOBODY, now);
  if (isRetimed && cron.errorCode === null && cron.isEnabled && changed.isEnabled)
    await dispatchMoved(connection, cron, changed, now);
  return changed;
}

/** Dispatches at once what a change of a cron or its calendar has moved from the future into the past. */
async function dispatchMoved(connection: Connection, before: Cron, after: Cron, now: Date): Promise<void> {
  const calendars = await calendarsOf(connection, [before, after]);
  const schedule = scheduleOf(after, calendars);
  const due = movedIntoPast(scheduleOf(before, calendars), schedule, now);
  if (due.length > 0) await writeOccurrences(connection, [{ cron: after, schedule, due, next: after }], now);
}

/** What a change would make of a cron, checked but not saved. Throws what {@link checkCron} throws. */
export function changedCron(cron: Cron, patch: Partial<CronInput>, defaults: CronDefaults): CronDefinition {
  return checkCron(withPatch(definitionOf(cron), patch), defaults);
}

/** Cancels the executions of a cron that have not started. Answers how many. */
export async function cancelPending(connection: Connection, id: Id, now: Date, reason: string): Promise<number> {
  return await connection.execute(sql('cancel_cron_executions'), { job_id: idParam(id), now, reason });
}

/**
 * Deletes a cron, keeps its history, cancels its PENDING and HELD executions; running ones finish without a retry.
 * Answers how many were canceled.
 */
export async function deleteCron(connection: Connection, id: Id, now: Date): Promise<number> {
  await lockCron(connection, id);
  const canceled = await cancelPending(connection, id, now, 'cron_deleted');
  await connection.execute(sql('stop_cron_retries'), { job_id: idParam(id) });
  await connection.execute(sql('delete_cron'), { id: idParam(id) });
  return canceled;
}
