import type { Connection } from '../../database/connection.ts';
import { fingerprintOf } from '../../ledger/error-fingerprint.ts';
import { sql } from './statements.ts';
import type { Ended } from './tally.ts';

interface GroupRow {
  readonly fingerprint: string;
  readonly handler_name: string;
  readonly error_code: string | null;
  readonly message: string;
  readonly first_seen_at: string;
  readonly last_seen_at: string;
  readonly last_execution_id: number | bigint;
}

const LIST = 1000;
const LONGEST_MESSAGE = 2000;

/** Sorts failures into groups of the same error. One that was sorted before is sorted anew. */
export async function writeErrors(connection: Connection, ended: readonly Ended[]): Promise<void> {
  const failures = ended.filter(({ status }) => status === 'FAILED' || status === 'TIMEOUT');
  if (failures.length === 0) return;
  const groups = new Map<string, GroupRow>();
  const rows = failures.map((failure) => {
    const { id, job_id, handler_name, error_code, error_message, finished_at } = failure;
    const fingerprint = fingerprintOf(handler_name, error_code, error_message);
    const known = groups.get(fingerprint);
    groups.set(fingerprint, {
      fingerprint,
      handler_name,
      error_code,
      message: (error_message ?? '').slice(0, LONGEST_MESSAGE),
      first_seen_at: known?.first_seen_at ?? finished_at,
      last_seen_at: finished_at,
      last_execution_id: id,
    });
    return { execution_id: id, fingerprint, job_id, finished_at: new Date(finished_at) };
  });
  for (let at = 0; at < rows.length; at += LIST) {
    const part = rows.slice(at, at + LIST);
    await connection.execute(sql('delete_execution_errors'), { ids: part.map(({ execution_id }) => execution_id) });
    await connection.executeMany(sql('insert_execution_errors'), part);
  }
  const fingerprints = [...groups.keys()];
  for (let at = 0; at < fingerprints.length; at += LIST) {
    const part = fingerprints.slice(at, at + LIST);
    const stored = await connection.fetchAll<GroupRow>(sql('list_error_groups_by_fingerprint'), { fingerprints: part });
    const before = new Map(stored.map((row) => [row.fingerprint, row]));
    await connection.execute(sql('delete_error_groups'), { fingerprints: part });
    await connection.executeMany(
      sql('insert_error_groups'),
      part.map((fingerprint) => {
        const group = groups.get(fingerprint)!;
        const old = before.get(fingerprint);
        const latest = old && new Date(old.last_seen_at) > new Date(group.last_seen_at) ? old : group;
        const first = Math.min(Date.parse(group.first_seen_at), Date.parse(old?.first_seen_at ?? group.first_seen_at));
        return { ...latest, first_seen_at: new Date(first), last_seen_at: new Date(latest.last_seen_at) };
      }),
    );
  }
}
