import { useQuery } from '@tanstack/react-query';
import { TriangleAlert, WifiOff } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { api, dataOf } from '../api/client.ts';
import { useLiveState } from '../live/live.ts';

function Banner({ tone, children }: { tone: 'warning' | 'danger'; children: ReactNode }) {
  return (
    <div className="banner" data-tone={tone} role="status">
      {children}
    </div>
  );
}

/** What concerns every page: nothing dispatches, nothing works, the server does not answer. */
export function Banners() {
  const { t } = useTranslation('shell');
  const offline = useLiveState() === 'offline';
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
      {offline && (
        <Banner tone="danger">
          <WifiOff size={16} aria-hidden /> {t('banner.offline')}
        </Banner>
      )}
      {(['dispatcher', 'worker'] as const).map(
        (role) =>
          isMissing(role) && (
            <Banner key={role} tone="warning">
              <TriangleAlert size={16} aria-hidden /> {t(`banner.no_${role}`)} <code>jobu {role}</code>
            </Banner>
          ),
      )}
    </>
  );
}
