import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseCron } from '../../src/domain/cron-expression.ts';
import { smallestGapSeconds } from '../../src/domain/cron-frequency.ts';
import { fireTimes, nextFireTime } from '../../src/domain/fire-times.ts';
import { isJobuError } from '../../src/errors.ts';

interface Vector {
  expression: string;
  timeZone: string;
  after: string;
  next: string[];
}

const vectors = readFileSync(new URL('../vectors/cron-next.jsonl', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as Vector);

const next = (expression: string, after: string, timeZone = 'UTC') =>
  nextFireTime(parseCron(expression), timeZone, new Date(after))?.toISOString() ?? null;

/** The following fire times as short UTC text. */
const times = (expression: string, after: string, limit: number, timeZone = 'UTC') =>
  fireTimes(parseCron(expression), timeZone, new Date(after), { limit }).map((time) => time.toISOString().slice(0, 16));

const days = (expression: string, after: string, limit: number) =>
  times(expression, after, limit).map((time) => time.slice(0, 10));

describe('published cron cases', () => {
  it.each(vectors)('$expression in $timeZone after $after', ({ expression, timeZone, after, next }) => {
    const found = fireTimes(parseCron(expression), timeZone, new Date(after), { limit: Math.max(1, next.length) });
    expect(found.map((time) => time.toISOString())).toEqual(next.map((time) => time.replace('Z', '.000Z')));
  });
});

describe('the next fire time', () => {
  it('is strictly later than the one asked for, on a whole second', () => {
    expect(next('0 10 * * *', '2026-01-01T09:59:59.999Z')).toBe('2026-01-01T10:00:00.000Z');
    expect(next('0 10 * * *', '2026-01-01T10:00:00.000Z')).toBe('2026-01-02T10:00:00.000Z');
    expect(next('0 10 * * *', '2026-01-01T10:00:00.001Z')).toBe('2026-01-02T10:00:00.000Z');
    expect(next('* * * * * *', '2026-01-01T10:00:00.500Z')).toBe('2026-01-01T10:00:01.000Z');
    expect(next('* * * * * *', '1969-12-31T23:59:58.500Z')).toBe('1969-12-31T23:59:59.000Z');
  });

  it.each([
    '0 0 30 2 *',
    '0 0 31 2,4,6,9,11 *',
    '* * * 31 4 *',
    '0 0 31W 6 *',
    '0 0 L-30 2,4 *',
    '*/5 * 30 2 *',
    '0 0 30 2 */2',
  ])('of the impossible date %s never comes', (expression) => {
    expect(next(expression, '2026-01-01T00:00:00Z')).toBeNull();
    expect(next(expression, '2026-01-01T00:00:00Z', 'America/New_York')).toBeNull();
  });

  it('never comes for a wildcard minute that only exists in the hour left out each year', () => {
    expect(next('*/30 2 8-14 3 */7', '2026-01-01T00:00:00Z', 'America/New_York')).toBeNull();
  });

  it('bridges the eight years without a leap day, and any rare day of the 400-year cycle', () => {
    expect(next('0 0 29 2 *', '2096-03-01T00:00:00Z')).toBe('2104-02-29T00:00:00.000Z');
    expect(next('0 0 29 2 *', '2196-03-01T00:00:00Z')).toBe('2204-02-29T00:00:00.000Z');
    expect(next('0 0 29 2 */7', '2089-01-01T00:00:00Z')).toBe('2128-02-29T00:00:00.000Z');
    expect(next('0 0 * 2 SUN#5', '2025-01-01T00:00:00Z')).toBe('2032-02-29T00:00:00.000Z');
  });

  it('ends with the year 9999', () => {
    expect(next('0 0 1 1 *', '9998-06-01T00:00:00Z')).toBe('9999-01-01T00:00:00.000Z');
    expect(next('0 0 1 1 *', '9999-06-01T00:00:00Z')).toBeNull();
    expect(next('*/5 * * * *', '9999-12-31T23:59:00Z', 'America/New_York')).toBeNull();
    expect(nextFireTime(parseCron('* * * * * *'), 'UTC', new Date(8.64e15))).toBeNull();
  });

  it('is found long before the first change of a clock', () => {
    expect(next('0 0 29 2 *', '1599-01-01T00:00:00Z')).toBe('1600-02-29T00:00:00.000Z');
    expect(next('0 0 * * *', '1700-01-01T00:00:00Z', 'Asia/Seoul')).toBe('1700-01-01T15:32:08.000Z');
  });

  it('takes the offset of fixed zones, with the sign their names have', () => {
    expect(next('0 9 * * *', '2026-01-01T00:00:00Z', 'Etc/GMT+5')).toBe('2026-01-01T14:00:00.000Z');
    expect(next('0 9 * * *', '2026-01-01T00:00:00Z', 'Etc/GMT-14')).toBe('2026-01-01T19:00:00.000Z');
  });

  it('refuses an unknown zone and an invalid date', () => {
    const thrown = (work: () => unknown) => {
      try {
        return work();
      } catch (error) {
        return isJobuError(error) ? error.code : error;
      }
    };
    expect(thrown(() => nextFireTime(parseCron('* * * * *'), 'Asia/Soul', new Date()))).toBe('TIME_ZONE_UNKNOWN');
    expect(thrown(() => nextFireTime(parseCron('* * * * *'), 'UTC', new Date(Number.NaN)))).toBe('TIME_INVALID');
  });
});

describe('days', () => {
  it('fit either of two restricted fields, and both when one begins with a star', () => {
    expect(days('0 0 13 * FRI', '2026-02-01T00:00:00Z', 5)).toEqual([
      '2026-02-06',
      '2026-02-13',
      '2026-02-20',
      '2026-02-27',
      '2026-03-06',
    ]);
    expect(days('0 0 */10 * SUN', '2026-01-01T00:00:00Z', 3)).toEqual(['2026-01-11', '2026-02-01', '2026-03-01']);
    expect(days('0 0 15 * */3', '2026-01-01T00:00:00Z', 2)).toEqual(['2026-02-15', '2026-03-15']);
  });

  it('count from the end of the month', () => {
    expect(days('0 0 L * *', '2027-12-31T00:00:00Z', 4)).toEqual([
      '2028-01-31',
      '2028-02-29',
      '2028-03-31',
      '2028-04-30',
    ]);
    expect(days('0 0 L-3 2 *', '2026-01-01T00:00:00Z', 3)).toEqual(['2026-02-25', '2027-02-25', '2028-02-26']);
    expect(days('0 0 L-30 * *', '2026-01-02T00:00:00Z', 3)).toEqual(['2026-03-01', '2026-05-01', '2026-07-01']);
    expect(days('0 0 * * FRIL', '2026-01-01T00:00:00Z', 3)).toEqual(['2026-01-30', '2026-02-27', '2026-03-27']);
    expect(days('0 0 * * 7L', '2026-05-01T00:00:00Z', 2)).toEqual(['2026-05-31', '2026-06-28']);
  });

  it('move to the nearest weekday without leaving the month', () => {
    // 2026-08-15 is a Saturday, 2026-11-15 a Sunday.
    expect(days('0 0 15W 8,11,12 *', '2026-08-01T00:00:00Z', 3)).toEqual(['2026-08-14', '2026-11-16', '2026-12-15']);
    // 2026-08-01 is a Saturday, 2026-11-01 a Sunday.
    expect(days('0 0 1W 8,11 *', '2026-07-31T00:00:00Z', 2)).toEqual(['2026-08-03', '2026-11-02']);
    // 2026-01-31 is a Saturday, 2026-05-31 a Sunday.
    expect(days('0 0 LW 1,5,6 *', '2026-01-01T00:00:00Z', 3)).toEqual(['2026-01-30', '2026-05-29', '2026-06-30']);
    expect(days('0 0 31W * *', '2026-04-01T00:00:00Z', 2)).toEqual(['2026-05-29', '2026-07-31']);
    // L-3 is 2026-02-25 (Wednesday) and 2026-03-28 (Saturday).
    expect(days('0 0 L-3W * *', '2026-02-01T00:00:00Z', 2)).toEqual(['2026-02-25', '2026-03-27']);
    // L-30 of a month of 31 days that begins on a Sunday.
    expect(days('0 0 L-30W 3 *', '2026-01-01T00:00:00Z', 1)).toEqual(['2026-03-02']);
  });

  it('are the nth of their kind in the month', () => {
    expect(days('0 0 * * MON#2', '2026-01-01T00:00:00Z', 3)).toEqual(['2026-01-12', '2026-02-09', '2026-03-09']);
    expect(days('0 0 * * MON#5', '2026-01-01T00:00:00Z', 3)).toEqual(['2026-03-30', '2026-06-29', '2026-08-31']);
    expect(days('0 0 * * TUE#1,4L', '2026-01-01T00:00:00Z', 3)).toEqual(['2026-01-06', '2026-01-29', '2026-02-03']);
    expect(days('0 0 1 * FRI#1', '2026-01-01T00:00:00Z', 3)).toEqual(['2026-01-02', '2026-02-01', '2026-02-06']);
  });
});

describe('a change of the clock', () => {
  it('runs every second of a fixed minute once in the gap, and in the first of two equal hours', () => {
    expect(times('* 30 2 * * *', '2025-03-09T06:00:00Z', 2, 'America/New_York')).toEqual([
      '2025-03-09T07:00',
      '2025-03-10T06:30',
    ]);
    const repeated = fireTimes(parseCron('*/20 30 1 * * *'), 'America/New_York', new Date('2025-11-02T05:00:00Z'), {
      limit: 4,
    });
    expect(repeated.map((time) => time.toISOString().slice(0, 19))).toEqual([
      '2025-11-02T05:30:00',
      '2025-11-02T05:30:20',
      '2025-11-02T05:30:40',
      '2025-11-03T06:30:00',
    ]);
  });

  it('runs the times of a day that was left out once, when the clock jumped over it', () => {
    expect(times('0 9,17 * * *', '2011-12-30T00:00:00Z', 4, 'Pacific/Apia')).toEqual([
      '2011-12-30T03:00',
      '2011-12-30T10:00',
      '2011-12-30T19:00',
      '2011-12-31T03:00',
    ]);
  });

  it('runs nothing twice on the day that Kwajalein had twice in 1969', () => {
    expect(times('0 12 * * *', '1969-09-28T12:00:00Z', 3, 'Pacific/Kwajalein')).toEqual([
      '1969-09-29T01:00',
      '1969-09-30T01:00',
      '1969-10-02T00:00',
    ]);
  });
});

describe('lists of fire times', () => {
  it('end at their limit, at the time given, and when none is left', () => {
    const hourly = parseCron('@hourly');
    const after = new Date('2026-01-01T00:00:00Z');
    expect(fireTimes(hourly, 'UTC', after, { limit: 3 })).toHaveLength(3);
    expect(fireTimes(hourly, 'UTC', after, { limit: 0 })).toEqual([]);
    expect(fireTimes(hourly, 'UTC', after, { limit: 9, until: new Date('2026-01-01T02:00:00Z') })).toHaveLength(2);
    expect(fireTimes(parseCron('0 0 30 2 *'), 'UTC', after, { limit: 3 })).toEqual([]);
  });
});

describe('the smallest gap', () => {
  it.each([
    ['* * * * * *', 1],
    ['*/10 * * * * *', 10],
    ['0,55 * * * * *', 5],
    ['30 * * * * *', 60],
    ['*/5 * * * *', 300],
    ['7-59/13 * * * *', 480],
    ['0,50 * * * *', 600],
    ['59 23,0 * * *', 3600],
    ['59,0 23,0 * * *', 60],
    ['0 0,23 * * MON', 82_800],
    ['0 0,23 * * MON,TUE', 3600],
    ['@hourly', 3600],
    ['@daily', 86_400],
    ['@weekly', 604_800],
    ['0 0 1,L * *', 86_400],
    ['0 0 1 * *', 29 * 86_400],
    ['0 0 1 1 *', 366 * 86_400],
    ['0 0 29 2 *', 1461 * 86_400],
    ['0 0 30 2 *', Number.POSITIVE_INFINITY],
    ['* * 30 2 *', Number.POSITIVE_INFINITY],
  ])('of %s is %d seconds', (expression, seconds) => {
    expect(smallestGapSeconds([parseCron(expression)])).toBe(seconds);
  });

  it.each([
    [['0 9 * * *', '0 9 * * *'], 86_400],
    [['0 9 * * *', '30 9 * * *'], 1800],
    [['0 9 * * MON', '1 9 * * TUE'], 86_460],
    [['59 23 * * MON', '0 0 * * TUE'], 60],
    [['0 0 1 1 *', '0 0 30 2 *'], 366 * 86_400],
    [['0 0 29 2 *', '10 0 29 2 *'], 600],
    [['*/30 * * * * *', '15 * * * * *'], 15],
  ])('of %j together is %d seconds', (expressions, seconds) => {
    expect(smallestGapSeconds(expressions.map(parseCron))).toBe(seconds);
  });
});
