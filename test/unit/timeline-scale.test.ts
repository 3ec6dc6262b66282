import { describe, expect, test } from 'vitest';
import { concurrencyOf, lanesOf, type Timeline } from '../../web/src/pages/timeline/lanes.ts';
import { scaleOf, ticksOf } from '../../web/src/pages/timeline/scale.ts';

const HOUR = 3_600_000;

describe('the scale of the timeline', () => {
  test('an instant stands where it is looked for', () => {
    const scale = scaleOf({ from: 1000, to: 2000 }, 500);
    expect(scale.x(1500)).toBe(250);
    expect(scale.at(250)).toBe(1500);
    expect(scale.x(900)).toBe(-50);
    expect(scale.at(-50)).toBe(900);
  });

  test('idle times shrink, busy ones share the room, and places lead back to their instants', () => {
    const busy = [
      { from: HOUR, to: 2 * HOUR },
      { from: 9 * HOUR, to: 10 * HOUR },
    ];
    const scale = scaleOf({ from: 0, to: 12 * HOUR }, 1000, busy);
    expect(scale.gaps).toHaveLength(3);
    expect(scale.x(2 * HOUR) - scale.x(HOUR)).toBeGreaterThan(350);
    for (const at of [0, HOUR, 1.5 * HOUR, 5 * HOUR, 9.2 * HOUR, 12 * HOUR])
      expect(scale.at(scale.x(at))).toBeCloseTo(at, -3);
    expect(scale.x(12 * HOUR)).toBeCloseTo(1000);
  });

  test('marks stand at round times of the zone', () => {
    const offset = 5.5 * HOUR;
    for (const tick of ticksOf({ from: 0, to: 48 * HOUR }, 900, offset)) expect((tick + offset) % (6 * HOUR)).toBe(0);
  });
});

test('rows know where executions lie over each other, and how many run at once', () => {
  const bar = (id: string, from: number, to: number | null) => ({
    ...{ id, status: to === null ? 'RUNNING' : 'SUCCESS', cronName: 'a', handlerName: 'h' },
    from: new Date(from).toISOString(),
    to: to === null ? null : new Date(to).toISOString(),
  });
  const timeline = {
    lanes: [{ key: '1', name: 'a', bars: [bar('1', 0, 100), bar('2', 50, 150), bar('3', 150, null)] }],
    planned: [
      {
        ...{ cronId: '1', cronName: 'a', groupName: null, handlerName: 'h', runAt: new Date(900).toISOString() },
        ...{ usualMs: 60, willRun: true, skipReason: null },
      },
    ],
  } as unknown as Timeline;
  const [lane] = lanesOf(timeline, 'cron', 500);
  expect(lane).toMatchObject({ overlaps: [{ from: 50, to: 100 }], ghosts: [{ from: 900, to: 960, skip: null }] });
  expect(concurrencyOf(lane!.bars)).toEqual([
    { at: 0, count: 1 },
    { at: 50, count: 2 },
    { at: 100, count: 1 },
    { at: 150, count: 1 },
    { at: 500, count: 0 },
  ]);
});
