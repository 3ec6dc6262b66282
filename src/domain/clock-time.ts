import { JobuError } from '../errors.ts';

const DAY = 86_400;

/**
 * Seconds since the midnight a day begins with, of a time on the 48-hour clock: `09:00`, `25:30` (half past one on the
 * next day), `18:00:30`. Throws CLOCK_TIME_INVALID; `limitSeconds` (default 48 h) is the first time that is too late.
 */
export function parseClockTime(text: string, limitSeconds = 2 * DAY): number {
  const shown = String(text).slice(0, 40);
  const match = /^(\d{1,2}):(\d\d)(?::(\d\d))?$/.exec(String(text).trim());
  if (!match) throw new JobuError('CLOCK_TIME_INVALID', { text: shown, reason: 'it is not hours:minutes' });
  const [hour, minute, second] = [Number(match[1]), Number(match[2]), Number(match[3] ?? 0)];
  const seconds = hour * 3600 + minute * 60 + second;
  if (minute > 59 || second > 59)
    throw new JobuError('CLOCK_TIME_INVALID', { text: shown, reason: 'an hour has 60 minutes, a minute 60 seconds' });
  if (seconds >= limitSeconds)
    throw new JobuError('CLOCK_TIME_INVALID', {
      text: shown,
      reason: `it must be earlier than ${clockTimeText(limitSeconds)}`,
    });
  return seconds;
}

/** Seconds since midnight as `25:30`, with seconds only when there are any. */
export function clockTimeText(seconds: number): string {
  const two = (part: number) => String(part).padStart(2, '0');
  const text = `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}`;
  return seconds % 60 === 0 ? text : `${text}:${two(seconds % 60)}`;
}

const UNITS: Readonly<Record<string, number>> = { d: DAY, h: 3600, m: 60, s: 1 };

/** Whole seconds of `90`, `90s`, `15m`, `1h30m` or `2d`. Throws DURATION_INVALID. */
export function parseDuration(value: unknown): number {
  const text = String(value).trim();
  const refuse = (reason: string) => new JobuError('DURATION_INVALID', { text: text.slice(0, 40), reason });
  if (!/^(\d+|(\d+d)?(\d+h)?(\d+m)?(\d+s)?)$/.test(text) || text === '') throw refuse('it is not written as one');
  const seconds = /^\d+$/.test(text)
    ? Number(text)
    : [...text.matchAll(/(\d+)([dhms])/g)].reduce((sum, [, count, unit]) => sum + Number(count) * UNITS[unit!]!, 0);
  if (seconds < 1) throw refuse('it must be at least one second');
  if (seconds > 366 * DAY) throw refuse('it must be at most 366 days');
  return seconds;
}

/** Seconds as the shortest of `2d`, `1h30m`, `90s`. */
export function durationText(seconds: number): string {
  if (seconds < 120) return `${seconds}s`;
  let rest = seconds;
  let text = '';
  for (const [unit, size] of Object.entries(UNITS)) {
    const count = Math.floor(rest / size);
    if (count > 0) text += `${count}${unit}`;
    rest -= count * size;
  }
  return text;
}
