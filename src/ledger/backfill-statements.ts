import { loadStatements } from '../database/statement.ts';

/** The statements about backfills by name. */
export const sql = loadStatements(new URL('./sql/backfills.sql', import.meta.url));
