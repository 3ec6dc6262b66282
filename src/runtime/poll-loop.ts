import type { Clock } from './clock.ts';
import type { Service } from './service.ts';

export interface PollLoopOptions {
  readonly name: string;
  readonly clock: Clock;
  /** One pass. Answers how many milliseconds to sleep before the next one; 0 goes on at once. */
  readonly pass: (signal: AbortSignal) => Promise<number>;
  /** The shortest pause between two passes in milliseconds, also when woken. Default 0. */
  readonly minPauseMs?: number;
  /** A pass threw: answers the pause before the next one, in milliseconds. */
  readonly onError: (error: unknown, failuresInARow: number) => number;
}

/** Repeats a pass, sleeps between two, and can be woken early. A failing pass never ends the loop. */
export class PollLoop implements Service {
  readonly name: string;
  readonly #options: PollLoopOptions;
  #stopping = new AbortController();
  #nap = new AbortController();
  #running: Promise<void> | undefined;
  #awake = false;

  constructor(options: PollLoopOptions) {
    this.name = options.name;
    this.#options = options;
  }

  async start(): Promise<void> {
    if (this.#running) return;
    this.#stopping = new AbortController();
    this.#running = this.#loop();
  }

  /** Ends the sleep under way, or the next one when a pass is running. */
  wake(): void {
    this.#awake = true;
    this.#nap.abort();
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    this.#nap.abort();
    await this.#running;
    this.#running = undefined;
  }

  async #loop(): Promise<void> {
    const { clock, pass, onError, minPauseMs = 0 } = this.#options;
    const stopping = this.#stopping.signal;
    let failures = 0;
    while (!stopping.aborted) {
      this.#awake = false;
      let pauseMs: number;
      try {
        pauseMs = await pass(stopping);
        failures = 0;
      } catch (error) {
        pauseMs = onError(error, ++failures);
      }
      await clock.sleep(Math.min(pauseMs, minPauseMs), stopping);
      if (stopping.aborted || this.#awake || pauseMs <= minPauseMs) continue;
      this.#nap = new AbortController();
      await clock.sleep(pauseMs - minPauseMs, this.#nap.signal);
    }
  }
}
