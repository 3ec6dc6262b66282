import './dashboard.css';
import { useTranslation } from 'react-i18next';
import type { Resource } from '../../api/client.ts';
import { usePreferences } from '../../preferences.ts';
import type { Tone } from '../../status/status-badge.tsx';
import { numberText } from '../../time/duration.ts';
import { Countdown } from '../../time/time.tsx';

type Summary = Resource<'StatsSummary'>;

/** The figures that say at a glance whether all is well. */
export function Tiles({ summary }: { summary: Summary }) {
  const { t } = useTranslation('dashboard');
  const { language } = usePreferences();
  const number = (value: number) => numberText(value, language) + (value >= 10_000 ? '+' : '');
  const percent = (value: number | null) => (value === null ? '–' : `${numberText(value * 100, language, 1)}%`);
  const { ended, previousEnded, successRate, previousSuccessRate: before, oldestWaitingAt } = summary;
  const failed = (counts: Record<string, number>) => (counts['FAILED'] ?? 0) + (counts['TIMEOUT'] ?? 0);
  const tiles: { name: string; value: string; note?: React.ReactNode; tone?: Tone | false }[] = [
    { name: 'running', value: number(summary.running), tone: summary.running > 0 && 'info' },
    {
      name: 'waiting',
      value: number(summary.waiting),
      note: oldestWaitingAt && (
        <>
          {t('oldest')} <Countdown to={oldestWaitingAt} />
        </>
      ),
    },
    {
      name: 'failed',
      value: number(failed(ended)),
      note: t('before', { value: number(failed(previousEnded)) }),
      tone: failed(ended) > 0 && 'danger',
    },
    { name: 'successRate', value: percent(successRate), note: t('before', { value: percent(before) }) },
    {
      name: 'late',
      value: number(summary.overdue + summary.missed),
      note: t('lateNote', { overdue: summary.overdue, missed: summary.missed }),
      tone: summary.overdue + summary.missed > 0 && 'warning',
    },
    {
      name: 'workers',
      value: number(summary.workersAlive),
      note: t('slots', { used: summary.slotsUsed, all: summary.slots }),
      tone: summary.workersAlive === 0 && 'danger',
    },
  ];
  return (
    <dl className="tiles">
      {tiles.map(({ name, value, note, tone }) => (
        <div key={name} className="panel" data-tone={tone || undefined}>
          <dt>{t(`tile.${name}`)}</dt>
          <dd>
            <strong>{value}</strong>
            <small>{note}</small>
          </dd>
        </div>
      ))}
    </dl>
  );
}
