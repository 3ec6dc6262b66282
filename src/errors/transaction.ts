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
    'The transaction {gid} was resolved already, or is ending by itself.',
    'See jobu transaction show {gid}.',
  ],
  TRANSACTION_STORE_UNKNOWN: [
    409,
    'The decision about {gid} stands in a database that is not open here.',
    'Name that database in config/database.yaml; its table jobu_installation holds "{installation}".',
  ],
  TRANSACTION_STILL_RUNNING: [
    409,
    'The connection that prepared {gid} on "{database}" still holds it.',
    'Try again once that process has ended.',
  ],
} as const satisfies ErrorTable;
