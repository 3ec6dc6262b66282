import type { Connection } from '../database/connection.ts';
import { JobuError } from '../errors.ts';
import { sql } from './backfill-statements.ts';
import { type Cron, type CronDefinition, cronFields } from './model/cron.ts';
import { decodeCursor, encodeCursor, fromRow, type Id, idParam, type Page } from './model/row.ts';

/** Who changed a cron, and why. */
export interface RevisionNote {
  readonly actor: string | null;
  readonly reason?: string | null;
}

/** One state of a cron's definition. Its number is the version the cron had with it. */
export interface CronRevision {
  readonly id: Id;
  readonly jobId: Id;
  readonly revision: number;
  readonly cronName: string;
  /** JSON text of the definition; params inside are JSON text again, as they were typed. */
  readonly definition: string;
  readonly actor: string | null;
  readonly reason: string | null;
  readonly createdAt: Date;
}

const LAST_REVISION = 2_147_483_647;
const FIELDS = Object.keys(cronFields.shape) as (keyof CronDefinition)[];

async function insert(connection: Connection, cron: Cron, note: RevisionNote, at: Date): Promise<void> {
  await connection.execute(sql('insert_cron_revision'), {
    job_id: idParam(cron.id),
    revision: cron.version,
    cron_name: cron.name,
    definition: JSON.stringify(Object.fromEntries(FIELDS.map((field) => [field, cron[field]]))),
    actor: note.actor,
    reason: note.reason ?? null,
    now: at,
  });
}

/**
 * Keeps what a cron now is, in the transaction that changed it; and what it was before, when that was never kept: a row put
 * in by hand. Needs the cron's lock.
 */
export async function keepRevision(
  connection: Connection,
  { before, after }: { before: Cron | null; after: Cron },
  note: RevisionNote,
  now: Date,
): Promise<void> {
  if (before) {
    const known = await connection.fetchOne(sql('find_cron_revision'), {
      job_id: idParam(before.id),
      revision: before.version,
    });
    if (!known) await insert(connection, before, { actor: null }, before.updatedAt);
  }
  await insert(connection, after, note, now);
}

/** The revisions of a cron, the newest first. */
export async function listRevisions(
  connection: Connection,
  cronId: Id,
  page: { readonly limit: number; readonly cursor?: string },
): Promise<Page<CronRevision>> {
  const [before] = page.cursor === undefined ? [String(LAST_REVISION)] : decodeCursor(page.cursor, 1);
  if (!/^\d{1,10}$/.test(before!)) throw new JobuError('CURSOR_INVALID', { cursor: page.cursor });
  const rows = await connection.fetchAll(sql('list_cron_revisions'), {
    job_id: idParam(cronId),
    before_revision: Number(before),
    limit: page.limit + 1,
  });
  const items = rows.slice(0, page.limit).map((row) => fromRow<CronRevision>(row));
  return { items, nextCursor: rows.length > page.limit ? encodeCursor(String(items.at(-1)!.revision)) : null };
}

/** One revision of a cron. Throws REVISION_NOT_FOUND. */
export async function requireRevision(connection: Connection, cronId: Id, revision: number): Promise<CronRevision> {
  const row = await connection.fetchOne(sql('find_cron_revision'), { job_id: idParam(cronId), revision });
  if (!row) throw new JobuError('REVISION_NOT_FOUND', { cron: cronId, revision });
  return fromRow<CronRevision>(row);
}

/** What restoring a revision changes: everything but whether the cron is enabled, which operators decide. */
export function restoredFields({ definition }: CronRevision): Partial<CronDefinition> {
  const { isEnabled: _, ...fields } = JSON.parse(definition) as CronDefinition;
  return fields;
}
