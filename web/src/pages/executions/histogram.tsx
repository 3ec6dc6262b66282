import { ActionIcon } from '@mantine/core';
import { useElementSize } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { ChartColumn, Table2 } from 'lucide-react';
import { type PointerEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAddress } from '../../address.ts';
import { api, dataOf, type Resource, type Status } from '../../api/client.ts';
import { usePreferences } from '../../preferences.ts';
import { Failure } from '../../states/failure.tsx';
import { STATUS_LOOKS } from '../../status/status-badge.tsx';
import { numberText } from '../../time/duration.ts';
import { timeText, useDisplayZone, wallTime } from '../../time/zone.ts';
import { filtersIn, STATUSES } from './filters.ts';

type Bars = Resource<'ExecutionHistogram'>;
const HEIGHT = 74;
const ORDER: readonly Status[] = [...STATUSES].reverse();
const DAY_MS = 86_400_000;

const total = (counts: Readonly<Record<string, number>>): number =>
  Object.values(counts).reduce((sum, one) => sum + one, 0);

/** From the first bar to the last, or the whole of the period that was asked for. */
function spanOf({ bars, stepMs }: Bars): [number, number] {
  const first = bars.length > 0 ? Date.parse(bars[0]!.at) : Date.now() - stepMs;
  const last = bars.length > 0 ? Date.parse(bars.at(-1)!.at) + stepMs : Date.now();
  // A few bars stay slim.
  return [Math.min(first, last - 24 * stepMs), last];
}

function Chart({ data }: { data: Bars }) {
  const { t } = useTranslation('executions');
  const { language } = usePreferences();
  const [, change] = useAddress();
  const zone = useDisplayZone();
  const { ref, width } = useElementSize();
  const [drag, setDrag] = useState<[number, number]>();
  const [from, to] = spanOf(data);
  const xOf = (at: number): number => ((at - from) / (to - from)) * width;
  const most = Math.max(1, ...data.bars.map(({ counts }) => total(counts)));
  const slim = Math.max(2, xOf(from + data.stepMs) - 1.5);
  const label = (at: number): string => {
    const { date, time } = wallTime(new Date(at), zone);
    if (to - from > 4 * DAY_MS) return date.slice(5);
    return to - from > DAY_MS ? `${date.slice(5)} ${time.slice(0, 5)}` : time.slice(0, 5);
  };
  const at = ({ clientX, currentTarget }: PointerEvent<SVGSVGElement>): number =>
    Math.min(width, Math.max(0, clientX - currentTarget.getBoundingClientRect().left));
  const narrow = (one: number, other: number): void => {
    const timeOf = (x: number): number => from + (x / width) * (to - from);
    const step = data.stepMs;
    const start = Math.floor(timeOf(Math.min(one, other)) / step) * step;
    const end = Math.max(start + step, Math.ceil(timeOf(Math.max(one, other)) / step) * step);
    change({ finishedFrom: new Date(start).toISOString(), finishedTo: new Date(end).toISOString(), since: undefined });
  };
  const ticks = Math.max(2, Math.floor(width / 150));
  return (
    <div ref={ref} className="histogram-chart">
      {width > 0 && (
        <svg
          width={width}
          height={HEIGHT + 18}
          role="img"
          aria-label={t('histogram.summary', {
            total: numberText(
              data.bars.reduce((sum, { counts }) => sum + total(counts), 0),
              language,
            ),
            from: timeText(new Date(from), zone),
            to: timeText(new Date(to), zone),
          })}
          onPointerDown={(event) => {
            event.currentTarget.setPointerCapture(event.pointerId);
            setDrag([at(event), at(event)]);
          }}
          onPointerMove={(event) => drag && setDrag([drag[0], at(event)])}
          onPointerUp={(event) => {
            if (drag && data.bars.length > 0) narrow(drag[0], at(event));
            setDrag(undefined);
          }}
          onPointerCancel={() => setDrag(undefined)}
        >
          {data.bars.map((bar) => {
            let y = HEIGHT;
            const begin = Date.parse(bar.at);
            return (
              <g key={bar.at}>
                <title>
                  {`${timeText(new Date(begin), zone)}\n${ORDER.filter((status) => bar.counts[status])
                    .map((status) => `${t(`shell:status.${status}`)} ${numberText(bar.counts[status]!, language)}`)
                    .join('\n')}`}
                </title>
                <rect x={xOf(begin)} y={0} width={slim} height={HEIGHT} className="ground" />
                {ORDER.toReversed().map((status) => {
                  const count = bar.counts[status] ?? 0;
                  if (count === 0) return null;
                  const height = Math.max(2, (count / most) * (HEIGHT - 4));
                  y -= height;
                  return (
                    <rect
                      key={status}
                      x={xOf(begin)}
                      y={y}
                      width={slim}
                      height={height}
                      fill={`var(--bar-${STATUS_LOOKS[status].tone})`}
                    />
                  );
                })}
              </g>
            );
          })}
          <line x1={0} x2={width} y1={HEIGHT + 0.5} y2={HEIGHT + 0.5} className="axis" />
          {Array.from({ length: ticks }, (_, index) => from + ((to - from) * index) / (ticks - 1)).map(
            (tick, index) => (
              <text
                key={tick}
                x={xOf(tick)}
                y={HEIGHT + 14}
                textAnchor={index === 0 ? 'start' : index === ticks - 1 ? 'end' : 'middle'}
              >
                {label(tick)}
              </text>
            ),
          )}
          {drag && (
            <rect className="drag" x={Math.min(...drag)} y={0} width={Math.abs(drag[1] - drag[0])} height={HEIGHT} />
          )}
        </svg>
      )}
    </div>
  );
}

function Figures({ data }: { data: Bars }) {
  const { t } = useTranslation('executions');
  const { language } = usePreferences();
  const [, change] = useAddress();
  const zone = useDisplayZone();
  const present = STATUSES.filter((status) => data.bars.some(({ counts }) => counts[status]));
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section className="data-table histogram-figures" tabIndex={0} aria-label={t('histogram.title')}>
      <table data-density="compact">
        <thead>
          <tr>
            <th scope="col">{t('histogram.from')}</th>
            {present.map((status) => (
              <th key={status} scope="col" data-align="end">
                {t(`shell:status.${status}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {data.bars.map(({ at, counts }) => (
            <tr key={at}>
              <td>
                <button
                  type="button"
                  className="link"
                  onClick={() =>
                    change({
                      finishedFrom: at,
                      finishedTo: new Date(Date.parse(at) + data.stepMs).toISOString(),
                      since: undefined,
                    })
                  }
                >
                  {timeText(new Date(at), zone)}
                </button>
              </td>
              {present.map((status) => (
                <td key={status} data-align="end">
                  {numberText(counts[status] ?? 0, language)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** How many executions there were when, by status. A click or a drag narrows the list to that time. */
export function Histogram() {
  const { t } = useTranslation('executions');
  const [search] = useAddress();
  const [asTable, setAsTable] = useState(false);
  const filters = filtersIn(search);
  const { data, error } = useQuery({
    queryKey: ['executions', 'histogram', filters],
    queryFn: ({ signal }) =>
      dataOf(api.GET('/api/v1/executions/histogram', { params: { query: filters as never }, signal })),
    placeholderData: keepPreviousData,
    staleTime: 10_000,
    meta: { topics: ['executions'] },
  });
  const Icon = asTable ? ChartColumn : Table2;
  return (
    <div className="panel histogram">
      {error ? (
        <Failure error={error} />
      ) : data ? (
        asTable ? (
          <Figures data={data} />
        ) : (
          <Chart data={data} />
        )
      ) : (
        <div style={{ height: HEIGHT + 18 }} />
      )}
      <ActionIcon
        variant="subtle"
        color="gray"
        size="sm"
        className="histogram-switch"
        aria-label={t(asTable ? 'histogram.asChart' : 'histogram.asTable')}
        title={t(asTable ? 'histogram.asChart' : 'histogram.asTable')}
        onClick={() => setAsTable(!asTable)}
      >
        <Icon size={15} />
      </ActionIcon>
      {data?.isPartial && <p className="dimmed small">{t('histogram.partial')}</p>}
    </div>
  );
}
