import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { JobuError } from '../../errors.ts';

export const ifMatchHeaders = z.looseObject({
  'if-match': z
    .string()
    .optional()
    .describe('The ETag of the version that is to be changed; another one is answered with 412.'),
});

/** Something stored with a version: `{ what: 'cron "daily"', version: 3 }`. */
export interface Versioned {
  readonly what: string;
  readonly version: number;
}

/** The entity tag of a stored thing: its version. */
export const etagOf = ({ version }: { readonly version: number }): string => `"${version}"`;

/**
 * Throws PRECONDITION_FAILED when the request names another version than the stored one, PRECONDITION_REQUIRED when it names
 * none and `isRequired`.
 */
export function checkIfMatch(request: FastifyRequest, { what, version }: Versioned, isRequired: boolean): void {
  const value = request.headers['if-match'];
  if (value === undefined && isRequired) throw new JobuError('PRECONDITION_REQUIRED', { what });
  if (value === undefined || value === '*') return;
  if (!/^(W\/)?"[^"]*"(\s*,\s*(W\/)?"[^"]*")*$/.test(value)) throw new JobuError('PRECONDITION_INVALID', { value });
  if (!value.split(',').some((tag) => tag.trim() === etagOf({ version })))
    throw new JobuError('PRECONDITION_FAILED', { what, version, expected: value });
}
