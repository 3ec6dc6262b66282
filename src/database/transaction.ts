import { setTimeout as delay } from 'node:timers/promises';
import { isJobuError, JobuError, messageOf } from '../errors.ts';
import { type CommitStrategy, inOrder } from './commit-strategy.ts';
import type { Driver, Isolation } from './dialects/dialect.ts';
import { holdingWriter } from './dialects/writer-hold.ts';
import { Participant } from './participant.ts';
import { branchName } from './two-phase/gid.ts';

/** Options of a transaction. */
export interface TransactionOptions {
  /** Refuse writes. Default false. */
  readOnly?: boolean;
  /** Default `read committed` on the servers; SQLite is always serializable. */
  isolation?: Isolation;
  /** How often the whole work is run again after a deadlock, serialization failure, busy or lock timeout. */
  retries?: number;
  /**
   * Over several databases: `two-phase` (default) commits in all of them or in none; `best-effort` commits one after the
   * other, and a failure between two of them is a `PartialCommitError`.
   */
  atomicity?: 'two-phase' | 'best-effort';
}

/** A database by the name under which a transaction asks for it. */
export interface NamedDriver {
  readonly name: string;
  readonly driver: Driver;
}

/** Retries are given up after this, however many are left. */
const RETRY_DEADLINE_MS = 30_000;
const RETRY_FIRST_WAIT_MS = 5;
const RETRY_LONGEST_WAIT_MS = 250;

/** One attempt of a transaction: its participants, one per real database. */
export class TransactionAttempt {
  /** In the order in which they were named: the order of commits. */
  readonly participants: readonly Participant[];
  /** Set when a joined inner transaction failed: the outer one must not commit half of its work. */
  rollbackOnlyBy: unknown;
  isOpen = true;
  /** Told after the commit. They must not throw. */
  readonly onCommit: (() => void)[] = [];

  constructor(participants: readonly Participant[]) {
    this.participants = participants;
  }

  participantOf(driver: Driver): Participant | undefined {
    return this.participants.find((participant) => participant.driver === driver);
  }
}

/** One for each real database, under the name that came first. */
export function distinctDatabases<D extends NamedDriver>(databases: readonly D[]): D[] {
  return databases.filter(({ driver }, i) => databases.findIndex((other) => other.driver === driver) === i);
}

async function beginAll(
  databases: readonly NamedDriver[],
  options: TransactionOptions,
  gid: string | undefined,
): Promise<Participant[]> {
  const begin = { readOnly: options.readOnly ?? false, isolation: options.isolation };
  const distinct = distinctDatabases(databases);
  const branchOf = (i: number) => (gid === undefined ? undefined : branchName(gid, i));
  const begun = new Map<Driver, Participant>();
  try {
    // One order for all, so that two transactions that name the same databases never wait for each other's connections.
    for (const database of distinct.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
      const { name, driver } = database;
      const branch = branchOf(distinct.indexOf(database));
      // Of several databases, a server that is only named costs no round trip; SQLite's one writer is taken in its turn.
      const isLazy = distinct.length > 1 && driver.twoPhase !== undefined;
      begun.set(driver, await Participant.begin(name, driver, { ...begin, branch }, isLazy));
    }
  } catch (error) {
    await Promise.all([...begun.values()].map((participant) => participant.rollback()));
    throw error;
  }
  return distinct.map(({ driver }) => begun.get(driver)!);
}

async function asHolder<T>(participants: readonly Participant[], work: () => Promise<T>): Promise<T> {
  const [first, ...others] = participants.filter((participant) => participant.holdsWriter);
  return first === undefined ? work() : holdingWriter(first.driver, () => asHolder(others, work));
}

async function attempt<T>(
  databases: readonly NamedDriver[],
  work: (attempt: TransactionAttempt) => Promise<T>,
  options: TransactionOptions,
  strategyOf: () => CommitStrategy,
  hasBegun: () => void,
): Promise<T> {
  const strategy = strategyOf();
  const participants = await beginAll(databases, options, strategy.gid);
  hasBegun();
  const unit = new TransactionAttempt(participants);
  try {
    const result = await asHolder(participants, () => work(unit));
    if (unit.rollbackOnlyBy !== undefined) {
      const reason = `an inner transactional failed (${messageOf(unit.rollbackOnlyBy)}) and its error was swallowed`;
      const database = participants.map((participant) => participant.database).join('", "');
      throw new JobuError('TRANSACTION_ABORTED', { database, reason }, { cause: unit.rollbackOnlyBy });
    }
    unit.isOpen = false;
    await strategy.commit(participants);
    for (const told of unit.onCommit) told();
    return result;
  } finally {
    unit.isOpen = false;
    await Promise.all(participants.map((participant) => participant.rollback()));
  }
}

/**
 * Runs `work` in one transaction over the given databases: all begin, and commit as the strategy says (default: one after
 * the other, in the order named); `strategyOf` is asked anew for every attempt.
 * @throws what the strategy and `work` throw
 */
export async function runTransaction<T>(
  databases: readonly NamedDriver[],
  work: (attempt: TransactionAttempt) => Promise<T>,
  options: TransactionOptions,
  strategyOf: () => CommitStrategy = inOrder,
): Promise<T> {
  const deadline = performance.now() + RETRY_DEADLINE_MS;
  const retries = options.retries ?? 0;
  for (let retry = 0; ; retry++) {
    let hasBegun = false;
    try {
      return await attempt(databases, work, options, strategyOf, () => {
        hasBegun = true;
      });
    } catch (error) {
      const isStale = !hasBegun && isJobuError(error, 'CONNECTION_LOST');
      const mayRetry = isStale ? retry <= retries : isJobuError(error, 'TRANSIENT_CONFLICT') && retry < retries;
      if (!mayRetry || performance.now() > deadline) throw error;
    }
    await delay(Math.min(RETRY_FIRST_WAIT_MS * 2 ** retry, RETRY_LONGEST_WAIT_MS) * (0.5 + Math.random()));
  }
}
