import type { ErrorTable } from '../errors.ts';

export const databaseErrors = {
  DATABASE_UNKNOWN: [
    404,
    'There is no database "{name}".',
    '{suggestion}Databases are named in config/database.yaml; known here: {known}.',
  ],
  DATABASES_NOT_OPEN: [
    500,
    'No database is open in this process.',
    'Call DatabaseRegistry.initFromConfig first; worker threads open their own.',
  ],
  DATABASE_CLOSED: [503, 'The database "{database}" is closed.', 'Use it before DatabaseRegistry.closeAll.'],
  DATABASE_CONFIG_INVALID: [
    422,
    'The database "{database}" cannot be opened: {reason}.',
    'Correct it in config/database.yaml.',
  ],
  DATABASE_VERSION_UNSUPPORTED: [
    503,
    'The database "{database}" runs {found}.',
    'jobu needs {needed} or newer; upgrade the server.',
  ],
  CONNECTION_FAILED: [
    503,
    'The database "{database}" cannot be reached: {reason}.',
    'Check host, port, user and password in config/database.yaml, and that the server runs.',
  ],
  CONNECTION_LOST: [
    503,
    'The connection to "{database}" was lost: {reason}.',
    'What was open was rolled back; run the whole transaction again.',
  ],
  COMMIT_UNKNOWN: [
    503,
    'The connection to "{database}" was lost while committing: {reason}.',
    'The transaction may or may not be committed; read the rows again before repeating it.',
  ],
  POOL_EXHAUSTED: [
    503,
    'No connection to "{database}" became free within {seconds} s (all {size} are in use).',
    'Raise pool.max_size or pool.acquire_timeout_seconds, or hold transactions for a shorter time.',
  ],
  DUPLICATE_KEY: [
    409,
    'A row with this key already exists in "{database}" ({statement}): {reason}.',
    'Use another key, or update the row.',
  ],
  READ_ONLY_TRANSACTION: [
    409,
    '{statement} would write in a read-only transaction on "{database}".',
    'Use transactional instead of transactionalReadonly.',
  ],
  DATABASE_READ_ONLY: [
    503,
    'The database "{database}" takes no writes now: {reason}.',
    'Check the permissions of the file or directory, or whether the server is a replica.',
  ],
  DATABASE_FILE_FAILED: [
    503,
    'The file of the database "{database}" cannot be used: {reason}.',
    'Check that its folder exists, its permissions and its disk.',
  ],
  DATABASE_FULL: [
    507,
    'The database "{database}" has no space left: {reason}.',
    'Free space on its disk; the transaction was rolled back.',
  ],
  TRANSIENT_CONFLICT: [
    409,
    '{statement} met a conflict with another transaction on "{database}": {reason}.',
    'Nothing was changed; run the whole transaction again (the option retries does so).',
  ],
  STATEMENT_TIMEOUT: [
    504,
    '{statement} ran for more than {seconds} s on "{database}" and was given up.',
    'Make it faster, or raise statement_timeout_seconds.',
  ],
  STATEMENT_FAILED: [422, '{statement} failed on "{database}": {reason}', ''],
  STATEMENT_FILE_INVALID: [500, '{file}:{line}: {reason}.', 'See docs/reference/statement-files.md.'],
  STATEMENT_UNKNOWN: [500, 'There is no statement "{name}" in {file}.', '{suggestion}'],
  STATEMENT_SHAPE: [500, '{statement} {reason}.', 'See docs/reference/statement-files.md.'],
  PARAMETER_MISSING: [422, '{statement} needs the parameter "{name}".', 'Pass it; null stands for no value.'],
  PARAMETER_INVALID: [
    422,
    'The parameter "{name}" of {statement} is {reason}.',
    'Pass null, a boolean, a finite number, a bigint, text without NUL, a Date, bytes, a plain object, or (in IN) an array.',
  ],
  NESTED_WRITE: [
    409,
    'A second write on the SQLite database "{database}" was begun inside a transaction that already holds its only writer.',
    'Use the connection of that transaction: getConnection("{database}") inside transactional, which joins it.',
  ],
  DATABASE_NOT_IN_TRANSACTION: [
    409,
    'The transaction open here is over {open} and does not cover "{database}".',
    'Name it in the outermost transactional(...), or ask for getConnection("{database}") with the option autocommit.',
  ],
  TRANSACTION_FINISHED: [
    409,
    'The transaction on "{database}" has already ended.',
    'Await all work inside the function given to transactional.',
  ],
  TRANSACTION_ABORTED: [
    409,
    'The transaction on "{database}" can only be rolled back: {reason}.',
    'Let the first error pass, or wrap the part that may fail in connection.savepoint(...).',
  ],
  SAVEPOINT_OUTSIDE_TRANSACTION: [
    409,
    'A savepoint on "{database}" needs a transaction.',
    'Call it inside transactional.',
  ],
  PARTIAL_COMMIT: [
    500,
    'The transaction over several databases is only partly committed: {committed} is committed, {unknown} is unknown, {rolledBack} is rolled back: {reason}.',
    'Repair by hand what is missing; databases commit in the order in which transactional names them.',
  ],
  MIGRATION_FOLDER_INVALID: [
    500,
    'The migrations in {folder} cannot be used: {reason}.',
    'Files are named NNN-name.sql, each number once.',
  ],
  MIGRATION_CHANGED: [
    409,
    'Migration {version} ({name}) was changed after it ran on "{database}".',
    'Restore the file and write a new migration instead.',
  ],
  MIGRATION_FAILED: [
    500,
    'Migration {version} ({name}) failed on "{database}" at line {line}: {reason}',
    'Mend the cause and run jobu migrate again.',
  ],
  MIGRATION_LOCKED: [
    409,
    'Another process has been migrating "{database}" for minutes.',
    'Wait for it, or end it and run jobu migrate again.',
  ],
  DATABASE_NEWER: [
    409,
    'The database "{database}" is at migration {found}, this program knows only {known}.',
    'Run the newer version of jobu that migrated it.',
  ],
} as const satisfies ErrorTable;
