import { loadStatements } from '../database/statement.ts';

/** The dispatcher's statements by name. */
export const sql = loadStatements(new URL('./sql/dispatcher.sql', import.meta.url));
