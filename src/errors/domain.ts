import type { ErrorTable } from '../errors.ts';

export const domainErrors = {
  CRON_EXPRESSION_INVALID: [
    422,
    'The cron expression "{expression}" is not valid: {field}: {reason}.',
    'Write five fields (minute, hour, day of month, month, day of week), six with the second first, or a word such as @daily.',
  ],
  TIME_ZONE_UNKNOWN: [422, 'The time zone "{zone}" is not known.', '{hint}'],
  TIME_INVALID: [
    422,
    '"{text}" is not a time: {reason}.',
    'Write 2026-11-22, 2026-11-22 19:00, 2026-11-22 19:00:00 or, with an offset, 2026-11-22T10:00:00Z.',
  ],
  RETRY_BACKOFF_INVALID: [
    422,
    'The retry backoff is not valid: {reason}.',
    'Give any of base (seconds, default 10), factor (2), max (seconds, 3600) and jitter (0 to 1, default 0.2).',
  ],
  DATE_INVALID: [422, '"{text}" is not a date.', 'Write year, month and day, such as 2026-11-22.'],
  CLOCK_TIME_INVALID: [
    422,
    '"{text}" is not a time of day: {reason}.',
    'Write hours and minutes on the 48-hour clock, 00:00 to 47:59; 25:30 is half past one on the next day.',
  ],
  DURATION_INVALID: [
    422,
    '"{text}" is not a duration: {reason}.',
    'Write a number of seconds, or 90s, 15m, 2h, 1d, 1h30m.',
  ],
  TIMING_INVALID: [
    422,
    'The timing is not valid: {field}: {reason}.',
    'The types and their keys are in docs/guides/calendars.md, for instance: type business_day, nth -1, of month, at "18:00".',
  ],
  BLACKOUT_INVALID: [
    422,
    'The blackout window {window} is not valid: {reason}.',
    'Give from and to (times of day, with weekdays if not every day), or start and end (instants).',
  ],
  CALENDAR_INVALID: [422, 'The calendar "{calendar}" is not valid: {reason}.', 'Correct it and try again.'],
  CALENDAR_CYCLE: [
    422,
    'The calendar "{calendar}" would be its own parent: {chain}.',
    'Choose a parent that does not build on this calendar.',
  ],
  CALENDAR_WITHOUT_OPEN_DAY: [
    422,
    'The calendar "{calendar}" has no open day within {days} days of {date}.',
    'Open some weekday or date of it.',
  ],
  PARAMS_NOT_JSON: [
    422,
    'The params "{text}" are not a JSON object: {reason}.',
    'Write an object in curly braces with its names in double quotes; empty braces when there are no params.',
  ],
} as const satisfies ErrorTable;
