import { useQuery } from '@tanstack/react-query';
import { api, dataOf, type Resource } from '../api/client.ts';
import { useDisplayZone, wallTime } from '../time/zone.ts';

export type SavedView = Resource<'SavedView'>;
export type ViewPage = SavedView['page'];
/** What a page keeps in its address. */
export type Filters = Readonly<Record<string, string | readonly string[]>>;

/** Views that are always there. `today`: the key that takes the beginning of this day. */
export const BUILT_IN = [
  { name: 'failedToday', page: 'executions', filters: { status: ['FAILED', 'TIMEOUT'] }, today: 'finishedFrom' },
  { name: 'slow', page: 'executions', filters: { slow: 'true' }, today: undefined },
  {
    name: 'retrying',
    page: 'executions',
    filters: { status: ['PENDING', 'RUNNING'], retrying: 'true' },
    today: undefined,
  },
  { name: 'manual', page: 'executions', filters: { trigger: 'manual', since: '7d' }, today: undefined },
  { name: 'lost', page: 'executions', filters: { lost: 'true', since: '7d' }, today: undefined },
] as const satisfies readonly { name: string; page: ViewPage; filters: Filters; today: string | undefined }[];

export type BuiltIn = (typeof BUILT_IN)[number];

/** Own views and shared ones, by name. */
export function useSavedViews() {
  return useQuery({
    queryKey: ['saved-views'],
    queryFn: ({ signal }) => dataOf(api.GET('/api/v1/saved-views', { signal })),
    staleTime: 30_000,
    meta: { topics: ['settings'] },
  });
}

/** The filters of a view as they are now: a built-in one may go with the day. */
export function useViewFilters(): (view: BuiltIn | SavedView) => Filters {
  const zone = useDisplayZone();
  const ofBuiltIn = ({ filters, today }: BuiltIn): Filters => {
    if (today === undefined) return filters;
    const { date, offset } = wallTime(new Date(), zone);
    return { ...filters, [today]: new Date(`${date}T00:00:00${offset}`).toISOString() };
  };
  return (view) => {
    if (!('id' in view)) return ofBuiltIn(view);
    const kept = (view.filters ?? {}) as Filters;
    const known = BUILT_IN.find(({ name }) => name === kept['builtIn']);
    return known ? ofBuiltIn(known) : kept;
  };
}
