import { occurrencesOf } from './occurrences.ts';
import type { Occurrence, Schedule } from './schedule.ts';

/** What a change of a schedule or calendar does to one occurrence. */
export interface PlanChange {
  readonly kind: 'moves' | 'vanishes' | 'appears';
  /** When it would have run; null when it appears. */
  readonly from: Date | null;
  /** When it will run; null when it vanishes. */
  readonly to: Date | null;
  /** Why it does not run any more, where the schedule says so. */
  readonly cause: string | null;
}

const MOST = 1_000_000;
/** Farther than any rule moves an occurrence. */
export const FARTHEST_MOVE_MS = 70 * 86_400_000;

/**
 * What becomes of the runs between two instants when one schedule takes the place of another, in order. Occurrences are the
 * same when their nominal time is; those that ran under neither are no change.
 */
export function planChanges(before: Schedule, after: Schedule, from: Date, until: Date): PlanChange[] {
  const list = (schedule: Schedule, since: Date) =>
    new Map(
      occurrencesOf(schedule, since, until, MOST).occurrences.map((one): [number, Occurrence] => [
        one.nominal.getTime(),
        one,
      ]),
    );
  // What the change moves behind `from` runs at once.
  const [old, next] = [list(before, from), list(after, new Date(from.getTime() - FARTHEST_MOVE_MS))];
  const changes: PlanChange[] = [];
  for (const [nominal, was] of old) {
    if (was.skip !== null) continue;
    const is = next.get(nominal);
    if (!is || is.skip !== null)
      changes.push({ kind: 'vanishes', from: was.effective, to: null, cause: is?.cause ?? null });
    else if (is.effective.getTime() !== was.effective.getTime())
      changes.push({ kind: 'moves', from: was.effective, to: is.effective < from ? from : is.effective, cause: null });
  }
  for (const [nominal, is] of next) {
    if (is.skip !== null || is.effective < from) continue;
    const was = old.get(nominal);
    if (!was || was.skip !== null) changes.push({ kind: 'appears', from: null, to: is.effective, cause: null });
  }
  return changes.sort((a, b) => (a.from ?? a.to!).getTime() - (b.from ?? b.to!).getTime());
}

/** `14 runs move, 2 vanish`; `nothing changes`. */
export function changeSummary(changes: readonly PlanChange[]): string {
  const words = { moves: ['move', 'moves'], vanishes: ['vanish', 'vanishes'], appears: ['appear', 'appears'] } as const;
  const parts = (['moves', 'vanishes', 'appears'] as const).flatMap((kind) => {
    const count = changes.filter((change) => change.kind === kind).length;
    return count === 0 ? [] : [{ count, verb: words[kind][count === 1 ? 1 : 0] }];
  });
  if (parts.length === 0) return 'nothing changes';
  return parts
    .map(({ count, verb }, index) => `${count}${index === 0 ? (count === 1 ? ' run' : ' runs') : ''} ${verb}`)
    .join(', ');
}
