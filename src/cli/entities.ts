import { formatInstant } from '../domain/time-zone.ts';
import type { Cron } from '../ledger/model/cron.ts';
import type { Execution } from '../ledger/model/execution.ts';
import { jsonValue } from './json-value.ts';
import { printRecord, printTable } from './output.ts';

/** A cron for machines: its params and backoff as values, not as text. */
export const cronJson = (cron: Cron): object => ({
  ...cron,
  handlerParams: jsonValue(cron.handlerParams),
  retryBackoff: jsonValue(cron.retryBackoff),
  timing: jsonValue(cron.timing),
  blackouts: jsonValue(cron.blackouts),
});

/** An execution for machines: params and result as values. */
export const executionJson = (execution: Execution): object => ({
  ...execution,
  params: jsonValue(execution.params),
  retryBackoff: jsonValue(execution.retryBackoff),
  result: jsonValue(execution.result),
});

/** When a cron runs, as it was written; null when it runs on trigger only. */
export const scheduleText = (cron: Cron): string | null => cron.cronExpression ?? cron.timing;

/** How a cron stands, in a word or two. */
export function cronStanding(cron: Cron): string {
  if (cron.errorCode) return `set aside: ${cron.errorCode}`;
  if (!cron.isEnabled) return 'disabled';
  if (cron.pausedAt) return 'paused';
  if (cron.hasEnded) return 'ended';
  return cron.cronExpression || cron.timing ? 'enabled' : 'on trigger';
}

/** A time in the display zone; null stays null. */
export const timeText = (instant: Date | null, zone: string): string | null => instant && formatInstant(instant, zone);

/** A duration as people read it: `850 ms`, `12.3 s`, `4 min 5 s`, `2 h 3 min`. */
export function durationText(milliseconds: number): string {
  if (milliseconds < 1000) return `${Math.round(milliseconds)} ms`;
  if (milliseconds < 60_000) return `${(milliseconds / 1000).toFixed(1)} s`;
  const seconds = Math.round(milliseconds / 1000);
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
  return `${Math.floor(seconds / 3600)} h ${Math.floor((seconds % 3600) / 60)} min`;
}

export function printCron(cron: Cron, zone: string, sentence: string): void {
  printRecord([
    ['name', cron.name],
    ['id', cron.id],
    ['description', cron.description],
    ['schedule', scheduleText(cron)],
    ['in words', sentence],
    ['calendar', cron.calendar && `${cron.calendar}, closed days: ${cron.onClosed}`],
    ['starts at', timeText(cron.startsAt, zone)],
    ['ends at', timeText(cron.endsAt, zone)],
    ['jitter', cron.jitterSeconds === 0 ? null : `${cron.jitterSeconds} s`],
    ['blackouts', cron.blackouts && `${cron.blackouts}, ${cron.onBlackout}`],
    ['time zone', cron.timeZone],
    ['handler', cron.handlerName],
    ['params', cron.handlerParams],
    ['state', cronStanding(cron)],
    ['error', cron.errorMessage],
    ['paused', cron.pausedAt && `since ${timeText(cron.pausedAt, zone)} by ${cron.pausedBy}`],
    ['paused until', timeText(cron.pausedUntil, zone)],
    ['pause reason', cron.pauseReason],
    ['next run', timeText(cron.nextRunAt, zone)],
    ['overlap', cron.overlapPolicy ?? (cron.allowOverlap ? 'allow' : 'skip')],
    ['failures', cron.pauseAfterFailures && `${cron.pauseAfterFailures} in a row pause it`],
    ['catch-up', cron.catchUp],
    ['on time up to', `${cron.misfireGraceSeconds} s late`],
    ['missed expire', cron.catchUpWindowSeconds === null ? null : `after ${cron.catchUpWindowSeconds} s`],
    ['retries', cron.maxRetry],
    ['retry backoff', cron.retryBackoff],
    ['timeout', cron.timeoutSeconds === 0 ? 'none' : `${cron.timeoutSeconds} s`],
    ['priority', cron.priority],
    ['queue', cron.queue],
    ['worker lost', `${cron.onWorkerLost}, at most ${cron.maxRescue} times`],
    ['isolation', cron.isolation],
    ['group', cron.groupName],
    ['owner', cron.owner],
    ['tags', cron.tags.join(', ')],
    ['notes', cron.notes],
    ['managed by', cron.managedBy],
    ['changed', `${timeText(cron.updatedAt, zone)}, version ${cron.version}`],
  ]);
}

/** From the first line of a stack on. */
const STACK = /\n\s+at [\s\S]*$/;

/** What a list says beside the status: why it was skipped, what went wrong, how far it is. */
function remark(execution: Execution): string | null {
  if (execution.skipReason)
    return execution.skippedCount ? `${execution.skipReason} (${execution.skippedCount} missed)` : execution.skipReason;
  if (execution.status === 'RUNNING' && execution.cancelRequestedAt) return 'asked to end';
  if (execution.status === 'RUNNING' && execution.progress !== null)
    return `${Math.round(execution.progress * 100)}% ${execution.progressMessage ?? ''}`.trim();
  return execution.errorMessage?.replace(STACK, '') ?? null;
}

const took = ({ startedAt, finishedAt }: Execution): string | null =>
  startedAt && finishedAt ? durationText(finishedAt.getTime() - startedAt.getTime()) : null;

export function printExecutions(executions: readonly Execution[], zone: string): void {
  printTable(
    ['ID', 'CRON', 'HANDLER', 'SCHEDULED', 'STATUS', 'ATTEMPT', 'TOOK', 'REMARK'],
    executions.map((execution) => [
      execution.id,
      execution.cronName,
      execution.handlerName,
      timeText(execution.scheduledTime, zone),
      execution.status,
      execution.attempt,
      took(execution),
      remark(execution),
    ]),
  );
}

export function printExecution(execution: Execution, zone: string, waitsFor: string | null): void {
  printRecord([
    ['id', execution.id],
    ['cron', execution.cronName],
    ['handler', execution.handlerName],
    ['params', execution.params],
    ['made by', [execution.paramSource, execution.actor].filter(Boolean).join(', ')],
    ['reason', execution.reason],
    ['rerun of', execution.originExecutionId],
    ['idempotency key', execution.idempotencyKey],
    ['scheduled', timeText(execution.scheduledTime, zone)],
    ['business date', execution.businessDate],
    ['status', execution.status],
    ['waits for', waitsFor],
    ['skipped', execution.skipReason && remark(execution)],
    ['skipped until', timeText(execution.skippedUntil, zone)],
    ['not before', timeText(execution.runAt, zone)],
    ['attempt', `${execution.attempt}, retries ${execution.retryCount} of ${execution.maxRetry}`],
    ['rescued', execution.rescueCount || null],
    ['worker', execution.workerId],
    ['code version', execution.codeVersion],
    ['queue', `${execution.queue}, priority ${execution.priority}`],
    ['started', timeText(execution.startedAt, zone)],
    ['finished', timeText(execution.finishedAt, zone)],
    ['took', took(execution)],
    [
      'progress',
      execution.progress === null
        ? null
        : `${Math.round(execution.progress * 100)}% ${execution.progressMessage ?? ''}`,
    ],
    ['cancel asked', timeText(execution.cancelRequestedAt, zone)],
    ['error', [execution.errorCode, execution.errorMessage].filter(Boolean).join(': ')],
    ['result', execution.result],
  ]);
}
