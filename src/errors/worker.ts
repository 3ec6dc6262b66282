import type { ErrorTable } from '../errors.ts';

export const workerErrors = {
  // Handlers: what a user writes, how it is found and checked.
  HANDLER_NAME_INVALID: [
    400,
    'The handler name "{name}" is not usable.',
    'A name is 1 to 200 characters, without blanks at its ends or control characters.',
  ],
  HANDLER_NAME_RESERVED: [
    400,
    'The handler name "{name}" in {file} belongs to a built-in handler.',
    'Choose another name; reserved are {reserved}.',
  ],
  HANDLER_INVALID: [400, 'The handler "{name}" cannot be used: {problem}.', 'Correct it in {file}.'],
  HANDLER_DUPLICATE: [
    409,
    'The handler name "{name}" is defined twice: in {first} and in {second}.',
    'Rename one of the two.',
  ],
  HANDLER_FILE_BROKEN: [
    400,
    'The worker cannot start because these handler files cannot be imported:\n{files}\n',
    'Correct the files, or move them out of the configured folders.',
  ],
  HANDLER_FOLDER_MISSING: [
    404,
    'The handler folder {folder} does not exist.',
    'Create it, or correct "handlers" in config/worker.yaml.',
  ],
  HANDLER_NOT_REGISTERED: [
    404,
    'The file {file} was loaded but registered no handler "{name}".',
    'Register handlers while the module loads, not later and not under a condition.',
  ],

  // Attempts.
  PARAMS_INVALID: [
    400,
    'The params do not fit the handler "{handler}": {problems}.',
    'Correct the params; it is not retried.',
  ],
  RESULT_INVALID: [
    422,
    'The result of the handler "{handler}" is no JSON: {problem}.',
    'Return plain values; the handler itself has run, so it is not retried.',
  ],
  RESULT_TOO_LARGE: [
    413,
    'The result of the handler "{handler}" has {bytes} bytes of JSON, more than {maximum}.',
    'Store the data elsewhere and return where it is; the handler itself has run, so it is not retried.',
  ],
  HANDLER_ISOLATION_IMPOSSIBLE: [
    400,
    'The handler "{handler}" cannot run with isolation "{isolation}" because it was not found in a handler folder.',
    'Move it into a folder named in worker.handlers, or use isolation "loop".',
  ],
  HANDLER_EXITED: [
    500,
    'The {unit} of the handler "{handler}" ended before the handler did: {how}.',
    'Look for process.exit(), a crash, or too little memory (maxHeapMb).',
  ],
  HANDLER_TERMINATED: [
    500,
    'The handler "{handler}" was still running {grace} s after it was told to stop ({reason}), so its {unit} was terminated.',
    'Watch context.signal to end in time.',
  ],
  HANDLER_CRASHED: [
    500,
    'The handler "{handler}" left an error uncaught ({kind}): {problem}.',
    'Await every promise, and catch errors in callbacks.',
  ],

  EXECUTION_TIMEOUT: [
    504,
    'The execution ran for more than {seconds} s.',
    'Raise timeout_seconds of the cron, or make the handler faster.',
  ],
  EXECUTION_CANCELED: [409, 'The execution was canceled by an operator.', ''],
  SUCCEED_OUTSIDE_TRANSACTION: [
    409,
    'An execution was to be marked as succeeded outside a transaction over "{database}", which holds the executions.',
    'Call context.succeedIn inside a transactional that names it, with getConnection("{database}"), from a running worker.',
  ],
  LEASE_LOST: [
    409,
    'The worker {worker} does not hold this execution any more: {reason}.',
    'Another worker runs it; nothing this one writes is kept.',
  ],
  WORKER_STOPPING: [503, 'The worker stops.', 'The execution goes back to the queue; another worker takes it.'],
  WORKER_LOST: [
    500,
    'The worker {worker} was lost while it ran this execution, and on_worker_lost is "{policy}" ({rescues} of {maximum} rescues used).',
    'Look for a crash or a kill of that process; retry the execution when it is safe to run it again.',
  ],
  RESULT_NOT_STORED: [
    500,
    'The end of the execution could not be written: {reason}',
    'The handler itself has run, so it is not retried; look at the reason.',
  ],

  // Built-in handlers.
  HTTP_ADDRESS_REFUSED: [
    403,
    'The address {address} of {host} is private, local or reserved.',
    'Name it in worker.http.allow_private_addresses when jobs may reach it.',
  ],
  HTTP_NETWORK_INVALID: [
    400,
    '"{network}" in worker.http.allow_private_addresses is neither an address nor a network.',
    'Write 10.1.2.3, 10.1.0.0/16 or fd00::/8.',
  ],
  HTTP_REDIRECT_REFUSED: [
    502,
    'The redirect from {url} is not followed: {problem}.',
    'Use the final address in "url".',
  ],
  HTTP_STATUS_UNEXPECTED: [
    502,
    '{method} {url} answered {status}, not {expected}: {body}',
    'List the statuses that are fine in "expected_status".',
  ],
  HTTP_REQUEST_FAILED: [
    502,
    '{method} {url} failed: {problem}.',
    'Check that the server can be reached from the worker.',
  ],
  COMMAND_NOT_ALLOWED: [
    403,
    'The command "{command}" may not be run: {problem}.',
    'Commands are listed in worker.command.allow in config/worker.yaml.',
  ],
  COMMAND_ENV_REFUSED: [
    403,
    'The environment variable {name} may not be set by a job.',
    'Add it to worker.command.allow_env in config/worker.yaml when it may.',
  ],
  COMMAND_FAILED: [500, 'The command {command} ended with {how}.{tail}', ''],
  SQL_STATEMENT_UNKNOWN: [
    404,
    'There is no statement "{statement}" in the statement files ({known}).',
    'Check the name, and "statements" in config/worker.yaml.',
  ],
  SQL_STATEMENTS_MISSING: [
    404,
    'The statement folder {path} does not exist.',
    'Create it, or correct "statements" in config/worker.yaml.',
  ],
  SQL_STATEMENT_DUPLICATE: [
    409,
    'The statement "{statement}" is defined in {first} and in {second}.',
    'Rename one of the two.',
  ],
} as const satisfies ErrorTable;
