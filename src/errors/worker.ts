import type { ErrorTable } from '../errors.ts';

export const workerErrors = {} as const satisfies ErrorTable;
