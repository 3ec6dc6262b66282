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
  CALENDAR_NOT_FOUND: [
    404,
    'There is no calendar "{calendar}".{suggestion}',
    'List them with: jobu calendar list. Ready-made ones: jobu calendar import NAME --ready-made kr',
  ],
  CALENDAR_NAME_TAKEN: [
    409,
    'A calendar named "{calendar}" exists already.',
    'Choose another name, or change it with: jobu calendar set {calendar} ...',
  ],
  CALENDAR_CHANGED_MEANWHILE: [
    409,
    'The calendar "{calendar}" was changed by someone else at the same moment.',
    'Read it again and repeat the change.',
  ],
  CALENDAR_IN_USE: [
    409,
    'The calendar "{calendar}" is in use by {users}.',
    'Give them another calendar first, for instance: jobu cron set NAME --calendar OTHER',
  ],
  CALENDAR_SOURCE_UNKNOWN: [
    422,
    'There is no ready-made calendar "{source}".',
    'Ready-made: kr, jp, cn, and any country code of date-holidays with an optional region, such as de or de-by.',
  ],
  CALENDAR_FILE_INVALID: [
    422,
    'The calendar file "{file}" cannot be read: {reason}.',
    'Give iCalendar (.ics) or CSV: date,open or closed,label.',
  ],
  CRON_NOT_PAUSED: [409, 'The cron "{cron}" is not paused.', 'Look at it with: jobu cron show {cron}'],
  PAUSE_INVALID: [422, 'The pause is not possible: {reason}.', 'Correct what is named and try again.'],
  SCHEDULER_NOT_PAUSED: [409, 'The scheduler is not paused.', 'Look at the crons with: jobu cron list'],
  SCHEDULER_RESUMING: [
    409,
    'The pause before is over, and dispatchers are still working it off.',
    'Try again in a moment; a dispatcher must run for it: jobu dispatcher',
  ],
  BACKFILL_INVALID: [
    422,
    'The backfill is not possible: {reason}.',
    'Look at what would be due with: jobu plan --cron {cron} --from ... --to ...',
  ],
  BACKFILL_NOT_FOUND: [404, 'There is no backfill {backfill}.', 'List them with: jobu backfill list'],
  BACKFILL_KEY_REUSED: [
    422,
    'The Idempotency-Key "{key}" already belongs to a backfill that was asked for something else.',
    'Make a new key for every new request.',
  ],
  BACKFILL_STATE_CONFLICT: [
    409,
    'Backfill {backfill} is {status}: {action} is not possible.',
    'That is possible from {allowed}. Look at it with: jobu backfill show {backfill}',
  ],
  OPERATION_NOT_FOUND: [404, 'There is no operation {operation}.', 'List them with: jobu operation list'],
  OPERATION_STATE_CONFLICT: [
    409,
    'Operation {operation} is {status}: it cannot be stopped.',
    'That is possible while it is COLLECTING or RUNNING.',
  ],
  OPERATION_KEY_REUSED: [
    422,
    'The Idempotency-Key "{key}" already belongs to operation {operation}, which was asked for something else.',
    'Make a new key for every new request.',
  ],
  REVISION_NOT_FOUND: [404, 'Cron {cron} has no revision {revision}.', 'List them at /api/v1/crons/{cron}/revisions.'],
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
  EXECUTION_NOT_COMPARABLE: [
    404,
    'Execution {execution} has no "{wanted}" execution to be compared with.',
    'Name the id of another execution.',
  ],
  SORT_NEEDS_CRON: [
    400,
    'Executions can be sorted by "{sort}" within one cron only.',
    'Narrow the list to one cron (cronId), or sort by id or finishedAt.',
  ],
  ID_INVALID: [400, '"{id}" is not an id: ids are whole numbers.', 'Take the id from a listing.'],
  SCHEMA_BEHIND: [
    503,
    'Database "{database}" lacks jobu migrations: {pending}.',
    'Run: jobu migrate --database {database}',
  ],
} as const satisfies ErrorTable;
