import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api, dataOf, type Resource } from '../../api/client.ts';
import { DataTable } from '../../table/data-table.tsx';
import { Time } from '../../time/time.tsx';
import type { Range } from './range.ts';

/** Failures that are the same error, together. */
export function ErrorGroups({ range }: { range: Range }) {
  const { t } = useTranslation('dashboard');
  const { data } = useQuery({
    queryKey: ['error-groups', range],
    queryFn: ({ signal }) =>
      dataOf(api.GET('/api/v1/error-groups', { params: { query: { range, limit: 10 } }, signal })),
    meta: { topics: ['stats', 'executions'] },
  });
  return (
    <section>
      <h2 className="section-title">{t('errors')}</h2>
      <DataTable<Resource<'ErrorGroup'>>
        name="error-groups"
        label={t('errors')}
        rows={data?.items}
        idOf={({ fingerprint }) => fingerprint}
        empty={<p className="dimmed">{t('noErrors')}</p>}
        columns={[
          { id: 'count', label: t('count'), align: 'end', cell: ({ executions }) => executions },
          {
            id: 'handler',
            label: t('handler'),
            cell: ({ handlerName }) => <span className="mono">{handlerName}</span>,
          },
          {
            id: 'message',
            label: t('message'),
            cell: ({ message }) => (
              <span className="one-line mono" title={message}>
                {message.split('\n', 1)[0]}
              </span>
            ),
          },
          { id: 'first', label: t('firstSeen'), cell: ({ firstSeenAt }) => <Time at={firstSeenAt} /> },
          { id: 'last', label: t('lastSeen'), cell: ({ lastSeenAt }) => <Time at={lastSeenAt} /> },
        ]}
      />
    </section>
  );
}
