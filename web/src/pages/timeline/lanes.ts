import type { Resource } from '../../../../src/client/index.ts';
import type { Span } from './scale.ts';

export type Timeline = Resource<'Timeline'>;
export const LANES = ['cron', 'group', 'worker', 'handler'] as const;
export type LaneKind = (typeof LANES)[number];

/** An execution that ran or runs. */
export interface Bar extends Span {
  readonly id: string;
  readonly status: Resource<'Execution'>['status'];
  readonly name: string;
}

/** An occurrence to come; it ends when it usually does. */
export interface Ghost extends Span {
  readonly cronId: string;
  readonly name: string;
  readonly usualMs: number | null;
  /** Why it will not run; null: it will. */
  readonly skip: string | null;
}

export interface Lane {
  /** Id of the cron or worker, or name of the group or handler; empty: none. */
  readonly key: string;
  readonly name: string;
  readonly bars: readonly Bar[];
  readonly ghosts: readonly Ghost[];
  /** Times at which more than one ran. */
  readonly overlaps: readonly Span[];
}

function overlapsOf(bars: readonly Span[]): Span[] {
  const overlaps: Span[] = [];
  let end = Number.NEGATIVE_INFINITY;
  for (const bar of bars) {
    const until = Math.min(end, bar.to);
    const last = overlaps.at(-1);
    if (until > bar.from) {
      if (last && bar.from <= last.to)
        overlaps[overlaps.length - 1] = { from: last.from, to: Math.max(last.to, until) };
      else overlaps.push({ from: bar.from, to: until });
    }
    end = Math.max(end, bar.to);
  }
  return overlaps;
}

/** The rows of the chart: what ran, and what is coming. */
export function lanesOf({ lanes, planned }: Timeline, by: LaneKind, now: number): Lane[] {
  const rows = new Map<string, { name: string; bars: Bar[]; ghosts: Ghost[] }>();
  for (const { key, name, bars } of lanes)
    rows.set(key, {
      name,
      bars: bars.map((bar) => ({
        id: bar.id,
        status: bar.status,
        name: bar.cronName ?? bar.handlerName,
        from: Date.parse(bar.from),
        to: bar.to === null ? Math.max(now, Date.parse(bar.from)) : Date.parse(bar.to),
      })),
      ghosts: [],
    });
  for (const { cronId, cronName, groupName, handlerName, runAt, usualMs, willRun, skipReason } of planned) {
    const key = { cron: cronId, group: groupName ?? '', worker: '', handler: handlerName }[by];
    const row = rows.get(key) ?? { name: by === 'cron' ? cronName : key, bars: [], ghosts: [] };
    const from = Date.parse(runAt);
    if (from >= now) {
      const skip = willRun ? null : (skipReason ?? 'paused');
      row.ghosts.push({ cronId, name: cronName, from, to: from + (willRun ? (usualMs ?? 0) : 0), usualMs, skip });
    }
    rows.set(key, row);
  }
  return [...rows]
    .filter(([, { bars, ghosts }]) => bars.length + ghosts.length > 0)
    .map(([key, row]) => ({ key, ...row, overlaps: overlapsOf(row.bars) }))
    .sort((a, b) => (a.key === '' ? 1 : b.key === '' ? -1 : a.name < b.name ? -1 : 1));
}

/** How many run at once, from each change on. */
export function concurrencyOf(spans: readonly Span[]): { at: number; count: number }[] {
  const changes = spans.flatMap(({ from, to }) => [
    { at: from, change: 1 },
    { at: to, change: -1 },
  ]);
  // What begins when another one ends does not run beside it.
  changes.sort((a, b) => a.at - b.at || a.change - b.change);
  const steps: { at: number; count: number }[] = [];
  let count = 0;
  for (const { at, change } of changes) {
    count += change;
    if (steps.at(-1)?.at === at) steps[steps.length - 1] = { at, count };
    else steps.push({ at, count });
  }
  return steps;
}
