import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback } from 'react';
import type { Search } from './router.tsx';

/** A change of the address: undefined takes a key away. */
export type SearchChange = Record<string, string | readonly string[] | undefined>;

/**
 * The state of a list, which is the part of the address after `?`. A change starts at the first page again unless it is
 * the page that changes, and goes into the browser's history.
 */
export function useAddress(): [Search, (change: SearchChange) => void] {
  const search = useSearch({ strict: false }) as Search;
  const navigate = useNavigate();
  const change = useCallback(
    (wanted: SearchChange) =>
      void navigate({
        to: '.',
        search: (before: Search) => ({ ...before, ...('cursor' in wanted ? {} : { cursor: undefined }), ...wanted }),
        resetScroll: 'cursor' in wanted,
      } as never),
    [navigate],
  );
  return [search, change];
}

/** The one value of a key, the first of several. */
export const oneOf = (search: Search, key: string): string | undefined => [search[key]].flat()[0];

/** All values of a key. */
export const allOf = (search: Search, key: string): string[] =>
  [search[key]].flat().filter((value): value is string => value !== undefined);
