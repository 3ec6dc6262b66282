import { DurationHistogram } from '../../domain/duration-histogram.ts';
import type { Status } from '../../domain/states.ts';

/** An execution that has ended, as the roll-up reads it. */
export interface Ended {
  readonly id: number | bigint;
  readonly job_id: number | bigint | null;
  readonly handler_name: string;
  readonly status: Status;
  readonly run_at: string | null;
  readonly started_at: string | null;
  readonly finished_at: string;
  readonly error_code: string | null;
  readonly error_message: string | null;
}

/** A stored count with its histograms. */
export interface TallyRow {
  readonly executions: number | bigint;
  readonly delays: string;
  readonly run_times: string;
}

/** Widths of the buckets that all executions are counted in, in seconds. */
export const GRAINS = [60, 600, 3600] as const;
/** In the place of a group or handler: all of them. Groups and handlers are counted each by itself, not together. */
export const ALL = '*';
export const HOUR_MS = 3_600_000;

export const floorTo = (instantMs: number, stepMs: number): number => Math.floor(instantMs / stepMs) * stepMs;

/** A count of executions, how long they waited and how long they ran. */
export class Tally {
  executions = 0;
  readonly delays = new DurationHistogram();
  readonly runTimes = new DurationHistogram();

  /** Counts an execution, or takes it back with -1. */
  count(
    { run_at, started_at, finished_at }: Pick<Ended, 'run_at' | 'started_at' | 'finished_at'>,
    times: 1 | -1,
  ): void {
    this.executions += times;
    if (started_at === null) return;
    const startedMs = Date.parse(started_at);
    this.runTimes.add(Date.parse(finished_at) - startedMs, times);
    if (run_at !== null) this.delays.add(startedMs - Date.parse(run_at), times);
  }

  add(row: TallyRow): void {
    this.executions += Number(row.executions);
    this.delays.merge(row.delays);
    this.runTimes.merge(row.run_times);
  }

  merge(other: Tally): void {
    this.executions += other.executions;
    this.delays.merge(other.delays);
    this.runTimes.merge(other.runTimes);
  }

  columns(): { executions: number; delays: string; run_times: string } {
    return { executions: this.executions, delays: String(this.delays), run_times: String(this.runTimes) };
  }
}

/** Tallies by a key of several parts. */
export class Tallies<K extends readonly (string | number)[]> {
  readonly #tallies = new Map<string, { key: K; tally: Tally }>();

  at(key: K): Tally {
    const text = key.join('\u0000');
    let entry = this.#tallies.get(text);
    if (!entry) {
      entry = { key, tally: new Tally() };
      this.#tallies.set(text, entry);
    }
    return entry.tally;
  }

  get size(): number {
    return this.#tallies.size;
  }

  [Symbol.iterator](): Iterator<{ key: K; tally: Tally }> {
    return this.#tallies.values();
  }
}
