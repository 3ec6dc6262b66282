import type { Database } from '../database/database.ts';
import { pendingMigrations } from '../database/migration.ts';
import { messageOf } from '../errors.ts';
import { LEDGER_MIGRATIONS } from '../ledger/schema.ts';

const ANSWER_WITHIN_MS = 3_000;

/** Why this process cannot work now; empty when it can. Answers within 3 s, also when the database does not. */
export async function obstacles(database: Database): Promise<string[]> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<string[]>((resolve) => {
    timer = setTimeout(
      () => resolve([`The database "${database.name}" gave no answer within ${ANSWER_WITHIN_MS / 1000} s.`]),
      ANSWER_WITHIN_MS,
    );
  });
  const asked = pendingMigrations(database, LEDGER_MIGRATIONS).then(
    (pending) =>
      pending.map(
        ({ version, name }) =>
          `Migration ${version} (${name}) is missing in "${database.name}"; run: jobu migrate --database ${database.name}`,
      ),
    (error: unknown) => [messageOf(error)],
  );
  try {
    return await Promise.race([asked, late]);
  } finally {
    clearTimeout(timer);
  }
}
