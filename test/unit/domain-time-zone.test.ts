import { describe, expect, it } from 'vitest';
import { assertTimeZone, formatInstant, parseLocalTime } from '../../src/domain/time-zone.ts';
import { isJobuError, type JobuError } from '../../src/errors.ts';

function refusal(work: () => unknown): JobuError {
  try {
    work();
  } catch (error) {
    if (isJobuError(error)) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

describe('time zone names', () => {
  it.each([
    'Asia/Seoul',
    'UTC',
    'Etc/UTC',
    'Etc/GMT+5',
    'America/Argentina/San_Luis',
    'US/Eastern',
    'EST5EDT',
    'ROK',
    'asia/seoul',
    'Asia/Kolkata',
  ])('of the IANA database are taken: %s', (zone) => {
    expect(() => assertTimeZone(zone)).not.toThrow();
  });

  it.each([
    ['Asia/Soul', 'Asia/Seoul'],
    ['asia/seol', 'Asia/Seoul'],
    ['Seoul', 'Asia/Seoul'],
    ['new york', 'America/New_York'],
    ['KST', 'Asia/Seoul'],
    ['JST', 'Asia/Tokyo'],
    ['PST', 'America/Los_Angeles'],
    ['Asia/Seoul ', 'Asia/Seoul'],
    ['UTCC', 'UTC'],
  ])('that are not known are refused with what was meant: %s', (zone, meant) => {
    const { code, message } = refusal(() => assertTimeZone(zone));
    expect(code).toBe('TIME_ZONE_UNKNOWN');
    expect(message).toBe(`The time zone "${zone}" is not known. Did you mean "${meant}"?`);
  });

  it.each([
    '',
    '+09:00',
    'GMT+9',
    'UTC+9',
    'SystemV/PST8',
    'localtime',
    'Mars/Olympus_Mons',
    '../etc/passwd',
    'CST',
    'ACT',
  ])('that are offsets, abbreviations or nothing are refused: "%s"', (zone) => {
    expect(refusal(() => assertTimeZone(zone)).code).toBe('TIME_ZONE_UNKNOWN');
  });

  it('never fall back to the zone of the process', () => {
    expect(refusal(() => assertTimeZone(undefined as unknown as string)).message).toContain('Use a name of the IANA');
  });
});

describe('an instant', () => {
  it.each([
    ['2026-11-22T10:00:00Z', 'Asia/Seoul', '2026-11-22 19:00:00 KST'],
    ['2026-11-22T10:00:00.999Z', 'UTC', '2026-11-22 10:00:00 UTC'],
    ['2026-11-22T10:00:00Z', 'Asia/Tokyo', '2026-11-22 19:00:00 JST'],
    ['2026-11-22T10:00:00Z', 'Asia/Shanghai', '2026-11-22 18:00:00 CST'],
    ['2026-07-01T00:00:00Z', 'America/New_York', '2026-06-30 20:00:00 EDT'],
    ['2026-01-01T00:00:00Z', 'America/New_York', '2025-12-31 19:00:00 EST'],
    ['2026-07-01T00:00:00Z', 'Europe/Berlin', '2026-07-01 02:00:00 CEST'],
    ['2026-07-01T00:00:00Z', 'Asia/Kathmandu', '2026-07-01 05:45:00 GMT+5:45'],
    ['1987-07-01T00:00:00Z', 'Asia/Seoul', '1987-07-01 10:00:00 GMT+10'],
    ['1960-01-01T00:00:00.250Z', 'UTC', '1960-01-01 00:00:00 UTC'],
  ])('%s is shown in %s as %s', (instant, zone, shown) => {
    expect(formatInstant(new Date(instant), zone)).toBe(shown);
  });
});

describe('a typed time', () => {
  it.each([
    ['2026-11-22', 'Asia/Seoul', '2026-11-21T15:00:00.000Z'],
    ['2026-11-22 19:00', 'Asia/Seoul', '2026-11-22T10:00:00.000Z'],
    [' 2026-11-22T19:00:30 ', 'Asia/Seoul', '2026-11-22T10:00:30.000Z'],
    ['2026-11-22T10:00:00Z', 'Asia/Seoul', '2026-11-22T10:00:00.000Z'],
    ['2026-11-22T10:00:00.5z', 'Asia/Seoul', '2026-11-22T10:00:00.500Z'],
    ['2026-11-22 10:00:00.123456 +0530', 'UTC', '2026-11-22T04:30:00.123Z'],
    ['2025-03-09T00:30:00-05:00', 'Asia/Seoul', '2025-03-09T05:30:00.000Z'],
    ['2025-03-09 02:30', 'America/New_York', '2025-03-09T07:00:00.000Z'],
    ['2025-11-02 01:30', 'America/New_York', '2025-11-02T05:30:00.000Z'],
    ['2025-11-02 02:00', 'America/New_York', '2025-11-02T07:00:00.000Z'],
    ['2024-02-29', 'UTC', '2024-02-29T00:00:00.000Z'],
  ])('"%s" in %s is %s', (text, zone, instant) => {
    expect(parseLocalTime(text, zone).toISOString()).toBe(instant);
  });

  it.each([
    ['', 'not written'],
    ['tomorrow', 'not written'],
    ['2026-11-22 19', 'not written'],
    ['26-11-22', 'not written'],
    ['2026/11/22', 'not written'],
    ['2026-11-22 19:00 KST', 'not written'],
    ['2026-11-22T19:00:00Zx', 'not written'],
    ['2026-02-29', 'no such date'],
    ['2026-13-01', 'no such date'],
    ['2026-00-10', 'no such date'],
    ['2026-04-31T00:00:00Z', 'no such date'],
    ['0000-01-01', 'no such date'],
    ['2026-11-22 48:00', 'no such time of day'],
    ['2026-11-22 19:60', 'no such time of day'],
    ['2026-11-22 19:00:60', 'no such time of day'],
    ['2026-11-22 19:00+09:60', 'no such offset'],
    ['2026-11-22 19:00+24:00', 'no such offset'],
  ])('"%s" is refused: %s', (text, reason) => {
    const { code, message } = refusal(() => parseLocalTime(text, 'Asia/Seoul'));
    expect(code).toBe('TIME_INVALID');
    expect(message).toContain(reason);
    expect(message).toContain(`"${text}"`);
  });

  it('is refused in an unknown zone', () => {
    expect(refusal(() => parseLocalTime('2026-11-22', 'Asia/Soul')).code).toBe('TIME_ZONE_UNKNOWN');
  });
});

it.each([
  ['2026-11-22 25:30', '2026-11-22T16:30:00.000Z'],
  ['2026-12-31 24:00', '2026-12-31T15:00:00.000Z'],
  ['2026-11-22T47:59:59+09:00', '2026-11-23T14:59:59.000Z'],
])('the 48-hour clock is understood: %s', (text, instant) => {
  expect(parseLocalTime(text, 'Asia/Seoul').toISOString()).toBe(instant);
});
