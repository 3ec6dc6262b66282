import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { api, type Cron, dataOf, type Resource } from '../../api/client.ts';
import { usePreferences } from '../../preferences.ts';
import { Failure } from '../../states/failure.tsx';
import { instantOf, useDisplayZone, wallTime } from '../../time/zone.ts';

const WEEKS = 53;
const STEP = 14;
const DAY_MS = 86_400_000;
const LABELS = 30;

type Counts = Resource<'CronStats'>['buckets'][number]['counts'];

const failuresIn = (counts: Counts): number => (counts['FAILED'] ?? 0) + (counts['TIMEOUT'] ?? 0);
const totalOf = (counts: Counts): number => Object.values(counts).reduce((sum, count) => sum + count, 0);

/** How a day went, as its colour: some failed, all was well, or nothing really ran. */
function toneOf(counts: Counts | undefined): string {
  if (!counts || totalOf(counts) === 0) return 'none';
  const failed = failuresIn(counts);
  if (failed === 0) return (counts['SUCCESS'] ?? 0) > 0 ? 'good' : 'idle';
  return failed * 2 >= totalOf(counts) ? 'bad' : 'mixed';
}

/** The last twelve months of a cron, a square for each day. */
export function HeatMap({ cron }: { cron: Cron }) {
  const { t } = useTranslation('crons');
  const navigate = useNavigate();
  const { language } = usePreferences();
  const zone = useDisplayZone();
  const { data, error, refetch } = useQuery({
    queryKey: ['cron-stats', cron.id, '365d', zone],
    queryFn: ({ signal }) =>
      dataOf(
        api.GET('/api/v1/crons/{id}/stats', {
          params: { path: { id: cron.id }, query: { range: '365d', timeZone: zone } },
          signal,
        }),
      ),
    staleTime: 60_000,
    meta: { topics: ['stats'] },
  });
  const days = new Map(data?.buckets.map(({ at, counts }) => [wallTime(new Date(at), zone).date, counts]));
  const today = wallTime(new Date(), zone).date;
  // Dates without a zone from here on: midnight in UTC stands for the day.
  const lastMs = Date.parse(today);
  const firstMs = lastMs - ((new Date(lastMs).getUTCDay() + 6) % 7) * DAY_MS - (WEEKS - 1) * 7 * DAY_MS;
  const dates = Array.from({ length: (lastMs - firstMs) / DAY_MS + 1 }, (_, index) =>
    new Date(firstMs + index * DAY_MS).toISOString().slice(0, 10),
  );
  const open = (date: string): void => {
    const from = instantOf(`${date} 00:00`, zone);
    const to = new Date(from!.getTime() + DAY_MS);
    void navigate({
      to: '/executions',
      search: { cronId: cron.id, finishedFrom: from!.toISOString(), finishedTo: to.toISOString() } as never,
    });
  };
  const ran = dates.filter((date) => days.has(date));
  const failed = ran.filter((date) => failuresIn(days.get(date)!) > 0).length;
  const textOf = (date: string): string => {
    const counts = days.get(date) ?? {};
    return t('heat.day', { date, total: totalOf(counts), failed: failuresIn(counts) });
  };
  return (
    <section className="panel">
      <header>
        <h2>{t('heat.title')}</h2>
        <span className="dimmed">{t('heat.sum', { days: ran.length, failed })}</span>
      </header>
      <div className="body">
        {error && <Failure error={error} onRetry={() => void refetch()} />}
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
        <section className="heat" tabIndex={0} aria-label={t('heat.title')}>
          <svg
            width={LABELS + WEEKS * STEP}
            height={7 * STEP + 18}
            role="img"
            aria-label={t('heat.sum', { days: ran.length, failed })}
          >
            {dates.map((date, index) => {
              const x = LABELS + Math.floor(index / 7) * STEP;
              const y = 16 + (index % 7) * STEP;
              return (
                <g key={date}>
                  {date.endsWith('-01') && (
                    <text x={x} y={10}>
                      {new Intl.DateTimeFormat(language, { month: 'short', timeZone: 'UTC' }).format(new Date(date))}
                    </text>
                  )}
                  {/* biome-ignore lint/a11y/noStaticElementInteractions: the table below does the same by keyboard */}
                  <rect
                    x={x}
                    y={y}
                    width={STEP - 3}
                    height={STEP - 3}
                    rx={2}
                    data-day={toneOf(days.get(date))}
                    onClick={() => days.has(date) && open(date)}
                  >
                    <title>{textOf(date)}</title>
                  </rect>
                </g>
              );
            })}
            {[0, 2, 4].map((day) => (
              <text key={day} x={0} y={26 + day * STEP}>
                {t(`heat.weekday.${day}`)}
              </text>
            ))}
          </svg>
        </section>
        <div className="marks heat-legend">
          {(['none', 'idle', 'good', 'mixed', 'bad'] as const).map((tone) => (
            <span key={tone}>
              <i data-day={tone} aria-hidden /> {t(`heat.tone.${tone}`)}
            </span>
          ))}
        </div>
        <details>
          <summary>{t('heat.table')}</summary>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
          <section className="chart-table" tabIndex={0} aria-label={t('heat.table')}>
            <table>
              <thead>
                <tr>
                  <th>{t('heat.date')}</th>
                  <th>{t('heat.total')}</th>
                  <th>{t('heat.failed')}</th>
                </tr>
              </thead>
              <tbody>
                {ran.toReversed().map((date) => (
                  <tr key={date}>
                    <td>
                      <button type="button" className="link-button" onClick={() => open(date)}>
                        {date}
                      </button>
                    </td>
                    <td>{totalOf(days.get(date)!)}</td>
                    <td>{failuresIn(days.get(date)!)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </section>
        </details>
      </div>
    </section>
  );
}
