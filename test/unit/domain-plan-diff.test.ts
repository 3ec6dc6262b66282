import { describe, expect, it } from 'vitest';
import { BusinessCalendar } from '../../src/domain/business-calendar.ts';
import type { OnClosed } from '../../src/domain/closed-day.ts';
import { changeSummary, planChanges } from '../../src/domain/plan-diff.ts';
import { Schedule } from '../../src/domain/schedule.ts';
import { parseTiming } from '../../src/domain/timing.ts';

const weekdays = new BusinessCalendar([
  {
    ...{ name: 'weekdays', openWeekdays: [false, true, true, true, true, true, false], baseTimeSeconds: null },
    ...{ firstDay: null, lastDay: null, days: new Map() },
  },
]);

const schedule = (expression: string, onClosed: OnClosed) =>
  new Schedule({
    ...{ name: 'x', timing: parseTiming({ type: 'cron', expression }, 'UTC'), timeZone: 'UTC', calendar: weekdays },
    ...{ onClosed, maxShiftDays: 10, allowLeaveMonth: true, startsAt: null, endsAt: null, jitterSeconds: 0 },
    ...{ blackouts: [], onBlackout: 'delay' },
  });

/** From a Monday to the end of the Sunday after it. */
const changes = (before: Schedule, after: Schedule) =>
  planChanges(before, after, new Date('2026-11-23T00:00:00Z'), new Date('2026-11-29T23:59:59Z')).map(
    ({ kind, from, to }) => [kind, from?.toISOString().slice(5, 16) ?? '-', to?.toISOString().slice(5, 16) ?? '-'],
  );

describe('what a change does to the runs of a week', () => {
  it('is nothing where another occurrence runs at the same instant instead', () => {
    expect(changes(schedule('0 18 * * *', 'previous'), schedule('0 18 * * *', 'skip'))).toEqual([]);
  });

  it('moves, adds and takes away', () => {
    expect(changes(schedule('0 18 * * SUN', 'previous'), schedule('0 18 * * SUN', 'run'))).toEqual([
      ['moves', '11-27T18:00', '11-29T18:00'],
    ]);
    expect(changes(schedule('0 18 * * MON,WED', 'run'), schedule('0 18 * * MON,FRI', 'run'))).toEqual([
      ['vanishes', '11-25T18:00', '-'],
      ['appears', '-', '11-27T18:00'],
    ]);
  });

  it('is told in a sentence', () => {
    const [before, after] = [schedule('0 18 * * SUN', 'previous'), schedule('0 18 * * SUN,WED', 'run')];
    const found = planChanges(before, after, new Date('2026-11-23T00:00:00Z'), new Date('2026-11-29T23:59:59Z'));
    expect(changeSummary(found)).toBe('1 run moves, 1 appears');
    expect(changeSummary([])).toBe('nothing changes');
  });
});
