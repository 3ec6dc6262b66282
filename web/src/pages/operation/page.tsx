import { Button, SegmentedControl, Skeleton } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { CircleStop, ListChecks, RotateCw } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { oneOf, useAddress } from '../../address.ts';
import { api, dataOf, type Resource } from '../../api/client.ts';
import { JsonText, keepVerbatim } from '../../api/json-text.ts';
import { may } from '../../api/permissions.ts';
import { openDialog } from '../../dialogs/action-form.tsx';
import { JsonView } from '../../json/json-view.tsx';
import { type Operation, OperationForm } from '../../operations/operation-form.tsx';
import { OperationProgress, OperationState } from '../../operations/state.tsx';
import { useStop } from '../../operations/stop.tsx';
import { OperationFilter } from '../../operations/target.tsx';
import { usePreferences } from '../../preferences.ts';
import { useMay } from '../../session/me.ts';
import { Empty } from '../../states/empty.tsx';
import { Failure } from '../../states/failure.tsx';
import { Mark, type Tone } from '../../status/status-badge.tsx';
import { DataTable } from '../../table/data-table.tsx';
import { Pager } from '../../table/pager.tsx';
import { numberText } from '../../time/duration.ts';
import { Time } from '../../time/time.tsx';
import { AuditSlice } from '../audit/slice.tsx';

type Item = Resource<'OperationItem'>;

const OUTCOMES = ['waiting', 'done', 'failed'] as const;
const TONES: Readonly<Record<Item['outcome'], Tone>> = { waiting: 'neutral', done: 'success', failed: 'danger' };
const isOpen = ({ status }: Operation): boolean => status === 'COLLECTING' || status === 'RUNNING';

/** What the action was given; JSON inside stays as it was typed. */
function paramsOf(operation: Operation): Record<string, unknown> {
  const { params, ...others } = JSON.parse(keepVerbatim(operation.params as string)) as Record<string, unknown>;
  return params === undefined ? others : { ...others, params: new JsonText(params as string) };
}

/** The targets and what became of each. */
function Items({ operation }: { operation: Operation }) {
  const { t } = useTranslation('operations');
  const { language } = usePreferences();
  const navigate = useNavigate();
  const [address, change] = useAddress();
  const { id, entity, total, action } = operation;
  const mayAct = useMay()(action);
  const outcome = OUTCOMES.find((one) => one === oneOf(address, 'outcome'));
  const cursor = oneOf(address, 'cursor');
  const { data, error, refetch } = useQuery({
    queryKey: ['operation', id, 'items', outcome, cursor],
    queryFn: ({ signal }) =>
      dataOf(
        api.GET('/api/v1/operations/{id}/items', {
          params: { path: { id }, query: { outcome, cursor, limit: 100 } as never },
          signal,
        }),
      ),
    placeholderData: keepPreviousData,
    meta: { topics: ['operations'] },
  });
  const pageOf = (targetId: string): string => `/${entity === 'cron' ? 'crons' : 'executions'}/${targetId}`;
  const outcomeName = (one: Item['outcome']): string =>
    t(one === 'waiting' && !isOpen(operation) ? 'outcome.left' : `outcome.${one}`);
  const again = outcome === 'failed' && mayAct && !isOpen(operation) ? (data?.items ?? []) : [];
  return (
    <section>
      <div className="page-head">
        <h2 className="section-title">{t('items')}</h2>
        <div className="actions">
          {again.length > 0 && (
            <Button
              size="xs"
              variant="default"
              leftSection={<RotateCw size={14} />}
              onClick={() =>
                openDialog(
                  t('again'),
                  <OperationForm
                    action={action}
                    target={{ ids: again.map(({ targetId }) => targetId) }}
                    params={paramsOf(operation)}
                    onStarted={(made) => void navigate({ to: `/operations/${made}` })}
                  />,
                )
              }
            >
              {t('again')}
            </Button>
          )}
          <SegmentedControl
            size="xs"
            aria-label={t('outcomes')}
            value={outcome ?? 'all'}
            onChange={(value) => change({ outcome: value === 'all' ? undefined : value })}
            data={[
              { value: 'all', label: `${t('allOutcomes')} ${numberText(total, language)}` },
              ...OUTCOMES.map((value) => ({
                value,
                label: `${outcomeName(value)} ${numberText(operation[value], language)}`,
              })),
            ]}
          />
        </div>
      </div>
      {error && <Failure error={error} onRetry={() => void refetch()} />}
      <DataTable<Item>
        name="operation-items"
        label={t('items')}
        rows={error && !data ? [] : data?.items}
        idOf={(item) => item.id}
        onOpen={({ targetId }) => void navigate({ to: pageOf(targetId) })}
        empty={error ? null : <Empty icon={ListChecks} title={t(outcome ? 'noItems' : 'noTargets')} />}
        columns={[
          {
            id: 'target',
            label: t(`entities.${entity}`),
            show: 'always',
            cell: ({ targetId, targetName }) => (
              <span className="marks">
                <Link to={pageOf(targetId)} className="mono">
                  #{targetId}
                </Link>
                <span data-own>{targetName}</span>
              </span>
            ),
          },
          {
            id: 'outcome',
            label: t('outcomes'),
            show: 'always',
            cell: ({ outcome: one }) => <Mark tone={TONES[one]}>{outcomeName(one)}</Mark>,
          },
          {
            id: 'error',
            label: t('error'),
            cell: ({ errorCode, errorMessage }) =>
              errorCode && (
                <span className="two-lines" data-own>
                  <span>{errorMessage}</span>
                  <small className="mono">{errorCode}</small>
                </span>
              ),
          },
          { id: 'finished', label: t('finished'), cell: ({ finishedAt }) => <Time at={finishedAt} /> },
        ]}
      />
      <Pager page={data} />
    </section>
  );
}

/** One operation on many crons or executions. */
export default function OperationPage() {
  const { t } = useTranslation('operations');
  const { language } = usePreferences();
  const stop = useStop();
  const { id } = useParams({ strict: false }) as { id: string };
  const { data, error, refetch } = useQuery({
    queryKey: ['operation', id],
    queryFn: ({ signal }) => dataOf(api.GET('/api/v1/operations/{id}', { params: { path: { id } }, signal })),
    meta: { topics: ['operations'] },
  });
  if (!data)
    return (
      <div className="page">
        <h1 className="hidden-text">{t('titleOf', { id })}</h1>
        {error ? <Failure error={error} onRetry={() => void refetch()} /> : <Skeleton height={300} />}
      </div>
    );
  const params = data.params as string;
  return (
    <div className="page">
      <div className="page-head">
        <div className="two-lines">
          <small>
            <Link to="/operations">{t('title')}</Link>
          </small>
          <h1>
            {t(`act.${data.action}.title`)} <span className="mono dimmed">#{id}</span>
          </h1>
        </div>
        <OperationState operation={data} />
        <div className="actions">
          {may(data, 'stop') && (
            <Button variant="default" leftSection={<CircleStop size={16} />} onClick={() => stop(data)}>
              {t('stop.title')}
            </Button>
          )}
        </div>
      </div>
      {error && <Failure error={error} onRetry={() => void refetch()} />}
      <div className="operation-progress">
        <OperationProgress operation={data} />
        <div className="marks" role="status">
          {data.status === 'COLLECTING' && <span className="dimmed">{t('collecting')}</span>}
          {OUTCOMES.filter((one) => data[one] > 0).map((one) => (
            <span key={one} className="marks">
              <Mark tone={TONES[one]}>{t(one === 'waiting' && !isOpen(data) ? 'outcome.left' : `outcome.${one}`)}</Mark>
              {numberText(data[one], language)}
            </span>
          ))}
        </div>
        {data.isCut && <p className="dimmed">{t('wasCut')}</p>}
        {data.errorMessage && (
          <p className="error-text" data-own>
            {data.errorMessage}
          </p>
        )}
      </div>
      <dl className="facts">
        {(
          [
            ['target', <OperationFilter key="t" operation={data} />],
            ['actor', data.actor],
            ['reason', data.reason],
            ['created', <Time key="c" at={data.createdAt} />],
            ['finished', data.finishedAt && <Time key="f" at={data.finishedAt} />],
          ] as const
        ).map(
          ([name, value]) =>
            value !== null && (
              <div key={name}>
                <dt>{t(name)}</dt>
                <dd data-own={name === 'actor' || name === 'reason' || undefined}>{value}</dd>
              </div>
            ),
        )}
      </dl>
      {params !== '{}' && <JsonView text={params} label={t('params')} />}
      <Items operation={data} />
      <section>
        <h2 className="section-title">{t('history')}</h2>
        <AuditSlice type="operation" id={id} />
      </section>
    </div>
  );
}
