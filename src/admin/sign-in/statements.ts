import { loadStatements } from '../../database/statement.ts';

/** The statements about sign-in, preferences and settings by name. */
export const sql = loadStatements(new URL('../sql/sign-in.sql', import.meta.url));
