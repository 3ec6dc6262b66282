import '../calendar/calendar.css';
import '../executions/executions.css';
import { Button, Progress, Select } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { History, Plus } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { oneOf, useAddress } from '../../address.ts';
import { api, dataOf, type Resource } from '../../api/client.ts';
import { openDialog } from '../../dialogs/action-form.tsx';
import { usePreferences } from '../../preferences.ts';
import { useMay } from '../../session/me.ts';
import { useShortcuts } from '../../shell/shortcuts.ts';
import { Empty } from '../../states/empty.tsx';
import { Failure } from '../../states/failure.tsx';
import { Mark, type Tone } from '../../status/status-badge.tsx';
import { DataTable } from '../../table/data-table.tsx';
import { Pager } from '../../table/pager.tsx';
import { numberText } from '../../time/duration.ts';
import { Time } from '../../time/time.tsx';
import { BackfillForm } from './backfill-form.tsx';

export type Backfill = Resource<'Backfill'>;

const TONES: Readonly<Record<string, Tone>> = {
  running: 'info',
  paused: 'held',
  done: 'success',
  canceled: 'neutral',
};
const STATUSES = ['RUNNING', 'PAUSED', 'DONE', 'CANCELED'] as const;

/** The state of a backfill, and whether some of its executions failed. */
export function BackfillState({ backfill: { status, progress } }: { backfill: Backfill }) {
  const { t } = useTranslation('backfills');
  const failed = (progress.byStatus['FAILED'] ?? 0) + (progress.byStatus['TIMEOUT'] ?? 0);
  return (
    <span className="marks">
      <Mark tone={TONES[status.toLowerCase()] ?? 'neutral'}>{t(`status.${status.toLowerCase()}`)}</Mark>
      {failed > 0 && <Mark tone="danger">{t('failed', { count: failed })}</Mark>}
    </span>
  );
}

const ENDED = ['SUCCESS', 'FAILED', 'TIMEOUT', 'CANCELED', 'SKIPPED'];

/** Executions of a backfill that have ended. */
const endedOf = ({ progress }: Backfill): number =>
  ENDED.reduce((sum, status) => sum + (progress.byStatus[status as keyof typeof progress.byStatus] ?? 0), 0);

/** How far a backfill is. */
export function BackfillProgress({ backfill, width }: { backfill: Backfill; width?: number }) {
  const { t } = useTranslation('backfills');
  const { language } = usePreferences();
  const ended = endedOf(backfill);
  return (
    <span className="progress-cell">
      <Progress
        w={width ?? '100%'}
        size="md"
        value={backfill.executions === 0 ? 100 : (ended / backfill.executions) * 100}
        aria-label={t('progress')}
      />
      {numberText(ended, language)} / {numberText(backfill.executions, language)}
    </span>
  );
}

/** All backfills, the latest first. */
export default function Backfills() {
  const { t } = useTranslation('backfills');
  const navigate = useNavigate();
  const may = useMay();
  const [address, change] = useAddress();
  const cursor = oneOf(address, 'cursor');
  const status = oneOf(address, 'status');
  const cronId = oneOf(address, 'cronId');
  const { data, error, refetch } = useQuery({
    queryKey: ['backfills', cursor, status, cronId],
    queryFn: ({ signal }) =>
      dataOf(api.GET('/api/v1/backfills', { params: { query: { cursor, cronId, status } as never }, signal })),
    placeholderData: keepPreviousData,
    meta: { topics: ['executions', 'operations'] },
  });
  const open = (id: string): void => void navigate({ to: `/backfills/${id}` });
  const create = (): void => openDialog(t('create'), <BackfillForm cronId={cronId} onDone={open} />);
  const mayCreate = may('cron.backfill');
  useShortcuts(
    mayCreate
      ? [
          { keys: 'n', label: 'backfills:create', run: create },
          { keys: 'b', label: 'backfills:create', run: create },
        ]
      : [],
  );
  return (
    <div className="page">
      <div className="page-head">
        <h1>{t('title')}</h1>
        <div className="actions">
          <Select
            aria-label={t('state')}
            placeholder={t('allStates')}
            clearable
            w={150}
            value={status ?? null}
            onChange={(value) => change({ status: value ?? undefined })}
            data={STATUSES.map((value) => ({ value, label: t(`status.${value.toLowerCase()}`) }))}
          />
          {mayCreate && (
            <Button leftSection={<Plus size={16} />} onClick={create}>
              {t('create')}
            </Button>
          )}
        </div>
      </div>
      {error && <Failure error={error} onRetry={() => void refetch()} />}
      <DataTable<Backfill>
        name="backfills"
        label={t('title')}
        rows={error && !data ? [] : data?.items}
        idOf={({ id }) => id}
        onOpen={({ id }) => open(id)}
        empty={
          error ? null : (
            <Empty icon={History} title={t('none')} sample="jobu cron backfill NAME --from 2026-11-01 --to 2026-11-20">
              {t('noneText')}
            </Empty>
          )
        }
        columns={[
          {
            id: 'id',
            label: t('id'),
            show: 'always',
            cell: ({ id }) => (
              <Link to={`/backfills/${id}`} className="mono">
                {id}
              </Link>
            ),
          },
          { id: 'state', label: t('state'), show: 'always', cell: (backfill) => <BackfillState backfill={backfill} /> },
          {
            id: 'cron',
            label: t('cron'),
            cell: ({ cronId: id, cronName }) => <Link to={`/crons/${id}`}>{cronName}</Link>,
          },
          { id: 'from', label: t('from'), cell: ({ from }) => <Time at={from} /> },
          { id: 'to', label: t('to'), cell: ({ to }) => <Time at={to} /> },
          { id: 'mode', label: t('mode'), cell: ({ mode }) => t(`modes.${mode}`) },
          {
            id: 'progress',
            label: t('progress'),
            cell: (backfill) => <BackfillProgress backfill={backfill} width={90} />,
          },
          { id: 'actor', label: t('actor'), cell: ({ actor }) => <span data-own>{actor}</span> },
          { id: 'created', label: t('created'), show: 'optional', cell: ({ createdAt }) => <Time at={createdAt} /> },
        ]}
      />
      <Pager page={data} />
    </div>
  );
}
