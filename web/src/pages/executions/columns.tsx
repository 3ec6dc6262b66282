import { Progress } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import {
  CalendarClock,
  FlaskConical,
  History,
  type LucideIcon,
  MousePointerClick,
  RotateCw,
  ShieldAlert,
  Workflow,
  Zap,
} from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { usePreferences } from '../../preferences.ts';
import { Mark, StatusBadge } from '../../status/status-badge.tsx';
import type { Column } from '../../table/data-table.tsx';
import { durationText, numberText } from '../../time/duration.ts';
import { Time, useNow } from '../../time/time.tsx';
import type { Item } from './actions.tsx';
import type { TRIGGERS } from './filters.ts';

const TRIGGER_ICONS: Readonly<Record<(typeof TRIGGERS)[number], LucideIcon>> = {
  cron: CalendarClock,
  manual: MousePointerClick,
  event: Zap,
  backfill: History,
  rerun: RotateCw,
  flow: Workflow,
  test: FlaskConical,
};

/** What made an execution, as an icon and a word. */
export function Trigger({ source, short }: { source: Item['paramSource']; short?: boolean }) {
  const { t } = useTranslation('executions');
  const Icon = TRIGGER_ICONS[source];
  return (
    <span className="trigger" title={t(`trigger.${source}`)}>
      <Icon size={15} aria-hidden />
      <span className={short ? 'hidden-text' : undefined}>{t(`trigger.${source}`)}</span>
    </span>
  );
}

function Running({ since }: { since: string }) {
  const { language } = usePreferences();
  return durationText(Math.max(0, useNow() - Date.parse(since)), language);
}

/** How long it ran, or has been running. */
export function RunTime({ item: { status, startedAt, durationMs } }: { item: Item }) {
  const { language } = usePreferences();
  if (status === 'RUNNING' && startedAt) return <Running since={startedAt} />;
  return durationMs === null ? '–' : durationText(durationMs, language);
}

/** Its status, how far it is, and what is remarkable about it. */
export function StatusCell({ item }: { item: Item }) {
  const { t } = useTranslation('executions');
  const { language } = usePreferences();
  const { status, progress, retryCount, rescueCount, acknowledgedAt, cancelRequestedAt } = item;
  return (
    <span className="marks">
      <StatusBadge status={status} />
      {status === 'RUNNING' && progress !== null && (
        <span className="progress-cell">
          <Progress value={progress * 100} w={56} size="sm" aria-label={t('progress')} />
          {numberText(progress * 100, language)}%
        </span>
      )}
      {status === 'RUNNING' && cancelRequestedAt && <Mark tone="warning">{t('canceling')}</Mark>}
      {(status === 'PENDING' || status === 'RUNNING') && retryCount > 0 && (
        <Mark tone="warning" icon={RotateCw}>
          {t('retrying', { count: retryCount })}
        </Mark>
      )}
      {rescueCount > 0 && (
        <Mark tone="warning" icon={ShieldAlert}>
          {t('lost')}
        </Mark>
      )}
      {acknowledgedAt && <Mark tone="neutral">{t('handled')}</Mark>}
    </span>
  );
}

/** Why it was not run, or what went wrong, in one line. */
export function Outcome({ item: { errorMessage, skipReason, progressMessage, status } }: { item: Item }) {
  const { t } = useTranslation('executions');
  if (skipReason && status === 'SKIPPED') return t(`shell:skip.${skipReason}`);
  const text = errorMessage ?? (status === 'RUNNING' ? progressMessage : null);
  if (!text) return null;
  const [first] = text.split('\n', 1);
  return (
    <span
      data-own
      className={errorMessage && status !== 'SUCCESS' ? 'one-line error-text' : 'one-line dimmed'}
      title={text.slice(0, 1000)}
    >
      {first}
    </span>
  );
}

/** The columns of the list; `ofOneCron` lets it be sorted by scheduled time. */
export function useExecutionColumns(ofOneCron: boolean): Column<Item>[] {
  const { t } = useTranslation('executions');
  const { language } = usePreferences();
  return [
    {
      id: 'id',
      label: t('column.id'),
      show: 'always',
      sort: 'id',
      cell: ({ id }) => (
        <Link to={`/executions/${id}`} className="mono">
          {id}
        </Link>
      ),
    },
    { id: 'status', label: t('column.status'), show: 'always', cell: (item) => <StatusCell item={item} /> },
    {
      id: 'name',
      label: t('column.name'),
      cell: ({ cronId, cronName, handlerName }) => (
        <span className="two-lines">
          {cronId === null ? <span>{handlerName}</span> : <Link to={`/crons/${cronId}`}>{cronName ?? cronId}</Link>}
          <small className="mono">{cronId === null ? t('withoutCron') : handlerName}</small>
        </span>
      ),
    },
    { id: 'trigger', label: t('column.trigger'), cell: ({ paramSource }) => <Trigger source={paramSource} short /> },
    {
      id: 'scheduled',
      label: t('column.scheduled'),
      sort: ofOneCron ? 'scheduledTime' : undefined,
      cell: ({ scheduledTime }) => <Time at={scheduledTime} />,
    },
    { id: 'started', label: t('column.started'), show: 'optional', cell: ({ startedAt }) => <Time at={startedAt} /> },
    {
      id: 'finished',
      label: t('column.finished'),
      show: 'optional',
      sort: 'finishedAt',
      cell: ({ finishedAt }) => <Time at={finishedAt} />,
    },
    {
      id: 'delay',
      label: t('column.delay'),
      align: 'end',
      cell: ({ delayMs }) =>
        delayMs === null ? (
          '–'
        ) : (
          <span className={delayMs >= 60_000 ? 'late' : undefined}>{durationText(delayMs, language)}</span>
        ),
    },
    { id: 'duration', label: t('column.duration'), align: 'end', cell: (item) => <RunTime item={item} /> },
    { id: 'outcome', label: t('column.outcome'), cell: (item) => <Outcome item={item} /> },
    {
      id: 'attempt',
      label: t('column.attempt'),
      align: 'end',
      show: 'optional',
      cell: ({ attempt, maxRetry }) => `${attempt}/${maxRetry + 1}`,
    },
    {
      id: 'worker',
      label: t('column.worker'),
      show: 'optional',
      cell: ({ workerId }) => <span className="mono one-line">{workerId}</span>,
    },
    { id: 'queue', label: t('column.queue'), show: 'optional', cell: ({ queue }) => queue },
    {
      id: 'codeVersion',
      label: t('fact.codeVersion'),
      show: 'optional',
      cell: ({ codeVersion }) => (
        <span className="mono" data-own>
          {codeVersion}
        </span>
      ),
    },
    { id: 'businessDate', label: t('column.businessDate'), show: 'optional', cell: ({ businessDate }) => businessDate },
    { id: 'actor', label: t('column.actor'), show: 'optional', cell: ({ actor }) => actor },
  ];
}
