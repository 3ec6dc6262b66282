import { Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api, dataOf } from '../../api/client.ts';
import { usePreferences } from '../../preferences.ts';
import { Failure } from '../../states/failure.tsx';
import { DataTable } from '../../table/data-table.tsx';
import { durationText, numberText } from '../../time/duration.ts';

const SKEW_MS = 2_000;

/** The database: how fast it answers, whether its clock and its schema fit, and how large its tables are. */
export function DatabaseFacts() {
  const { t } = useTranslation('workers');
  const { language } = usePreferences();
  const { data, error, refetch } = useQuery({
    queryKey: ['database'],
    queryFn: ({ signal }) => dataOf(api.GET('/api/v1/system/database', { signal })),
    refetchInterval: 15_000,
  });
  if (!data) return error ? <Failure error={error} onRetry={() => void refetch()} /> : <Skeleton height={220} />;
  const isSkewed = Math.abs(data.clockSkewMs) > SKEW_MS;
  return (
    <div className="execution-overview">
      {error && <Failure error={error} onRetry={() => void refetch()} />}
      {data.pendingMigrations.length > 0 && (
        <div className="note" data-tone="warning">
          {t('pendingMigrations', { count: data.pendingMigrations.length })} <code>jobu migrate</code>
        </div>
      )}
      <dl className="facts">
        <div>
          <dt>{t('database')}</dt>
          <dd data-own>{data.version}</dd>
        </div>
        <div>
          <dt>{t('databaseName')}</dt>
          <dd className="mono">{data.name}</dd>
        </div>
        <div>
          <dt>{t('latency')}</dt>
          <dd>{durationText(data.latencyMs, language)}</dd>
        </div>
        <div>
          <dt>{t('connections')}</dt>
          <dd className={data.connections.waiting > 0 ? 'late' : undefined}>
            {t('connectionsUsed', data.connections)}
            {data.connections.waiting > 0 && ` · ${t('connectionsWaiting', { count: data.connections.waiting })}`}
          </dd>
        </div>
        <div>
          <dt>{t('skew')}</dt>
          <dd className={isSkewed ? 'late' : undefined}>
            {data.clockSkewMs < 0 ? '−' : ''}
            {durationText(Math.abs(data.clockSkewMs), language)}
          </dd>
        </div>
      </dl>
      <DataTable
        name="tables"
        label={t('tables')}
        rows={data.tables}
        idOf={({ name }) => name}
        empty={null}
        columns={[
          { id: 'name', label: t('table'), cell: ({ name }) => <span className="mono">{name}</span> },
          { id: 'rows', label: t('rows'), align: 'end', cell: ({ rows }) => numberText(rows, language) },
        ]}
      />
    </div>
  );
}
