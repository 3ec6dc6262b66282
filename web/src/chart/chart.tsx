import 'uplot/dist/uPlot.min.css';
import './chart.css';
import { useMantineColorScheme } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import uPlot from 'uplot';
import { timeText, useDisplayZone, wallTime } from '../time/zone.ts';

/** One line of a chart. */
export interface Series {
  readonly label: string;
  /** A CSS variable that holds its colour. */
  readonly color: string;
  readonly values: readonly (number | null)[];
}

interface ChartProps {
  readonly title: string;
  readonly times: readonly string[];
  readonly series: readonly Series[];
  /** Puts the series on top of each other. */
  readonly stacked?: boolean;
  readonly text: (value: number) => string;
}

const HEIGHT = 170;
const colorOf = (variable: string): string => {
  const probe = document.createElement('span');
  probe.style.color = `var(${variable})`;
  document.body.append(probe);
  const { color } = getComputedStyle(probe);
  probe.remove();
  return color;
};

/** Values over time, with a cursor that all charts of the page share, and the same figures as a table. */
export function Chart({ title, times, series, stacked, text }: ChartProps) {
  const { t } = useTranslation('shell');
  const frame = useRef<HTMLDivElement>(null);
  const zone = useDisplayZone();
  const { colorScheme } = useMantineColorScheme();
  // biome-ignore lint/correctness/useExhaustiveDependencies: colours follow the theme
  useEffect(() => {
    const element = frame.current;
    if (!element || times.length === 0) return;
    const rows = series.map(({ values }) => [...values]);
    if (stacked)
      for (let index = 1; index < rows.length; index++)
        rows[index] = rows[index]!.map((value, at) => (value ?? 0) + (rows[index - 1]![at] ?? 0));
    const text13 = '12px system-ui, sans-serif';
    const axis = {
      stroke: colorOf('--mantine-color-dimmed'),
      font: text13,
      grid: { stroke: colorOf('--line'), width: 1 },
    };
    const plot = new uPlot(
      {
        width: element.clientWidth,
        height: HEIGHT,
        legend: { show: false },
        cursor: { sync: { key: 'dashboard' }, drag: { x: false, y: false } },
        axes: [
          {
            ...axis,
            size: 30,
            ticks: { show: false },
            values: (_, marks) =>
              marks
                .map((mark) => wallTime(new Date(mark * 1000), zone))
                .map(({ date, time }) => (time === '00:00:00' ? date.slice(5) : time.slice(0, 5))),
          },
          { ...axis, size: 64, ticks: { show: false }, values: (_, marks) => marks.map(text) },
        ],
        scales: { y: { range: (_, __, most) => [0, Math.max(most, 1e-9) * 1.1] } },
        series: [
          {},
          ...series
            .map(({ label, color }) => ({
              label,
              stroke: colorOf(color),
              width: 1.5,
              points: { show: false },
              ...(stacked ? { fill: colorOf(color).replace('rgb(', 'rgba(').replace(')', ', 0.35)') } : {}),
            }))
            .reverse(),
        ],
      },
      [times.map((time) => Date.parse(time) / 1000), ...rows.toReversed()] as uPlot.AlignedData,
      element,
    );
    const observer = new ResizeObserver(() => plot.setSize({ width: element.clientWidth, height: HEIGHT }));
    observer.observe(element);
    return () => {
      observer.disconnect();
      plot.destroy();
    };
  }, [times, series, stacked, zone, colorScheme]);
  return (
    <section className="panel">
      <header>
        <h2>{title}</h2>
        <span className="legend">
          {series.map(({ label, color }) => (
            <span key={label} style={{ color: `var(${color})` }}>
              {label}
            </span>
          ))}
        </span>
      </header>
      <div className="body">
        <div ref={frame} style={{ height: HEIGHT }} aria-hidden />
        <details>
          <summary>{t('asTable')}</summary>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
          <section className="chart-table" tabIndex={0} aria-label={title}>
            <table>
              <thead>
                <tr>
                  <th scope="col">{t('execution.scheduled')}</th>
                  {series.map(({ label }) => (
                    <th key={label} scope="col">
                      {label}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {times.map((time, index) => (
                  <tr key={time}>
                    <th scope="row">{timeText(new Date(time), zone)}</th>
                    {series.map(({ label, values }) => (
                      <td key={label}>{values[index] == null ? '–' : text(values[index])}</td>
                    ))}
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
