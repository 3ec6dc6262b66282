import { Progress } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { api, dataOf, type Resource } from '../../api/client.ts';
import { usePreferences } from '../../preferences.ts';
import { durationText, numberText } from '../../time/duration.ts';
import { useNow } from '../../time/time.tsx';
import { useScope } from './range.ts';

const SHOWN = 8;

function Run({ item }: { item: Resource<'ExecutionItem'> }) {
  const { t } = useTranslation('dashboard');
  const { language } = usePreferences();
  const { id, cronName, handlerName, startedAt, progress, progressMessage, usualMs, workerId } = item;
  const now = useNow();
  const ranMs = startedAt === null ? 0 : Math.max(0, now - Date.parse(startedAt));
  // What the handler says counts more than how long it usually takes.
  const byProgress = progress !== null && progress > 0.01 ? (ranMs / progress) * (1 - progress) : undefined;
  const leftMs = byProgress ?? (usualMs === null ? undefined : usualMs - ranMs);
  const share = progress ?? (usualMs ? Math.min(1, ranMs / usualMs) : 0);
  return (
    <li>
      <Link to={`/executions/${id}`}>{cronName ?? handlerName}</Link>
      <span className="dimmed small" data-own>
        {progressMessage ?? workerId}
      </span>
      <span className="end">
        {progress !== null && `${numberText(progress * 100, language)}% · `}
        {durationText(ranMs, language)}
        {leftMs !== undefined && (
          <span className={leftMs < 0 ? 'late' : 'dimmed'}>
            {' · '}
            {t(leftMs < 0 ? 'beyond' : 'left', { time: durationText(Math.abs(leftMs), language) })}
          </span>
        )}
      </span>
      <Progress
        className="bar"
        size="sm"
        value={share * 100}
        color={leftMs !== undefined && leftMs < 0 ? 'orange' : undefined}
        striped={progress === null}
        aria-label={t(progress === null ? 'shareOfUsual' : 'progress')}
      />
    </li>
  );
}

/** What runs, the longest first, how far it is, and how long it will still take. */
export function Running() {
  const { t } = useTranslation('dashboard');
  const { groupName } = useScope().scope;
  const filter = { status: ['RUNNING'], ...(groupName ? { groupName } : {}) };
  const { data } = useQuery({
    queryKey: ['executions', 'running', groupName],
    queryFn: ({ signal }) =>
      dataOf(
        api.GET('/api/v1/executions', { params: { query: { ...filter, sort: 'id', limit: SHOWN } as never }, signal }),
      ),
    placeholderData: keepPreviousData,
    meta: { topics: ['executions'] },
  });
  return (
    <section className="panel">
      <header>
        <h2>{t('runningNow')}</h2>
        {data?.nextCursor && (
          <Link to="/executions" search={filter as never}>
            {t('all')}
          </Link>
        )}
      </header>
      <ul className="body runs">
        {data?.items.length === 0 && <li className="dimmed">{t('nothingRuns')}</li>}
        {data?.items.map((item) => (
          <Run key={item.id} item={item} />
        ))}
      </ul>
    </section>
  );
}
