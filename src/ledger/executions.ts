import { z } from 'zod';
import type { Connection } from '../database/connection.ts';
import { DuplicateKeyError } from '../database/errors.ts';
import { type ParamSource, STATUSES, type Status } from '../domain/states.ts';
import { JobuError } from '../errors.ts';
import { lockCron } from './crons.ts';
import { type Cron, cronFields, jsonObject, problemsOf } from './model/cron.ts';
import type { Attempt, Execution, LogLine } from './model/execution.ts';
import { decodeCursor, encodeCursor, fromRow, type Id, idParam, type Page } from './model/row.ts';
import { paramsFor } from './occurrence-params.ts';
import { operatingDate } from './schedules.ts';
import { sql } from './statements.ts';

const { handlerName, priority, queue, maxRetry, retryBackoff, timeoutSeconds, onWorkerLost, maxRescue, isolation } =
  cronFields.shape;

const executionFields = z.strictObject({
  handlerName,
  params: jsonObject.default('{}'),
  /** Not before this instant; default at once. */
  runAt: z.date().optional(),
  priority,
  queue,
  maxRetry,
  retryBackoff,
  timeoutSeconds,
  onWorkerLost,
  maxRescue,
  isolation,
  /** A second execution with the same key is not made: the first one is answered. */
  idempotencyKey: z.string().min(1).max(200).nullable().default(null),
  /** Who asked, shown with the execution. */
  actor: z.string().max(200).nullable().default(null),
  reason: z.string().max(2000).nullable().default(null),
  /** Marked as a test in lists: values that are being tried, not work. */
  isTest: z.boolean().default(false),
});

/** What an application says to have a handler run once, without a cron. */
export type ExecutionInput = z.input<typeof executionFields>;

/** What may be said when a cron is triggered. */
export interface TriggerInput {
  /** Instead of the cron's own params. */
  readonly params?: string | Record<string, unknown>;
  /** Not before this instant; default at once. */
  readonly runAt?: Date;
  readonly idempotencyKey?: string | null;
  /** The operating day it is for, as `2026-11-22`; default the present one. */
  readonly businessDate?: string;
  /** Run although an earlier execution of the cron is unfinished. */
  readonly allowOverlap?: boolean;
  readonly actor?: string | null;
  readonly reason?: string | null;
}

/** An execution, and whether this call made it or found it by its idempotency key. */
export interface Created {
  readonly execution: Execution;
  readonly isNew: boolean;
}

type Source = Exclude<ParamSource, 'cron'>;

interface Template {
  readonly source: Source;
  readonly cron: { id: Id; name: string; version: number } | null;
  readonly occurrenceTime?: Date;
  readonly originExecutionId?: Id;
  readonly businessDate?: string | null;
  readonly backfillId?: Id;
  /** Without a `run_at`, until the dispatcher finds its cron free. */
  readonly waits?: boolean;
}

const MAX_STEPS = 1000;

/** Inserts a row that is no occurrence: its scheduled time never lies on a whole second, those belong to crons. */
async function insert(
  connection: Connection,
  input: z.output<typeof executionFields>,
  template: Template,
  now: Date,
): Promise<Created> {
  let scheduledMs = now.getTime();
  for (let step = 0; step < MAX_STEPS; step++, scheduledMs++) {
    if (scheduledMs % 1000 === 0) scheduledMs++;
    const scheduledTime = new Date(scheduledMs);
    const id = await connection
      .run<number | bigint | undefined>(sql('insert_execution'), {
        job_id: template.cron === null ? null : idParam(template.cron.id),
        cron_name: template.cron?.name ?? null,
        cron_version: template.cron?.version ?? null,
        handler_name: input.handlerName,
        params: input.params,
        param_source: template.source,
        scheduled_time: scheduledTime,
        occurrence_time: template.occurrenceTime ?? scheduledTime,
        run_at: template.waits ? null : (input.runAt ?? now),
        priority: input.priority,
        queue: input.queue,
        isolation: input.isolation,
        max_retry: input.maxRetry,
        retry_backoff: input.retryBackoff,
        timeout_seconds: input.timeoutSeconds,
        on_worker_lost: input.onWorkerLost,
        max_rescue: input.maxRescue,
        actor: input.actor,
        reason: input.reason,
        idempotency_key: input.idempotencyKey,
        origin_execution_id: template.originExecutionId === undefined ? null : idParam(template.originExecutionId),
        business_date: template.businessDate ?? null,
        backfill_id: template.backfillId === undefined ? null : idParam(template.backfillId),
        now,
      })
      .catch((error: unknown) => {
        if (error instanceof DuplicateKeyError) return undefined;
        throw error;
      });
    if (id !== undefined && id !== null)
      return { execution: await requireExecution(connection, String(id)), isNew: true };
    if (input.idempotencyKey !== null) {
      const execution = await findExecutionByKey(connection, input.idempotencyKey);
      if (execution) return { execution, isNew: false };
    }
  }
  throw new JobuError('EXECUTION_INVALID', {
    problems: `${MAX_STEPS} rows by hand within ${MAX_STEPS} ms for one cron`,
  });
}

/** The execution that was made with this key. */
export async function findExecutionByKey(connection: Connection, key: string): Promise<Execution | undefined> {
  const row = await connection.fetchOne(sql('find_execution_by_key'), { idempotency_key: key });
  return row && fromRow<Execution>(row);
}

function parse(input: unknown): z.output<typeof executionFields> {
  const result = executionFields.safeParse(input);
  if (!result.success)
    throw new JobuError('EXECUTION_INVALID', { problems: problemsOf(result.error, (field) => field) });
  return result.data;
}

/** Creates an execution of a handler without a cron. Throws EXECUTION_INVALID. */
export async function insertExecution(connection: Connection, input: ExecutionInput, now: Date): Promise<Created> {
  const fields = parse(input);
  return await insert(connection, fields, { source: fields.isTest ? 'test' : 'event', cron: null }, now);
}

/** Throws EXECUTION_OVERLAP when the cron forbids overlap and another execution of it is unfinished. Needs the cron's lock. */
export async function refuseOverlap(connection: Connection, cron: Cron, exceptId: Id): Promise<void> {
  if (cron.allowOverlap) return;
  const other = await connection.fetchOne<{ id: number | bigint; status: Status }>(sql('find_unfinished_execution'), {
    job_id: idParam(cron.id),
    except_id: idParam(exceptId),
  });
  if (other) throw new JobuError('EXECUTION_OVERLAP', { cron: cron.name, execution: other.id, status: other.status });
}

/** Runs a cron now, also a disabled one. Throws EXECUTION_OVERLAP, EXECUTION_INVALID. */
export async function triggerCron(
  connection: Connection,
  cronId: Id,
  input: TriggerInput,
  now: Date,
): Promise<Created> {
  const cron = await lockCron(connection, cronId);
  const values = parse({
    ...Object.fromEntries(
      Object.keys(executionFields.shape).flatMap((field) =>
        field in cron ? [[field, cron[field as keyof Cron]]] : [],
      ),
    ),
    params: input.params ?? cron.handlerParams,
    runAt: input.runAt,
    idempotencyKey: input.idempotencyKey ?? null,
    actor: input.actor ?? null,
    reason: input.reason ?? null,
  });
  if (values.idempotencyKey !== null) {
    const execution = await findExecutionByKey(connection, values.idempotencyKey);
    if (execution) return { execution, isNew: false };
  }
  if (!input.allowOverlap) await refuseOverlap(connection, cron, '0');
  const businessDate = input.businessDate ?? (await operatingDate(connection, cron, now));
  const params = paramsFor(values.params, now, businessDate);
  return await insert(connection, { ...values, params }, { source: 'manual', cron, businessDate }, now);
}

/** An execution by id. Throws EXECUTION_NOT_FOUND. */
export async function requireExecution(connection: Connection, id: Id): Promise<Execution> {
  const row = await connection.fetchOne(sql('find_execution'), { id: idParam(id) });
  if (!row) throw new JobuError('EXECUTION_NOT_FOUND', { execution: id });
  return fromRow<Execution>(row);
}

export interface ExecutionFilter {
  readonly status?: readonly Status[];
  readonly cronId?: Id;
  readonly handlerName?: string;
  /** As `2026-11-22`. */
  readonly businessDate?: string;
  /** Scheduled at or after. */
  readonly since?: Date;
  /** Scheduled before. */
  readonly until?: Date;
  /** 1 to 200, default 50. */
  readonly limit?: number;
  readonly cursor?: string;
}

const BEGINNING = new Date(0);
const END = new Date('9999-12-31T00:00:00.000Z');
const LAST_ID = '9223372036854775807';

/** Executions, newest first: by id, or by scheduled time within one cron. */
export async function listExecutions(connection: Connection, filter: ExecutionFilter = {}): Promise<Page<Execution>> {
  const limit = filter.limit ?? 50;
  const [beforeId, beforeTime] =
    filter.cursor === undefined ? [LAST_ID, END.toISOString()] : decodeCursor(filter.cursor, 2);
  if (Number.isNaN(Date.parse(beforeTime!))) throw new JobuError('CURSOR_INVALID', { cursor: filter.cursor });
  const position = { before_id: idParam(beforeId!), statuses: filter.status ?? STATUSES, limit: limit + 1 };
  const range = { since: filter.since ?? BEGINNING, until: filter.until ?? END };
  const rows =
    filter.cronId === undefined
      ? await connection.fetchAll(sql('list_executions'), {
          ...position,
          ...range,
          handler_name: filter.handlerName ?? null,
          business_date: filter.businessDate ?? null,
        })
      : await connection.fetchAll(sql('list_cron_executions'), {
          ...position,
          ...range,
          job_id: idParam(filter.cronId),
          before_time: new Date(beforeTime!),
          handler_name: filter.handlerName ?? null,
          business_date: filter.businessDate ?? null,
        });
  const items = rows.slice(0, limit).map((row) => fromRow<Execution>(row));
  const last = items.at(-1);
  return {
    items,
    nextCursor: rows.length > limit && last ? encodeCursor(last.id, last.scheduledTime.toISOString()) : null,
  };
}

/** The attempts of an execution that did not succeed, in order. */
export async function listAttempts(connection: Connection, id: Id): Promise<Attempt[]> {
  return (await connection.fetchAll(sql('list_attempts'), { execution_id: idParam(id) })).map((row) =>
    fromRow<Attempt>(row),
  );
}

/** Log lines after the line `afterId`, in order; at most `limit` (default 1000). */
export async function listLogs(connection: Connection, id: Id, afterId: Id = '0', limit = 1000): Promise<LogLine[]> {
  const params = { execution_id: idParam(id), after_id: idParam(afterId), limit };
  return (await connection.fetchAll(sql('list_logs'), params)).map((row) => fromRow<LogLine>(row));
}

/** A new row for an earlier execution with other params: same occurrence, linked to the original. */
export async function insertRerun(
  connection: Connection,
  original: Execution,
  options: {
    params: string | Record<string, unknown>;
    actor: string | null;
    reason: string | null;
    /** The backfill it is made for: it waits until the dispatcher gives it its turn. */
    backfillId?: Id;
    idempotencyKey?: string | null | undefined;
  },
  now: Date,
): Promise<Created> {
  const { backfillId, ...input } = options;
  const copied = Object.fromEntries(
    Object.keys(executionFields.shape).flatMap((field) =>
      field in original ? [[field, original[field as keyof Execution]]] : [],
    ),
  );
  const cron =
    original.jobId === null
      ? null
      : { id: original.jobId, name: original.cronName ?? '', version: original.cronVersion ?? 0 };
  return await insert(
    connection,
    parse({ ...copied, ...input, runAt: undefined, idempotencyKey: input.idempotencyKey ?? null }),
    {
      source: backfillId === undefined ? 'rerun' : 'backfill',
      waits: backfillId !== undefined,
      backfillId,
      cron,
      occurrenceTime: original.occurrenceTime,
      businessDate: original.businessDate,
      originExecutionId: original.id,
    },
    now,
  );
}
