import { Button, Radio, Stack, Textarea } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { CircleCheckBig, Gavel } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, dataOf, type Resource } from '../../api/client.ts';
import { ActionForm, openDialog } from '../../dialogs/action-form.tsx';
import { usePreferences } from '../../preferences.ts';
import { useMay } from '../../session/me.ts';
import { Empty } from '../../states/empty.tsx';
import { Failure } from '../../states/failure.tsx';
import { Mark, type Tone } from '../../status/status-badge.tsx';
import { DataTable } from '../../table/data-table.tsx';
import { durationText } from '../../time/duration.ts';
import { Time } from '../../time/time.tsx';

type Transaction = Resource<'Transaction'>;

const TONES: Readonly<Record<Transaction['state'], Tone>> = {
  undecided: 'warning',
  committing: 'info',
  'rolling back': 'info',
  heuristic: 'danger',
  partial: 'danger',
  unknown: 'warning',
  done: 'success',
};

/** Ends a transaction by hand: with its own decision, or with one that is made here. */
function ResolveForm({ transaction: { gid, decision } }: { transaction: Transaction }) {
  const { t } = useTranslation('transactions');
  const [verdict, setVerdict] = useState<string>(decision ?? '');
  const [reason, setReason] = useState('');
  return (
    <ActionForm
      danger
      effect={t(decision ? 'effectDecided' : 'effect')}
      confirm={t('resolve')}
      done={t('done')}
      topics={['operations']}
      ready={verdict !== '' && reason.trim() !== ''}
      typed={gid}
      call={(client) =>
        client.POST('/api/v1/transactions/{gid}/resolve', {
          params: { path: { gid } },
          body: { reason: reason.trim(), ...(decision ? {} : { decision: verdict as 'commit' | 'rollback' }) },
        })
      }
    >
      <Radio.Group label={t('decision')} value={verdict} onChange={setVerdict}>
        <Stack gap={6} mt={6}>
          {(['commit', 'rollback'] as const).map((value) => (
            <Radio key={value} value={value} label={t(`verdict.${value}`)} disabled={decision !== null} />
          ))}
        </Stack>
      </Radio.Group>
      <Textarea
        label={t('shell:reason')}
        description={t('reasonHint')}
        required
        autosize
        maxLength={2000}
        value={reason}
        onChange={({ currentTarget }) => setReason(currentTarget.value)}
      />
    </ActionForm>
  );
}

/** Transactions over several databases that are not over. */
export default function Transactions() {
  const { t } = useTranslation('transactions');
  const { language } = usePreferences();
  const may = useMay();
  const { data, error, refetch } = useQuery({
    queryKey: ['transactions'],
    queryFn: ({ signal }) => dataOf(api.GET('/api/v1/transactions', { signal })),
    meta: { topics: ['operations', 'stats'] },
  });
  return (
    <div className="page">
      <div className="page-head">
        <h1>{t('title')}</h1>
      </div>
      <p className="dimmed">{t('intro')}</p>
      {error && <Failure error={error} onRetry={() => void refetch()} />}
      {data && data.unreachable.length > 0 && (
        <div className="banner" role="status">
          {t('unreachable', { names: data.unreachable.join(', ') })}
        </div>
      )}
      <DataTable<Transaction>
        name="transactions"
        label={t('title')}
        rows={error && !data ? [] : data?.items}
        idOf={({ gid }) => gid}
        empty={
          error ? null : (
            <Empty icon={CircleCheckBig} title={t('none')}>
              {t('noneText')}
            </Empty>
          )
        }
        actions={
          may('transaction.resolve')
            ? (transaction) => (
                <Button
                  size="compact-sm"
                  variant="default"
                  leftSection={<Gavel size={14} />}
                  onClick={() => openDialog(t('resolve'), <ResolveForm transaction={transaction} />)}
                >
                  {t('resolve')}
                </Button>
              )
            : undefined
        }
        columns={[
          { id: 'gid', label: t('gid'), show: 'always', cell: ({ gid }) => <span className="mono">{gid}</span> },
          {
            id: 'state',
            label: t('state'),
            cell: ({ state }) => <Mark tone={TONES[state]}>{t(`states.${state}`)}</Mark>,
          },
          {
            id: 'decision',
            label: t('decision'),
            cell: ({ decision }) =>
              decision ? t(`verdict.${decision}`) : <span className="dimmed">{t('undecided')}</span>,
          },
          {
            id: 'participants',
            label: t('participants'),
            cell: ({ participants }) => (
              <span className="two-lines">
                {participants.map(({ database, state }) => (
                  <span key={database}>
                    <span className="mono">{database}</span> {t(`branch.${state}`)}
                  </span>
                ))}
              </span>
            ),
          },
          { id: 'began', label: t('began'), cell: ({ beganAt }) => <Time at={beganAt} /> },
          {
            id: 'age',
            label: t('age'),
            align: 'end',
            cell: ({ ageSeconds }) => durationText(ageSeconds * 1000, language),
          },
          {
            id: 'coordinator',
            label: t('coordinator'),
            cell: ({ coordinator }) => <span className="mono">{coordinator}</span>,
          },
        ]}
      />
    </div>
  );
}
