import { globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { BusinessCalendar } from '../../src/domain/business-calendar.ts';
import { parseDate } from '../../src/domain/civil-date.ts';
import { occurrencesOf } from '../../src/domain/occurrences.ts';
import { Schedule } from '../../src/domain/schedule.ts';
import { parseTiming } from '../../src/domain/timing.ts';

const everyDay = new BusinessCalendar([
  {
    ...{ name: 'every day', openWeekdays: [true, true, true, true, true, true, true], baseTimeSeconds: null },
    ...{ firstDay: null, lastDay: null, days: new Map() },
  },
]);

/** The occurrences of a time of day on three days in a row, the second of which the clock is changed on, as UTC. */
function around(timeZone: string, at: string, date: string, timing: object, calendar: BusinessCalendar | null) {
  const schedule = new Schedule({
    ...{ name: 'x', timing: parseTiming(timing, timeZone), timeZone, calendar, onClosed: 'run', maxShiftDays: 10 },
    ...{ allowLeaveMonth: true, startsAt: null, endsAt: null, jitterSeconds: 0, blackouts: [], onBlackout: 'delay' },
  });
  const noon = (days: number) => new Date(`${date}T12:00:00Z`).getTime() + days * 86_400_000;
  const { occurrences } = occurrencesOf(schedule, new Date(noon(-3)), new Date(noon(3)));
  const day = parseDate(date);
  const found = occurrences.filter(({ businessDay }) => Math.abs(businessDay - day) <= 1);
  expect(
    found.map(({ businessDay }) => businessDay - day),
    `${timeZone} ${at}`,
  ).toEqual([-1, 0, 1]);
  return found.map(({ effective }) => effective.toISOString().slice(5, 16)).join(' ');
}

describe('a time of day where the clock is changed', () => {
  // Each line: what the law of the place says the clock showed; a time that the clock jumps over runs when it jumps, one
  // that it shows twice runs the first time.
  it.each([
    ['America/New_York', '2026-03-08', '02:30', '03-07T07:30 03-08T07:00 03-09T06:30'],
    ['America/New_York', '2026-11-01', '01:30', '10-31T05:30 11-01T05:30 11-02T06:30'],
    ['Europe/London', '2026-03-29', '01:30', '03-28T01:30 03-29T01:00 03-30T00:30'],
    ['Europe/London', '2026-10-25', '01:30', '10-24T00:30 10-25T00:30 10-26T01:30'],
    // Half an hour.
    ['Australia/Lord_Howe', '2026-10-04', '02:15', '10-02T15:45 10-03T15:30 10-04T15:15'],
    ['Australia/Lord_Howe', '2026-04-05', '01:45', '04-03T14:45 04-04T14:45 04-05T15:15'],
    // At midnight.
    ['Africa/Cairo', '2026-04-24', '00:30', '04-22T22:30 04-23T22:00 04-24T21:30'],
    ['Africa/Cairo', '2026-10-29', '23:30', '10-28T20:30 10-29T20:30 10-30T21:30'],
    ['America/Santiago', '2026-09-06', '00:30', '09-05T04:30 09-06T04:00 09-07T03:30'],
    ['America/Santiago', '2026-04-04', '23:30', '04-04T02:30 04-05T02:30 04-06T03:30'],
    // Korea before the Olympic Games, and the years it was half an hour behind.
    ['Asia/Seoul', '1987-05-10', '02:30', '05-08T17:30 05-09T17:00 05-10T16:30'],
    ['Asia/Seoul', '1987-10-11', '02:30', '10-09T16:30 10-10T16:30 10-11T17:30'],
    ['Asia/Seoul', '1988-05-08', '02:30', '05-06T17:30 05-07T17:00 05-08T16:30'],
    ['Asia/Seoul', '1988-10-09', '02:30', '10-07T16:30 10-08T16:30 10-09T17:30'],
    ['Asia/Seoul', '1954-03-21', '09:00', '03-20T00:00 03-21T00:30 03-22T00:30'],
    ['Asia/Seoul', '1961-08-10', '09:00', '08-09T00:30 08-10T00:00 08-11T00:00'],
  ])('%s %s at %s', (timeZone, date, at, expected) => {
    const [hour, minute] = at.split(':').map(Number);
    const cron = { type: 'cron', expression: `${minute} ${hour} * * *` };
    expect(around(timeZone, at, date, cron, null)).toBe(expected);
    expect(around(timeZone, at, date, { type: 'business_day', at }, everyDay)).toBe(expected);
  });
});

describe('what falls due', () => {
  // Who asks a schedule for single times, or searches for them, must be the one function of all: a second one would one day
  // plan what the dispatcher does not do. (Who may import what is in .dependency-cruiser.cjs.)
  const root = new URL('../../', import.meta.url).pathname;
  const sources = globSync('src/**/*.ts', { cwd: root }).map((path) => ({
    path,
    text: readFileSync(root + path, 'utf8'),
  }));
  const callers = (call: RegExp) =>
    sources
      .filter(({ text }) => call.test(text))
      .map(({ path }) => path)
      .sort();

  it.each([
    [/\.reach\(/, ['src/domain/occurrences.ts']],
    // A fixed delay has no times of its own: ledger/schedules.ts places the one that its last execution gives.
    [/\.place\(/, ['src/domain/occurrences.ts', 'src/ledger/schedules.ts']],
    // The warnings look for times that the clock left out, which never become occurrences.
    [/(?<!function )\bnominalTimes\(/, ['src/domain/occurrences.ts', 'src/domain/schedule-warnings.ts']],
    [/new Schedule\(/, ['src/ledger/schedules.ts']],
    [/\bplanDue\((?!occurrences)/, ['src/ledger/occurrences.ts']],
  ])('is found through %s in one place', (call, expected) => {
    expect(callers(call)).toEqual(expected);
  });
});
