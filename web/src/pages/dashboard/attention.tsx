import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { CircleCheck } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { api, dataOf } from '../../api/client.ts';
import { Mark, type Tone } from '../../status/status-badge.tsx';
import { Time } from '../../time/time.tsx';

const WARNINGS = ['slow', 'missed', 'paused_long'];
const toneOf = (kind: string): Tone => (WARNINGS.includes(kind) ? 'warning' : 'danger');

/** What somebody should look at now. */
export function Attention() {
  const { t } = useTranslation('dashboard');
  const { data } = useQuery({
    queryKey: ['attention'],
    queryFn: ({ signal }) => dataOf(api.GET('/api/v1/attention', { signal })),
    meta: { topics: ['stats', 'executions', 'crons'] },
  });
  return (
    <section className="panel">
      <header>
        <h2>{t('attention')}</h2>
      </header>
      <ul className="body attention">
        {data?.items.length === 0 && (
          <li className="dimmed">
            <CircleCheck size={17} aria-hidden /> {t('allWell')}
          </li>
        )}
        {data?.items.map(({ kind, cronId, cronName, handlerName, executionId, since, count }) => (
          <li key={`${kind} ${cronId} ${handlerName} ${executionId}`}>
            <Mark tone={toneOf(kind)}>{t(`kind.${kind}`, { count: count ?? 1 })}</Mark>
            {cronId ? <Link to={`/crons/${cronId}`}>{cronName}</Link> : <span className="mono">{handlerName}</span>}
            {since && (
              <span className="dimmed">
                <Time at={since} />
              </span>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
