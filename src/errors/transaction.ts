import type { ErrorTable } from '../errors.ts';

export const transactionErrors = {
  TWO_PHASE_UNAVAILABLE: [
    500,
    'A transaction over {databases} cannot be atomic: {reason}.',
    "Or accept commits one after the other with the option atomicity: 'best-effort'.",
  ],
  TRANSACTION_IN_DOUBT: [
    503,
    'Whether the transaction {gid} over "{databases}" is committed could not be learned: {reason}.',
    'A jobu process that reaches its databases settles it; see jobu transaction show {gid}. Do not repeat it before.',
  ],
  TRANSACTION_UNKNOWN: [
    404,
    'There is no transaction {gid} in doubt.',
    'See jobu transaction list; what all databases have committed or rolled back is not listed.',
  ],
  TRANSACTION_RESOLVED: [
    409,
    'It is decided already: the transaction {gid} ends with a {decision}.',
    'Databases that do not answer follow when they are back; see jobu transaction show {gid}.',
  ],
  TRANSACTION_STORE_UNKNOWN: [
    409,
    'The decision about {gid} stands in a database that is not open here.',
    'Name that database in config/database.yaml; its table jobu_installation holds "{installation}".',
  ],
  TRANSACTION_ALIVE: [
    409,
    'The transaction {gid} is {age} s old, and its process may be about to commit it.',
    'Look again when it is older than {seconds} s. A rollback can be decided at once: its process obeys it.',
  ],
  TRANSACTION_UNDECIDED: [
    409,
    'The transaction {gid} has no decision yet.',
    'Say which: commit or rollback. Left alone, it is rolled back when its process does not come back.',
  ],
} as const satisfies ErrorTable;
