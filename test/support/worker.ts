import { onTestFinished } from 'vitest';
import type { Status } from '../../src/domain/states.ts';
import { type ExecutionInput, insertExecution, listAttempts, requireExecution } from '../../src/ledger/executions.ts';
import type { Execution } from '../../src/ledger/model/execution.ts';
import type { Id } from '../../src/ledger/model/row.ts';
import { systemClock } from '../../src/runtime/clock.ts';
import { createLogger } from '../../src/runtime/logging.ts';
import { HandlerCatalog } from '../../src/worker/handlers/catalog.ts';
import type { HandlerContext } from '../../src/worker/handlers/context.ts';
import type { HandlerOptions } from '../../src/worker/handlers/definition.ts';
import type { Handler } from '../../src/worker/handlers/registry.ts';
import { WorkerService, type WorkerSettings } from '../../src/worker/main.ts';
import type { Ledger } from './ledger.ts';
import { waitFor } from './wait.ts';

export type Execute = (params: never, context: HandlerContext) => unknown;

/** A handler made in a test. */
export function handlerOf(name: string, execute: Execute, options: HandlerOptions = {}): Handler {
  return { name, file: null, builtIn: false, options, execute: execute as Handler['execute'] };
}

export interface TestWorker {
  readonly service: WorkerService;
  /** What it logged, one object a line. */
  readonly lines: Record<string, unknown>[];
}

/** Starts a worker in this process with short times; it is stopped when the test ends. */
export async function startWorker(
  ledger: Ledger,
  handlers: Record<string, Execute> | readonly Handler[],
  config: WorkerSettings = {},
): Promise<TestWorker> {
  const lines: Record<string, unknown>[] = [];
  const destination = { write: (line: string) => void lines.push(JSON.parse(line)) };
  const list = Array.isArray(handlers)
    ? (handlers as readonly Handler[])
    : Object.entries(handlers as Record<string, Execute>).map(([name, execute]) => handlerOf(name, execute));
  const service = new WorkerService({
    database: ledger.database.reserved,
    clock: systemClock,
    catalog: new HandlerCatalog(list),
    logger: createLogger({ level: 'debug', format: 'json', destination }),
    version: 'test',
    databasesConfig: { default: ledger.config },
    config: {
      pollIntervalSeconds: 0.1,
      heartbeatIntervalSeconds: 0.2,
      leaseSeconds: 15,
      rescueIntervalSeconds: 0.3,
      shutdownTimeoutSeconds: 1,
      abortGraceSeconds: 0.3,
      ...config,
    },
  });
  onTestFinished(() => service.stop());
  await service.start();
  return { service, lines };
}

/** Puts executions into the queue; answers their ids. */
export async function enqueue(
  { database }: Ledger,
  inputs: readonly (Partial<ExecutionInput> & { handlerName: string })[],
): Promise<Id[]> {
  return await database.transaction(async (connection) => {
    const ids: Id[] = [];
    for (const input of inputs)
      ids.push((await insertExecution(connection, input as ExecutionInput, new Date())).execution.id);
    return ids;
  });
}

/** Waits until an execution has one of the statuses; answers it. */
export async function reach({ database }: Ledger, id: Id, ...statuses: Status[]): Promise<Execution> {
  return await waitFor(
    async () => {
      const execution = await requireExecution(database.autocommit, id);
      return statuses.includes(execution.status) && execution;
    },
    { timeoutMs: 20_000, what: `execution ${id} to be ${statuses.join(' or ')}` },
  );
}

/** The outcomes of an execution's attempts, in order. */
export async function outcomes({ database }: Ledger, id: Id): Promise<string[]> {
  return (await listAttempts(database.autocommit, id)).map(({ outcome }) => outcome);
}
