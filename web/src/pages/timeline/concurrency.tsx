import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { concurrencyOf, type Lane } from './lanes.ts';
import type { Scale } from './scale.ts';

const HEIGHT = 56;
const TOP = 8;

/** How many run at once; what is coming is drawn lighter, as long as it usually takes. */
export const Concurrency = memo(function Concurrency({
  lanes,
  scale,
  width,
  now,
}: {
  lanes: readonly Lane[];
  scale: Scale;
  width: number;
  now: number;
}) {
  const { t } = useTranslation('timeline');
  const past = concurrencyOf(lanes.flatMap(({ bars }) => bars));
  const ahead = concurrencyOf(lanes.flatMap(({ ghosts }) => ghosts.filter(({ skip }) => skip === null)));
  const most = Math.max(1, ...past.map(({ count }) => count), ...ahead.map(({ count }) => count));
  const yOf = (count: number): number => TOP + (1 - count / most) * (HEIGHT - TOP);
  const pathOf = (steps: readonly { at: number; count: number }[]): string =>
    steps.map(({ at, count }) => `H${scale.x(at).toFixed(1)}V${yOf(count).toFixed(1)}`).join('');
  return (
    <svg
      width={width}
      height={HEIGHT + 1}
      role="img"
      aria-label={t('concurrencyMost', { count: most })}
      className="gantt-concurrency"
    >
      <path className="ahead" d={`M${scale.x(now)} ${HEIGHT}${pathOf(ahead)}H${width}V${HEIGHT}Z`} />
      <path d={`M0 ${HEIGHT}${pathOf(past)}V${HEIGHT}Z`} />
      <text x={4} y={TOP + 4}>
        {most}
      </text>
      <line x1={0} x2={width} y1={HEIGHT + 0.5} y2={HEIGHT + 0.5} className="gantt-tick" />
    </svg>
  );
});
