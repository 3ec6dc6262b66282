import { randomUUID } from 'node:crypto';
import type { Database } from '../database/database.ts';
import { announce } from '../ledger/hints.ts';
import type { CronDefaults } from '../ledger/model/cron.ts';
import type { Id } from '../ledger/model/row.ts';
import { hintOf } from '../ledger/operation-actions.ts';
import { leaveOperations, type OperationRunner, runOperationChunk, takeOperation } from '../ledger/operation-run.ts';
import type { Clock } from '../runtime/clock.ts';
import { events } from '../runtime/events.ts';
import type { Logger } from '../runtime/logging.ts';
import { PollLoop } from '../runtime/poll-loop.ts';
import type { Service } from '../runtime/service.ts';

const POLL_MS = 2_000;
const AFTER_FAILURE_MS = 5_000;

export interface OperationServiceOptions {
  readonly database: Database;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly cronDefaults: CronDefaults;
  /** An operation whose server has been silent for so long goes on with another one. Default 30. */
  readonly leaseSeconds?: number;
}

/**
 * Carries out operations on many crons or executions, those under way in turn. Every admin server has one; an operation belongs
 * to one of them at a time, and goes on with another when its server is gone.
 */
export class OperationService implements Service {
  readonly name = 'operations';
  readonly #runner: OperationRunner;
  readonly #logger: Logger;
  readonly #loop: PollLoop;
  readonly #wake = () => this.#loop.wake();
  #lastId: Id = '0';

  constructor({ database, clock, logger, cronDefaults, leaseSeconds }: OperationServiceOptions) {
    this.#logger = logger;
    this.#runner = {
      ...{ database, clock, owner: randomUUID(), defaults: cronDefaults },
      ...(leaseSeconds === undefined ? {} : { leaseSeconds }),
      onUnexpected: (error, { id, action }, targetId) =>
        logger.error({ error, operation: id, action, targetId }, 'an item of an operation failed unexpectedly'),
    };
    this.#loop = new PollLoop({
      name: this.name,
      clock,
      pass: (signal) => this.#pass(signal),
      onError: (error) => {
        logger.warn({ error }, 'operations cannot go on for now');
        return AFTER_FAILURE_MS;
      },
    });
  }

  async start(): Promise<void> {
    events.on('operationsCreated', this.#wake);
    await this.#loop.start();
  }

  async stop(): Promise<void> {
    events.off('operationsCreated', this.#wake);
    await this.#loop.stop();
    await leaveOperations(this.#runner).catch((error: unknown) =>
      this.#logger.warn({ error }, 'operations wait for the end of their lease'),
    );
  }

  async #pass(signal: AbortSignal): Promise<number> {
    const operation = await takeOperation(this.#runner, this.#lastId);
    this.#lastId = operation?.id ?? '0';
    if (!operation) return POLL_MS;
    await runOperationChunk(this.#runner, operation, signal);
    const hint = hintOf(operation.action);
    if (hint && operation.status === 'RUNNING') void announce(this.#runner.database, hint);
    return 0;
  }
}
