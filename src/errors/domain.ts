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
  PARAMS_NOT_JSON: [
    422,
    'The params "{text}" are not a JSON object: {reason}.',
    'Write an object in curly braces with its names in double quotes; empty braces when there are no params.',
  ],
} as const satisfies ErrorTable;
