import { loadStatements } from '../database/statement.ts';

/** The ledger's statements by name. */
export const sql = loadStatements(new URL('./sql/ledger.sql', import.meta.url));
