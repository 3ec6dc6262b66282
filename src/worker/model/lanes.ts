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
const LONGEST_LIST_MS = 500;
/** A list, or a look behind the crons that fill a lane, takes at most this share of the time. */
const COST_FACTOR = 5;
const FILLER_AFTER_MS = 300;

const pauseAfter = (costMs: number): number =>
  Math.min(Math.max(costMs * COST_FACTOR, SHORTEST_LIST_MS), LONGEST_LIST_MS);

const jobOf = (row: ClaimRow): JobId => row.job_id ?? 0;

const FIRST: Lane = { queue: '', handler_name: '', priority: -1_000_000 };

/** Every lane in which something is PENDING. */
async function listLanes(database: Database): Promise<Lane[]> {
  const all: Lane[] = [];
  for (let last = FIRST; ; last = all.at(-1)!) {
    const { queue, handler_name, priority } = last;
    const rows = await database.autocommit.fetchAll<Lane>(sql('list_lanes'), { queue, handler_name, priority });
    if (rows.length === 0) return all;
    all.push(...rows);
  }
}

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
    const lanes: (Lane & { due: Date })[] = [];
    for (const { queue, handler_name, priority } of await listLanes(database)) {
      const lane = { queue, handler_name, priority };
      if (!this.#offers(lane)) continue;
      const runAt = await database.autocommit.fetchValue<string>(sql('find_first_due'), { ...lane, until });
      if (runAt !== undefined) lanes.push({ ...lane, due: new Date(runAt) });
    }
    this.#listedMs = monotonicMs();
    this.#goodUntilMs = this.#listedMs + pauseAfter(this.#listedMs - startedMs);
    this.#due = [];
    this.nextDue = undefined;
    const memories = this.#memories;
    this.#memories = new Map();
    for (const { due: firstDue, ...lane } of lanes) {
      const key = JSON.stringify(lane);
      const memory = memories.get(key) ?? { fillers: new Set(), lone: undefined, lookBehindMs: 0, restUntilMs: 0 };
      this.#memories.set(key, memory);
      const restMs = memory.restUntilMs - this.#listedMs;
      const due = restMs > 0 ? new Date(now.getTime() + restMs) : firstDue;
      if (due <= now) this.#due.push({ ...lane, dueMs: due.getTime(), memory });
      else if (!this.nextDue || due < this.nextDue) this.nextDue = due;
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
