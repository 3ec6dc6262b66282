import { hostname } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import { JobuError, messageOf } from '../../errors.ts';
import { type CommitStrategy, endReaders } from '../commit-strategy.ts';
import type { Verdict } from '../dialects/dialect.ts';
import { DuplicateKeyError } from '../errors.ts';
import type { Participant } from '../participant.ts';
import { SqlConnection } from '../sql-connection.ts';
import { newGid } from './gid.ts';
import type { Plan } from './plan.ts';
import { protocol } from './steps.ts';
import { type NewDecision, type TransactionTable, writeDecision, writeMarker } from './transaction-table.ts';

/** How long a coordinator that got no answer to its decision tries to learn it. */
const LEARN_MS = 15_000;
const LEARN_PAUSE_MS = 250;

/** On the global object: copies of the package in one process recover each other's transactions. */
const RUNNING = Symbol.for('jobu.running-transactions');
const shared = globalThis as { [RUNNING]?: Set<string> };
shared[RUNNING] ??= new Set();

/** Transactions that this process is committing now: no business of recovery. */
export const running: ReadonlySet<string> = shared[RUNNING];

export const coordinatorName = (): string => `${hostname()}:${process.pid}`.slice(-255);

const connectionOf = (participant: Participant) =>
  new SqlConnection(participant.database, participant.driver.dialect, false, participant);

/** Learns what stands in the table; where nothing does, rollback is what stands from now on. */
async function learn(table: TransactionTable, commit: NewDecision): Promise<Verdict> {
  const deadline = performance.now() + LEARN_MS;
  for (;;) {
    try {
      return await table.decide({ ...commit, decision: 'rollback' });
    } catch (error) {
      if (performance.now() > deadline) throw error;
    }
    await delay(LEARN_PAUSE_MS);
  }
}

/**
 * Writes the decision, in the decider's own transaction when it is a participant. On return it is made.
 * @throws TRANSACTION_ABORTED, CONNECTION_LOST: it is rollback. TRANSACTION_IN_DOUBT: it could not be learned.
 */
async function decide(plan: Plan, commit: NewDecision, participants: readonly Participant[]): Promise<void> {
  const decider = participants.find(({ driver }) => driver === plan.decider);
  let cause: unknown;
  let verdict: Verdict | undefined;
  try {
    if (decider === undefined) verdict = await plan.table.decide(commit);
    else {
      await writeDecision(connectionOf(decider), commit);
      await protocol.reached?.('decision written', 1);
      await decider.commit();
      verdict = 'commit';
    }
  } catch (error) {
    cause = error;
    await decider?.rollback();
  }
  const databases = participants.map(({ database }) => database).join('", "');
  try {
    verdict ??= await learn(plan.table, commit);
    if (verdict === 'commit' && decider !== undefined && cause instanceof DuplicateKeyError)
      throw new Error('an operator decided for a commit while it was at work, which leaves out the one that decides');
  } catch (error) {
    for (const participant of participants) participant.abandon();
    const reason = messageOf(error);
    throw new JobuError('TRANSACTION_IN_DOUBT', { gid: commit.gid, databases, reason }, { cause: error });
  }
  if (verdict === 'commit') return;
  if (cause !== undefined && !(cause instanceof DuplicateKeyError)) {
    const database = plan.table.database.name;
    throw new JobuError('CONNECTION_LOST', { database, reason: messageOf(cause) }, { cause });
  }
  const reason = 'another process took this one for dead and decided to roll back';
  throw new JobuError('TRANSACTION_ABORTED', { database: databases, reason }, { cause });
}

async function commitPrepared(
  plan: Plan,
  gid: string,
  writers: readonly Participant[],
  participants: readonly Participant[],
): Promise<void> {
  const branches = writers.filter(({ driver }) => driver !== plan.decider);
  await protocol.reached?.('work done', 0);
  for (const [i, branch] of branches.entries()) {
    await writeMarker(connectionOf(branch), branch.branch!);
    await branch.prepare();
    await protocol.reached?.('prepared', i + 1);
  }
  const named = participants.filter((one) => writers.includes(one) || one.driver === plan.decider);
  const commit: NewDecision = {
    gid,
    decision: 'commit',
    coordinator: coordinatorName(),
    participants: named.map(({ database, driver, branch }) => ({
      database,
      installation: plan.installations.get(driver)!,
      branch: driver === plan.decider ? null : branch!,
    })),
  };
  await decide(plan, commit, named);
  await protocol.reached?.('decided', 0);
  for (const [i, branch] of branches.entries()) {
    // What cannot be reached now is committed by recovery: the decision stands, so this is a success.
    await branch.finishPrepared('commit');
    await protocol.reached?.('committed', i + 1);
  }
  await protocol.reached?.('finished', 0);
}

/**
 * Two-phase commit with presumed abort. Who only read takes no part in it, and a single writer commits as ever.
 * What is thrown before the decision has changed nothing; after it the transaction is committed, though a database that
 * cannot be reached follows later.
 */
export function twoPhase(plan: Plan): CommitStrategy {
  const gid = newGid(plan.installation);
  return {
    gid,
    async commit(participants) {
      for (const participant of participants) participant.assertCommittable();
      const writers = participants.filter(({ wrote }) => wrote);
      if (writers.length < 2) await writers[0]?.commit();
      else {
        shared[RUNNING]!.add(gid);
        try {
          await commitPrepared(plan, gid, writers, participants);
        } finally {
          shared[RUNNING]!.delete(gid);
        }
      }
      await endReaders(
        participants.filter(({ wrote, driver }) => !wrote && !(writers.length > 1 && driver === plan.decider)),
      );
    },
  };
}
