import { includesRole, type Role } from '../../domain/roles.ts';
import { type Status, TERMINAL, UNFINISHED } from '../../domain/states.ts';
import type { Cron } from '../../ledger/model/cron.ts';
import type { Execution } from '../../ledger/model/execution.ts';
import { type Principal, reaches } from './principal.ts';

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

/** Whether somebody may change what belongs to no group and serves them all: calendars, workers. */
export const mayChangeShared = (principal: Principal, needed: Role): boolean =>
  may(principal, needed) && reaches(principal, null);

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

export const CRON_ACTIONS = [
  ...(['trigger', 'pause', 'resume', 'enable', 'disable', 'backfill'] as const),
  ...(['update', 'duplicate', 'delete'] as const),
] as const;

/** What somebody who sees a cron may do with it, as it is now. */
export function cronPermissions(
  principal: Principal,
  { isEnabled, pausedAt }: Pick<Cron, 'isEnabled' | 'pausedAt'>,
): (typeof CRON_ACTIONS)[number][] {
  const isOpen: Partial<Record<(typeof CRON_ACTIONS)[number], boolean>> = {
    resume: pausedAt !== null,
    enable: !isEnabled,
    disable: isEnabled,
    update: may(principal, 'editor'),
    duplicate: may(principal, 'editor'),
    delete: may(principal, 'editor'),
  };
  return may(principal, 'operator') ? CRON_ACTIONS.filter((action) => isOpen[action] ?? true) : [];
}
