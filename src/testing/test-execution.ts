import { AssertionError } from 'node:assert';
import { isDeepStrictEqual } from 'node:util';
import type { Status } from '../domain/states.ts';
import { formatInstant, parseLocalTime } from '../domain/time-zone.ts';
import type { Execution } from '../ledger/model/execution.ts';

/** An execution with params and result as values. */
export interface TestExecution extends Omit<Execution, 'params' | 'result'> {
  readonly params: unknown;
  /** What the handler returned; null when it has not succeeded. */
  readonly result: unknown;
}

/** Which executions are meant; what is left out does not matter. */
export interface ExecutionMatch {
  /** Name of the cron; null: without a cron. */
  readonly cron?: string | null;
  readonly handler?: string;
  readonly status?: Status;
  /** A Date, or text; without an offset in the zone of the test. */
  readonly scheduledTime?: Date | string;
  /** Equal as a whole. */
  readonly params?: unknown;
  /** Equal as a whole. */
  readonly result?: unknown;
  readonly skipReason?: Execution['skipReason'];
  readonly errorCode?: string | null;
  /** Part of the error message. */
  readonly error?: string;
  /** Tries begun. */
  readonly attempt?: number;
}

const SHOWN = 10;

const jsonValue = (text: string | null): unknown => {
  if (text === null) return null;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
};

export const testExecution = (execution: Execution): TestExecution => ({
  ...execution,
  params: jsonValue(execution.params),
  result: jsonValue(execution.result),
});

/** Whether an execution is one of those that are meant. Throws TIME_INVALID for a time that cannot be read. */
export function fits(execution: TestExecution, match: ExecutionMatch, timeZone: string): boolean {
  const { cron, handler, status, scheduledTime, params, result, skipReason, errorCode, error, attempt } = match;
  const time = typeof scheduledTime === 'string' ? parseLocalTime(scheduledTime, timeZone) : scheduledTime;
  return (
    (cron === undefined || execution.cronName === cron) &&
    (handler === undefined || execution.handlerName === handler) &&
    (status === undefined || execution.status === status) &&
    (time === undefined || execution.occurrenceTime.getTime() === time.getTime()) &&
    (params === undefined || isDeepStrictEqual(execution.params, params)) &&
    (result === undefined || isDeepStrictEqual(execution.result, result)) &&
    (skipReason === undefined || execution.skipReason === skipReason) &&
    (errorCode === undefined || execution.errorCode === errorCode) &&
    (error === undefined || (execution.errorMessage ?? '').includes(error)) &&
    (attempt === undefined || execution.attempt === attempt)
  );
}

function line(execution: TestExecution, timeZone: string): string {
  const { id, cronName, handlerName, status, skipReason, errorMessage, result, attempt } = execution;
  const ending =
    errorMessage?.split('\n')[0] ?? skipReason ?? (result === null ? '' : JSON.stringify(result).slice(0, 120));
  const who = cronName === null ? handlerName : `${cronName} (${handlerName})`;
  const time = formatInstant(execution.occurrenceTime, timeZone);
  return `  ${id}  ${status}  ${who}  ${time}  attempt ${attempt}  ${ending}`.trimEnd();
}

/** An error that says what was looked for and what there was instead. */
export function mismatch(
  sentence: string,
  match: ExecutionMatch,
  executions: readonly TestExecution[],
  timeZone: string,
  now: Date,
): AssertionError {
  const wanted = Object.entries(match).map(
    ([field, value]) => `${field} ${value instanceof Date ? formatInstant(value, timeZone) : JSON.stringify(value)}`,
  );
  const shown = executions.slice(-SHOWN).map((execution) => line(execution, timeZone));
  const missing = executions.length - shown.length;
  const message = [
    `${sentence} ${wanted.length === 0 ? '(any)' : wanted.join(', ')}; it is ${formatInstant(now, timeZone)}.`,
    executions.length === 0 ? 'There are no executions at all.' : 'These are the executions:',
    ...(missing > 0 ? [`  (${missing} earlier ones are left out)`] : []),
    ...shown,
  ].join('\n');
  return new AssertionError({ message });
}
