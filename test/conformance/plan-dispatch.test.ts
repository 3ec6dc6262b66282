import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DispatcherService } from '../../src/dispatcher/main.ts';
import { nextDue } from '../../src/dispatcher/model/dispatch.ts';
import { ON_CLOSED } from '../../src/domain/closed-day.ts';
import { readyMadeCalendar } from '../../src/ledger/calendar-data/ready-made.ts';
import { saveCalendar } from '../../src/ledger/calendars.ts';
import { createCron } from '../../src/ledger/crons.ts';
import type { Cron, CronInput } from '../../src/ledger/model/cron.ts';
import { type PlannedOccurrence, planCrons } from '../../src/ledger/plan.ts';
import { listUpcoming } from '../../src/ledger/upcoming.ts';
import { createLogger } from '../../src/runtime/logging.ts';
import { ManualClock } from '../../src/testing/manual-clock.ts';
import { freshLedger, type Ledger } from '../support/ledger.ts';
import { DATABASE_KINDS } from '../support/servers.ts';

const SEED = Number(process.env['PLAN_SEED'] ?? 20_240_101);
const START = new Date('2024-01-01T00:00:00.000Z');
const DAY_MS = 86_400_000;

const daily = (...expressions: string[]) => expressions.map((cronExpression) => ({ cronExpression }));
const timings: fc.Arbitrary<Partial<CronInput>> = fc.constantFrom(
  ...daily('30 2 * * *', '30 1 * * *', '15 0 * * *', '30 23 * * *', '0 9 * * MON-FRI', '0 18 L * *', '0 6 25 * *'),
  { timing: { type: 'crons', expressions: ['0 2 * * MON', '0 2 1,15 * *', '45 1 * * SUN'] } },
  { timing: { type: 'every', every: '7h' } },
);
const businessDays: fc.Arbitrary<Partial<CronInput>> = fc.constantFrom(
  { timing: { type: 'business_day', at: '02:30' } },
  { timing: { type: 'business_day', nth: -1, of: 'month', at: '25:30' } },
  { timing: { type: 'business_day', nth: 2, of: 'week', at: '09:00' } },
  { timing: { type: 'business_day', nth: -2, of: 'quarter', at: '18:00' } },
  { timing: { type: 'business_day', day: 20, plus_business_days: 5, at: '09:00' } },
  { timing: { type: 'business_day', day: 'last', at: '00:30' } },
);
const calendars = fc.record({
  calendar: fc.constantFrom('kr', 'jp', 'cn', 'site'),
  maxShiftDays: fc.integer({ min: 0, max: 12 }),
  allowLeaveMonth: fc.boolean(),
});
const schedules = fc.oneof(
  timings,
  fc.tuple(timings, calendars, fc.constantFrom(...ON_CLOSED)).map(([timing, rules, onClosed]) => ({
    ...timing,
    ...rules,
    onClosed,
  })),
  fc.tuple(businessDays, calendars, fc.constantFrom(...ON_CLOSED)).map(([timing, rules, onClosed]) => ({
    ...timing,
    ...rules,
    onClosed,
  })),
);
const others = fc.record({
  timeZone: fc.constantFrom(
    ...['UTC', 'Asia/Seoul', 'America/New_York', 'Europe/London', 'Australia/Lord_Howe', 'Africa/Cairo'],
    'America/Santiago',
  ),
  jitterSeconds: fc.constantFrom(0, 0, 900, 7200),
  blackouts: fc.constantFrom<NonNullable<CronInput['blackouts']> | null>(
    null,
    [{ from: '01:00', to: '03:00' }],
    [{ from: '23:00', to: '26:00', weekdays: ['FRI', 'SAT'] }],
    [{ start: '2024-02-24 00:00', end: '2024-03-02 00:00', reason: 'move' }],
  ),
  onBlackout: fc.constantFrom('delay' as const, 'skip' as const),
  startsAt: fc.constantFrom(null, '2024-02-10T00:00:00Z'),
  endsAt: fc.constantFrom(null, null, '2026-05-01T00:00:00Z'),
});

/** One line for each occurrence, in the order of crons and times. */
const shown = (cron: string, nominal: Date, effective: Date | null, businessDate: string, skipReason: string | null) =>
  `${cron} ${nominal.toISOString()} ${skipReason ?? effective?.toISOString()} ${businessDate}`;

describe.each(DATABASE_KINDS)('the plan on %s', (kind) => {
  let ledger: Ledger;
  beforeAll(async () => {
    ledger = await freshLedger(kind);
  });
  afterAll(() => ledger?.drop());

  // A pass over a server costs more than one over SQLite.
  const [crons, days] = kind === 'sqlite' ? [24, 1096] : [12, 731];

  it(`of ${crons} random crons (seed ${SEED}) is what the dispatcher then does, over ${days} days`, async () => {
    const { database } = ledger;
    const made: Cron[] = await database.transaction(async (connection) => {
      for (const name of ['kr', 'jp', 'cn'])
        await saveCalendar(connection, name, await readyMadeCalendar(name, START), { now: START, mode: 'create' });
      const site = {
        parent: 'kr',
        baseTime: '08:00',
        openWeekdays: 'MON,TUE,WED,THU,FRI,SAT',
        days: [{ day: '2024-03-04', isOpen: false, label: 'founding day' }],
      };
      await saveCalendar(connection, 'site', site, { now: START, mode: 'create' });
      const defaults = { timeZone: 'UTC', minCronIntervalSeconds: 1 };
      const plain: CronInput = { name: 'plain', handlerName: 'h', catchUp: 'all', cronExpression: '40 5 * * *' };
      const list = [await createCron(connection, { ...plain, overlapPolicy: 'allow' }, { now: START, defaults })];
      for (const [index, [schedule, rest]] of fc
        .sample(fc.tuple(schedules, others), { seed: SEED, numRuns: crons })
        .entries())
        list.push(
          await createCron(
            connection,
            {
              ...{ name: `c${index}`, handlerName: 'h', catchUp: 'all', overlapPolicy: 'allow' },
              ...schedule,
              ...rest,
            },
            { now: START, defaults },
          ),
        );
      return list;
    });
    const until = new Date(START.getTime() + days * DAY_MS);
    const { occurrences, isCut } = await planCrons(database.autocommit, made, {
      from: new Date(START.getTime() + 1),
      until,
      limit: 10_000,
    });
    expect(isCut).toBe(false);
    // The list of what is coming reads the crons in its own way.
    const soon = { from: new Date(START.getTime() + 40 * DAY_MS), until: new Date(START.getTime() + 100 * DAY_MS) };
    const listed = await listUpcoming(
      database.autocommit,
      { ...soon, groups: null },
      { descending: false, limit: 20_000 },
    );
    const within = occurrences.filter(({ effective }) => effective >= soon.from && effective <= soon.until);
    const inOrder = (list: PlannedOccurrence[]) => list.map((one) => JSON.stringify(one)).sort();
    expect(within.length).toBeGreaterThan(100);
    expect(inOrder(listed)).toEqual(inOrder(within));

    const clock = new ManualClock(START);
    const dispatcher = new DispatcherService({
      ...{ database, clock, logger: createLogger({ level: 'silent' }), version: '0' },
      ...{ pollIntervalSeconds: 1, maxSleepSeconds: 5, minCronIntervalSeconds: 1 },
      ...{ heartbeatIntervalSeconds: 5, leaseSeconds: 30 },
      retention: { successDays: null, otherDays: null, logDays: null },
    });
    // Sometimes at the due time itself, sometimes after some days in which no dispatcher ran.
    const late = fc.sample(fc.constantFrom(0, 0, 1, 3600_000, DAY_MS, 4 * DAY_MS), { seed: SEED, numRuns: 10_000 });
    for (let pass = 0; clock.now() < until; pass++) {
      const due = (await nextDue(database)) ?? until;
      const to = Math.max(clock.now().getTime(), due.getTime() + late[pass % late.length]!);
      clock.moveTo(new Date(Math.min(to, until.getTime())));
      await dispatcher.pass();
    }
    expect(dispatcher.counters).toMatchObject({ isolated: 0, failures: 0 });

    const rows = await database.autocommit.fetchAll<{
      cron_name: string;
      scheduled_time: string;
      run_at: string | null;
      business_date: string;
      skip_reason: string | null;
    }>('SELECT cron_name, scheduled_time, run_at, business_date, skip_reason FROM job_executions');
    const dispatched = rows
      .map((row) =>
        shown(
          row.cron_name,
          new Date(row.scheduled_time),
          row.run_at === null ? null : new Date(row.run_at),
          row.business_date,
          row.skip_reason,
        ),
      )
      .sort();
    const planned = occurrences
      .map((one) => shown(one.cron, one.nominal, one.effective, one.businessDate, one.skipReason))
      .sort();
    expect(dispatched).toEqual(planned);
    expect(planned.length).toBeGreaterThan((days * crons) / 5);
    // Every way to treat an occurrence is among them.
    for (const reason of ['calendar', 'merged', 'blackout'])
      expect(
        planned.some((line) => line.includes(` ${reason} `)),
        reason,
      ).toBe(true);
  }, 120_000);
});
