import { JobuError } from '../../errors.ts';
import type { Database } from '../database.ts';
import type { Driver } from '../dialects/dialect.ts';
import { TransactionTable } from './transaction-table.ts';

/** How a transaction over several databases will commit, known before it begins. */
export interface Plan {
  /** Where its decision is written. */
  readonly table: TransactionTable;
  readonly installation: string;
  /** The participant that writes the decision in the transaction of its work; undefined when the table stands elsewhere. */
  readonly decider: Driver | undefined;
  /** Name and installation of every participant. */
  readonly installations: ReadonlyMap<Driver, string>;
}

const quoted = (databases: readonly Database[]) => databases.map(({ name }) => `"${name}"`).join(', ');

/**
 * Chooses who decides: the participant that cannot prepare; else the decision database, as a participant or apart.
 * @throws TWO_PHASE_UNAVAILABLE with what is missing and how to set it
 */
export async function planTwoPhase(
  databases: readonly Database[],
  decisionDatabase: () => Promise<Database>,
): Promise<Plan> {
  const refuse = (reason: string, cause?: unknown): never => {
    throw new JobuError('TWO_PHASE_UNAVAILABLE', { databases: quoted(databases), reason }, { cause });
  };
  const last: { database: Database; why: string }[] = [];
  for (const database of databases) {
    const { twoPhase } = database.driver;
    const why = twoPhase === undefined ? 'it is an SQLite file' : await twoPhase.refusal();
    if (why !== undefined) last.push({ database, why });
  }
  if (last.length > 1) {
    const names = last.map(({ database, why }) => `"${database.name}" (${why})`).join(' and ');
    refuse(`at most one of them may be unable to prepare, and ${names} are; one SQLite file for both would do`);
  }
  let decision = last[0]?.database;
  if (decision === undefined) {
    const chosen = await decisionDatabase().catch((error: unknown) =>
      refuse(`the database for their decisions cannot be used: ${(error as Error).message}`, error),
    );
    decision = databases.find(({ driver }) => driver === chosen.driver) ?? chosen;
  }
  const installations = new Map<Driver, string>();
  for (const database of new Set([...databases, decision])) {
    const installation = await new TransactionTable(database).installation();
    if (installation !== undefined) installations.set(database.driver, installation);
    else {
      const command = `jobu migrate --transactions --database ${database.name}`;
      refuse(`"${database.name}" has no table jobu_transactions; run ${command}`);
    }
  }
  return {
    table: new TransactionTable(decision),
    installation: installations.get(decision.driver)!,
    decider: databases.includes(decision) ? decision.driver : undefined,
    installations,
  };
}
