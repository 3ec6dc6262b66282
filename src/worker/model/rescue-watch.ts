import type { Database } from '../../database/database.ts';
import type { Clock } from '../../runtime/clock.ts';
import type { Logger } from '../../runtime/logging.ts';
import type { Heartbeat } from './heartbeat.ts';
import { listLive, rescue } from './rescue.ts';

export interface RescueWatchOptions {
  readonly database: Database;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly leaseMs: number;
  readonly heartbeat: Heartbeat;
}

/**
 * Decides when this worker may look for lost ones: after an outage all look lost, so it waits a lease first. One that has just
 * started cannot know whether there was an outage, and waits too.
 */
export class RescueWatch {
  /** Executions taken from lost workers since the start. */
  rescued = 0;
  readonly #options: RescueWatchOptions;
  #notBeforeMs = 0;
  #workedMs: number | undefined;

  constructor(options: RescueWatchOptions) {
    this.#options = options;
  }

  /** How long it still waits. */
  waitMs(): number {
    return Math.max(0, this.#notBeforeMs - this.#options.clock.monotonicMs());
  }

  /** One look; answers whether executions went back to the queue. Throws when the database fails. */
  async pass(signal?: AbortSignal): Promise<boolean> {
    const { database, clock, logger, leaseMs, heartbeat } = this.#options;
    const live = await listLive(database);
    const nowMs = clock.monotonicMs();
    const wasCutOff = this.#workedMs === undefined || nowMs - this.#workedMs > leaseMs;
    if (wasCutOff || heartbeat.silentMs() > leaseMs) this.#notBeforeMs = nowMs + leaseMs;
    this.#workedMs = nowMs;
    if (nowMs < this.#notBeforeMs) return false;
    const { lost, executions } = await rescue(database, live, clock.now(), signal);
    for (const { id, role } of lost) logger.warn({ lostWorkerId: id, role }, `a ${role} was given up for lost`);
    if (executions > 0) logger.warn({ executions }, 'executions of lost workers were rescued');
    this.rescued += executions;
    return executions > 0;
  }
}
