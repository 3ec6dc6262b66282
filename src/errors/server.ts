import type { ErrorTable } from '../errors.ts';

export const serverErrors = {} as const satisfies ErrorTable;
