import { parseLocalTime } from '../domain/time-zone.ts';

const DAY_MS = 86_400_000;

/** From a date or time to a date or time, both included: a bare date at the end means its whole day. Throws TIME_INVALID. */
export function timeRange(zone: string, from: string, until: string): { from: Date; until: Date } {
  const end = parseLocalTime(until, zone);
  if (!/^\d{4}-\d\d-\d\d$/.test(until.trim())) return { from: parseLocalTime(from, zone), until: end };
  const next = new Date(parseLocalTime(until, 'UTC').getTime() + DAY_MS).toISOString().slice(0, 10);
  return { from: parseLocalTime(from, zone), until: new Date(parseLocalTime(next, zone).getTime() - 1) };
}
