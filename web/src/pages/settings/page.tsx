import { Skeleton, Tabs } from '@mantine/core';
import { type ComponentType, lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { oneOf, useAddress } from '../../address.ts';
import { useMay } from '../../session/me.ts';
import { useShortcuts } from '../../shell/shortcuts.ts';
import { About } from './about.tsx';
import { Handlers } from './handlers.tsx';
import { Profile } from './profile.tsx';
import { Security } from './security.tsx';
import { Tokens } from './tokens.tsx';
import { Users } from './users.tsx';
import { Views } from './views.tsx';

const General = lazy(async () => ({ default: (await import('./general.tsx')).General }));
const Maintenance = lazy(async () => ({ default: (await import('./maintenance.tsx')).Maintenance }));

/** The parts of the page; one with an action is for those who may do it. */
const PARTS: readonly { name: string; content: ComponentType; action?: string }[] = [
  { name: 'profile', content: Profile },
  { name: 'security', content: Security },
  { name: 'views', content: Views },
  { name: 'tokens', content: Tokens },
  { name: 'users', content: Users, action: 'user.create' },
  { name: 'general', content: General },
  { name: 'maintenance', content: Maintenance },
  { name: 'handlers', content: Handlers },
  { name: 'about', content: About },
];

/** What the viewer likes, who may do what, and what holds for everybody. */
export default function SettingsPage() {
  const { t } = useTranslation('settings');
  const [address, change] = useAddress();
  const may = useMay();
  const parts = PARTS.filter(({ action }) => action === undefined || may(action));
  const { name: tab, content: Content } = parts.find(({ name }) => name === oneOf(address, 'tab')) ?? parts[0]!;
  useShortcuts(
    parts.map(({ name }, index) => ({
      keys: String(index + 1),
      label: `settings:tabs.${name}`,
      run: () => change({ tab: name, sort: undefined }),
    })),
  );
  return (
    <div className="page">
      <div className="page-head">
        <h1>{t('title')}</h1>
      </div>
      <Tabs value={tab} onChange={(name) => change({ tab: name ?? undefined, sort: undefined })} keepMounted={false}>
        <Tabs.List>
          {parts.map(({ name }) => (
            <Tabs.Tab key={name} value={name}>
              {t(`tabs.${name}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value={tab} pt="md">
          <div className="cron-overview">
            <Suspense fallback={<Skeleton height={240} />}>
              <Content />
            </Suspense>
          </div>
        </Tabs.Panel>
      </Tabs>
    </div>
  );
}
