import { isJobuError, messageOf } from '../errors.ts';
import { PartialCommitError } from './errors.ts';
import type { Participant } from './participant.ts';

/** How the databases of one transaction commit together. What it leaves open is rolled back by the caller. */
export type CommitStrategy = (participants: readonly Participant[]) => Promise<void>;

/**
 * One after the other, in the order in which they were named. A failure before the first commit leaves nothing behind;
 * a later one is reported as what it is.
 * @throws PartialCommitError when some databases are committed (or unknown) and others are not.
 */
export const commitInOrder: CommitStrategy = async (participants) => {
  const committed: string[] = [];
  for (const [i, participant] of participants.entries()) {
    try {
      await participant.commit();
      committed.push(participant.database);
    } catch (error) {
      const isUnknown = isJobuError(error, 'COMMIT_UNKNOWN');
      if (participants.length === 1 || (committed.length === 0 && !isUnknown)) throw error;
      const notCommitted = participants.slice(isUnknown ? i + 1 : i).map(({ database }) => database);
      throw new PartialCommitError(
        committed,
        isUnknown ? [participant.database] : [],
        notCommitted,
        error,
        messageOf(error),
      );
    }
  }
};
