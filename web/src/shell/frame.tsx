import { AppShell } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { Outlet, useLocation } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { usePreferences } from '../preferences.ts';
import { Banners } from './banners.tsx';
import { GlobalShortcuts } from './global-shortcuts.tsx';
import { Navigation } from './navigation.tsx';
import { Palette } from './palette.tsx';
import { TopBar } from './top-bar.tsx';

/** What stands around every page. */
export function Frame() {
  const { t } = useTranslation('shell');
  const { navigation } = usePreferences();
  const [opened, { toggle, close }] = useDisclosure();
  const { pathname } = useLocation();
  // biome-ignore lint/correctness/useExhaustiveDependencies: another page closes the drawer
  useEffect(close, [pathname]);
  return (
    <AppShell
      header={{ height: 52 }}
      navbar={{ width: navigation === 'wide' ? 212 : 60, breakpoint: 'sm', collapsed: { mobile: !opened } }}
    >
      <a className="skip-link" href={`${pathname}#content`}>
        {t('skipLink')}
      </a>
      <AppShell.Header>
        <TopBar opened={opened} onToggle={toggle} />
      </AppShell.Header>
      <AppShell.Navbar aria-label={t('nav.title')}>
        <Navigation />
      </AppShell.Navbar>
      <AppShell.Main id="content" tabIndex={-1}>
        <Banners />
        <Outlet />
      </AppShell.Main>
      <Palette />
      <GlobalShortcuts />
    </AppShell>
  );
}
