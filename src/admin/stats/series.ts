import type { Connection } from '../../database/connection.ts';
import { STATUSES, type Status } from '../../domain/states.ts';
import { storedGroups, type Window } from './scope.ts';
import { sql } from './statements.ts';
import { ALL, floorTo, Tallies, type TallyRow } from './tally.ts';

export const METRICS = ['throughput', 'failureRate', 'queueDelay', 'runTime'] as const;
export const GROUPINGS = ['status', 'groupName', 'handlerName'] as const;

export type Metric = (typeof METRICS)[number];

export const UNITS = { throughput: 'executions', failureRate: 'ratio', queueDelay: 'ms', runTime: 'ms' } as const;

/** The points of a chart; each series has one value for each of `times`. */
export interface Chart {
  readonly from: Date;
  readonly stepSeconds: number;
  readonly times: Date[];
  seriesOf(metric: Metric): { key: string; values: (number | null)[] }[];
}

type StatsRow = TallyRow & { bucket_at: string; group_name: string; handler_name: string; status: Status };

const POINTS = 60;
const STEPS_SECONDS = [60, 300, 600, 1800, 3600, 10_800, 21_600, 43_200, 86_400, 604_800];

/** The share that succeeded of what succeeded, failed or timed out; null: nothing did. */
export const rateOf = (counts: Partial<Record<Status, number>>): number | null => {
  const { SUCCESS = 0, FAILED = 0, TIMEOUT = 0 } = counts;
  const decided = SUCCESS + FAILED + TIMEOUT;
  return decided === 0 ? null : SUCCESS / decided;
};

/** Reads the stored counts of a stretch of time once, for any of the metrics; other groupings are for throughput only. */
export async function readChart(
  connection: Connection,
  { from, until, grainSeconds }: Window,
  options: { groups: readonly string[] | null; groupBy?: (typeof GROUPINGS)[number]; step?: number | undefined },
): Promise<Chart> {
  const { groups, groupBy = 'status', step } = options;
  const rangeSeconds = (until.getTime() - from.getTime()) / 1000;
  const wanted = step ?? STEPS_SECONDS.find((seconds) => rangeSeconds / seconds <= POINTS * 2) ?? 604_800;
  const stepSeconds = Math.max(
    grainSeconds,
    Math.ceil(Math.max(wanted, rangeSeconds / 1000) / grainSeconds) * grainSeconds,
  );
  const fromMs = floorTo(from.getTime(), stepSeconds * 1000);
  const everyGroup = groupBy === 'groupName' && groups === null;
  const byHandler = groupBy === 'handlerName';
  const rows = await connection.fetchAll<StatsRow>(sql('read_stats'), {
    grain_seconds: grainSeconds,
    from: new Date(fromMs),
    until: new Date(until.getTime() + 60_000),
    every_group: everyGroup ? '1' : null,
    some_groups: everyGroup ? null : '1',
    groups: storedGroups(groups),
    every_handler: byHandler ? '1' : null,
    some_handlers: byHandler ? null : '1',
    handlers: [ALL],
  });
  const tallies = new Tallies<readonly [key: string, atMs: number]>();
  const keys = new Set<string>();
  for (const row of rows) {
    const key = groupBy === 'groupName' ? row.group_name : byHandler ? row.handler_name : row.status;
    const atMs = floorTo(Date.parse(row.bucket_at), stepSeconds * 1000);
    keys.add(key);
    tallies.at([key, atMs]).add(row);
    // Of the metrics, only throughput may be grouped in another way.
    if (groupBy === 'status') tallies.at(['all', atMs]).add(row);
  }
  const count = Math.floor((until.getTime() - fromMs) / (stepSeconds * 1000)) + 1;
  const times = Array.from({ length: count }, (_, index) => fromMs + index * stepSeconds * 1000);
  const countAt = (key: string, atMs: number) => tallies.at([key, atMs]).executions;
  const seriesOf = (metric: Metric) => {
    if (metric === 'throughput')
      return [...keys].sort().map((key) => ({ key, values: times.map((atMs) => countAt(key, atMs)) }));
    if (metric === 'failureRate') {
      const rates = times.map((atMs) => rateOf(Object.fromEntries(STATUSES.map((one) => [one, countAt(one, atMs)]))));
      return [{ key: 'failureRate', values: rates.map((rate) => (rate === null ? null : 1 - rate)) }];
    }
    const histogram = metric === 'queueDelay' ? 'delays' : 'runTimes';
    return (['p50', 'p95', 'p99'] as const).map((key) => ({
      key,
      values: times.map((atMs) => tallies.at(['all', atMs])[histogram].percentile(Number(key.slice(1)) / 100)),
    }));
  };
  return { from: new Date(fromMs), stepSeconds, times: times.map((atMs) => new Date(atMs)), seriesOf };
}
