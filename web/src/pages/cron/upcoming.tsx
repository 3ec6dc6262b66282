import { useQuery } from '@tanstack/react-query';
import { CalendarOff } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { api, type Cron, dataOf } from '../../api/client.ts';
import { Empty } from '../../states/empty.tsx';
import { Failure } from '../../states/failure.tsx';
import { PlanTable } from '../upcoming/plan-table.tsx';

/** The next 50 occurrences of a cron, with what calendars and pauses do to them. */
export function Upcoming({ cron }: { cron: Cron }) {
  const { t } = useTranslation('crons');
  const { data, error, refetch } = useQuery({
    queryKey: ['occurrences', cron.id],
    queryFn: ({ signal }) =>
      dataOf(
        api.GET('/api/v1/crons/{id}/occurrences', { params: { path: { id: cron.id }, query: { limit: 50 } }, signal }),
      ),
    meta: { topics: ['crons'] },
  });
  return (
    <>
      {error && <Failure error={error} onRetry={() => void refetch()} />}
      <PlanTable
        rows={data?.items}
        ofOneCron
        empty={
          <Empty icon={CalendarOff} title={t('noUpcoming')}>
            {t('noUpcomingText')}
          </Empty>
        }
      />
    </>
  );
}
