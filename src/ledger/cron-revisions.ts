import type { Connection } from '../database/connection.ts';
import { JobuError } from '../errors.ts';
import { sql } from './backfill-statements.ts';
import { type Cron, type CronDefinition, cronFields } from './model/cron.ts';
import { fromRow, type Id, idParam, type Place } from './model/row.ts';

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

/** The revisions of a cron by number. Throws CURSOR_INVALID for a position that is none. */
export async function listRevisions(
  connection: Connection,
  cronId: Id,
  { position: [revision] = [], descending, limit }: Place,
): Promise<CronRevision[]> {
  if (revision !== undefined && !/^\d{1,9}$/.test(revision))
    throw new JobuError('CURSOR_INVALID', { cursor: revision });
  const rows = await connection.fetchAll(sql(descending ? 'list_cron_revisions_back' : 'list_cron_revisions'), {
    job_id: idParam(cronId),
    revision: Number(revision ?? (descending ? LAST_REVISION : 0)),
    limit,
  });
  return rows.map((row) => fromRow<CronRevision>(row));
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
