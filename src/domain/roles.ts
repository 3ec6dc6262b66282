/** What somebody may do, each role with all that the ones before it may. */
export const ROLES = ['viewer', 'operator', 'editor', 'admin'] as const;

export type Role = (typeof ROLES)[number];

/** True when a role has what another one is needed for. */
export const includesRole = (role: Role, needed: Role): boolean => ROLES.indexOf(role) >= ROLES.indexOf(needed);

/** The role each action takes. Names are those of the audit log. */
const ACTIONS: Readonly<Record<Exclude<Role, 'viewer'>, readonly string[]>> = {
  operator: [
    ...['cron.trigger', 'cron.enable', 'cron.disable', 'cron.pause', 'cron.resume', 'cron.backfill'],
    ...['execution.create', 'execution.retry', 'execution.cancel', 'execution.hold', 'execution.release'],
    ...['execution.succeed', 'operation.create', 'worker.drain', 'worker.resume'],
  ],
  editor: [
    ...['cron.create', 'cron.update', 'cron.delete', 'cron.import'],
    ...['calendar.create', 'calendar.update', 'calendar.delete'],
  ],
  admin: [
    ...['user.create', 'user.update', 'user.delete', 'token.manage', 'settings.update', 'audit.export'],
    ...['transaction.resolve', 'system.pause', 'system.resume', 'system.purge', 'system.diagnose'],
  ],
};

/** Everything a role may do beside looking, by the names of the audit log. */
export const actionsOf = (role: Role): string[] =>
  Object.entries(ACTIONS).flatMap(([needed, actions]) => (includesRole(role, needed as Role) ? actions : []));
