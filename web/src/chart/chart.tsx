import 'uplot/dist/uPlot.min.css';
import './chart.css';
import { useMantineColorScheme } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import uPlot from 'uplot';
import { holdLive } from '../live/live.ts';
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
  /** The axis reaches at least so far. Default 1. */
  readonly least?: number;
  /** A drag over the chart chooses a time. */
  readonly onZoom?: (from: Date, to: Date) => void;
}

/** Narrower drags are clicks, in pixels. */
const LEAST_DRAG = 6;

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
export function Chart({ title, times, series, stacked, text, least = 1, onZoom }: ChartProps) {
  const { t } = useTranslation('shell');
  const frame = useRef<HTMLDivElement>(null);
  const zone = useDisplayZone();
  const { colorScheme } = useMantineColorScheme();
  const [at, setAt] = useState<number | null>(null);
  const zoom = useRef(onZoom);
  zoom.current = onZoom;
  const canZoom = onZoom !== undefined;
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
        cursor: {
          // The others follow the pointer; what is dragged is this chart's own.
          sync: { key: 'dashboard', filters: { pub: (type) => type !== 'mousedown' && type !== 'mouseup' } },
          drag: { x: canZoom, y: false, setScale: false },
        },
        hooks: {
          setCursor: [({ cursor: { idx } }) => setAt(idx ?? null)],
          setSelect: [
            (self) => {
              const { left, width } = self.select;
              if (width < LEAST_DRAG) return;
              const instant = (x: number): Date => new Date(Math.round(self.posToVal(x, 'x')) * 1000);
              self.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
              zoom.current?.(instant(left), instant(left + width));
            },
          ],
        },
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
          { ...axis, size: 80, ticks: { show: false }, values: (_, marks) => marks.map(text) },
        ],
        scales: { y: { range: (_, __, most) => [0, Math.max(most, least) * 1.1] } },
        series: [
          {},
          ...series
            .map(({ label, color }) => ({
              label,
              stroke: colorOf(color),
              width: 1.5,
              // What stands alone between times without any would not be seen as a line.
              points: { show: !stacked, size: 4 },
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
  }, [times, series, stacked, zone, colorScheme, canZoom, least]);
  return (
    <section className="panel">
      <header>
        <h2>{title}</h2>
        <span className="legend">
          {series.map(({ label, color, values }) => (
            <span key={label} style={{ color: `var(${color})` }}>
              {label}
              {at !== null && values[at] != null && <strong> {text(values[at])}</strong>}
            </span>
          ))}
        </span>
        {at !== null && times[at] && (
          <span className="dimmed small chart-at">{timeText(new Date(times[at]), zone)}</span>
        )}
      </header>
      <div className="body">
        <div
          ref={frame}
          style={{ height: HEIGHT }}
          aria-hidden
          onPointerDown={() => {
            // New figures would draw the chart anew under the drag.
            const release = holdLive();
            addEventListener('pointerup', release, { once: true });
          }}
        />
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
