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
} as const satisfies ErrorTable;
