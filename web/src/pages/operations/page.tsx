import { Button, Select } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { CircleStop, ListChecks } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { oneOf, useAddress } from '../../address.ts';
import { api, dataOf } from '../../api/client.ts';
import { may } from '../../api/permissions.ts';
import type { Operation } from '../../operations/operation-form.tsx';
import { OperationProgress, OperationState } from '../../operations/state.tsx';
import { useStop } from '../../operations/stop.tsx';
import { OperationFilter } from '../../operations/target.tsx';
import { Empty } from '../../states/empty.tsx';
import { Failure } from '../../states/failure.tsx';
import { DataTable } from '../../table/data-table.tsx';
import { Pager } from '../../table/pager.tsx';
import { Time } from '../../time/time.tsx';

const STATUSES = ['COLLECTING', 'RUNNING', 'DONE', 'STOPPED', 'FAILED'] as const;
const ENTITIES = ['execution', 'cron'] as const;

/** All operations on many crons or executions, the latest first. */
export default function Operations() {
  const { t } = useTranslation('operations');
  const navigate = useNavigate();
  const stop = useStop();
  const [address, change] = useAddress();
  const cursor = oneOf(address, 'cursor');
  const status = oneOf(address, 'status');
  const entity = oneOf(address, 'entity');
  const { data, error, refetch } = useQuery({
    queryKey: ['operations', cursor, status, entity],
    queryFn: ({ signal }) =>
      dataOf(api.GET('/api/v1/operations', { params: { query: { cursor, status, entity } as never }, signal })),
    placeholderData: keepPreviousData,
    meta: { topics: ['operations'] },
  });
  const isNarrow = status !== undefined || entity !== undefined;
  return (
    <div className="page">
      <div className="page-head">
        <h1>{t('title')}</h1>
        <div className="actions">
          <Select
            aria-label={t('entity')}
            placeholder={t('allEntities')}
            clearable
            w={150}
            value={entity ?? null}
            onChange={(value) => change({ entity: value ?? undefined })}
            data={ENTITIES.map((value) => ({ value, label: t(`entities.${value}`) }))}
          />
          <Select
            aria-label={t('state')}
            placeholder={t('allStates')}
            clearable
            w={150}
            value={status ?? null}
            onChange={(value) => change({ status: value ?? undefined })}
            data={STATUSES.map((value) => ({ value, label: t(`status.${value}`) }))}
          />
        </div>
      </div>
      {error && <Failure error={error} onRetry={() => void refetch()} />}
      <DataTable<Operation>
        name="operations"
        label={t('title')}
        rows={error && !data ? [] : data?.items}
        idOf={({ id }) => id}
        onOpen={({ id }) => void navigate({ to: `/operations/${id}` })}
        empty={
          error ? null : isNarrow ? (
            <Empty icon={ListChecks} title={t('noMatch')}>
              <Button variant="default" mt="sm" onClick={() => change({ status: undefined, entity: undefined })}>
                {t('clearFilters')}
              </Button>
            </Empty>
          ) : (
            <Empty icon={ListChecks} title={t('none')}>
              {t('noneText')}
            </Empty>
          )
        }
        actions={(operation) =>
          may(operation, 'stop') && (
            <Button
              size="compact-sm"
              variant="default"
              leftSection={<CircleStop size={14} />}
              onClick={() => stop(operation)}
            >
              {t('stop.title')}
            </Button>
          )
        }
        columns={[
          {
            id: 'id',
            label: t('id'),
            show: 'always',
            cell: ({ id }) => (
              <Link to={`/operations/${id}`} className="mono">
                {id}
              </Link>
            ),
          },
          {
            id: 'action',
            label: t('action'),
            show: 'always',
            cell: ({ action, entity: of }) => (
              <span className="two-lines">
                <span className="nowrap">{t(`act.${action}.title`)}</span>
                <small>{t(`entities.${of}`)}</small>
              </span>
            ),
          },
          {
            id: 'state',
            label: t('state'),
            show: 'always',
            cell: (operation) => <OperationState operation={operation} />,
          },
          {
            id: 'progress',
            label: t('progress'),
            cell: (operation) => <OperationProgress operation={operation} width={90} />,
          },
          { id: 'target', label: t('target'), cell: (operation) => <OperationFilter operation={operation} /> },
          { id: 'actor', label: t('actor'), cell: ({ actor }) => <span data-own>{actor}</span> },
          {
            id: 'reason',
            label: t('reason'),
            cell: ({ reason }) => (
              <span className="one-line" data-own title={reason ?? undefined}>
                {reason}
              </span>
            ),
          },
          { id: 'created', label: t('created'), cell: ({ createdAt }) => <Time at={createdAt} /> },
          {
            id: 'finished',
            label: t('finished'),
            show: 'optional',
            cell: ({ finishedAt }) => <Time at={finishedAt} />,
          },
        ]}
      />
      <Pager page={data} />
    </div>
  );
}
