import { createHash } from 'node:crypto';
import type { Connection } from '../database/connection.ts';
import { JobuError } from '../errors.ts';
import { sql } from './access-statements.ts';

/** Who acts and by which way. */
export interface AuditOrigin {
  /** Name of the user, token or account: `kim`, `token:deploy`, `cli:kim@host`. */
  readonly actor: string;
  /** `session`, `token`, `proxy`, `custom` or `open` through the server; `cli` on the command line; `start` at a start. */
  readonly via: 'session' | 'token' | 'proxy' | 'custom' | 'open' | 'cli' | 'start';
  /** Network address of whoever asked. */
  readonly address?: string | null;
  readonly requestId?: string | null;
}

/** One change, as it is put on record. */
export interface AuditEntry extends AuditOrigin {
  /** Noun and verb: `cron.update`. */
  readonly action: string;
  readonly target: {
    readonly type: string;
    readonly id?: string | null;
    readonly name?: string | null;
    /** The group of crons it belongs to: who is limited to some groups sees only theirs. */
    readonly group?: string | null;
  };
  /** Values before and after, as objects that JSON can hold. Of two objects only the members that differ are kept. */
  readonly before?: object | null;
  readonly after?: object | null;
  readonly reason?: string | null;
}

/** One row of `audit_log` as it is hashed. */
export interface AuditContent {
  readonly id: string;
  readonly createdAt: Date;
  readonly actor: string;
  readonly via: string;
  readonly address: string | null;
  readonly requestId: string | null;
  readonly action: string;
  readonly targetType: string;
  readonly targetId: string | null;
  readonly targetName: string | null;
  readonly groupName: string | null;
  readonly beforeState: string | null;
  readonly afterState: string | null;
  readonly reason: string | null;
}

/** Values longer than this, in characters, are kept as their length and hash. */
const MOST_STATE = 100_000;
const MOST_REASON = 2_000;

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** The hash of a row: SHA-256 over a JSON list of the hash before it and its columns in their order. */
export function auditHash(row: AuditContent, previousHash: string): string {
  const { id, createdAt, actor, via, address, requestId, action, targetType, targetId, targetName, groupName } = row;
  return sha256(
    JSON.stringify([
      ...[previousHash, id, createdAt.toISOString(), actor, via, address, requestId, action],
      ...[targetType, targetId, targetName, groupName, row.beforeState, row.afterState, row.reason],
    ]),
  );
}

/** Text that every database gives back as it was stored. */
function storable(text: string | null | undefined, most: number): string | null {
  if (text === null || text === undefined) return null;
  const clean = text.replaceAll('\0', '\ufffd').toWellFormed();
  // Databases count characters, JavaScript counts the halves of rare ones; so at most as long either way.
  return clean.length > most ? clean.slice(0, most).toWellFormed() : clean;
}

const texts = (value: object): [string, string][] =>
  Object.entries(value).flatMap(([key, each]) => {
    const text = JSON.stringify(each, (_, inner: unknown) => (typeof inner === 'bigint' ? String(inner) : inner));
    return text === undefined ? [] : [[key, text]];
  });

/** JSON text of the members; with `other`, of those that are not the same there. */
function stateText(value: object | null | undefined, other: object | null | undefined): string | null {
  if (!value) return null;
  const others = new Map(other ? texts(other) : []);
  const kept = texts(value).filter(([key, text]) => others.get(key) !== text);
  const text = `{${kept.map(([key, each]) => `${JSON.stringify(key)}:${each}`).join(',')}}`;
  return text.length <= MOST_STATE ? text : JSON.stringify({ characters: text.length, sha256: sha256(text) });
}

/**
 * Puts a change on record, in the transaction that makes it: it is stored with the change or not at all. Writers follow one
 * another on the row of the chain's head until they commit, so call it last. Throws AUDIT_CHAIN_MISSING.
 */
export async function recordAudit(connection: Connection, entry: AuditEntry, now: Date): Promise<void> {
  const { target, before, after } = entry;
  const head = await connection.fetchOne<{
    last_id: number | bigint;
    last_hash: string;
    last_entry_at: string | null;
  }>(sql('lock_audit_chain'));
  if (!head) throw new JobuError('AUDIT_CHAIN_MISSING', { database: connection.database });
  const lastAt = head.last_entry_at === null ? now : new Date(head.last_entry_at);
  const row: AuditContent = {
    id: String(BigInt(head.last_id) + 1n),
    // Never before the entry above it, whatever the clocks of two processes say: lists rely on it.
    createdAt: lastAt > now ? lastAt : now,
    actor: storable(entry.actor, 200)!,
    via: entry.via,
    address: storable(entry.address, 64),
    requestId: storable(entry.requestId, 100),
    action: entry.action,
    targetType: target.type,
    targetId: storable(target.id, 100),
    targetName: storable(target.name, 200),
    groupName: storable(target.group, 200),
    beforeState: storable(stateText(before, after), MOST_STATE),
    afterState: storable(stateText(after, before), MOST_STATE),
    reason: storable(entry.reason, MOST_REASON),
  };
  const hash = auditHash(row, head.last_hash);
  await connection.execute(sql('insert_audit_entry'), {
    id: BigInt(row.id),
    created_at: row.createdAt,
    actor: row.actor,
    via: row.via,
    address: row.address,
    request_id: row.requestId,
    action: row.action,
    target_type: row.targetType,
    target_id: row.targetId,
    target_name: row.targetName,
    group_name: row.groupName,
    before_state: row.beforeState,
    after_state: row.afterState,
    reason: row.reason,
    previous_hash: head.last_hash,
    hash,
  });
  await connection.execute(sql('move_audit_chain'), {
    last_id: BigInt(row.id),
    last_hash: hash,
    last_entry_at: row.createdAt,
  });
}
