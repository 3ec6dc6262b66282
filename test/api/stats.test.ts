import { expect, test } from 'vitest';
import { rollUp } from '../../src/admin/stats/rollup.ts';
import { type Api, apiOn } from '../support/admin-app.ts';
import { DATABASE_KINDS } from '../support/servers.ts';

const NOW = Date.parse('2026-11-22T10:00:30.500Z');
const ago = (seconds: number) => new Date(NOW - seconds * 1000);

async function ended(api: Api, job: string | null, values: Record<string, unknown>): Promise<string> {
  const columns = {
    ...{ job_id: job === null ? null : BigInt(job), handler_name: 'h', status: 'SUCCESS', run_at: ago(120) },
    ...{
      scheduled_time: ago(7200 - Math.random() * 1000),
      occurrence_time: ago(7200),
      started_at: ago(100),
      finished_at: ago(90),
    },
    ...values,
  };
  const names = Object.keys(columns);
  await api.database.autocommit.execute(
    `INSERT INTO job_executions (${names.join(', ')}) VALUES (${names.map((name) => `:${name}`).join(', ')})`,
    columns,
  );
  return String(await api.database.autocommit.fetchValue('SELECT MAX(id) FROM job_executions'));
}

test.each(DATABASE_KINDS)('reports show what ended, waits and needs attention on %s', async (kind) => {
  const api = await apiOn(kind);
  const { call, clock, database } = api;
  const make = async (name: string, groupName: string | null) =>
    (await call('POST', '/crons', { name, handlerName: 'h', groupName, cronExpression: '0 18 * * *' })).body
      .id as string;
  const [good, bad] = [await make('good', 'finance'), await make('bad', null)];
  for (let index = 0; index < 12; index++)
    await ended(api, good, { finished_at: ago(99 - index / 10), scheduled_time: ago(9000 - index) });
  const failures: string[] = [];
  for (const number of [1, 2, 3])
    failures.push(
      await ended(api, bad, {
        ...{
          status: 'FAILED',
          error_code: 'HANDLER_FAILED',
          error_message: `Row ${number} of "t${number}" broke\n at x`,
        },
        ...{ scheduled_time: ago(300 - number), finished_at: ago(80 - number) },
      }),
    );
  await ended(api, good, {
    status: 'RUNNING',
    started_at: ago(300),
    finished_at: null,
    scheduled_time: ago(301),
    timeout_seconds: 0,
  });
  await ended(api, null, {
    status: 'PENDING',
    handler_name: 'nobody',
    run_at: ago(100),
    started_at: null,
    finished_at: null,
  });
  await ended(api, bad, {
    ...{
      status: 'SKIPPED',
      skip_reason: 'expired',
      scheduled_time: ago(4000),
      started_at: null,
      finished_at: ago(200),
    },
  });
  await database.autocommit.execute('UPDATE cron_jobs SET paused_at = :at WHERE id = :id', {
    at: ago(8 * 86_400),
    id: BigInt(bad),
  });

  expect(await rollUp(database, clock.now())).toEqual({ counted: 16, isBehind: false });
  const summary = (await call('GET', '/stats/summary?range=1h')).body;
  expect(summary).toMatchObject({
    ...{ running: 1, waiting: 1, oldestWaitingAt: ago(100).toISOString(), missed: 1, workersAlive: 0 },
    ...{ ended: { SUCCESS: 12, FAILED: 3, SKIPPED: 1 }, successRate: 0.8, previousSuccessRate: null },
  });
  expect((await call('GET', '/stats/summary?range=1h&groupName=finance')).body).toMatchObject({
    ...{ ended: { SUCCESS: 12 }, running: 1, waiting: 0, missed: 0 },
  });

  const badges = async (query = '') => (await call('GET', `/stats/badges${query}`)).body;
  expect(await badges()).toEqual({ running: 1, failed: 3, late: 0 });
  expect(await badges(`?failedSince=${ago(78).toISOString()}`)).toMatchObject({ failed: 1 });
  expect(await badges(`?failedSince=${ago(0).toISOString()}`)).toMatchObject({ failed: 0 });
  await database.autocommit.execute('UPDATE cron_jobs SET next_run_at = :late WHERE id = :id', {
    late: ago(61),
    id: BigInt(bad),
  });
  expect(await badges()).toMatchObject({ late: 1 });
  await database.autocommit.execute('UPDATE cron_jobs SET next_run_at = :soon WHERE id = :id', {
    soon: ago(-600),
    id: BigInt(bad),
  });

  const series = async (query: string) => (await call('GET', `/stats/timeseries?range=1h&${query}`)).body;
  const total = (values: (number | null)[]) => values.reduce<number>((sum, value) => sum + (value ?? 0), 0);
  const throughput = await series('metric=throughput');
  expect(throughput.series.map(({ key, values }: { key: string; values: number[] }) => [key, total(values)])).toEqual([
    ['FAILED', 3],
    ['SKIPPED', 1],
    ['SUCCESS', 12],
  ]);
  expect(throughput.times).toHaveLength(throughput.series[0].values.length);
  const byGroup = await series('metric=throughput&groupBy=groupName');
  expect(byGroup.series.map(({ key, values }: { key: string; values: number[] }) => [key, total(values)])).toEqual([
    ['', 4],
    ['finance', 12],
  ]);
  const delay = await series('metric=queueDelay');
  expect(delay.series.map(({ key }: { key: string }) => key)).toEqual(['p50', 'p95', 'p99']);
  const p50 = delay.series[0].values.find((value: number | null) => value !== null);
  expect(Math.abs(p50 - 20_000)).toBeLessThan(2_000);
  expect(total((await series('metric=failureRate')).series[0].values)).toBeGreaterThan(0);
  expect(await call('GET', '/stats/timeseries?metric=runTime&groupBy=groupName')).toMatchObject({
    ...{ status: 400, body: { code: 'STATS_GROUPING_INVALID' } },
  });

  const { items } = (await call('GET', '/attention')).body;
  expect(
    items.map(({ kind: what, cronName, handlerName, count }: Record<string, unknown>) => [
      what,
      cronName ?? handlerName,
      count,
    ]),
  ).toEqual([
    ['failing_in_row', 'bad', 3],
    ['slow', null, null].with(1, items[1].handlerName),
    ['missed', items[2].cronName, 1].with(1, items[2].handlerName),
    ['no_worker', 'nobody', 1],
    ['paused_long', 'bad', null],
  ]);

  const figures = (await call('GET', `/crons/stats?ids=${good},${bad}`)).body.items;
  const [ofGood, ofBad] = [good, bad].map((id) => figures.find(({ cronId }: { cronId: string }) => cronId === id));
  expect(ofGood).toMatchObject({ lastStatus: 'SUCCESS', failuresInRow: 0, successRate: 1, unfinished: 1, ended: 12 });
  expect(ofGood.recent).toHaveLength(12);
  expect(ofBad).toMatchObject({
    lastStatus: 'FAILED',
    failuresInRow: 3,
    failures: 3,
    successRate: 0,
    lastExecutionId: failures[2],
  });
  const one = (await call('GET', `/crons/${good}/stats?range=30d`)).body;
  expect(one.buckets).toMatchObject([{ at: '2026-11-22T00:00:00.000Z', counts: { SUCCESS: 12 } }]);
  expect((await call('GET', '/crons/999/stats')).status).toBe(404);

  const groups = (await call('GET', '/error-groups')).body.items;
  expect(groups).toMatchObject([{ executions: 3, errorCode: 'HANDLER_FAILED', lastExecutionId: failures[2] }]);
  const { fingerprint } = groups[0];
  expect((await call('GET', `/executions?fingerprint=${fingerprint}`)).body.items).toHaveLength(3);
  expect((await call('GET', `/executions/${failures[0]}`)).body.errorFingerprint).toBe(fingerprint);
  await call('POST', `/executions/${failures[2]}/retry`, { allowOverlap: true });
  await rollUp(database, clock.now());
  expect((await call('GET', `/error-groups/${fingerprint}`)).body.count).toEqual({ value: 2, relation: 'eq' });
  expect((await call('GET', '/stats/summary?range=1h')).body.ended).toMatchObject({ FAILED: 2 });
  expect((await call('GET', '/error-groups/nothing')).status).toBe(404);

  const between = `from=${ago(3600).toISOString()}&to=${ago(-60).toISOString()}`;
  const { charts, times } = (await call('GET', `/stats/charts?${between}`)).body;
  expect(charts.map(({ metric }: { metric: string }) => metric)).toEqual([
    ...['throughput', 'failureRate', 'queueDelay', 'runTime'],
  ]);
  for (const { series } of charts) for (const { values } of series) expect(values).toHaveLength(times.length);
  const succeeded = charts[0].series.find(({ key }: { key: string }) => key === 'SUCCESS').values as number[];
  expect(succeeded.reduce((sum, count) => sum + count, 0)).toBe(12);
  expect((await call('GET', `/stats/summary?${between}`)).body).toMatchObject({
    ended: { SUCCESS: 12 },
    workers: expect.any(Array),
  });
  expect((await call('GET', `/error-groups?${between}`)).body.items).toHaveLength(1);
  expect((await call('GET', `/stats/charts?from=${ago(60).toISOString()}`)).body.code).toBe('QUERY_INVALID');

  const timeline = (await call('GET', `/timeline?from=${ago(3600).toISOString()}&lanes=handler`)).body;
  expect(timeline.lanes.map(({ name, bars }: { name: string; bars: unknown[] }) => [name, bars.length])).toEqual([
    ['h', 15],
  ]);
  const ahead = ago(-86_400).toISOString();
  const { planned, isPlanCut } = (await call('GET', `/timeline?to=${ahead}&from=${ago(3600).toISOString()}`)).body;
  expect(isPlanCut).toBe(false);
  for (const one of planned)
    expect(one).toMatchObject({
      cronId: expect.any(String),
      handlerName: expect.any(String),
      runAt: expect.any(String),
    });
  expect((await call('GET', `/timeline?from=${ago(0).toISOString()}&to=${ago(9).toISOString()}`)).body.code).toBe(
    'TIMELINE_RANGE_INVALID',
  );
  expect((await call('GET', '/timeline?lanes=group')).body.lanes.map(({ name }: { name: string }) => name)).toEqual([
    '',
    'finance',
  ]);
});
