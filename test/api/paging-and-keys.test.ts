import { expect, test } from 'vitest';
import { type Api, apiOn } from '../support/admin-app.ts';
import { DATABASE_KINDS } from '../support/servers.ts';

/** All pages of a list forwards, then back to the first one; each time the ids of the items of each page. */
async function walk({ call }: Api, path: string, keyOf: (item: Record<string, string>) => string) {
  const read = async (cursor: string | null) => {
    const { body } = await call(
      'GET',
      `${path}${path.includes('?') ? '&' : '?'}limit=2${cursor ? `&cursor=${cursor}` : ''}`,
    );
    return { keys: body.items.map(keyOf) as string[], next: body.nextCursor, prev: body.prevCursor };
  };
  const forth = [await read(null)];
  expect(forth[0]!.prev, path).toBeNull();
  while (forth.at(-1)!.next) forth.push(await read(forth.at(-1)!.next));
  const back = [];
  for (let page = forth.at(-1)!; page.prev; back.unshift(page)) page = await read(page.prev);
  expect(
    back.map(({ keys }) => keys),
    path,
  ).toEqual(forth.slice(0, -1).map(({ keys }) => keys));
  expect(back[0]?.prev, path).toBeNull();
  expect(back.at(-1)?.next, path).not.toBeNull();
  return forth.flatMap(({ keys }) => keys);
}

test.each(DATABASE_KINDS)('lists are paged forth and back, on %s', async (kind) => {
  const api = await apiOn(kind);
  const { call } = api;
  const make = async (name: string, cronExpression: string) =>
    (await call('POST', '/crons', { name, cronExpression, handlerName: 'h', timeZone: 'UTC', allowOverlap: true }))
      .body;
  const { id } = await make('daily', '0 9 * * *');
  await make('hourly', '0 * * * *');
  for (const owner of ['a', 'b', 'c', 'd']) await call('PATCH', `/crons/${id}`, { owner }, { 'if-match': '*' });
  expect(await walk(api, `/crons/${id}/revisions`, ({ revision }) => String(revision))).toEqual([
    '5',
    '4',
    '3',
    '2',
    '1',
  ]);

  const range = { from: '2026-11-15T00:00:00Z', to: '2026-11-19T23:00:00Z' };
  for (const mode of ['missing', 'all', 'all', 'all', 'all'])
    await call('POST', '/backfills', { cronId: id, ...range, mode, maxRunning: 5 });
  const { items } = (await call('GET', '/backfills')).body;
  const ids = items.map((item: { id: string }) => item.id);
  expect(ids.length).toBeGreaterThan(0);
  const first = ids.at(-1);
  const times = await walk(api, `/backfills/${first}/executions`, ({ scheduledTime }) => scheduledTime!);
  expect(times).toEqual([15, 16, 17, 18, 19].map((day) => `2026-11-${day}T09:00:00.000Z`));

  const plan = '/plan?from=2026-11-22T11:30:00Z&to=2026-11-23T10:00:00Z';
  const planned = await walk(api, plan, ({ cronName, scheduledTime }) => `${scheduledTime} ${cronName}`);
  expect(planned).toHaveLength(24);
  expect(planned.slice(-3)).toEqual([
    '2026-11-23T09:00:00.000Z daily',
    '2026-11-23T09:00:00.000Z hourly',
    '2026-11-23T10:00:00.000Z hourly',
  ]);
  await walk(api, `/crons/${id}/occurrences?to=2026-11-28T10:00:00Z`, ({ scheduledTime }) => scheduledTime!);
});

test.each(DATABASE_KINDS)('what is asked for again with its key is not done twice, on %s', async (kind) => {
  const api = await apiOn(kind);
  const { call, database } = api;
  const body = { name: 'daily', cronExpression: '0 9 * * *', handlerName: 'h', timeZone: 'UTC', allowOverlap: true };
  const { id } = (await call('POST', '/crons', body)).body;
  const key = { 'idempotency-key': 'settlement-2026-11' };
  const asked = { cronId: id, from: '2026-11-10T00:00:00Z', to: '2026-11-12T23:00:00Z' };
  const answers = await Promise.all([1, 2, 3].map(() => call('POST', '/backfills', asked, key)));
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 201]);
  expect(new Set(answers.map((answer) => answer.body.id)).size).toBe(1);
  expect((await call('POST', '/backfills', { ...asked, mode: 'all' }, key)).body.code).toBe('BACKFILL_KEY_REUSED');
  expect((await call('GET', '/backfills')).body.items).toHaveLength(1);
  expect((await call('GET', '/audit?action=backfill.create&count=true')).body.count.value).toBe(1);

  const run = await call('POST', `/crons/${id}/trigger`, {});
  await call('POST', `/executions/${run.body.id}/cancel`, {});
  const again = () =>
    call('POST', `/executions/${run.body.id}/retry`, { params: { day: 1 } }, { 'idempotency-key': 'r1' });
  const [one, two] = [await again(), await again()];
  expect([one.status, two.status, two.body.id]).toEqual([201, 200, one.body.id]);
  const other = await call('POST', `/executions/${one.body.id}/cancel`, {});
  const reused = await call('POST', `/executions/${other.body.id}/retry`, { params: {} }, { 'idempotency-key': 'r1' });
  expect(reused.body.code).toBe('IDEMPOTENCY_KEY_REUSED');
  const retries = await database.autocommit.fetchValue(
    "SELECT COUNT(*) FROM audit_log WHERE action = 'execution.retry'",
  );
  expect(Number(retries)).toBe(1);
});
