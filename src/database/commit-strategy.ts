import { isJobuError, messageOf } from '../errors.ts';
import { PartialCommitError } from './errors.ts';
import type { Participant } from './participant.ts';
import { protocol } from './two-phase/steps.ts';

/** How the databases of one transaction commit together. */
export interface CommitStrategy {
  /** The global id under which they begin, when they may have to be prepared. */
  readonly gid?: string;
  /** What it leaves open is rolled back by the caller. */
  commit(participants: readonly Participant[]): Promise<void>;
}

/** Ends those that only read. What they read stood when they read it, so that a failure now changes nothing. */
export async function endReaders(readers: readonly Participant[]): Promise<void> {
  await Promise.all(readers.map((reader) => reader.commit().catch(() => reader.rollback())));
}

/**
 * One after the other, in the order in which they were named, those that only read at the end. A failure before the first
 * commit leaves nothing behind; a later one is reported as what it is.
 * @throws PartialCommitError when some databases are committed (or unknown) and others are not.
 */
export async function commitInOrder(participants: readonly Participant[]): Promise<void> {
  if (participants.length === 1) return await participants[0]!.commit();
  for (const participant of participants) participant.assertCommittable();
  const writers = participants.filter(({ wrote }) => wrote);
  const committed: string[] = [];
  for (const [i, participant] of writers.entries()) {
    try {
      await participant.commit();
      committed.push(participant.database);
      await protocol.reached?.('committed', committed.length);
    } catch (error) {
      const isUnknown = isJobuError(error, 'COMMIT_UNKNOWN');
      if (writers.length === 1 || (committed.length === 0 && !isUnknown)) throw error;
      const notCommitted = writers.slice(isUnknown ? i + 1 : i).map(({ database }) => database);
      throw new PartialCommitError(
        committed,
        isUnknown ? [participant.database] : [],
        notCommitted,
        error,
        messageOf(error),
      );
    }
  }
  await endReaders(participants.filter(({ wrote }) => !wrote));
}

/** Ordered commits: `atomicity: 'best-effort'`, and every transaction over one database. */
export const inOrder = (): CommitStrategy => ({ commit: commitInOrder });
