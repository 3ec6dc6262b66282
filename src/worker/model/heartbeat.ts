import { Worker } from 'node:worker_threads';
import type { DatabaseConfig } from '../../database/config.ts';
import type { Database } from '../../database/database.ts';
import { messageOf } from '../../errors.ts';
import type { Clock } from '../../runtime/clock.ts';
import type { Logger } from '../../runtime/logging.ts';
import { beatOnce, type FromHeartbeat, processMs, Shared, type ToHeartbeat } from './beat.ts';

export interface HeartbeatOptions {
  readonly database: Database;
  /** For the thread's own connection; without it (a database in memory) the event loop itself beats. */
  readonly databaseConfig: DatabaseConfig | undefined;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly intervalMs: number;
  readonly leaseMs: number;
  /** What operators want of this worker, at every beat. */
  readonly onBeat: (desired: 'active' | 'drain') => void;
  /** The incarnation was given up for lost: it never beats again. */
  readonly onLost: (workerId: string) => void;
}

const RESTART_MS = 1_000;
const DELAY_SAMPLE_MS = 500;

/** Proves that the worker lives, from a thread of its own that no handler can hold up. */
export class Heartbeat {
  readonly shared = new Shared();
  readonly #options: HeartbeatOptions;
  #thread: Worker | undefined;
  #timer: NodeJS.Timeout | undefined;
  #sampler: NodeJS.Timeout | undefined;
  #workerId: string | undefined;
  #isRunning = false;
  #isBeating = false;

  constructor(options: HeartbeatOptions) {
    this.#options = options;
  }

  /** Milliseconds since the last successful beat began; registering counts as one. */
  silentMs(): number {
    return processMs() - this.shared.lastBeatMs;
  }

  /** Beats for an incarnation that was registered at `registeredMs` (of {@link processMs}). */
  beatFor(workerId: string, registeredMs: number): void {
    this.#workerId = workerId;
    this.shared.lastBeatMs = registeredMs;
    if (!this.#isRunning) {
      this.#isRunning = true;
      let expectedMs = processMs() + DELAY_SAMPLE_MS;
      this.#sampler = setInterval(() => {
        this.shared.noteDelayMs(Math.max(0, processMs() - expectedMs));
        expectedMs = processMs() + DELAY_SAMPLE_MS;
      }, DELAY_SAMPLE_MS).unref();
      if (this.#options.databaseConfig) this.#startThread();
      else this.#timer = setInterval(() => void this.#beat(), this.#options.intervalMs).unref();
    } else this.#say({ type: 'beat', workerId });
  }

  async stop(): Promise<void> {
    this.#isRunning = false;
    clearTimeout(this.#timer);
    clearInterval(this.#sampler);
    const thread = this.#thread;
    this.#thread = undefined;
    if (!thread) return;
    const ended = new Promise<void>((resolve) => thread.once('exit', () => resolve()));
    thread.postMessage({ type: 'stop' } satisfies ToHeartbeat);
    // It may be waiting for a database that does not answer.
    const timer = setTimeout(() => void thread.terminate(), RESTART_MS);
    await ended;
    clearTimeout(timer);
  }

  #say(message: ToHeartbeat): void {
    this.#thread?.postMessage(message);
  }

  #startThread(): void {
    const { databaseConfig, intervalMs, leaseMs, logger } = this.#options;
    const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
    const thread = new Worker(new URL(`./heartbeat-thread.${extension}`, import.meta.url), {
      name: 'jobu heartbeat',
      workerData: { config: databaseConfig, settings: { intervalMs, leaseMs, shared: this.shared.buffer } },
      // Node itself strips the types of jobu's sources; Node 22 warns about it.
      execArgv: extension === 'ts' ? ['--disable-warning=ExperimentalWarning'] : [],
    });
    thread.unref();
    this.#thread = thread;
    thread.on('message', (message: FromHeartbeat) => this.#heard(message));
    thread.on('error', (error) => logger.error({ error }, 'the heartbeat failed'));
    thread.once('exit', () => {
      if (this.#thread !== thread) return;
      this.#thread = undefined;
      if (!this.#isRunning) return;
      this.#timer = setTimeout(() => {
        if (this.#isRunning) this.#startThread();
      }, RESTART_MS).unref();
    });
    if (this.#workerId !== undefined) this.#say({ type: 'beat', workerId: this.#workerId });
  }

  #heard(message: FromHeartbeat): void {
    if (message.type === 'beat') this.#options.onBeat(message.desired);
    else if (message.type === 'lost') this.#lost(message.workerId);
    // `node --watch` sends messages of its own through every thread.
    else if (message.type === 'failed')
      this.#options.logger.warn({ reason: message.reason }, 'the heartbeat does not reach the database');
  }

  #lost(workerId: string): void {
    if (workerId === this.#workerId) this.#options.onLost(workerId);
  }

  async #beat(): Promise<void> {
    const { database, clock, logger, onBeat } = this.#options;
    const workerId = this.#workerId;
    if (this.#isBeating || workerId === undefined) return;
    this.#isBeating = true;
    try {
      const desired = await beatOnce(database.autocommit, workerId, clock, this.shared.buffer);
      if (desired === undefined) this.#lost(workerId);
      else onBeat(desired);
    } catch (error) {
      logger.warn({ reason: messageOf(error) }, 'the heartbeat does not reach the database');
    }
    this.#isBeating = false;
  }
}
