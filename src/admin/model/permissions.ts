import { includesRole, type Role } from '../../domain/roles.ts';
import { type Status, TERMINAL, UNFINISHED } from '../../domain/states.ts';
import type { Execution } from '../../ledger/model/execution.ts';
import type { Principal } from './principal.ts';

export const EXECUTION_ACTIONS = ['retry', 'rerun', 'cancel', 'hold', 'release', 'succeed', 'acknowledge'] as const;

/** Statuses that somebody should look at. */
export const TROUBLED: readonly Status[] = ['FAILED', 'TIMEOUT'];

const STATUSES_OF: Readonly<Record<(typeof EXECUTION_ACTIONS)[number], readonly Status[]>> = {
  retry: ['FAILED', 'TIMEOUT', 'CANCELED'],
  rerun: TERMINAL,
  cancel: UNFINISHED,
  hold: ['PENDING'],
  release: ['HELD'],
  succeed: ['HELD', 'FAILED', 'TIMEOUT', 'CANCELED', 'SKIPPED'],
  acknowledge: TROUBLED,
};

const may = ({ role }: Principal, needed: Role): boolean => includesRole(role, needed);

/** What somebody who sees an execution may do with it, as it is now. */
export function executionPermissions(
  principal: Principal,
  { status, acknowledgedAt }: Pick<Execution, 'status' | 'acknowledgedAt'>,
): (typeof EXECUTION_ACTIONS)[number][] {
  if (!may(principal, 'operator')) return [];
  return EXECUTION_ACTIONS.filter(
    (action) => STATUSES_OF[action].includes(status) && (action !== 'acknowledge' || acknowledgedAt === null),
  );
}
