import './table.css';
import { Checkbox, Skeleton } from '@mantine/core';
import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { ArrowDown, ArrowUp } from 'lucide-react';
import { Fragment, type ReactNode, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { oneOf, useAddress } from '../address.ts';
import { holdLive } from '../live/live.ts';
import { usePreferences } from '../preferences.ts';
import { useShortcuts } from '../shell/shortcuts.ts';
import { shownColumns } from './columns.ts';

/** A column of a table. */
export interface Column<Row> {
  readonly id: string;
  readonly label: string;
  readonly cell: (row: Row) => ReactNode;
  /** Sort key of the API; the header sorts by it. */
  readonly sort?: string;
  readonly align?: 'end';
  /** `always` cannot be hidden, `optional` is hidden until it is chosen. */
  readonly show?: 'always' | 'optional';
}

interface DataTableProps<Row> {
  /** Under which the choice of columns is kept. */
  readonly name: string;
  readonly label: string;
  readonly columns: readonly Column<Row>[];
  /** Undefined while they load. */
  readonly rows: readonly Row[] | undefined;
  readonly idOf: (row: Row) => string;
  /** What stands there when there are no rows. */
  readonly empty: ReactNode;
  /** `Enter` and a click on a row. */
  readonly onOpen?: (row: Row) => void;
  /** Id of the row that is shown beside the table; it is the current one, and moving on opens the next. */
  readonly opened?: string | undefined;
  /** `o`. Default: as `onOpen`. */
  readonly onOpenPage?: (row: Row) => void;
  /** With it rows can be selected. */
  readonly selection?:
    | {
        readonly selected: ReadonlySet<string>;
        readonly onChange: (selected: Set<string>) => void;
        /** Selecting all that are shown once more selects all there are. */
        readonly onAll?: () => void;
      }
    | undefined;
  /** Above the first row of each group stands its name; rows come sorted by it. */
  readonly groupOf?: (row: Row) => string;
  /** The last cell of each row. */
  readonly actions?: (row: Row) => ReactNode;
  /** Keys that act on the row under the cursor. */
  readonly rowKeys?: readonly { keys: string; label: string; run: (row: Row) => void }[];
}

const ROW_HEIGHTS = { compact: 33, normal: 45, roomy: 57 };
const VIRTUAL_FROM = 100;

/** A table whose sort order and columns stand in the address, for mouse and keyboard alike. */
export function DataTable<Row>(props: DataTableProps<Row>) {
  const {
    name,
    label,
    columns: all,
    rows,
    idOf,
    empty,
    onOpen,
    opened,
    onOpenPage = onOpen,
    selection,
    groupOf,
    actions,
    rowKeys,
  } = props;
  const { t } = useTranslation('shell');
  const { density } = usePreferences();
  const [search, change] = useAddress();
  const [cursor, setCursor] = useState(-1);
  const anchor = useRef(-1);
  const body = useRef<HTMLTableSectionElement>(null);
  const columns = shownColumns(name, all, oneOf(search, 'columns'));
  const list = rows ?? [];
  const beside = opened === undefined ? -1 : list.findIndex((row) => idOf(row) === opened);
  const current = beside < 0 ? cursor : beside;
  const virtual = useWindowVirtualizer({
    count: list.length > VIRTUAL_FROM ? list.length : 0,
    estimateSize: () => ROW_HEIGHTS[density],
    overscan: 15,
    scrollMargin: body.current?.offsetTop ?? 0,
  });
  const isSelecting = (selection?.selected.size ?? 0) > 0;
  useEffect(() => (isSelecting ? holdLive() : undefined), [isSelecting]);

  const move = (step: number): void => {
    const next = Math.min(list.length - 1, Math.max(0, current + step));
    setCursor(next);
    if (opened !== undefined && list[next] !== undefined) onOpen?.(list[next]);
    if (list.length > VIRTUAL_FROM) virtual.scrollToIndex(next);
    else body.current?.querySelectorAll('tr')[next]?.scrollIntoView({ block: 'nearest' });
  };
  const toggle = (index: number, isRange = false): void => {
    const row = list[index];
    if (!selection || row === undefined) return;
    const selected = new Set(selection.selected);
    const isOn = !selected.has(idOf(row));
    const from = isRange && anchor.current >= 0 ? anchor.current : index;
    for (const one of list.slice(Math.min(from, index), Math.max(from, index) + 1))
      isOn || isRange ? selected.add(idOf(one)) : selected.delete(idOf(one));
    anchor.current = index;
    selection.onChange(selected);
  };
  const onRow = (act: ((row: Row) => void) | undefined) => () => {
    const row = list[current];
    if (row !== undefined) act?.(row);
  };
  useShortcuts([
    { keys: 'j', label: 'keys.down', run: () => move(1) },
    { keys: 'k', label: 'keys.up', run: () => move(-1) },
    ...(onOpen ? [{ keys: 'Enter', label: 'keys.open', run: onRow(onOpen) }] : []),
    ...(onOpenPage ? [{ keys: 'o', label: 'keys.openPage', run: onRow(onOpenPage) }] : []),
    ...(selection
      ? [
          { keys: 'x', label: 'keys.select', run: () => toggle(current) },
          { keys: 'Shift+x', label: 'keys.selectRange', run: () => toggle(current, true) },
          {
            keys: 'Mod+a',
            label: 'keys.selectAll',
            run: () =>
              list.length > 0 && list.every((row) => selection.selected.has(idOf(row)))
                ? selection.onAll?.()
                : selection.onChange(new Set(list.map(idOf))),
          },
          { keys: 'Escape', label: 'keys.clear', run: () => selection.onChange(new Set()) },
        ]
      : []),
    ...(rowKeys ?? []).map(({ run, ...key }) => ({ ...key, run: onRow(run) })),
  ]);

  if (rows !== undefined && rows.length === 0) return empty;
  const sort = oneOf(search, 'sort') ?? '';
  const items = list.length > VIRTUAL_FROM ? virtual.getVirtualItems() : [];
  const shown =
    items.length > 0 ? items.map(({ index }) => index) : list.slice(0, VIRTUAL_FROM).map((_, index) => index);
  const above = (items[0]?.start ?? 0) - (items.length > 0 ? (body.current?.offsetTop ?? 0) : 0);
  const below = items.length > 0 ? virtual.getTotalSize() - (items.at(-1)!.index + 1) * ROW_HEIGHTS[density] : 0;
  const width = columns.length + (selection ? 1 : 0) + (actions ? 1 : 0);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section className="data-table" aria-label={label} tabIndex={0}>
      <table data-density={density} aria-busy={rows === undefined}>
        <thead>
          <tr>
            {selection && (
              <th className="select">
                <Checkbox
                  size="xs"
                  aria-label={t('table.selectAll')}
                  checked={list.length > 0 && list.every((row) => selection.selected.has(idOf(row)))}
                  indeterminate={isSelecting && !list.every((row) => selection.selected.has(idOf(row)))}
                  onChange={({ currentTarget: { checked } }) =>
                    selection.onChange(new Set(checked ? list.map(idOf) : []))
                  }
                />
              </th>
            )}
            {columns.map(({ id, label: text, sort: key, align }) => {
              const order = key === undefined ? undefined : { [key]: 'ascending', [`-${key}`]: 'descending' }[sort];
              return (
                <th key={id} scope="col" data-align={align} aria-sort={order as 'ascending' | undefined}>
                  {key === undefined ? (
                    text
                  ) : (
                    <button type="button" onClick={() => change({ sort: order === 'ascending' ? `-${key}` : key })}>
                      {text}
                      {order === 'ascending' && <ArrowUp size={13} aria-hidden />}
                      {order === 'descending' && <ArrowDown size={13} aria-hidden />}
                    </button>
                  )}
                </th>
              );
            })}
            {actions && (
              <th className="row-actions">
                <span className="hidden-text">{t('table.actions')}</span>
              </th>
            )}
          </tr>
        </thead>
        <tbody ref={body}>
          {above > 0 && <tr aria-hidden style={{ height: above }} />}
          {rows === undefined &&
            [0, 1, 2, 3, 4, 5].map((line) => (
              <tr key={line}>
                <td colSpan={width}>
                  <Skeleton height={12} my={6} />
                </td>
              </tr>
            ))}
          {shown.map((index) => {
            const row = list[index]!;
            const id = idOf(row);
            const selected = selection?.selected.has(id) ?? false;
            const group = groupOf?.(row);
            const isFirst = group !== undefined && (index === 0 || groupOf?.(list[index - 1]!) !== group);
            return (
              <Fragment key={id}>
                {isFirst && (
                  <tr className="group-row">
                    <th colSpan={width} scope="colgroup" data-own>
                      {group}
                    </th>
                  </tr>
                )}
                <tr
                  data-current={index === current || undefined}
                  data-selected={selected || undefined}
                  data-opens={onOpen ? true : undefined}
                  onClick={(event) => {
                    if ((event.target as Element).closest('a,button,input,label')) return;
                    setCursor(index);
                    if (event.shiftKey || isSelecting) toggle(index, event.shiftKey);
                    else onOpen?.(row);
                  }}
                >
                  {selection && (
                    <td className="select">
                      <Checkbox
                        size="xs"
                        aria-label={t('table.select', { id })}
                        checked={selected}
                        onChange={({ nativeEvent }) => toggle(index, (nativeEvent as unknown as MouseEvent).shiftKey)}
                      />
                    </td>
                  )}
                  {columns.map(({ id: column, cell, align }) => (
                    <td key={column} data-align={align}>
                      {cell(row)}
                    </td>
                  ))}
                  {actions && <td className="row-actions">{actions(row)}</td>}
                </tr>
              </Fragment>
            );
          })}
          {below > 0 && <tr aria-hidden style={{ height: below }} />}
        </tbody>
      </table>
    </section>
  );
}
