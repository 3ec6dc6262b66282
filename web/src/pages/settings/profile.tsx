import { SegmentedControl, Select, Switch, Text, useMantineColorScheme } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { usePreferences } from '../../preferences.ts';
import { serverFacts } from '../../server.ts';
import { isKept, type Likings, useKeepLikings } from '../../session/likings.ts';
import { useMe } from '../../session/me.ts';
import { Failure } from '../../states/failure.tsx';
import { PAGES } from '../list.ts';
import { Facts, Panel, ZONES } from './panel.tsx';

function Choice({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div>
      <Text size="sm" fw={500} mb={4}>
        {label}
      </Text>
      {children}
    </div>
  );
}

/** How the viewer likes the pages; every choice holds at once. */
export function Profile() {
  const { t } = useTranslation(['settings', 'shell', 'session']);
  const { data: me } = useMe();
  const { language, zone, density, shortcuts, startPage } = usePreferences();
  const { colorScheme } = useMantineColorScheme();
  const keep = useKeepLikings();
  const { mutate, error } = useMutation({ mutationFn: (change: Likings) => keep(change) });
  return (
    <>
      {me && (
        <Panel title={t('profile.who')}>
          <Facts
            facts={[
              [t('name'), me.displayName ? `${me.displayName} (${me.name})` : me.name],
              [t('role'), t(`session:role.${me.role}`)],
              [t('groups'), me.groups?.join(', ') ?? t('allGroups')],
            ]}
          />
        </Panel>
      )}
      <Panel title={t('profile.display')} hint={t(isKept(me) ? 'profile.inAccount' : 'profile.inBrowser')}>
        <div className="settings-fields">
          <Choice label={t('profile.language')}>
            <SegmentedControl
              aria-label={t('profile.language')}
              value={language}
              onChange={(value) => mutate({ language: value as 'ko' | 'en' })}
              data={[
                { value: 'ko', label: <span lang="ko">한국어</span> },
                { value: 'en', label: <span lang="en">English</span> },
              ]}
            />
          </Choice>
          <Choice label={t('shell:theme.title')}>
            <SegmentedControl
              aria-label={t('shell:theme.title')}
              value={colorScheme}
              onChange={(value) => mutate({ theme: value === 'auto' ? 'system' : (value as 'light' | 'dark') })}
              data={(['light', 'dark', 'auto'] as const).map((value) => ({ value, label: t(`shell:theme.${value}`) }))}
            />
          </Choice>
          <Choice label={t('shell:table.density')}>
            <SegmentedControl
              aria-label={t('shell:table.density')}
              value={density}
              onChange={(value) =>
                mutate({ density: value === 'roomy' ? 'comfortable' : (value as 'compact' | 'normal') })
              }
              data={(['compact', 'normal', 'roomy'] as const).map((value) => ({
                value,
                label: t(`shell:table.${value}`),
              }))}
            />
          </Choice>
          <Select
            label={t('profile.zone')}
            description={t('profile.zoneHint', { zone: serverFacts.timeZone })}
            placeholder={serverFacts.timeZone}
            searchable
            clearable
            data={zone === null || ZONES.includes(zone) ? ZONES : [zone, ...ZONES]}
            limit={100}
            value={zone}
            onChange={(value) => mutate({ timeZone: value })}
          />
          <Select
            label={t('profile.startPage')}
            description={t('profile.startPageHint')}
            data={PAGES.flatMap(({ path, nav }) => (nav ? [{ value: path, label: t(`shell:nav.${nav.name}`) }] : []))}
            value={startPage}
            allowDeselect={false}
            onChange={(value) => mutate({ startPage: value })}
          />
          <Switch
            label={t('profile.shortcuts')}
            description={t('profile.shortcutsHint')}
            checked={shortcuts}
            onChange={({ currentTarget }) => mutate({ shortcuts: currentTarget.checked })}
          />
        </div>
        {error && <Failure error={error} />}
      </Panel>
    </>
  );
}
