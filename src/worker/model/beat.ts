import type { Connection } from '../../database/connection.ts';
import type { WorkerRow } from '../../ledger/model/execution.ts';
import { beatWorker, findWorker } from '../../ledger/workers.ts';
import type { Clock } from '../../runtime/clock.ts';

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
    this.#numbers = new Int32Array(buffer, 8, 4);
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

  /** The longest the event loop was late since this was last taken, in milliseconds. */
  takeDelayMs(): number {
    return Atomics.exchange(this.#numbers, 3, 0);
  }

  noteDelayMs(delayMs: number): void {
    const rounded = Math.round(delayMs);
    if (rounded > Atomics.load(this.#numbers, 3)) Atomics.store(this.#numbers, 3, rounded);
  }

  set(running: number, stuck: number, isDraining: boolean): void {
    this.#numbers[0] = running;
    this.#numbers[1] = stuck;
    this.#numbers[2] = isDraining ? 1 : 0;
  }
}

let cpuBefore = { usage: process.cpuUsage(), atMs: processMs() };

/** How the process does: processor (100: one core), memory, how late its event loop was, and how wrong its clock is. */
function vitals(shared: Shared, clockSkewMs: number): string {
  const [usage, atMs] = [process.cpuUsage(), processMs()];
  const usedMs = (usage.user + usage.system - cpuBefore.usage.user - cpuBefore.usage.system) / 1000;
  const cpuPercent = Math.round((usedMs / Math.max(1, atMs - cpuBefore.atMs)) * 100);
  cpuBefore = { usage, atMs };
  const memoryMb = Math.round(process.memoryUsage.rss() / 1_048_576);
  return JSON.stringify({ cpuPercent, memoryMb, eventLoopDelayMs: shared.takeDelayMs(), clockSkewMs });
}

/** One sign of life. Answers what operators want of the worker, or undefined when it was given up for lost. */
export async function beatOnce(
  connection: Connection,
  workerId: string,
  clock: Clock,
  buffer: SharedArrayBuffer,
): Promise<WorkerRow['desiredState'] | undefined> {
  const shared = new Shared(buffer);
  const beganMs = processMs();
  const { running, stuck, isDraining } = shared;
  const state = isDraining ? ('draining' as const) : ('active' as const);
  const told = { running, stuck, state, vitals: vitals(shared, clock.skewMs?.() ?? 0) };
  if (!(await beatWorker(connection, workerId, clock.now(), told))) return undefined;
  shared.lastBeatMs = beganMs;
  return (await findWorker(connection, workerId))?.desiredState;
}
