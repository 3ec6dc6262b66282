import type { Database } from '../../database/database.ts';
import type { Clock } from '../../runtime/clock.ts';
import { events } from '../../runtime/events.ts';
import type { Logger } from '../../runtime/logging.ts';
import { PollLoop } from '../../runtime/poll-loop.ts';
import type { Service } from '../../runtime/service.ts';
import { rollUp } from './rollup.ts';

const PASS_MS = 2_000;
/** Between passes that have more to do, so that others can write. */
const BEHIND_MS = 50;
const AFTER_FAILURE_MS = 10_000;

/** Keeps the reports current. Every admin server has one; they take turns. */
export class RollupService implements Service {
  readonly name = 'reports';
  readonly #loop: PollLoop;

  constructor({ database, clock, logger }: { database: Database; clock: Clock; logger: Logger }) {
    this.#loop = new PollLoop({
      name: this.name,
      clock,
      pass: async () => {
        const result = await rollUp(database, clock.now());
        if (result && result.counted > 0) events.emit('statsChanged');
        return result?.isBehind ? BEHIND_MS : PASS_MS;
      },
      onError: (error) => {
        logger.warn({ error }, 'the reports could not be brought up to date');
        return AFTER_FAILURE_MS;
      },
    });
  }

  start(): Promise<void> {
    return this.#loop.start();
  }

  stop(): Promise<void> {
    return this.#loop.stop();
  }
}
