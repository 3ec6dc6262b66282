import { loadStatements } from '../../database/statement.ts';

/** The statements of the reports by name. */
export const sql = loadStatements(new URL('../sql/stats.sql', import.meta.url));
