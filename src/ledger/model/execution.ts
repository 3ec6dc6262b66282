import type { ParamSource, SkipReason, Status } from '../../domain/states.ts';
import type { Id } from './row.ts';

/** One run of a handler for one occurrence: a row of `job_executions`. */
export interface Execution {
  readonly id: Id;
  /** The cron's id; null for an execution without a cron. */
  readonly jobId: Id | null;
  readonly cronName: string | null;
  readonly cronVersion: number | null;
  readonly handlerName: string;
  /** JSON text of an object. */
  readonly params: string;
  readonly paramSource: ParamSource;
  /** With the cron's id, the key of the row: the nominal instant of an occurrence, or when a row by hand was made. */
  readonly scheduledTime: Date;
  /** What the handler receives as `scheduledTime`; a rerun keeps its original's. */
  readonly occurrenceTime: Date;
  /** When it may be claimed; null while it waits for its predecessor. */
  readonly runAt: Date | null;
  readonly status: Status;
  readonly skipReason: SkipReason | null;
  /** A row for a whole range of missed occurrences: its last instant and how many. */
  readonly skippedUntil: Date | null;
  readonly skippedCount: number | null;
  readonly priority: number;
  readonly queue: string;
  readonly isolation: string | null;
  readonly maxRetry: number;
  readonly retryBackoff: string | null;
  readonly timeoutSeconds: number;
  readonly onWorkerLost: 'retry' | 'fail' | 'hold';
  readonly maxRescue: number;
  readonly retryCount: number;
  readonly rescueCount: number;
  readonly attempt: number;
  readonly fence: number | bigint;
  readonly workerId: string | null;
  /** What the worker that ran it last calls the version of its code. */
  readonly codeVersion: string | null;
  readonly startedAt: Date | null;
  readonly finishedAt: Date | null;
  readonly progress: number | null;
  readonly progressMessage: string | null;
  readonly errorCode: string | null;
  readonly errorMessage: string | null;
  /** JSON text of what the handler returned. */
  readonly result: string | null;
  readonly cancelRequestedAt: Date | null;
  readonly actor: string | null;
  readonly reason: string | null;
  readonly idempotencyKey: string | null;
  readonly originExecutionId: Id | null;
  /** The operating day it belongs to, as `2026-11-22`; null for an execution without a cron. */
  readonly businessDate: string | null;
  /** When, by whom and with which note a failure was marked as handled. */
  readonly acknowledgedAt: Date | null;
  readonly acknowledgedBy: string | null;
  readonly acknowledgement: string | null;
  /** The backfill it belongs to. */
  readonly backfillId: Id | null;
  readonly createdAt: Date;
}

/** One try of an execution that did not succeed. */
export interface Attempt {
  readonly id: Id;
  readonly executionId: Id;
  readonly attempt: number;
  /** SKIPPED keeps why an occurrence was skipped before somebody had it run after all; its attempt is 0 or less. */
  readonly outcome: 'FAILED' | 'TIMEOUT' | 'CANCELED' | 'RELEASED' | 'RESCUED' | 'SKIPPED';
  readonly workerId: string | null;
  readonly startedAt: Date | null;
  readonly finishedAt: Date;
  readonly errorCode: string | null;
  readonly errorMessage: string | null;
}

/** One line a handler logged. */
export interface LogLine {
  readonly id: Id;
  readonly executionId: Id;
  readonly attempt: number;
  readonly loggedAt: Date;
  readonly level: 'debug' | 'info' | 'warn' | 'error';
  readonly message: string;
  readonly data: string | null;
}

/** One process of jobu: a row of `workers`. */
export interface WorkerRow {
  /** The incarnation: made anew at every start, never used again. */
  readonly id: string;
  readonly role: 'dispatcher' | 'worker' | 'admin';
  readonly host: string;
  readonly pid: number;
  readonly version: string;
  readonly codeVersion: string | null;
  readonly handlers: string;
  readonly queues: string;
  readonly slots: number;
  readonly running: number;
  readonly stuck: number;
  readonly desiredState: 'active' | 'drain';
  readonly state: 'active' | 'draining' | 'stopped' | 'lost';
  readonly leaseSeconds: number;
  readonly startedAt: Date;
  readonly heartbeatAt: Date;
  readonly stoppedAt: Date | null;
  /** JSON of processor, memory and event loop at the last beat. */
  readonly vitals: string | null;
}
