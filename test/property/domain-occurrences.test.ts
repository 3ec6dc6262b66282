import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BusinessCalendar, type CalendarDay } from '../../src/domain/business-calendar.ts';
import { dateText, parseDate } from '../../src/domain/civil-date.ts';
import { ON_CLOSED } from '../../src/domain/closed-day.ts';
import { nextOccurrence, occurrencesOf } from '../../src/domain/occurrences.ts';
import { type Occurrence, Schedule, type ScheduleDefinition } from '../../src/domain/schedule.ts';
import { parseTiming } from '../../src/domain/timing.ts';
import {
  isOpen,
  nthOpenDays,
  type OracleCalendar,
  openDays,
  plusDays,
  plusOpenDays,
  shifted,
} from './domain-business-day-oracle.ts';

const RUNS = Number(process.env['ORACLE_RUNS'] ?? 60);
const ZONES = [
  'UTC',
  'Asia/Seoul',
  'America/New_York',
  'Europe/London',
  'Australia/Lord_Howe',
  'Africa/Cairo',
  'America/Santiago',
];

const dates = fc.integer({ min: 0, max: 365 * 3 }).map((days) => plusDays('2024-01-01', days));
const calendars: fc.Arbitrary<OracleCalendar> = fc.record({
  openWeekdays: fc.subarray([0, 1, 2, 3, 4, 5, 6], { minLength: 2 }),
  open: fc.uniqueArray(dates, { maxLength: 30 }),
  closed: fc.uniqueArray(dates, { maxLength: 120 }),
});
const rules = fc.record({
  onClosed: fc.constantFrom(...ON_CLOSED),
  maxShiftDays: fc.integer({ min: 0, max: 20 }),
  allowLeaveMonth: fc.boolean(),
});
const times = fc.record({ hour: fc.integer({ min: 0, max: 23 }), minute: fc.constantFrom(0, 15, 30) });

function calendarOf({ openWeekdays, open, closed }: OracleCalendar, baseTimeSeconds = 0): BusinessCalendar {
  const days = new Map<number, CalendarDay>();
  for (const date of closed) days.set(parseDate(date), { isOpen: false, label: 'closed' });
  for (const date of open) days.set(parseDate(date), { isOpen: true, label: null });
  const flags = [0, 1, 2, 3, 4, 5, 6].map((weekday) => openWeekdays.includes(weekday));
  return new BusinessCalendar([
    { name: 'c', openWeekdays: flags, baseTimeSeconds, firstDay: null, lastDay: null, days },
  ]);
}

const PLAIN: Omit<ScheduleDefinition, 'timing'> = {
  name: 'x',
  timeZone: 'UTC',
  calendar: null,
  onClosed: 'skip',
  maxShiftDays: 10,
  allowLeaveMonth: true,
  startsAt: null,
  endsAt: null,
  jitterSeconds: 0,
  blackouts: [],
  onBlackout: 'delay',
};
const schedule = (timing: object, definition: Partial<ScheduleDefinition> = {}) =>
  new Schedule({ ...PLAIN, ...definition, timing: parseTiming(timing, definition.timeZone ?? 'UTC') });

const YEAR = [new Date('2025-01-01T00:00:00Z'), new Date('2025-12-31T23:59:59Z')] as const;
const two = (part: number) => String(part).padStart(2, '0');
const shown = (list: readonly Occurrence[]) =>
  list.map(
    ({ nominal, effective, skip, businessDay }) =>
      `${nominal.toISOString()} ${effective.toISOString()} ${skip} ${dateText(businessDay)}`,
  );

describe('occurrences', () => {
  it('are, over a year, what a slow oracle says of every way to treat closed days', () => {
    fc.assert(
      fc.property(calendars, rules, times, (oracle, rule, { hour, minute }) => {
        const calendar = calendarOf(oracle);
        const made = schedule({ type: 'cron', expression: `${minute} ${hour} * * *` }, { calendar, ...rule });
        const time = `T${two(hour)}:${two(minute)}:00.000Z`;
        const placed: { date: string; to: string | null }[] = [];
        for (let date = '2024-11-01'; date <= '2026-02-28'; date = plusDays(date, 1))
          placed.push({ date, to: shifted(oracle, date, rule) });
        const latest = new Map(placed.flatMap(({ date, to }) => (to === null ? [] : [[to, date] as const])));
        const expected = placed
          .map(({ date, to }) => ({
            date,
            at: to ?? date,
            skip: to === null ? 'calendar' : latest.get(to) === date ? null : 'merged',
          }))
          .filter(({ at }) => at >= '2025-01-01' && at <= '2025-12-31')
          .sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : a.date < b.date ? -1 : 1))
          .map(({ date, at, skip }) => `${date}${time} ${at}${time} ${skip} ${at}`);
        expect(shown(occurrencesOf(made, ...YEAR).occurrences)).toEqual(expected);
      }),
      { numRuns: RUNS },
    );
  });

  it('of business-day timings are, over a year, what the oracle says', () => {
    const periods = fc.constantFrom('week' as const, 'month' as const, 'quarter' as const, 'year' as const);
    const wanted = fc.oneof(
      fc.record({ nth: fc.integer({ min: -8, max: 8 }).filter((nth) => nth !== 0), of: periods }),
      fc.record({
        day: fc.oneof(fc.integer({ min: 1, max: 31 }), fc.constant('last' as const)),
        plus_business_days: fc.integer({ min: -12, max: 12 }),
      }),
      fc.constant({}),
    );
    fc.assert(
      fc.property(calendars, wanted, (oracle, rule) => {
        fc.pre(!('nth' in rule) || rule.of !== 'week' || Math.abs(rule.nth) <= 7);
        const made = schedule(
          { type: 'business_day', at: '18:00', ...rule },
          { calendar: calendarOf(oracle), onClosed: 'run' },
        );
        const days = openDays(oracle, '2023-10-02', '2027-03-28');
        let expected: string[];
        if ('nth' in rule) expected = nthOpenDays(days, rule.of, rule.nth);
        else if ('day' in rule) {
          expected = [];
          for (let month = 0; month < 30; month++) {
            const last = new Date(Date.UTC(2024, month + 1, 0));
            const day = rule.day === 'last' ? last.getUTCDate() : Math.min(rule.day, last.getUTCDate());
            expected.push(
              plusOpenDays(oracle, `${last.toISOString().slice(0, 7)}-${two(day)}`, rule.plus_business_days),
            );
          }
        } else expected = days;
        const inYear = [...new Set(expected)].filter((date) => date.startsWith('2025')).sort();
        const got = occurrencesOf(made, ...YEAR).occurrences.map(({ effective }) => effective.toISOString());
        expect(got).toEqual(inYear.map((date) => `${date}T18:00:00.000Z`));
      }),
      { numRuns: RUNS },
    );
  });

  const anySchedule = fc
    .record({
      timing: fc.constantFrom(
        { type: 'cron', expression: '0 9 * * *' },
        { type: 'cron', expression: '30 1 * * *' },
        { type: 'crons', expressions: ['0 2 * * MON', '0 2 1,15 * *'] },
        { type: 'every', every: '7h' },
        { type: 'business_day', nth: -1, of: 'month', at: '25:30' },
        { type: 'business_day', day: 20, plus_business_days: 5, at: '09:00' },
        { type: 'business_day', day: 31, at: '09:00' },
      ),
      timeZone: fc.constantFrom(...ZONES),
      oracle: calendars,
      rule: rules,
      base: fc.constantFrom(0, 8 * 3600),
      jitterSeconds: fc.constantFrom(0, 900),
      blackouts: fc.constantFrom(
        [],
        [{ from: '08:30', to: '10:00' }],
        [{ from: '23:00', to: '26:00', weekdays: ['FRI'] }],
      ),
      onBlackout: fc.constantFrom('delay' as const, 'skip' as const),
    })
    .map(({ timing, oracle, rule, base, ...rest }) => ({
      oracle,
      rule,
      made: schedule(timing, { ...rest, ...rule, calendar: calendarOf(oracle, base) }),
    }));

  it('that run lie on open days unless the rule is to run anyway, once each, in order', () => {
    fc.assert(
      fc.property(anySchedule, ({ oracle, rule, made }) => {
        const { occurrences } = occurrencesOf(made, ...YEAR);
        const keys = occurrences.map(({ nominal }) => nominal.getTime());
        expect(new Set(keys).size).toBe(keys.length);
        const running = occurrences.filter(({ skip }) => skip === null);
        expect(new Set(running.map(({ effective }) => effective.getTime())).size).toBe(running.length);
        for (let index = 1; index < occurrences.length; index++)
          expect(occurrences[index]!.effective >= occurrences[index - 1]!.effective).toBe(true);
        if (rule.onClosed !== 'run' && made.timing.type !== 'business_day')
          for (const { businessDay } of running) expect(isOpen(oracle, dateText(businessDay))).toBe(true);
      }),
      { numRuns: RUNS },
    );
  });

  it('are the same in one piece, in many pieces, and one after the other', () => {
    fc.assert(
      fc.property(anySchedule, fc.integer({ min: 1, max: 400 }), ({ made }, hours) => {
        const until = new Date('2025-04-01T00:00:00Z');
        const whole = shown(occurrencesOf(made, YEAR[0], until).occurrences);
        const pieces: string[] = [];
        for (let from = YEAR[0].getTime(); from <= until.getTime(); from += hours * 3_600_000)
          pieces.push(
            ...shown(
              occurrencesOf(made, new Date(from), new Date(Math.min(from + hours * 3_600_000 - 1, until.getTime())))
                .occurrences,
            ),
          );
        expect(pieces).toEqual(whole);
        const single: string[] = [];
        for (let last = new Date(YEAR[0].getTime() - 1); ; ) {
          const next = nextOccurrence(made, last);
          if (!next || next.effective > until) break;
          single.push(next.effective.toISOString());
          last = next.effective;
        }
        expect(single).toEqual([...new Set(whole.map((line) => line.split(' ')[1]!))]);
      }),
      { numRuns: RUNS },
    );
  });

  it('cut at a limit go on where they ended', () => {
    const calendar = calendarOf({ openWeekdays: [1, 2, 3, 4, 5], open: [], closed: [] });
    const made = schedule({ type: 'cron', expression: '*/5 * * * *' }, { calendar, onClosed: 'next' });
    const until = new Date('2025-02-01T00:00:00Z');
    const whole = shown(occurrencesOf(made, YEAR[0], until, 1_000_000).occurrences);
    const pieces: string[] = [];
    for (let from = YEAR[0]; from <= until; ) {
      const { occurrences, through } = occurrencesOf(made, from, until, 500);
      pieces.push(...shown(occurrences));
      from = new Date(through.getTime() + 1);
    }
    expect(pieces).toEqual(whole);
  });
});
