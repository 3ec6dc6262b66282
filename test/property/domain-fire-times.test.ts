import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseCron } from '../../src/domain/cron-expression.ts';
import { smallestGapSeconds } from '../../src/domain/cron-frequency.ts';
import { fireTimes, nextFireTime } from '../../src/domain/fire-times.ts';
import { zoneClock } from '../../src/domain/zone-clock.ts';
import { spoken, wallClock, watch } from './domain-cron-oracle.ts';

/** Zones with an instant at which their clock is changed. */
const CHANGES: readonly (readonly [zone: string, at: string])[] = [
  ['America/New_York', '2025-03-09T07:00Z'],
  ['America/New_York', '2025-11-02T06:00Z'],
  ['Europe/London', '2026-03-29T01:00Z'],
  ['Europe/London', '2025-10-26T01:00Z'],
  ['Australia/Lord_Howe', '2025-10-04T15:30Z'],
  ['Australia/Lord_Howe', '2026-04-04T15:00Z'],
  ['Africa/Cairo', '2025-04-24T22:00Z'],
  ['Africa/Cairo', '2025-10-30T21:00Z'],
  ['America/Santiago', '2026-09-06T04:00Z'],
  ['America/Santiago', '2026-04-05T03:00Z'],
  ['Antarctica/Troll', '2026-03-29T01:00Z'],
  ['Antarctica/Troll', '2025-10-26T01:00Z'],
  ['Asia/Seoul', '1987-05-09T17:00Z'],
  ['Asia/Seoul', '1988-10-08T17:00Z'],
  ['Pacific/Apia', '2011-12-30T10:00Z'],
  ['Pacific/Chatham', '2025-09-27T14:00Z'],
  ['Africa/Casablanca', '2026-02-15T02:00Z'],
  ['Asia/Pyongyang', '2018-05-04T15:00Z'],
  ['Pacific/Kwajalein', '1969-09-30T13:00Z'],
  ['America/Caracas', '2016-05-01T07:00Z'],
  ['Asia/Kathmandu', '2026-01-01T00:00Z'],
  ['Etc/GMT+5', '2026-06-01T00:00Z'],
];
/** More by hand: ORACLE_RUNS=5000. */
const RUNS = Number(process.env['ORACLE_RUNS'] ?? 300);
const HOUR = 3600;
const seconds = (text: string) => Date.parse(text) / 1000;
const zones = fc.constantFrom('UTC', ...Intl.supportedValuesOf('timeZone'));
const instants = fc.date({ min: new Date('1850-01-01'), max: new Date('2190-01-01'), noInvalidDate: true });

describe('fire times', () => {
  it('are those of a watch on the wall clock around every kind of change, by minutes', () => {
    const walls = CHANGES.map(([zone, at]) => ({
      zone,
      start: seconds(at) - 30 * HOUR,
      end: seconds(at) + 54 * HOUR,
      // The watch begins earlier: it must have seen what the change repeats.
      shown: wallClock(zone, seconds(at) - 60 * HOUR, seconds(at) + 54 * HOUR, 60),
    }));
    const cases = fc.tuple(fc.constantFrom(...walls), spoken(false), fc.integer({ min: 0, max: 40 * HOUR }));
    fc.assert(
      fc.property(cases, ([{ zone, start, end, shown }, said, later]) => {
        const after = start + later;
        const expected = watch(said, shown, 60).filter((at) => at > after);
        const found = fireTimes(parseCron(said.text), zone, new Date(after * 1000), {
          until: new Date((end - 1) * 1000),
          limit: 10_000,
        });
        expect({ said: said.text, zone, times: found.map((time) => time.getTime() / 1000) }).toEqual({
          said: said.text,
          zone,
          times: expected,
        });
      }),
      { numRuns: RUNS },
    );
  }, 60_000);

  it('are those of a watch on the wall clock by seconds', () => {
    const walls = CHANGES.slice(0, 6).map(([zone, at]) => ({
      zone,
      start: seconds(at) - HOUR,
      end: seconds(at) + 2 * HOUR,
      shown: wallClock(zone, seconds(at) - 2 * HOUR - 60, seconds(at) + 2 * HOUR, 1),
    }));
    const cases = fc.tuple(fc.constantFrom(...walls), spoken(true), fc.integer({ min: 0, max: 2 * HOUR }));
    fc.assert(
      fc.property(cases, ([{ zone, start, end, shown }, said, later]) => {
        const after = start + later;
        const expected = watch(said, shown, 1).filter((at) => at > after);
        const found = fireTimes(parseCron(said.text), zone, new Date(after * 1000), {
          until: new Date((end - 1) * 1000),
          limit: 20_000,
        });
        expect(found.map((time) => time.getTime() / 1000)).toEqual(expected);
      }),
      { numRuns: RUNS / 4 },
    );
  }, 60_000);

  it('are later than the time asked for, whole, in order, and the same from any time between two', () => {
    fc.assert(
      fc.property(
        spoken(true),
        zones,
        instants,
        fc.double({ min: 0, max: 1, noNaN: true }),
        (said, zone, after, part) => {
          const expression = parseCron(said.text);
          const times = fireTimes(expression, zone, after, { limit: 6 });
          let previous = after;
          for (const time of times) {
            expect(time.getTime()).toBeGreaterThan(previous.getTime());
            expect(Math.abs(time.getTime()) % 1000).toBe(0);
            const between = new Date(previous.getTime() + Math.floor((time.getTime() - previous.getTime() - 1) * part));
            expect(nextFireTime(expression, zone, between)).toEqual(time);
            previous = time;
          }
        },
      ),
      { numRuns: 150 },
    );
  });

  it('show a fitting local time, unless the clock has just jumped', () => {
    fc.assert(
      fc.property(spoken(true), zones, instants, (said, zone, after) => {
        for (const time of fireTimes(parseCron(said.text), zone, after, { limit: 4 })) {
          const at = time.getTime() / 1000;
          const shown = wallClock(zone, at - 1, at + 1, 1);
          const local = new Date(shown.get(at)! * 1000);
          const jumped = shown.get(at)! - shown.get(at - 1)! > 1;
          const fits = said.fits(
            local.getUTCFullYear(),
            local.getUTCMonth() + 1,
            local.getUTCDate(),
            local.getUTCHours(),
            local.getUTCMinutes(),
            local.getUTCSeconds(),
          );
          expect(fits || (jumped && !said.followsElapsedTime)).toBe(true);
        }
      }),
      { numRuns: 150 },
    );
  });

  it('in UTC are never closer than the smallest gap', () => {
    fc.assert(
      fc.property(spoken(true), (said) => {
        const expression = parseCron(said.text);
        const gap = smallestGapSeconds([expression]);
        const times = fireTimes(expression, 'UTC', new Date('1999-12-31T23:59:59Z'), {
          until: new Date('2001-01-01T00:00:00Z'),
          limit: 2000,
        });
        for (let i = 1; i < times.length; i++) {
          expect((times[i]!.getTime() - times[i - 1]!.getTime()) / 1000).toBeGreaterThanOrEqual(gap);
        }
      }),
      { numRuns: 150 },
    );
  });
});

describe('the clock of a zone', () => {
  it('shows what the runtime shows, at any time in any zone', () => {
    fc.assert(
      fc.property(zones, fc.integer({ min: seconds('1801-01-01'), max: seconds('2300-01-01') }), (zone, at) => {
        expect(zoneClock(zone).localTime(at)).toBe(wallClock(zone, at, at + 1, 1).get(at));
      }),
      { numRuns: 1500 },
    );
  });
});
