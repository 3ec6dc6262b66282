import { Kbd, Modal, Switch, useMantineColorScheme } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { PAGES } from '../pages/list.ts';
import { preferences, usePreferences } from '../preferences.ts';
import { useKeepLikings } from '../session/likings.ts';
import { copyText } from './clipboard.ts';
import { activeShortcuts, type Shortcut, useShortcuts } from './shortcuts.ts';
import { spotlight } from './spotlight.ts';

const IS_MAC = /Mac|iPhone|iPad/.test(navigator.platform);

/** Each key once: the latest component's meaning counts. */
const listed = (all: readonly Shortcut[]): Shortcut[] => [...new Map(all.map((one) => [one.keys, one])).values()];

const keysText = (keys: string): string[] =>
  keys
    .replaceAll('Mod+', IS_MAC ? '⌘ ' : 'Ctrl ')
    .replaceAll('+', ' ')
    .split(' ');

/** The shortcuts that work on every page, and the list of all that `?` shows. */
export function GlobalShortcuts() {
  const { t } = useTranslation(['shell', 'palette']);
  const { shortcuts } = usePreferences();
  const navigate = useNavigate();
  const { colorScheme } = useMantineColorScheme();
  const keep = useKeepLikings();
  const [shown, setShown] = useState<readonly Shortcut[]>();
  const toggle = (key: 'utc' | 'relative' | 'live') => preferences.set({ [key]: !preferences.get()[key] });
  useShortcuts([
    { keys: 'Mod+k', label: 'keys.palette', always: true, run: () => spotlight.open() },
    { keys: '?', label: 'keys.list', run: () => setShown(listed(activeShortcuts())) },
    { keys: 'Mod+Enter', label: 'palette:keys.confirm', run: () => {} },
    { keys: 'z', label: 'keys.zone', run: () => toggle('utc') },
    { keys: 'Shift+z', label: 'keys.relative', run: () => toggle('relative') },
    { keys: 'l', label: 'keys.live', run: () => toggle('live') },
    {
      keys: 't',
      label: 'keys.theme',
      run: () => void keep({ theme: colorScheme === 'dark' ? 'light' : 'dark' }).catch(() => {}),
    },
    { keys: 'y', label: 'keys.copyLink', run: () => void copyText(location.href) },
    {
      keys: '/',
      label: 'keys.filter',
      run: () => document.querySelector<HTMLInputElement>('[data-filter]')?.focus(),
    },
    ...PAGES.flatMap(({ path, nav }) =>
      nav ? [{ keys: `g ${nav.key}`, label: `nav.${nav.name}`, run: () => void navigate({ to: path }) }] : [],
    ),
  ]);
  return (
    <Modal opened={shown !== undefined} onClose={() => setShown(undefined)} title={t('keys.title')} size="lg">
      <Switch
        mb="md"
        label={t('palette:keys.on')}
        description={t('palette:keys.onHint')}
        checked={shortcuts}
        onChange={({ currentTarget }) => void keep({ shortcuts: currentTarget.checked }).catch(() => {})}
      />
      <dl className="keys">
        {shown?.map(({ keys, label }) => (
          <div key={`${keys} ${label}`}>
            <dt>
              {keysText(keys).map((key) => (
                <Kbd key={key}>{key}</Kbd>
              ))}
            </dt>
            <dd>{t(label)}</dd>
          </div>
        ))}
      </dl>
    </Modal>
  );
}
