import type { FastifyRequest } from 'fastify';
import type { Connection } from '../../database/connection.ts';
import { includesRole, type Role } from '../../domain/roles.ts';
import { JobuError } from '../../errors.ts';
import type { AuditNote } from '../../ledger/audit-records.ts';
import { findCron } from '../../ledger/crons.ts';
import { requireExecution } from '../../ledger/executions.ts';
import type { Id } from '../../ledger/model/row.ts';

/** Who asks, once the request may be answered. */
export interface Principal {
  /** Unique name: of the user, `token:NAME` of a token, `local` when there is no sign-in. */
  readonly name: string;
  readonly role: Role;
  /** The groups of crons it is limited to; null: all of them, also crons without a group. */
  readonly groups: readonly string[] | null;
  readonly via: 'session' | 'token' | 'proxy' | 'custom' | 'open';
  /** Network address it asks from. */
  readonly address: string;
  /** The row of `users`, where it has one. */
  readonly userId: Id | null;
  /** The row of `sessions`, when it came with one. */
  readonly sessionId: Id | null;
  /** The row of `api_tokens`, when it came with one. */
  readonly tokenId: Id | null;
}

declare module 'fastify' {
  interface FastifyRequest {
    principal: Principal;
  }
  interface FastifyContextConfig {
    /** The role a route needs; null: open to everybody. Every route names one. */
    role: Role | null;
  }
}

/** For the record of a change: who asks, how, from where and why. */
export const noteOf = ({ principal, id }: FastifyRequest, reason?: string | null): AuditNote => ({
  actor: principal.name,
  via: principal.via,
  address: principal.address,
  requestId: id,
  reason,
});

/** True when the principal may see and touch what belongs to this group of crons. */
export const reaches = ({ groups }: Pick<Principal, 'groups'>, groupName: string | null): boolean =>
  groups === null || (groupName !== null && groups.includes(groupName));

/** Throws GROUP_FORBIDDEN for what belongs to a group of crons that the principal is not granted. */
export function requireGroup(principal: Principal, groupName: string | null): void {
  if (reaches(principal, groupName)) return;
  throw new JobuError('GROUP_FORBIDDEN', { name: principal.name, groups: principal.groups!.join(', ') });
}

/** Throws GROUP_FORBIDDEN for a cron outside the principal's groups, CRON_NOT_FOUND for none. */
export async function requireCronGroup(connection: Connection, principal: Principal, id: Id): Promise<void> {
  if (principal.groups !== null) requireGroup(principal, (await findCron(connection, id)).groupName);
}

/** The same for an execution: it belongs to the group its cron has now; one without a cron to none. */
export async function requireExecutionGroup(connection: Connection, principal: Principal, id: Id): Promise<void> {
  if (principal.groups === null) return;
  const { jobId } = await requireExecution(connection, id);
  if (jobId === null) requireGroup(principal, null);
  else await requireCronGroup(connection, principal, jobId);
}

/** Throws ROLE_NEEDED for a principal whose role does not include the one needed. */
export function requireRole({ name, role: own }: Principal, role: Role): void {
  if (!includesRole(own, role)) throw new JobuError('ROLE_NEEDED', { name, own, role });
}
