import { useQuery } from '@tanstack/react-query';
import { CalendarClock, Play } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { api, dataOf } from '../../api/client.ts';
import { Empty } from '../../states/empty.tsx';
import { Failure } from '../../states/failure.tsx';
import { StatusBadge } from '../../status/status-badge.tsx';
import { DataTable } from '../../table/data-table.tsx';
import { Countdown, Time } from '../../time/time.tsx';

const SHOWN = 20;

/** What ran last and what is due next. */
export default function Dashboard() {
  const { t } = useTranslation('dashboard');
  const executions = useQuery({
    queryKey: ['executions', 'latest'],
    queryFn: ({ signal }) => dataOf(api.GET('/api/v1/executions', { params: { query: { limit: SHOWN } }, signal })),
    meta: { topics: ['executions'] },
  });
  const crons = useQuery({
    queryKey: ['crons', 'next'],
    queryFn: ({ signal }) =>
      dataOf(api.GET('/api/v1/crons', { params: { query: { limit: 200, isEnabled: 'true' } }, signal })),
    meta: { topics: ['crons'] },
  });
  const due = crons.data?.items
    .filter(({ nextRunAt }) => nextRunAt !== null)
    .sort((one, other) => Date.parse(one.nextRunAt!) - Date.parse(other.nextRunAt!))
    .slice(0, SHOWN);
  return (
    <div className="page">
      <div className="page-head">
        <h1>{t('title')}</h1>
      </div>
      <h2>{t('latest')}</h2>
      {executions.error && <Failure error={executions.error} onRetry={() => void executions.refetch()} />}
      <DataTable
        name="latest"
        label={t('latest')}
        rows={executions.data?.items}
        idOf={({ id }) => id}
        empty={
          <Empty icon={Play} title={t('noExecutions')} sample="jobu cron trigger NAME">
            {t('noExecutionsText')}
          </Empty>
        }
        columns={[
          { id: 'id', label: t('crons:id'), cell: ({ id }) => <span className="mono">{id}</span> },
          { id: 'status', label: t('crons:status'), cell: ({ status }) => <StatusBadge status={status} /> },
          { id: 'name', label: t('crons:name'), cell: ({ cronName, handlerName }) => cronName ?? handlerName },
          { id: 'scheduled', label: t('crons:scheduled'), cell: ({ scheduledTime }) => <Time at={scheduledTime} /> },
        ]}
      />
      <h2>{t('next')}</h2>
      <DataTable
        name="next"
        label={t('next')}
        rows={due}
        idOf={({ id }) => id}
        empty={
          <Empty icon={CalendarClock} title={t('noNext')} sample="jobu cron add">
            {t('noNextText')}
          </Empty>
        }
        columns={[
          { id: 'name', label: t('crons:name'), cell: ({ name }) => name },
          {
            id: 'next',
            label: t('crons:next'),
            cell: ({ nextRunAt, timeZone }) => <Time at={nextRunAt} ownZone={timeZone} />,
          },
          { id: 'countdown', label: t('crons:countdown'), cell: ({ nextRunAt }) => <Countdown to={nextRunAt!} /> },
        ]}
      />
    </div>
  );
}
