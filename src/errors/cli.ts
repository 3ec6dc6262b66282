import type { ErrorTable } from '../errors.ts';

export const cliErrors = {} as const satisfies ErrorTable;
