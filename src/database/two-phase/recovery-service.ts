import { messageOf } from '../../errors.ts';
import { systemClock } from '../../runtime/clock.ts';
import type { Logger } from '../../runtime/logging.ts';
import { PollLoop } from '../../runtime/poll-loop.ts';
import type { Service } from '../../runtime/service.ts';
import type { Database } from '../database.ts';
import type { DatabaseRegistry } from '../registry.ts';
import { readGid } from './gid.ts';
import { TransactionRecovery } from './recovery.ts';

/** Transactions of other processes that were not over when this one last looked. */
export interface InDoubt {
  /** For their process, or for a database. */
  readonly waiting: number;
  /** Heuristic or partial: for an operator. */
  readonly unresolved: number;
  /** Age of the oldest of all, 0 when there is none. */
  readonly oldestSeconds: number;
}

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
  /** Transactions settled since the start. */
  readonly counters = { committed: 0, rolledBack: 0, heuristic: 0 };
  readonly #loop: PollLoop;
  #waiting: readonly string[] = [];
  #unresolved: readonly string[] = [];

  constructor({ registry, logger, intervalSeconds = 10, ...options }: RecoveryServiceOptions) {
    const recovery = new TransactionRecovery({ databases: () => recoveryDatabases(registry), ...options });
    const intervalMs = intervalSeconds * 1000;
    let silent = new Set<string>();
    this.#loop = new PollLoop({
      name: this.name,
      clock: systemClock,
      pass: async () => {
        const { committed, rolledBack, heuristic, waiting, unresolved, problems } = await recovery.pass();
        this.counters.committed += committed.length;
        this.counters.rolledBack += rolledBack.length;
        this.counters.heuristic += heuristic.length;
        this.#waiting = waiting;
        this.#unresolved = unresolved;
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

  inDoubt(): InDoubt {
    const began = [...this.#waiting, ...this.#unresolved].map((gid) => Date.parse(readGid(gid)!.beganAt));
    const oldestMs = began.length === 0 ? 0 : systemClock.now().getTime() - Math.min(...began);
    return {
      waiting: this.#waiting.length,
      unresolved: this.#unresolved.length,
      oldestSeconds: Math.max(0, oldestMs / 1000),
    };
  }

  start(): Promise<void> {
    return this.#loop.start();
  }

  stop(): Promise<void> {
    return this.#loop.stop();
  }
}
