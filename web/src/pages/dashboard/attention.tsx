import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { CircleCheck } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { api, dataOf, type Resource } from '../../api/client.ts';
import { usePreferences } from '../../preferences.ts';
import { Mark, type Tone } from '../../status/status-badge.tsx';
import { durationText } from '../../time/duration.ts';
import { Time } from '../../time/time.tsx';
import { useScope } from './range.ts';

const WARNINGS = ['slow', 'missed', 'paused_long', 'overdue'];
const toneOf = (kind: string): Tone => (WARNINGS.includes(kind) ? 'warning' : 'danger');

/** Where it is seen to: the execution, or what waits for a worker. */
function Way({ item: { executionId, handlerName, cronId } }: { item: Resource<'AttentionItem'> }) {
  const { t } = useTranslation('dashboard');
  if (executionId) return <Link to={`/executions/${executionId}`}>{t('toExecution')}</Link>;
  if (cronId || !handlerName) return null;
  return (
    <Link to="/executions" search={{ status: 'PENDING', handlerName } as never}>
      {t('toWaiting')}
    </Link>
  );
}

/** What somebody should look at now. */
export function Attention() {
  const { t } = useTranslation('dashboard');
  const { language } = usePreferences();
  const { groupName } = useScope().scope;
  const { data } = useQuery({
    queryKey: ['attention', groupName],
    queryFn: ({ signal }) =>
      dataOf(api.GET('/api/v1/attention', { params: { query: groupName ? { groupName } : {} }, signal })),
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
        {data?.items.map((item) => {
          const { kind, cronId, cronName, handlerName, executionId, since, count, usualMs } = item;
          return (
            <li key={`${kind} ${cronId} ${handlerName} ${executionId}`}>
              <Mark tone={toneOf(kind)}>{t(`kind.${kind}`, { count: count ?? 1 })}</Mark>
              {cronId ? <Link to={`/crons/${cronId}`}>{cronName}</Link> : <span className="mono">{handlerName}</span>}
              {since && (
                <span className="dimmed">
                  <Time at={since} />
                </span>
              )}
              {usualMs !== null && (
                <span className="dimmed">{t('usually', { time: durationText(usualMs, language) })}</span>
              )}
              <Way item={item} />
            </li>
          );
        })}
      </ul>
    </section>
  );
}
