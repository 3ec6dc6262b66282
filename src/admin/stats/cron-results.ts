import type { Connection } from '../../database/connection.ts';
import type { Status } from '../../domain/states.ts';
import { sql } from './statements.ts';
import type { Ended } from './tally.ts';

/** One of the last results of a cron: id, status, when it ended and how long it ran (null: it never began). */
export type RecentResult = readonly [id: string, status: Status, finishedMs: number, runMs: number | null];

const KEPT = 30;
const LIST = 500;
const FAILURES: readonly Status[] = ['FAILED', 'TIMEOUT'];

interface ResultRow {
  readonly job_id: number | bigint;
  readonly last_success_at: string | null;
  readonly recent: string;
}

const recentOf = ({ id, status, started_at, finished_at }: Ended): RecentResult => {
  const finishedMs = Date.parse(finished_at);
  return [String(id), status, finishedMs, started_at === null ? null : finishedMs - Date.parse(started_at)];
};

function failuresInRow(recent: readonly RecentResult[]): number {
  const decided = recent.filter(([, status]) => status === 'SUCCESS' || FAILURES.includes(status));
  const end = decided.findIndex(([, status]) => status === 'SUCCESS');
  return end < 0 ? decided.length : end;
}

/** How long the last successes of crons ran in milliseconds, the shortest first, of at most 30 results; none: left out. */
export async function lastRunTimes(
  connection: Connection,
  ids: readonly (number | bigint | string)[],
): Promise<Map<string, number[]>> {
  if (ids.length === 0) return new Map();
  const rows = await connection.fetchAll<ResultRow>(sql('list_cron_results'), { ids: ids.map(BigInt) });
  return new Map(
    rows.flatMap(({ job_id, recent }): [string, number[]][] => {
      const times = (JSON.parse(recent) as RecentResult[])
        .flatMap(([, status, , runMs]) => (status === 'SUCCESS' && runMs !== null ? [runMs] : []))
        .sort((a, b) => a - b);
      return times.length > 0 ? [[String(job_id), times]] : [];
    }),
  );
}

/** How long crons usually run, in milliseconds: the median of {@link lastRunTimes}. */
export async function usualRunTimes(
  connection: Connection,
  ids: readonly (number | bigint | string)[],
): Promise<Map<string, number>> {
  const times = await lastRunTimes(connection, ids);
  return new Map([...times].map(([id, own]) => [id, own[Math.floor(own.length / 2)]!]));
}

/** Puts new results in front of the stored ones, and takes back those of executions that run again. */
export async function writeCronResults(
  connection: Connection,
  ended: readonly Ended[],
  takenBack: readonly { job_id: number | bigint | null; execution_id: number | bigint }[],
): Promise<void> {
  const changes = new Map<number | bigint, { ended: Ended[]; gone: Set<string> }>();
  const changeOf = (jobId: number | bigint) => {
    const change = changes.get(jobId) ?? { ended: [], gone: new Set<string>() };
    changes.set(jobId, change);
    return change;
  };
  for (const { job_id, execution_id } of takenBack)
    if (job_id !== null) changeOf(job_id).gone.add(String(execution_id));
  for (const row of ended) if (row.job_id !== null) changeOf(row.job_id).ended.push(row);
  const jobIds = [...changes.keys()];
  for (let at = 0; at < jobIds.length; at += LIST) {
    const ids = jobIds.slice(at, at + LIST);
    const stored = await connection.fetchAll<ResultRow>(sql('list_cron_results'), { ids });
    const before = new Map(stored.map((row) => [row.job_id, row]));
    const rows = ids.flatMap((id) => {
      const { ended: news, gone } = changes.get(id)!;
      const old = before.get(id);
      const known = JSON.parse(old?.recent ?? '[]') as RecentResult[];
      const fresh = news.slice(-KEPT).map(recentOf);
      const freshIds = new Set(fresh.map(([one]) => one));
      const recent = [...fresh, ...known.filter(([one]) => !gone.has(one) && !freshIds.has(one))]
        .sort((a, b) => b[2] - a[2] || (BigInt(b[0]) > BigInt(a[0]) ? 1 : -1))
        .slice(0, KEPT);
      const [last] = recent;
      if (!last) return [];
      const success = [...news].reverse().find(({ status }) => status === 'SUCCESS')?.finished_at;
      const successAt = [success, old?.last_success_at].flatMap((at_) => (at_ ? [new Date(at_).getTime()] : []));
      return {
        job_id: id,
        last_execution_id: BigInt(last[0]),
        last_status: last[1],
        last_finished_at: new Date(last[2]),
        last_success_at: successAt.length > 0 ? new Date(Math.max(...successAt)) : null,
        failures_in_row: failuresInRow(recent),
        recent: JSON.stringify(recent),
      };
    });
    // Rows are changed in place: written anew, they would leave PostgreSQL a table of dead ones after a backlog.
    if (rows.length > 0) await connection.executeMany(sql('put_cron_results'), rows);
    const left = new Set(rows.map(({ job_id }) => job_id));
    const emptied = ids.filter((id) => !left.has(id));
    if (emptied.length > 0) await connection.execute(sql('delete_cron_results'), { ids: emptied });
  }
}
