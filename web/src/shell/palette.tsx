import { useMantineColorScheme } from '@mantine/core';
import { Spotlight, useSpotlight } from '@mantine/spotlight';
import { useLocation, useNavigate } from '@tanstack/react-router';
import {
  Bookmark,
  CalendarClock,
  CirclePause,
  CirclePlay,
  Clock,
  History,
  Keyboard,
  Languages,
  ListChecks,
  type LucideIcon,
  Moon,
  Play,
  Radio,
  Search,
  Settings,
} from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { may } from '../api/permissions.ts';
import { matches } from '../i18n/hangul.ts';
import { useCronActions } from '../pages/crons/actions.tsx';
import { PAGES } from '../pages/list.ts';
import { preferences, usePreferences } from '../preferences.ts';
import { searchText } from '../router.tsx';
import { useKeepLikings } from '../session/likings.ts';
import { useMay } from '../session/me.ts';
import { type CronVerb, pathIn, usePaletteSource, verbIn } from './palette-source.ts';
import { recentPages, rememberPage } from './recent.ts';
import { spotlightStore } from './spotlight.ts';

interface Entry {
  readonly id: string;
  readonly label: string;
  readonly note?: string | undefined;
  readonly icon: LucideIcon;
  readonly run: () => void;
}

interface EntryGroup {
  readonly name: string;
  readonly entries: readonly Entry[];
}

const SHOWN = 8;
const LOOKS = 4;
const VERB_ICONS: Readonly<Record<CronVerb, LucideIcon>> = { run: Play, pause: CirclePause, resume: CirclePlay };
const SETTINGS_TABS = ['profile', 'security', 'tokens', 'users', 'general', 'maintenance', 'about'] as const;
const ONE_THING = /^\/(crons|executions|backfills|operations|calendars)\/(?!new$)[^/]+$/;
const ICONS: Readonly<Record<string, LucideIcon>> = { crons: CalendarClock, executions: ListChecks };

/** Keeps in mind which single things were looked at. */
function useRemembering(): void {
  const { pathname } = useLocation();
  useEffect(() => {
    if (!ONE_THING.test(pathname)) return;
    const before = document.querySelector('main h1');
    let looks = 0;
    // The name stands on the page once it has come; until then the one before may still be there.
    const timer = setInterval(() => {
      looks++;
      const head = document.querySelector('main h1');
      if (!head?.textContent || (head === before && looks < LOOKS)) return;
      clearInterval(timer);
      rememberPage({ path: pathname, label: head.textContent });
    }, 500);
    return () => clearInterval(timer);
  }, [pathname]);
}

/** Switches of what the viewer likes. */
function useSwitches(): Entry[] {
  const { t } = useTranslation('shell');
  const { language } = usePreferences();
  const { colorScheme } = useMantineColorScheme();
  const keep = useKeepLikings();
  const like = (change: Parameters<typeof keep>[0]) => () => void keep(change).catch(() => {});
  const flip = (key: 'utc' | 'relative' | 'live') => () => preferences.set({ [key]: !preferences.get()[key] });
  return [
    {
      id: 'language',
      label: t('otherLanguage'),
      icon: Languages,
      run: like({ language: language === 'ko' ? 'en' : 'ko' }),
    },
    {
      id: 'theme',
      label: t('keys.theme'),
      icon: Moon,
      run: like({ theme: colorScheme === 'dark' ? 'light' : 'dark' }),
    },
    { id: 'zone', label: t('keys.zone'), icon: Clock, run: flip('utc') },
    { id: 'relative', label: t('keys.relative'), icon: Clock, run: flip('relative') },
    { id: 'live', label: t('keys.live'), icon: Radio, run: flip('live') },
    {
      id: 'shortcuts',
      label: t('palette:shortcuts'),
      icon: Keyboard,
      run: () => like({ shortcuts: !preferences.get().shortcuts })(),
    },
  ];
}

/** Jumps to pages, crons, executions and views, acts on crons, and switches what the viewer likes; ㅈㅅ finds 정산. */
export function Palette() {
  const { t } = useTranslation(['palette', 'shell', 'crons', 'settings']);
  const navigate = useNavigate();
  const [query, setQuery] = useState('');
  // Its own events are silent about what happened before it was loaded.
  const { opened } = useSpotlight(spotlightStore);
  const act = useCronActions();
  const mayDo = useMay();
  const asked = verbIn(query);
  const { crons, views } = usePaletteSource(asked?.name ?? query, opened);
  const switches = useSwitches();
  useRemembering();
  const go = (path: string) => () => void navigate({ href: path } as never);
  const text = query.trim();

  const pasted = pathIn(text);
  const executionId = /^#?(\d+)$/.exec(text)?.[1];
  const targets: Entry[] = [
    ...(pasted ? [{ id: 'pasted', label: t('open', { path: pasted }), icon: Search, run: go(pasted) }] : []),
    ...(executionId
      ? [
          {
            id: `execution ${executionId}`,
            label: t('shell:search.execution', { id: executionId }),
            icon: ListChecks,
            run: go(`/executions/${executionId}`),
          },
        ]
      : []),
  ];
  const verbs = (asked ? [asked.verb] : ['run', 'pause', 'resume']) as CronVerb[];
  const actions = crons.slice(0, asked ? SHOWN : 2).flatMap((cron) =>
    verbs
      .filter((verb) => may(cron, verb === 'run' ? 'trigger' : verb) && !(verb === 'pause' && cron.pausedAt !== null))
      .map((verb) => ({
        id: `${verb} ${cron.id}`,
        label: t(`verb.${verb}`, { name: cron.name }),
        icon: VERB_ICONS[verb],
        run: () => (verb === 'run' ? act.run(cron) : act.pause(cron)),
      })),
  );
  const fitting = (entries: readonly Entry[]) =>
    entries.filter(({ label, note }) => matches(`${label} ${note ?? ''}`, text));
  const groups: EntryGroup[] = [
    { name: 'found', entries: targets },
    {
      name: 'recent',
      entries: fitting(
        recentPages().map(({ path, label }) => ({
          id: `recent ${path}`,
          label,
          icon: ICONS[path.split('/')[1]!] ?? History,
          run: go(path),
        })),
      ).slice(0, text === '' ? 5 : 3),
    },
    {
      name: 'crons',
      entries:
        asked || text === ''
          ? []
          : crons.slice(0, SHOWN).map(({ id, name, description }) => ({
              id: `cron ${id}`,
              label: name,
              note: description ?? undefined,
              icon: CalendarClock,
              run: go(`/crons/${id}`),
            })),
    },
    {
      name: 'executions',
      entries:
        asked || text === ''
          ? []
          : crons.slice(0, 3).map(({ id, name }) => ({
              id: `executions ${id}`,
              label: t('executionsOf', { name }),
              icon: ListChecks,
              run: go(`/executions?cronId=${id}`),
            })),
    },
    { name: 'actions', entries: text === '' ? [] : actions },
    {
      name: 'views',
      entries: fitting(
        views.map(({ id, name, page, filters, owner, isShared }) => ({
          id: `view ${id}`,
          label: name,
          note: `${t(`shell:nav.${page}`)}${isShared ? ` · ${owner}` : ''}`,
          icon: Bookmark,
          run: go(`/${page === 'dashboard' ? '' : page}${searchText(filters as Record<string, unknown>)}`),
        })),
      ).slice(0, SHOWN),
    },
    {
      name: 'pages',
      entries: fitting(
        PAGES.flatMap(({ path, nav }) =>
          nav ? [{ id: path, label: t(`shell:nav.${nav.name}`), icon: nav.icon, run: go(path) }] : [],
        ),
      ),
    },
    {
      name: 'settings',
      entries:
        text === ''
          ? []
          : fitting([
              ...SETTINGS_TABS.filter((tab) => tab !== 'users' || mayDo('user.create')).map((tab) => ({
                id: `settings ${tab}`,
                label: t(`settings:tabs.${tab}`),
                note: t('shell:nav.settings'),
                icon: Settings,
                run: go(`/settings?tab=${tab}`),
              })),
              ...switches,
            ]),
    },
  ].filter(({ entries }) => entries.length > 0);
  return (
    <Spotlight.Root
      store={spotlightStore}
      title={t('shell:search.open')}
      query={query}
      onQueryChange={setQuery}
      shortcut={null}
      scrollable
      maxHeight={480}
    >
      <Spotlight.Search
        placeholder={t('shell:search.placeholder')}
        aria-label={t('shell:search.placeholder')}
        leftSection={<Search size={18} />}
      />
      <Spotlight.ActionsList>
        {groups.map(({ name, entries }) => (
          <Spotlight.ActionsGroup key={name} label={t(`group.${name}`)}>
            {entries.map(({ id, label, note, icon: Icon, run }) => (
              <Spotlight.Action
                key={id}
                label={label}
                description={note}
                leftSection={<Icon size={18} aria-hidden />}
                onClick={run}
              />
            ))}
          </Spotlight.ActionsGroup>
        ))}
        {groups.length === 0 && <Spotlight.Empty>{t('shell:search.nothing')}</Spotlight.Empty>}
      </Spotlight.ActionsList>
    </Spotlight.Root>
  );
}
