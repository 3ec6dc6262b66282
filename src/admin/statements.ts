import { loadStatements } from '../database/statement.ts';

/** The admin server's own statements by name. */
export const sql = loadStatements(new URL('./sql/admin.sql', import.meta.url));
