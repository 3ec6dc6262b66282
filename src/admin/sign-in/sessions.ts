import type { Connection } from '../../database/connection.ts';
import type { Role } from '../../domain/roles.ts';
import { fromRow, type Id, idParam } from '../../ledger/model/row.ts';
import { hashSecret, newSecret } from '../../ledger/tokens.ts';
import { groupsOf } from '../../ledger/users.ts';
import { sql } from './statements.ts';

/** How long sessions last. */
export interface SessionRules {
  readonly idleHours: number;
  readonly maxDays: number;
}

/** A session with the user it belongs to. */
export interface OpenSession {
  readonly id: Id;
  readonly userId: Id;
  readonly seenAt: Date;
  readonly name: string;
  readonly role: Role;
  readonly groups: readonly string[] | null;
}

/** A session as its user sees it. */
export interface SessionRow {
  readonly id: Id;
  readonly userId: Id;
  readonly address: string | null;
  readonly userAgent: string | null;
  readonly createdAt: Date;
  readonly seenAt: Date;
  readonly expiresAt: Date;
}

const HOUR_MS = 3_600_000;
const TOUCH_STEP_MS = 60_000;
const MOST_SHOWN = 100;

const idleSince = (now: Date, { idleHours }: SessionRules): Date => new Date(now.getTime() - idleHours * HOUR_MS);

function sessionOf(row: Readonly<Record<string, unknown>> | undefined): OpenSession | undefined {
  if (!row) return undefined;
  const { groupNames, ...session } = fromRow<OpenSession & { groupNames: string | null }>(row);
  return { ...session, groups: groupsOf(groupNames) };
}

/** Begins a session. Answers its secret, which is stored as a hash alone, and its end. */
export async function beginSession(
  connection: Connection,
  { userId, address, userAgent }: { userId: Id; address: string; userAgent: string | undefined },
  rules: SessionRules,
  now: Date,
): Promise<{ id: Id; secret: string; expiresAt: Date }> {
  await connection.execute(sql('delete_expired_sessions'), { now });
  const secret = newSecret();
  const expiresAt = new Date(now.getTime() + rules.maxDays * 24 * HOUR_MS);
  const id = await connection.run<number | bigint>(sql('insert_session'), {
    token_hash: hashSecret(secret),
    user_id: idParam(userId),
    address,
    user_agent: userAgent?.replaceAll('\0', '').toWellFormed().slice(0, 300).toWellFormed() ?? null,
    expires_at: expiresAt,
    now,
  });
  await connection.execute(sql('note_sign_in'), { id: idParam(userId), now });
  return { id: String(id), secret, expiresAt };
}

/** The session with this secret, unless it has ended or its user was disabled. */
export async function findSession(
  connection: Connection,
  secret: string,
  rules: SessionRules,
  now: Date,
): Promise<OpenSession | undefined> {
  const params = { token_hash: hashSecret(secret), now, idle_since: idleSince(now, rules) };
  return sessionOf(await connection.fetchOne(sql('find_session_by_token'), params));
}

/** The same by id, for what goes on after it was let in. */
export async function findSessionById(
  connection: Connection,
  id: Id,
  rules: SessionRules,
  now: Date,
): Promise<OpenSession | undefined> {
  const params = { id: idParam(id), now, idle_since: idleSince(now, rules) };
  return sessionOf(await connection.fetchOne(sql('find_session'), params));
}

/** Notes that a session is used, once a minute at most. */
export async function touchSession(
  connection: Connection,
  { id, seenAt }: OpenSession,
  address: string,
  now: Date,
): Promise<void> {
  if (now.getTime() - seenAt.getTime() < TOUCH_STEP_MS) return;
  await connection.execute(sql('touch_session'), { id: idParam(id), now, address });
}

/** The sessions of a user that have not ended, the youngest first; at most 100. */
export async function listSessions(
  connection: Connection,
  userId: Id,
  rules: SessionRules,
  now: Date,
): Promise<SessionRow[]> {
  const params = { user_id: idParam(userId), now, idle_since: idleSince(now, rules), limit: MOST_SHOWN };
  return (await connection.fetchAll(sql('list_sessions'), params)).map((row) => fromRow<SessionRow>(row));
}

/** Ends a session of a user. False when there is none. */
export async function endSession(connection: Connection, id: Id, userId: Id): Promise<boolean> {
  return (await connection.execute(sql('delete_session'), { id: idParam(id), user_id: idParam(userId) })) > 0;
}
