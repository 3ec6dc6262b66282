import type { ErrorTable } from '../errors.ts';

export const databaseErrors = {} as const satisfies ErrorTable;
