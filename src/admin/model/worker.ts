import { z } from 'zod';
import type { WorkerRow } from '../../ledger/model/execution.ts';
import { instant, jsonTextOf, verbatim } from './paging.ts';
import { mayChangeShared } from './permissions.ts';
import type { Principal } from './principal.ts';

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
    version: z.string().describe('Of jobu.'),
    codeVersion: z.string().nullable().describe('Of its handlers: `worker.code_version`.'),
    handlers: verbatim('Names of the handlers it offers.'),
    queues: verbatim('Queues it takes executions from.'),
    slots: z.int(),
    running: z.int(),
    stuck: z.int().describe('Slots held by handlers that ignore their end.'),
    leaseSeconds: z.int(),
    startedAt: instant,
    heartbeatAt: instant,
    stoppedAt: instant.nullable(),
    vitals: verbatim(
      '{cpuPercent, memoryMb, eventLoopDelayMs, clockSkewMs} at the last beat, the last alone but for workers; null: not told.',
    ),
    permissions: z.array(z.enum(['drain', 'resume'])).describe('What the asker may do with it now.'),
  })
  .meta({ id: 'Worker' });

/** Whether a process beats: it has not ended, and its last sign of life is younger than its lease. */
export function isAlive(worker: Pick<WorkerRow, 'state' | 'heartbeatAt' | 'leaseSeconds'>, now: Date): boolean {
  return (
    (worker.state === 'active' || worker.state === 'draining') &&
    now.getTime() - worker.heartbeatAt.getTime() <= worker.leaseSeconds * 1000
  );
}

/** A process as an answer shows it. */
export function workerResource(worker: WorkerRow, now: Date, principal: Principal): object {
  const mayAct = mayChangeShared(principal, 'operator') && worker.role === 'worker' && isAlive(worker, now);
  return {
    ...worker,
    handlers: jsonTextOf(worker.handlers),
    queues: jsonTextOf(worker.queues),
    isAlive: isAlive(worker, now),
    vitals: jsonTextOf(worker.vitals),
    permissions: mayAct ? [worker.desiredState === 'drain' ? 'resume' : 'drain'] : [],
  };
}
