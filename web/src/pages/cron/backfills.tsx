import { Button } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { History, Plus } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { oneOf, useAddress } from '../../address.ts';
import { api, type Cron, dataOf } from '../../api/client.ts';
import { may } from '../../api/permissions.ts';
import { openDialog } from '../../dialogs/action-form.tsx';
import { useShortcuts } from '../../shell/shortcuts.ts';
import { Empty } from '../../states/empty.tsx';
import { Failure } from '../../states/failure.tsx';
import { DataTable } from '../../table/data-table.tsx';
import { Pager } from '../../table/pager.tsx';
import { Time } from '../../time/time.tsx';
import { BackfillForm } from '../backfills/backfill-form.tsx';
import { type Backfill, BackfillProgress, BackfillState } from '../backfills/page.tsx';

/** The backfills of a cron, the latest first. */
export function Backfills({ cron }: { cron: Cron }) {
  const { t } = useTranslation('backfills');
  const navigate = useNavigate();
  const [address] = useAddress();
  const cursor = oneOf(address, 'cursor');
  const { data, error, refetch } = useQuery({
    queryKey: ['backfills', 'of', cron.id, cursor],
    queryFn: ({ signal }) =>
      dataOf(api.GET('/api/v1/backfills', { params: { query: { cronId: cron.id, cursor } as never }, signal })),
    placeholderData: keepPreviousData,
    meta: { topics: ['executions', 'operations'] },
  });
  const open = (id: string): void => void navigate({ to: `/backfills/${id}` });
  const create = (): void => openDialog(t('create'), <BackfillForm cronId={cron.id} onDone={open} />);
  const mayCreate = may(cron, 'backfill');
  useShortcuts(mayCreate ? [{ keys: 'b', label: 'backfills:create', run: create }] : []);
  return (
    <>
      {mayCreate && (
        <Button mb="sm" size="sm" leftSection={<Plus size={16} />} onClick={create}>
          {t('create')}
        </Button>
      )}
      {error && <Failure error={error} onRetry={() => void refetch()} />}
      <DataTable<Backfill>
        name="cron-backfills"
        label={t('title')}
        rows={error && !data ? [] : data?.items}
        idOf={({ id }) => id}
        onOpen={({ id }) => open(id)}
        empty={
          <Empty
            icon={History}
            title={t('none')}
            sample={`jobu cron backfill ${cron.name} --from 2026-11-01 --to 2026-11-20`}
          >
            {t('noneText')}
          </Empty>
        }
        columns={[
          {
            id: 'id',
            label: t('id'),
            cell: ({ id }) => (
              <Link to={`/backfills/${id}`} className="mono">
                {id}
              </Link>
            ),
          },
          { id: 'state', label: t('state'), cell: (backfill) => <BackfillState backfill={backfill} /> },
          { id: 'from', label: t('from'), cell: ({ from }) => <Time at={from} /> },
          { id: 'to', label: t('to'), cell: ({ to }) => <Time at={to} /> },
          { id: 'mode', label: t('mode'), cell: ({ mode }) => t(`modes.${mode}`) },
          {
            id: 'progress',
            label: t('progress'),
            cell: (backfill) => <BackfillProgress backfill={backfill} width={90} />,
          },
          { id: 'actor', label: t('actor'), cell: ({ actor }) => <span data-own>{actor}</span> },
        ]}
      />
      <Pager page={data} />
    </>
  );
}
