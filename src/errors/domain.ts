import type { ErrorTable } from '../errors.ts';

export const domainErrors = {} as const satisfies ErrorTable;
