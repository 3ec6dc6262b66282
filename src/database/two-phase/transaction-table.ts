import { randomBytes } from 'node:crypto';
import { isJobuError, JobuError } from '../../errors.ts';
import type { Connection } from '../connection.ts';
import type { Database } from '../database.ts';
import type { Driver, Verdict } from '../dialects/dialect.ts';
import { DuplicateKeyError } from '../errors.ts';
import { loadStatements } from '../statement.ts';

const sql = loadStatements(new URL('../sql/transactions.sql', import.meta.url));
const INSTALLATION_BYTES = 6;
const BATCH = 500;

/** One database of a transaction, as its decision names it. */
export interface NamedBranch {
  readonly database: string;
  /** Which real database that is, whatever other processes call it. */
  readonly installation: string;
  /** Its part of the transaction; null: the decision stands in this one, in the transaction of its work. */
  readonly branch: string | null;
}

/** A row of a decision. */
export interface Decision {
  readonly gid: string;
  readonly decision: Verdict;
  /** `heuristic`: a branch ended against the decision. `partial`: ordered commits stopped half-way. Null: no news yet. */
  readonly outcome: 'done' | 'heuristic' | 'partial' | null;
  readonly participants: readonly NamedBranch[];
  /** Process that took the decision, for people. */
  readonly coordinator: string | null;
  readonly createdAt: string;
  readonly finishedAt: string | null;
  readonly resolvedBy: string | null;
  readonly reason: string | null;
}

/** A decision to write. */
export interface NewDecision {
  readonly gid: string;
  readonly decision: Verdict;
  readonly participants: readonly NamedBranch[];
  readonly coordinator: string;
  readonly outcome?: 'partial';
  readonly resolvedBy?: string;
  readonly reason?: string;
}

interface DecisionRow {
  gid: string;
  decision: Verdict;
  outcome: Decision['outcome'];
  participants: string | null;
  coordinator: string | null;
  created_at: string;
  finished_at: string | null;
  resolved_by: string | null;
  reason: string | null;
}

const decisionOf = (row: DecisionRow): Decision => ({
  gid: row.gid,
  decision: row.decision,
  outcome: row.outcome,
  participants: JSON.parse(row.participants ?? '[]') as NamedBranch[],
  coordinator: row.coordinator,
  createdAt: row.created_at,
  finishedAt: row.finished_at,
  resolvedBy: row.resolved_by,
  reason: row.reason,
});

const known = new WeakMap<Driver, string>();

function batches<T>(all: readonly T[]): T[][] {
  const parts: T[][] = [];
  for (let from = 0; from < all.length; from += BATCH) parts.push(all.slice(from, from + BATCH));
  return parts;
}

/** The table `jobu_transactions` of one database. */
export class TransactionTable {
  readonly database: Database;

  constructor(database: Database) {
    this.database = database;
  }

  /** The SQL of the tables. */
  get definition(): string {
    const { dialect } = this.database;
    return ['create_installation', 'create_transactions']
      .map((name) => `${sql(name).source(dialect).trim()};`)
      .join('\n');
  }

  /** Makes the tables where they are missing; two processes may do so at once. Answers whether they were. */
  async create(): Promise<boolean> {
    if ((await this.installation()) !== undefined) return false;
    const { lock, unlock } = this.database.migration;
    await this.database.transaction(async (connection) => {
      if (lock !== undefined && Number((await connection.fetchValue(lock)) ?? 1) === 0)
        throw new JobuError('MIGRATION_LOCKED', { database: this.database.name });
      await connection.run(sql('create_installation'));
      await connection.run(sql('create_transactions'));
      if ((await connection.run(sql('find_installation'))) === undefined)
        await connection.run(sql('insert_installation'), { id: randomBytes(INSTALLATION_BYTES).toString('hex') });
      if (unlock !== undefined) await connection.fetchValue(unlock);
    });
    return true;
  }

  /** What tells this database's decisions from those of every other; undefined where the tables are missing. */
  async installation(): Promise<string | undefined> {
    const { driver, autocommit } = this.database;
    let id = known.get(driver);
    if (id !== undefined) return id;
    try {
      id = await autocommit.run<string | undefined>(sql('find_installation'));
    } catch (error) {
      if (!isJobuError(error, 'STATEMENT_FAILED')) throw error;
    }
    if (id !== undefined) known.set(driver, id);
    return id;
  }

  /**
   * Writes a decision unless there is one, and answers the one that stands: the key lets only one be made, so whoever is
   * late (a coordinator that was frozen, a second recovery) obeys.
   */
  async decide(decision: NewDecision): Promise<Verdict> {
    try {
      await this.database.transaction((connection) => writeDecision(connection, decision), { retries: 0 });
      return decision.decision;
    } catch (error) {
      const standing = error instanceof DuplicateKeyError ? (await this.find([decision.gid]))[0] : undefined;
      if (standing === undefined) throw error;
      return standing.decision;
    }
  }

  async find(gids: readonly string[]): Promise<Decision[]> {
    return (await this.#inBatches<DecisionRow>('find_decisions', gids)).map(decisionOf);
  }

  /** Decisions whose branches are not all known to have followed, the oldest first. */
  async open(limit: number): Promise<Decision[]> {
    return (await this.database.autocommit.run<DecisionRow[]>(sql('list_open_decisions'), { limit })).map(decisionOf);
  }

  /** Of these branches, the ones that are committed in this database. */
  async committed(branches: readonly string[]): Promise<string[]> {
    return (await this.#inBatches<{ gid: string }>('find_branches', branches)).map(({ gid }) => gid);
  }

  /** Every branch has followed its decision. */
  async finish(gids: readonly string[]): Promise<void> {
    const now = new Date();
    const rows = gids.map((gid) => ({ gid, now }));
    for (const part of batches(rows)) await this.database.autocommit.run(sql('finish_decisions'), part);
  }

  /** A branch did not follow its decision: for people to look at. */
  async doubt(gid: string): Promise<void> {
    await this.database.autocommit.run(sql('doubt_decision'), { gid });
  }

  /** Notes what an operator made of a transaction. Answers false when another one has done so. */
  async resolve(gid: string, resolution: { outcome: string; resolvedBy: string; reason: string }): Promise<boolean> {
    const { outcome, resolvedBy, reason } = resolution;
    const values = { gid, outcome, reason, resolved_by: resolvedBy, now: new Date() };
    return (await this.database.autocommit.run<number>(sql('resolve_decision'), values)) > 0;
  }

  /** Forgets markers that are no more needed. */
  async forget(gids: readonly string[]): Promise<void> {
    for (const part of batches(gids.map((gid) => ({ gid }))))
      await this.database.autocommit.run(sql('delete_transactions'), part);
  }

  /** The oldest rows from before an instant: markers, or decisions that every branch has followed. */
  async old(role: 'branch' | 'decision', before: Date): Promise<string[]> {
    const values = { role, before, limit: BATCH };
    const rows = await this.database.autocommit.run<{ gid: string }[]>(sql('list_old_transactions'), values);
    return rows.map(({ gid }) => gid);
  }

  async #inBatches<T>(statement: string, gids: readonly string[]): Promise<T[]> {
    const found: T[] = [];
    for (const part of batches(gids))
      found.push(...(await this.database.autocommit.run<T[]>(sql(statement), { gids: part })));
    return found;
  }
}

/** Writes a decision in a transaction of the caller's. */
export async function writeDecision(connection: Connection, decision: NewDecision): Promise<void> {
  await connection.run(sql('insert_decision'), {
    gid: decision.gid,
    decision: decision.decision,
    outcome: decision.outcome ?? null,
    participants: JSON.stringify(decision.participants),
    coordinator: decision.coordinator,
    now: new Date(),
    resolved_by: decision.resolvedBy ?? null,
    reason: decision.reason ?? null,
  });
}

/** Leaves the marker by which recovery knows that a branch was committed and not rolled back by somebody else. */
export async function writeMarker(connection: Connection, branch: string): Promise<void> {
  await connection.run(sql('insert_branch'), { gid: branch, now: new Date() });
}
