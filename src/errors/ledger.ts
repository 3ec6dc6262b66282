import type { ErrorTable } from '../errors.ts';

export const ledgerErrors = {} as const satisfies ErrorTable;
