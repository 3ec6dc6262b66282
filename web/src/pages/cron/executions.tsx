import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { History } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { oneOf, useAddress } from '../../address.ts';
import { api, type Cron, dataOf } from '../../api/client.ts';
import { Empty } from '../../states/empty.tsx';
import { Failure } from '../../states/failure.tsx';
import { ExecutionTable } from '../../table/execution-table.tsx';
import { Pager } from '../../table/pager.tsx';

/** The executions of a cron, newest first. */
export function Executions({ cron }: { cron: Cron }) {
  const { t } = useTranslation('crons');
  const [address] = useAddress();
  const cursor = oneOf(address, 'cursor');
  const { data, error, refetch } = useQuery({
    queryKey: ['executions', 'of', cron.id, 50, cursor],
    queryFn: ({ signal }) =>
      dataOf(api.GET('/api/v1/executions', { params: { query: { cronId: [cron.id], cursor } }, signal })),
    placeholderData: keepPreviousData,
    meta: { topics: ['executions'] },
  });
  return (
    <>
      {error && <Failure error={error} onRetry={() => void refetch()} />}
      <ExecutionTable
        name="cron-executions"
        label={t('tabs.executions')}
        rows={data?.items}
        ofOneCron
        empty={
          <Empty icon={History} title={t('noExecutions')} sample={`jobu cron trigger ${cron.name}`}>
            {t('noExecutionsText')}
          </Empty>
        }
      />
      <Pager page={data} />
    </>
  );
}
