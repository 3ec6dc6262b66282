import { type MantineColorScheme, useMantineColorScheme } from '@mantine/core';
import { useEffect } from 'react';
import { api, dataOf } from '../api/client.ts';
import { queries } from '../api/queries.ts';
import { preferences } from '../preferences.ts';
import { type Me, useMe } from './me.ts';

/** How somebody likes the pages, as the account keeps it. */
export type Likings = Partial<Me['preferences']>;

const DENSITIES = { compact: 'compact', normal: 'normal', comfortable: 'roomy' } as const;

/** Without sign-in there is no account: what one viewer likes must not come over all others. */
export const isKept = (me: Me | undefined): boolean => me !== undefined && me.via !== 'open';

function show(likings: Likings, setColorScheme: (scheme: MantineColorScheme) => void): void {
  const { language, timeZone, startPage, shortcuts, density, theme, ui } = likings;
  const starred = ui?.['starred'];
  preferences.set({
    ...(language ? { language } : {}),
    ...(timeZone === undefined ? {} : { zone: timeZone }),
    ...(startPage === undefined ? {} : { startPage: startPage ?? '/' }),
    ...(shortcuts === undefined ? {} : { shortcuts }),
    ...(Array.isArray(starred) ? { starred: starred.map(String) } : {}),
    ...(density === undefined ? {} : { density: DENSITIES[density] }),
  });
  if (theme !== undefined) setColorScheme(theme === 'system' ? 'auto' : theme);
}

/** Shows the pages as the account likes them, in whichever browser. */
export function useLikingsOfAccount(me: Me | undefined): void {
  const { setColorScheme } = useMantineColorScheme();
  const kept = isKept(me) ? me!.preferences : undefined;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the setter is another one each time, and does the same
  useEffect(() => {
    if (kept) show(kept, setColorScheme);
  }, [kept]);
}

/** Changes what the viewer likes: at once here, and in the account where there is one. */
export function useKeepLikings(): (change: Likings) => Promise<void> {
  const { setColorScheme } = useMantineColorScheme();
  const { data: me } = useMe(false);
  return async (change) => {
    show(change, setColorScheme);
    if (!isKept(me)) return;
    const kept = await dataOf(api.PATCH('/api/v1/me', { body: { preferences: change } }));
    queries.setQueryData<Me>(['me'], (before) => before && { ...before, preferences: kept });
  };
}
