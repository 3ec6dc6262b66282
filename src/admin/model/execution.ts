import { z } from 'zod';
import { PARAM_SOURCES, SKIP_REASONS, STATUSES } from '../../domain/states.ts';
import { cronFields } from '../../ledger/model/cron.ts';
import type { Execution, LogLine } from '../../ledger/model/execution.ts';
import { backoffField, jsonObject } from './cron.ts';
import { instant, instantText, jsonTextOf, verbatim } from './paging.ts';
import { EXECUTION_ACTIONS } from './permissions.ts';

const executionFields = {
  id: z.string(),
  cronId: z.string().nullable().describe('Null: created without a cron.'),
  cronName: z.string().nullable(),
  cronVersion: z.int().nullable(),
  handlerName: z.string(),
  params: verbatim('As they were typed. Left out of lists beyond 16,384 characters.').optional(),
  paramSource: z.enum(PARAM_SOURCES),
  scheduledTime: instant.describe('The instant the cron asked for.'),
  occurrenceTime: instant.describe("What the handler gets; a rerun keeps its original's."),
  businessDate: z.string().nullable().describe('The operating day it belongs to, such as 2026-11-22.'),
  runAt: instant.nullable().describe('When it may be claimed; null while it waits for its predecessor.'),
  status: z.enum(STATUSES),
  skipReason: z.enum(SKIP_REASONS).nullable(),
  skippedUntil: instant.nullable().describe('Last instant of a range of missed occurrences that share this row.'),
  skippedCount: z.int().nullable(),
  priority: z.int(),
  queue: z.string(),
  isolation: z.string().nullable(),
  maxRetry: z.int(),
  retryBackoff: verbatim('{baseSeconds, factor, maxSeconds, jitter}; null: the defaults.'),
  timeoutSeconds: z.int(),
  onWorkerLost: z.enum(['retry', 'fail', 'hold']),
  maxRescue: z.int(),
  retryCount: z.int(),
  rescueCount: z.int(),
  attempt: z.int().describe('Tries begun so far.'),
  workerId: z.string().nullable(),
  codeVersion: z.string().nullable().describe('Version of the code that ran it last, as its worker calls it.'),
  startedAt: instant.nullable(),
  finishedAt: instant.nullable(),
  durationMs: z.int().nullable().describe('From start to end of the last attempt.'),
  delayMs: z.int().nullable().describe('From runAt to the start.'),
  progress: z.number().nullable().describe('0 to 1.'),
  progressMessage: z.string().nullable(),
  errorCode: z.string().nullable(),
  errorMessage: z.string().nullable(),
  result: verbatim('What the handler returned. Left out of lists beyond 16,384 characters.').optional(),
  cancelRequestedAt: instant.nullable(),
  actor: z.string().nullable().describe('Who made or last changed it by hand.'),
  reason: z.string().nullable(),
  idempotencyKey: z.string().nullable(),
  acknowledgedAt: instant.nullable().describe('When somebody marked the failure as handled.'),
  acknowledgedBy: z.string().nullable(),
  acknowledgement: z.string().nullable().describe('The note that was left then.'),
  originExecutionId: z.string().nullable().describe('The execution that this one runs again.'),
  backfillId: z.string().nullable().describe('The backfill it belongs to.'),
  createdAt: instant,
};

export const attemptSchema = z
  .object({
    attempt: z.int().describe('0 and less: why it was skipped before it ran after all.'),
    outcome: z.enum(['FAILED', 'TIMEOUT', 'CANCELED', 'RELEASED', 'RESCUED', 'SKIPPED']),
    workerId: z.string().nullable(),
    startedAt: instant.nullable(),
    finishedAt: instant,
    errorCode: z.string().nullable(),
    errorMessage: z.string().nullable(),
  })
  .meta({ id: 'Attempt' });

export const executionSchema = z.object(executionFields).meta({ id: 'Execution' });

const permissions = z.array(z.enum(EXECUTION_ACTIONS)).describe('What the asker may do with it now.');

/** An execution in a list. */
export const executionItemSchema = z
  .object({
    ...executionFields,
    permissions,
    usualMs: z.int().nullable().describe('Of one that runs: the median of the last successes of its cron.'),
  })
  .meta({ id: 'ExecutionItem' });

const segmentSchema = z
  .object({
    kind: z.enum(['wait', 'run', 'backoff']),
    attempt: z.int(),
    from: instant,
    to: instant.nullable().describe('Null: not over yet.'),
    outcome: z.string().nullable(),
  })
  .meta({ id: 'Segment' });

const executionLink = z
  .object({ id: z.string(), status: z.enum(STATUSES), scheduledTime: instant, paramSource: z.enum(PARAM_SOURCES) })
  .meta({ id: 'ExecutionLink' });

export const executionDetailSchema = z
  .object({
    ...executionFields,
    permissions,
    attempts: z.array(attemptSchema).describe('Those that did not succeed.'),
    timeline: z.array(segmentSchema).describe('Waiting, running and backing off, in order.'),
    previousExecution: executionLink.nullable().describe('Of the same cron, by scheduled time.'),
    nextExecution: executionLink.nullable(),
    reruns: z.array(executionLink).describe('Executions that run this one again; at most 50.'),
    errorFingerprint: z.string().nullable().describe('Of its group of errors; see /error-groups.'),
  })
  .meta({ id: 'ExecutionDetail' });

export const LOG_LEVELS = ['debug', 'info', 'warn', 'error'] as const;

export const logLineSchema = z
  .object({
    id: z.string(),
    attempt: z.int(),
    loggedAt: instant,
    level: z.enum(LOG_LEVELS),
    message: z.string(),
    data: verbatim('What the handler passed beside the message.'),
  })
  .meta({ id: 'LogLine' });

const { handlerName, priority, queue, maxRetry, timeoutSeconds, onWorkerLost, maxRescue, isolation } = cronFields.shape;
const reason = z.string().max(2000).optional().describe('Why; shown with the execution.');
const allowOverlap = z.boolean().optional().describe('Although an earlier execution of the cron is unfinished.');

export const executionBody = z.strictObject({
  handlerName,
  params: jsonObject.optional(),
  runAt: instantText.optional().describe('Not before this instant; default at once.'),
  priority,
  queue,
  maxRetry,
  retryBackoff: backoffField,
  timeoutSeconds,
  onWorkerLost,
  maxRescue,
  isolation,
  reason,
  isTest: z.boolean().optional().describe('Marked as a test: its paramSource is test.'),
});

export const triggerBody = z.strictObject({
  params: jsonObject.optional().describe("Instead of the cron's own."),
  runAt: instantText.optional().describe('Not before this instant; default at once.'),
  allowOverlap,
  reason,
});

export const retryBody = z.strictObject({
  params: jsonObject.optional().describe('With params a new execution is made, linked to this one.'),
  allowOverlap,
  reason,
});

export const cancelBody = z.strictObject({
  force: z.boolean().optional().describe('Writes CANCELED at once, without waiting for the worker.'),
  reason,
});

export const holdBody = z.strictObject({ reason });

export const succeedBody = z.strictObject({
  reason: z.string().trim().min(1).max(2000).describe('Why; kept with the execution.'),
});

export const releaseBody = z.strictObject({ allowOverlap, reason });

const LIST_LIMIT = 16_384;

/** An execution as an answer shows it; in a list, large params and results are left out. */
export function executionResource(execution: Execution, place: 'list' | 'detail'): object {
  const { jobId, params, result, runAt, startedAt, finishedAt } = execution;
  const short = (text: string | null) =>
    place === 'list' && text !== null && text.length > LIST_LIMIT ? undefined : jsonTextOf(text);
  return {
    ...execution,
    cronId: jobId,
    params: short(params),
    result: short(result),
    retryBackoff: jsonTextOf(execution.retryBackoff),
    durationMs: startedAt && finishedAt ? finishedAt.getTime() - startedAt.getTime() : null,
    delayMs: startedAt && runAt ? Math.max(0, startedAt.getTime() - runAt.getTime()) : null,
  };
}

export const logLineResource = (line: LogLine): object => ({ ...line, data: jsonTextOf(line.data) });
