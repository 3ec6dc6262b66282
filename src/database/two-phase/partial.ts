import { type CommitStrategy, commitInOrder } from '../commit-strategy.ts';
import type { Database } from '../database.ts';
import { PartialCommitError } from '../errors.ts';
import { coordinatorName } from './commit.ts';
import { newGid } from './gid.ts';
import { TransactionTable } from './transaction-table.ts';

/**
 * Ordered commits (`atomicity: 'best-effort'`). One that stops half-way is put down where operators look for
 * transactions in doubt, when the decision database can be written and has the table.
 */
export function bestEffort(decisionDatabase: () => Promise<Database>): CommitStrategy {
  return {
    async commit(participants) {
      try {
        await commitInOrder(participants);
      } catch (error) {
        if (error instanceof PartialCommitError) await record(error, decisionDatabase).catch(() => {});
        throw error;
      }
    },
  };
}

async function record(error: PartialCommitError, decisionDatabase: () => Promise<Database>): Promise<void> {
  const table = new TransactionTable(await decisionDatabase());
  const installation = await table.installation();
  if (installation === undefined) return;
  await table.decide({
    gid: newGid(installation),
    decision: 'commit',
    outcome: 'partial',
    coordinator: coordinatorName(),
    participants: [],
    reason: error.message,
  });
}
