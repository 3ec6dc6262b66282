import { ActionIcon, Button, SegmentedControl } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { CalendarOff, ChevronLeft, ChevronRight } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { oneOf, useAddress } from '../../address.ts';
import { api, dataOf } from '../../api/client.ts';
import { GroupSelect } from '../../filters/group-select.tsx';
import { usePreferences } from '../../preferences.ts';
import { Empty } from '../../states/empty.tsx';
import { Failure } from '../../states/failure.tsx';
import { Pager } from '../../table/pager.tsx';
import { useDisplayZone } from '../../time/zone.ts';
import { Density } from './density.tsx';
import { MonthGrid } from './month-grid.tsx';
import { addDays, usePeriod, VIEWS } from './period.ts';
import { PlanTable } from './plan-table.tsx';

const GROUPING = { agenda: 'minute', day: 'minute', week: 'hour', month: 'day' } as const;

/** What will run, and what keeps the rest from running. */
export default function Upcoming() {
  const { t } = useTranslation('upcoming');
  const { language } = usePreferences();
  const zone = useDisplayZone();
  const [address, change] = useAddress();
  const [begin] = useState(() => Date.now());
  // Weeks begin as they do in the calendars of the country.
  const firstWeekday = language === 'ko' ? 0 : 1;
  const { view, first, end, today, from, to, later } = usePeriod(begin, firstWeekday);
  const cursor = oneOf(address, 'cursor');
  const groupName = oneOf(address, 'groupName');
  const range = {
    ...(from.getTime() > begin ? { from: from.toISOString() } : {}),
    to: to.toISOString(),
    ...(groupName ? { groupName: [groupName] } : {}),
  };
  const isOver = to.getTime() <= begin;
  const plan = useQuery({
    queryKey: ['plan', view, range, cursor],
    queryFn: ({ signal }) =>
      dataOf(api.GET('/api/v1/plan', { params: { query: { ...range, cursor, limit: 100 } }, signal })),
    placeholderData: keepPreviousData,
    enabled: !isOver && view !== 'month',
    meta: { topics: ['crons', 'banner'] },
  });
  const counts = useQuery({
    queryKey: ['plan', view, range, zone, 'counts'],
    queryFn: ({ signal }) =>
      dataOf(
        api.GET('/api/v1/plan', { params: { query: { ...range, groupBy: GROUPING[view], timeZone: zone } }, signal }),
      ),
    placeholderData: keepPreviousData,
    enabled: !isOver,
    meta: { topics: ['crons', 'banner'] },
  });
  const error = plan.error ?? counts.error;
  const groups = isOver || counts.isPlaceholderData ? [] : (counts.data?.groups ?? []);
  const toDate = (date: string): void => change({ date: date === today ? undefined : date });
  const daySearch = (date: string): object => ({ ...address, view: 'day', date, cursor: undefined });
  const nothing = (
    <Empty icon={CalendarOff} title={t('nothing')}>
      {t('nothingText')}
    </Empty>
  );
  const last = addDays(end, -1);
  return (
    <div className="page">
      <div className="page-head">
        <h1>{t('title')}</h1>
        <div className="actions">
          <GroupSelect />
          <SegmentedControl
            aria-label={t('view')}
            value={view}
            onChange={(value) => change({ view: value === 'agenda' ? undefined : value })}
            data={VIEWS.map((value) => ({ value, label: t(`views.${value}`) }))}
          />
        </div>
      </div>
      {view !== 'agenda' && (
        <div className="marks">
          <ActionIcon
            variant="default"
            size={34}
            aria-label={t('earlier')}
            disabled={first <= today}
            onClick={() => toDate(later(-1))}
          >
            <ChevronLeft size={17} />
          </ActionIcon>
          <Button variant="default" onClick={() => toDate(today)}>
            {t('today')}
          </Button>
          <ActionIcon variant="default" size={34} aria-label={t('later')} onClick={() => toDate(later(1))}>
            <ChevronRight size={17} />
          </ActionIcon>
          <strong role="status">
            {view === 'month' ? first.slice(0, 7) : first === last ? first : `${first} – ${last}`}
          </strong>
        </div>
      )}
      {error && <Failure error={error} onRetry={() => void (plan.error ? plan.refetch() : counts.refetch())} />}
      {view === 'month' ? (
        <MonthGrid {...{ first, end, today, firstWeekday, zone, groups }} searchOf={daySearch} />
      ) : (
        groups.length > 0 && (
          <Density
            groups={groups}
            unit={view === 'week' ? 'hour' : 'minute'}
            zone={zone}
            isCut={counts.data?.isCut ?? false}
            searchOf={view === 'week' ? daySearch : undefined}
          />
        )
      )}
      {view === 'month' && counts.data?.isCut && <p className="dimmed small">{t('density.cut')}</p>}
      {isOver
        ? nothing
        : view !== 'month' && (
            <>
              <PlanTable rows={error && !plan.data ? [] : plan.data?.items} empty={error ? null : nothing} />
              <Pager page={plan.data} />
            </>
          )}
    </div>
  );
}
