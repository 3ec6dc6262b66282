import { type NominalTime, nominalTimes } from './nominal-times.ts';
import type { Occurrence, Schedule } from './schedule.ts';

/** Occurrences between two instants. */
export interface OccurrenceList {
  /** By effective time, ties by nominal time. Those with one effective time are never separated. */
  readonly occurrences: readonly Occurrence[];
  /** Everything up to this instant is in the list. */
  readonly through: Date;
}

/** Nominal times looked at in one go; a longer range is cut. */
const MOST_NOMINAL = 40_000;
/** A range this short is not cut any more. */
const SHORTEST_SECONDS = 86_400;
const DAY_MS = 86_400_000;
const SEARCH_DAYS = [0.1, 2, 14, 100, 800, 4000, 15_000];
const END_OF_TIME = Date.UTC(9999, 11, 30);

/**
 * The occurrences of a schedule whose effective time lies from `from` to `until`, both included: the one function that the
 * dispatcher and every preview ask. At most about `limit` of them; `through` says how far they go.
 *
 * Of several that run at the same instant the one with the latest nominal time stays, the others are skipped as `merged`.
 */
export function occurrencesOf(schedule: Schedule, from: Date, until: Date, limit = 10_000): OccurrenceList {
  const first = Math.ceil(from.getTime() / 1000);
  let last = Math.floor(until.getTime() / 1000);
  let nominal: NominalTime[];
  let isCut = false;
  if (schedule.isPlain) {
    const range = schedule.reach(first, last);
    nominal = nominalTimes(schedule, range.from, range.until, limit);
    isCut = nominal.length === limit;
    if (isCut) last = nominal.at(-1)!.instant;
  } else {
    for (;;) {
      const range = schedule.reach(first, last);
      const most = last - first > SHORTEST_SECONDS ? MOST_NOMINAL : Number.POSITIVE_INFINITY;
      nominal = nominalTimes(schedule, range.from, range.until, most);
      if (nominal.length < most) break;
      last = first + Math.floor((last - first) / 2);
      isCut = true;
    }
  }
  const found: Occurrence[] = [];
  for (const time of nominal) {
    const occurrence = schedule.place(time);
    const effective = occurrence.effective.getTime() / 1000;
    if (effective >= first && effective <= last) found.push(occurrence);
  }
  const through = isCut ? new Date(last * 1000) : until;
  if (schedule.isPlain) return { occurrences: found, through };
  found.sort((a, b) => a.effective.getTime() - b.effective.getTime() || a.nominal.getTime() - b.nominal.getTime());
  const merged = merge(found);
  if (merged.length <= limit) return { occurrences: merged, through };
  let count = limit;
  while (count < merged.length && merged[count]!.effective.getTime() === merged[count - 1]!.effective.getTime())
    count++;
  return { occurrences: merged.slice(0, count), through: merged[count - 1]!.effective };
}

function merge(sorted: readonly Occurrence[]): Occurrence[] {
  const merged = [...sorted];
  let later: Occurrence | undefined;
  for (let index = merged.length - 1; index >= 0; index--) {
    const occurrence = merged[index]!;
    if (occurrence.skip !== null) continue;
    if (later && later.effective.getTime() === occurrence.effective.getTime())
      merged[index] = { ...occurrence, skip: 'merged', cause: `stands for it: ${later.nominal.toISOString()}` };
    else later = occurrence;
  }
  return merged;
}

/** The first occurrence whose effective time is later than `after`; null when there is none in 40 years. */
export function nextOccurrence(schedule: Schedule, after: Date): Occurrence | null {
  if (schedule.timing.type === 'manual' || schedule.timing.type === 'after_end') return null;
  let from = new Date(after.getTime() + 1);
  for (const days of SEARCH_DAYS) {
    const until = new Date(Math.min(after.getTime() + days * DAY_MS, END_OF_TIME));
    while (from <= until) {
      const { occurrences, through } = occurrencesOf(schedule, from, until, 1);
      if (occurrences.length > 0) return occurrences[0]!;
      from = new Date(through.getTime() + 1);
    }
  }
  return null;
}

/** The next `count` occurrences later than `after` that run; those that are skipped are passed over. */
export function nextRuns(schedule: Schedule, after: Date, count: number): Occurrence[] {
  const runs: Occurrence[] = [];
  for (let last = after; runs.length < count; ) {
    const next = nextOccurrence(schedule, last);
    if (!next) break;
    const { occurrences, through } = occurrencesOf(
      schedule,
      next.effective,
      new Date(next.effective.getTime() + DAY_MS),
      count,
    );
    for (const occurrence of occurrences) if (occurrence.skip === null && runs.length < count) runs.push(occurrence);
    last = through;
  }
  return runs;
}
