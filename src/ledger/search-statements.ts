import { loadStatements } from '../database/statement.ts';

/** The statements that find executions, by name. */
export const sql = loadStatements(new URL('./sql/search.sql', import.meta.url));
