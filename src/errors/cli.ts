import type { ErrorTable } from '../errors.ts';

export const cliErrors = {
  USAGE: [400, '{problem}', 'See: {command} --help'],
  NEXT_REQUEST_INVALID: [
    422,
    'The line is not a request for fire times: {reason}.',
    'Write a JSON object with expression, and if wanted timeZone, after and count.',
  ],
  CONFIRMATION_NEEDED: [
    400,
    '{question}: nobody can be asked, because standard input is not a terminal.',
    'Give --yes to agree in advance.',
  ],
  NOT_CONFIRMED: [409, 'Nothing was changed, because the question was not answered with yes.', ''],
  EXECUTION_NOT_SUCCESSFUL: [
    409,
    'Execution {execution} ended with {status}.',
    'Look at it with: jobu execution show {execution}',
  ],
  CRON_FILE_UNREADABLE: [404, 'The file {file} cannot be read: {reason}.', 'Check its name and who may read it.'],
  CRON_FILE_INVALID: [422, '{file} has {count}:\n{problems}\n', 'Correct the file; nothing was changed.'],
  CRON_MANAGED_ELSEWHERE: [
    409,
    'The cron "{name}" {owner}, so this file does not change it.',
    'Give one of the two another name, or let the file have it with --take-over.',
  ],
  PRUNE_NEEDS_NAMESPACE: [
    400,
    'The file has no namespace, so which crons it once had is not known.',
    'Write namespace: and a name at its top.',
  ],
  APPLY_CHANGED_MEANWHILE: [
    409,
    'Crons were changed by someone else after the difference was shown, and nothing was changed.',
    'Apply the file again.',
  ],
  STOPPED_BADLY: [
    500,
    'The process stopped because of an error, or could not stop in good order.',
    'Its log says why.',
  ],
  OUTPUT_NOT_WRITTEN: [409, 'The file {file} cannot be written: {reason}.', 'Name one that does not exist yet.'],
  NOTHING_IMPORTED: [422, 'No line of {file} could be turned into a cron.', 'The report above says why, line by line.'],
  DOCTOR_FAILED: [500, '{count} failed.', 'What to do stands under each of them.'],
  INIT_FOLDER_NOT_EMPTY: [409, 'The folder {folder} is not empty.', 'Name a new or an empty one.'],
} as const satisfies ErrorTable;
