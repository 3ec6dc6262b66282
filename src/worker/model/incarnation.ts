import type { DatabaseConfig } from '../../database/config.ts';
import type { Database } from '../../database/database.ts';
import type { Registration } from '../../ledger/workers.ts';
import { registerWorker, stopWorker } from '../../ledger/workers.ts';
import type { Clock } from '../../runtime/clock.ts';
import type { Logger } from '../../runtime/logging.ts';
import { processMs } from './beat.ts';
import { Heartbeat } from './heartbeat.ts';
import { type Outage, pauseAfterFailure } from './outage.ts';

export interface IncarnationOptions {
  readonly database: Database;
  readonly databaseConfig: DatabaseConfig | undefined;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly outage: Outage;
  readonly registration: Registration;
  readonly heartbeatIntervalMs: number;
  readonly leaseMs: number;
  readonly onDesired: (desired: 'active' | 'drain') => void;
  /** What runs is not this worker's any more, or may soon be another's. */
  readonly onLeaseLost: (reason: string) => void;
  /** The lease holds (again). */
  readonly onLease: () => void;
}

/** Who this worker is in the database: registered under an id that is new at every start, and again after it was lost. */
export class Incarnation {
  readonly heartbeat: Heartbeat;
  readonly #options: IncarnationOptions;
  #id: string | undefined;
  #isStopped = true;
  #isSilent = false;

  constructor(options: IncarnationOptions) {
    this.#options = options;
    this.heartbeat = new Heartbeat({
      database: options.database,
      databaseConfig: options.databaseConfig,
      clock: options.clock,
      logger: options.logger,
      intervalMs: options.heartbeatIntervalMs,
      leaseMs: options.leaseMs,
      onBeat: options.onDesired,
      onLost: (id) => this.#lost(id),
    });
  }

  /** The id to claim and write under; undefined while there is no lease. */
  get id(): string | undefined {
    return this.#isSilent ? undefined : this.#id;
  }

  /** Registers; throws when the database cannot be written. */
  async start(): Promise<void> {
    this.#isStopped = false;
    await this.#register();
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    await this.heartbeat.stop();
    const { database, clock, logger } = this.#options;
    const id = this.#id;
    this.#id = undefined;
    if (id === undefined) return;
    await stopWorker(database.autocommit, id, clock.now()).catch((error: unknown) =>
      logger.warn({ error }, 'could not write that the worker stopped'),
    );
  }

  /** Notices that the lease ran out, or that beats came back. */
  watch(): void {
    if (this.#id === undefined) return;
    const { leaseMs, logger, onLeaseLost, onLease } = this.#options;
    const isSilent = this.heartbeat.silentMs() > leaseMs;
    if (isSilent === this.#isSilent) return;
    this.#isSilent = isSilent;
    if (isSilent) {
      logger.warn({ workerId: this.#id }, 'no beat for a whole lease: handlers are told to stop, nothing is claimed');
      onLeaseLost('no heartbeat reached the database for a whole lease');
    } else {
      logger.info({ workerId: this.#id }, 'the heartbeat reaches the database again');
      onLease();
    }
  }

  async #register(): Promise<void> {
    const { database, clock, registration } = this.#options;
    const beganMs = processMs();
    const id = await registerWorker(database.autocommit, registration, clock.now());
    this.#id = id;
    this.#isSilent = false;
    this.heartbeat.beatFor(id, beganMs);
  }

  #lost(id: string): void {
    if (id !== this.#id || this.#isStopped) return;
    this.#id = undefined;
    this.#options.logger.warn({ workerId: id }, 'this worker was given up for lost; it registers anew');
    this.#options.onLeaseLost('the worker was given up for lost');
    void this.#registerAgain();
  }

  async #registerAgain(): Promise<void> {
    const { clock, outage, onLease } = this.#options;
    for (let failures = 0; !this.#isStopped && this.#id === undefined; ) {
      try {
        await this.#register();
        outage.worked();
        onLease();
      } catch (error) {
        outage.failed(error, 'registering the worker');
        await clock.sleep(pauseAfterFailure(++failures));
      }
    }
  }
}
