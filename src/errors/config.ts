import type { ErrorTable } from '../errors.ts';

export const configErrors = {} as const satisfies ErrorTable;
