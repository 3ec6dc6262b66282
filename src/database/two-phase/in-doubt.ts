import { JobuError } from '../../errors.ts';
import type { Database } from '../database.ts';
import type { Verdict } from '../dialects/dialect.ts';
import { coordinatorName, running } from './commit.ts';
import { ABANDONED_AFTER_SECONDS, against, branchesOf, follow } from './recovery.ts';
import { type BranchState, type Surveyed, survey } from './survey.ts';
import type { Decision } from './transaction-table.ts';

/**
 * `undecided`: its coordinator is at work or was killed. `committing`, `rolling back`: decided, and not everywhere done.
 * `heuristic`: a database did not follow the decision. `partial`: ordered commits stopped half-way. `unknown`: the
 * database that decides does not answer or is not open here. `done`: over, and still on record.
 */
export type TransactionState =
  | 'undecided'
  | 'committing'
  | 'rolling back'
  | 'heuristic'
  | 'partial'
  | 'unknown'
  | 'done';

/** A transaction over several databases, for people. */
export interface TransactionView {
  readonly gid: string;
  readonly state: TransactionState;
  readonly decision: Verdict | null;
  readonly participants: readonly { readonly database: string; readonly state: BranchState }[];
  /** Instant by the coordinator's clock. */
  readonly beganAt: string;
  readonly ageSeconds: number;
  /** Host and process that decided. */
  readonly coordinator: string | null;
  readonly resolvedBy: string | null;
  readonly reason: string | null;
}

/** An operator's end of a transaction. */
export interface Resolution {
  /** For a transaction without a decision; the others follow theirs. */
  readonly decision?: Verdict;
  readonly reason: string;
  readonly by: string;
}

function stateOf({ decision, branches, table, gid }: Surveyed): TransactionState {
  if (table === undefined) return 'unknown';
  if (decision === undefined) return 'undecided';
  if (decision.finishedAt !== null && !branches.some(({ state }) => state === 'prepared')) return 'done';
  if (decision.outcome === 'partial' || decision.outcome === 'heuristic') return decision.outcome;
  const verdict = decision.decision;
  const isOver = branches.every(
    ({ state, branch }) =>
      branch === undefined || (state !== 'prepared' && state !== 'unreachable' && state !== 'not open'),
  );
  if (isOver && !running.has(gid)) {
    return branches.some(({ state, branch }) => branch !== undefined && state === against(verdict))
      ? 'heuristic'
      : 'done';
  }
  return verdict === 'commit' ? 'committing' : 'rolling back';
}

function viewOf(transaction: Surveyed, now: Date): TransactionView {
  const { gid, beganAt, decision, branches } = transaction;
  return {
    gid,
    state: stateOf(transaction),
    decision: decision?.decision ?? null,
    participants: branches.map(({ name, state }) => ({ database: name, state })),
    beganAt,
    ageSeconds: Math.max(0, Math.round((now.getTime() - Date.parse(beganAt)) / 1000)),
    coordinator: decision?.coordinator ?? null,
    resolvedBy: decision?.resolvedBy ?? null,
    reason: decision?.reason ?? null,
  };
}

/** Every transaction that is not over, the oldest first; and the databases that could not be asked. */
export async function listTransactions(
  databases: readonly Database[],
  now: Date,
): Promise<{ items: TransactionView[]; unreachable: string[] }> {
  const { transactions, problems } = await survey(databases);
  const items = transactions.map((one) => viewOf(one, now)).filter(({ state }) => state !== 'done');
  items.sort((a, b) => (a.beganAt < b.beganAt ? -1 : 1));
  return { items, unreachable: problems.map(({ database }) => database) };
}

async function surveyOne(databases: readonly Database[], gid: string): Promise<Surveyed> {
  const found = (await survey(databases, [gid])).transactions.find((one) => one.gid === gid);
  if (found === undefined) throw new JobuError('TRANSACTION_UNKNOWN', { gid });
  return found;
}

/** One transaction, also one that is over and still on record. @throws TRANSACTION_UNKNOWN */
export async function showTransaction(
  databases: readonly Database[],
  gid: string,
  now: Date,
): Promise<TransactionView> {
  return viewOf(await surveyOne(databases, gid), now);
}

/**
 * Ends a transaction by an operator's decision, which is put on record with its reason: one without a decision gets it,
 * one of which a database did not follow is closed. Asking again for what was decided changes nothing. Its process, should it
 * still live, finds the decision and obeys a rollback; a commit would leave out what it has not prepared, so that one is
 * refused for the first 30 s.
 * @throws TRANSACTION_UNKNOWN, TRANSACTION_STORE_UNKNOWN, TRANSACTION_RESOLVED, TRANSACTION_UNDECIDED, TRANSACTION_ALIVE
 */
export async function resolveTransaction(
  databases: readonly Database[],
  gid: string,
  { decision: wanted, reason, by }: Resolution,
  now: Date,
): Promise<TransactionView> {
  const transaction = await surveyOne(databases, gid);
  const { table, installation, branches } = transaction;
  if (table === undefined) throw new JobuError('TRANSACTION_STORE_UNKNOWN', { gid, installation });
  if (transaction.decision === undefined) {
    if (wanted === undefined) throw new JobuError('TRANSACTION_UNDECIDED', { gid });
    const { ageSeconds } = viewOf(transaction, now);
    if (wanted === 'commit' && (running.has(gid) || ageSeconds < ABANDONED_AFTER_SECONDS))
      throw new JobuError('TRANSACTION_ALIVE', { gid, age: ageSeconds, seconds: ABANDONED_AFTER_SECONDS });
    const decision = {
      gid,
      decision: wanted,
      participants: await branchesOf(branches),
      coordinator: coordinatorName(),
      resolvedBy: by,
      reason,
    };
    const verdict = await table.decide(decision);
    if (verdict !== wanted) throw new JobuError('TRANSACTION_RESOLVED', { gid, decision: verdict });
    await follow(transaction, verdict, true);
    // MariaDB lets go of a branch once the connection that prepared it is gone.
    await follow(transaction, verdict, false);
  } else {
    const { decision, outcome } = transaction.decision as Decision;
    if (wanted !== undefined && wanted !== decision) throw new JobuError('TRANSACTION_RESOLVED', { gid, decision });
    await follow(transaction, decision, true);
    // The same answer to the same request, which may come twice.
    if (wanted !== undefined && transaction.decision.resolvedBy !== null && (outcome ?? 'done') === 'done')
      return await showTransaction(databases, gid, now);
    if (stateOf(transaction) !== 'heuristic' && outcome !== 'partial')
      throw new JobuError('TRANSACTION_RESOLVED', { gid, decision });
    const reasons = [transaction.decision.reason, reason].filter((one) => one !== null).join('; ');
    const isNew = await table.resolve(gid, { outcome: outcome ?? 'heuristic', resolvedBy: by, reason: reasons });
    if (!isNew) throw new JobuError('TRANSACTION_RESOLVED', { gid, decision });
  }
  return await showTransaction(databases, gid, now);
}
