import { AppShell } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { Outlet, useLocation, useNavigate } from '@tanstack/react-router';
import { lazy, Suspense, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { admitLive } from '../live/live.ts';
import { usePreferences } from '../preferences.ts';
import { useLikingsOfAccount } from '../session/likings.ts';
import { isSignedOut, useMe } from '../session/me.ts';
import { Setup } from '../session/setup.tsx';
import { SignIn } from '../session/sign-in.tsx';
import { Banners } from './banners.tsx';
import { GlobalShortcuts } from './global-shortcuts.tsx';
import { Navigation } from './navigation.tsx';
import { TopBar } from './top-bar.tsx';

const Palette = lazy(async () => ({ default: (await import('./palette.tsx')).Palette }));

/** What stands around every page. */
export function Frame() {
  const { t } = useTranslation('shell');
  const { navigation } = usePreferences();
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
        <Outlet />
      </AppShell.Main>
      <Suspense>
        <Palette />
      </Suspense>
      <GlobalShortcuts />
    </AppShell>
  );
}
