import { type AttemptHooks, type ContextData, createContext, type LogLimits } from './context.ts';
import { type Failure, failureOf } from './failure.ts';
import { inLeasedTransaction } from './lease.ts';
import { parseParams } from './params.ts';
import type { Handler } from './registry.ts';
import { serializeResult } from './result.ts';

/** How an attempt ended: the result as JSON text, or why it failed. */
export type AttemptOutcome =
  | { readonly ok: true; readonly result: string }
  | { readonly ok: false; readonly failure: Failure };

export interface AttemptLimits {
  /** Largest result in bytes of JSON. Default 1 MB. */
  readonly resultBytes?: number;
  readonly log?: LogLimits;
}

/** Checks the params, runs the handler and takes its result. Settles when the handler's code has; never rejects. */
export async function executeHandler(
  handler: Handler,
  params: unknown,
  data: ContextData,
  hooks: AttemptHooks,
  limits: AttemptLimits = {},
): Promise<AttemptOutcome> {
  const { context, close } = createContext(handler.name, data, hooks, limits.log);
  try {
    const values = await parseParams(handler.name, params, handler.options.params);
    hooks.signal.throwIfAborted();
    const execute = async () => {
      const value = await handler.execute(values, context);
      return serializeResult(handler.name, value, limits.resultBytes);
    };
    const { transactional } = handler.options;
    if (!transactional) return { ok: true, result: await execute() };
    const others = transactional === true ? [] : transactional;
    return { ok: true, result: await inLeasedTransaction(data, others, hooks.signal, execute) };
  } catch (thrown) {
    return { ok: false, failure: failureOf(thrown) };
  } finally {
    close();
  }
}
