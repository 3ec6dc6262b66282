import type { z } from 'zod';
import type { Connection } from '../../database/connection.ts';
import { DuplicateKeyError } from '../../database/errors.ts';
import { DEFAULT_PREFERENCES, type preferencesPatch, type preferencesSchema } from '../model/account.ts';
import { sql } from './statements.ts';

type Preferences = z.output<typeof preferencesSchema>;

/** How somebody likes the web pages, by the name of the principal. */
export async function readPreferences(connection: Connection, principal: string): Promise<Preferences> {
  const text = await connection.run<string | undefined>(sql('find_preferences'), { principal });
  return { ...DEFAULT_PREFERENCES, ...(text ? (JSON.parse(text) as Partial<Preferences>) : {}) };
}

/** Changes some of them. */
export async function changePreferences(
  connection: Connection,
  principal: string,
  patch: z.output<typeof preferencesPatch>,
  now: Date,
): Promise<Preferences> {
  const changed = { ...(await readPreferences(connection, principal)), ...patch };
  const params = { principal, preference_values: JSON.stringify(changed), now };
  if ((await connection.execute(sql('update_preferences'), params)) > 0) return changed;
  await connection
    .savepoint(() => connection.execute(sql('insert_preferences'), params))
    .catch(async (error: unknown) => {
      // Another page of theirs has just saved the first ones.
      if (!(error instanceof DuplicateKeyError)) throw error;
      await connection.execute(sql('update_preferences'), params);
    });
  return changed;
}
