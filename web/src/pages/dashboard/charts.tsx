import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api, dataOf, type Status } from '../../api/client.ts';
import { Chart } from '../../chart/chart.tsx';
import { usePreferences } from '../../preferences.ts';
import { STATUS_LOOKS } from '../../status/status-badge.tsx';
import { durationText, numberText } from '../../time/duration.ts';
import type { Range } from './range.ts';

const METRICS = ['throughput', 'failureRate', 'queueDelay', 'runTime'] as const;
const COLORS: Readonly<Record<string, string>> = {
  failureRate: '--tone-danger',
  p50: '--tone-info',
  p95: '--tone-warning',
  p99: '--tone-danger',
};

function Metric({ metric, range }: { metric: (typeof METRICS)[number]; range: Range }) {
  const { t } = useTranslation(['dashboard', 'shell']);
  const { language } = usePreferences();
  const { data } = useQuery({
    queryKey: ['timeseries', metric, range],
    queryFn: ({ signal }) =>
      dataOf(api.GET('/api/v1/stats/timeseries', { params: { query: { metric, range } }, signal })),
    placeholderData: keepPreviousData,
    meta: { topics: ['stats'] },
  });
  const isCount = metric === 'throughput';
  const text = (value: number): string => {
    if (isCount) return numberText(value, language);
    return metric === 'failureRate' ? `${numberText(value * 100, language, 1)}%` : durationText(value, language);
  };
  return (
    <Chart
      title={t(`chart.${metric}`)}
      times={data?.times ?? []}
      stacked={isCount}
      text={text}
      series={(data?.series ?? []).map(({ key, values }) => ({
        label: isCount ? t(`shell:status.${key}`) : metric === 'failureRate' ? t('tile.failed') : key,
        color: isCount ? `--tone-${STATUS_LOOKS[key as Status].tone}` : COLORS[key]!,
        values,
      }))}
    />
  );
}

/** How much ended and how, how long it waited and how long it ran. */
export const Charts = ({ range }: { range: Range }) => (
  <div className="charts">
    {METRICS.map((metric) => (
      <Metric key={metric} metric={metric} range={range} />
    ))}
  </div>
);
