import { loadStatements } from '../../database/statement.ts';

/** The worker's own statements by name. */
export const sql = loadStatements(new URL('../sql/worker.sql', import.meta.url));
