import { useElementSize } from '@mantine/hooks';
import { Link } from '@tanstack/react-router';
import { memo, type PointerEvent, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { STATUS_LOOKS } from '../../status/status-badge.tsx';
import { useDisplayZone, wallTime } from '../../time/zone.ts';
import { Concurrency } from './concurrency.tsx';
import { HoverCard } from './hover-card.tsx';
import type { Bar, Ghost, Lane, LaneKind } from './lanes.ts';
import { type Scale, type Span, scaleOf, ticksOf } from './scale.ts';
import type { TimeWindow } from './window.ts';

const ROW = 30;
const BAR = 18;
const AXIS = 26;
const LEAST_WIDTH = 6;
/** So near to a bar counts as on it while hovering, in pixels. */
const NEAR = 6;
const CLICK = 4;

export type Found = { readonly bar: Bar } | { readonly ghost: Ghost };

const widthOf = (scale: Scale, { from, to }: Span): number => Math.max(LEAST_WIDTH, scale.x(to) - scale.x(from));

/** What of a row lies nearest to a place, and how far from it. */
function nearest(lane: Lane, x: number, scale: Scale): { found: Found; far: number } | undefined {
  let best: { found: Found; far: number } | undefined;
  const look = (span: Span, found: Found): void => {
    const begin = scale.x(span.from);
    const far = Math.max(0, begin - x, x - begin - widthOf(scale, span));
    // Of several under the pointer, the later one lies on top.
    if (!best || far <= best.far) best = { found, far };
  };
  for (const bar of lane.bars) look(bar, { bar });
  for (const ghost of lane.ghosts) look(ghost, { ghost });
  return best;
}

const Rows = memo(function Rows({
  lanes,
  scale,
  width,
  opened,
}: {
  lanes: readonly Lane[];
  scale: Scale;
  width: number;
  opened: string | undefined;
}) {
  return lanes.map((lane, row) => {
    const top = AXIS + row * ROW + (ROW - BAR) / 2;
    return (
      <g key={lane.key}>
        <rect
          className="gantt-row"
          data-odd={row % 2 === 1 || undefined}
          x={0}
          y={AXIS + row * ROW}
          width={width}
          height={ROW}
        />
        {lane.bars.map((bar) => {
          const x = scale.x(bar.from);
          const own = widthOf(scale, bar);
          if (x + own < 0 || x > width) return null;
          const { tone, icon: Icon } = STATUS_LOOKS[bar.status];
          return (
            <g key={bar.id}>
              <rect
                className="gantt-bar"
                data-opened={bar.id === opened || undefined}
                x={x}
                y={top}
                width={own}
                height={BAR}
                rx={3}
                fill={`var(--bar-${tone})`}
              />
              {own >= 20 && <Icon x={Math.max(x, 0) + 4} y={top + 3} width={12} height={12} className="gantt-icon" />}
            </g>
          );
        })}
        {lane.overlaps.map(({ from, to }) => (
          <rect
            key={from}
            x={scale.x(from)}
            y={top}
            width={Math.max(3, scale.x(to) - scale.x(from))}
            height={BAR}
            fill="url(#gantt-hatch)"
          />
        ))}
        {lane.ghosts.map((ghost) => {
          const x = scale.x(ghost.from);
          const own = widthOf(scale, ghost);
          if (x > width) return null;
          return (
            <g key={`${ghost.cronId} ${ghost.from}`}>
              <rect
                className="gantt-ghost"
                data-skipped={ghost.skip !== null || undefined}
                x={x + 0.5}
                y={top + 0.5}
                width={own - 1}
                height={BAR - 1}
                rx={3}
              />
              {ghost.skip !== null && (
                <line className="gantt-strike" x1={x - 3} x2={x + own + 3} y1={top + BAR / 2} y2={top + BAR / 2} />
              )}
            </g>
          );
        })}
      </g>
    );
  });
});

interface GanttProps {
  readonly lanes: readonly Lane[];
  readonly by: LaneKind;
  readonly time: TimeWindow;
  /** Idle times are drawn narrower. */
  readonly compressed: boolean;
  readonly opened: string | undefined;
  readonly label: string;
  readonly onPick: (found: Found) => void;
}

/** Rows of bars over time: what ran, now, and what is coming. */
export function Gantt({ lanes, by, time, compressed, opened, label, onPick }: GanttProps) {
  const { t } = useTranslation('timeline');
  const zone = useDisplayZone();
  const { ref, width } = useElementSize();
  const plot = useRef<SVGSVGElement>(null);
  const drag = useRef<{ x: number; moved: boolean }>(undefined);
  const [hover, setHover] = useState<{ found: Found; x: number; y: number }>();
  const { from, to, now } = time;
  const scale = useMemo(() => {
    const busy = compressed
      ? [...lanes.flatMap(({ bars, ghosts }) => [...bars, ...ghosts]), { from: now, to: now }]
      : undefined;
    return scaleOf({ from, to }, width, busy);
  }, [lanes, from, to, now, width, compressed]);
  const latest = useRef({ scale, time });
  latest.current = { scale, time };
  // React listens to the wheel passively: the page would scroll as well.
  useEffect(() => {
    const svg = plot.current;
    if (!svg || width === 0) return undefined;
    const onWheel = (event: WheelEvent): void => {
      event.preventDefault();
      const { scale: place, time: shown } = latest.current;
      const sideways = event.shiftKey ? event.deltaX + event.deltaY : event.deltaX;
      if (Math.abs(sideways) > Math.abs(event.shiftKey ? 0 : event.deltaY))
        shown.pan((sideways / svg.clientWidth) * (shown.to - shown.from));
      else shown.zoom(1.0015 ** event.deltaY, place.at(event.clientX - svg.getBoundingClientRect().left));
    };
    svg.addEventListener('wheel', onWheel, { passive: false });
    return () => svg.removeEventListener('wheel', onWheel);
  }, [width]);
  const offset = Date.parse(`1970-01-01T00:00:00${wallTime(new Date(from), zone).offset}`);
  const ticks = ticksOf({ from, to }, width, -offset).filter(
    (tick) => !scale.gaps.some((gap) => tick > gap.from && tick < gap.to),
  );
  const isLong = to - from > 86_400_000;
  const tickText = (tick: number): string => {
    const { date, time: clock } = wallTime(new Date(tick), zone);
    const hour = clock.slice(0, 5);
    return hour === '00:00' ? date.slice(5) : isLong ? `${date.slice(8)}. ${hour}` : hour;
  };
  const placeOf = (event: PointerEvent<SVGSVGElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    const lane = lanes[Math.floor((event.clientY - box.top - AXIS) / ROW)];
    return { x: event.clientX - box.left, y: event.clientY - box.top, lane };
  };
  const height = AXIS + lanes.length * ROW;
  const nameOf = ({ key, name }: Lane): string => (key === '' ? t(`without.${by}`) : name);
  return (
    <section
      className="gantt"
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: the arrows need the focus here
      tabIndex={0}
      onKeyDown={(event) => {
        const step = { ArrowLeft: -0.2, ArrowRight: 0.2 }[event.key];
        if (step === undefined || event.target !== event.currentTarget) return;
        event.preventDefault();
        time.pan(step * (to - from));
      }}
    >
      <div className="gantt-names" style={{ paddingTop: AXIS }}>
        {lanes.map((lane) => (
          <div key={lane.key} title={nameOf(lane)}>
            {by === 'cron' && lane.key !== '' ? (
              <Link to={`/crons/${lane.key}`}>{lane.name}</Link>
            ) : by === 'worker' && lane.key !== '' ? (
              <Link to="/workers" search={{ open: lane.key } as never} className="mono">
                {lane.name}
              </Link>
            ) : (
              <span className={lane.key === '' ? 'dimmed' : undefined} data-own={lane.key === '' ? undefined : true}>
                {nameOf(lane)}
              </span>
            )}
          </div>
        ))}
        <div className="gantt-concurrency-name">{t('concurrency')}</div>
      </div>
      <div ref={ref} className="gantt-plot">
        {width > 0 && (
          <>
            <svg
              ref={plot}
              width={width}
              height={height}
              role="img"
              aria-label={t('summary', { count: lanes.length })}
              onPointerDown={(event) => {
                event.currentTarget.setPointerCapture(event.pointerId);
                drag.current = { x: event.clientX, moved: false };
                setHover(undefined);
              }}
              onPointerMove={(event) => {
                const held = drag.current;
                if (held) {
                  const moved = event.clientX - held.x;
                  if (!held.moved && Math.abs(moved) < CLICK) return;
                  drag.current = { x: event.clientX, moved: true };
                  time.pan((-moved / width) * (to - from));
                  return;
                }
                const { x, y, lane } = placeOf(event);
                const near = lane && nearest(lane, x, scale);
                setHover(near && near.far <= NEAR ? { found: near.found, x, y } : undefined);
              }}
              onPointerUp={(event) => {
                const held = drag.current;
                drag.current = undefined;
                if (!held || held.moved) return;
                const { x, lane } = placeOf(event);
                const near = lane && nearest(lane, x, scale);
                if (near) onPick(near.found);
              }}
              onPointerCancel={() => {
                drag.current = undefined;
              }}
              onPointerLeave={() => setHover(undefined)}
            >
              <defs>
                <pattern
                  id="gantt-hatch"
                  width="6"
                  height="6"
                  patternUnits="userSpaceOnUse"
                  patternTransform="rotate(45)"
                >
                  <line x1="0" x2="0" y1="0" y2="6" className="gantt-hatch" />
                </pattern>
              </defs>
              <Rows lanes={lanes} scale={scale} width={width} opened={opened} />
              {ticks.map((tick) => (
                <g key={tick}>
                  <line className="gantt-tick" x1={scale.x(tick)} x2={scale.x(tick)} y1={AXIS - 6} y2={height} />
                  <text x={scale.x(tick) + 4} y={AXIS - 9}>
                    {tickText(tick)}
                  </text>
                </g>
              ))}
              {scale.gaps.map((gap) => (
                <g key={gap.from}>
                  <rect className="gantt-gap" x={gap.x} y={AXIS - 6} width={gap.width} height={height} />
                  <text x={gap.x + gap.width / 2} y={AXIS - 9} textAnchor="middle">
                    ⋯
                  </text>
                </g>
              ))}
              {now >= from && now <= to && (
                <line className="gantt-now" x1={scale.x(now)} x2={scale.x(now)} y1={AXIS - 6} y2={height} />
              )}
            </svg>
            <Concurrency lanes={lanes} scale={scale} width={width} now={now} />
            {hover && <HoverCard found={hover.found} x={hover.x} y={hover.y} width={width} />}
          </>
        )}
      </div>
    </section>
  );
}
