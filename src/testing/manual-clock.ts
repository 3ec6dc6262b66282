import { AsyncLocalStorage } from 'node:async_hooks';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { parseLocalTime } from '../domain/time-zone.ts';
import { JobuError } from '../errors.ts';
import type { Clock } from '../runtime/clock.ts';

/** A piece of running code that may be waiting for the clock. */
export interface Activity {
  /** How many of its sleeps are under way. */
  asleep: number;
  /** Told when `asleep` changes. */
  changed(): void;
}

interface Sleeper {
  readonly atMs: number;
  wake(): void;
}

const activities = new AsyncLocalStorage<Activity>();

/** Runs code whose sleeps count for the activity. */
export function asActivity<T>(activity: Activity, work: () => T): T {
  return activities.run(activity, work);
}

/** A clock that stands still until it is moved. What sleeps by it wakes in the order of its times. */
export class ManualClock implements Clock {
  #nowMs: number;
  readonly #startedMs: number;
  readonly #sleepers = new Set<Sleeper>();

  /** Text without an offset is in UTC. Default 2026-01-01. */
  constructor(now: Date | string = '2026-01-01') {
    this.#nowMs = (typeof now === 'string' ? parseLocalTime(now, 'UTC') : now).getTime();
    this.#startedMs = this.#nowMs;
  }

  now(): Date {
    return new Date(this.#nowMs);
  }

  monotonicMs(): number {
    return this.#nowMs - this.#startedMs;
  }

  /** Resolves when the clock has been moved that far, or at once when the signal aborts. */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
    if (milliseconds <= 0 || signal?.aborted) return nextTurn();
    const activity = activities.getStore();
    return new Promise((resolve) => {
      const wake = (): void => {
        this.#sleepers.delete(sleeper);
        signal?.removeEventListener('abort', wake);
        if (activity) {
          activity.asleep--;
          activity.changed();
        }
        resolve();
      };
      const sleeper = { atMs: this.#nowMs + milliseconds, wake };
      this.#sleepers.add(sleeper);
      signal?.addEventListener('abort', wake, { once: true });
      if (activity) {
        activity.asleep++;
        activity.changed();
      }
    });
  }

  /** When the next sleeper wakes; undefined when none sleeps. */
  get nextWake(): Date | undefined {
    const next = this.#next();
    return next && new Date(next.atMs);
  }

  /** Moves the clock; every sleeper on the way wakes at its own time, and what it does is done before the next wakes. */
  async advanceTo(to: Date): Promise<void> {
    for (let next = this.#next(); next && next.atMs <= to.getTime(); next = this.#next()) {
      this.moveTo(new Date(next.atMs));
      await nextTurn();
    }
    this.moveTo(to);
  }

  /** Moves the clock by so many milliseconds, like {@link advanceTo}. */
  async advance(milliseconds: number): Promise<void> {
    await this.advanceTo(new Date(this.#nowMs + milliseconds));
  }

  /** Sets the clock at once and wakes whom the time has come for, in order. Throws TEST_CLOCK_BACKWARDS. */
  moveTo(to: Date): void {
    if (!(to.getTime() >= this.#nowMs))
      throw new JobuError('TEST_CLOCK_BACKWARDS', { now: this.now().toISOString(), to: String(to) });
    this.#nowMs = to.getTime();
    const due = [...this.#sleepers].filter(({ atMs }) => atMs <= this.#nowMs).sort((a, b) => a.atMs - b.atMs);
    for (const sleeper of due) sleeper.wake();
  }

  #next(): Sleeper | undefined {
    let next: Sleeper | undefined;
    for (const sleeper of this.#sleepers) if (!next || sleeper.atMs < next.atMs) next = sleeper;
    return next;
  }
}
