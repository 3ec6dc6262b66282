import '../execution/execution.css';
import '../executions/executions.css';
import './backfill.css';
import { Button, Checkbox, Skeleton } from '@mantine/core';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { Ban, CirclePause, CirclePlay, type LucideIcon, RotateCw } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, dataOf } from '../../api/client.ts';
import { may } from '../../api/permissions.ts';
import { openDialog } from '../../dialogs/action-form.tsx';
import { ReasonForm } from '../../dialogs/reason-form.tsx';
import { JsonView } from '../../json/json-view.tsx';
import { usePreferences } from '../../preferences.ts';
import { Failure } from '../../states/failure.tsx';
import { STATUS_LOOKS, StatusBadge } from '../../status/status-badge.tsx';
import { numberText } from '../../time/duration.ts';
import { Time } from '../../time/time.tsx';
import { timeText, useDisplayZone, wallTime } from '../../time/zone.ts';
import { AuditSlice } from '../audit/slice.tsx';
import { type Backfill, BackfillProgress, BackfillState } from '../backfills/page.tsx';

const ACTIONS: readonly (readonly [name: 'pause' | 'resume' | 'retry-failed' | 'cancel', icon: LucideIcon])[] = [
  ['pause', CirclePause],
  ['resume', CirclePlay],
  ['retry-failed', RotateCw],
  ['cancel', Ban],
];

function CancelForm({ backfill: { id, cronName } }: { backfill: Backfill }) {
  const { t } = useTranslation('backfills');
  const [cancelRunning, setCancelRunning] = useState(false);
  return (
    <>
      <Checkbox
        mb="md"
        label={t('act.cancelRunning')}
        checked={cancelRunning}
        onChange={({ currentTarget }) => setCancelRunning(currentTarget.checked)}
      />
      <ReasonForm
        danger
        effect={t('act.cancel.effect', { name: cronName })}
        confirm={t('act.cancel.title')}
        done={t('act.cancel.done')}
        topics={['executions', 'operations']}
        call={(body) => (client) =>
          client.POST('/api/v1/backfills/{id}/cancel', { params: { path: { id } }, body: { ...body, cancelRunning } })
        }
      />
    </>
  );
}

function Actions({ backfill }: { backfill: Backfill }) {
  const { t } = useTranslation('backfills');
  const { id, cronName } = backfill;
  return (
    <div className="actions">
      {ACTIONS.map(
        ([name, Icon]) =>
          may(backfill, name) && (
            <Button
              key={name}
              variant="default"
              leftSection={<Icon size={16} />}
              onClick={() =>
                openDialog(
                  t(`act.${name}.title`),
                  name === 'cancel' ? (
                    <CancelForm backfill={backfill} />
                  ) : (
                    <ReasonForm
                      effect={t(`act.${name}.effect`, { name: cronName })}
                      confirm={t(`act.${name}.title`)}
                      done={t(`act.${name}.done`)}
                      topics={['executions', 'operations']}
                      call={(body) => (client) =>
                        client.POST(`/api/v1/backfills/{id}/${name}`, { params: { path: { id } }, body })
                      }
                    />
                  ),
                )
              }
            >
              {t(`act.${name}.title`)}
            </Button>
          ),
      )}
    </div>
  );
}

/** Every execution of a backfill as one cell, by the time that it is for. */
function Cells({ id }: { id: string }) {
  const { t } = useTranslation('backfills');
  const zone = useDisplayZone();
  const { data, error, hasNextPage, fetchNextPage, isFetchingNextPage, refetch } = useInfiniteQuery({
    queryKey: ['backfill', id, 'executions'],
    queryFn: ({ pageParam, signal }) =>
      dataOf(
        api.GET('/api/v1/backfills/{id}/executions', {
          params: { path: { id }, query: { limit: 200, cursor: pageParam } },
          signal,
        }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
    meta: { topics: ['executions'] },
  });
  if (error) return <Failure error={error} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton height={120} />;
  const items = data.pages.flatMap((page) => page.items);
  return (
    <>
      <ul className="backfill-cells">
        {items.map((one) => {
          const { tone, icon: Icon } = STATUS_LOOKS[one.status];
          const at = new Date(one.occurrenceTime);
          const { date, time } = wallTime(at, zone);
          return (
            <li key={one.id}>
              <Link
                to={`/executions/${one.id}`}
                className="backfill-cell"
                data-tone={tone}
                title={`${timeText(at, zone)}, ${t(`shell:status.${one.status}`)}`}
              >
                <Icon size={13} aria-hidden />
                {date.slice(5)} {time.slice(0, 5)}
                <span className="hidden-text"> {t(`shell:status.${one.status}`)}</span>
              </Link>
            </li>
          );
        })}
      </ul>
      {hasNextPage && (
        <Button mt="sm" size="xs" variant="default" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {t('more')}
        </Button>
      )}
    </>
  );
}

/** One backfill. */
export default function BackfillPage() {
  const { t } = useTranslation('backfills');
  const { language } = usePreferences();
  const { id } = useParams({ strict: false }) as { id: string };
  const { data, error, refetch } = useQuery({
    queryKey: ['backfill', id],
    queryFn: ({ signal }) => dataOf(api.GET('/api/v1/backfills/{id}', { params: { path: { id } }, signal })),
    meta: { topics: ['executions', 'operations'] },
  });
  if (!data)
    return (
      <div className="page">
        <h1 className="hidden-text">{t('titleOf', { id })}</h1>
        {error ? <Failure error={error} onRetry={() => void refetch()} /> : <Skeleton height={300} />}
      </div>
    );
  return (
    <div className="page">
      <div className="page-head">
        <div className="two-lines">
          <small>
            <Link to="/backfills">{t('title')}</Link> / <Link to={`/crons/${data.cronId}`}>{data.cronName}</Link>
          </small>
          <h1>{t('titleOf', { id })}</h1>
        </div>
        <BackfillState backfill={data} />
        <Actions backfill={data} />
      </div>
      {error && <Failure error={error} onRetry={() => void refetch()} />}
      <BackfillProgress backfill={data} />
      <div className="marks">
        {data.progress.waiting > 0 && <span className="dimmed">{t('waiting', { count: data.progress.waiting })}</span>}
        {Object.entries(data.progress.byStatus).map(
          ([status, count]) =>
            count > 0 && (
              <span key={status} className="marks">
                <StatusBadge status={status as 'SUCCESS'} /> {numberText(count, language)}
              </span>
            ),
        )}
      </div>
      <section className="panel">
        <header>
          <h2>{t('dates')}</h2>
        </header>
        <div className="body">
          <Cells id={id} />
        </div>
      </section>
      <dl className="facts">
        {(
          [
            ['from', <Time key="f" at={data.from} />],
            ['to', <Time key="t" at={data.to} />],
            ['mode', t(`modes.${data.mode}`)],
            ['order', t(`orders.${data.runOrder}`)],
            ['maxRunning', data.maxRunning],
            [
              'also',
              [data.allowOverlap && t('allowOverlap'), data.allowClosed && t('allowClosed')]
                .filter(Boolean)
                .join('. ') || null,
            ],
            ['meanwhile', data.pauseCron && t(`meanwhiles.${data.pauseCron}`)],
            ['actor', data.actor],
            ['reason', data.reason],
            ['created', <Time key="c" at={data.createdAt} />],
            ['finished', data.finishedAt && <Time key="e" at={data.finishedAt} />],
          ] as const
        ).map(
          ([name, value]) =>
            value !== null && (
              <div key={name}>
                <dt>{t(name)}</dt>
                <dd>{value}</dd>
              </div>
            ),
        )}
      </dl>
      {data.params !== null && <JsonView text={data.params as string} label={t('params')} />}
      <section>
        <h2 className="section-title">{t('history')}</h2>
        <AuditSlice type="backfill" id={id} />
      </section>
    </div>
  );
}
