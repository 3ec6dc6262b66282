import { loadStatements } from '../database/statement.ts';

/** The statements about the audit log, users, sessions and tokens by name. */
export const sql = loadStatements(new URL('./sql/access.sql', import.meta.url));
