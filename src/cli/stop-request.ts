import { messageOf } from '../errors.ts';
import type { Logger } from '../runtime/logging.ts';
import { isHandlerCode } from '../worker/isolation/loop.ts';

const SIGNALS = ['SIGTERM', 'SIGINT', 'SIGHUP'] as const;
/** On Ctrl-C both the terminal and npm send SIGINT: what comes so soon after the first is the same wish. */
const SAME_WISH_MS = 500;

/**
 * Turns signals and fatal errors into one wish to stop. The first signal asks for a drain; a later one ends the process
 * at once with exit code 1. After an uncaught exception the process drains too, for `drainSeconds` at most, and fails.
 */
export class StopRequest {
  readonly #controller = new AbortController();
  readonly #logger: Logger;
  readonly #drainSeconds: number;
  #firstAtMs = 0;
  #failed = false;

  constructor(logger: Logger, drainSeconds: number) {
    this.#logger = logger;
    this.#drainSeconds = drainSeconds;
    for (const signal of SIGNALS) process.on(signal, this.#onSignal);
    process.on('uncaughtException', this.#onException);
    process.on('unhandledRejection', this.#onRejection);
  }

  /** Aborts when the process is to stop. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** True after an uncaught exception. */
  get failed(): boolean {
    return this.#failed;
  }

  /** Resolves when the process is to stop. */
  async wait(): Promise<void> {
    if (!this.signal.aborted) await new Promise((resolve) => this.signal.addEventListener('abort', resolve));
  }

  /** Gives the signals back. */
  release(): void {
    for (const signal of SIGNALS) process.off(signal, this.#onSignal);
    process.off('uncaughtException', this.#onException);
    process.off('unhandledRejection', this.#onRejection);
  }

  readonly #onSignal = (signal: NodeJS.Signals): void => {
    if (!this.signal.aborted) {
      this.#firstAtMs = performance.now();
      this.#logger.info({ signal }, 'stopping: what runs may finish; a second signal ends it at once');
      this.#controller.abort();
    } else if (performance.now() - this.#firstAtMs > SAME_WISH_MS) {
      this.#logger.warn({ signal }, 'second signal: ending at once');
      this.#logger.flush();
      process.exit(1);
    }
  };

  readonly #onException = (error: Error): void => {
    // The worker keeps what a handler left uncaught to that handler.
    if (isHandlerCode()) return;
    // Nobody reads the log any more: there is nothing left to say, and nobody to say it to.
    const isUnheard = (error as NodeJS.ErrnoException).code === 'EPIPE';
    if (!isUnheard) this.#logger.fatal({ error }, `uncaught exception, stopping: ${messageOf(error)}`);
    if (this.#failed) return;
    this.#failed = true;
    setTimeout(() => process.exit(1), this.#drainSeconds * 1000).unref();
    this.#firstAtMs = performance.now();
    this.#controller.abort();
  };

  readonly #onRejection = (reason: unknown): void => {
    if (!isHandlerCode()) this.#logger.error({ error: reason }, `unhandled rejection: ${messageOf(reason)}`);
  };
}
