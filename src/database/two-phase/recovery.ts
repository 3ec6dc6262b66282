import type { Database } from '../database.ts';
import type { Verdict } from '../dialects/dialect.ts';
import { coordinatorName, running } from './commit.ts';
import { type Branch, type Survey, type Surveyed, survey } from './survey.ts';
import { type NamedBranch, TransactionTable } from './transaction-table.ts';

export interface RecoveryOptions {
  /** Every database this process knows, each once. */
  readonly databases: () => Promise<readonly Database[]>;
  /**
   * A prepared transaction without a decision is taken for abandoned once this process has seen it for so long. Its
   * coordinator may then still live, frozen or very slow: it loses, and rolls back. Default 30.
   */
  readonly abandonedAfterSeconds?: number;
  /** Rows about transactions that are over are kept so long. Default 7. */
  readonly retentionDays?: number;
}

/** What one pass did. */
export interface RecoveryPass {
  /** Transactions whose branches were committed or rolled back by this pass. */
  readonly committed: readonly string[];
  readonly rolledBack: readonly string[];
  /** Transactions that wait: for their coordinator, or for a database. */
  readonly waiting: readonly string[];
  /** Transactions a branch of which ended against the decision, found in this pass. */
  readonly heuristic: readonly string[];
  /** Transactions that are put before people: heuristic or partial, and not closed by anybody yet. */
  readonly unresolved: readonly string[];
  readonly problems: Survey['problems'];
}

/** How long a process is given to decide. */
export const ABANDONED_AFTER_SECONDS = 30;

const DAY_MS = 86_400_000;
const PRUNE_INTERVAL_MS = 3_600_000;
/** Markers without a decision are left by a process that was killed while it tidied up. */
const MARKER_RETENTIONS = 4;

export const against = (verdict: Verdict): Branch['state'] => (verdict === 'commit' ? 'rolled back' : 'committed');
const along = (verdict: Verdict): Branch['state'] => (verdict === 'commit' ? 'committed' : 'rolled back');

/** Branches as a decision names them. */
export async function branchesOf(branches: readonly Branch[]): Promise<NamedBranch[]> {
  const named: NamedBranch[] = [];
  for (const { name, database, branch } of branches) {
    const installation = database && (await new TransactionTable(database).installation());
    if (installation !== undefined) named.push({ database: name, installation, branch: branch ?? null });
  }
  return named;
}

/** Makes the branches that are still prepared follow the decision. Answers whether any did. */
export async function follow(transaction: Surveyed, verdict: Verdict, disowns: boolean): Promise<boolean> {
  let any = false;
  for (const one of transaction.branches) {
    const traits = one.database?.driver.twoPhase;
    if (one.state !== 'prepared' || one.branch === undefined || traits === undefined) continue;
    try {
      const end = await traits.finish(one.branch, verdict);
      any ||= end === 'done';
      if (end === 'done') one.state = along(verdict);
      // MariaDB: a connection that nobody uses any more keeps it.
      else if (end === 'busy' && disowns) await traits.disown(one.branch);
    } catch {
      one.state = 'unreachable';
    }
  }
  return any;
}

/** Settles what other processes left behind. Any number of processes may do so at once. */
export class TransactionRecovery {
  readonly #options: RecoveryOptions;
  readonly #abandonedAfterMs: number;
  /** Monotonic instant at which a transaction was first seen waiting: no clock of another machine is asked. */
  #firstSeen = new Map<string, number>();
  #prunedAt = Number.NEGATIVE_INFINITY;

  constructor(options: RecoveryOptions) {
    this.#options = options;
    this.#abandonedAfterMs = (options.abandonedAfterSeconds ?? ABANDONED_AFTER_SECONDS) * 1000;
  }

  /** One pass over all databases. Throws nothing that concerns a single one: see `problems`. */
  async pass(): Promise<RecoveryPass> {
    const found = await survey(await this.#options.databases());
    const report = {
      committed: [] as string[],
      rolledBack: [] as string[],
      waiting: [] as string[],
      heuristic: [] as string[],
      unresolved: [] as string[],
      problems: [...found.problems],
    };
    const over = new Map<TransactionTable, Surveyed[]>();
    const firstSeen = this.#firstSeen;
    this.#firstSeen = new Map();
    for (const transaction of found.transactions) {
      const { gid, table, branches } = transaction;
      if (running.has(gid)) continue;
      const since = firstSeen.get(gid) ?? performance.now();
      const isAbandoned = performance.now() - since >= this.#abandonedAfterMs;
      this.#firstSeen.set(gid, since);
      let verdict = transaction.decision?.decision;
      if (verdict === undefined && table !== undefined && isAbandoned) {
        const participants = await branchesOf(branches);
        try {
          verdict = await table.decide({ gid, decision: 'rollback', participants, coordinator: coordinatorName() });
        } catch (error) {
          report.problems.push({ database: table.database.name, error });
        }
      }
      if (verdict === undefined || table === undefined || isClosed(transaction)) {
        report[isClosed(transaction) ? 'unresolved' : 'waiting'].push(gid);
        continue;
      }
      const followed = await follow(transaction, verdict, isAbandoned);
      if (followed) (verdict === 'commit' ? report.committed : report.rolledBack).push(gid);
      // A commit that was decided only now is looked at in the next pass, when all its branches are known.
      if (transaction.decision === undefined && verdict === 'commit') continue;
      if (branches.every(({ state, branch }) => branch === undefined || state === along(verdict))) {
        over.set(table, [...(over.get(table) ?? []), transaction]);
        this.#firstSeen.delete(gid);
      } else if (branches.some(({ state, branch }) => branch !== undefined && state === against(verdict))) {
        if (!isAbandoned) continue;
        await table.doubt(gid);
        report.heuristic.push(gid);
        report.unresolved.push(gid);
      } else report.waiting.push(gid);
    }
    for (const [table, transactions] of over) await finish(table, transactions);
    if (performance.now() - this.#prunedAt > PRUNE_INTERVAL_MS) await this.#prune(found);
    return report;
  }

  async #prune({ tables, transactions }: Survey): Promise<void> {
    this.#prunedAt = performance.now();
    const retentionMs = (this.#options.retentionDays ?? 7) * DAY_MS;
    const open = new Set(transactions.flatMap(({ branches }) => branches.map(({ branch }) => branch)));
    for (const table of tables) {
      for (const [role, ms] of [
        ['decision', retentionMs],
        ['branch', MARKER_RETENTIONS * retentionMs],
      ] as const) {
        for (;;) {
          const old = (await table.old(role, new Date(Date.now() - ms))).filter((gid) => !open.has(gid));
          await table.forget(old);
          if (old.length < 500) break;
        }
      }
    }
  }
}

/** What was put before people is theirs, except that branches which are still prepared are not left so. */
const isClosed = ({ decision, branches }: Surveyed): boolean =>
  decision?.outcome != null && decision.outcome !== 'done' && !branches.some(({ state }) => state === 'prepared');

/** The decision first: a marker that is gone while its decision is open would look like a rollback. */
async function finish(table: TransactionTable, transactions: readonly Surveyed[]): Promise<void> {
  await table.finish(transactions.map(({ gid }) => gid));
  const branches = transactions.flatMap((transaction) => transaction.branches);
  for (const [database, parts] of Map.groupBy(branches, (one) => one.database)) {
    const names = parts.flatMap(({ branch }) => branch ?? []);
    if (database !== undefined && names.length > 0) await new TransactionTable(database).forget(names);
  }
}
