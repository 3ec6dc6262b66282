import { AsyncLocalStorage } from 'node:async_hooks';
import { type AttemptLimits, type AttemptOutcome, executeHandler } from '../handlers/attempt.ts';
import type { AttemptHooks } from '../handlers/context.ts';
import { failureOf } from '../handlers/failure.ts';
import type { AttemptJob } from './runner.ts';

interface Scope {
  readonly handler: string;
  readonly executionId: string;
  readonly hooks: AttemptHooks;
  ended: boolean;
}

/** An error that nobody caught, and the attempt whose code it came from. */
export interface StrayError {
  readonly kind: 'unhandled rejection' | 'uncaught exception';
  readonly handler: string;
  readonly executionId: string;
  /** False: the attempt had already ended. */
  readonly running: boolean;
  /** Name, message, causes and stack. */
  readonly text: string;
}

const scopes = new AsyncLocalStorage<Scope>();
const listeners = new Set<(stray: StrayError) => void>();

/** True in code that an attempt in the event loop has started, also after the attempt has ended. */
export const isHandlerCode = (): boolean => scopes.getStore() !== undefined;

function report(kind: StrayError['kind'], error: unknown): boolean {
  const scope = scopes.getStore();
  if (scope === undefined) return false;
  const text = failureOf(error).text;
  if (!scope.ended)
    scope.hooks.log({
      level: 'error',
      message: `${kind} in the code of this attempt: ${text.slice(0, 8_000)}`,
      data: null,
    });
  const { handler, executionId, ended } = scope;
  for (const listener of listeners) listener({ kind, handler, executionId, running: !ended, text });
  return true;
}

/** Not of a handler: as if jobu did not listen, which in Node means the end of the process. */
function crash(event: 'unhandledRejection' | 'uncaughtException', error: unknown): void {
  if (process.listenerCount(event) > 1) return;
  console.error(error);
  process.exit(1);
}

const onRejection = (reason: unknown) => {
  if (!report('unhandled rejection', reason)) crash('unhandledRejection', reason);
};
const onException = (error: unknown) => {
  if (!report('uncaught exception', error)) crash('uncaughtException', error);
};

/**
 * Keeps the process alive when code of a loop handler leaves a rejection or an exception uncaught: it is logged to its
 * execution and told to `listener`. Errors that are not of a handler still end the process. Answers how to stop it.
 */
export function guardLoop(listener: (stray: StrayError) => void): () => void {
  if (listeners.size === 0) process.on('unhandledRejection', onRejection).on('uncaughtException', onException);
  const own = (stray: StrayError) => listener(stray);
  listeners.add(own);
  return () => {
    if (!listeners.delete(own) || listeners.size > 0) return;
    process.off('unhandledRejection', onRejection).off('uncaughtException', onException);
  };
}

/** Runs an attempt in the worker's own event loop. An abort is told to the code, which may ignore it. */
export async function runInLoop(job: AttemptJob, hooks: AttemptHooks, limits: AttemptLimits): Promise<AttemptOutcome> {
  const scope: Scope = { handler: job.handler.name, executionId: job.context.executionId, hooks, ended: false };
  try {
    return await scopes.run(scope, () => executeHandler(job.handler, job.params, job.context, hooks, limits));
  } finally {
    scope.ended = true;
  }
}
