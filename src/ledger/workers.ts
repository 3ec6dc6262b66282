import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import type { Connection } from '../database/connection.ts';
import type { WorkerRow } from './model/execution.ts';
import { fromRow } from './model/row.ts';
import { sql } from './statements.ts';

export interface Registration {
  readonly role: WorkerRow['role'];
  readonly version: string;
  readonly handlers?: readonly string[];
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
    handlers: JSON.stringify(registration.handlers ?? []),
    queues: JSON.stringify(registration.queues ?? []),
    slots: registration.slots ?? 0,
    lease_seconds: registration.leaseSeconds,
    now,
  });
  return id;
}

export interface Beat {
  readonly state?: 'active' | 'draining';
  readonly running?: number;
  readonly stuck?: number;
}

/** Proves that a process lives. Answers false when it was given up for lost: it must register anew. */
export async function beatWorker(connection: Connection, id: string, now: Date, beat: Beat = {}): Promise<boolean> {
  const { state = 'active', running = 0, stuck = 0 } = beat;
  return (await connection.execute(sql('beat_worker'), { id, now, state, running, stuck })) > 0;
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
