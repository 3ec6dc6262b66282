import { useQuery } from '@tanstack/react-query';
import { CirclePause, Info, TriangleAlert, WifiOff } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { api, dataOf } from '../api/client.ts';
import { useLiveState } from '../live/live.ts';
import { usePreferences } from '../preferences.ts';
import { useSettings } from '../session/settings.ts';
import { numberText } from '../time/duration.ts';
import { Time } from '../time/time.tsx';

const SKEW_MS = 2_000;

function Banner({ tone, children }: { tone: 'warning' | 'danger' | 'info'; children: ReactNode }) {
  return (
    <div className="banner" data-tone={tone} role="status">
      {children}
    </div>
  );
}

/** Whether the whole scheduler is paused. */
export function useScheduler() {
  return useQuery({
    queryKey: ['scheduler'],
    queryFn: ({ signal }) => dataOf(api.GET('/api/v1/system/scheduler', { signal })),
    refetchInterval: 15_000,
    meta: { topics: ['crons', 'banner'] },
  });
}

function Paused() {
  const { t } = useTranslation('scheduler');
  const { data } = useScheduler();
  if (!data?.isPaused) return null;
  return (
    <Banner tone="warning">
      <CirclePause size={16} aria-hidden /> <strong>{t('banner.paused')}</strong>
      {data.actor && <span data-own>{t('banner.pausedBy', { actor: data.actor })}</span>}
      {data.reason && <span data-own>“{data.reason}”</span>}
      <span>
        {t('banner.since')} <Time at={data.since} />
      </span>
      {data.until && (
        <span>
          {t('banner.until')} <Time at={data.until} />
        </span>
      )}
    </Banner>
  );
}

/** What is wrong with the database, or with the clocks around it. */
function DatabaseTrouble() {
  const { t } = useTranslation('scheduler');
  const { language } = usePreferences();
  const { data } = useQuery({
    queryKey: ['database'],
    queryFn: ({ signal }) => dataOf(api.GET('/api/v1/system/database', { signal })),
    refetchInterval: 60_000,
    meta: { topics: ['banner'] },
  });
  if (!data) return null;
  const { clockSkewMs: skewMs, pendingMigrations } = data;
  const seconds = numberText(Math.abs(skewMs) / 1000, language, 1);
  return (
    <>
      {Math.abs(skewMs) > SKEW_MS && (
        <Banner tone="warning">
          <TriangleAlert size={16} aria-hidden /> {t(skewMs > 0 ? 'banner.skew' : 'banner.skewBehind', { seconds })}
        </Banner>
      )}
      {pendingMigrations.length > 0 && (
        <Banner tone="danger">
          <TriangleAlert size={16} aria-hidden /> {t('banner.migrations', { number: pendingMigrations.length })}{' '}
          <code>jobu migrate</code>
        </Banner>
      )}
    </>
  );
}

/** What concerns every page: the pause, nothing dispatches, nothing works, the server does not answer, a notice. */
export function Banners() {
  const { t } = useTranslation('shell');
  const offline = useLiveState() === 'offline';
  const { data: settings } = useSettings();
  const { data } = useQuery({
    queryKey: ['alive'],
    queryFn: ({ signal }) =>
      dataOf(api.GET('/api/v1/workers', { params: { query: { state: ['active', 'draining'], limit: 200 } }, signal })),
    refetchInterval: 15_000,
    meta: { topics: ['workers', 'banner'] },
  });
  const isMissing = (role: string) => data && !data.items.some((one) => one.role === role && one.isAlive);
  return (
    <>
      {settings?.notice && (
        <Banner tone="info">
          <Info size={16} aria-hidden /> <span data-own>{settings.notice}</span>
        </Banner>
      )}
      {offline && (
        <Banner tone="danger">
          <WifiOff size={16} aria-hidden /> {t('banner.offline')}
        </Banner>
      )}
      <Paused />
      {(['dispatcher', 'worker'] as const).map(
        (role) =>
          isMissing(role) && (
            <Banner key={role} tone="warning">
              <TriangleAlert size={16} aria-hidden /> {t(`banner.no_${role}`)} <code>jobu {role}</code>
            </Banner>
          ),
      )}
      <DatabaseTrouble />
    </>
  );
}
