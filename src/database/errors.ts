import { JobuError } from '../errors.ts';

/** A unique or primary key is already taken (code `DUPLICATE_KEY`). */
export class DuplicateKeyError extends JobuError<'DUPLICATE_KEY'> {}

/** A write was tried in a read-only transaction (code `READ_ONLY_TRANSACTION`). */
export class ReadOnlyTransactionError extends JobuError<'READ_ONLY_TRANSACTION'> {}

/** No connection became free in time (code `POOL_EXHAUSTED`). */
export class ConnectionPoolExhaustedError extends JobuError<'POOL_EXHAUSTED'> {}

/** A second write was begun inside a transaction that holds the only writer of an SQLite database (code `NESTED_WRITE`). */
export class NestedWriteError extends JobuError<'NESTED_WRITE'> {}

/** Deadlock, serialization failure, busy or lock timeout: the whole transaction may be run again (code `TRANSIENT_CONFLICT`). */
export class TransientDatabaseError extends JobuError<'TRANSIENT_CONFLICT'> {}

/** A transaction over several databases committed in some of them only (code `PARTIAL_COMMIT`). */
export class PartialCommitError extends JobuError<'PARTIAL_COMMIT'> {
  /** Databases whose commit was answered. */
  readonly committed: readonly string[];
  /** Databases whose connection was lost while committing. */
  readonly unknown: readonly string[];
  /** Databases that were rolled back. */
  readonly rolledBack: readonly string[];

  constructor(
    committed: readonly string[],
    unknown: readonly string[],
    rolledBack: readonly string[],
    cause: unknown,
    reason: string,
  ) {
    const list = (names: readonly string[]) => names.map((name) => `"${name}"`).join(', ') || 'none';
    super(
      'PARTIAL_COMMIT',
      { committed: list(committed), unknown: list(unknown), rolledBack: list(rolledBack), reason },
      { cause },
    );
    this.committed = committed;
    this.unknown = unknown;
    this.rolledBack = rolledBack;
  }
}
