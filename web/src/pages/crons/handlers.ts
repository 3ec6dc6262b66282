import { useQuery } from '@tanstack/react-query';
import { api, dataOf, type Resource } from '../../api/client.ts';

/** Handlers that workers offer or schedules need; undefined while they load. */
export function useHandlers(): readonly Resource<'Handler'>[] | undefined {
  const { data } = useQuery({
    queryKey: ['handlers', 'all'],
    queryFn: ({ signal }) => dataOf(api.GET('/api/v1/handlers', { signal })),
    staleTime: 30_000,
    meta: { topics: ['workers'] },
  });
  return data?.items;
}
