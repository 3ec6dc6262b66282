import './execution.css';
import { Progress } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Resource } from '../../api/client.ts';
import { usePreferences } from '../../preferences.ts';
import { StatusBadge } from '../../status/status-badge.tsx';
import { durationText, numberText } from '../../time/duration.ts';
import { Time, useNow } from '../../time/time.tsx';
import { timeText, useDisplayZone } from '../../time/zone.ts';
import { RunTime, Trigger } from '../executions/columns.tsx';
import { ErrorCard } from './error-card.tsx';
import { Segments } from './segments.tsx';

export type Detail = Resource<'ExecutionDetail'>;

/** How far it is, at what rate, and how long it will take at that rate. */
function ProgressLine({ execution: { progress, progressMessage, startedAt } }: { execution: Detail }) {
  const { t } = useTranslation('executions');
  const { language } = usePreferences();
  const ranMs = useNow() - Date.parse(startedAt!);
  const left = progress !== null && progress > 0.01 && progress < 1 ? (ranMs / progress) * (1 - progress) : undefined;
  return (
    <div className="progress-line">
      <Progress value={(progress ?? 0) * 100} aria-label={t('progress')} />
      <div>
        <strong>{numberText((progress ?? 0) * 100, language, 1)}%</strong> {progressMessage}
        {left !== undefined && (
          <span className="dimmed"> · {t('timeLeft', { time: durationText(left, language) })}</span>
        )}
      </div>
    </div>
  );
}

function Neighbour({ label, link }: { label: string; link: Detail['previousExecution'] }) {
  if (!link) return null;
  return (
    <div>
      <dt>{label}</dt>
      <dd className="marks">
        <Link to={`/executions/${link.id}`} className="mono">
          #{link.id}
        </Link>
        <StatusBadge status={link.status} />
        <Time at={link.scheduledTime} />
      </dd>
    </div>
  );
}

/** What became of an execution and when. */
export function Overview({ execution }: { execution: Detail }) {
  const { t } = useTranslation('executions');
  const { language } = usePreferences();
  const zone = useDisplayZone();
  const { status, skipReason, delayMs, attempt, maxRetry, workerId, attempts } = execution;
  const facts: (readonly [name: string, value: ReactNode])[] = [
    ['scheduled', <Time key="t" at={execution.scheduledTime} />],
    ['businessDate', execution.businessDate],
    [
      'runAt',
      execution.runAt === null && status === 'PENDING' ? (
        t('waitsForPredecessor')
      ) : (
        <Time key="t" at={execution.runAt} />
      ),
    ],
    ['started', <Time key="t" at={execution.startedAt} />],
    ['finished', <Time key="t" at={execution.finishedAt} />],
    ['delay', delayMs === null ? '–' : durationText(delayMs, language)],
    ['duration', <RunTime key="r" item={execution} />],
    ['attempt', t('attemptOf', { attempt, most: maxRetry + 1 })],
    ['trigger', <Trigger key="t" source={execution.paramSource} />],
    ['actor', execution.actor],
    [
      'handler',
      <span key="h" className="mono">
        {execution.handlerName}
      </span>,
    ],
    [
      'worker',
      workerId && (
        <Link key="w" to="/executions" search={{ workerId } as never} className="mono">
          {workerId}
        </Link>
      ),
    ],
    [
      'codeVersion',
      execution.codeVersion && (
        <span key="c" className="mono" data-own>
          {execution.codeVersion}
        </span>
      ),
    ],
    ['queue', execution.queue],
    ['priority', execution.priority === 0 ? null : execution.priority],
    [
      'timeout',
      execution.timeoutSeconds === 0 ? t('noTimeout') : durationText(execution.timeoutSeconds * 1000, language),
    ],
    ['onWorkerLost', t(`onWorkerLost.${execution.onWorkerLost}`)],
    ['revision', execution.cronVersion],
    [
      'idempotencyKey',
      execution.idempotencyKey && (
        <span key="i" className="mono">
          {execution.idempotencyKey}
        </span>
      ),
    ],
    ['reason', execution.reason],
    ['skippedCount', execution.skippedCount],
    ['skippedUntil', execution.skippedUntil && <Time key="s" at={execution.skippedUntil} />],
  ];
  const earlier = attempts.filter(({ errorMessage, attempt: no }) => errorMessage && no > 0 && no !== attempt);
  return (
    <div className="execution-overview">
      {status === 'SKIPPED' && skipReason && (
        <div className="note" data-tone="neutral">
          <strong>{t(`shell:skip.${skipReason}`)}</strong> {t(`skipHint.${skipReason}`)}
        </div>
      )}
      {status === 'RUNNING' && execution.progress !== null && <ProgressLine execution={execution} />}
      {execution.acknowledgedAt && (
        <div className="note" data-tone="success">
          <strong>{t('handledBy', { name: execution.acknowledgedBy ?? '–' })}</strong>{' '}
          <Time at={execution.acknowledgedAt} />
          {execution.acknowledgement && <p>{execution.acknowledgement}</p>}
        </div>
      )}
      {execution.errorMessage && (
        <ErrorCard
          code={execution.errorCode}
          message={execution.errorMessage}
          fingerprint={execution.errorFingerprint}
        />
      )}
      {execution.timeline.length > 0 && <Segments segments={execution.timeline} />}
      <dl className="facts">
        {facts.map(([name, value]) =>
          value === null || value === undefined ? null : (
            <div key={name}>
              <dt>{t(`fact.${name}`)}</dt>
              <dd>{value}</dd>
            </div>
          ),
        )}
        <Neighbour label={t('previous')} link={execution.previousExecution} />
        <Neighbour label={t('next')} link={execution.nextExecution} />
        {execution.originExecutionId && (
          <div>
            <dt>{t('origin')}</dt>
            <dd>
              <Link to={`/executions/${execution.originExecutionId}`} className="mono">
                #{execution.originExecutionId}
              </Link>
            </dd>
          </div>
        )}
        {execution.reruns.map((rerun) => (
          <Neighbour key={rerun.id} label={t('rerun')} link={rerun} />
        ))}
      </dl>
      {earlier.length > 0 && <h2 className="section-title">{t('earlierErrors')}</h2>}
      {earlier.map(({ attempt: no, errorCode, errorMessage, finishedAt }) => (
        <details key={no} className="earlier">
          <summary>
            {t('attemptNo', { attempt: no })} · {timeText(new Date(finishedAt), zone)} ·{' '}
            <span data-own>{errorMessage!.split('\n', 1)[0]}</span>
          </summary>
          <ErrorCard code={errorCode} message={errorMessage!} />
        </details>
      ))}
    </div>
  );
}
