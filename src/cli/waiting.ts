import { setTimeout as delay } from 'node:timers/promises';
import type { Database } from '../database/database.ts';
import { TERMINAL } from '../domain/states.ts';
import { requireExecution } from '../ledger/executions.ts';
import type { Execution, WorkerRow } from '../ledger/model/execution.ts';
import type { Id } from '../ledger/model/row.ts';

/** How often a waiting command looks again, in milliseconds. */
export const LOOK_MS = 200;

/** Waits until an execution has ended, or the signal aborts; answers it as it then is. */
export async function waitForEnd(database: Database, id: Id, signal?: AbortSignal): Promise<Execution> {
  for (;;) {
    const execution = await requireExecution(database.autocommit, id);
    if (TERMINAL.includes(execution.status) || signal?.aborted) return execution;
    await delay(LOOK_MS, undefined, { signal }).catch(() => {});
  }
}

const names = (text: string): string[] => {
  try {
    const list: unknown = JSON.parse(text);
    return Array.isArray(list) ? list.map(String) : [];
  } catch {
    return [];
  }
};

/** True for a process that has beaten within its lease. */
export const isLive = ({ state, heartbeatAt, leaseSeconds }: WorkerRow, now: Date): boolean =>
  (state === 'active' || state === 'draining') && now.getTime() - heartbeatAt.getTime() <= leaseSeconds * 1000;

/** Workers that live and take new work. */
export const liveWorkers = (workers: readonly WorkerRow[], now: Date): WorkerRow[] =>
  workers.filter((worker) => worker.role === 'worker' && worker.state === 'active' && isLive(worker, now));

export const handlersOf = (worker: WorkerRow): string[] => names(worker.handlers);

export const queuesOf = (worker: WorkerRow): string[] => names(worker.queues);

/** True when one of the workers could run this. */
export const isOffered = (workers: readonly WorkerRow[], handlerName: string, queue: string): boolean =>
  workers.some((worker) => handlersOf(worker).includes(handlerName) && queuesOf(worker).includes(queue));

/** Why a PENDING execution does not run; null for any other, and for one that should be claimed any moment. */
export function whyWaiting(execution: Execution, workers: readonly WorkerRow[], now: Date): string | null {
  const { status, runAt, retryCount, handlerName, queue } = execution;
  if (status !== 'PENDING') return null;
  if (runAt === null) return 'the end of the execution before it';
  if (runAt > now) return retryCount > 0 ? 'its next retry' : 'its time';
  if (isOffered(workers, handlerName, queue)) return 'a free slot';
  return `a worker: none that lives has the handler "${handlerName}" and the queue "${queue}"`;
}
