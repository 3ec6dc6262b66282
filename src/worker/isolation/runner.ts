import { JobuError } from '../../errors.ts';
import type { AttemptLimits, AttemptOutcome } from '../handlers/attempt.ts';
import type { AttemptHooks, ContextData } from '../handlers/context.ts';
import type { Isolation } from '../handlers/definition.ts';
import { failureOf } from '../handlers/failure.ts';
import type { Handler } from '../handlers/registry.ts';
import { ChildPool } from './child-pool.ts';
import { guardLoop, runInLoop, type StrayError } from './loop.ts';
import type { ChildDatabases } from './protocol.ts';

/** One attempt to run. */
export interface AttemptJob {
  readonly handler: Handler;
  /** JSON text as stored in the execution. */
  readonly params: unknown;
  readonly context: ContextData;
  /** The cron's choice; null or nothing: as the handler declares it, else `loop`. */
  readonly isolation?: Isolation | null;
}

export interface RunnerOptions {
  /** How long an isolated handler may go on after its signal before it is terminated. Default 10 s. */
  readonly abortGraceSeconds?: number;
  readonly limits?: AttemptLimits;
  /** For handlers in threads and processes: the databases they may ask for. */
  readonly databases?: ChildDatabases;
  /** Threads and processes kept for the next attempt of their file. Default 4. */
  readonly maxIdleChildren?: number;
  /** How long one is kept. Default 60 s. */
  readonly idleSeconds?: number;
  /** Told of errors that a loop handler left uncaught. Default: written to standard error. */
  readonly onStrayError?: (stray: StrayError) => void;
}

/** Runs attempts wherever their isolation says. */
export interface AttemptRunner {
  /**
   * Settles when the handler's code has ended, never rejects. After `hooks.signal` aborts, code in a thread or process
   * ends within the grace time; code in the loop ends when it wants to.
   */
  run(job: AttemptJob, hooks: AttemptHooks): Promise<AttemptOutcome>;
  /** Ends idle children and stops listening for stray errors; running attempts are the caller's to abort first. */
  close(): Promise<void>;
}

/** Where an attempt runs. */
export function isolationOf(job: Pick<AttemptJob, 'handler' | 'isolation'>): Isolation {
  if (job.handler.builtIn) return 'loop';
  return job.isolation ?? job.handler.options.isolation ?? 'loop';
}

export function createAttemptRunner(options: RunnerOptions = {}): AttemptRunner {
  const limits = options.limits ?? {};
  const stray = ({ kind, handler, executionId, text }: StrayError) =>
    console.error(`${kind} in handler "${handler}", execution ${executionId}: ${text}`);
  const unguard = guardLoop(options.onStrayError ?? stray);
  const pool = new ChildPool({
    abortGraceSeconds: options.abortGraceSeconds ?? 10,
    maxIdle: options.maxIdleChildren ?? 4,
    idleSeconds: options.idleSeconds ?? 60,
    limits,
    databases: options.databases ?? null,
  });
  return {
    async run(job, hooks) {
      const isolation = isolationOf(job);
      if (isolation === 'loop') return runInLoop(job, hooks, limits);
      if (hooks.signal.aborted) return { ok: false, failure: failureOf(hooks.signal.reason) };
      if (job.handler.file === null) {
        const error = new JobuError('HANDLER_ISOLATION_IMPOSSIBLE', { handler: job.handler.name, isolation });
        return { ok: false, failure: failureOf(error) };
      }
      return pool.run(job, job.handler.file, isolation, hooks);
    },
    async close() {
      unguard();
      await pool.close();
    },
  };
}
