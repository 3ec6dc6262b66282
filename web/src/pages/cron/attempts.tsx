import { Progress } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Cron } from '../../api/client.ts';
import { usePreferences } from '../../preferences.ts';
import { numberText } from '../../time/duration.ts';
import { useLastRuns } from './durations.tsx';

const FAILURES = ['FAILED', 'TIMEOUT'];

/** With which attempt the last executions succeeded, and how many did not. */
export function Attempts({ cron }: { cron: Cron }) {
  const { t } = useTranslation('crons');
  const { language } = usePreferences();
  const { data: runs } = useLastRuns(cron);
  const decided = (runs?.items ?? []).filter(({ status }) => status === 'SUCCESS' || FAILURES.includes(status));
  const succeeded = Map.groupBy(
    decided.filter(({ status }) => status === 'SUCCESS'),
    ({ attempt }) => Math.max(1, attempt),
  );
  const failed = decided.length - [...succeeded.values()].reduce((sum, { length }) => sum + length, 0);
  const rows = [...succeeded].sort(([a], [b]) => a - b).map(([attempt, { length }]) => ({ attempt, count: length }));
  const bar = (count: number, label: string, color: string) => (
    <>
      <span className="end">
        {t('attempts.of', {
          count,
          share: numberText((count / decided.length) * 100, language, 1),
        })}
      </span>
      <Progress className="bar" size="sm" value={(count / decided.length) * 100} color={color} aria-label={label} />
    </>
  );
  return (
    <section className="panel">
      <header>
        <h2>{t('attempts.title')}</h2>
        <span className="dimmed">{t('attempts.among', { count: decided.length })}</span>
      </header>
      <ul className="body runs">
        {decided.length === 0 && <li className="dimmed">{t('durations.none')}</li>}
        {rows.map(({ attempt, count }) => {
          const label = attempt === 1 ? t('attempts.first') : t('attempts.nth', { attempt });
          return (
            <li key={attempt}>
              {label}
              {bar(count, label, attempt === 1 ? 'green' : 'orange')}
            </li>
          );
        })}
        {failed > 0 && (
          <li>
            <Link to="/executions" search={{ cronId: cron.id, status: FAILURES, since: '90d' } as never}>
              {t('attempts.never')}
            </Link>
            {bar(failed, t('attempts.never'), 'red')}
          </li>
        )}
      </ul>
    </section>
  );
}
