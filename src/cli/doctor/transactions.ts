import type { Database } from '../../database/database.ts';
import { listTransactions } from '../../database/two-phase/in-doubt.ts';
import { TransactionTable } from '../../database/two-phase/transaction-table.ts';
import { countText } from '../table.ts';
import { type Finding, ok, warn } from './finding.ts';

/** Locks of a transaction that is not over stop others: recovery ends one within a minute. */
const LONG_SECONDS = 60;

async function readiness(database: Database): Promise<Finding> {
  const check = `two-phase commit on "${database.name}"`;
  if ((await new TransactionTable(database).installation()) === undefined)
    return ok(check, `takes no part: jobu migrate --transactions --database ${database.name} makes its table`);
  const { twoPhase } = database.driver;
  const refusal = twoPhase === undefined ? 'it is an SQLite file' : await twoPhase.refusal();
  return ok(check, refusal === undefined ? 'ready' : `only as the one that decides: ${refusal}`);
}

/** Which databases can take part in transactions over several of them, and whether any is in doubt. */
export async function checkTransactions(databases: readonly Database[], now: Date): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const database of databases) findings.push(await readiness(database));
  const { items } = await listTransactions(databases, now);
  const old = items.filter(({ ageSeconds }) => ageSeconds >= LONG_SECONDS);
  findings.push(
    old.length === 0
      ? ok('transactions', 'none is in doubt')
      : warn(
          'transactions',
          `${countText(old.length, 'transaction')} not over for more than a minute, the oldest is ${old[0]!.gid}`,
          'jobu transaction list shows which databases they wait for; a jobu process that reaches those ends them.',
        ),
  );
  return findings;
}
