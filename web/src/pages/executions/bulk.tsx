import { useNavigate } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Resource, Status } from '../../api/client.ts';
import { may } from '../../api/permissions.ts';
import { openDialog } from '../../dialogs/action-form.tsx';
import { BulkBar } from '../../operations/bulk-bar.tsx';
import { OperationForm, type OperationTarget } from '../../operations/operation-form.tsx';
import { useMay } from '../../session/me.ts';
import { ACTIONS, type Item } from './actions.tsx';
import { FILTERS } from './filters.ts';

/** What may be done to many, and to those of which status. */
const BULK = {
  retry: ['FAILED', 'TIMEOUT', 'CANCELED'],
  cancel: ['PENDING', 'HELD', 'RUNNING'],
  hold: ['PENDING'],
  release: ['HELD'],
  succeed: ['HELD', 'FAILED', 'TIMEOUT', 'CANCELED', 'SKIPPED'],
} satisfies Record<string, readonly Status[]>;

const NAMES = Object.keys(BULK) as (keyof typeof BULK)[];

type Filters = Readonly<Record<string, readonly string[]>>;

/** Filters of the address as the body of an operation has them, narrowed to the statuses; undefined: none is left. */
function bodyFilter(filters: Filters, statuses: readonly string[]): Record<string, unknown> | undefined {
  const asked = filters['status'];
  const status = asked ? statuses.filter((one) => asked.includes(one)) : statuses;
  if (status.length === 0) return undefined;
  const single = new Set(FILTERS.filter((one) => one.single).map(({ key }) => key));
  return {
    ...Object.fromEntries(Object.entries(filters).map(([key, values]) => [key, single.has(key) ? values[0] : values])),
    status,
  };
}

interface Bulk {
  readonly selection:
    | {
        readonly selected: ReadonlySet<string>;
        readonly onChange: (selected: Set<string>) => void;
        readonly onAll: () => void;
      }
    | undefined;
  readonly bar: ReactNode;
}

/** The selection of the list, and what may be done to it or to all that match. */
export function useBulk(
  rows: readonly Item[] | undefined,
  filters: Filters,
  count: Resource<'Count'> | undefined,
): Bulk {
  const { t } = useTranslation('operations');
  const navigate = useNavigate();
  const mayAct = useMay();
  const place = JSON.stringify(filters);
  const [state, setState] = useState<{ place: string; selected: ReadonlySet<string>; isAll: boolean }>();
  // Other filters, another selection.
  const { selected, isAll } = state?.place === place ? state : { selected: new Set<string>(), isAll: false };
  const select = (ids: ReadonlySet<string>, all = false): void => setState({ place, selected: ids, isAll: all });
  const actions = NAMES.filter((name) => mayAct(`execution.${name}`));
  if (actions.length === 0) return { selection: undefined, bar: null };
  const targetOf = (name: keyof typeof BULK): OperationTarget | undefined => {
    if (isAll) {
      const filter = bodyFilter(filters, BULK[name]);
      return filter && { filter };
    }
    const fitting = (rows ?? []).filter((item) => selected.has(item.id) && may(item, name));
    return fitting.length > 0 ? { ids: fitting.map(({ id }) => id) } : undefined;
  };
  const bar = (
    <BulkBar
      selected={selected.size}
      matching={count}
      isAll={isAll}
      onAll={() => select(selected, true)}
      onClear={() => select(new Set())}
      actions={actions.map((name) => {
        const target = targetOf(name);
        const title = t(`act.execution.${name}.title`);
        return {
          name,
          title,
          icon: ACTIONS[name].icon,
          isOpen: target !== undefined,
          run: () =>
            target &&
            openDialog(
              title,
              <OperationForm
                action={`execution.${name}`}
                target={target}
                onStarted={(id) => {
                  select(new Set());
                  void navigate({ to: `/operations/${id}` });
                }}
              />,
            ),
        };
      })}
    />
  );
  return {
    selection: { selected, onChange: (ids) => select(ids), onAll: () => select(selected, true) },
    bar,
  };
}
