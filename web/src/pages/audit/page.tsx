import { Button, Menu, Modal, Select, TextInput } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Download, ScrollText, Search } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { oneOf, useAddress } from '../../address.ts';
import { api, dataOf, type Resource } from '../../api/client.ts';
import { JsonView } from '../../json/json-view.tsx';
import { membersOf } from '../../json/members.ts';
import { searchText } from '../../router.tsx';
import { baseUrl } from '../../server.ts';
import { useMay } from '../../session/me.ts';
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

/** Members on the first level that are not the same before and after. */
function Changes({ before, after }: { before: string | null; after: string | null }) {
  const { t } = useTranslation('audit');
  const members = (text: string | null) => (text === null ? undefined : membersOf(text)) ?? new Map<string, string>();
  const [left, right] = [members(before), members(after)];
  const names = [...new Set([...left.keys(), ...right.keys()])].filter((name) => left.get(name) !== right.get(name));
  if (before === null || after === null || names.length === 0) return null;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section className="data-table" tabIndex={0} aria-label={t('changes')}>
      <table className="differences">
        <thead>
          <tr>
            <th scope="col">{t('changes')}</th>
            <th scope="col">{t('before')}</th>
            <th scope="col">{t('after')}</th>
          </tr>
        </thead>
        <tbody>
          {names.map((name) => (
            <tr key={name}>
              <th scope="row" className="mono">
                {name}
              </th>
              <td className="mono left">{left.get(name) ?? '–'}</td>
              <td className="mono right">{right.get(name) ?? '–'}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** Who changed what, when, from where and why. */
export default function Audit() {
  const { t } = useTranslation('audit');
  const mayDo = useMay();
  const [address, change] = useAddress();
  const [shown, setShown] = useState<Entry>();
  const query = {
    cursor: oneOf(address, 'cursor'),
    search: oneOf(address, 'search'),
    actor: oneOf(address, 'actor'),
    action: oneOf(address, 'action'),
    targetType: oneOf(address, 'targetType'),
  };
  const days = oneOf(address, 'days');
  const since = days && new Date(Math.floor(Date.now() / 60_000) * 60_000 - Number(days) * 86_400_000).toISOString();
  const filters = { ...query, cursor: undefined, since };
  const { data, error, refetch } = useQuery({
    queryKey: ['audit', query, days],
    queryFn: ({ signal }) => dataOf(api.GET('/api/v1/audit', { params: { query: { ...query, since } }, signal })),
    placeholderData: keepPreviousData,
    meta: { topics: ['crons', 'executions', 'operations'] },
  });
  const field = (name: 'search' | 'actor' | 'action') => (
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
          {field('action')}
          <Select
            aria-label={t('type')}
            placeholder={t('type')}
            clearable
            data={TYPES.map((value) => ({ value, label: t(`types.${value}`) }))}
            value={query.targetType ?? null}
            onChange={(value) => change({ targetType: value ?? undefined })}
          />
          <Select
            aria-label={t('period')}
            placeholder={t('anyTime')}
            clearable
            w={140}
            data={['1', '7', '30', '90'].map((value) => ({ value, label: t('lastDays', { count: Number(value) }) }))}
            value={days ?? null}
            onChange={(value) => change({ days: value ?? undefined })}
          />
          {mayDo('audit.export') && (
            <Menu position="bottom-end">
              <Menu.Target>
                <Button variant="default" leftSection={<Download size={16} />}>
                  {t('export')}
                </Button>
              </Menu.Target>
              <Menu.Dropdown>
                {(['csv', 'jsonl'] as const).map((format) => (
                  <Menu.Item
                    key={format}
                    component="a"
                    download
                    href={new URL(`api/v1/audit/export${searchText({ ...filters, format })}`, baseUrl).href}
                  >
                    {t(`exportAs.${format}`)}
                  </Menu.Item>
                ))}
              </Menu.Dropdown>
            </Menu>
          )}
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
            {t(data?.isPartial ? 'partial' : 'nothingText')}
          </Empty>
        }
        columns={columns}
      />
      {data?.isPartial && data.items.length > 0 && <p className="dimmed small">{t('partial')}</p>}
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
            <Changes before={shown.before as string | null} after={shown.after as string | null} />
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
