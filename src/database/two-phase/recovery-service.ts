import { messageOf } from '../../errors.ts';
import { systemClock } from '../../runtime/clock.ts';
import type { Logger } from '../../runtime/logging.ts';
import { PollLoop } from '../../runtime/poll-loop.ts';
import type { Service } from '../../runtime/service.ts';
import type { Database } from '../database.ts';
import type { DatabaseRegistry } from '../registry.ts';
import { TransactionRecovery } from './recovery.ts';

export interface RecoveryServiceOptions {
  readonly registry: DatabaseRegistry;
  readonly logger: Logger;
  /** Time between two passes in seconds. Default 10. */
  readonly intervalSeconds?: number;
  /** See {@link TransactionRecovery}. Default 30. */
  readonly abandonedAfterSeconds?: number;
  /** See {@link TransactionRecovery}. Default 7. */
  readonly retentionDays?: number;
}

/** Every open database of a process, and the one for decisions where it can be opened. */
export async function recoveryDatabases(registry: DatabaseRegistry): Promise<Database[]> {
  const open = registry.distinct;
  const decisions = await registry.decisionDatabase().catch(() => undefined);
  return decisions === undefined || open.some(({ driver }) => driver === decisions.driver)
    ? open
    : [...open, decisions];
}

/** Settles transactions over several databases that a killed process has left, at start and then periodically. */
export class RecoveryService implements Service {
  readonly name = 'transaction recovery';
  readonly #loop: PollLoop;

  constructor({ registry, logger, intervalSeconds = 10, ...options }: RecoveryServiceOptions) {
    const recovery = new TransactionRecovery({ databases: () => recoveryDatabases(registry), ...options });
    const intervalMs = intervalSeconds * 1000;
    let silent = new Set<string>();
    this.#loop = new PollLoop({
      name: this.name,
      clock: systemClock,
      pass: async () => {
        const { committed, rolledBack, heuristic, problems } = await recovery.pass();
        for (const gid of committed) logger.info({ gid }, 'recovered a transaction: committed');
        for (const gid of rolledBack) logger.info({ gid }, 'recovered a transaction: rolled back');
        for (const gid of heuristic) {
          logger.error({ gid }, `a database did not follow the decision: see jobu transaction show ${gid}`);
        }
        for (const { database, error } of problems) {
          if (!silent.has(database)) logger.warn(`no recovery on "${database}" for now: ${messageOf(error)}`);
        }
        silent = new Set(problems.map(({ database }) => database));
        return intervalMs;
      },
      onError: (error, failures) => {
        if (failures === 1) logger.warn({ error }, `transaction recovery failed: ${messageOf(error)}`);
        return intervalMs;
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
