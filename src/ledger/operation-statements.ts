import { loadStatements } from '../database/statement.ts';

/** The statements about operations by name. */
export const sql = loadStatements(new URL('./sql/operations.sql', import.meta.url));
