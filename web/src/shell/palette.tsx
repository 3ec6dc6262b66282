import { useMantineColorScheme } from '@mantine/core';
import { Spotlight } from '@mantine/spotlight';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { CalendarClock, Clock, Languages, Moon, Search } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, dataOf } from '../api/client.ts';
import { matches } from '../i18n/hangul.ts';
import { PAGES } from '../pages/list.ts';
import { preferences, usePreferences } from '../preferences.ts';

interface Entry {
  readonly id: string;
  readonly label: string;
  readonly note?: string;
  readonly icon: typeof Search;
  readonly run: () => void;
}

const SHOWN = 12;

/** Jumps to pages, crons and executions, and switches what the viewer likes; ㅈㅅ finds 정산. */
export function Palette() {
  const { t } = useTranslation('shell');
  const navigate = useNavigate();
  const [query, setQuery] = useState('');
  const [opened, setOpened] = useState(false);
  const { language } = usePreferences();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const go = (to: string) => () => void navigate({ to });
  const { data: crons } = useQuery({
    queryKey: ['palette'],
    queryFn: ({ signal }) => dataOf(api.GET('/api/v1/crons', { params: { query: { limit: 200 } }, signal })),
    enabled: opened,
    staleTime: 30_000,
  });
  // Beyond the first page the server looks for the name.
  const { data: found } = useQuery({
    queryKey: ['palette', query],
    queryFn: ({ signal }) =>
      dataOf(api.GET('/api/v1/crons', { params: { query: { limit: SHOWN, search: query } }, signal })),
    enabled: opened && query.length > 1 && crons?.nextCursor != null,
  });

  const executionId = /(?:^|executions\/)(\d+)$/.exec(query.trim())?.[1];
  const hasExecutions = PAGES.some(({ path }) => path === '/executions/$id');
  const entries: Entry[] = [
    ...(executionId && hasExecutions
      ? [
          {
            id: `execution ${executionId}`,
            label: t('search.execution', { id: executionId }),
            icon: Search,
            run: go(`/executions/${executionId}`),
          },
        ]
      : []),
    ...PAGES.flatMap(({ path, nav }) =>
      nav ? [{ id: path, label: t(`nav.${nav.name}`), note: t('search.page'), icon: nav.icon, run: go(path) }] : [],
    ).filter(({ label }) => matches(label, query)),
    ...[...new Map([...(crons?.items ?? []), ...(found?.items ?? [])].map((cron) => [cron.id, cron])).values()]
      .filter(({ name, description, id }) => matches(`${name} ${description ?? ''} ${id}`, query))
      .map(({ id, name, description }) => ({
        id: `cron ${id}`,
        label: name,
        note: description ?? undefined,
        icon: CalendarClock,
        run: go(`/crons/${id}`),
      })),
    ...[
      {
        id: 'language',
        label: t('otherLanguage'),
        icon: Languages,
        run: () => preferences.set({ language: language === 'ko' ? 'en' : 'ko' }),
      },
      {
        id: 'theme',
        label: t('keys.theme'),
        icon: Moon,
        run: () => setColorScheme(colorScheme === 'dark' ? 'light' : 'dark'),
      },
      {
        id: 'zone',
        label: t('keys.zone'),
        icon: Clock,
        run: () => preferences.set({ utc: !preferences.get().utc }),
      },
    ].filter(({ label }) => matches(label, query)),
  ];
  return (
    <Spotlight.Root
      query={query}
      onQueryChange={setQuery}
      onSpotlightOpen={() => setOpened(true)}
      onSpotlightClose={() => setOpened(false)}
      shortcut={null}
      scrollable
      maxHeight={420}
    >
      <Spotlight.Search
        placeholder={t('search.placeholder')}
        aria-label={t('search.placeholder')}
        leftSection={<Search size={18} />}
      />
      <Spotlight.ActionsList>
        {entries.slice(0, query === '' ? 30 : SHOWN).map(({ id, label, note, icon: Icon, run }) => (
          <Spotlight.Action
            key={id}
            label={label}
            description={note}
            leftSection={<Icon size={18} aria-hidden />}
            onClick={run}
          />
        ))}
        {entries.length === 0 && <Spotlight.Empty>{t('search.nothing')}</Spotlight.Empty>}
      </Spotlight.ActionsList>
    </Spotlight.Root>
  );
}
