import type { Connection } from '../../database/connection.ts';
import type { ParamSource } from '../../domain/states.ts';
import { type Lease, succeedIn } from './lease.ts';
import { serializeResult } from './result.ts';
import { dataText, safeText } from './safe-text.ts';

export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

/** Writes lines that are stored with the execution and shown by `jobu execution logs`. `data` is anything JSON can hold, or an error. */
export type HandlerLog = Readonly<Record<LogLevel, (message: string, data?: unknown) => void>>;

/** What the row of an execution says to its handler. */
export interface ContextData {
  readonly executionId: string;
  /** Null for an execution without a cron. */
  readonly cronName: string | null;
  /** The instant the cron asked for; a rerun keeps its original's. */
  readonly scheduledTime: Date;
  /** The operating day it belongs to, as `2026-11-22`; null for an execution without a cron. */
  readonly businessDate: string | null;
  /** 1 for the first try. */
  readonly attempt: number;
  readonly maxRetry: number;
  readonly workerId: string;
  readonly paramSource: ParamSource;
  /** What {@link HandlerContext.succeedIn} works under; none outside a worker. */
  readonly lease?: Lease;
}

/** The second argument of `execute`. */
export interface HandlerContext extends Omit<ContextData, 'lease'> {
  readonly handlerName: string;
  /** Aborts on timeout, cancel, a lost lease and shutdown; `signal.reason` says which. */
  readonly signal: AbortSignal;
  readonly log: HandlerLog;
  /**
   * Marks this execution SUCCESS in the open transaction behind `connection` (of the database that holds the executions):
   * the status and the work commit together or not at all. `result` is what is stored. Make it the last thing in the
   * transaction, and return after it.
   * @throws LEASE_LOST when the execution is not this worker's any more; SUCCEED_OUTSIDE_TRANSACTION
   */
  succeedIn(connection: Connection, result?: unknown): Promise<void>;
  /** Says how far the work is, 0 to 1. Cheap: at most five values a second are stored. */
  progress(fraction: number, message?: string): void;
}

/** One line of a handler, ready to store. */
export interface LogEntry {
  readonly level: LogLevel;
  readonly message: string;
  /** JSON text, or null. */
  readonly data: string | null;
}

/** Where a running attempt reports to. The functions must not throw. */
export interface AttemptHooks {
  readonly signal: AbortSignal;
  log(entry: LogEntry): void;
  progress(fraction: number, message: string | null): void;
}

/** What one attempt may log; beyond it one line says that the rest is missing. */
export interface LogLimits {
  /** Default 10,000. */
  readonly lines: number;
  /** Of messages and data together. Default 4 MB. */
  readonly bytes: number;
  /** Of one message, and of one `data`. Default 16 KB. */
  readonly lineBytes: number;
}

export const LOG_LIMITS: LogLimits = { lines: 10_000, bytes: 4_194_304, lineBytes: 16_384 };

const PROGRESS_PAUSE_MS = 200;

/** The context of one attempt; after `close` nothing more is reported, whatever code is still running. */
export function createContext(
  handlerName: string,
  { lease, ...data }: ContextData,
  hooks: AttemptHooks,
  limits: LogLimits = LOG_LIMITS,
): { context: HandlerContext; close(): void } {
  let closed = false;
  let lines = 0;
  let bytes = 0;

  const log = (level: LogLevel) => (message: string, extra?: unknown) => {
    if (closed || lines > limits.lines) return;
    const text = safeText(
      typeof message === 'string' ? message : dataText(message, limits.lineBytes),
      limits.lineBytes,
    );
    const json = extra === undefined ? null : dataText(extra, limits.lineBytes);
    bytes += Buffer.byteLength(text) + (json === null ? 0 : Buffer.byteLength(json));
    lines = bytes > limits.bytes ? limits.lines + 1 : lines + 1;
    if (lines <= limits.lines) return hooks.log({ level, message: text, data: json });
    hooks.log({
      level: 'warn',
      message: `The log of this attempt ends here: its limit of ${limits.lines} lines and ${limits.bytes} bytes is reached.`,
      data: null,
    });
  };

  let pending: [fraction: number, message: string | null] | null = null;
  let timer: NodeJS.Timeout | undefined;
  const flush = () => {
    if (pending !== null) hooks.progress(...pending);
    timer = pending === null ? undefined : setTimeout(flush, PROGRESS_PAUSE_MS).unref();
    pending = null;
  };

  return {
    context: {
      ...data,
      handlerName,
      signal: hooks.signal,
      succeedIn: (connection, result) =>
        succeedIn(connection, data.executionId, lease, serializeResult(handlerName, result)),
      log: { debug: log('debug'), info: log('info'), warn: log('warn'), error: log('error') },
      progress(fraction, message) {
        if (closed || !Number.isFinite(fraction)) return;
        const text = message === undefined ? null : safeText(String(message), 1_000);
        pending = [Math.min(1, Math.max(0, fraction)), text];
        if (timer === undefined) flush();
      },
    },
    close() {
      clearTimeout(timer);
      if (pending !== null) hooks.progress(...pending);
      closed = true;
    },
  };
}
