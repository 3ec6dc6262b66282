import { closest } from '../domain/suggestion.ts';
import { JobuError } from '../errors.ts';
import { type ContextData, createContext, type LogLevel } from '../worker/handlers/context.ts';
import type { HandlerDefinition } from '../worker/handlers/definition.ts';
import type { HandlerClass } from '../worker/handlers/handler.ts';
import { parseParams } from '../worker/handlers/params.ts';
import { type Handler, handlerFrom, registrations } from '../worker/handlers/registry.ts';
import { serializeResult } from '../worker/handlers/result.ts';

/** A handler: its name, its class, or what `defineHandler` answered. */
export type HandlerSource = string | HandlerClass<never> | HandlerDefinition<never>;

/** What a handler did in one run. */
export interface HandlerRun {
  /** What it returned, as it would be stored: through JSON. */
  readonly result: unknown;
  readonly logs: readonly { readonly level: LogLevel; readonly message: string; readonly data: unknown }[];
  readonly progress: readonly { readonly fraction: number; readonly message: string | null }[];
}

/** What of the context a test may choose; the rest is made up. */
export type TestContext = Partial<ContextData> & { readonly signal?: AbortSignal };

/** Throws TEST_HANDLER_UNKNOWN with the closest name. */
export function handlerUnknown(name: string, known: readonly string[]): never {
  const near = closest(name, known);
  throw new JobuError('TEST_HANDLER_UNKNOWN', {
    name,
    suggestion: near ? ` Did you mean "${near}"?` : '',
    known: known.length === 0 ? 'none' : known.join(', '),
  });
}

/** The handlers that the code imported so far has registered; the last one of a name counts. */
export function registeredHandlers(): Handler[] {
  const byName = new Map(registrations().map((registration) => [registration.name, registration]));
  return [...byName.values()].map((registration) => handlerFrom(registration));
}

/** Finds what a source stands for among the registered handlers. Throws TEST_HANDLER_UNKNOWN. */
export function handlerOf(source: HandlerSource): Handler {
  const all = registrations();
  const registration = all.findLast(({ name, target }) => (typeof source === 'string' ? name : target) === source);
  if (registration) return handlerFrom(registration);
  const name = typeof source === 'string' ? source : source.name;
  return handlerUnknown(
    name,
    all.map((each) => each.name),
  );
}

/**
 * Runs a handler once, without a database: its params are checked by its schema, its context is made up. Throws what the
 * handler throws, PARAMS_INVALID, RESULT_INVALID, and TEST_HANDLER_UNKNOWN for a name that nothing imported registered.
 */
export async function runHandler(
  source: HandlerSource,
  params: unknown = {},
  context: TestContext = {},
): Promise<HandlerRun> {
  return await runOnce(handlerOf(source), params, context);
}

export async function runOnce(handler: Handler, params: unknown, given: TestContext): Promise<HandlerRun> {
  const { signal = new AbortController().signal, ...chosen } = given;
  const logs: HandlerRun['logs'][number][] = [];
  const progress: HandlerRun['progress'][number][] = [];
  const data: ContextData = {
    executionId: '1',
    cronName: null,
    scheduledTime: new Date('2026-01-01T00:00:00.000Z'),
    businessDate: null,
    attempt: 1,
    maxRetry: 3,
    workerId: 'test',
    paramSource: 'manual',
    ...chosen,
  };
  const { context, close } = createContext(handler.name, data, {
    signal,
    log: (entry) => void logs.push({ ...entry, data: entry.data === null ? null : JSON.parse(entry.data) }),
    progress: () => {},
  });
  // Every call is kept: a test does not want the pauses that spare a database.
  const everyCall = (fraction: number, message?: string) => void progress.push({ fraction, message: message ?? null });
  try {
    const text = typeof params === 'string' ? params : JSON.stringify(params);
    const values = await parseParams(handler.name, text, handler.options.params);
    const result = await handler.execute(values, { ...context, progress: everyCall });
    return { result: JSON.parse(serializeResult(handler.name, result)), logs, progress };
  } finally {
    close();
  }
}
