import './dashboard.css';
import { Link } from '@tanstack/react-router';
import { TrendingDown, TrendingUp } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Resource } from '../../api/client.ts';
import { usePreferences } from '../../preferences.ts';
import type { Tone } from '../../status/status-badge.tsx';
import { numberText } from '../../time/duration.ts';
import { Countdown } from '../../time/time.tsx';
import { useScope } from './range.ts';

type Summary = Resource<'StatsSummary'>;

interface Tile {
  readonly name: string;
  readonly value: string;
  readonly note?: ReactNode;
  readonly tone?: Tone | false;
  /** The list behind the figure. */
  readonly to: string;
  readonly search?: object;
}

/** How a figure differs from the period before. */
function Change({ by, text, isWorse }: { by: number; text: string; isWorse: boolean }) {
  if (by === 0) return null;
  const Icon = by > 0 ? TrendingUp : TrendingDown;
  return (
    <span className="change" data-tone={isWorse ? 'danger' : 'success'}>
      <Icon size={13} aria-hidden /> {by > 0 ? '+' : '−'}
      {text}
    </span>
  );
}

/** The figures that say at a glance whether all is well; each leads to the list behind it. */
export function Tiles({ summary }: { summary: Summary }) {
  const { t } = useTranslation('dashboard');
  const { language } = usePreferences();
  const { scope } = useScope();
  const number = (value: number) => numberText(value, language) + (value >= 10_000 ? '+' : '');
  const percent = (value: number | null) => (value === null ? '–' : `${numberText(value * 100, language, 1)}%`);
  const { ended, previousEnded, successRate, previousSuccessRate: before, oldestWaitingAt } = summary;
  const failedOf = (counts: Record<string, number>) => (counts['FAILED'] ?? 0) + (counts['TIMEOUT'] ?? 0);
  const failed = failedOf(ended);
  const failedBefore = failedOf(previousEnded);
  const better = successRate === null || before === null ? 0 : Math.round((successRate - before) * 1000) / 10;
  const group = scope.groupName ? { groupName: scope.groupName } : {};
  const inTime = { ...group, finishedFrom: summary.from, finishedTo: summary.to };
  const tiles: Tile[] = [
    {
      name: 'running',
      value: number(summary.running),
      tone: summary.running > 0 && 'info',
      to: '/executions',
      search: { ...group, status: 'RUNNING' },
    },
    {
      name: 'waiting',
      value: number(summary.waiting),
      note: oldestWaitingAt && (
        <>
          {t('oldest')} <Countdown to={oldestWaitingAt} />
        </>
      ),
      to: '/executions',
      search: { ...group, status: 'PENDING' },
    },
    {
      name: 'failed',
      value: number(failed),
      note: (
        <>
          {t('before', { value: number(failedBefore) })}
          <Change
            by={failed - failedBefore}
            text={number(Math.abs(failed - failedBefore))}
            isWorse={failed > failedBefore}
          />
        </>
      ),
      tone: failed > 0 && 'danger',
      to: '/executions',
      search: { ...inTime, status: ['FAILED', 'TIMEOUT'] },
    },
    {
      name: 'successRate',
      value: percent(successRate),
      note: (
        <>
          {t('before', { value: percent(before) })}
          <Change
            by={better}
            text={t('points', { value: numberText(Math.abs(better), language, 1) })}
            isWorse={better < 0}
          />
        </>
      ),
      to: '/executions',
      search: { ...inTime, status: ['SUCCESS', 'FAILED', 'TIMEOUT'] },
    },
    {
      name: 'late',
      value: number(summary.overdue + summary.missed),
      note: t('lateNote', { overdue: summary.overdue, missed: summary.missed }),
      tone: summary.overdue + summary.missed > 0 && 'warning',
      to: '/executions',
      search: { ...inTime, status: 'SKIPPED', skipReason: ['catch_up', 'expired'] },
    },
    {
      name: 'workers',
      value: number(summary.workersAlive),
      note: t('slots', { used: summary.slotsUsed, all: summary.slots }),
      tone: summary.workersAlive === 0 && 'danger',
      to: '/workers',
    },
  ];
  return (
    <ul className="tiles">
      {tiles.map(({ name, value, note, tone, to, search }) => (
        <li key={name}>
          <Link to={to} search={(search ?? {}) as never} className="panel" data-tone={tone || undefined}>
            <span>{t(`tile.${name}`)}</span>
            <strong>{value}</strong>
            <small>{note}</small>
          </Link>
        </li>
      ))}
    </ul>
  );
}
