import { JobuError } from '../../errors.ts';
import type { AttemptOutcome } from '../handlers/attempt.ts';
import { failureOf } from '../handlers/failure.ts';
import type { Handler } from '../handlers/registry.ts';
import type { Claim } from './claim.ts';
import type { Ending } from './ending.ts';

export type AbortKind = 'timeout' | 'canceled' | 'lease_lost' | 'stopping';

const never = Number.POSITIVE_INFINITY;

/** One attempt from its handler's start until its code has returned. */
export class Run {
  readonly claim: Claim;
  readonly handler: Handler;
  readonly startedAt: Date;
  /** Monotonic instant of the timeout. */
  readonly deadlineMs: number;
  readonly timeoutSeconds: number;
  readonly controller = new AbortController();
  /** Number of the last thing it reported to the journal. */
  lastLine = 0;
  /** Its end is put down though its code still runs. */
  isStuck = false;
  #aborted: { readonly kind: AbortKind; readonly error: JobuError; readonly atMs: number } | undefined;

  constructor(claim: Claim, handler: Handler, startedAt: Date, nowMs: number) {
    this.claim = claim;
    this.handler = handler;
    this.startedAt = startedAt;
    const bound = handler.options.timeoutSeconds ?? 0;
    const seconds = claim.row.timeout_seconds;
    this.timeoutSeconds = bound > 0 && (seconds <= 0 || bound < seconds) ? bound : seconds;
    this.deadlineMs = this.timeoutSeconds > 0 ? nowMs + this.timeoutSeconds * 1000 : never;
  }

  get isAborted(): boolean {
    return this.#aborted !== undefined;
  }

  /** Monotonic instant of the abort. */
  get abortedMs(): number {
    return this.#aborted?.atMs ?? never;
  }

  /** Tells the code to end; only the first reason counts. */
  abort(kind: AbortKind, nowMs: number, reason = ''): void {
    if (this.#aborted) return;
    const error =
      kind === 'timeout'
        ? new JobuError('EXECUTION_TIMEOUT', { seconds: this.timeoutSeconds })
        : kind === 'canceled'
          ? new JobuError('EXECUTION_CANCELED', {})
          : kind === 'stopping'
            ? new JobuError('WORKER_STOPPING', {})
            : new JobuError('LEASE_LOST', { worker: this.claim.workerId, reason });
    this.#aborted = { kind, error, atMs: nowMs };
    this.controller.abort(error);
  }

  /**
   * How it ended. A timeout or cancel counts whatever the code made of it; after a lost lease or at a stop, a handler
   * that returns has done its work, and one that throws is released. No outcome: the code still runs.
   */
  ending(outcome: AttemptOutcome | undefined, finishedAt: Date): Ending {
    const { claim, startedAt, lastLine } = this;
    const kind = this.#aborted?.kind;
    const base = { claim, startedAt, finishedAt, lastLine };
    const maxRetry = this.handler.options.maxRetry ?? never;
    if (kind === 'timeout')
      return { ...base, kind: 'failed', status: 'TIMEOUT', failure: failureOf(this.#aborted!.error), maxRetry };
    if (kind === 'canceled') return { ...base, kind: 'canceled', failure: failureOf(this.#aborted!.error) };
    if (outcome?.ok) return { claim, startedAt, finishedAt, lastLine, kind: 'succeeded', result: outcome.result };
    if (kind !== undefined || !outcome)
      return { ...base, kind: 'released', failure: this.#aborted ? failureOf(this.#aborted.error) : null };
    return { ...base, kind: 'failed', status: 'FAILED', failure: outcome.failure, maxRetry };
  }
}
