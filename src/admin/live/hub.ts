import { randomBytes } from 'node:crypto';
import { LIVE_EVENTS, type LiveChange, type LiveTopic } from '../../client/events.ts';

/** One event as viewers get it. */
export interface LiveEvent {
  readonly id: string;
  readonly event: string;
  readonly topic: LiveTopic;
  readonly data: LiveChange;
}

/** Beyond so many ids there are none: anything may have changed. */
const MOST_IDS = 200;
const PAUSE_MS = 1_000;
const KEPT_MS = 300_000;

const merged = (a: readonly string[] | undefined, b: readonly string[] | undefined): string[] | undefined => {
  if (a === undefined && b === undefined) return undefined;
  const all = [...new Set([...(a ?? []), ...(b ?? [])])];
  return all.length > MOST_IDS ? [] : all;
};

/** Passes hints on to all viewers of this process: at most one of a topic in a second, the last 5 minutes kept. */
export class Hub {
  readonly #boot = randomBytes(6).toString('base64url');
  readonly #hearers = new Set<(event: LiveEvent) => void>();
  readonly #pending = new Map<LiveTopic, LiveChange>();
  readonly #lastMs = new Map<LiveTopic, number>();
  readonly #ring: { event: LiveEvent; atMs: number }[] = [];
  #sequence = 0;
  #timer: NodeJS.Timeout | undefined;

  /** Tells viewers that something changed, now or within a second. */
  publish(topic: LiveTopic, change: LiveChange = {}): void {
    const before = this.#pending.get(topic) ?? {};
    const ids = merged(before.ids, change.ids);
    const cronIds = merged(before.cronIds, change.cronIds);
    this.#pending.set(topic, { ...(ids && { ids }), ...(cronIds && { cronIds }) });
    this.#flush();
  }

  /** Calls `hear` for every event from now on. Answers how to stop. */
  hear(hear: (event: LiveEvent) => void): () => void {
    this.#hearers.add(hear);
    return () => void this.#hearers.delete(hear);
  }

  /** Whether anybody listens. */
  get isHeard(): boolean {
    return this.#hearers.size > 0;
  }

  /** Id of the newest event. */
  get lastId(): string {
    return `${this.#boot}-${this.#sequence}`;
  }

  /** Events after the one with this id; undefined when they are not kept any more, or another process sent it. */
  since(id: string): LiveEvent[] | undefined {
    const [boot, number] = id.split(/-(?=\d+$)/);
    const sequence = Number(number);
    if (boot !== this.#boot || !(sequence <= this.#sequence)) return undefined;
    const first = this.#sequence - this.#ring.length;
    return sequence < first ? undefined : this.#ring.slice(sequence - first).map(({ event }) => event);
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#pending.clear();
    this.#hearers.clear();
  }

  #flush(): void {
    const nowMs = performance.now();
    let nextMs = Number.POSITIVE_INFINITY;
    for (const [topic, data] of this.#pending) {
      const waitMs = (this.#lastMs.get(topic) ?? -PAUSE_MS) + PAUSE_MS - nowMs;
      if (waitMs > 0) {
        nextMs = Math.min(nextMs, waitMs);
        continue;
      }
      this.#pending.delete(topic);
      this.#lastMs.set(topic, nowMs);
      this.#sequence++;
      const event: LiveEvent = { id: this.lastId, event: LIVE_EVENTS[topic], topic, data };
      this.#ring.push({ event, atMs: nowMs });
      for (const hear of this.#hearers) hear(event);
    }
    while (this.#ring.length > 0 && nowMs - this.#ring[0]!.atMs > KEPT_MS) this.#ring.shift();
    if (nextMs < Number.POSITIVE_INFINITY && this.#timer === undefined)
      this.#timer = setTimeout(() => {
        this.#timer = undefined;
        this.#flush();
      }, nextMs).unref();
  }
}
