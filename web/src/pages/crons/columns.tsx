import { Switch } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { CirclePause, Flame } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Cron, Resource } from '../../api/client.ts';
import { may } from '../../api/permissions.ts';
import { usePreferences } from '../../preferences.ts';
import { Mark, StatusBadge } from '../../status/status-badge.tsx';
import type { Column } from '../../table/data-table.tsx';
import { durationText, numberText } from '../../time/duration.ts';
import { Countdown, Time } from '../../time/time.tsx';
import { ResultBars } from '../cron/result-bars.tsx';
import { pauseCause, scheduleText } from './schedule-text.ts';
import { Star } from './star.tsx';

type Figures = Resource<'CronFigures'>;

/** When it is due next, or why it is not. */
function Next({ cron }: { cron: Cron }) {
  const { t } = useTranslation('crons');
  const { isEnabled, nextRunAt, timeZone, pausedAt, pausedUntil, errorCode } = cron;
  if (errorCode) return <Mark tone="danger">{t('broken')}</Mark>;
  if (!isEnabled) return <span className="dimmed">{t('off')}</span>;
  if (pausedAt)
    return (
      <span className="two-lines">
        <Mark tone="warning" icon={CirclePause}>
          {t('paused')}
        </Mark>
        <small>{pauseCause(cron, t) || (pausedUntil && <Countdown to={pausedUntil} />)}</small>
      </span>
    );
  if (!nextRunAt) return <span className="dimmed">–</span>;
  return (
    <span className="two-lines">
      <Time at={nextRunAt} ownZone={timeZone} />
      <small>
        <Countdown to={nextRunAt} />
      </small>
    </span>
  );
}

/** The columns of the list of crons. */
export function useCronColumns(
  figuresOf: ReadonlyMap<string, Figures>,
  onToggle: (cron: Cron) => void,
): Column<Cron>[] {
  const { t } = useTranslation(['crons', 'shell']);
  const { language } = usePreferences();
  return [
    {
      id: 'enabled',
      label: t('enabled'),
      cell: (cron) => (
        <Switch
          size="sm"
          checked={cron.isEnabled}
          disabled={!may(cron, cron.isEnabled ? 'disable' : 'enable')}
          aria-label={t('switch', { name: cron.name })}
          onChange={() => onToggle(cron)}
        />
      ),
    },
    {
      id: 'name',
      label: t('name'),
      show: 'always',
      sort: 'name',
      cell: ({ id, name, description }) => (
        <span className="starred-name">
          <Star id={id} name={name} />
          <span className="two-lines">
            <Link to={`/crons/${id}`}>{name}</Link>
            <small>{description}</small>
          </span>
        </span>
      ),
    },
    {
      id: 'schedule',
      label: t('schedule'),
      cell: (cron) => (
        <span className="two-lines schedule">
          {cron.sentence[language]}
          <small className="nowrap">
            <span className="mono">{scheduleText(cron, t)}</span> · {cron.timeZone}
          </small>
        </span>
      ),
    },
    { id: 'handler', label: t('handler'), cell: ({ handlerName }) => <span className="mono">{handlerName}</span> },
    { id: 'next', label: t('next'), sort: 'nextRunAt', cell: (cron) => <Next cron={cron} /> },
    {
      id: 'results',
      label: t('lastResults'),
      cell: ({ id }) => (
        <ResultBars
          results={(figuresOf.get(id)?.recent ?? []).map((one) => ({ ...one, at: one.finishedAt })).toReversed()}
        />
      ),
    },
    {
      id: 'last',
      label: t('lastRun'),
      cell: ({ id }) => {
        const { lastStatus = null, lastFinishedAt = null, lastExecutionId, unfinished = 0 } = figuresOf.get(id) ?? {};
        if (lastStatus === null) return <span className="dimmed">{unfinished > 0 ? t('running') : '–'}</span>;
        return (
          <span className="two-lines">
            <Link to={`/executions/${lastExecutionId}`}>
              <StatusBadge status={lastStatus} />
            </Link>
            <small>{lastFinishedAt && <Time at={lastFinishedAt} />}</small>
          </span>
        );
      },
    },
    {
      id: 'runTime',
      label: t('runTime'),
      align: 'end',
      cell: ({ id }) => {
        const { p50Ms = null, p95Ms = null } = figuresOf.get(id) ?? {};
        return p50Ms === null || p95Ms === null ? (
          '–'
        ) : (
          <span className="nowrap">
            {durationText(p50Ms, language)} / {durationText(p95Ms, language)}
          </span>
        );
      },
    },
    {
      id: 'success',
      label: t('success'),
      align: 'end',
      cell: ({ id }) => {
        const { successRate = null, failures = 0 } = figuresOf.get(id) ?? {};
        return (
          <span className="two-lines">
            {successRate === null ? '–' : `${numberText(successRate * 100, language, 1)}%`}
            {failures > 0 && (
              <small>
                <Link
                  to="/executions"
                  search={{ cronId: id, status: ['FAILED', 'TIMEOUT'], since: '7d' } as never}
                  className="failures"
                >
                  <Flame size={12} aria-hidden /> {t('failures', { count: failures })}
                </Link>
              </small>
            )}
          </span>
        );
      },
    },
    { id: 'owner', label: t('owner'), cell: ({ owner }) => <span className="nowrap">{owner}</span> },
    { id: 'tags', label: t('tags'), show: 'optional', cell: ({ tags }) => tags.join(', ') },
    { id: 'group', label: t('group'), show: 'optional', cell: ({ groupName }) => groupName },
    { id: 'queue', label: t('fields.queue'), show: 'optional', cell: ({ queue }) => queue },
    {
      id: 'policies',
      label: t('editor.policy'),
      show: 'optional',
      cell: ({ overlapPolicy, allowOverlap, maxRetry, timeoutSeconds }) => (
        <span className="two-lines">
          <span className="nowrap">{t(`overlap.${overlapPolicy ?? (allowOverlap ? 'allow' : 'skip')}`)}</span>
          <small className="nowrap">
            {t('retries', { count: maxRetry })} ·{' '}
            {timeoutSeconds === 0 ? t('noLimit') : durationText(timeoutSeconds * 1000, language)}
          </small>
        </span>
      ),
    },
    {
      id: 'updated',
      label: t('updated'),
      show: 'optional',
      sort: 'updatedAt',
      cell: ({ updatedAt }) => <Time at={updatedAt} />,
    },
  ];
}
