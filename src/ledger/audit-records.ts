import type { Connection } from '../database/connection.ts';
import { type AuditOrigin, recordAudit } from './audit.ts';
import type { Backfill } from './backfill-state.ts';
import type { StoredCalendar } from './calendar-loading.ts';
import { type Cron, cronFields } from './model/cron.ts';
import type { Execution } from './model/execution.ts';
import type { Operation } from './model/operation.ts';
import { type Id, idParam } from './model/row.ts';
import type { SchedulerPause } from './scheduler-pause.ts';
import { sql } from './statements.ts';

/** Who changed something, and why. */
export interface AuditNote extends AuditOrigin {
  readonly reason?: string | null;
}

const CRON_FIELDS = [
  ...(Object.keys(cronFields.shape) as (keyof Cron)[]),
  'managedBy',
  'pausedAt',
  'pausedUntil',
  'pauseReason',
] as const;

const EXECUTION_FIELDS = [
  ...(['status', 'handlerName', 'params', 'runAt', 'retryCount', 'rescueCount', 'cancelRequestedAt'] as const),
  ...(['finishedAt', 'errorCode', 'originExecutionId', 'idempotencyKey'] as const),
];

const CALENDAR_FIELDS = [
  ...(['name', 'description', 'parent', 'openWeekdays', 'baseTime', 'firstDay', 'lastDay', 'source', 'note'] as const),
];

/** The members of a value that are put on record. */
export const pick = <T extends object>(value: T | null, fields: readonly (keyof T)[]): object | null =>
  value && Object.fromEntries(fields.map((field) => [field, value[field]]));

/** Puts on record what became of a cron; `before` is null for a new one, `after` for one that is deleted. */
export async function recordCron(
  connection: Connection,
  note: AuditNote,
  action: string,
  { before, after }: { before: Cron | null; after: Cron | null },
  now: Date,
): Promise<void> {
  const { id, name, groupName } = (after ?? before)!;
  const target = { type: 'cron', id, name, group: groupName };
  const states = { before: pick(before, CRON_FIELDS), after: pick(after, CRON_FIELDS) };
  await recordAudit(connection, { ...note, action: `cron.${action}`, target, ...states }, now);
}

async function groupOf(connection: Connection, cronId: Id): Promise<string | null> {
  const cron = await connection.fetchOne<{ group_name: string | null }>(sql('find_cron_by_id'), {
    id: idParam(cronId),
  });
  return cron?.group_name ?? null;
}

/** Puts on record what became of an execution; `before` is null for a new one. Belongs to the group of its cron. */
export async function recordExecution(
  connection: Connection,
  note: AuditNote,
  action: string,
  { before, after }: { before: Execution | null; after: Execution },
  now: Date,
): Promise<void> {
  const { id, jobId, cronName, handlerName } = after;
  const group = jobId === null ? null : await groupOf(connection, jobId);
  const target = { type: 'execution', id, name: cronName ?? handlerName, group };
  const states = { before: pick(before, EXECUTION_FIELDS), after: pick(after, EXECUTION_FIELDS) };
  await recordAudit(connection, { ...note, action: `execution.${action}`, target, ...states }, now);
}

const BACKFILL_FIELDS = [
  ...(['rangeFrom', 'rangeTo', 'mode', 'runOrder', 'maxRunning', 'allowOverlap', 'allowClosed'] as const),
  ...(['pauseCron', 'params', 'status', 'executions'] as const),
];

/** Puts on record what became of a backfill; `before` is null for a new one. Belongs to the group of its cron. */
export async function recordBackfill(
  connection: Connection,
  note: AuditNote,
  action: string,
  { before, after }: { before: Backfill | null; after: Backfill },
  now: Date,
): Promise<void> {
  const { id, jobId, cronName } = after;
  const target = { type: 'backfill', id, name: cronName, group: await groupOf(connection, jobId) };
  const states = { before: pick(before, BACKFILL_FIELDS), after: pick(after, BACKFILL_FIELDS) };
  await recordAudit(connection, { ...note, action: `backfill.${action}`, target, ...states }, now);
}

/** Puts on record that an operation was asked for or stopped; what it does to each target is on record by itself. */
export async function recordOperation(
  connection: Connection,
  note: AuditNote,
  action: 'create' | 'stop',
  { before, after }: { before: Operation | null; after: Operation },
  now: Date,
): Promise<void> {
  const members = (operation: Operation | null) => {
    if (operation === null) return null;
    const { action: each, target, params, status, total, done, failed } = operation;
    const aim = 'ids' in target ? { ids: target.ids } : { filter: target.applied };
    return { action: each, ...aim, params, status, total, done, failed };
  };
  const target = { type: 'operation', id: after.id, name: after.action };
  const states = { before: members(before), after: members(after) };
  await recordAudit(connection, { ...note, action: `operation.${action}`, target, ...states }, now);
}

function calendarMembers(state: StoredCalendar | null): object | null {
  if (state === null) return null;
  const days = state.days.map(({ day, isOpen, label }) => [day, `${isOpen ? 'open' : 'closed'} ${label ?? ''}`.trim()]);
  return { ...pick(state.row, CALENDAR_FIELDS), ...Object.fromEntries(days) };
}

/** Puts on record what became of a calendar; `before` is null for a new one, `after` for one that is deleted. */
export async function recordCalendar(
  connection: Connection,
  note: AuditNote,
  action: string,
  { before, after }: { before: StoredCalendar | null; after: StoredCalendar | null },
  now: Date,
): Promise<void> {
  const { id, name } = (after ?? before)!.row;
  const states = { before: calendarMembers(before), after: calendarMembers(after) };
  await recordAudit(
    connection,
    { ...note, action: `calendar.${action}`, target: { type: 'calendar', id, name }, ...states },
    now,
  );
}

/** Puts on record that the whole scheduler was paused or resumed. */
export async function recordScheduler(
  connection: Connection,
  note: AuditNote,
  action: 'pause' | 'resume',
  { before, after }: { before: SchedulerPause | null; after: SchedulerPause },
  now: Date,
): Promise<void> {
  const target = { type: 'scheduler', name: 'scheduler' };
  await recordAudit(connection, { ...note, action: `scheduler.${action}`, target, before, after }, now);
}
