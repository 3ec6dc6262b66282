import { ScrollArea } from '@mantine/core';
import { Link, useLocation } from '@tanstack/react-router';
import { BookOpen, ChevronsLeft, ChevronsRight } from 'lucide-react';
import { Fragment } from 'react';
import { useTranslation } from 'react-i18next';
import { PAGES } from '../pages/list.ts';
import { preferences, usePreferences } from '../preferences.ts';
import { PinnedViews } from '../views/pinned.tsx';
import { Badges, useBadges } from './badges.tsx';

/** The pages, and the switch between wide and narrow. */
export function Navigation() {
  const { t } = useTranslation('shell');
  const { navigation } = usePreferences();
  const { pathname } = useLocation();
  const badges = useBadges();
  const narrow = navigation === 'narrow' || undefined;
  const isCurrent = (path: string) => (path === '/' ? pathname === '/' : `${pathname}/`.startsWith(`${path}/`));
  const Arrow = narrow ? ChevronsRight : ChevronsLeft;
  return (
    <>
      <ScrollArea style={{ flex: 1 }}>
        <div className="navigation" data-narrow={narrow}>
          {PAGES.map(({ path, nav }) => {
            if (!nav) return null;
            const { icon: Icon, name } = nav;
            const current = isCurrent(path);
            return (
              <Fragment key={path}>
                <Link
                  to={path}
                  title={narrow && t(`nav.${name}`)}
                  data-current={current || undefined}
                  aria-current={current ? 'page' : undefined}
                >
                  <Icon size={19} strokeWidth={1.75} aria-hidden />
                  <span>{t(`nav.${name}`)}</span>
                  <Badges badges={badges[name]} />
                </Link>
                <PinnedViews page={name} narrow={narrow} />
              </Fragment>
            );
          })}
          <a href="docs/" title={narrow && t('nav.api')}>
            <BookOpen size={19} strokeWidth={1.75} aria-hidden />
            <span>{t('nav.api')}</span>
          </a>
        </div>
      </ScrollArea>
      <button
        type="button"
        className="narrow-switch"
        aria-label={t(narrow ? 'nav.widen' : 'nav.narrow')}
        onClick={() => preferences.set({ navigation: narrow ? 'wide' : 'narrow' })}
      >
        <Arrow size={18} aria-hidden />
      </button>
    </>
  );
}
