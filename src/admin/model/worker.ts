import { z } from 'zod';
import type { WorkerRow } from '../../ledger/model/execution.ts';
import { instant, jsonTextOf, verbatim } from './paging.ts';

export const ROLES = ['dispatcher', 'worker', 'admin'] as const;
export const WORKER_STATES = ['active', 'draining', 'stopped', 'lost'] as const;

export const workerSchema = z
  .object({
    id: z.string().describe('The incarnation: new at every start.'),
    role: z.enum(ROLES),
    state: z.enum(WORKER_STATES),
    desiredState: z.enum(['active', 'drain']),
    isAlive: z.boolean().describe('It neither ended nor missed its lease.'),
    host: z.string(),
    pid: z.int(),
    version: z.string(),
    handlers: verbatim('Names of the handlers it offers.'),
    queues: verbatim('Queues it takes executions from.'),
    slots: z.int(),
    running: z.int(),
    stuck: z.int().describe('Slots held by handlers that ignore their end.'),
    leaseSeconds: z.int(),
    startedAt: instant,
    heartbeatAt: instant,
    stoppedAt: instant.nullable(),
  })
  .meta({ id: 'Worker' });

/** Whether a process beats: it has not ended, and its last sign of life is younger than its lease. */
export function isAlive(worker: WorkerRow, now: Date): boolean {
  return (
    (worker.state === 'active' || worker.state === 'draining') &&
    now.getTime() - worker.heartbeatAt.getTime() <= worker.leaseSeconds * 1000
  );
}

export function workerResource(worker: WorkerRow, now: Date): object {
  return {
    ...worker,
    handlers: jsonTextOf(worker.handlers),
    queues: jsonTextOf(worker.queues),
    isAlive: isAlive(worker, now),
  };
}
