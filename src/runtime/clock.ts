import { setTimeout as delay } from 'node:timers/promises';
import type { Database } from '../database/database.ts';
import type { Service } from './service.ts';

/** Where every module takes its time from, so that tests can hand in another one. */
export interface Clock {
  /** The instant that decides what is due, in whole milliseconds. */
  now(): Date;
  /** Milliseconds that only ever grow, for durations and deadlines. */
  monotonicMs(): number;
  /** Resolves after `milliseconds`, or at once when the signal aborts (it never rejects). */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
  /** How far the machine's clock is ahead of the one that decides, in milliseconds. Without it they are the same. */
  skewMs?(): number;
}

const monotonicMs = (): number => performance.now();

async function sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
  await delay(Math.min(Math.max(milliseconds, 0), 2 ** 31 - 1), undefined, { signal }).catch(() => {});
}

/** The machine's clock. */
export const systemClock: Clock = { now: () => new Date(), monotonicMs, sleep };

const MEASURE_INTERVAL_MS = 30_000;

/**
 * The database server's clock as this process knows it: the server's time when it answered, plus the monotonic time since
 * the answer arrived. The estimate is never ahead of the server, so nothing is dispatched early; a wrong clock on this
 * machine does not matter. It is measured at the start and every 30 s. On SQLite, which has no server, it is the machine's.
 */
export class DatabaseClock implements Clock, Service {
  readonly name = 'clock';
  readonly monotonicMs = monotonicMs;
  readonly sleep = sleep;
  readonly #database: Database;
  #measured: { serverMs: number; atMs: number } | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(database: Database) {
    this.#database = database;
  }

  now(): Date {
    if (!this.#measured) return new Date();
    return new Date(Math.floor(this.#measured.serverMs + monotonicMs() - this.#measured.atMs));
  }

  /** How far the machine's clock is ahead of the database's, in milliseconds; 0 on SQLite. */
  skewMs(): number {
    return this.#measured ? Date.now() - this.now().getTime() : 0;
  }

  async start(): Promise<void> {
    if (this.#timer) return;
    await this.measure();
    this.#timer = setInterval(() => void this.measure().catch(() => {}), MEASURE_INTERVAL_MS).unref();
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  /** Reads the server's time now. */
  async measure(): Promise<void> {
    const serverMs = await this.#database.serverTimeMs();
    if (serverMs !== undefined) this.#measured = { serverMs, atMs: monotonicMs() };
  }
}
