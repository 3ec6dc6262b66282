import type { Connection } from '../../database/connection.ts';
import type { WorkerRow } from '../../ledger/model/execution.ts';
import { beatWorker, findWorker } from '../../ledger/workers.ts';

export interface BeatSettings {
  readonly intervalMs: number;
  readonly leaseMs: number;
  /** What both threads see: see {@link Shared}. */
  readonly shared: SharedArrayBuffer;
}

export type ToHeartbeat = { readonly type: 'beat'; readonly workerId: string } | { readonly type: 'stop' };

export type FromHeartbeat =
  | { readonly type: 'beat'; readonly desired: WorkerRow['desiredState'] }
  | { readonly type: 'lost'; readonly workerId: string }
  | { readonly type: 'failed'; readonly reason: string };

/** Milliseconds that every thread of the process counts alike. */
export const processMs = (): number => Number(process.hrtime.bigint() / 1000n) / 1000;

/** Numbers that both threads see at once, also while the event loop stands still. */
export class Shared {
  readonly buffer: SharedArrayBuffer;
  readonly #times: Float64Array;
  readonly #numbers: Int32Array;

  constructor(buffer = new SharedArrayBuffer(32)) {
    this.buffer = buffer;
    this.#times = new Float64Array(buffer, 0, 1);
    this.#numbers = new Int32Array(buffer, 8, 3);
  }

  /** When the last successful beat began, in {@link processMs}. */
  get lastBeatMs(): number {
    return this.#times[0]!;
  }

  set lastBeatMs(value: number) {
    this.#times[0] = value;
  }

  get running(): number {
    return this.#numbers[0]!;
  }

  get stuck(): number {
    return this.#numbers[1]!;
  }

  get isDraining(): boolean {
    return this.#numbers[2] === 1;
  }

  set(running: number, stuck: number, isDraining: boolean): void {
    this.#numbers[0] = running;
    this.#numbers[1] = stuck;
    this.#numbers[2] = isDraining ? 1 : 0;
  }
}

/** One sign of life. Answers what operators want of the worker, or undefined when it was given up for lost. */
export async function beatOnce(
  connection: Connection,
  workerId: string,
  now: Date,
  buffer: SharedArrayBuffer,
): Promise<WorkerRow['desiredState'] | undefined> {
  const shared = new Shared(buffer);
  const beganMs = processMs();
  const { running, stuck, isDraining } = shared;
  const state = isDraining ? 'draining' : 'active';
  if (!(await beatWorker(connection, workerId, now, { running, stuck, state }))) return undefined;
  shared.lastBeatMs = beganMs;
  return (await findWorker(connection, workerId))?.desiredState;
}
