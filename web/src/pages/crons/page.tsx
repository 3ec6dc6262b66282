import { Button, Switch, TextInput } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { CalendarClock, Play, Search } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { oneOf, useAddress } from '../../address.ts';
import { api, type Cron, dataOf } from '../../api/client.ts';
import { askAction } from '../../dialogs/action-form.tsx';
import { Empty } from '../../states/empty.tsx';
import { Failure } from '../../states/failure.tsx';
import { type Column, DataTable } from '../../table/data-table.tsx';
import { Pager } from '../../table/pager.tsx';
import { TableOptions } from '../../table/table-options.tsx';
import { Countdown, Time } from '../../time/time.tsx';

/** All crons. */
export default function Crons() {
  const { t } = useTranslation('crons');
  const [address, change] = useAddress();
  const search = oneOf(address, 'search');
  const cursor = oneOf(address, 'cursor');
  const { data, error, refetch } = useQuery({
    queryKey: ['crons', search, cursor],
    queryFn: ({ signal }) => dataOf(api.GET('/api/v1/crons', { params: { query: { search, cursor } }, signal })),
    placeholderData: keepPreviousData,
    meta: { topics: ['crons'] },
  });
  const toggle = ({ id, name, isEnabled }: Cron): void => {
    const action = isEnabled ? 'disable' : 'enable';
    askAction(t(`${action}Title`), {
      effect: t(`${action}Effect`, { name }),
      confirm: t(`${action}Title`),
      done: t(`${action}Done`, { name }),
      topics: ['crons'],
      call: (client) => client.POST(`/api/v1/crons/{id}/${action}`, { params: { path: { id } }, body: {} }),
    });
  };
  const run = ({ id, name }: Cron): void =>
    askAction(t('runTitle'), {
      effect: t('runEffect', { name }),
      confirm: t('run'),
      done: t('runTitle'),
      topics: ['executions'],
      call: (client) => client.POST('/api/v1/crons/{id}/trigger', { params: { path: { id } }, body: {} }),
    });
  const columns: Column<Cron>[] = [
    {
      id: 'enabled',
      label: t('enabled'),
      cell: (cron) => (
        <Switch
          size="sm"
          checked={cron.isEnabled}
          aria-label={t('switch', { name: cron.name })}
          onChange={() => toggle(cron)}
        />
      ),
    },
    {
      id: 'name',
      label: t('name'),
      show: 'always',
      cell: ({ name, description }) => (
        <span className="two-lines">
          <strong>{name}</strong>
          <small>{description}</small>
        </span>
      ),
    },
    {
      id: 'schedule',
      label: t('schedule'),
      cell: ({ cronExpression, timeZone }) =>
        cronExpression === null ? (
          <span className="dimmed">{t('onTrigger')}</span>
        ) : (
          <span className="two-lines">
            <span className="mono">{cronExpression}</span>
            <small>{timeZone}</small>
          </span>
        ),
    },
    { id: 'handler', label: t('handler'), cell: ({ handlerName }) => <span className="mono">{handlerName}</span> },
    {
      id: 'next',
      label: t('next'),
      cell: ({ isEnabled, nextRunAt, timeZone }) =>
        isEnabled && nextRunAt ? (
          <span className="two-lines">
            <Time at={nextRunAt} ownZone={timeZone} />
            <small>
              <Countdown to={nextRunAt} />
            </small>
          </span>
        ) : (
          <span className="dimmed">{isEnabled ? '–' : t('off')}</span>
        ),
    },
    { id: 'owner', label: t('owner'), cell: ({ owner }) => owner },
    { id: 'group', label: t('group'), show: 'optional', cell: ({ groupName }) => groupName },
    { id: 'updated', label: t('updated'), show: 'optional', cell: ({ updatedAt }) => <Time at={updatedAt} /> },
  ];
  return (
    <div className="page">
      <div className="page-head">
        <h1>{t('title')}</h1>
        <div className="actions">
          <TextInput
            key={search ?? ''}
            data-filter
            aria-label={t('filter')}
            placeholder={t('filter')}
            leftSection={<Search size={16} />}
            defaultValue={search}
            onKeyDown={({ key, currentTarget }) => {
              if (key === 'Enter') change({ search: currentTarget.value });
            }}
          />
          <TableOptions name="crons" columns={columns} />
        </div>
      </div>
      {error && <Failure error={error} onRetry={() => void refetch()} />}
      <DataTable
        name="crons"
        label={t('title')}
        columns={columns}
        rows={data?.items}
        idOf={({ id }) => id}
        actions={(cron) => (
          <Button size="compact-sm" variant="default" leftSection={<Play size={14} />} onClick={() => run(cron)}>
            {t('run')}
          </Button>
        )}
        empty={
          search ? (
            <Empty icon={Search} title={t('noMatch')}>
              <Button variant="default" mt="sm" onClick={() => change({ search: undefined })}>
                {t('clear')}
              </Button>
            </Empty>
          ) : (
            <Empty
              icon={CalendarClock}
              title={t('noCrons')}
              sample={'jobu cron add report "0 3 * * *" --handler report'}
            >
              {t('noCronsText')}
            </Empty>
          )
        }
      />
      <Pager page={data} />
    </div>
  );
}
