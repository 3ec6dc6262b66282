import { allOf } from '../../address.ts';
import type { Search } from '../../router.tsx';

/** Filters of the list, which stand in the address as the API takes them, and whether they take several values. */
const FILTERS = {
  search: false,
  isEnabled: false,
  isPaused: false,
  lastStatus: true,
  neverRan: false,
  noWorker: false,
  otherZone: false,
  handlerName: true,
  groupName: true,
  owner: true,
  tag: false,
  id: true,
} as const;

export type FilterName = keyof typeof FILTERS;

export const FILTER_NAMES = Object.keys(FILTERS) as FilterName[];

export type Filters = Readonly<Partial<Record<FilterName, readonly string[]>>>;

/** The filters that stand in the address. */
export const filtersIn = (search: Search): Filters =>
  Object.fromEntries(
    FILTER_NAMES.map((name) => [name, allOf(search, name)] as const).filter(([, values]) => values.length > 0),
  );

/** The values of a filter after one more was chosen. */
export const withValue = (filters: Filters, name: FilterName, value: string): string[] =>
  FILTERS[name] ? [...new Set([...(filters[name] ?? []), value])] : [value];

/** Filters as the body of an operation has them. */
export const bodyFilter = (filters: Filters): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(filters).map(([name, values]) => [name, FILTERS[name as FilterName] ? values : values[0]]),
  );
