import { ActionIcon, Burger, Kbd, Menu, UnstyledButton, useMantineColorScheme } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { Languages, Monitor, Moon, Search, Sun } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useLiveState } from '../live/live.ts';
import { preferences, usePreferences } from '../preferences.ts';
import { type Likings, useKeepLikings } from '../session/likings.ts';
import { useSettings } from '../session/settings.ts';
import { UserMenu } from '../session/user-menu.tsx';
import { useNow } from '../time/time.tsx';
import { useDisplayZone, wallTime, zoneName } from '../time/zone.ts';
import { spotlight } from './spotlight.ts';

const THEMES = { light: Sun, dark: Moon, auto: Monitor } as const;
/** Colours of an environment, as the theme calls them. */
const ENVIRONMENT_TONES = {
  none: 'gray',
  red: 'red',
  orange: 'orange',
  yellow: 'yellow',
  green: 'green',
  blue: 'blue',
  purple: 'grape',
  gray: 'gray',
} as const;
const IS_MAC = /Mac|iPhone|iPad/.test(navigator.platform);

function Clock() {
  const { t } = useTranslation('shell');
  const zone = useDisplayZone();
  const now = new Date(useNow());
  return (
    <UnstyledButton
      className="clock"
      title={t('time.toggle', { zone })}
      onClick={() => preferences.set({ utc: !preferences.get().utc })}
    >
      {wallTime(now, zone).time} {zoneName(zone, now)}
    </UnstyledButton>
  );
}

function LiveIndicator() {
  const { t } = useTranslation('shell');
  const state = useLiveState();
  return (
    <UnstyledButton
      className="live"
      data-state={state}
      title={t(`live.${state}Hint`)}
      aria-label={t(`live.${state}`)}
      onClick={() => preferences.set({ live: !preferences.get().live })}
    >
      <span>{t(`live.${state}`)}</span>
    </UnstyledButton>
  );
}

function Settings() {
  const { t } = useTranslation('shell');
  const { language } = usePreferences();
  const { colorScheme } = useMantineColorScheme();
  const keep = useKeepLikings();
  // What the account does not take holds in this browser all the same.
  const like = (change: Likings) => void keep(change).catch(() => {});
  const Icon = THEMES[colorScheme];
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon variant="subtle" color="gray" size="lg" aria-label={t('theme.title')}>
            <Icon size={18} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {(['light', 'dark', 'auto'] as const).map((name) => {
            const One = THEMES[name];
            return (
              <Menu.Item
                key={name}
                leftSection={<One size={16} />}
                onClick={() => like({ theme: name === 'auto' ? 'system' : name })}
              >
                {t(`theme.${name}`)}
              </Menu.Item>
            );
          })}
        </Menu.Dropdown>
      </Menu>
      <ActionIcon
        variant="subtle"
        color="gray"
        size="lg"
        aria-label={t('otherLanguage')}
        title={t('otherLanguage')}
        onClick={() => like({ language: language === 'ko' ? 'en' : 'ko' })}
      >
        <Languages size={18} />
      </ActionIcon>
    </>
  );
}

/** Name, search, how fresh the page is, the time, and what the viewer likes. */
export function TopBar({ drawer }: { drawer?: { opened: boolean; onToggle: () => void } }) {
  const { t } = useTranslation('shell');
  const { data: settings } = useSettings(drawer !== undefined);
  const { environmentName: environment = '', environmentColor: color = 'none' } = settings ?? {};
  return (
    <div
      className="top-bar"
      data-environment={color === 'none' ? undefined : color}
      style={{ '--environment': `var(--mantine-color-${ENVIRONMENT_TONES[color]}-7)` } as React.CSSProperties}
    >
      {drawer && (
        <Burger
          hiddenFrom="sm"
          size="sm"
          opened={drawer.opened}
          onClick={drawer.onToggle}
          aria-label={t('nav.title')}
        />
      )}
      <Link to="/" className="brand">
        <img src="icon.svg" width={24} height={24} alt="" />
        jobu
      </Link>
      {environment && <span className="environment">{environment}</span>}
      {drawer ? (
        <UnstyledButton className="search-button" onClick={() => spotlight.open()}>
          <Search size={16} aria-label={t('search.open')} />
          <span>{t('search.placeholder')}</span>
          <Kbd size="xs">{IS_MAC ? '⌘K' : 'Ctrl K'}</Kbd>
        </UnstyledButton>
      ) : (
        <span className="spring" />
      )}
      {drawer && <LiveIndicator />}
      <Clock />
      <Settings />
      {drawer && <UserMenu />}
    </div>
  );
}
