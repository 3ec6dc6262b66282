export const RANGES = ['1h', '6h', '24h', '7d'] as const;

/** How far the dashboard looks back. */
export type Range = (typeof RANGES)[number];
