import type { Connection } from '../../database/connection.ts';
import type { Status } from '../../domain/states.ts';
import { writeCronResults } from './cron-results.ts';
import { writeErrors } from './error-groups.ts';
import { sql } from './statements.ts';
import { ALL, type Ended, floorTo, GRAINS, HOUR_MS, Tallies, type TallyRow } from './tally.ts';

/** What an execution contributed to the counts before an operator had it run again. */
export interface Correction {
  readonly id: number | bigint;
  readonly execution_id: number | bigint;
  readonly job_id: number | bigint | null;
  readonly handler_name: string;
  readonly status: Status;
  readonly run_at: string | null;
  readonly started_at: string | null;
  readonly finished_at: string;
}

const LIST = 1000;

type StatsRow = TallyRow & { bucket_at: string; group_name: string; handler_name: string; status: Status };
type CronStatsRow = TallyRow & { job_id: number | bigint; bucket_at: string; status: Status };
type StatsKey = readonly [grain: number, bucketMs: number, group: string, handler: string, status: Status];
type CronKey = readonly [jobId: string, hourMs: number, status: Status];

async function groupsOf(
  connection: Connection,
  rows: readonly { job_id: number | bigint | null }[],
): Promise<(jobId: number | bigint | null) => string> {
  const ids = [...new Set(rows.flatMap(({ job_id }) => (job_id === null ? [] : [job_id])))];
  const groups = new Map<number | bigint, string | null>();
  for (let at = 0; at < ids.length; at += LIST)
    for (const row of await connection.fetchAll<{ id: number | bigint; group_name: string | null }>(
      sql('list_group_names'),
      { ids: ids.slice(at, at + LIST) },
    ))
      groups.set(row.id, row.group_name);
  return (jobId) => {
    const group = jobId === null ? '' : (groups.get(jobId) ?? '');
    return group === ALL ? '' : group;
  };
}

async function writeStats(connection: Connection, stats: Tallies<StatsKey>): Promise<void> {
  for (const grain of GRAINS) {
    const buckets = [...new Set([...stats].flatMap(({ key }) => (key[0] === grain ? [key[1]] : [])))];
    for (let at = 0; at < buckets.length; at += LIST) {
      const part = new Set(buckets.slice(at, at + LIST));
      const where = { grain_seconds: grain, buckets: [...part].map((ms) => new Date(ms)) };
      const whole = new Tallies<StatsKey>();
      for (const row of await connection.fetchAll<StatsRow>(sql('list_stats_in_buckets'), where))
        whole.at([grain, Date.parse(row.bucket_at), row.group_name, row.handler_name, row.status]).add(row);
      for (const { key, tally } of stats) if (key[0] === grain && part.has(key[1])) whole.at(key).merge(tally);
      await connection.execute(sql('delete_stats_buckets'), where);
      const rows = [...whole]
        .filter(({ tally }) => tally.executions > 0)
        .map(({ key: [, bucketMs, group_name, handler_name, status], tally }) => ({
          ...{ grain_seconds: grain, bucket_at: new Date(bucketMs), group_name, handler_name, status },
          ...tally.columns(),
        }));
      if (rows.length > 0) await connection.executeMany(sql('insert_stats'), rows);
    }
  }
}

async function writeCronStats(connection: Connection, stats: Tallies<CronKey>): Promise<void> {
  const byHour = Map.groupBy(stats, ({ key }) => key[1]);
  for (const [hourMs, changes] of byHour) {
    const jobIds = [...new Set(changes.map(({ key }) => key[0]))];
    for (let at = 0; at < jobIds.length; at += LIST) {
      const part = new Set(jobIds.slice(at, at + LIST));
      const where = { ids: [...part].map(BigInt), buckets: [new Date(hourMs)] };
      const whole = new Tallies<CronKey>();
      for (const row of await connection.fetchAll<CronStatsRow>(sql('list_cron_stats_in_buckets'), where))
        whole.at([String(row.job_id), hourMs, row.status]).add(row);
      for (const { key, tally } of changes) if (part.has(key[0])) whole.at(key).merge(tally);
      await connection.execute(sql('delete_cron_stats'), where);
      const rows = [...whole]
        .filter(({ tally }) => tally.executions > 0)
        .map(({ key: [jobId, , status], tally }) => ({
          ...{ job_id: BigInt(jobId), bucket_at: new Date(hourMs), status },
          ...tally.columns(),
        }));
      if (rows.length > 0) await connection.executeMany(sql('insert_cron_stats'), rows);
    }
  }
}

/** Adds executions to all counts, and takes corrections back. Runs in the transaction that holds the position. */
export async function fold(
  connection: Connection,
  ended: readonly Ended[],
  corrections: readonly Correction[] = [],
): Promise<void> {
  if (ended.length + corrections.length === 0) return;
  const groupOf = await groupsOf(connection, [...ended, ...corrections]);
  const [finest, ...coarser] = GRAINS;
  const stats = new Tallies<StatsKey>();
  const cronStats = new Tallies<CronKey>();
  const count = (row: Omit<Ended, 'id' | 'error_code' | 'error_message'>, times: 1 | -1) => {
    const ms = Date.parse(row.finished_at);
    const group = groupOf(row.job_id);
    for (const [byGroup, byHandler] of [
      [ALL, ALL],
      [group, ALL],
      [ALL, row.handler_name],
    ] as const)
      stats.at([finest, floorTo(ms, finest * 1000), byGroup, byHandler, row.status]).count(row, times);
    if (row.job_id !== null) cronStats.at([String(row.job_id), floorTo(ms, HOUR_MS), row.status]).count(row, times);
  };
  for (const row of ended) count(row, 1);
  for (const row of corrections) count(row, -1);
  const counted = [...stats];
  for (const grain of coarser)
    for (const { key, tally } of counted)
      stats.at([grain, floorTo(key[1], grain * 1000), key[2], key[3], key[4]]).merge(tally);
  await writeStats(connection, stats);
  await writeCronStats(connection, cronStats);
  if (corrections.length > 0)
    await connection.execute(sql('delete_execution_errors'), { ids: corrections.map((row) => row.execution_id) });
  await writeErrors(connection, ended);
  await writeCronResults(connection, ended, corrections);
}
