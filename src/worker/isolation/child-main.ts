import { AsyncLocalStorage } from 'node:async_hooks';
import { isMainThread, parentPort, Worker } from 'node:worker_threads';
import { JobuError, messageOf } from '../../errors.ts';
import { type AttemptOutcome, executeHandler } from '../handlers/attempt.ts';
import { failureOf } from '../handlers/failure.ts';
import { importModule } from '../handlers/module-loader.ts';
import { type Handler, handlerFrom, registrations, whileImporting } from '../handlers/registry.ts';
import type { ChildDatabases, ChildMessage, ParentMessage } from './protocol.ts';

// The first module of a thread or child process that runs attempts: one at a time, all of one handler file.

type Run = Extract<ParentMessage, { type: 'run' }>;

interface Current {
  readonly handler: string;
  readonly controller: AbortController;
  done: boolean;
}

const scope = new AsyncLocalStorage<Current>();
let current: Current | undefined;
/** Code of an earlier attempt still shows signs of life: this child is not used again. */
let stale = false;

function report(message: ChildMessage): void {
  if (parentPort !== null) parentPort.postMessage(message);
  else process.send?.(message, undefined, undefined, () => {});
}

function finish(attempt: Current, outcome: AttemptOutcome, reusable: boolean): void {
  if (attempt.done) return;
  attempt.done = true;
  report({ type: 'done', outcome, reusable: reusable && !stale });
}

async function load(file: string, name: string): Promise<Handler> {
  await whileImporting(file, () => importModule(file));
  const registration = registrations().findLast(
    (one) => one.name === name && (one.file === file || one.importedBy === file),
  );
  if (registration === undefined) throw new JobuError('HANDLER_NOT_REGISTERED', { file, name });
  return handlerFrom(registration, true);
}

let databases: Promise<void> | undefined;

/** Once for the life of the child; connections are opened when the handler first asks for one. */
function openDatabases({ config, names, decisionDatabase }: ChildDatabases): Promise<void> {
  databases ??= import('../../database/registry.ts').then(async ({ DatabaseRegistry }) => {
    await DatabaseRegistry.initFromConfig(config as Parameters<typeof DatabaseRegistry.initFromConfig>[0], names, {
      opensOnFirstUse: true,
      ...(decisionDatabase === undefined ? {} : { decisionDatabase }),
    });
  });
  return databases;
}

async function run(message: Run): Promise<void> {
  const attempt: Current = { handler: message.name, controller: new AbortController(), done: false };
  current = attempt;
  await scope.run(attempt, async () => {
    try {
      if (message.databases !== null) await openDatabases(message.databases);
      const handler = await load(message.file, message.name);
      const outcome = await executeHandler(
        handler,
        message.params,
        message.context,
        {
          signal: attempt.controller.signal,
          log: (entry) => report({ type: 'log', entry }),
          progress: (fraction, text) => report({ type: 'progress', fraction, message: text }),
        },
        message.limits,
      );
      finish(attempt, outcome, true);
    } catch (error) {
      finish(attempt, { ok: false, failure: failureOf(error) }, false);
    }
  });
}

function receive(message: ParentMessage): void {
  if (message.type === 'run') void run(message);
  else if (message.type === 'abort') {
    const { name, message: text, code } = message.reason;
    current?.controller.abort(Object.assign(new Error(text), { name, ...(code === null ? {} : { code }) }));
  }
}

function uncaught(kind: string, error: unknown): void {
  const source = scope.getStore() ?? current;
  if (source === undefined || source !== current || source.done) {
    stale = true;
    console.error(`${kind} of an attempt that has ended: ${failureOf(error).text}`);
    return;
  }
  const failure = failureOf(
    new JobuError('HANDLER_CRASHED', { handler: source.handler, kind, problem: messageOf(error) }, { cause: error }),
  );
  finish(source, { ok: false, failure: { ...failure, retryable: failureOf(error).retryable } }, false);
}

process.on('uncaughtException', (error) => uncaught('uncaught exception', error));
process.on('unhandledRejection', (reason) => uncaught('unhandled rejection', reason));

if (isMainThread) {
  const end = () => process.kill(-process.pid, 'SIGKILL');
  process.on('message', receive);
  process.on('disconnect', end);
  // The worker decides when an attempt ends; a service manager that signals the whole group does not.
  process.on('SIGTERM', () => {});
  process.on('SIGINT', () => {});
  // A handler that blocks the event loop would outlive a worker that was killed, and run beside its own retry. The parent
  // says who it is: by the time this thread runs, it may be gone already.
  new Worker(
    'setInterval(() => { if (process.ppid !== require("node:worker_threads").workerData) process.kill(-process.pid, "SIGKILL"); }, 500);',
    { eval: true, name: 'jobu watchdog', workerData: Number(process.argv[3]) },
  ).unref();
} else parentPort?.on('message', receive);
