import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { api, dataOf, type Resource, type Status } from '../../api/client.ts';
import { Chart } from '../../chart/chart.tsx';
import { usePreferences } from '../../preferences.ts';
import { Failure } from '../../states/failure.tsx';
import { STATUS_LOOKS } from '../../status/status-badge.tsx';
import { durationText, numberText } from '../../time/duration.ts';
import { useScope } from './range.ts';

const COLORS: Readonly<Record<string, string>> = {
  failureRate: '--tone-danger',
  p50: '--tone-info',
  p95: '--tone-warning',
  p99: '--tone-danger',
};
/** The run time is told by what is usual and what is slow. */
const HIDDEN = { runTime: ['p99'] } as Readonly<Record<string, readonly string[]>>;

const LEAST = { throughput: 4, failureRate: 0.1, queueDelay: 100, runTime: 1000 } as const;

type Metric = Resource<'StatsCharts'>['charts'][number];

function MetricChart({ chart, times }: { chart: Metric; times: readonly string[] }) {
  const { t } = useTranslation(['dashboard', 'shell']);
  const { language } = usePreferences();
  const { zoom } = useScope();
  const { metric } = chart;
  const isCount = metric === 'throughput';
  const text = (value: number): string => {
    if (isCount) return numberText(value, language);
    return metric === 'failureRate' ? `${numberText(value * 100, language, 1)}%` : durationText(value, language);
  };
  // Another list draws the chart anew, also under a drag.
  const series = useMemo(
    () =>
      chart.series
        .filter(({ key }) => !HIDDEN[metric]?.includes(key))
        .map(({ key, values }) => ({
          label: isCount ? t(`shell:status.${key}`) : metric === 'failureRate' ? t('tile.failed') : key,
          color: isCount ? `--tone-${STATUS_LOOKS[key as Status].tone}` : COLORS[key]!,
          values,
        })),
    [chart, metric, isCount, t],
  );
  return (
    <Chart
      title={t(`chart.${metric}`)}
      times={times}
      stacked={isCount}
      text={text}
      least={LEAST[metric]}
      onZoom={zoom}
      series={series}
    />
  );
}

/** How much ended and how, how long it waited and how long it ran; a drag chooses the time of the whole page. */
export function Charts() {
  const { scope } = useScope();
  const { data, error, refetch } = useQuery({
    queryKey: ['stats', 'charts', scope],
    queryFn: ({ signal }) => dataOf(api.GET('/api/v1/stats/charts', { params: { query: scope }, signal })),
    placeholderData: keepPreviousData,
    meta: { topics: ['stats'] },
  });
  if (error && !data) return <Failure error={error} onRetry={() => void refetch()} />;
  return (
    <div className="charts">
      {data?.charts.map((chart) => (
        <MetricChart key={chart.metric} chart={chart} times={data.times} />
      ))}
    </div>
  );
}
