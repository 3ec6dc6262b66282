import { useQuery } from '@tanstack/react-query';
import { useDeferredValue } from 'react';
import { api, type Cron, dataOf, type Resource } from '../api/client.ts';
import { matches } from '../i18n/hangul.ts';

const SHOWN = 12;

/** What may be done to a cron from the palette. */
export type CronVerb = 'run' | 'pause' | 'resume';

/** Words that begin an action, in both languages: an operator's fingers do not ask which one the page is in. */
const VERBS: Readonly<Record<CronVerb, readonly string[]>> = {
  run: ['run', 'start', '실행', '지금 실행'],
  pause: ['pause', 'hold', '일시정지', '멈춤'],
  resume: ['resume', 'continue', '재개', '다시 시작'],
};

/** The action that a text begins with or ends with, as in `pause daily` and `daily 일시정지`, and the name beside it. */
export function verbIn(text: string): { verb: CronVerb; name: string } | undefined {
  const typed = text.trim().toLowerCase();
  for (const [verb, words] of Object.entries(VERBS) as [CronVerb, readonly string[]][])
    for (const word of words) {
      if (typed === word || typed.startsWith(`${word} `)) return { verb, name: typed.slice(word.length).trim() };
      if (typed.endsWith(` ${word}`)) return { verb, name: typed.slice(0, -word.length).trim() };
    }
  return undefined;
}

/** The address below the application that a pasted URL names; undefined for anything else. */
export function pathIn(text: string): string | undefined {
  const found = /^https?:\/\/\S*?(\/(?:crons|executions|backfills|operations|calendars)\/[^\s/?#]+)([?#]\S*)?$/.exec(
    text.trim(),
  );
  return found ? found[1]! + (found[2] ?? '') : undefined;
}

interface PaletteSource {
  /** Crons that the text fits, by name, description, id or first consonants. */
  readonly crons: readonly Cron[];
  readonly views: readonly Resource<'SavedView'>[];
}

/** What the server knows that the text may mean; asked for while the palette is open. */
export function usePaletteSource(query: string, opened: boolean): PaletteSource {
  const sought = useDeferredValue(query.trim());
  const { data: first } = useQuery({
    queryKey: ['palette'],
    queryFn: ({ signal }) => dataOf(api.GET('/api/v1/crons', { params: { query: { limit: 200 } }, signal })),
    enabled: opened,
    staleTime: 30_000,
    meta: { topics: ['crons'] },
  });
  // Beyond the first page the server looks for the name.
  const { data: found } = useQuery({
    queryKey: ['palette', sought],
    queryFn: ({ signal }) =>
      dataOf(api.GET('/api/v1/crons', { params: { query: { limit: SHOWN, search: sought } }, signal })),
    enabled: opened && sought.length > 1 && first?.nextCursor != null,
  });
  const { data: views } = useQuery({
    queryKey: ['palette', 'views'],
    queryFn: ({ signal }) => dataOf(api.GET('/api/v1/saved-views', { signal })),
    enabled: opened,
    staleTime: 30_000,
  });
  const all = new Map([...(first?.items ?? []), ...(found?.items ?? [])].map((cron) => [cron.id, cron]));
  return {
    crons: [...all.values()].filter(({ name, description, id }) =>
      matches(`${name} ${description ?? ''} ${id}`, query.trim()),
    ),
    views: views?.items ?? [],
  };
}
