import type { StandardSchemaV1 } from '@standard-schema/spec';
import { JobuError } from '../../errors.ts';
import type { HandlerContext } from './context.ts';

export const ISOLATIONS = ['loop', 'thread', 'process'] as const;

/** Where a handler's code runs: the worker's event loop, a worker thread, or a child process. */
export type Isolation = (typeof ISOLATIONS)[number];

/** What a handler says about itself beside its code. */
export interface HandlerOptions<S extends StandardSchemaV1 = StandardSchemaV1> {
  /** Default `loop`. A cron may choose another one. In `thread` and `process` a timeout or cancel really ends the code. */
  readonly isolation?: Isolation;
  /** A Standard Schema (zod 4, valibot, arktype ...) that params must fit; `execute` receives its output. */
  readonly params?: S;
  /** Upper bound of the retries of an execution, whatever its cron says. 0: never retried. Default: the cron's own. */
  readonly maxRetry?: number;
  /** Upper bound of the run time in seconds, whatever the cron says. Default: the cron's own. */
  readonly timeoutSeconds?: number;
  /** Heap of the thread or process in megabytes; beyond it the attempt fails. Default: Node's own. Unused in `loop`. */
  readonly maxHeapMb?: number;
  /**
   * true: the code runs in one transaction over the database that holds the executions, and its execution becomes SUCCESS
   * in the same one, so that the work is done exactly when the status says so. A list names further databases of the
   * transaction. Default false.
   */
  readonly transactional?: boolean | readonly string[];
  readonly description?: string;
}

/** A handler as a function; what {@link defineHandler} takes and returns. */
export interface HandlerDefinition<P = unknown, R = unknown> extends HandlerOptions {
  readonly name: string;
  execute(params: P, context: HandlerContext): Promise<R> | R;
}

/** Throws HANDLER_NAME_INVALID or HANDLER_INVALID for what cannot be used. */
export function assertOptions(name: string, options: HandlerOptions, file: string): void {
  const problem = (text: string): never => {
    throw new JobuError('HANDLER_INVALID', { name, problem: text, file });
  };
  if (typeof name !== 'string' || name.length > 200 || !/^\S(.*\S)?$/u.test(name) || /\p{Cc}/u.test(name))
    throw new JobuError('HANDLER_NAME_INVALID', { name });
  const { isolation, params, maxRetry, timeoutSeconds, maxHeapMb, transactional = false } = options;
  if (
    typeof transactional !== 'boolean' &&
    !(Array.isArray(transactional) && transactional.every((each) => typeof each === 'string'))
  )
    problem('transactional is neither true, false nor a list of database names');
  if (isolation !== undefined && !ISOLATIONS.includes(isolation))
    problem(`isolation is "${isolation}", not one of ${ISOLATIONS.join(', ')}`);
  if (params !== undefined && typeof params?.['~standard']?.validate !== 'function')
    problem('params is no Standard Schema');
  if (maxRetry !== undefined && (!Number.isInteger(maxRetry) || maxRetry < 0))
    problem(`maxRetry is ${maxRetry}, not a whole number from 0 on`);
  if (timeoutSeconds !== undefined && !(Number.isFinite(timeoutSeconds) && timeoutSeconds > 0))
    problem(`timeoutSeconds is ${timeoutSeconds}, not a number above 0`);
  if (maxHeapMb !== undefined && !(Number.isInteger(maxHeapMb) && maxHeapMb >= 8))
    problem(`maxHeapMb is ${maxHeapMb}, not a whole number from 8 on`);
}

/** What holds for an execution: its own limits, lowered to those its handler declares. A timeout of 0 is none. */
export function limitsOf(
  options: HandlerOptions,
  execution: { readonly maxRetry: number; readonly timeoutSeconds: number },
): { maxRetry: number; timeoutSeconds: number } {
  const timeouts = [execution.timeoutSeconds, options.timeoutSeconds ?? 0].filter((seconds) => seconds > 0);
  return {
    maxRetry: Math.min(execution.maxRetry, options.maxRetry ?? Number.POSITIVE_INFINITY),
    timeoutSeconds: timeouts.length === 0 ? 0 : Math.min(...timeouts),
  };
}
