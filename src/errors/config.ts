import type { ErrorTable } from '../errors.ts';

export const configErrors = {
  CONFIG_INVALID: [
    500,
    'The configuration has {count}:\n{problems}\n',
    'Correct the files; `jobu config check` shows what is left.',
  ],
  CONFIG_FOLDER_MISSING: [
    500,
    'There is no configuration folder "{folder}".',
    'Run jobu in the folder of the project, name the folder, or make a project with `jobu init`.',
  ],
  CONFIG_FILE_UNREADABLE: [
    500,
    'The file {file} cannot be read: {reason}.',
    'Check that it exists and who may read it.',
  ],
  CONFIG_FILE_UNKNOWN: [500, 'No file of the configuration is called {file}.', 'Did you mean {suggestion}?'],
  CONFIG_SYNTAX: [500, 'This is not valid YAML: {reason}.', 'Check the indentation and the quotes around it.'],
  CONFIG_KEY_UNKNOWN: [500, 'The key "{key}" is not known here.', '{hint}'],
  CONFIG_KEY_MISSING: [500, 'The key "{key}" is missing.', '{hint}'],
  CONFIG_VALUE_INVALID: [500, '{key} is {value}: it {reason}.', '{hint}'],
  CONFIG_VARIABLE_MISSING: [
    500,
    'The environment variable {variable} is not set.',
    'Set it, or give a default: {example}.',
  ],
  CONFIG_VARIABLE_INVALID: [
    500,
    'The text "{text}" is not a reference to an environment variable.',
    'Write {example}; a doubled dollar sign stands for the characters themselves.',
  ],
  CONFIG_DATABASE_UNKNOWN: [500, '{key} names the database "{database}", which database.yaml does not have.', '{hint}'],
  CONFIG_LEASE_TOO_SHORT: [
    500,
    'worker.lease_seconds ({lease}) is not more than twice worker.heartbeat_interval_seconds ({heartbeat}).',
    'Raise the lease or beat more often: one late sign of life must not look like a death.',
  ],
  CONFIG_SLEEP_TOO_SHORT: [
    500,
    'dispatcher.max_sleep_seconds ({sleep}) is below dispatcher.poll_interval_seconds ({poll}).',
    'Make the longest sleep at least as long as the shortest pause.',
  ],
  CONFIG_PORT_TAKEN: [500, 'admin.port and admin.health_port are both {port}.', 'Give them different ports.'],
  ADMIN_NOT_LOOPBACK: [
    500,
    'admin.host is "{host}", which other machines can reach, and there is no sign-in yet.',
    'Use 127.0.0.1 (reach it through an SSH tunnel); health checks from outside have admin.health_port.',
  ],
} as const satisfies ErrorTable;
