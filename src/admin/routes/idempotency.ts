import { z } from 'zod';
import { JobuError } from '../../errors.ts';
import type { Created } from '../../ledger/executions.ts';
import type { Execution } from '../../ledger/model/execution.ts';

export const idempotencyHeaders = z.looseObject({
  'idempotency-key': z
    .string()
    .regex(/^[\x21-\x7e]{1,200}$/, 'must be 1 to 200 visible ASCII characters')
    .optional()
    .describe('A second request with the same key makes nothing new: the first one is answered, with 200.'),
});

/** Throws IDEMPOTENCY_KEY_REUSED when the key found an execution of something else. */
export function sameRequest(created: Created, fits: (execution: Execution) => boolean): Created {
  const { execution, isNew } = created;
  if (!isNew && !fits(execution))
    throw new JobuError('IDEMPOTENCY_KEY_REUSED', { key: execution.idempotencyKey, execution: execution.id });
  return created;
}
