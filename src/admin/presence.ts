import type { Database } from '../database/database.ts';
import { beatWorker, registerWorker, stopWorker } from '../ledger/workers.ts';
import type { Clock } from '../runtime/clock.ts';
import type { Logger } from '../runtime/logging.ts';
import { PollLoop } from '../runtime/poll-loop.ts';
import type { Service } from '../runtime/service.ts';

const BEAT_MS = 5_000;
const LEASE_SECONDS = 30;

/** Keeps the admin server's row in `workers`. Without its database it waits for it. */
export class Presence implements Service {
  readonly name = 'admin presence';
  readonly #options: { database: Database; clock: Clock; logger: Logger; version: string };
  readonly #loop: PollLoop;
  #id: string | undefined;

  constructor(options: { database: Database; clock: Clock; logger: Logger; version: string }) {
    this.#options = options;
    this.#loop = new PollLoop({
      name: this.name,
      clock: options.clock,
      pass: () => this.#beat(),
      onError: (error) => {
        options.logger.debug({ error }, 'no beat of the admin server');
        return BEAT_MS;
      },
    });
  }

  start(): Promise<void> {
    return this.#loop.start();
  }

  async stop(): Promise<void> {
    await this.#loop.stop();
    const { database, clock, logger } = this.#options;
    if (this.#id === undefined) return;
    const id = this.#id;
    this.#id = undefined;
    await stopWorker(database.autocommit, id, clock.now()).catch((error: unknown) =>
      logger.warn({ error }, 'could not write that the admin server stopped'),
    );
  }

  async #beat(): Promise<number> {
    const { database, clock, version } = this.#options;
    const now = clock.now();
    const vitals = JSON.stringify({ clockSkewMs: clock.skewMs?.() ?? 0 });
    if (this.#id === undefined || !(await beatWorker(database.autocommit, this.#id, now, { vitals })))
      this.#id = await registerWorker(
        database.autocommit,
        { role: 'admin', version, leaseSeconds: LEASE_SECONDS },
        now,
      );
    return BEAT_MS;
  }
}
