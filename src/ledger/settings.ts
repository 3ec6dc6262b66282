import type { Connection } from '../database/connection.ts';
import { DuplicateKeyError } from '../database/errors.ts';
import { sql } from './calendar-statements.ts';

/** What the ledger keeps under a name, from JSON; null when there is nothing. */
export async function findSetting<T>(connection: Connection, name: string): Promise<T | null> {
  const row = await connection.fetchOne<{ setting_value: string }>(sql('find_setting'), { name });
  return row ? (JSON.parse(row.setting_value) as T) : null;
}

/** Changes what is kept under a name, whoever else changes it meanwhile; null leaves it. Not inside a transaction. */
export async function changeSetting<T>(
  connection: Connection,
  name: string,
  change: (stored: T | null) => T | null,
  now: Date,
): Promise<void> {
  for (;;) {
    const row = await connection.fetchOne<{ setting_value: string; version: number }>(sql('find_setting'), { name });
    const value = change(row ? (JSON.parse(row.setting_value) as T) : null);
    if (value === null) return;
    const params = { name, setting_value: JSON.stringify(value), actor: 'jobu', now };
    try {
      if (!row) return void (await connection.execute(sql('insert_setting'), params));
      if ((await connection.execute(sql('update_setting'), { ...params, version: row.version })) > 0) return;
    } catch (error) {
      if (!(error instanceof DuplicateKeyError)) throw error;
    }
  }
}
