import type { Database } from '../database.ts';
import { gidOf, readGid } from './gid.ts';
import { type Decision, TransactionTable } from './transaction-table.ts';

/**
 * Where one database's part stands. `unreachable`: the database does not answer; `not open`: this process does not know it.
 */
export type BranchState = 'prepared' | 'committed' | 'rolled back' | 'unreachable' | 'not open';

/** One database's part of a transaction. */
export interface Branch {
  /** What the deciding process called the database, else what this one calls it. */
  readonly name: string;
  readonly database: Database | undefined;
  /** Undefined for the database in which the decision stands. */
  readonly branch: string | undefined;
  state: BranchState;
}

/** A transaction that is not over everywhere, as far as this process can see. */
export interface Surveyed {
  readonly gid: string;
  /** By the coordinator's clock. */
  readonly beganAt: string;
  readonly installation: string;
  /** Where the decision is written; undefined when that database is unknown here or does not answer. */
  readonly table: TransactionTable | undefined;
  readonly decision: Decision | undefined;
  readonly branches: readonly Branch[];
}

export interface Survey {
  readonly transactions: readonly Surveyed[];
  /** Databases that do not answer, and why. */
  readonly problems: readonly { readonly database: string; readonly error: unknown }[];
  readonly tables: readonly TransactionTable[];
}

const MOST_DECISIONS = 1_000;

interface Seen {
  readonly database: Database;
  readonly table: TransactionTable;
  prepared: ReadonlySet<string> | undefined;
}

/** Looks into every database for transactions that are not over, and for those of `gids` also when they are. Reads only. */
export async function survey(databases: readonly Database[], gids: readonly string[] = []): Promise<Survey> {
  const problems: { database: string; error: unknown }[] = [];
  const seen = new Map<string, Seen>();
  const decisions = new Map<string, Decision>();
  const asking = async <T>(database: Database, ask: () => Promise<T>): Promise<T | undefined> => {
    try {
      return await ask();
    } catch (error) {
      if (!problems.some((problem) => problem.database === database.name)) {
        problems.push({ database: database.name, error });
      }
      return undefined;
    }
  };
  await Promise.all(
    databases.map(async (database) => {
      const table = new TransactionTable(database);
      const installation = await asking(database, () => table.installation());
      if (installation !== undefined) seen.set(installation, { database, table, prepared: undefined });
    }),
  );
  const answers = (database: Database) => !problems.some((problem) => problem.database === database.name);
  // Decisions before branches: a branch that is not listed after its decision was read has followed it.
  for (const { database, table } of seen.values()) {
    for (const one of (await asking(database, () => table.open(MOST_DECISIONS))) ?? []) decisions.set(one.gid, one);
  }
  for (const one of seen.values()) {
    const { twoPhase } = one.database.driver;
    const listed = twoPhase === undefined ? [] : await asking(one.database, () => twoPhase.prepared());
    if (listed !== undefined) one.prepared = new Set(listed);
  }
  const listed = [...seen.values()].flatMap(({ database, prepared }) =>
    [...(prepared ?? [])].flatMap((branch) => {
      const gid = gidOf(branch);
      return gid === undefined ? [] : [{ gid, branch, database }];
    }),
  );
  const undecided = Map.groupBy(
    new Set([...listed.map(({ gid }) => gid), ...gids].filter((gid) => !decisions.has(gid))),
    (gid) => readGid(gid)?.installation ?? '',
  );
  for (const [installation, missing] of undecided) {
    const store = seen.get(installation);
    if (store === undefined) continue;
    for (const one of (await asking(store.database, () => store.table.find(missing))) ?? [])
      decisions.set(one.gid, one);
  }
  const transactions = [...new Set([...decisions.keys(), ...listed.map(({ gid }) => gid)])].flatMap((gid) => {
    const said = readGid(gid);
    if (said === undefined) return [];
    const store = seen.get(said.installation);
    const decision = decisions.get(gid);
    const branches: Branch[] = (decision?.participants ?? []).map(({ database: name, installation, branch }) => {
      const there = seen.get(installation);
      if (branch === null) return { name, database: there?.database, branch: undefined, state: 'committed' };
      const state = there === undefined ? 'not open' : there.prepared?.has(branch) ? 'prepared' : 'unreachable';
      return { name, database: there?.database, branch, state };
    });
    for (const { branch, database } of listed.filter((one) => one.gid === gid)) {
      if (branches.some((one) => one.branch === branch)) continue;
      branches.push({ name: database.name, database, branch, state: 'prepared' });
    }
    const table = store !== undefined && answers(store.database) ? store.table : undefined;
    return [{ gid, ...said, table, decision, branches }];
  });
  for (const one of seen.values()) {
    if (one.prepared === undefined || !answers(one.database)) continue;
    const ended = transactions
      .flatMap(({ branches }) => branches)
      .filter(({ database, state, branch }) => database === one.database && state === 'unreachable' && branch);
    const names = ended.map(({ branch }) => branch!);
    const found = await asking(one.database, () => one.table.committed(names));
    if (found === undefined) continue;
    const committed = new Set(found);
    for (const branch of ended) branch.state = committed.has(branch.branch!) ? 'committed' : 'rolled back';
  }
  return { transactions, problems, tables: [...seen.values()].map(({ table }) => table) };
}
