import { Button, Menu, Switch, TextInput } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { CalendarClock, ChevronDown, CirclePause, Pencil, Play, Plus, Search } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { oneOf, useAddress } from '../../address.ts';
import { api, type Cron, dataOf } from '../../api/client.ts';
import { usePreferences } from '../../preferences.ts';
import { useMay } from '../../session/me.ts';
import { useShortcuts } from '../../shell/shortcuts.ts';
import { Empty } from '../../states/empty.tsx';
import { Failure } from '../../states/failure.tsx';
import { Mark } from '../../status/status-badge.tsx';
import { type Column, DataTable } from '../../table/data-table.tsx';
import { Pager } from '../../table/pager.tsx';
import { TableOptions } from '../../table/table-options.tsx';
import { durationText, numberText } from '../../time/duration.ts';
import { Countdown, Time } from '../../time/time.tsx';
import { ResultBars } from '../cron/result-bars.tsx';
import { useCronActions } from './actions.tsx';
import { scheduleText } from './schedule-text.ts';

/** All crons. */
export default function Crons() {
  const { t } = useTranslation(['crons', 'scheduler']);
  const navigate = useNavigate();
  const may = useMay();
  const { language } = usePreferences();
  const [address, change] = useAddress();
  const search = oneOf(address, 'search');
  const cursor = oneOf(address, 'cursor');
  const sort = oneOf(address, 'sort') as 'name' | '-name' | undefined;
  const { data, error, refetch } = useQuery({
    queryKey: ['crons', search, cursor, sort],
    queryFn: ({ signal }) => dataOf(api.GET('/api/v1/crons', { params: { query: { search, cursor, sort } }, signal })),
    placeholderData: keepPreviousData,
    meta: { topics: ['crons'] },
  });
  const { run, runWith, toggle, pause } = useCronActions();
  const open = ({ id }: Cron) => void navigate({ to: `/crons/${id}` });
  const ids = data?.items.map(({ id }) => id) ?? [];
  const { data: figures } = useQuery({
    queryKey: ['figures', ids],
    queryFn: ({ signal }) => dataOf(api.GET('/api/v1/crons/stats', { params: { query: { ids } }, signal })),
    enabled: ids.length > 0,
    placeholderData: keepPreviousData,
    meta: { topics: ['crons', 'executions', 'stats'] },
  });
  const figuresOf = new Map(figures?.items.map((one) => [one.cronId, one]));
  const edit = ({ id }: Cron) => void navigate({ to: `/crons/${id}/edit` });
  const create = () => void navigate({ to: '/crons/new' });
  useShortcuts([{ keys: 'n', label: 'crons:new', run: create }]);
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
      sort: 'name',
      cell: ({ id, name, description }) => (
        <span className="two-lines">
          <Link to={`/crons/${id}`}>{name}</Link>
          <small>{description}</small>
        </span>
      ),
    },
    {
      id: 'schedule',
      label: t('schedule'),
      cell: (cron) => (
        <span className="two-lines">
          <span className="mono nowrap">{scheduleText(cron, t)}</span>
          <small>{cron.timeZone}</small>
        </span>
      ),
    },
    { id: 'handler', label: t('handler'), cell: ({ handlerName }) => <span className="mono">{handlerName}</span> },
    {
      id: 'next',
      label: t('next'),
      cell: ({ isEnabled, nextRunAt, timeZone, pausedAt, pauseReason }) =>
        isEnabled && pausedAt ? (
          <span className="two-lines">
            <Mark tone="warning" icon={CirclePause}>
              {t('paused')}
            </Mark>
            <small>{pauseReason}</small>
          </span>
        ) : isEnabled && nextRunAt ? (
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
    {
      id: 'results',
      label: t('lastResults'),
      cell: ({ id }) => (
        <ResultBars
          results={(figuresOf.get(id)?.recent ?? []).map((one) => ({ ...one, at: one.finishedAt })).toReversed()}
        />
      ),
    },
    {
      id: 'runTime',
      label: t('runTime'),
      align: 'end',
      cell: ({ id }) => {
        const { p50Ms = null, p95Ms = null } = figuresOf.get(id) ?? {};
        return p50Ms === null || p95Ms === null ? (
          '–'
        ) : (
          <span className="nowrap">
            {durationText(p50Ms, language)} / {durationText(p95Ms, language)}
          </span>
        );
      },
    },
    {
      id: 'success',
      label: t('success'),
      align: 'end',
      cell: ({ id }) => {
        const rate = figuresOf.get(id)?.successRate ?? null;
        return rate === null ? '–' : `${numberText(rate * 100, language, 1)}%`;
      },
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
          <Button leftSection={<Plus size={16} />} onClick={create}>
            {t('new')}
          </Button>
        </div>
      </div>
      {error && <Failure error={error} onRetry={() => void refetch()} />}
      <DataTable
        name="crons"
        label={t('title')}
        columns={columns}
        rows={data?.items}
        idOf={({ id }) => id}
        onOpen={open}
        rowKeys={[
          { keys: 'Shift+r', label: 'crons:runWith.menu', run: runWith },
          { keys: 'p', label: 'crons:toggle', run: toggle },
          { keys: 'e', label: 'crons:edit', run: edit },
        ]}
        actions={(cron) => (
          <Button.Group>
            {may('cron.trigger') && (
              <Button size="compact-sm" variant="default" leftSection={<Play size={14} />} onClick={() => run(cron)}>
                {t('run')}
              </Button>
            )}
            <Menu position="bottom-end">
              <Menu.Target>
                <Button size="compact-sm" variant="default" px={5} aria-label={t('more')}>
                  <ChevronDown size={14} />
                </Button>
              </Menu.Target>
              <Menu.Dropdown>
                {may('cron.trigger') && (
                  <Menu.Item leftSection={<Play size={16} />} onClick={() => runWith(cron)}>
                    {t('runWith.menu')}
                  </Menu.Item>
                )}
                {may('cron.pause') && (
                  <Menu.Item leftSection={<CirclePause size={16} />} onClick={() => pause(cron)}>
                    {t(cron.pausedAt ? 'scheduler:resume' : 'scheduler:pause')}
                  </Menu.Item>
                )}
                {may('cron.update') && (
                  <Menu.Item leftSection={<Pencil size={16} />} onClick={() => edit(cron)}>
                    {t('edit')}
                  </Menu.Item>
                )}
              </Menu.Dropdown>
            </Menu>
          </Button.Group>
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
