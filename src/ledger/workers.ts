import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import type { Connection } from '../database/connection.ts';
import { JobuError } from '../errors.ts';
import type { WorkerRow } from './model/execution.ts';
import { fromRow } from './model/row.ts';
import { sql } from './statements.ts';

/** What a worker says about a handler it offers. */
export interface HandlerDetails {
  readonly name: string;
  readonly description: string | null;
  /** JSON Schema of its params. */
  readonly paramsSchema: object | null;
}

export interface Registration {
  readonly role: WorkerRow['role'];
  /** Of jobu. */
  readonly version: string;
  /** Of the handlers; executions keep it. At most 100 characters. Default null: not told. */
  readonly codeVersion?: string | null;
  readonly handlers?: readonly string[];
  /** What the admin shows of them; written once. */
  readonly handlerDetails?: readonly HandlerDetails[];
  readonly queues?: readonly string[];
  readonly slots?: number;
  /** Others take it for lost after this long without a beat. */
  readonly leaseSeconds: number;
}

/** Writes a process down under a new incarnation id, which no other start ever has. Answers the id. */
export async function registerWorker(connection: Connection, registration: Registration, now: Date): Promise<string> {
  const id = randomUUID();
  await connection.execute(sql('insert_worker'), {
    id,
    role: registration.role,
    host: hostname(),
    pid: process.pid,
    version: registration.version,
    code_version: registration.codeVersion ?? null,
    handlers: JSON.stringify(registration.handlers ?? []),
    queues: JSON.stringify(registration.queues ?? []),
    slots: registration.slots ?? 0,
    lease_seconds: registration.leaseSeconds,
    now,
  });
  const details = registration.handlerDetails ?? [];
  if (details.length > 0)
    await connection.executeMany(
      sql('insert_worker_handlers'),
      details.map(({ name, description, paramsSchema }) => ({
        ...{ worker_id: id, handler_name: name, description },
        params_schema: paramsSchema && JSON.stringify(paramsSchema),
      })),
    );
  return id;
}

export interface Beat {
  readonly state?: 'active' | 'draining';
  readonly running?: number;
  readonly stuck?: number;
  /** JSON of processor, memory and event loop. */
  readonly vitals?: string | null;
}

/** Proves that a process lives. Answers false when it was given up for lost: it must register anew. */
export async function beatWorker(connection: Connection, id: string, now: Date, beat: Beat = {}): Promise<boolean> {
  const { state = 'active', running = 0, stuck = 0, vitals = null } = beat;
  return (await connection.execute(sql('beat_worker'), { id, now, state, running, stuck, vitals })) > 0;
}

/** A process by its incarnation id. */
export async function findWorker(connection: Connection, id: string): Promise<WorkerRow | undefined> {
  const row = await connection.fetchOne(sql('find_worker'), { id });
  return row && fromRow<WorkerRow>(row);
}

/** Says that a process ended in good order. */
export async function stopWorker(connection: Connection, id: string, now: Date): Promise<void> {
  await connection.execute(sql('stop_worker'), { id, now });
}

/** Processes that beat at or after `since`, the youngest first. */
export async function listWorkers(connection: Connection, since: Date = new Date(0)): Promise<WorkerRow[]> {
  return (await connection.fetchAll(sql('list_workers'), { since })).map((row) => fromRow<WorkerRow>(row));
}

/**
 * Asks a worker to take no more executions, or to take them again; it follows at its next beat. Answers the process before
 * and after. Throws WORKER_NOT_FOUND, and WORKER_ENDED for one that does not run any more.
 */
export async function wantWorker(
  connection: Connection,
  id: string,
  desired: WorkerRow['desiredState'],
): Promise<{ before: WorkerRow; after: WorkerRow }> {
  const before = await findWorker(connection, id);
  if (before?.role !== 'worker') throw new JobuError('WORKER_NOT_FOUND', { worker: id });
  if ((await connection.execute(sql('want_worker'), { id, desired })) === 0)
    throw new JobuError('WORKER_ENDED', { worker: id, state: before.state });
  return { before, after: { ...before, desiredState: desired } };
}
