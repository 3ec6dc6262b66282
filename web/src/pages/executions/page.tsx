import './executions.css';
import { ActionIcon, Button, Menu } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { ArrowUpToLine, Download, Ellipsis, Play, SearchX } from 'lucide-react';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { allOf, oneOf, useAddress } from '../../address.ts';
import { api, dataOf } from '../../api/client.ts';
import { type Search, searchText } from '../../router.tsx';
import { baseUrl } from '../../server.ts';
import { useShortcuts } from '../../shell/shortcuts.ts';
import { Empty } from '../../states/empty.tsx';
import { Failure } from '../../states/failure.tsx';
import { DataTable } from '../../table/data-table.tsx';
import { Pager } from '../../table/pager.tsx';
import { TableOptions } from '../../table/table-options.tsx';
import { ViewMenu } from '../../views/view-menu.tsx';
import { ACTION_NAMES, ACTIONS, type ActionName, type Item, useExecutionActions } from './actions.tsx';
import { useBulk } from './bulk.tsx';
import { useExecutionColumns } from './columns.tsx';
import { FilterBar } from './filter-bar.tsx';
import { filtersIn } from './filters.ts';
import { Histogram } from './histogram.tsx';
import { ExecutionPanel } from './panel.tsx';

const LIMIT = 100;

/** What may be done to one row. */
function RowActions({ item }: { item: Item }) {
  const { t } = useTranslation('executions');
  const act = useExecutionActions();
  const open = ACTION_NAMES.filter((name) => ACTIONS[name].isOpen(item));
  if (open.length === 0) return null;
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" aria-label={t('actionsOf', { id: item.id })}>
          <Ellipsis size={17} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {open.map((name) => {
          const Icon = ACTIONS[name].icon;
          return (
            <Menu.Item key={name} leftSection={<Icon size={16} />} onClick={() => act(item, name)}>
              {t(`act.${name}.title`)}
            </Menu.Item>
          );
        })}
      </Menu.Dropdown>
    </Menu>
  );
}

/** Rows that came since the list was opened wait until they are asked for, so that nothing moves under the mouse. */
function useSteadyRows(
  items: readonly Item[] | undefined,
  place: string,
): { rows: Item[] | undefined; waiting: number; show: () => void } {
  const top = useRef<{ place: string; id: bigint } | undefined>(undefined);
  const [, redraw] = useState(0);
  if (items === undefined) return { rows: undefined, waiting: 0, show: () => {} };
  const newest = (): bigint => items.reduce((most, { id }) => (BigInt(id) > most ? BigInt(id) : most), 0n);
  // An empty list has nothing that could move.
  if (top.current?.place !== place || top.current.id === 0n) top.current = { place, id: newest() };
  const { id: last } = top.current;
  const rows = items.filter(({ id }) => BigInt(id) <= last);
  return {
    rows: rows.length === 0 ? [...items] : rows,
    waiting: rows.length === 0 ? 0 : items.length - rows.length,
    show: () => {
      top.current = { place, id: newest() };
      redraw((count) => count + 1);
    },
  };
}

/** What a saved view keeps of the list. */
const keptOf = (search: Search, filters: Record<string, string[]>): Record<string, string[]> => {
  const [sort, columns] = [allOf(search, 'sort'), allOf(search, 'columns')];
  return { ...filters, ...(sort.length > 0 ? { sort } : {}), ...(columns.length > 0 ? { columns } : {}) };
};

/** The executions that fit the filters in the address. */
export default function Executions() {
  const { t } = useTranslation('executions');
  const navigate = useNavigate();
  const act = useExecutionActions();
  const [search, change] = useAddress();
  const isWide = useMediaQuery('(min-width: 75em)', true);
  const filters = filtersIn(search);
  const sort = oneOf(search, 'sort');
  const cursor = oneOf(search, 'cursor');
  const opened = oneOf(search, 'open');
  const { data, error, refetch, isPlaceholderData } = useQuery({
    queryKey: ['executions', 'list', filters, sort, cursor],
    queryFn: ({ signal }) =>
      dataOf(
        api.GET('/api/v1/executions', {
          params: { query: { ...filters, sort, cursor, limit: LIMIT, count: 'true' } as never },
          signal,
        }),
      ),
    placeholderData: keepPreviousData,
    meta: { topics: ['executions'] },
  });
  const place = JSON.stringify([filters, sort, cursor]);
  const { rows, waiting, show } = useSteadyRows(isPlaceholderData ? undefined : data?.items, place);
  const shown = rows ?? data?.items;
  const { selection, bar } = useBulk(shown, filters, data?.count);
  const columns = useExecutionColumns(filters['cronId']?.length === 1);
  const openPage = ({ id }: Item): void => void navigate({ to: `/executions/${id}` });
  const openPanel = ({ id }: Item): void => change({ open: id, cursor });
  const closePanel = (): void => change({ open: undefined, cursor });
  useShortcuts([
    ...(waiting > 0 ? [{ keys: '.', label: 'executions:showNew', run: show }] : []),
    ...(opened ? [{ keys: 'Escape', label: 'executions:closePanel', run: closePanel }] : []),
  ]);
  const rowKey = (keys: string, name: ActionName) => ({
    keys,
    label: `executions:act.${name}.title`,
    run: (item: Item) => ACTIONS[name].isOpen(item) && act(item, name),
  });
  const exportUrl = (format: 'csv' | 'jsonl'): string =>
    new URL(`api/v1/executions/export${searchText({ ...filters, format })}`, baseUrl).href;
  const count = data?.count;
  const hasFilters = Object.keys(filters).length > 0;
  const isNarrow = data?.appliedFilters['since'] !== undefined || filters['finishedFrom'] !== undefined;
  return (
    <div className="page">
      <div className="page-head">
        <h1>{t('title')}</h1>
        {count && (
          <span className="dimmed" role="status">
            {t(count.relation === 'gte' ? 'countAtLeast' : 'count', {
              count: count.value,
              value: count.value.toLocaleString(),
            })}
          </span>
        )}
        <div className="actions">
          <ViewMenu page="executions" filters={keptOf(search, filters)} />
          <Menu position="bottom-end">
            <Menu.Target>
              <Button variant="default" leftSection={<Download size={16} />}>
                {t('export')}
              </Button>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Item component="a" href={exportUrl('csv')} download>
                {t('exportCsv')}
              </Menu.Item>
              <Menu.Item component="a" href={exportUrl('jsonl')} download>
                {t('exportJson')}
              </Menu.Item>
            </Menu.Dropdown>
          </Menu>
          <TableOptions name="executions" columns={columns} />
        </div>
      </div>
      <FilterBar applied={data?.appliedFilters} />
      <Histogram />
      {error && <Failure error={error} onRetry={() => void refetch()} />}
      {waiting > 0 && (
        <button type="button" className="new-rows" onClick={show}>
          <ArrowUpToLine size={15} aria-hidden /> {t('newRows', { count: waiting })} <kbd>.</kbd>
        </button>
      )}
      <div className="split" data-open={opened && isWide ? true : undefined}>
        <DataTable
          name="executions"
          label={t('title')}
          columns={columns}
          rows={error && !data ? [] : shown}
          idOf={({ id }) => id}
          opened={opened}
          selection={selection}
          onOpen={openPanel}
          onOpenPage={openPage}
          actions={(item) => <RowActions item={item} />}
          rowKeys={[rowKey('r', 'retry'), rowKey('Shift+r', 'retryWith'), rowKey('c', 'cancel')]}
          empty={
            error ? null : hasFilters || isNarrow ? (
              <Empty icon={SearchX} title={t('noMatch')}>
                <div className="marks">
                  <Button
                    variant="default"
                    mt="sm"
                    onClick={() =>
                      change({ since: '30d', until: undefined, finishedFrom: undefined, finishedTo: undefined })
                    }
                  >
                    {t('widen')}
                  </Button>
                  {hasFilters && (
                    <Button
                      variant="default"
                      mt="sm"
                      onClick={() => change(Object.fromEntries(Object.keys(filters).map((key) => [key, undefined])))}
                    >
                      {t('clearFilters')}
                    </Button>
                  )}
                </div>
              </Empty>
            ) : (
              <Empty icon={Play} title={t('none')} sample="jobu cron trigger NAME">
                {t('noneText')}
              </Empty>
            )
          }
        />
        {opened && <ExecutionPanel id={opened} isWide={isWide} onClose={closePanel} />}
      </div>
      {data?.isPartial && <p className="dimmed small">{t('partial')}</p>}
      <Pager page={data} />
      {bar}
    </div>
  );
}
