import { DEFAULT_RETRY_BACKOFF, parseRetryBackoff, type RetryBackoff, retryDelayMs } from '../../domain/retry.ts';
import type { Failure } from '../handlers/failure.ts';
import type { Held } from './claim.ts';
import { changeOf, nextFence, pendingAgain, type RowChange, type RunningRow } from './row-change.ts';

/** How an attempt ended, as the worker writes it. */
export type Ending = {
  readonly claim: Held;
  /** When the handler started; null when it never did. */
  readonly startedAt: Date | null;
  readonly finishedAt: Date;
  /** True once a write of it was sent and not answered: it may be stored already. */
  isUncertain?: boolean;
  /** Number of the last line it logged: those are stored first. */
  readonly lastLine?: number;
} & (
  | { readonly kind: 'succeeded'; readonly result: string }
  | {
      readonly kind: 'failed';
      readonly status: 'FAILED' | 'TIMEOUT';
      readonly failure: Failure;
      /** The handler's own bound of retries. */
      readonly maxRetry: number;
    }
  | { readonly kind: 'canceled'; readonly failure: Failure | null }
  | { readonly kind: 'released'; readonly failure: Failure | null }
);

const CODE_CHARACTERS = 64;

export const errorCodeOf = (failure: Failure): string =>
  Array.from(failure.code ?? failure.name)
    .slice(0, CODE_CHARACTERS)
    .join('');

/** A row put in by hand may hold anything; it then takes the default. */
function backoffOf(text: string | null): RetryBackoff {
  try {
    return parseRetryBackoff(text);
  } catch {
    return DEFAULT_RETRY_BACKOFF;
  }
}

function canceled(row: RunningRow, ending: Ending, failure: Failure | null): RowChange {
  return changeOf(row, {
    status: 'CANCELED',
    started_at: (ending.startedAt ?? new Date(row.started_at ?? ending.finishedAt)).toISOString(),
    finished_at: ending.finishedAt.toISOString(),
    error_code: 'EXECUTION_CANCELED',
    error_message: failure?.text ?? null,
    outcome: 'CANCELED',
  });
}

/**
 * What becomes of the row: decided from the row as it is now, since an operator may have canceled it or ended its retries
 * meanwhile. `now` is when a released row may be claimed again; `random` is a number from 0 to 1.
 */
export function settle(
  row: RunningRow,
  ending: Exclude<Ending, { kind: 'succeeded' }>,
  now: Date,
  random: number,
): RowChange {
  const failure = ending.failure;
  if (ending.kind === 'canceled' || row.cancel_requested_at !== null) return canceled(row, ending, failure);
  if (ending.kind === 'released') {
    if (ending.startedAt === null)
      return pendingAgain(row, row.run_at, { fence: nextFence(row.fence), attempt: row.attempt - 1, outcome: null });
    return pendingAgain(row, now.toISOString(), {
      fence: nextFence(row.fence),
      error_code: failure ? errorCodeOf(failure) : null,
      error_message: failure?.message ?? null,
      outcome: 'RELEASED',
    });
  }
  const error = {
    error_code: errorCodeOf(ending.failure),
    error_message: ending.failure.text,
    outcome: ending.status,
  };
  const retries = Math.min(row.max_retry, ending.maxRetry);
  if (ending.failure.retryable && row.retry_count < retries) {
    const delayMs = retryDelayMs(backoffOf(row.retry_backoff), row.retry_count + 1, random);
    const runAt = new Date(now.getTime() + delayMs).toISOString();
    return pendingAgain(row, runAt, { ...error, retry_count: row.retry_count + 1 });
  }
  return changeOf(row, {
    ...error,
    status: ending.status,
    started_at: ending.startedAt?.toISOString() ?? row.started_at,
    finished_at: ending.finishedAt.toISOString(),
  });
}
