import { AppShell } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { Outlet, useLocation, useNavigate } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { loadWords } from '../i18n/i18n.ts';
import { admitLive, useLiveState } from '../live/live.ts';
import { preferences, usePreferences } from '../preferences.ts';
import { useLikingsOfAccount } from '../session/likings.ts';
import { isSignedOut, useMe } from '../session/me.ts';
import { Setup } from '../session/setup.tsx';
import { SignIn } from '../session/sign-in.tsx';
import { Banners } from './banners.tsx';
import { GlobalShortcuts } from './global-shortcuts.tsx';
import { Navigation } from './navigation.tsx';
import { TopBar } from './top-bar.tsx';

const Palette = lazy(async () => {
  await loadWords(['palette', 'crons', 'settings']);
  return { default: (await import('./palette.tsx')).Palette };
});

/** What stands around every page. */
export function Frame() {
  const { t } = useTranslation('shell');
  const { navigation } = usePreferences();
  const isOffline = useLiveState() === 'offline';
  const [opened, { toggle, close }] = useDisclosure();
  const { pathname } = useLocation();
  // biome-ignore lint/correctness/useExhaustiveDependencies: another page closes the drawer
  useEffect(close, [pathname]);
  const isSetup = pathname === '/setup';
  const me = useMe(!isSetup);
  const isOut = isSignedOut(me.error);
  useLikingsOfAccount(me.data);
  const isIn = me.data !== undefined && !isOut;
  useEffect(() => admitLive(isIn), [isIn]);
  const navigate = useNavigate();
  // Only what was opened by its bare address: later the first page is wherever the viewer goes.
  const [isFirst, setIsFirst] = useState(pathname === '/');
  useEffect(() => {
    if (!me.data || !isFirst) return;
    setIsFirst(false);
    const { startPage } = preferences.get();
    if (pathname === '/' && startPage !== '/') void navigate({ href: startPage, replace: true } as never);
  }, [me.data, isFirst, pathname, navigate]);
  useEffect(() => {
    if (pathname === '/login' && me.data && !isOut) void navigate({ to: '/' });
  }, [pathname, me.data, isOut, navigate]);
  if (isSetup || isOut)
    return (
      <AppShell header={{ height: 52 }}>
        <AppShell.Header>
          <TopBar />
        </AppShell.Header>
        <AppShell.Main id="content">{isSetup ? <Setup /> : <SignIn />}</AppShell.Main>
      </AppShell>
    );
  if (me.isPending) return null;
  return (
    <AppShell
      header={{ height: 52 }}
      navbar={{ width: navigation === 'wide' ? 212 : 60, breakpoint: 'sm', collapsed: { mobile: !opened } }}
    >
      <a className="skip-link" href={`${pathname}#content`}>
        {t('skipLink')}
      </a>
      <AppShell.Header>
        <TopBar drawer={{ opened, onToggle: toggle }} />
      </AppShell.Header>
      <AppShell.Navbar aria-label={t('nav.title')}>
        <Navigation />
      </AppShell.Navbar>
      <AppShell.Main id="content" tabIndex={-1}>
        <Banners />
        <div className="outlet" data-stale={isOffline || undefined}>
          <Outlet />
        </div>
      </AppShell.Main>
      <Suspense>
        <Palette />
      </Suspense>
      <GlobalShortcuts />
    </AppShell>
  );
}
