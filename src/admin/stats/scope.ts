import { z } from 'zod';
import { JobuError } from '../../errors.ts';
import { instantField, textsField } from '../model/paging.ts';
import type { Principal } from '../model/principal.ts';
import { ALL } from './tally.ts';

/** How far back a report looks, with the width of the stored buckets it reads and the one it answers. */
export const RANGES = {
  '1h': { rangeMs: 3_600_000, grainSeconds: 60 },
  '6h': { rangeMs: 21_600_000, grainSeconds: 60 },
  '24h': { rangeMs: 86_400_000, grainSeconds: 600 },
  '7d': { rangeMs: 604_800_000, grainSeconds: 3600 },
  '30d': { rangeMs: 2_592_000_000, grainSeconds: 3600 },
  '365d': { rangeMs: 31_536_000_000, grainSeconds: 3600 },
} as const;

export type RangeName = keyof typeof RANGES;

export const rangeField = (initial: RangeName) =>
  z
    .enum(Object.keys(RANGES) as [RangeName])
    .default(initial)
    .describe('How far back from now.');

/** The time a report is about: back from now, or between two instants. */
export const windowFields = {
  range: rangeField('24h'),
  from: instantField.describe('Instead of range, together with to.'),
  to: instantField.describe('Instead of range, together with from; at most 400 days after it.'),
};

const DAY_MS = 86_400_000;
/** The longest stretch of time that one report is about. */
export const STORED_DAYS = 400;
const LONGEST_MS = STORED_DAYS * DAY_MS;
// Finer buckets are not kept for longer; see KEPT_DAYS of the roll-up.
const FINE = [
  { grainSeconds: 60, spanMs: RANGES['6h'].rangeMs, keptMs: 2 * DAY_MS },
  { grainSeconds: 600, spanMs: 2 * DAY_MS, keptMs: 20 * DAY_MS },
];

/** A stretch of time, and the width of the stored buckets that tell of it. */
export interface Window {
  readonly from: Date;
  /** Not included. */
  readonly until: Date;
  readonly grainSeconds: number;
}

/** The stretch of time that was asked for. Throws QUERY_INVALID. */
export function windowOf(query: { range: RangeName; from?: Date; to?: Date }, now: Date): Window {
  const { from, to } = query;
  if (!from && !to) {
    const { rangeMs, grainSeconds } = RANGES[query.range];
    return { from: new Date(now.getTime() - rangeMs), until: now, grainSeconds };
  }
  const spanMs = from && to ? to.getTime() - from.getTime() : 0;
  if (!from || !to || spanMs <= 0 || spanMs > LONGEST_MS)
    throw new JobuError('QUERY_INVALID', { problems: 'from, to: give both, at most 400 days apart' });
  const agoMs = now.getTime() - from.getTime();
  const fine = FINE.find((grain) => spanMs <= grain.spanMs && agoMs <= grain.keptMs);
  return { from, until: to, grainSeconds: fine?.grainSeconds ?? 3600 };
}

export const groupField = textsField('Only crons of this group.');

/** The groups a report is about: those asked for that the asker may see; null: everything. Throws GROUP_FORBIDDEN. */
export function groupsOf(asked: readonly string[] | undefined, principal: Principal): readonly string[] | null {
  const { groups, name } = principal;
  if (groups === null) return asked ?? null;
  const allowed = asked ?? groups;
  if (!allowed.every((group) => groups.includes(group)))
    throw new JobuError('GROUP_FORBIDDEN', { name, groups: groups.join(', ') });
  return allowed;
}

/** Parameters of the statements that look at rows. */
export const scopeParams = (groups: readonly string[] | null) => ({
  scoped: groups === null ? null : '1',
  groups: groups === null || groups.length === 0 ? [''] : groups,
});

/** Groups as the stored counts name them. */
export const storedGroups = (groups: readonly string[] | null): readonly string[] =>
  groups === null ? [ALL] : groups.length === 0 ? [''] : groups;
