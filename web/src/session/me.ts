import { useQuery } from '@tanstack/react-query';
import { api, dataOf, ProblemError, type Resource } from '../api/client.ts';
import { queries } from '../api/queries.ts';

export type Me = Resource<'Me'>;

/** Who looks at the page; the error says 401 when nobody has signed in. */
export function useMe(enabled = true) {
  return useQuery({
    queryKey: ['me'],
    queryFn: ({ signal }) => dataOf(api.GET('/api/v1/me', { signal })),
    enabled,
    staleTime: 60_000,
  });
}

/** Whether the role of whoever looks at the page allows an action, by its name in the audit log. */
export function useMay(): (action: string) => boolean {
  const { data } = useMe();
  return (action) => data?.permissions.includes(action) ?? false;
}

export const isSignedOut = (error: unknown): boolean => error instanceof ProblemError && error.status === 401;

// A session that ends while the page is open: whatever is refused first says so.
queries.getQueryCache().subscribe(({ type, query }) => {
  if (
    type === 'updated' &&
    query.queryKey[0] !== 'me' &&
    query.state.status === 'error' &&
    isSignedOut(query.state.error)
  )
    void queries.invalidateQueries({ queryKey: ['me'] });
});
