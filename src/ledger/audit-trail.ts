import type { Connection } from '../database/connection.ts';
import { sql } from './access-statements.ts';
import { type AuditContent, type AuditOrigin, auditHash } from './audit.ts';
import { fromRow, type Id, idParam } from './model/row.ts';

/** One row of `audit_log`. */
export interface AuditRow extends AuditContent {
  readonly via: AuditOrigin['via'];
  readonly previousHash: string;
  readonly hash: string;
}

/** Which ways entries came by, for filters. */
export const AUDIT_WAYS = ['session', 'token', 'proxy', 'custom', 'open', 'cli', 'start'] as const;

export interface AuditFilter {
  readonly actor?: string;
  readonly action?: string;
  readonly targetType?: string;
  readonly targetId?: string;
  /** Part of the target's name, in small letters, as a pattern of LIKE with `!` before wildcards. */
  readonly nameLike?: string | null;
  readonly via?: readonly AuditOrigin['via'][];
  /** Recorded at or after. */
  readonly since?: Date;
  /** Recorded before. */
  readonly until?: Date;
  /** Only what belongs to these groups of crons; null: everything. */
  readonly groups?: readonly string[] | null;
}

const LAST_ID = '9223372036854775807';
const STEP = 500;

const rowOf = (row: Readonly<Record<string, unknown>>): AuditRow => fromRow<AuditRow>(row);

/** Parameters for the statements; times become ids, since entries are never out of order. */
async function boundsOf(connection: Connection, filter: AuditFilter): Promise<Record<string, unknown> & Bounds> {
  const firstSince = async (time: Date) =>
    (await connection.run<number | bigint | null>(sql('find_audit_id_since'), { since: time })) ?? idParam(LAST_ID);
  const { since, until, groups = null } = filter;
  return {
    after_id: since === undefined ? 0n : BigInt(await firstSince(since)) - 1n,
    before_id: until === undefined ? idParam(LAST_ID) : BigInt(await firstSince(until)),
    vias: filter.via ?? AUDIT_WAYS,
    every_group: groups === null ? 1 : 0,
    groups: groups === null || groups.length === 0 ? [''] : groups,
    actor: filter.actor ?? null,
    action: filter.action ?? null,
    target_type: filter.targetType ?? null,
    target_id: filter.targetId ?? null,
    name_like: filter.nameLike ?? null,
  };
}

/** Entries that one search looks through: they are kept for ever, and parts of names have no index. */
const LOOKED_AT = 50_000n;

interface Bounds {
  readonly after_id: bigint;
  readonly before_id: bigint;
}

/** The part of a range that one search looks through, and the id it ends at; null when that is all of it. Ids have no gaps. */
async function windowOf(
  connection: Connection,
  { after_id: after, before_id: until }: Bounds,
  descending: boolean,
): Promise<{ part: Partial<Bounds>; stoppedAt: Id } | null> {
  const last = BigInt((await connection.run<number | bigint | null>(sql('find_last_audit_id'))) ?? 0);
  const before = until > last ? last + 1n : until;
  if (before - after - 1n <= LOOKED_AT) return null;
  return descending
    ? { part: { after_id: before - 1n - LOOKED_AT }, stoppedAt: String(before - LOOKED_AT) }
    : { part: { before_id: after + 1n + LOOKED_AT }, stoppedAt: String(after + LOOKED_AT) };
}

/** Which entries are read, and from where. */
interface AuditPlace {
  /** Beside this one; first page: none. */
  readonly at?: Id | undefined;
  /** The youngest first. */
  readonly descending: boolean;
  readonly limit: number;
}

async function rowsOf(
  connection: Connection,
  bounds: Record<string, unknown>,
  { descending, limit }: AuditPlace,
): Promise<AuditRow[]> {
  const statement = sql(descending ? 'list_audit_page_back' : 'list_audit_page');
  return (await connection.fetchAll(statement, { ...bounds, limit })).map(rowOf);
}

const boundsBeside = async (connection: Connection, filter: AuditFilter, { at, descending }: AuditPlace) => ({
  ...(await boundsOf(connection, filter)),
  ...(at === undefined ? {} : { [descending ? 'before_id' : 'after_id']: idParam(at) }),
});

/** Every entry of a filter from a place on. */
export async function listAudit(connection: Connection, filter: AuditFilter, place: AuditPlace): Promise<AuditRow[]> {
  return await rowsOf(connection, await boundsBeside(connection, filter, place), place);
}

/**
 * The same for somebody who waits: looks through 50,000 entries at most where no index leads to them. `stoppedAt` is the id from which
 * to go on when it ended before the page was full.
 */
export async function searchAudit(
  connection: Connection,
  filter: AuditFilter,
  place: AuditPlace,
): Promise<{ rows: AuditRow[]; stoppedAt: Id | null }> {
  const bounds = await boundsBeside(connection, filter, place);
  const { nameLike = null, groups = null, via, targetId } = filter;
  const isIndexed = targetId !== undefined || (nameLike === null && groups === null && via === undefined);
  const window = isIndexed ? null : await windowOf(connection, bounds, place.descending);
  const rows = await rowsOf(connection, { ...bounds, ...window?.part }, place);
  return { rows, stoppedAt: window === null || rows.length >= place.limit ? null : window.stoppedAt };
}

/** How many entries there are among the last 50,000 of the range, up to `cap`, and whether there may be more before them. */
export async function countAudit(
  connection: Connection,
  filter: AuditFilter,
  cap: number,
): Promise<{ found: number; isPartial: boolean }> {
  const bounds = await boundsOf(connection, filter);
  const window = await windowOf(connection, bounds, true);
  const found = Number(await connection.run(sql('count_audit'), { ...bounds, ...window?.part, cap }));
  return { found, isPartial: window !== null };
}

/** Every entry in order, read in steps. */
export async function* auditEntries(connection: Connection, filter: AuditFilter): AsyncGenerator<AuditRow> {
  for (let at: Id | undefined; ; ) {
    const rows = await listAudit(connection, filter, { at, descending: false, limit: STEP });
    yield* rows;
    if (rows.length < STEP) return;
    at = rows.at(-1)!.id;
  }
}

const EXPORT_FIELDS = [
  ...(['id', 'createdAt', 'actor', 'via', 'address', 'requestId', 'action', 'targetType', 'targetId'] as const),
  ...(['targetName', 'groupName', 'beforeState', 'afterState', 'reason', 'previousHash', 'hash'] as const),
];

/** A value of a CSV line; what a spreadsheet would take for a formula gets an apostrophe in front. */
function csvCell(value: unknown): string {
  const text = value === null ? '' : value instanceof Date ? value.toISOString() : String(value);
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** The lines of an export: one JSON object each, or CSV with a first line of names. */
export async function* auditLines(
  connection: Connection,
  filter: AuditFilter,
  format: 'jsonl' | 'csv',
): AsyncGenerator<string> {
  if (format === 'csv') yield `${EXPORT_FIELDS.join(',')}\r\n`;
  for await (const row of auditEntries(connection, filter)) {
    if (format === 'csv') yield `${EXPORT_FIELDS.map((field) => csvCell(row[field])).join(',')}\r\n`;
    else yield `${JSON.stringify(Object.fromEntries(EXPORT_FIELDS.map((field) => [field, row[field]])))}\n`;
  }
}

/** One thing that shows tampering. */
export interface AuditFault {
  /** Where: the id of the row, of the first one missing, or of the head. */
  readonly id: Id;
  readonly fault: string;
}

/** What {@link verifyAudit} found. */
export interface AuditVerdict {
  readonly entries: number;
  /** The last entry: keep both elsewhere, and a later look can prove that nothing before it was changed. */
  readonly lastId: Id;
  readonly lastHash: string;
  readonly faults: readonly AuditFault[];
}

const MOST_FAULTS = 100;

/**
 * Computes the whole chain again. Finds rows that were edited, deleted, inserted or put elsewhere, a tail that was cut off,
 * and a head that does not fit. Whoever can rewrite every later row and the head is found by `expected` alone: an earlier
 * last id and hash that were kept outside the database.
 */
export async function verifyAudit(
  connection: Connection,
  expected?: { readonly id: Id; readonly hash: string },
): Promise<AuditVerdict> {
  const readHead = () => connection.fetchOne<{ last_id: number | bigint; last_hash: string }>(sql('read_audit_chain'));
  const faults: AuditFault[] = [];
  const report = (id: Id, fault: string) => {
    if (faults.length < MOST_FAULTS) faults.push({ id, fault });
  };
  const head = await readHead();
  if (!head) report('0', 'the head of the chain is missing');
  const untilId = BigInt(head?.last_id ?? LAST_ID);
  let [entries, id, hash, at, wasExpected] = [0, 0n, '', new Date(0), expected === undefined];
  for (let isMore = true; isMore; ) {
    const rows = await connection.fetchAll(sql('list_audit_after'), { after_id: id, until_id: untilId, limit: STEP });
    isMore = rows.length === STEP;
    for (const row of rows.map(rowOf)) {
      const found = BigInt(row.id);
      if (found !== id + 1n)
        report(String(id + 1n), found === id + 2n ? 'the row is missing' : `the rows up to ${found - 1n} are missing`);
      else if (row.previousHash !== hash) report(row.id, 'it does not follow the row before it');
      if (auditHash(row, row.previousHash) !== row.hash) report(row.id, 'its content is not what was recorded');
      if (row.createdAt < at) report(row.id, 'it is older than the row before it');
      if (row.id === expected?.id) {
        wasExpected = true;
        if (row.hash !== expected.hash) report(row.id, 'its hash is not the one that was expected');
      }
      [id, hash, at] = [found, row.hash, row.createdAt];
      entries++;
    }
  }
  if (head && id !== untilId) report(String(id + 1n), `the rows up to ${untilId} are missing at the end`);
  else if (head && hash !== head.last_hash) report(String(id), 'it is not what the head of the chain says');
  if (!wasExpected) report(expected!.id, 'the row that was expected is missing');
  // Read in this order, rows that are written meanwhile are never taken for foreign ones.
  const lastRow = BigInt((await connection.run<number | bigint | null>(sql('find_last_audit_id'))) ?? 0);
  const lastHead = BigInt((await readHead())?.last_id ?? LAST_ID);
  if (lastRow > lastHead) report(String(lastRow), 'it lies behind the head of the chain');
  return { entries, lastId: String(id), lastHash: hash, faults };
}
