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
 * What becomes of the runs between two instants when one schedule takes the place of another, in order. An occurrence is the same
 * when its nominal time is; where another one runs at the instant instead of it, as those merged on an open day do, nothing changes.
 */
export function planChanges(before: Schedule, after: Schedule, from: Date, until: Date): PlanChange[] {
  const list = (schedule: Schedule, since: Date) =>
    new Map(
      occurrencesOf(schedule, since, until, MOST).occurrences.map((one): [number, Occurrence] => [
        one.nominal.getTime(),
        one,
      ]),
    );
  const instantsOf = (occurrences: Map<number, Occurrence>) =>
    new Set([...occurrences.values()].flatMap(({ skip, effective }) => (skip === null ? [effective.getTime()] : [])));
  // What the change moves behind `from` runs at once.
  const [old, next] = [list(before, from), list(after, new Date(from.getTime() - FARTHEST_MOVE_MS))];
  const [ranAt, runsAt] = [instantsOf(old), instantsOf(next)];
  const changes: PlanChange[] = [];
  for (const nominal of new Set([...old.keys(), ...next.keys()])) {
    const [was, is] = [old.get(nominal), next.get(nominal)];
    const isGone = was?.skip === null && !runsAt.has(was.effective.getTime());
    const isNew = is?.skip === null && !ranAt.has(is.effective.getTime()) && (isGone || is.effective >= from);
    const to = isNew ? (is.effective < from ? from : is.effective) : null;
    if (isGone)
      changes.push({
        kind: to ? 'moves' : 'vanishes',
        from: was.effective,
        to,
        cause: to ? null : (is?.cause ?? null),
      });
    else if (to) changes.push({ kind: 'appears', from: null, to, cause: null });
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
