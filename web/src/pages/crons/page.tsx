import './crons.css';
import { Button, Checkbox, Menu, Skeleton } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { CalendarClock, ChevronDown, Download, FileUp, Plus, Search } from 'lucide-react';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { oneOf, useAddress } from '../../address.ts';
import { api, type Cron, dataOf } from '../../api/client.ts';
import { may } from '../../api/permissions.ts';
import { openDialog } from '../../dialogs/action-form.tsx';
import { usePreferences } from '../../preferences.ts';
import { searchText } from '../../router.tsx';
import { baseUrl } from '../../server.ts';
import { useMay } from '../../session/me.ts';
import { useShortcuts } from '../../shell/shortcuts.ts';
import { Empty } from '../../states/empty.tsx';
import { Failure } from '../../states/failure.tsx';
import { DataTable } from '../../table/data-table.tsx';
import { Pager } from '../../table/pager.tsx';
import { TableOptions } from '../../table/table-options.tsx';
import { numberText } from '../../time/duration.ts';
import { ViewMenu } from '../../views/view-menu.tsx';
import type { Filters as ViewFilters } from '../../views/views.ts';
import { useCronActions } from './actions.tsx';
import { useBulk } from './bulk.tsx';
import { useCronColumns } from './columns.tsx';
import { FilterBar } from './filter-bar.tsx';
import { FILTER_NAMES, filtersIn } from './filters.ts';
import { CronMenu } from './row-menu.tsx';

const ImportForm = lazy(async () => ({ default: (await import('./import-form.tsx')).ImportForm }));
const LIMIT = 100;

/** The crons that fit the filters in the address. */
export default function Crons() {
  const { t } = useTranslation(['crons', 'scheduler']);
  const navigate = useNavigate();
  const mayAct = useMay();
  const { language } = usePreferences();
  const [address, change] = useAddress();
  const filters = filtersIn(address);
  const cursor = oneOf(address, 'cursor');
  const sort = oneOf(address, 'sort');
  const isGrouped = oneOf(address, 'view') === 'groups';
  const { data, error, refetch } = useQuery({
    queryKey: ['crons', filters, cursor, sort],
    queryFn: ({ signal }) =>
      dataOf(
        api.GET('/api/v1/crons', {
          params: { query: { ...filters, cursor, sort, limit: LIMIT, count: 'true' } as never },
          signal,
        }),
      ),
    placeholderData: keepPreviousData,
    meta: { topics: ['crons'] },
  });
  const { runWith, toggle, pause, remove } = useCronActions();
  // Those without a group come last.
  const groupOf = ({ groupName }: Cron): string => groupName ?? '\uffff';
  const rows = isGrouped
    ? data?.items.toSorted((a, b) => (groupOf(a) < groupOf(b) ? -1 : groupOf(a) > groupOf(b) ? 1 : 0))
    : data?.items;
  const ids = data?.items.map(({ id }) => id) ?? [];
  const { data: figures } = useQuery({
    queryKey: ['figures', ids],
    queryFn: ({ signal }) => dataOf(api.GET('/api/v1/crons/stats', { params: { query: { ids } }, signal })),
    enabled: ids.length > 0,
    placeholderData: keepPreviousData,
    meta: { topics: ['crons', 'executions', 'stats'] },
  });
  const columns = useCronColumns(new Map(figures?.items.map((one) => [one.cronId, one])), toggle);
  const { selection, bar } = useBulk(data?.items, filters, data?.count);
  const create = () => void navigate({ to: '/crons/new' });
  const mayCreate = mayAct('cron.create');
  useShortcuts(mayCreate ? [{ keys: 'n', label: 'crons:new', run: create }] : []);
  const rowKey = (keys: string, label: string, action: (cron: Cron) => string, run: (cron: Cron) => void) => ({
    keys,
    label,
    run: (cron: Cron) => may(cron, action(cron)) && run(cron),
  });
  const hasFilters = Object.keys(filters).length > 0;
  const shape = ['sort', 'view', 'columns'].map((key) => [key, oneOf(address, key)] as const);
  const kept = { ...filters, ...Object.fromEntries(shape.filter(([, value]) => value !== undefined)) } as ViewFilters;
  const count = data?.count;
  const exportUrl = new URL(`api/v1/crons/export${searchText(filters)}`, baseUrl).href;
  return (
    <div className="page">
      <div className="page-head">
        <h1>{t('title')}</h1>
        {count && (
          <span className="dimmed" role="status">
            {t(count.relation === 'gte' ? 'countAtLeast' : 'count', {
              count: count.value,
              value: numberText(count.value, language),
            })}
          </span>
        )}
        <div className="actions">
          <Checkbox
            size="sm"
            my="auto"
            styles={{ body: { alignItems: 'center' } }}
            label={t('grouped')}
            checked={isGrouped}
            onChange={({ currentTarget }) => change({ view: currentTarget.checked ? 'groups' : undefined, cursor })}
          />
          <ViewMenu page="crons" filters={kept} />
          <Menu position="bottom-end">
            <Menu.Target>
              <Button variant="default" rightSection={<ChevronDown size={16} />}>
                {t('files')}
              </Button>
            </Menu.Target>
            <Menu.Dropdown>
              {mayAct('cron.import') && (
                <Menu.Item
                  leftSection={<FileUp size={16} />}
                  onClick={() =>
                    openDialog(
                      t('import.title'),
                      <Suspense fallback={<Skeleton height={200} />}>
                        <ImportForm />
                      </Suspense>,
                    )
                  }
                >
                  {t('import.title')}
                </Menu.Item>
              )}
              <Menu.Item leftSection={<Download size={16} />} component="a" href={exportUrl} download>
                {t(hasFilters ? 'exportMatching' : 'exportAll')}
              </Menu.Item>
            </Menu.Dropdown>
          </Menu>
          <TableOptions name="crons" columns={columns} />
          {mayCreate && (
            <Button leftSection={<Plus size={16} />} onClick={create}>
              {t('new')}
            </Button>
          )}
        </div>
      </div>
      <FilterBar />
      {error && <Failure error={error} onRetry={() => void refetch()} />}
      <DataTable
        name="crons"
        label={t('title')}
        columns={columns}
        rows={error && !data ? [] : rows}
        idOf={({ id }) => id}
        {...(isGrouped ? { groupOf: (cron: Cron) => cron.groupName ?? t('noGroup') } : {})}
        selection={selection}
        onOpen={({ id }) => void navigate({ to: `/crons/${id}` })}
        rowKeys={[
          rowKey('Shift+r', 'crons:runWith.menu', () => 'trigger', runWith),
          rowKey('p', 'crons:pauseOrResume', ({ pausedAt }) => (pausedAt ? 'resume' : 'pause'), pause),
          rowKey(
            'e',
            'crons:edit',
            () => 'update',
            ({ id }) => void navigate({ to: `/crons/${id}/edit` }),
          ),
          rowKey(
            'b',
            'crons:backfill',
            () => 'backfill',
            ({ id }) => void navigate({ to: '/crons/$id', params: { id }, search: { tab: 'backfills' } as never }),
          ),
          rowKey('Delete', 'crons:removeTitle', () => 'delete', remove),
        ]}
        actions={(cron) => <CronMenu cron={cron} />}
        empty={
          error ? null : hasFilters ? (
            <Empty icon={Search} title={t('noMatch')}>
              <Button
                variant="default"
                mt="sm"
                onClick={() => change(Object.fromEntries(FILTER_NAMES.map((name) => [name, undefined])))}
              >
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
      {bar}
    </div>
  );
}
