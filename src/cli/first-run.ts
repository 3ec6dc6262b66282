import type { Database } from '../database/database.ts';
import { isJobuError } from '../errors.ts';
import { requireCron } from '../ledger/crons.ts';
import { triggerCron } from '../ledger/executions.ts';
import { announce } from '../ledger/hints.ts';
import type { Clock } from '../runtime/clock.ts';
import type { Logger } from '../runtime/logging.ts';
import { waitForEnd } from './waiting.ts';

const NEW_MS = 86_400_000;

/**
 * Triggers crons that were saved less than a day ago once, in order, each after the one before has succeeded. A process
 * that starts again goes on where the last one stopped: the idempotency key keeps each from running twice.
 */
export async function runFirst(
  names: readonly string[],
  { database, clock, logger, signal }: { database: Database; clock: Clock; logger: Logger; signal: AbortSignal },
): Promise<void> {
  for (const name of names) {
    if (signal.aborted) return;
    const created = await database
      .transaction(async (connection) => {
        const cron = await requireCron(connection, name);
        if (clock.now().getTime() - cron.createdAt.getTime() > NEW_MS) return undefined;
        const input = { idempotencyKey: `first_run:${cron.id}`, actor: 'jobu', reason: 'first run' };
        return await triggerCron(connection, cron.id, input, clock.now());
      })
      .catch((error: unknown) => {
        // It is running already, or was deleted: then it needs no first run.
        if (isJobuError(error, 'EXECUTION_OVERLAP', 'CRON_NOT_FOUND')) return undefined;
        throw error;
      });
    if (!created) continue;
    if (created.isNew) await announce(database, 'executionsCreated');
    const execution = await waitForEnd(database, created.execution.id, signal);
    if (execution.status === 'SUCCESS' || signal.aborted) continue;
    logger.warn(
      { cron: name, execution: execution.id },
      `first run ended with ${execution.status}; those after it are left out`,
    );
    return;
  }
}
