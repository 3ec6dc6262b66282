import { Button } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { RotateCw } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { api, dataOf, type Resource } from '../../api/client.ts';
import { openDialog } from '../../dialogs/action-form.tsx';
import { OperationForm } from '../../operations/operation-form.tsx';
import { usePreferences } from '../../preferences.ts';
import { useMay } from '../../session/me.ts';
import { DataTable } from '../../table/data-table.tsx';
import { numberText } from '../../time/duration.ts';
import { Time } from '../../time/time.tsx';
import { useScope } from './range.ts';

type Group = Resource<'ErrorGroup'>;

/** Failures that are the same error, together; all of a group are retried at once. */
export function ErrorGroups() {
  const { t } = useTranslation('dashboard');
  const { language } = usePreferences();
  const navigate = useNavigate();
  const mayRetry = useMay()('execution.retry');
  const { scope } = useScope();
  const { data } = useQuery({
    queryKey: ['error-groups', scope],
    queryFn: ({ signal }) =>
      dataOf(api.GET('/api/v1/error-groups', { params: { query: { ...scope, limit: 10 } }, signal })),
    placeholderData: keepPreviousData,
    meta: { topics: ['stats', 'executions'] },
  });
  const filterOf = ({ fingerprint }: Group) => ({
    fingerprint,
    status: ['FAILED', 'TIMEOUT'],
    ...(scope.groupName ? { groupName: scope.groupName } : {}),
  });
  const retry = (group: Group): void =>
    openDialog(
      t('retryAll'),
      <OperationForm
        action="execution.retry"
        target={{ filter: filterOf(group) }}
        onStarted={(id) => void navigate({ to: `/operations/${id}` })}
      />,
    );
  return (
    <section>
      <h2 className="section-title">{t('errors')}</h2>
      <DataTable<Group>
        name="error-groups"
        label={t('errors')}
        rows={data?.items}
        idOf={({ fingerprint }) => fingerprint}
        empty={<p className="dimmed">{t('noErrors')}</p>}
        actions={(group) =>
          mayRetry && (
            <Button
              size="compact-sm"
              variant="default"
              leftSection={<RotateCw size={14} />}
              onClick={() => retry(group)}
            >
              {t('retryAll')}
            </Button>
          )
        }
        columns={[
          {
            id: 'count',
            label: t('count'),
            align: 'end',
            show: 'always',
            cell: (group) => (
              <Link to="/executions" search={filterOf(group) as never}>
                {numberText(group.executions, language)}
                <span className="hidden-text">
                  {t('failuresOf', { count: group.executions, handler: group.handlerName })}
                </span>
              </Link>
            ),
          },
          {
            id: 'message',
            label: t('message'),
            show: 'always',
            cell: ({ message, errorCode, handlerName }) => (
              <span className="two-lines">
                <span className="one-line mono" title={message} data-own>
                  {message.split('\n', 1)[0]}
                </span>
                <small className="mono">
                  {handlerName}
                  {errorCode && ` · ${errorCode}`}
                </small>
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
