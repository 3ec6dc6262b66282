import { DAY_SECONDS } from './cron-calendar.ts';
import { isIanaName, unknownZone } from './zone-name.ts';

/** A stretch of time in which a zone keeps one offset. All figures are seconds; instants count from 1970 UTC. */
export interface OffsetSpan {
  readonly start: number;
  /** Exclusive. The next span may have the same offset. */
  readonly end: number;
  /** What the local clock is ahead of UTC. */
  readonly offset: number;
  /** The latest local time any clock of the zone had shown before `start`. */
  readonly reached: number;
}

const BLOCK_SECONDS = 366 * DAY_SECONDS;
/** No change of offset is larger than a day, so nothing before this margin matters for `reached`. */
const MARGIN_SECONDS = 3 * DAY_SECONDS;
/**
 * Two changes that undo each other never lay closer: the closest pair is 4 days apart (Freetown, 1939), since 1950 just
 * under 7. The last one-off changes announced (pauses for Ramadan) end in 2087; then only yearly rules are left.
 */
const PROBE_DAYS: readonly (readonly [until: number, days: number])[] = [
  [Date.UTC(1950, 0, 1) / 1000, 3],
  [Date.UTC(2100, 0, 1) / 1000, 6],
  [Number.POSITIVE_INFINITY, 20],
];
/** Before, every zone kept its local mean time. */
const FIRST_BLOCK = Math.floor(Date.UTC(1800, 0, 1) / 1000 / BLOCK_SECONDS);
const MAX_BLOCKS = 512;

/** The local clock of one time zone: its offsets, found by asking the runtime and remembered. */
export class ZoneClock {
  readonly #format: Intl.DateTimeFormat;
  readonly #blocks = new Map<number, readonly OffsetSpan[]>();
  #lastSpan: OffsetSpan | undefined;

  /** Throws TIME_ZONE_UNKNOWN. */
  constructor(zone: string) {
    if (typeof zone !== 'string' || !isIanaName(zone)) throw unknownZone(String(zone));
    try {
      this.#format = new Intl.DateTimeFormat('en-US', {
        timeZone: zone,
        hourCycle: 'h23',
        year: 'numeric',
        month: '2-digit',
        day: '2-digit',
        hour: '2-digit',
        minute: '2-digit',
        second: '2-digit',
      });
    } catch {
      throw unknownZone(zone);
    }
  }

  /** The span that holds an instant. */
  spanAt(instant: number): OffsetSpan {
    const last = this.#lastSpan;
    if (last && instant >= last.start && instant < last.end) return last;
    const index = Math.max(Math.floor(instant / BLOCK_SECONDS), FIRST_BLOCK);
    let spans = this.#blocks.get(index);
    if (!spans) {
      if (this.#blocks.size >= MAX_BLOCKS) this.#blocks.clear();
      spans = this.#findSpans(index);
      this.#blocks.set(index, spans);
    }
    const span = spans.find((one) => instant < one.end)!;
    this.#lastSpan = span;
    return span;
  }

  /** The local time at an instant, in seconds as if the clock showed UTC. */
  localTime(instant: number): number {
    return instant + this.spanAt(instant).offset;
  }

  /** The latest local time the clock has shown up to an instant. Setting the clock back does not lower it. */
  reachedAt(instant: number): number {
    const span = this.spanAt(instant);
    return Math.max(span.reached, instant + span.offset);
  }

  /**
   * The first instant at which the clock shows a local time, or has jumped over it: a repeated time counts the first
   * time, a missing one at the change.
   */
  firstReaching(local: number): number {
    const near = this.spanAt(local - (this.#lastSpan?.offset ?? 0));
    const instant = local - near.offset;
    if (instant >= near.start && instant < near.end && near.reached < local) return instant;
    for (let span = this.spanAt(local - 2 * DAY_SECONDS); ; span = this.spanAt(span.end)) {
      if (Math.max(span.reached, span.start + span.offset) >= local) return span.start;
      if (local - span.offset < span.end) return local - span.offset;
    }
  }

  #offsetAt(instant: number): number {
    const [month, day, year, hour, minute, second] = this.#format
      .format(instant * 1000)
      .match(/\d+/g)!
      .map(Number);
    return Date.UTC(year!, month! - 1, day!, hour!, minute!, second!) / 1000 - instant;
  }

  #findSpans(index: number): OffsetSpan[] {
    const blockStart = index * BLOCK_SECONDS;
    const blockEnd = blockStart + BLOCK_SECONDS;
    const spans: OffsetSpan[] = [];
    let start = blockStart - MARGIN_SECONDS;
    let offset = this.#offsetAt(start);
    let reached = Number.NEGATIVE_INFINITY;
    const close = (end: number) => {
      const from = index === FIRST_BLOCK && spans.length === 0 ? Number.NEGATIVE_INFINITY : Math.max(start, blockStart);
      if (end > blockStart) spans.push({ start: from, end, offset, reached });
      reached = Math.max(reached, end - 1 + offset);
      start = end;
    };
    const step = PROBE_DAYS.find(([until]) => blockStart < until)![1] * DAY_SECONDS;
    for (let known = start; known < blockEnd - 1; ) {
      let before = known;
      let after = Math.min(known + step, blockEnd - 1);
      known = after;
      if (this.#offsetAt(after) === offset) continue;
      while (after - before > 1) {
        const middle = Math.floor((before + after) / 2);
        if (this.#offsetAt(middle) === offset) before = middle;
        else after = middle;
      }
      close(after);
      offset = this.#offsetAt(after);
      known = after;
    }
    close(blockEnd);
    return spans;
  }
}

const clocks = new Map<string, ZoneClock>();

/** The clock of a zone, made once. Throws TIME_ZONE_UNKNOWN. */
export function zoneClock(zone: string): ZoneClock {
  let clock = clocks.get(zone);
  if (!clock) {
    clock = new ZoneClock(zone);
    clocks.set(zone, clock);
  }
  return clock;
}
