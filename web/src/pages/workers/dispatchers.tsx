import { useQuery } from '@tanstack/react-query';
import { Radio } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { api, dataOf } from '../../api/client.ts';
import { usePreferences } from '../../preferences.ts';
import { Empty } from '../../states/empty.tsx';
import { Failure } from '../../states/failure.tsx';
import { Mark } from '../../status/status-badge.tsx';
import { DataTable } from '../../table/data-table.tsx';
import { durationText } from '../../time/duration.ts';
import { Countdown, Time } from '../../time/time.tsx';

/** The dispatchers and how far behind they are. */
export function Dispatchers() {
  const { t } = useTranslation('workers');
  const { language } = usePreferences();
  const { data, error, refetch } = useQuery({
    queryKey: ['dispatchers'],
    queryFn: ({ signal }) => dataOf(api.GET('/api/v1/dispatchers', { signal })),
    meta: { topics: ['workers', 'crons'] },
  });
  return (
    <div className="execution-overview">
      {error && <Failure error={error} onRetry={() => void refetch()} />}
      {data && (
        <div className="note" data-tone={data.lagMs > 60_000 ? 'warning' : 'success'}>
          {data.lagMs === 0 ? t('noLag') : t('lag', { time: durationText(data.lagMs, language) })}
        </div>
      )}
      <DataTable
        name="dispatchers"
        label={t('tabs.dispatchers')}
        rows={error && !data ? [] : data?.items}
        idOf={({ id }) => id}
        empty={
          error ? null : (
            <Empty icon={Radio} title={t('noDispatcher')} sample="jobu dispatcher">
              {t('noDispatcherText')}
            </Empty>
          )
        }
        columns={[
          {
            id: 'state',
            label: t('stateName'),
            cell: ({ isAlive }) => (
              <Mark tone={isAlive ? 'success' : 'danger'}>{t(isAlive ? 'state.active' : 'state.stale')}</Mark>
            ),
          },
          {
            id: 'host',
            label: t('host'),
            cell: ({ host, pid, id }) => (
              <span className="two-lines">
                <span className="mono">
                  {host} · {pid}
                </span>
                <small className="mono">{id}</small>
              </span>
            ),
          },
          { id: 'pass', label: t('lastPass'), cell: ({ lastPassAt }) => <Countdown to={lastPassAt} /> },
          { id: 'version', label: t('version'), cell: ({ version }) => <span className="mono">{version}</span> },
          { id: 'started', label: t('started'), cell: ({ startedAt }) => <Time at={startedAt} /> },
        ]}
      />
    </div>
  );
}
