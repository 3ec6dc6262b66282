import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type CSSProperties, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, dataOf } from '../../api/client.ts';
import { usePreferences } from '../../preferences.ts';
import { numberText } from '../../time/duration.ts';
import { timeText, useDisplayZone, wallTime } from '../../time/zone.ts';
import { useScope } from './range.ts';

const MINUTE_MS = 60_000;
/** A minute with so many, and with twice the usual, is crowded. */
const HOT_FROM = 3;

/** How much is due in each of the next 60 minutes, and where it crowds. */
export function NextHour() {
  const { t } = useTranslation('dashboard');
  const { language } = usePreferences();
  const zone = useDisplayZone();
  const { groupName } = useScope().scope;
  const [begin] = useState(() => Math.floor(Date.now() / MINUTE_MS) * MINUTE_MS);
  const to = new Date(begin + 60 * MINUTE_MS - 1000).toISOString();
  const { data } = useQuery({
    queryKey: ['plan', 'hour', begin, groupName],
    queryFn: ({ signal }) =>
      dataOf(
        api.GET('/api/v1/plan', {
          params: { query: { to, groupBy: 'minute', timeZone: zone, ...(groupName ? { groupName } : {}) } },
          signal,
        }),
      ),
    placeholderData: keepPreviousData,
    meta: { topics: ['crons'] },
  });
  const runs = new Map(data?.groups?.map((group) => [Date.parse(group.key), group.runs]));
  const minutes = Array.from({ length: 60 }, (_, index) => begin + index * MINUTE_MS);
  const total = [...runs.values()].reduce((sum, count) => sum + count, 0);
  const most = Math.max(1, ...runs.values());
  const isHot = (count: number): boolean => count >= HOT_FROM && count >= (2 * total) / Math.max(1, runs.size);
  const hot = minutes.filter((minute) => isHot(runs.get(minute) ?? 0));
  const clock = (at: number): string => wallTime(new Date(at), zone).time.slice(0, 5);
  return (
    <section className="panel">
      <header>
        <h2>{t('next')}</h2>
        <span className="dimmed small">{t('due', { count: total, value: numberText(total, language) })}</span>
        <Link to="/upcoming">{t('toUpcoming')}</Link>
      </header>
      <div className="body">
        {total === 0 ? (
          <p className="dimmed">{t('noNext')}</p>
        ) : (
          <>
            <ul className="strip" aria-label={t('next')}>
              {minutes.map((minute) => {
                const count = runs.get(minute) ?? 0;
                return (
                  <li
                    key={minute}
                    style={{ '--share': count / most } as CSSProperties}
                    data-hot={isHot(count) || undefined}
                    data-empty={count === 0 || undefined}
                    aria-hidden={count === 0}
                    title={`${timeText(new Date(minute), zone)}: ${t('runs', { count })}`}
                  >
                    <span className="hidden-text">{count > 0 && `${clock(minute)} ${t('runs', { count })}`}</span>
                  </li>
                );
              })}
            </ul>
            <div className="strip-axis" aria-hidden>
              {[0, 15, 30, 45].map((minute) => (
                <span key={minute}>{clock(begin + minute * MINUTE_MS)}</span>
              ))}
              <span>{clock(begin + 60 * MINUTE_MS)}</span>
            </div>
            {hot.length > 0 && (
              <p className="small">
                {t('crowded')}{' '}
                {hot
                  .slice(0, 5)
                  .map((minute) => `${clock(minute)} (${numberText(runs.get(minute)!, language)})`)
                  .join(', ')}
              </p>
            )}
          </>
        )}
      </div>
    </section>
  );
}
