import { Checkbox, Select, TagsInput, TextInput } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { CirclePause, CirclePlay, Download, Pencil, Play, Power, PowerOff, Trash2 } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Cron, Resource } from '../../api/client.ts';
import { may } from '../../api/permissions.ts';
import { openDialog } from '../../dialogs/action-form.tsx';
import { BulkBar } from '../../operations/bulk-bar.tsx';
import { OperationForm, type OperationTarget } from '../../operations/operation-form.tsx';
import { searchText } from '../../router.tsx';
import { baseUrl } from '../../server.ts';
import { useMay } from '../../session/me.ts';
import { instantOf, useDisplayZone, zoneName } from '../../time/zone.ts';
import { bodyFilter, type Filters } from './filters.ts';

/** What may be done to many, the action by which one item allows it, and who may do it. */
const BULK = {
  trigger: { icon: Play, audit: 'cron.trigger', only: undefined },
  pause: { icon: CirclePause, audit: 'cron.pause', only: ['isPaused', 'false'] },
  resume: { icon: CirclePlay, audit: 'cron.resume', only: ['isPaused', 'true'] },
  enable: { icon: Power, audit: 'cron.enable', only: ['isEnabled', 'false'] },
  disable: { icon: PowerOff, audit: 'cron.disable', only: ['isEnabled', 'true'] },
  edit: { icon: Pencil, audit: 'cron.update', only: undefined },
  delete: { icon: Trash2, audit: 'cron.delete', only: undefined },
} as const;
type BulkName = keyof typeof BULK;
const NAMES = Object.keys(BULK) as BulkName[];
const MISSED = ['drop', 'latest', 'all'] as const;

interface FormProps {
  readonly name: BulkName;
  readonly target: OperationTarget;
  readonly onStarted: (id: string) => void;
}

/** The fields of one action on many crons, above what every operation asks for. */
function BulkForm({ name, target, onStarted }: FormProps) {
  const { t } = useTranslation(['crons', 'scheduler', 'shell']);
  const zone = useDisplayZone();
  const [until, setUntil] = useState('');
  const [missed, setMissed] = useState<string>('drop');
  const [cancelPending, setCancelPending] = useState(false);
  const [addTags, setAddTags] = useState<string[]>([]);
  const [removeTags, setRemoveTags] = useState<string[]>([]);
  const [owner, setOwner] = useState('');
  const [groupName, setGroupName] = useState('');
  const end = until === '' ? undefined : instantOf(until, zone);
  const isPast = until !== '' && (end === undefined || end.getTime() <= Date.now());
  const edits = {
    ...(addTags.length > 0 ? { addTags } : {}),
    ...(removeTags.length > 0 ? { removeTags } : {}),
    ...(owner.trim() === '' ? {} : { owner: owner.trim() }),
    ...(groupName.trim() === '' ? {} : { groupName: groupName.trim() }),
  };
  const params: Readonly<Record<string, unknown>> | undefined = {
    trigger: undefined,
    enable: undefined,
    delete: undefined,
    pause: end ? { until: end.toISOString(), missed } : undefined,
    resume: { missed },
    disable: cancelPending ? { cancelPending } : undefined,
    edit: edits,
  }[name];
  return (
    <OperationForm
      action={`cron.${name}`}
      target={target}
      {...(params ? { params } : {})}
      ready={!isPast && (name !== 'edit' || Object.keys(edits).length > 0)}
      onStarted={onStarted}
    >
      {name === 'pause' && (
        <TextInput
          label={t('scheduler:until', { zone: zoneName(zone, new Date()) })}
          description={t('scheduler:untilHint')}
          placeholder="2026-11-22 19:00"
          value={until}
          error={isPast && t(end ? 'scheduler:untilPast' : 'shell:invalidTime')}
          onChange={({ currentTarget }) => setUntil(currentTarget.value)}
        />
      )}
      {(name === 'resume' || (name === 'pause' && until !== '')) && (
        <Select
          label={t('scheduler:missed')}
          description={t('scheduler:missedHint')}
          allowDeselect={false}
          data={MISSED.map((value) => ({ value, label: t(`scheduler:policy.${value}`) }))}
          value={missed}
          onChange={(value) => setMissed(value ?? 'drop')}
        />
      )}
      {name === 'disable' && (
        <Checkbox
          label={t('bulk.cancelPending')}
          checked={cancelPending}
          onChange={({ currentTarget }) => setCancelPending(currentTarget.checked)}
        />
      )}
      {name === 'edit' && (
        <>
          <TagsInput label={t('bulk.addTags')} value={addTags} onChange={setAddTags} />
          <TagsInput label={t('bulk.removeTags')} value={removeTags} onChange={setRemoveTags} />
          <TextInput
            label={t('owner')}
            description={t('bulk.keep')}
            value={owner}
            onChange={({ currentTarget }) => setOwner(currentTarget.value)}
          />
          <TextInput
            label={t('group')}
            description={t('bulk.keep')}
            value={groupName}
            onChange={({ currentTarget }) => setGroupName(currentTarget.value)}
          />
        </>
      )}
    </OperationForm>
  );
}

interface Bulk {
  readonly selection: {
    readonly selected: ReadonlySet<string>;
    readonly onChange: (selected: Set<string>) => void;
    readonly onAll: () => void;
  };
  readonly bar: ReactNode;
}

/** The selection of the list, and what may be done to it or to all that match. */
export function useBulk(
  rows: readonly Cron[] | undefined,
  filters: Filters,
  count: Resource<'Count'> | undefined,
): Bulk {
  const { t } = useTranslation(['crons', 'operations']);
  const navigate = useNavigate();
  const mayAct = useMay();
  const place = JSON.stringify(filters);
  const [state, setState] = useState<{ place: string; selected: ReadonlySet<string>; isAll: boolean }>();
  // Other filters, another selection.
  const { selected, isAll } = state?.place === place ? state : { selected: new Set<string>(), isAll: false };
  const select = (ids: ReadonlySet<string>, all = false): void => setState({ place, selected: ids, isAll: all });
  const targetOf = (name: BulkName): OperationTarget | undefined => {
    const { only } = BULK[name];
    if (isAll) {
      if (only && (filters[only[0]]?.[0] ?? only[1]) !== only[1]) return undefined;
      return { filter: bodyFilter(only ? { ...filters, [only[0]]: [only[1]] } : filters) };
    }
    const allowed = name === 'edit' ? 'update' : name;
    const fitting = (rows ?? []).filter((cron) => selected.has(cron.id) && may(cron, allowed));
    // A pause over a pause would take the reason of the first away.
    const open = name === 'pause' ? fitting.filter(({ pausedAt }) => pausedAt === null) : fitting;
    return open.length > 0 ? { ids: open.map(({ id }) => id) } : undefined;
  };
  const exportUrl = (): string =>
    new URL(`api/v1/crons/export${searchText(isAll ? filters : { id: [...selected] })}`, baseUrl).href;
  const bar = (
    <BulkBar
      selected={selected.size}
      matching={count}
      isAll={isAll}
      onAll={() => select(selected, true)}
      onClear={() => select(new Set())}
      actions={[
        ...NAMES.filter((name) => mayAct(BULK[name].audit)).map((name) => {
          const target = targetOf(name);
          const title = t(`operations:act.cron.${name}.title`);
          return {
            name,
            title,
            icon: BULK[name].icon,
            isOpen: target !== undefined,
            run: () =>
              target &&
              openDialog(
                title,
                <BulkForm
                  name={name}
                  target={target}
                  onStarted={(id) => {
                    select(new Set());
                    void navigate({ to: `/operations/${id}` });
                  }}
                />,
              ),
          };
        }),
        {
          name: 'export',
          title: t('export'),
          icon: Download,
          isOpen: true,
          // An attachment: the page stays.
          run: () => location.assign(exportUrl()),
        },
      ]}
    />
  );
  return {
    selection: { selected, onChange: (ids) => select(ids), onAll: () => select(selected, true) },
    bar,
  };
}
