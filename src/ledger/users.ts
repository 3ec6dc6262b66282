import type { Connection } from '../database/connection.ts';
import { DuplicateKeyError } from '../database/errors.ts';
import { ROLES, type Role } from '../domain/roles.ts';
import { closest } from '../domain/suggestion.ts';
import { JobuError } from '../errors.ts';
import { sql } from './access-statements.ts';
import { recordAudit } from './audit.ts';
import { type AuditNote, pick } from './audit-records.ts';
import { fromRow, type Id, idParam } from './model/row.ts';

/** Somebody who may sign in: a row of `users`, without the hash of the password. */
export interface User {
  readonly id: Id;
  /** Unique, in small letters; never changes. */
  readonly name: string;
  readonly displayName: string | null;
  readonly role: Role;
  /** Groups of crons it is limited to; null: all. */
  readonly groups: readonly string[] | null;
  readonly isEnabled: boolean;
  /** False: signs in through a proxy only. */
  readonly hasPassword: boolean;
  readonly lastSignInAt: Date | null;
  readonly version: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** What may be changed of a user. */
export interface UserFields {
  readonly displayName?: string | null;
  readonly role?: Role;
  readonly groups?: readonly string[] | null;
  readonly isEnabled?: boolean;
}

const MOST_GROUPS = 100;
const FIELDS = ['name', 'displayName', 'role', 'groups', 'isEnabled', 'hasPassword'] as const;

/** A name as it is stored: two spellings of one name are one user. */
export const userName = (name: string): string => name.normalize('NFKC').trim().toLowerCase();

/** The list of a `group_names` column. */
export const groupsOf = (text: unknown): string[] | null =>
  typeof text === 'string' ? (JSON.parse(text) as string[]) : null;

/** A list of groups for a `group_names` column. Throws USER_INVALID for an admin with groups, and for too many. */
export function groupsText(groups: readonly string[] | null, role: Role): string | null {
  if (groups === null) return null;
  if (role === 'admin') throw new JobuError('USER_INVALID', { problem: 'an admin cannot be limited to groups' });
  if (groups.length === 0) throw new JobuError('USER_INVALID', { problem: 'an empty list of groups grants nothing' });
  if (groups.length > MOST_GROUPS || groups.some((group) => group === '' || group.length > 200))
    throw new JobuError('USER_INVALID', { problem: `groups: at most ${MOST_GROUPS}, of 1 to 200 characters each` });
  return JSON.stringify([...new Set(groups)]);
}

function userFromRow(row: Readonly<Record<string, unknown>>): User {
  const { passwordHash, groupNames, ...user } = fromRow<
    User & { passwordHash: string | null; groupNames: string | null }
  >(row);
  return { ...user, groups: groupsOf(groupNames), hasPassword: passwordHash !== null };
}

/** Every user by name. */
export async function listUsers(connection: Connection): Promise<User[]> {
  return (await connection.fetchAll(sql('list_users'))).map(userFromRow);
}

/** A user by id. Throws USER_NOT_FOUND. */
export async function findUser(connection: Connection, id: Id): Promise<User> {
  const row = await connection.fetchOne(sql('find_user'), { id: idParam(id) });
  if (!row) throw new JobuError('USER_NOT_FOUND', { user: id, suggestion: '' });
  return userFromRow(row);
}

/** A user by name with the hash of its password. */
export async function findCredentials(
  connection: Connection,
  name: string,
): Promise<{ user: User; passwordHash: string | null } | undefined> {
  const row = await connection.fetchOne<{ password_hash: string | null }>(sql('find_user_by_name'), {
    name: userName(name),
  });
  return row && { user: userFromRow(row as unknown as Record<string, unknown>), passwordHash: row.password_hash };
}

/** A user by name. Throws USER_NOT_FOUND with the closest name. */
export async function requireUser(connection: Connection, name: string): Promise<User> {
  const found = await findCredentials(connection, name);
  if (found) return found.user;
  const names = (await listUsers(connection)).map((user) => user.name);
  const near = closest(userName(name), names);
  throw new JobuError('USER_NOT_FOUND', { user: name, suggestion: near ? ` Did you mean "${near}"?` : '' });
}

async function record(
  connection: Connection,
  note: AuditNote,
  action: string,
  { before, after }: { before: User | null; after: User | null },
  now: Date,
): Promise<void> {
  const { id, name } = (after ?? before)!;
  const states = { before: pick(before, FIELDS), after: pick(after, FIELDS) };
  await recordAudit(
    connection,
    { ...note, action: `user.${action}`, target: { type: 'user', id, name }, ...states },
    now,
  );
}

function checkFields({ displayName, role }: UserFields): void {
  if (role !== undefined && !ROLES.includes(role))
    throw new JobuError('USER_INVALID', { problem: `the role "${role}" is not one of ${ROLES.join(', ')}` });
  if (displayName && displayName.length > 200)
    throw new JobuError('USER_INVALID', { problem: 'the display name has more than 200 characters' });
}

/**
 * Saves a new user and puts it on record. Without a password it signs in through a proxy only.
 * Throws USER_NAME_TAKEN, USER_INVALID, PASSWORD_UNFIT.
 */
export async function createUser(
  connection: Connection,
  input: UserFields & { name: string; role: Role; passwordHash: string | null },
  note: AuditNote,
  now: Date,
): Promise<User> {
  const name = userName(input.name);
  if (!/^[\p{L}\p{N}][\p{L}\p{N}._@+-]{0,99}$/u.test(name) || name === 'local')
    throw new JobuError('USER_INVALID', {
      problem: `the name "${input.name}" is not 1 to 100 letters, digits, . _ @ + -, or it is "local"`,
    });
  checkFields(input);
  try {
    const id = await connection.run<number | bigint>(sql('insert_user'), {
      name,
      display_name: input.displayName ?? null,
      password_hash: input.passwordHash,
      role: input.role,
      group_names: groupsText(input.groups ?? null, input.role),
      is_enabled: input.isEnabled ?? true,
      now,
    });
    const user = await findUser(connection, String(id));
    await record(connection, note, 'create', { before: null, after: user }, now);
    return user;
  } catch (error) {
    if (error instanceof DuplicateKeyError) throw new JobuError('USER_NAME_TAKEN', { name }, { cause: error });
    throw error;
  }
}

/** Whether another admin who may sign in would be left without this one. Needs the locks that it takes. */
async function requireOtherAdmin(connection: Connection, user: User): Promise<void> {
  const admins = await connection.fetchAll<{ id: number | bigint }>(sql('lock_admins'));
  if (admins.every(({ id }) => String(id) === user.id)) throw new JobuError('LAST_ADMIN', { name: user.name });
}

/** A user by id, locked. `check` may refuse it, for instance for its version. Admins are locked first, by all who change one. */
async function lockUser(connection: Connection, id: Id, losesAdmin: boolean, check?: (user: User) => void) {
  const seen = await findUser(connection, id);
  check?.(seen);
  if (losesAdmin && seen.role === 'admin' && seen.isEnabled) await requireOtherAdmin(connection, seen);
  const row = await connection.fetchOne(sql('lock_user'), { id: idParam(id) });
  if (!row) throw new JobuError('USER_NOT_FOUND', { user: id, suggestion: '' });
  const user = userFromRow(row);
  check?.(user);
  return user;
}

/** Changes a user and puts it on record; one that is disabled is signed out at once. Throws LAST_ADMIN, USER_INVALID. */
export async function updateUser(
  connection: Connection,
  id: Id,
  fields: UserFields,
  note: AuditNote,
  now: Date,
  check?: (user: User) => void,
): Promise<User> {
  checkFields(fields);
  const losesAdmin = fields.isEnabled === false || (fields.role !== undefined && fields.role !== 'admin');
  const before = await lockUser(connection, id, losesAdmin, check);
  const role = fields.role ?? before.role;
  const groups = fields.groups === undefined ? before.groups : fields.groups;
  const isEnabled = fields.isEnabled ?? before.isEnabled;
  await connection.execute(sql('update_user'), {
    id: idParam(id),
    display_name: fields.displayName === undefined ? before.displayName : fields.displayName,
    role,
    group_names: groupsText(groups, role),
    is_enabled: isEnabled,
    now,
  });
  if (!isEnabled) await endSessionsOf(connection, id);
  const after = await findUser(connection, id);
  await record(connection, note, 'update', { before, after }, now);
  return after;
}

/** Gives a user another password and ends its sessions, but for `keepSession`. The password itself is nowhere on record. */
export async function setPassword(
  connection: Connection,
  user: User,
  passwordHash: string,
  note: AuditNote,
  now: Date,
  keepSession: Id = '0',
): Promise<void> {
  const before = await lockUser(connection, user.id, false);
  await connection.execute(sql('set_password'), { id: idParam(user.id), password_hash: passwordHash, now });
  await endSessionsOf(connection, user.id, keepSession);
  await record(connection, note, 'password', { before, after: { ...before, hasPassword: true } }, now);
}

/** Ends every session of a user but one. Answers how many. */
export async function endSessionsOf(connection: Connection, id: Id, keepSession: Id = '0'): Promise<number> {
  const params = { user_id: idParam(id), except_id: idParam(keepSession) };
  return await connection.execute(sql('delete_user_sessions'), params);
}

/** Deletes a user with its sessions, tokens and preferences. Throws LAST_ADMIN. */
export async function deleteUser(
  connection: Connection,
  id: Id,
  note: AuditNote,
  now: Date,
  check?: (user: User) => void,
): Promise<void> {
  const before = await lockUser(connection, id, true, check);
  await endSessionsOf(connection, id);
  await connection.execute(sql('delete_user_tokens'), { user_id: idParam(id) });
  await connection.execute(sql('delete_preferences'), { principal: before.name });
  await connection.execute(sql('delete_user'), { id: idParam(id) });
  await record(connection, note, 'delete', { before, after: null }, now);
}
