import type { Database } from '../../database/database.ts';
import type { ClaimRow, Lane } from './claim.ts';
import { sql } from './statements.ts';

type JobId = number | bigint;

/** What is remembered of a lane from one list to the next. */
interface Memory {
  /** Crons that fill it: for a while nothing but their rows came out of it. */
  readonly fillers: Set<JobId>;
  /** The cron that all rows since `sinceMs` belong to. */
  lone: { readonly jobId: JobId; readonly sinceMs: number } | undefined;
  /** When the crons behind the fillers are looked for again. */
  lookBehindMs: number;
  /** Nothing could be taken though something was due: it is in other hands, and is left alone until then. */
  restUntilMs: number;
}

export interface DueLane extends Lane {
  readonly dueMs: number;
  readonly memory: Memory;
}

/** How long a list of lanes is good while there is work: so much later at most another lane gets its turn. */
const SHORTEST_LIST_MS = 200;
const LONGEST_LIST_MS = 800;
/** A list, or a look behind the crons that fill a lane, takes at most this share of the time. */
const COST_FACTOR = 5;
const FILLER_AFTER_MS = 300;

const pauseAfter = (costMs: number): number =>
  Math.min(Math.max(costMs * COST_FACTOR, SHORTEST_LIST_MS), LONGEST_LIST_MS);

const jobOf = (row: ClaimRow): JobId => row.job_id ?? 0;

/** What waits in which lane, and whose turn it is. Times are monotonic milliseconds unless they are Dates. */
export class Lanes {
  readonly #offers: (lane: Lane) => boolean;
  #due: DueLane[] = [];
  #memories = new Map<string, Memory>();
  #turn = 0;
  #listedMs = Number.NEGATIVE_INFINITY;
  #goodUntilMs = Number.NEGATIVE_INFINITY;
  /** When a row becomes due next, as far as the last list knows. */
  nextDue: Date | undefined;

  /** `offers` says which lanes this worker can run. */
  constructor(offers: (lane: Lane) => boolean) {
    this.#offers = offers;
  }

  /** True when the lanes must be listed before {@link next} can be believed. */
  isStale(nowMs: number): boolean {
    return this.#due.length === 0 || nowMs >= this.#goodUntilMs;
  }

  /** Something changed: list again soon, though not at once however often this is said. */
  expire(): void {
    this.#goodUntilMs = Math.min(this.#goodUntilMs, this.#listedMs + SHORTEST_LIST_MS / 4);
    for (const memory of this.#memories.values()) memory.restUntilMs = 0;
  }

  /** Lists the lanes with their first due row; one index step per lane, however much waits in it. */
  async list(database: Database, now: Date, horizonMs: number, monotonicMs: () => number): Promise<void> {
    const startedMs = monotonicMs();
    const until = new Date(now.getTime() + horizonMs);
    const rows = await database.autocommit.fetchAll<Lane & { run_at: string | null }>(sql('list_lanes'), { until });
    this.#listedMs = monotonicMs();
    this.#goodUntilMs = this.#listedMs + pauseAfter(this.#listedMs - startedMs);
    this.#due = [];
    this.nextDue = undefined;
    const memories = this.#memories;
    this.#memories = new Map();
    for (const { run_at: runAt, queue, handler_name, priority } of rows) {
      if (runAt === null || !this.#offers({ queue, handler_name, priority })) continue;
      const key = JSON.stringify([queue, handler_name, priority]);
      const memory = memories.get(key) ?? { fillers: new Set(), lone: undefined, lookBehindMs: 0, restUntilMs: 0 };
      this.#memories.set(key, memory);
      const restMs = memory.restUntilMs - this.#listedMs;
      const due = new Date(restMs > 0 ? now.getTime() + restMs : runAt);
      if (due > now) {
        if (!this.nextDue || due < this.nextDue) this.nextDue = due;
        continue;
      }
      this.#due.push({ queue, handler_name, priority, dueMs: due.getTime(), memory });
    }
    this.#due.sort((a, b) => b.priority - a.priority || a.dueMs - b.dueMs);
  }

  /** The lane to claim from next, and how many lanes of its priority share the room; undefined when nothing is due. */
  next(): { lane: DueLane; sharedBy: number } | undefined {
    const top = this.#due[0]?.priority;
    if (top === undefined) return undefined;
    let sharedBy = 1;
    while (this.#due[sharedBy]?.priority === top) sharedBy++;
    return { lane: this.#due[this.#turn++ % sharedBy]!, sharedBy };
  }

  /** Learns from a claim: a lane that gave less than was asked for is empty. */
  claimed(lane: DueLane, rows: readonly ClaimRow[], asked: number, nowMs: number): void {
    const { memory } = lane;
    const jobId = rows[0] && jobOf(rows[0]);
    if (rows.length < asked || rows.some((row) => jobOf(row) !== jobId)) {
      memory.fillers.clear();
      memory.lone = undefined;
      if (rows.length < asked) this.#due = this.#due.filter((other) => other !== lane);
      if (rows.length === 0) memory.restUntilMs = nowMs + SHORTEST_LIST_MS;
      return;
    }
    if (jobId === undefined) return;
    if (memory.lone?.jobId !== jobId) memory.lone = { jobId, sinceMs: nowMs };
    else if (nowMs - memory.lone.sinceMs >= FILLER_AFTER_MS) memory.fillers.add(jobId);
  }

  /** Whether to look past the crons that fill the lane; so seldom that it costs little. */
  looksBehind({ memory }: DueLane, nowMs: number): boolean {
    return memory.fillers.size > 0 && nowMs >= memory.lookBehindMs;
  }

  /** Learns from a look behind that took `costMs`. */
  lookedBehind({ memory }: DueLane, rows: readonly ClaimRow[], asked: number, costMs: number, nowMs: number): void {
    memory.lookBehindMs = nowMs + pauseAfter(costMs);
    const jobId = rows[0] && jobOf(rows[0]);
    if (rows.length === asked && rows.every((row) => jobOf(row) === jobId)) memory.fillers.add(jobId!);
  }
}
