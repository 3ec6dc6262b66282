import { Checkbox, Loader, Textarea } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, type Call, dataOf, type Resource } from '../api/client.ts';
import { ActionForm } from '../dialogs/action-form.tsx';
import { usePreferences } from '../preferences.ts';
import { Failure } from '../states/failure.tsx';
import { StatusBadge } from '../status/status-badge.tsx';
import { numberText } from '../time/duration.ts';

export type Operation = Resource<'Operation'>;
export type OperationAction = Operation['action'];
/** Those that are named, or all that match. */
export type OperationTarget =
  | { readonly ids: readonly string[] }
  | { readonly filter: Readonly<Record<string, unknown>> };

interface OperationFormProps {
  readonly action: OperationAction;
  readonly target: OperationTarget;
  /** What the action is given beside what is asked for here. */
  readonly params?: Readonly<Record<string, unknown>>;
  /** False while the fields of the caller do not make a request. */
  readonly ready?: boolean;
  readonly onStarted: (id: string) => void;
  readonly children?: ReactNode;
}

const DANGERS: readonly OperationAction[] = ['execution.cancel', 'execution.succeed', 'cron.delete'];
const OVERLAPS: readonly OperationAction[] = ['execution.retry', 'execution.release', 'cron.trigger'];
/** More than so many, and crons that are deleted, are confirmed by typing their number. */
const TYPED_FROM = 100;

/** A name for one request: sent twice, it makes one operation. */
const newKey = (): string =>
  [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');

/**
 * Does something to many crons or executions: says first to how many and to which, then the server carries it out. Needs
 * the words of `operations`.
 */
export function OperationForm({ action, target, params, ready = true, onStarted, children }: OperationFormProps) {
  const { t } = useTranslation('operations');
  const { language } = usePreferences();
  const [reason, setReason] = useState('');
  const [allowOverlap, setAllowOverlap] = useState(false);
  const [force, setForce] = useState(false);
  const [key] = useState(newKey);
  const needsReason = action === 'execution.succeed';
  const given = {
    ...params,
    ...(allowOverlap ? { allowOverlap } : {}),
    ...(force ? { force } : {}),
  };
  const bodyWith = (why: string) =>
    ({
      action,
      target,
      ...(Object.keys(given).length > 0 ? { params: given } : {}),
      ...(why === '' ? {} : { reason: why }),
    }) as never;
  const plan = useQuery({
    queryKey: ['operation-plan', action, target],
    queryFn: async ({ signal }) => {
      // What is asked for later changes nothing of what it is for; a reason that is needed is not there yet.
      const body = { action, target, ...(params ? { params } : {}), ...(needsReason ? { reason: '-' } : {}) };
      const options = { params: { query: { dryRun: 'true' as const } }, body: body as never, signal };
      return (await dataOf(api.POST('/api/v1/operations', options))) as Resource<'OperationPlan'>;
    },
    enabled: ready,
    gcTime: 0,
  });
  const count = plan.data?.count;
  const isEmpty = count?.value === 0;
  const shown = count ? numberText(count.value, language) : '';
  const call: Call<{ data?: unknown }> = (client) =>
    client.POST('/api/v1/operations', {
      params: { header: { 'idempotency-key': key } },
      body: bodyWith(reason.trim()),
    });
  return (
    <ActionForm
      effect={t(`act.${action}.effect`)}
      confirm={t(`act.${action}.title`)}
      done={t('started')}
      topics={['operations', 'executions', 'crons', 'stats']}
      danger={DANGERS.includes(action)}
      typed={count && (count.value > TYPED_FROM || action === 'cron.delete') ? String(count.value) : undefined}
      ready={ready && plan.data !== undefined && !isEmpty && !(needsReason && reason.trim() === '')}
      call={call}
      onDone={({ data }) => onStarted((data as Operation).id)}
    >
      {children}
      <div role="status" className="operation-plan">
        {plan.isFetching && !plan.data && ready && <Loader size="sm" aria-label={t('counting')} />}
        {count && (
          <strong>
            {isEmpty
              ? t('noneFits')
              : t(count.relation === 'gte' ? 'aimsAtLeast' : 'aims', { value: shown, count: count.value })}
          </strong>
        )}
        {plan.data?.isCut && <p>{t('cut')}</p>}
        {plan.data && plan.data.items.length > 0 && (
          <details>
            <summary>{t('first', { count: plan.data.items.length })}</summary>
            <ul>
              {plan.data.items.map(({ id, name, status }) => (
                <li key={id} className="marks">
                  <span className="mono">#{id}</span>
                  <span data-own>{name}</span>
                  {status && <StatusBadge status={status} />}
                </li>
              ))}
            </ul>
          </details>
        )}
      </div>
      {plan.error && <Failure error={plan.error} onRetry={() => void plan.refetch()} />}
      {OVERLAPS.includes(action) && (
        <Checkbox
          label={t('allowOverlap')}
          checked={allowOverlap}
          onChange={({ currentTarget }) => setAllowOverlap(currentTarget.checked)}
        />
      )}
      {action === 'execution.cancel' && (
        <Checkbox
          label={t('force')}
          description={t('forceHint')}
          checked={force}
          onChange={({ currentTarget }) => setForce(currentTarget.checked)}
        />
      )}
      <Textarea
        label={t('reason')}
        description={t('reasonHint')}
        autosize
        minRows={1}
        maxLength={2000}
        required={needsReason}
        value={reason}
        onChange={({ currentTarget }) => setReason(currentTarget.value)}
      />
    </ActionForm>
  );
}
