import { Kbd, Modal, useMantineColorScheme } from '@mantine/core';
import { spotlight } from '@mantine/spotlight';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { PAGES } from '../pages/list.ts';
import { preferences } from '../preferences.ts';
import { useKeepLikings } from '../session/likings.ts';
import { copyText } from './clipboard.ts';
import { activeShortcuts, type Shortcut, useShortcuts } from './shortcuts.ts';

/** The shortcuts that work on every page, and the list of all that `?` shows. */
export function GlobalShortcuts() {
  const { t } = useTranslation('shell');
  const navigate = useNavigate();
  const { colorScheme } = useMantineColorScheme();
  const keep = useKeepLikings();
  const [shown, setShown] = useState<readonly Shortcut[]>();
  const toggle = (key: 'utc' | 'relative' | 'live') => preferences.set({ [key]: !preferences.get()[key] });
  useShortcuts([
    { keys: 'Mod+k', label: 'keys.palette', always: true, run: () => spotlight.open() },
    { keys: '?', label: 'keys.list', run: () => setShown(activeShortcuts()) },
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
      <dl className="keys">
        {shown?.map(({ keys, label }) => (
          <div key={keys}>
            <dt>
              {keys.split(' ').map((key) => (
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
