import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Connection } from '../database/connection.ts';
import { includesRole, type Role } from '../domain/roles.ts';
import { JobuError } from '../errors.ts';
import { sql } from './access-statements.ts';
import { recordAudit } from './audit.ts';
import { type AuditNote, pick } from './audit-records.ts';
import { fromRow, type Id, idParam } from './model/row.ts';
import { groupsOf, groupsText } from './users.ts';

/** A key for programs: a row of `api_tokens`, without the hash of its secret. */
export interface ApiToken {
  readonly id: Id;
  /** The part of the token that is no secret: `jobu_<key>_<secret>`. */
  readonly tokenKey: string;
  readonly name: string;
  /** The user whose role and groups it never exceeds; null for one made without a user. */
  readonly userId: Id | null;
  readonly userName: string | null;
  readonly role: Role;
  readonly groups: readonly string[] | null;
  readonly expiresAt: Date | null;
  readonly lastUsedAt: Date | null;
  readonly lastUsedAddress: string | null;
  readonly createdBy: string;
  readonly createdAt: Date;
}

/** What a token may do now: its own grant within its user's. */
export interface TokenGrant {
  readonly token: ApiToken;
  readonly role: Role;
  readonly groups: readonly string[] | null;
}

export interface TokenInput {
  readonly name: string;
  readonly role: Role;
  readonly groups: readonly string[] | null;
  /** Null: never. */
  readonly expiresAt: Date | null;
  readonly userId: Id | null;
}

const FORM = /^jobu_([a-z0-9]{16})_([A-Za-z0-9_-]{43})$/;
const USE_STEP_MS = 60_000;
const FIELDS = ['name', 'tokenKey', 'role', 'groups', 'expiresAt', 'userName'] as const;

/** SHA-256 in hex: enough for secrets that nobody can guess. */
export const hashSecret = (secret: string): string => createHash('sha256').update(secret).digest('hex');

/** 256 random bits as text. */
export const newSecret = (): string => randomBytes(32).toString('base64url');

function tokenFromRow(row: Readonly<Record<string, unknown>>): ApiToken {
  const { groupNames, ...fields } = fromRow<ApiToken & { groupNames: string | null }>(row);
  const {
    secretHash: _,
    userRole: __,
    userGroups: ___,
    userEnabled: ____,
    ...token
  } = fields as ApiToken & Record<string, unknown>;
  return { ...(token as unknown as ApiToken), groups: groupsOf(groupNames) };
}

/** Both lists of groups at once; null stands for all. */
const within = (one: readonly string[] | null, other: readonly string[] | null): readonly string[] | null =>
  one === null ? other : other === null ? one : one.filter((group) => other.includes(group));

/** Saves a new token and puts it on record. The answer alone has its text. Throws USER_INVALID. */
export async function createToken(
  connection: Connection,
  input: TokenInput,
  note: AuditNote,
  now: Date,
): Promise<{ token: ApiToken; text: string }> {
  const problem =
    input.name.trim() === '' || input.name.length > 100
      ? 'the name of a token has 1 to 100 characters'
      : input.expiresAt !== null && input.expiresAt <= now
        ? 'the token would have expired already'
        : undefined;
  if (problem) throw new JobuError('USER_INVALID', { problem });
  const key = randomBytes(8).toString('hex');
  const secret = newSecret();
  const id = await connection.run<number | bigint>(sql('insert_token'), {
    token_key: key,
    secret_hash: hashSecret(secret),
    name: input.name.trim(),
    user_id: input.userId === null ? null : idParam(input.userId),
    role: input.role,
    group_names: groupsText(input.groups, input.role),
    expires_at: input.expiresAt,
    created_by: note.actor,
    now,
  });
  const token = await findTokenById(connection, String(id));
  await record(connection, note, 'create', { before: null, after: token }, now);
  return { token, text: `jobu_${key}_${secret}` };
}

async function record(
  connection: Connection,
  note: AuditNote,
  action: string,
  { before, after }: { before: ApiToken | null; after: ApiToken | null },
  now: Date,
): Promise<void> {
  const { id, name } = (after ?? before)!;
  const states = { before: pick(before, FIELDS), after: pick(after, FIELDS) };
  const target = { type: 'token', id, name };
  await recordAudit(connection, { ...note, action: `token.${action}`, target, ...states }, now);
}

/** Every token, the youngest first; expired ones too. */
export async function listTokens(connection: Connection): Promise<ApiToken[]> {
  return (await connection.fetchAll(sql('list_tokens'))).map(tokenFromRow);
}

/** A token by id. Throws TOKEN_NOT_FOUND. */
export async function findTokenById(connection: Connection, id: Id): Promise<ApiToken> {
  const row = await connection.fetchOne(sql('find_token'), { id: idParam(id) });
  if (!row) throw new JobuError('TOKEN_NOT_FOUND', { token: id });
  return tokenFromRow(row);
}

/** Deletes a token, at once for everybody who uses it, and puts that on record. */
export async function revokeToken(connection: Connection, token: ApiToken, note: AuditNote, now: Date): Promise<void> {
  if ((await connection.execute(sql('delete_token'), { id: idParam(token.id) })) === 0)
    throw new JobuError('TOKEN_NOT_FOUND', { token: token.id });
  await record(connection, note, 'revoke', { before: token, after: null }, now);
}

function grantOf(row: Readonly<Record<string, unknown>>, now: Date): TokenGrant | undefined {
  const token = tokenFromRow(row);
  if (token.expiresAt !== null && token.expiresAt <= now) return undefined;
  if (token.userId === null) return { token, role: token.role, groups: token.groups };
  if (!row['user_enabled']) return undefined;
  const userRole = row['user_role'] as Role;
  const groups = within(token.groups, groupsOf(row['user_groups']));
  const role = includesRole(userRole, token.role) ? token.role : userRole;
  return { token, role: role === 'admin' && groups !== null ? 'editor' : role, groups };
}

/** What the holder of a token may do; undefined for one that is unknown, wrong, expired, or whose user is disabled. */
export async function findGrant(connection: Connection, text: string, now: Date): Promise<TokenGrant | undefined> {
  const [, key, secret] = FORM.exec(text) ?? [];
  if (key === undefined || secret === undefined) return undefined;
  const row = await connection.fetchOne<{ secret_hash: string }>(sql('find_token_by_key'), { token_key: key });
  if (!row || !timingSafeEqual(Buffer.from(row.secret_hash), Buffer.from(hashSecret(secret)))) return undefined;
  return grantOf(row as unknown as Record<string, unknown>, now);
}

/** The same for a token that was let in before: undefined once it may no longer. */
export async function findGrantById(connection: Connection, id: Id, now: Date): Promise<TokenGrant | undefined> {
  const row = await connection.fetchOne(sql('find_token'), { id: idParam(id) });
  return row && grantOf(row, now);
}

/** Notes that a token was used, once a minute at most. */
export async function noteUse(connection: Connection, token: ApiToken, address: string, now: Date): Promise<void> {
  if (token.lastUsedAt !== null && now.getTime() - token.lastUsedAt.getTime() < USE_STEP_MS) return;
  await connection.execute(sql('note_token_use'), { id: idParam(token.id), now, address });
}
