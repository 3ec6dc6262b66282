import { useQuery } from '@tanstack/react-query';
import { CirclePause, Info, LockOpen, TriangleAlert, WifiOff } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { api, dataOf, type Resource } from '../api/client.ts';
import { queries } from '../api/queries.ts';
import { useLiveState } from '../live/live.ts';
import { usePreferences } from '../preferences.ts';
import { useMe } from '../session/me.ts';
import { useSettings } from '../session/settings.ts';
import { numberText } from '../time/duration.ts';
import { Countdown, Time } from '../time/time.tsx';

type Status = Resource<'SystemStatus'>;

function Banner({ tone, children }: { tone: 'warning' | 'danger' | 'info'; children: ReactNode }) {
  return (
    <div className="banner" data-tone={tone} role="status">
      {children}
    </div>
  );
}

/** What concerns every page, as the server sees it. */
export function useStatus() {
  return useQuery({
    queryKey: ['status'],
    queryFn: ({ signal }) => dataOf(api.GET('/api/v1/system/status', { signal })),
    refetchInterval: 60_000,
    meta: { topics: ['banner'] },
  });
}

function Paused({ pause }: { pause: Status['scheduler'] }) {
  const { t } = useTranslation('scheduler');
  if (!pause.isPaused) return null;
  return (
    <Banner tone="warning">
      <CirclePause size={16} aria-hidden /> <strong>{t('banner.paused')}</strong>
      {pause.actor && <span data-own>{t('banner.pausedBy', { actor: pause.actor })}</span>}
      {pause.reason && <span data-own>“{pause.reason}”</span>}
      <span>
        {t('banner.since')} <Time at={pause.since} />
      </span>
      {pause.until && (
        <span>
          {t('banner.until')} <Time at={pause.until} />
        </span>
      )}
    </Banner>
  );
}

function WrongClock({ clock: { host, pid, role, skewMs } }: { clock: Status['skewedClocks'][number] }) {
  const { t } = useTranslation('scheduler');
  const { language } = usePreferences();
  const seconds = numberText(Math.abs(skewMs) / 1000, language, 1);
  return (
    <Banner tone="warning">
      <TriangleAlert size={16} aria-hidden />
      {t(skewMs > 0 ? 'banner.skew' : 'banner.skewBehind', { seconds, process: `${host} · ${role} ${pid}` })}
    </Banner>
  );
}

/** The last state stays on the page; this says how old it is. */
function Offline() {
  const { t } = useTranslation('scheduler');
  const answered = queries.getQueryCache().getAll();
  const lastMs = Math.max(0, ...answered.map(({ state }) => state.dataUpdatedAt));
  return (
    <Banner tone="danger">
      <WifiOff size={16} aria-hidden /> {t('shell:banner.offline')}
      {lastMs > 0 && (
        <span>
          {t('banner.asOf')} <Time at={new Date(lastMs).toISOString()} /> (
          <Countdown to={new Date(lastMs).toISOString()} />)
        </span>
      )}
    </Banner>
  );
}

const isLoopback = /^(localhost|127\.[\d.]+|\[::1\])$/.test(location.hostname);

/** What concerns every page: the pause, nothing dispatches, nothing works, the server does not answer, a notice. */
export function Banners() {
  const { t } = useTranslation('scheduler');
  const offline = useLiveState() === 'offline';
  const { data: me } = useMe();
  const { data: settings } = useSettings();
  const { data: status } = useStatus();
  return (
    <>
      {settings?.notice && (
        <Banner tone="info">
          <Info size={16} aria-hidden /> <span data-own>{settings.notice}</span>
        </Banner>
      )}
      {offline && <Offline />}
      {me?.via === 'session' && location.protocol === 'http:' && !isLoopback && (
        <Banner tone="warning">
          <LockOpen size={16} aria-hidden /> {t('banner.insecure')}
        </Banner>
      )}
      {status && <Paused pause={status.scheduler} />}
      {(['dispatcher', 'worker'] as const).map(
        (role) =>
          status?.alive[role] === 0 && (
            <Banner key={role} tone="warning">
              <TriangleAlert size={16} aria-hidden /> {t(`shell:banner.no_${role}`)} <code>jobu {role}</code>
            </Banner>
          ),
      )}
      {status?.skewedClocks.map((clock) => (
        <WrongClock key={clock.id} clock={clock} />
      ))}
      {status && status.pendingMigrations.length > 0 && (
        <Banner tone="danger">
          <TriangleAlert size={16} aria-hidden /> {t('banner.migrations', { number: status.pendingMigrations.length })}{' '}
          <code>jobu migrate</code>
        </Banner>
      )}
    </>
  );
}
