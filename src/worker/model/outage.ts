import { type ErrorCode, isJobuError, JobuError, messageOf } from '../../errors.ts';
import type { Clock } from '../../runtime/clock.ts';
import type { Logger } from '../../runtime/logging.ts';
import type { Health } from '../../runtime/service.ts';

/** Errors of the database itself, which pass: what was to be written is kept and written later. */
const PASSING: readonly ErrorCode[] = [
  'CONNECTION_FAILED',
  'CONNECTION_LOST',
  'COMMIT_UNKNOWN',
  'POOL_EXHAUSTED',
  'DATABASE_CLOSED',
  'DATABASE_FILE_FAILED',
  'DATABASE_FULL',
  'DATABASE_READ_ONLY',
  'STATEMENT_TIMEOUT',
  'TRANSACTION_ABORTED',
  'TRANSIENT_CONFLICT',
];

const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 5_000;

/** Whether the same write may succeed later; otherwise something in it is wrong. */
export const isPassing = (error: unknown): boolean => isJobuError(error, ...PASSING);

/** Milliseconds to wait before the n-th try again, never the same for two processes. */
export const pauseAfterFailure = (failuresInARow: number): number =>
  Math.min(FIRST_PAUSE_MS * 2 ** Math.min(failuresInARow - 1, 10), LONGEST_PAUSE_MS) * (0.5 + Math.random());

/**
 * Waits for an answer no longer than `timeoutMs`: on a connection that is half open none ever comes. Throws
 * STATEMENT_TIMEOUT then; an answer that comes all the same is given to `late`.
 */
export function within<T>(
  answer: Promise<T>,
  timeoutMs: number,
  statement: string,
  late: (answer: T) => void = () => {},
): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    let isOver = false;
    const timer = setTimeout(() => {
      isOver = true;
      const seconds = timeoutMs / 1000;
      reject(new JobuError('STATEMENT_TIMEOUT', { statement, seconds, database: 'the ledger' }));
    }, timeoutMs);
    answer.then(
      (value) => {
        clearTimeout(timer);
        if (isOver) late(value);
        else resolve(value);
      },
      (error: unknown) => {
        clearTimeout(timer);
        reject(error);
      },
    );
  });
}

/** Says once that the database fails and once that it works again, and knows how it stands. */
export class Outage {
  readonly #clock: Clock;
  readonly #logger: Logger;
  #since: Date | undefined;
  #detail = '';
  /** Failures since the start. */
  failures = 0;

  constructor(clock: Clock, logger: Logger) {
    this.#clock = clock;
    this.#logger = logger;
  }

  failed(error: unknown, doing: string): void {
    this.failures++;
    this.#detail = messageOf(error);
    if (this.#since) return;
    this.#since = this.#clock.now();
    this.#logger.warn({ error }, `${doing} failed, trying again until it works`);
  }

  worked(): void {
    if (!this.#since) return;
    this.#logger.info({ since: this.#since.toISOString() }, 'the database works again');
    this.#since = undefined;
  }

  health(service: string): Health {
    return this.#since ? { service, ok: false, since: this.#since, detail: this.#detail } : { service, ok: true };
  }
}
