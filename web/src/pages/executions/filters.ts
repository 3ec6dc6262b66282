import { allOf } from '../../address.ts';
import type { Search } from '../../router.tsx';

/** A filter of the list: what is typed before the colon, and the parameter of the API that it becomes. */
export interface Filter {
  readonly name: string;
  readonly key: string;
  /** The words that it may be. */
  readonly values?: readonly string[];
  /** Values that the server completes. */
  readonly suggests?: SuggestField;
  /** Values worth offering. */
  readonly offers?: readonly string[];
  /** One value only: a new one takes the place of the old. */
  readonly single?: boolean;
}

type SuggestField = 'cron' | 'handlerName' | 'groupName' | 'owner' | 'tag' | 'queue' | 'workerId' | 'errorCode';

export const STATUSES = [
  ...(['PENDING', 'HELD', 'RUNNING', 'SUCCESS', 'FAILED', 'TIMEOUT', 'CANCELED', 'SKIPPED'] as const),
];
export const TRIGGERS = ['cron', 'manual', 'event', 'backfill', 'rerun', 'flow', 'test'] as const;
const SKIPS = [
  ...([
    'overlap',
    'catch_up',
    'expired',
    'calendar',
    'blackout',
    'merged',
    'paused',
    'replaced',
    'queue_full',
  ] as const),
];
const SPANS = ['30s', '1m', '10m', '1h', '6h'];
export const PERIODS = ['1h', '6h', '24h', '7d', '30d', '90d'] as const;

/** Every filter, in the order in which they are offered. */
export const FILTERS: readonly Filter[] = [
  { name: 'status', key: 'status', values: STATUSES },
  { name: 'cron', key: 'cron', suggests: 'cron', single: true },
  { name: 'trigger', key: 'trigger', values: TRIGGERS },
  { name: 'error', key: 'error', single: true },
  { name: 'since', key: 'since', offers: PERIODS, single: true },
  { name: 'until', key: 'until', single: true },
  { name: 'duration', key: 'durationOver', offers: SPANS, single: true },
  { name: 'delay', key: 'delayOver', offers: SPANS, single: true },
  { name: 'attempt', key: 'attemptOver', offers: ['1', '2', '3'], single: true },
  { name: 'handler', key: 'handlerName', suggests: 'handlerName' },
  { name: 'worker', key: 'workerId', suggests: 'workerId' },
  { name: 'queue', key: 'queue', suggests: 'queue' },
  { name: 'group', key: 'groupName', suggests: 'groupName' },
  { name: 'owner', key: 'owner', suggests: 'owner' },
  { name: 'tag', key: 'tag', suggests: 'tag', single: true },
  { name: 'code', key: 'errorCode', suggests: 'errorCode' },
  { name: 'skip', key: 'skipReason', values: SKIPS },
  { name: 'params', key: 'params', single: true },
  { name: 'date', key: 'businessDate', single: true },
  { name: 'retrying', key: 'retrying', values: ['true', 'false'], single: true },
  { name: 'unhandled', key: 'unhandled', values: ['true', 'false'], single: true },
  { name: 'lost', key: 'lost', values: ['true', 'false'], single: true },
  { name: 'slow', key: 'slow', values: ['true', 'false'], single: true },
  { name: 'cronId', key: 'cronId' },
  { name: 'fingerprint', key: 'fingerprint', single: true },
  { name: 'scheduledFrom', key: 'scheduledFrom', single: true },
  { name: 'scheduledTo', key: 'scheduledTo', single: true },
  { name: 'startedFrom', key: 'startedFrom', single: true },
  { name: 'startedTo', key: 'startedTo', single: true },
  { name: 'finishedFrom', key: 'finishedFrom', single: true },
  { name: 'finishedTo', key: 'finishedTo', single: true },
];

/** Filters that are offered while one types; the others come with links. */
export const OFFERED = FILTERS.slice(0, 23);

/** Filters that stand in the address, as the API takes them. */
export function filtersIn(search: Search): Record<string, string[]> {
  return Object.fromEntries(
    FILTERS.map(({ key }) => [key, allOf(search, key)] as const).filter(([, values]) => values.length > 0),
  );
}

/** What was typed: filters by key, or what is wrong with it. */
export type Parsed =
  | { readonly filters: Record<string, string[]>; readonly id?: string }
  | { readonly problem: 'unknown' | 'value' | 'empty'; readonly text: string };

const TOKEN = /([\p{L}\p{N}]+):("(?:[^"\\]|\\.)*"?|\S*)|"(?:[^"\\]|\\.)*"?|\S+/gu;

const unquoted = (text: string): string =>
  text.startsWith('"') ? text.replace(/^"|"$/g, '').replace(/\\(.)/g, '$1') : text;

const same = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();

/**
 * Reads `status:failed,timeout duration:>10m error:"ORA-"`. Names and values may be in English or as the page shows them
 * (`labelOf`). A number alone is the id of an execution, another word a part of a name.
 */
export function parseFilters(
  text: string,
  labelOf: (kind: 'filter' | 'value', name: string, value?: string) => string,
): Parsed {
  const filters: Record<string, string[]> = {};
  if (/^#?\d+$/.test(text.trim())) return { filters, id: text.trim().replace('#', '') };
  for (const [token, name, typed] of text.matchAll(TOKEN)) {
    if (name === undefined) {
      filters['cron'] = [`*${unquoted(token)}*`];
      continue;
    }
    const filter = FILTERS.find(
      (one) => same(one.name, name) || same(labelOf('filter', one.name).replace(/\s/g, ''), name),
    );
    if (!filter) return { problem: 'unknown', text: name };
    const value = unquoted(typed!).replace(/^>\s*/, '');
    if (value === '') return { problem: 'empty', text: name };
    const parts = filter.single || filter.suggests ? [value] : value.split(',').filter(Boolean);
    const found = parts.map((part) =>
      filter.values
        ? filter.values.find(
            (one) => same(one, part) || same(labelOf('value', filter.name, one).replace(/\s/g, ''), part),
          )
        : part,
    );
    const wrong = found.indexOf(undefined);
    if (wrong >= 0) return { problem: 'value', text: `${name}:${parts[wrong]}` };
    filters[filter.key] = filter.single
      ? (found as string[]).slice(-1)
      : [...(filters[filter.key] ?? []), ...(found as string[])];
  }
  return { filters };
}

/** A filter as it is typed. */
export function filterText({ name, values, key }: Filter, given: readonly string[]): string {
  const over = key.endsWith('Over') ? '>' : '';
  const shown = values ? given.map((value) => value.toLowerCase()) : given;
  const text = over + shown.join(',');
  return `${name}:${/[\s"]/.test(text) ? `"${text.replace(/["\\]/g, '\\$&')}"` : text}`;
}
