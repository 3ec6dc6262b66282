import { SegmentedControl } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { CalendarClock, Play } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { oneOf, useAddress } from '../../address.ts';
import { api, dataOf } from '../../api/client.ts';
import { Empty } from '../../states/empty.tsx';
import { Failure } from '../../states/failure.tsx';
import { ExecutionTable } from '../../table/execution-table.tsx';
import { PlanTable } from '../upcoming/plan-table.tsx';
import { Attention } from './attention.tsx';
import { Charts } from './charts.tsx';
import { ErrorGroups } from './error-groups.tsx';
import { RANGES } from './range.ts';
import { Tiles } from './tiles.tsx';

const HOUR_MS = 3_600_000;
const SHOWN = 10;

/** How the installation does, what needs a hand, what ran last and what comes next. */
export default function Dashboard() {
  const { t } = useTranslation('dashboard');
  const [address, change] = useAddress();
  const range = RANGES.find((one) => one === oneOf(address, 'range')) ?? '24h';
  const [begin] = useState(() => Date.now());
  const summary = useQuery({
    queryKey: ['summary', range],
    queryFn: ({ signal }) => dataOf(api.GET('/api/v1/stats/summary', { params: { query: { range } }, signal })),
    placeholderData: keepPreviousData,
    meta: { topics: ['stats', 'executions', 'workers'] },
  });
  const latest = useQuery({
    queryKey: ['executions', 'latest'],
    queryFn: ({ signal }) => dataOf(api.GET('/api/v1/executions', { params: { query: { limit: SHOWN } }, signal })),
    meta: { topics: ['executions'] },
  });
  const plan = useQuery({
    queryKey: ['plan', 'hour'],
    queryFn: ({ signal }) =>
      dataOf(
        api.GET('/api/v1/plan', {
          params: { query: { to: new Date(begin + HOUR_MS).toISOString(), limit: SHOWN } },
          signal,
        }),
      ),
    meta: { topics: ['crons'] },
  });
  const error = summary.error ?? latest.error ?? plan.error;
  return (
    <div className="page">
      <div className="page-head">
        <h1>{t('title')}</h1>
        <div className="actions">
          <SegmentedControl
            aria-label={t('range')}
            value={range}
            onChange={(value) => change({ range: value })}
            data={RANGES.map((value) => ({ value, label: t(`ranges.${value}`) }))}
          />
        </div>
      </div>
      {error && <Failure error={error} onRetry={() => void summary.refetch()} />}
      {summary.data && <Tiles summary={summary.data} />}
      <Attention />
      <Charts range={range} />
      <ErrorGroups range={range} />
      <section>
        <h2 className="section-title">{t('latest')}</h2>
        <ExecutionTable
          name="latest"
          label={t('latest')}
          rows={latest.data?.items}
          empty={
            <Empty icon={Play} title={t('noExecutions')} sample="jobu cron trigger NAME">
              {t('noExecutionsText')}
            </Empty>
          }
        />
      </section>
      <section>
        <h2 className="section-title">{t('next')}</h2>
        <PlanTable
          rows={plan.data?.items}
          empty={
            <Empty icon={CalendarClock} title={t('noNext')}>
              {t('noNextText')}
            </Empty>
          }
        />
      </section>
    </div>
  );
}
