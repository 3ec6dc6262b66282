import { SegmentedControl } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { CalendarOff } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { oneOf, useAddress } from '../../address.ts';
import { api, dataOf } from '../../api/client.ts';
import { Empty } from '../../states/empty.tsx';
import { Failure } from '../../states/failure.tsx';
import { Pager } from '../../table/pager.tsx';
import { useDisplayZone } from '../../time/zone.ts';
import { Density } from './density.tsx';
import { PlanTable } from './plan-table.tsx';

const DAYS = { day: 1, week: 7, month: 31 } as const;
type Range = keyof typeof DAYS;
const RANGES = Object.keys(DAYS) as Range[];

/** What will run, and what keeps the rest from running. */
export default function Upcoming() {
  const { t } = useTranslation('upcoming');
  const [address, change] = useAddress();
  const range = RANGES.find((name) => name === oneOf(address, 'range')) ?? 'day';
  const cursor = oneOf(address, 'cursor');
  const zone = useDisplayZone();
  const [begin] = useState(() => Date.now());
  const to = new Date(begin + DAYS[range] * 86_400_000).toISOString();
  const plan = useQuery({
    queryKey: ['plan', range, cursor],
    queryFn: ({ signal }) => dataOf(api.GET('/api/v1/plan', { params: { query: { to, cursor, limit: 100 } }, signal })),
    placeholderData: keepPreviousData,
    meta: { topics: ['crons'] },
  });
  const density = useQuery({
    queryKey: ['plan', range, zone, 'density'],
    queryFn: ({ signal }) =>
      dataOf(
        api.GET('/api/v1/plan', {
          params: { query: { to, groupBy: range === 'day' ? 'minute' : 'hour', timeZone: zone } },
          signal,
        }),
      ),
    placeholderData: keepPreviousData,
    meta: { topics: ['crons'] },
  });
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
      {(plan.error ?? density.error) && (
        <Failure error={plan.error ?? density.error} onRetry={() => void plan.refetch()} />
      )}
      {density.data?.groups && density.data.groups.length > 0 && (
        <Density
          groups={density.data.groups}
          unit={range === 'day' ? 'minute' : 'hour'}
          zone={zone}
          isCut={density.data.isCut}
        />
      )}
      <PlanTable
        rows={plan.data?.items}
        empty={
          <Empty icon={CalendarOff} title={t('nothing')}>
            {t('nothingText')}
          </Empty>
        }
      />
      <Pager page={plan.data} />
    </div>
  );
}
