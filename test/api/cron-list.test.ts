import { expect, test } from 'vitest';
import { type Api, apiOn } from '../support/admin-app.ts';
import { DATABASE_KINDS } from '../support/servers.ts';

const NOW = new Date('2026-11-22T10:00:30.500Z');

async function made(api: Api): Promise<void> {
  for (const body of [
    {
      name: 'a',
      handlerName: 'load',
      groupName: 'g',
      owner: 'kim',
      tags: ['money', 'daily'],
      cronExpression: '0 3 * * *',
    },
    { name: 'b', handlerName: 'load', groupName: 'h', owner: 'lee', tags: ['mon_y'], cronExpression: '0 2 * * *' },
    { name: 'c', handlerName: 'send', description: '100% of the Mails', timeZone: 'UTC' },
    { name: 'd', handlerName: 'gone', cronExpression: '0 1 * * *', isEnabled: false },
    { name: 'e', handlerName: 'send', cronExpression: '0 2 * * *' },
  ])
    await api.ask('POST', '/api/v1/crons', body);
  const { autocommit } = api.database;
  const result = (job_id: number, last_status: string, last_success_at: Date | null, failures: number) =>
    autocommit.execute(
      `INSERT INTO cron_results (job_id, last_execution_id, last_status, last_finished_at, last_success_at, failures_in_row, recent)
       VALUES (:job_id, 1, :last_status, :now, :last_success_at, :failures, '[]')`,
      { job_id, last_status, last_success_at, failures, now: NOW },
    );
  await result(1, 'FAILED', null, 2);
  await result(2, 'SUCCESS', NOW, 0);
  await result(3, 'SKIPPED', null, 0);
  await api.call('POST', '/crons/5/trigger', {});
  await autocommit.execute("UPDATE job_executions SET status = 'RUNNING', started_at = :now WHERE job_id = 5", {
    now: NOW,
  });
  await api.call('POST', '/crons/2/pause', { reason: 'source is down' });
  for (const [id, state, handler, beat] of [
    ['w1', 'active', 'load', NOW],
    ['w2', 'stopped', 'send', NOW],
    ['w3', 'active', 'gone', new Date(NOW.getTime() - 60_000)],
  ] as const) {
    await autocommit.execute(
      `INSERT INTO workers (id, role, host, pid, version, handlers, queues, state, lease_seconds, started_at, heartbeat_at)
       VALUES (:id, 'worker', 'h', 1, '1', '[]', '[]', :state, 30, :beat, :beat)`,
      { id, state, beat },
    );
    await autocommit.execute('INSERT INTO worker_handlers (worker_id, handler_name) VALUES (:id, :handler)', {
      id,
      handler,
    });
  }
}

test.each(DATABASE_KINDS)('crons are found by each filter, and by several together, on %s', async (kind) => {
  const api = await apiOn(kind);
  await made(api);
  const names = async (query: string): Promise<string> => {
    const { body } = await api.ask('GET', `/api/v1/crons?count=true&${query}`);
    expect(body.count).toEqual({ value: body.items.length, relation: 'eq' });
    return body.items.map(({ name }: { name: string }) => name).join('');
  };
  for (const [query, expected] of [
    ['', 'abcde'],
    ['id=1&id=4', 'ad'],
    ['search=MAILS', 'c'],
    ['search=100%25', 'c'],
    ['handlerName=load&handlerName=gone', 'abd'],
    ['groupName=g&groupName=x', 'a'],
    ['owner=kim&owner=lee', 'ab'],
    ['tag=money', 'a'],
    ['tag=mon_y', 'b'],
    ['isEnabled=false', 'd'],
    ['isPaused=true', 'b'],
    ['isPaused=false', 'acde'],
    ['lastStatus=FAILED,SKIPPED', 'ac'],
    ['neverRan=true', 'cd'],
    ['neverRan=false', 'abe'],
    ['noWorker=true', 'cde'],
    ['noWorker=false', 'ab'],
    ['otherZone=true', 'c'],
    ['otherZone=false', 'abde'],
    ['noWorker=true&neverRan=true&isEnabled=true', 'c'],
  ] as const)
    expect(await names(query), query).toBe(expected);
  const { body } = await api.call('GET', '/crons?handlerName=load&isPaused=true&lastStatus=SUCCESS');
  expect(body.appliedFilters).toEqual({ handlerName: ['load'], isPaused: true, lastStatus: ['SUCCESS'], sort: 'name' });
  const plan = await api.call('POST', '/operations?dryRun=true', {
    action: 'cron.disable',
    target: { filter: { noWorker: 'true', neverRan: 'true' } },
  });
  expect(plan.body.items.map(({ name }: { name: string }) => name)).toEqual(['c', 'd']);
  const file = await api.ask('GET', '/api/v1/crons/export?owner=kim');
  expect(file.text.match(/- name: .*/g)).toEqual(['- name: a']);
});

test.each(DATABASE_KINDS)('crons are sorted by time both ways, those without one last, on %s', async (kind) => {
  const api = await apiOn(kind);
  await made(api);
  const walk = async (sort: string): Promise<string[]> => {
    const seen: string[] = [];
    const back: string[] = [];
    let { body } = await api.ask('GET', `/api/v1/crons?sort=${sort}&limit=2`);
    for (;;) {
      seen.push(...body.items.map(({ name }: { name: string }) => name));
      if (body.nextCursor === null) break;
      body = (await api.ask('GET', `/api/v1/crons?sort=${sort}&limit=2&cursor=${body.nextCursor}`)).body;
    }
    for (
      let page = body;
      ;
      page = (await api.ask('GET', `/api/v1/crons?sort=${sort}&limit=2&cursor=${page.prevCursor}`)).body
    ) {
      back.unshift(...page.items.map(({ name }: { name: string }) => name));
      if (page.prevCursor === null) break;
    }
    expect(back).toEqual(seen);
    return seen;
  };
  // c runs on trigger only and d is disabled: neither has a next time.
  expect(await walk('nextRunAt')).toEqual(['b', 'e', 'a', 'c', 'd']);
  expect(await walk('-nextRunAt')).toEqual(['a', 'e', 'b', 'd', 'c']);
  api.clock.set('2026-11-22T11:00:00.000Z');
  await api.call('PATCH', '/crons/3', { notes: 'x' }, { 'if-match': '*' });
  expect((await walk('-updatedAt'))[0]).toBe('c');
  expect((await walk('updatedAt')).at(-1)).toBe('c');
});

test('an item says what the asker may do with it, as it is now', async () => {
  const api = await apiOn();
  await made(api);
  const { items } = (await api.call('GET', '/crons')).body;
  const permissions = Object.fromEntries(
    items.map((item: { name: string; permissions: string[] }) => [item.name, item.permissions]),
  );
  expect(permissions['a']).toEqual(['trigger', 'pause', 'disable', 'backfill', 'update', 'duplicate', 'delete']);
  expect(permissions['b']).toContain('resume');
  expect(permissions['d']).toContain('enable');
});
