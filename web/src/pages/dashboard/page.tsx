import '../executions/executions.css';
import { Button, SegmentedControl, Skeleton } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useAddress } from '../../address.ts';
import { api, dataOf } from '../../api/client.ts';
import { GroupSelect } from '../../filters/group-select.tsx';
import { Failure } from '../../states/failure.tsx';
import { timeText, useDisplayZone } from '../../time/zone.ts';
import { Attention } from './attention.tsx';
import { Charts } from './charts.tsx';
import { ErrorGroups } from './error-groups.tsx';
import { NextHour } from './next-hour.tsx';
import { RANGES, useScope } from './range.ts';
import { Running } from './running.tsx';
import { Tiles } from './tiles.tsx';
import { WorkerLoad } from './worker-load.tsx';

/** How the installation does, what needs a hand, what runs and what comes next. */
export default function Dashboard() {
  const { t } = useTranslation('dashboard');
  const zone = useDisplayZone();
  const [, change] = useAddress();
  const { scope, range } = useScope();
  const { data, error, refetch } = useQuery({
    queryKey: ['stats', 'summary', scope],
    queryFn: ({ signal }) => dataOf(api.GET('/api/v1/stats/summary', { params: { query: scope }, signal })),
    placeholderData: keepPreviousData,
    meta: { topics: ['stats', 'executions', 'workers'] },
  });
  const at = (text: string): string => timeText(new Date(text), zone);
  return (
    <div className="page">
      <div className="page-head">
        <h1>{t('title')}</h1>
        <div className="actions">
          {!range && (
            <Button
              variant="default"
              rightSection={<X size={15} />}
              title={t('wholeTime')}
              onClick={() => change({ from: undefined, to: undefined })}
            >
              {at(scope.from!)} – {at(scope.to!)}
            </Button>
          )}
          <GroupSelect />
          <SegmentedControl
            aria-label={t('range')}
            value={range ?? ''}
            onChange={(value) => change({ range: value, from: undefined, to: undefined })}
            data={RANGES.map((value) => ({ value, label: t(`ranges.${value}`) }))}
          />
        </div>
      </div>
      {error && <Failure error={error} onRetry={() => void refetch()} />}
      {data ? <Tiles summary={data} /> : <Skeleton height={104} />}
      <div className="panels">
        <Attention />
        <Running />
      </div>
      <Charts />
      <ErrorGroups />
      <div className="panels">
        <NextHour />
        {data && <WorkerLoad summary={data} />}
      </div>
    </div>
  );
}
