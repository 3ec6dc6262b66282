import { useQuery } from '@tanstack/react-query';
import { ScrollText } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { api, dataOf, type Resource } from '../../api/client.ts';
import { JsonView } from '../../json/json-view.tsx';
import { Empty } from '../../states/empty.tsx';
import { Failure } from '../../states/failure.tsx';
import { DataTable } from '../../table/data-table.tsx';
import { Time } from '../../time/time.tsx';

type Entry = Resource<'AuditEntry'>;

/** What was changed about one thing, as a part of its page. */
export function AuditSlice({ type, id }: { type: string; id: string }) {
  const { t } = useTranslation('audit');
  const { data, error, refetch } = useQuery({
    queryKey: ['audit', type, id],
    queryFn: ({ signal }) =>
      dataOf(api.GET('/api/v1/audit', { params: { query: { targetType: type, targetId: id } }, signal })),
    meta: { topics: ['crons', 'executions', 'operations', 'workers'] },
  });
  if (error) return <Failure error={error} onRetry={() => void refetch()} />;
  return (
    <DataTable<Entry>
      name="audit-slice"
      label={t('title')}
      rows={data?.items}
      idOf={({ id: entry }) => entry}
      empty={
        <Empty icon={ScrollText} title={t('nothing')}>
          {t('nothingText')}
        </Empty>
      }
      columns={[
        { id: 'at', label: t('at'), cell: ({ createdAt }) => <Time at={createdAt} /> },
        { id: 'actor', label: t('actor'), cell: ({ actor }) => <span data-own>{actor}</span> },
        { id: 'action', label: t('action'), cell: ({ action }) => <span className="mono">{action}</span> },
        { id: 'reason', label: t('reason'), cell: ({ reason }) => reason },
        {
          id: 'after',
          label: t('after'),
          cell: ({ after }) => after !== null && <JsonView text={after as string} label={t('after')} />,
        },
        { id: 'via', label: t('via'), cell: ({ via }) => t([`way.${via}`, 'way.other']) },
      ]}
    />
  );
}
