import { loadStatements } from '../database/statement.ts';

/** The statements about calendars, pauses and backfills by name. */
export const sql = loadStatements(new URL('./sql/calendars.sql', import.meta.url));
