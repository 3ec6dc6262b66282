import type { ErrorTable } from '../errors.ts';

export const ledgerErrors = {
  CRON_NOT_FOUND: [404, 'There is no cron "{cron}".{suggestion}', 'List them with: jobu cron list'],
  CRON_NAME_TAKEN: [
    409,
    'A cron named "{name}" exists already.',
    'Choose another name, or change it with: jobu cron set {name} ...',
  ],
  CRON_INVALID: [422, 'The cron is not valid: {problems}.', 'Correct the fields named and try again.'],
  CRON_TOO_FREQUENT: [
    422,
    'The cron expression "{expression}" fires every {gap} s at its closest, faster than min_cron_interval_seconds = {minimum}.',
    'Choose a wider interval, or lower min_cron_interval_seconds in dispatcher.yaml.',
  ],
  CRON_NEVER_FIRES: [
    422,
    'The cron expression "{expression}" never fires: no date fits it.',
    'Correct the day and month, or leave the expression out for a cron that runs on trigger only.',
  ],
  CRON_CHANGED_MEANWHILE: [
    409,
    'The cron "{cron}" was changed by someone else: it is at version {version}, not {expected}.',
    'Read it again and repeat the change.',
  ],
  CRON_ROW_INVALID: [
    422,
    'The row of cron "{cron}" cannot be dispatched: {problem}.',
    'Correct it with: jobu cron set {cron} ...',
  ],
  EXECUTION_NOT_FOUND: [404, 'There is no execution {execution}.', 'List them with: jobu execution list'],
  EXECUTION_INVALID: [422, 'The execution is not valid: {problems}.', 'Correct the fields named and try again.'],
  EXECUTION_STATE_CONFLICT: [
    409,
    'Execution {execution} is {status}: it cannot {action}.',
    'That is possible from {allowed}. Look at it with: jobu execution show {execution}',
  ],
  EXECUTION_CHANGED_MEANWHILE: [
    409,
    'Execution {execution} changed while it was to {action}.',
    'Look at it with: jobu execution show {execution}, then try again.',
  ],
  EXECUTION_OVERLAP: [
    409,
    'Cron "{cron}" does not allow overlap, and its execution {execution} is still {status}.',
    'Wait for it, cancel it, or allow the overlap this once (--allow-overlap).',
  ],
  CURSOR_INVALID: [400, 'The cursor "{cursor}" is not one this list gave out.', 'Start again without a cursor.'],
  ID_INVALID: [400, '"{id}" is not an id: ids are whole numbers.', 'Take the id from a listing.'],
  SCHEMA_BEHIND: [
    503,
    'Database "{database}" lacks jobu migrations: {pending}.',
    'Run: jobu migrate --database {database}',
  ],
} as const satisfies ErrorTable;
