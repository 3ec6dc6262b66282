import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Pin } from 'lucide-react';
import { api, dataOf } from '../api/client.ts';
import { usePreferences } from '../preferences.ts';
import { numberText } from '../time/duration.ts';
import { type Filters, type SavedView, useSavedViews, useViewFilters, type ViewPage } from './views.ts';

/** So many stand in the navigation, with their counts. */
const MOST = 8;

/** How many executions a view shows now. */
function Count({ filters }: { filters: Filters }) {
  const { language } = usePreferences();
  const { data } = useQuery({
    queryKey: ['executions', 'count', filters],
    queryFn: ({ signal }) =>
      dataOf(
        api.GET('/api/v1/executions', { params: { query: { ...filters, limit: 1, count: 'true' } as never }, signal }),
      ),
    staleTime: 15_000,
    retry: false,
    meta: { topics: ['executions'] },
  });
  const count = data?.count;
  if (!count) return null;
  return (
    <span className="count">
      {numberText(count.value, language)}
      {count.relation === 'gte' && '+'}
    </span>
  );
}

function PinnedView({ view, narrow }: { view: SavedView; narrow: true | undefined }) {
  const filters = useViewFilters()(view);
  const { columns: _, sort: __, ...narrowing } = filters;
  return (
    <Link to={`/${view.page}`} search={filters as never} className="pinned" title={narrow && view.name} data-own>
      <Pin size={14} aria-hidden />
      <span>{view.name}</span>
      {view.page === 'executions' && <Count filters={narrowing} />}
    </Link>
  );
}

/** The pinned views of a page, under its name in the navigation. */
export function PinnedViews({ page, narrow }: { page: string; narrow: true | undefined }) {
  const { data } = useSavedViews();
  return data?.items
    .filter((view) => view.isPinned && view.page === (page as ViewPage))
    .slice(0, MOST)
    .map((view) => <PinnedView key={view.id} view={view} narrow={narrow} />);
}
