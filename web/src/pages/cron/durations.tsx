import { useElementSize } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { api, type Cron, dataOf, type Resource } from '../../api/client.ts';
import { usePreferences } from '../../preferences.ts';
import { STATUS_LOOKS } from '../../status/status-badge.tsx';
import { durationText } from '../../time/duration.ts';
import { timeText, useDisplayZone } from '../../time/zone.ts';

type Item = Resource<'ExecutionItem'>;

const HEIGHT = 180;
const LEFT = 64;
const SHOWN = 200;

/** The last executions of a cron, for the panels that look at them. */
export function useLastRuns({ id }: Pick<Cron, 'id'>) {
  return useQuery({
    queryKey: ['executions', 'of', id, SHOWN],
    queryFn: ({ signal }) =>
      dataOf(api.GET('/api/v1/executions', { params: { query: { cronId: [id], limit: SHOWN } }, signal })),
    meta: { topics: ['executions'] },
  });
}

/** How long the last executions ran, as points over the band in which they usually lie. */
export function Durations({ cron }: { cron: Cron }) {
  const { t } = useTranslation(['crons', 'shell']);
  const { language } = usePreferences();
  const zone = useDisplayZone();
  const { ref, width } = useElementSize();
  const { data: runs } = useLastRuns(cron);
  const { data: stats } = useQuery({
    queryKey: ['cron-stats', cron.id, '30d'],
    queryFn: ({ signal }) =>
      dataOf(
        api.GET('/api/v1/crons/{id}/stats', { params: { path: { id: cron.id }, query: { range: '30d' } }, signal }),
      ),
    staleTime: 30_000,
    meta: { topics: ['stats'] },
  });
  const points = (runs?.items ?? []).filter(
    (item): item is Item & { durationMs: number; startedAt: string } =>
      item.durationMs !== null && item.startedAt !== null,
  );
  const { p50Ms = null, p95Ms = null } = stats ?? {};
  const times = points.map(({ startedAt }) => Date.parse(startedAt));
  const [first, last] = [Math.min(...times), Math.max(...times)];
  const longest = Math.max(1, p95Ms ?? 0, ...points.map(({ durationMs }) => durationMs)) * 1.08;
  const inner = Math.max(0, width - LEFT - 12);
  const xOf = (ms: number): number => LEFT + (last === first ? inner / 2 : ((ms - first) / (last - first)) * inner);
  const yOf = (ms: number): number => 8 + (1 - ms / longest) * (HEIGHT - 32);
  return (
    <section className="panel">
      <header>
        <h2>{t('durations.title')}</h2>
        {p50Ms !== null && p95Ms !== null && (
          <span className="dimmed">
            {t('durations.band', { p50: durationText(p50Ms, language), p95: durationText(p95Ms, language) })}
          </span>
        )}
      </header>
      <div className="body">
        <div ref={ref} />
        {points.length === 0 ? (
          <p className="dimmed">{t('durations.none')}</p>
        ) : (
          <>
            <svg className="scatter" width={width} height={HEIGHT} role="img" aria-label={t('durations.title')}>
              {p50Ms !== null && p95Ms !== null && (
                <rect
                  className="band"
                  x={LEFT}
                  width={inner}
                  y={yOf(p95Ms)}
                  height={Math.max(1, yOf(p50Ms) - yOf(p95Ms))}
                />
              )}
              {[0, longest / 2, longest / 1.08].map((ms) => (
                <g key={ms}>
                  <line x1={LEFT} x2={LEFT + inner} y1={yOf(ms)} y2={yOf(ms)} />
                  <text x={LEFT - 8} y={yOf(ms) + 4} textAnchor="end">
                    {durationText(Math.round(ms), language)}
                  </text>
                </g>
              ))}
              {points.map(({ id, status, startedAt, durationMs }) => (
                <circle
                  key={id}
                  cx={xOf(Date.parse(startedAt))}
                  cy={yOf(durationMs)}
                  r={4}
                  data-tone={STATUS_LOOKS[status].tone}
                >
                  <title>{`#${id} ${t(`shell:status.${status}`)} ${timeText(new Date(startedAt), zone)} ${durationText(durationMs, language)}`}</title>
                </circle>
              ))}
              <text x={LEFT} y={HEIGHT - 4}>
                {timeText(new Date(first), zone)}
              </text>
              {last > first && width > 480 && (
                <text x={LEFT + inner} y={HEIGHT - 4} textAnchor="end">
                  {timeText(new Date(last), zone)}
                </text>
              )}
            </svg>
            <details>
              <summary>{t('durations.table')}</summary>
              {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
              <section className="chart-table" tabIndex={0} aria-label={t('durations.table')}>
                <table>
                  <thead>
                    <tr>
                      <th>{t('id')}</th>
                      <th>{t('status')}</th>
                      <th>{t('durations.started')}</th>
                      <th>{t('durations.ran')}</th>
                      <th>{t('durations.attempts')}</th>
                    </tr>
                  </thead>
                  <tbody>
                    {points.map(({ id, status, startedAt, durationMs, attempt }) => (
                      <tr key={id}>
                        <td>
                          <Link to={`/executions/${id}`}>{id}</Link>
                        </td>
                        <td>{t(`shell:status.${status}`)}</td>
                        <td>{timeText(new Date(startedAt), zone)}</td>
                        <td>{durationText(durationMs, language)}</td>
                        <td>{attempt}</td>
                      </tr>
                    ))}
                  </tbody>
                </table>
              </section>
            </details>
          </>
        )}
      </div>
    </section>
  );
}
