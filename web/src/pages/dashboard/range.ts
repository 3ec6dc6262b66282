import { oneOf, useAddress } from '../../address.ts';

export const RANGES = ['1h', '6h', '24h', '7d'] as const;

/** How far the dashboard looks back. */
export type Range = (typeof RANGES)[number];

/** The time and the group that the dashboard is about, as the API takes them. */
export interface Scope {
  readonly range?: Range;
  readonly from?: string;
  readonly to?: string;
  readonly groupName?: string[];
}

/** What the address says the dashboard is about, and what chooses a time by dragging. */
export function useScope(): { scope: Scope; range: Range | undefined; zoom: (from: Date, to: Date) => void } {
  const [address, change] = useAddress();
  const from = oneOf(address, 'from');
  const to = oneOf(address, 'to');
  const group = oneOf(address, 'groupName');
  const isChosen = !Number.isNaN(Date.parse(from ?? '')) && Date.parse(to ?? '') > Date.parse(from ?? '');
  const range = isChosen ? undefined : (RANGES.find((one) => one === oneOf(address, 'range')) ?? '24h');
  return {
    range,
    scope: { ...(range ? { range } : { from: from!, to: to! }), ...(group ? { groupName: [group] } : {}) },
    zoom: (begin, end) => {
      // Counts are kept by the minute.
      const first = Math.floor(begin.getTime() / 60_000) * 60_000;
      const last = Math.max(first + 60_000, Math.ceil(end.getTime() / 60_000) * 60_000);
      change({ from: new Date(first).toISOString(), to: new Date(last).toISOString(), range: undefined });
    },
  };
}
