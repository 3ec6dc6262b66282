import { z } from 'zod';
import { JobuError } from '../../errors.ts';
import { textsField } from '../model/paging.ts';
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
