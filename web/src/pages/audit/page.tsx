import { Modal, Select, TextInput } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { ScrollText, Search } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { oneOf, useAddress } from '../../address.ts';
import { api, dataOf, type Resource } from '../../api/client.ts';
import { JsonView } from '../../json/json-view.tsx';
import { Empty } from '../../states/empty.tsx';
import { Failure } from '../../states/failure.tsx';
import { DataTable } from '../../table/data-table.tsx';
import { Pager } from '../../table/pager.tsx';
import { TableOptions } from '../../table/table-options.tsx';
import { Time } from '../../time/time.tsx';

type Entry = Resource<'AuditEntry'>;
const TYPES = [
  'cron',
  'execution',
  'calendar',
  'backfill',
  'worker',
  'transaction',
  'user',
  'token',
  'settings',
] as const;

/** Who changed what, when, from where and why. */
export default function Audit() {
  const { t } = useTranslation('audit');
  const [address, change] = useAddress();
  const [shown, setShown] = useState<Entry>();
  const query = {
    cursor: oneOf(address, 'cursor'),
    search: oneOf(address, 'search'),
    actor: oneOf(address, 'actor'),
    targetType: oneOf(address, 'targetType'),
  };
  const { data, error, refetch } = useQuery({
    queryKey: ['audit', query],
    queryFn: ({ signal }) => dataOf(api.GET('/api/v1/audit', { params: { query }, signal })),
    placeholderData: keepPreviousData,
    meta: { topics: ['crons', 'executions', 'operations'] },
  });
  const field = (name: 'search' | 'actor') => (
    <TextInput
      key={`${name} ${query[name] ?? ''}`}
      data-filter={name === 'search' || undefined}
      aria-label={t(name)}
      placeholder={t(name)}
      leftSection={<Search size={16} />}
      defaultValue={query[name]}
      onKeyDown={({ key, currentTarget }) => {
        if (key === 'Enter') change({ [name]: currentTarget.value });
      }}
    />
  );
  const columns = [
    { id: 'at', label: t('at'), cell: ({ createdAt }: Entry) => <Time at={createdAt} /> },
    { id: 'actor', label: t('actor'), cell: ({ actor }: Entry) => actor },
    {
      id: 'action',
      label: t('action'),
      show: 'always' as const,
      cell: ({ action }: Entry) => <span className="mono">{action}</span>,
    },
    {
      id: 'target',
      label: t('target'),
      cell: ({ targetName, targetId, targetType }: Entry) => (
        <span data-own>{targetName ?? `${targetType} ${targetId ?? ''}`}</span>
      ),
    },
    { id: 'reason', label: t('reason'), cell: ({ reason }: Entry) => <span className="one-line">{reason}</span> },
    { id: 'via', label: t('via'), cell: ({ via }: Entry) => t([`way.${via}`, 'way.other']) },
    { id: 'address', label: t('address'), cell: ({ address: from }: Entry) => <span className="mono">{from}</span> },
    {
      id: 'requestId',
      label: t('requestId'),
      show: 'optional' as const,
      cell: ({ requestId }: Entry) => <span className="mono">{requestId}</span>,
    },
  ];
  return (
    <div className="page">
      <div className="page-head">
        <h1>{t('title')}</h1>
        <div className="actions">
          {field('search')}
          {field('actor')}
          <Select
            aria-label={t('type')}
            placeholder={t('type')}
            clearable
            data={TYPES.map((value) => ({ value, label: t(`types.${value}`) }))}
            value={query.targetType ?? null}
            onChange={(value) => change({ targetType: value ?? undefined })}
          />
          <TableOptions name="audit" columns={columns} />
        </div>
      </div>
      {error && <Failure error={error} onRetry={() => void refetch()} />}
      <DataTable<Entry>
        name="audit"
        label={t('title')}
        rows={data?.items}
        idOf={({ id }) => id}
        onOpen={setShown}
        empty={
          <Empty icon={ScrollText} title={t('nothing')}>
            {t('nothingText')}
          </Empty>
        }
        columns={columns}
      />
      <Pager page={data} />
      <Modal
        opened={shown !== undefined}
        onClose={() => setShown(undefined)}
        title={shown && `${shown.action} · ${shown.targetName ?? shown.targetId ?? ''}`}
        size="xl"
      >
        {shown && (
          <div className="cron-overview">
            <p>
              <Time at={shown.createdAt} /> {shown.actor}
            </p>
            {shown.reason && <p>{shown.reason}</p>}
            <h3>{t('before')}</h3>
            <JsonView text={shown.before as string | null} label={t('before')} />
            <h3>{t('after')}</h3>
            <JsonView text={shown.after as string | null} label={t('after')} />
          </div>
        )}
      </Modal>
    </div>
  );
}
