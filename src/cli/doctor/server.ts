import type { Database } from '../../database/database.ts';
import { migrationStatus } from '../../database/migration.ts';
import { loadStatements } from '../../database/statement.ts';
import { LEDGER_MIGRATIONS } from '../../ledger/schema.ts';
import type { DatabaseClock } from '../../runtime/clock.ts';
import { durationText } from '../entities.ts';
import { type Finding, fail, ok, warn } from './finding.ts';

/** The statements of the checks. */
export const sql = loadStatements(new URL('../sql/doctor.sql', import.meta.url));

const SKEW_MS = 5_000;
const LEVELS = ['read committed', 'serializable'];

async function isolation(database: Database): Promise<Finding> {
  const check = `isolation of "${database.name}"`;
  const found = await database.transaction((connection) => connection.run<string>(sql('read_isolation')), {
    readOnly: true,
  });
  const level = found.toLowerCase().replaceAll('-', ' ');
  return LEVELS.includes(level)
    ? ok(check, level)
    : warn(check, `${level}, though jobu asks for read committed`, 'Look for a proxy or pooler that changes sessions.');
}

function clockSkew(database: Database, clock: DatabaseClock): Finding {
  const check = `clock of "${database.name}"`;
  const skewMs = clock.skewMs();
  const message = `this machine is ${durationText(Math.abs(skewMs))} ${skewMs < 0 ? 'behind' : 'ahead'}`;
  if (Math.abs(skewMs) < SKEW_MS) return ok(check, skewMs === 0 ? 'the machine keeps the time' : message);
  return warn(
    check,
    message,
    'Times are decided by the database, but logs are hard to compare: set up time synchronization.',
  );
}

/** What holds for every database: that it answers as it should. */
export async function checkServer(database: Database, clock: DatabaseClock): Promise<Finding[]> {
  return [ok(`database "${database.name}"`, database.version), await isolation(database), clockSkew(database, clock)];
}

/** Whether jobu's tables are as this version needs them. */
export async function checkMigrations(database: Database): Promise<Finding> {
  const check = `tables in "${database.name}"`;
  const states = await migrationStatus(database, LEDGER_MIGRATIONS);
  const wrong = states.filter(({ state }) => state !== 'applied');
  if (wrong.length === 0) return ok(check, `up to date, migration ${states.at(-1)!.version}`);
  const message = wrong.map(({ version, name, state }) => `migration ${version} ${name} is ${state}`).join(', ');
  const wayOut = wrong.some(({ state }) => state === 'changed' || state === 'unknown')
    ? 'Run the version of jobu that migrated this database, or restore the file that was changed.'
    : `Run: jobu migrate --database ${database.name}`;
  return fail(check, message, wayOut);
}
