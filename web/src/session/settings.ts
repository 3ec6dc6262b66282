import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { api, dataOf, type Resource } from '../api/client.ts';
import { preferences } from '../preferences.ts';
import { serverFacts } from '../server.ts';

export type Settings = Resource<'Settings'>;

/** What holds for everybody who looks at the pages. */
export function useSettings(enabled = true) {
  const query = useQuery({
    queryKey: ['settings'],
    queryFn: ({ signal }) => dataOf(api.GET('/api/v1/settings', { signal })),
    enabled,
    staleTime: 60_000,
    meta: { topics: ['settings', 'banner'] },
  });
  const zone = query.data?.timeZone;
  useEffect(() => {
    if (zone === undefined || zone === serverFacts.timeZone) return;
    serverFacts.timeZone = zone;
    // Times that are on the page already are written again.
    preferences.set({});
  }, [zone]);
  return query;
}
