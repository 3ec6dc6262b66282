import type { StandardSchemaV1 } from '@standard-schema/spec';
import type { HandlerContext } from './context.ts';
import type { HandlerDefinition, HandlerOptions } from './definition.ts';
import { type HandlerTarget, register } from './registry.ts';

/**
 * A handler as a class: extend it, implement `execute`, put `@handler('name')` on it. An instance is made for every
 * attempt, so fields start fresh; keep clients that live longer in variables of the module.
 */
export abstract class BaseHandler<P = unknown, R = unknown> {
  /** A Standard Schema for the params; also accepted as `static params` or in the decorator's options. */
  declare readonly params?: StandardSchemaV1<unknown, P>;

  /**
   * Does the work. What it returns is stored as JSON in `job_executions.result`.
   * What it throws fails the attempt, which is retried unless the error is a {@link NonRetryableError}.
   */
  abstract execute(params: P, context: HandlerContext): Promise<R> | R;
}

/** A class that {@link handler} accepts. */
export interface HandlerClass<P> {
  new (): { execute(params: P, context: HandlerContext): unknown };
}

/**
 * Class decorator that registers a handler under `name`; the class need not be exported.
 * Throws HANDLER_NAME_INVALID and HANDLER_INVALID for a name or option that cannot be used.
 */
export function handler<S extends StandardSchemaV1>(
  name: string,
  options: HandlerOptions<S> & { readonly params: S },
): (target: HandlerClass<StandardSchemaV1.InferOutput<S>>, context?: ClassDecoratorContext) => void;
export function handler(
  name: string,
  options?: HandlerOptions,
  // biome-ignore lint/suspicious/noExplicitAny: without a schema the class itself says what its params are
): (target: HandlerClass<any>, context?: ClassDecoratorContext) => void;
export function handler(name: string, options: HandlerOptions = {}) {
  return (target: HandlerClass<never>): void => register(name, options, target as unknown as HandlerTarget);
}

/**
 * Registers a handler written as a function; need not be exported. The type of `params` in `execute` is the schema's
 * output. Throws HANDLER_NAME_INVALID and HANDLER_INVALID for a name or option that cannot be used.
 */
export function defineHandler<S extends StandardSchemaV1, R>(
  definition: Omit<HandlerOptions, 'params'> & {
    readonly name: string;
    readonly params: S;
    execute(params: StandardSchemaV1.InferOutput<S>, context: HandlerContext): Promise<R> | R;
  },
): HandlerDefinition<StandardSchemaV1.InferOutput<S>, R>;
export function defineHandler<P = Record<string, unknown>, R = unknown>(
  definition: Omit<HandlerOptions, 'params'> & {
    readonly name: string;
    readonly params?: undefined;
    execute(params: P, context: HandlerContext): Promise<R> | R;
  },
): HandlerDefinition<P, R>;
export function defineHandler(definition: HandlerDefinition): HandlerDefinition {
  const { name, execute, ...options } = definition;
  register(name, options, definition as HandlerTarget);
  return definition;
}

/** Throw it (or anything with `retryable: false`) to fail an execution at once, however many retries are left. */
export class NonRetryableError extends Error {
  override readonly name: string = 'NonRetryableError';
  readonly retryable = false;
}
