import { describe, expect, test } from 'vitest';
import { rollUp } from '../../src/admin/stats/rollup.ts';
import { type Api, apiOn } from '../support/admin-app.ts';
import { DATABASE_KINDS } from '../support/servers.ts';

type Item = { id: string };

const NOW = Date.parse('2026-11-22T10:00:30.500Z');
const at = (secondsAgo: number) => new Date(NOW - secondsAgo * 1000);

/** Writes one column after another of a row that only workers write. */
async function put(api: Api, id: string, values: Record<string, unknown>): Promise<void> {
  for (const [column, value] of Object.entries(values))
    await api.database.autocommit.execute(`UPDATE job_executions SET ${column} = :value WHERE id = :id`, {
      id: BigInt(id),
      value,
    });
}

/** Five executions of two crons and one without, each different in everything that can be filtered. */
async function filled(api: Api): Promise<{ crons: string[]; ids: string[] }> {
  const crons: string[] = [];
  for (const [name, groupName, owner, tags] of [
    ['daily-settle', 'finance', 'kim', ['money', 'eu']],
    ['Daily-report', 'office', 'lee', ['paper']],
  ] as const)
    crons.push(
      (await api.call('POST', '/crons', { name, handlerName: name.slice(6), groupName, owner, tags })).body.id,
    );
  const ids: string[] = [];
  for (const [index, path] of [crons[0], crons[1], crons[0], crons[1], ''].entries()) {
    api.clock.set(at(60 - index * 10).toISOString());
    const made = path
      ? await api.call('POST', `/crons/${path}/trigger`, { params: { order: `A-${index}` }, allowOverlap: true })
      : await api.call('POST', '/executions', { handlerName: 'lone', queue: 'q2' });
    ids.push(made.body.id);
  }
  api.clock.set(new Date(NOW).toISOString());
  const [a, b, c, d] = ids as [string, string, string, string];
  const ran = { run_at: at(60), started_at: at(50) };
  await put(api, a, { ...ran, status: 'SUCCESS', finished_at: at(20), worker_id: 'w-1', attempt: 1 });
  await put(api, b, {
    ...ran,
    ...{ status: 'FAILED', finished_at: at(45), worker_id: 'w-2', attempt: 3, retry_count: 2 },
    ...{ error_code: 'HANDLER_FAILED', error_message: 'ORA-00001: unique_key 100%' },
  });
  await put(api, c, {
    ...ran,
    status: 'TIMEOUT',
    finished_at: at(30),
    worker_id: 'w-1',
    attempt: 1,
    error_code: 'TIMEOUT',
  });
  await put(api, d, {
    status: 'RUNNING',
    run_at: at(29),
    started_at: at(28),
    worker_id: 'w-2',
    attempt: 2,
    retry_count: 1,
  });
  await put(api, ids[4]!, { skip_reason: 'catch_up' });
  return { crons, ids };
}

describe.each(DATABASE_KINDS)('finding executions on %s', (kind) => {
  test('by every filter, alone and together', async () => {
    const api = await apiOn(kind);
    const { crons, ids } = await filled(api);
    const found = async (query: string): Promise<string> => {
      const { body, status } = await api.call('GET', `/executions?sort=id&${query}`);
      expect(status, query).toBe(200);
      return body.items.map(({ id }: Item) => 'abcde'[ids.indexOf(id)]).join('');
    };
    const expected: Record<string, string> = {
      '': 'abcde',
      'status=SUCCESS': 'a',
      'status=FAILED,TIMEOUT': 'bc',
      'status=FAILED&status=SUCCESS': 'ab',
      'status=RUNNING,PENDING': 'de',
      'status=HELD': '',
      [`cronId=${crons[0]}`]: 'ac',
      [`cronId=${crons[0]}&cronId=${crons[1]}`]: 'abcd',
      'cron=daily-settle': 'ac',
      'cron=daily-*': 'abcd',
      'cron=*report': 'bd',
      'cron=daily_settle': '',
      'handlerName=lone&handlerName=settle': 'ace',
      'groupName=finance': 'ac',
      'groupName=finance&groupName=office': 'abcd',
      'owner=lee': 'bd',
      'tag=eu': 'ac',
      'tag=mone': '',
      'trigger=event': 'e',
      'trigger=manual,event': 'abcde',
      'workerId=w-1': 'ac',
      'queue=q2': 'e',
      'attemptOver=1': 'bd',
      'durationOver=25s': 'ad',
      'durationOver=29s': 'a',
      'delayOver=5s': 'abc',
      'error=ora-0': 'b',
      'error=timeout': 'c',
      'error=100%25': 'b',
      'error=unique_key': 'b',
      'error=uniqueXkey': '',
      'errorCode=HANDLER_FAILED': 'b',
      'skipReason=catch_up,expired': 'e',
      'skipReason=calendar': '',
      'params=a-3': 'd',
      'since=35s': 'de',
      'since=1h': 'abcde',
      [`since=${at(35).toISOString()}`]: 'de',
      [`until=${at(45).toISOString()}`]: 'ab',
      [`scheduledFrom=${at(55).toISOString()}&scheduledTo=${at(25).toISOString()}`]: 'bcd',
      [`startedFrom=${at(29).toISOString()}`]: 'd',
      [`finishedFrom=${at(31).toISOString()}&finishedTo=${at(20).toISOString()}`]: 'c',
      'retrying=true': 'bd',
      'slow=true': '',
      'lost=true': '',
      'unhandled=true&status=FAILED': 'b',
      'status=FAILED,TIMEOUT&groupName=office&error=ora': 'b',
    };
    for (const [query, names] of Object.entries(expected)) expect([query, await found(query)]).toEqual([query, names]);
    const { autocommit } = api.database;
    await autocommit.execute(
      `INSERT INTO execution_attempts (execution_id, attempt, outcome, finished_at)
       VALUES (:id, 1, 'RESCUED', :rescued)`,
      { id: BigInt(ids[3]!), rescued: at(40) },
    );
    expect(await found('lost=true')).toBe('d');
    const writeResults = async (runMs: number) => {
      await autocommit.execute('DELETE FROM cron_results', {});
      await autocommit.execute(
        `INSERT INTO cron_results (job_id, last_execution_id, last_status, last_finished_at, failures_in_row, recent)
         VALUES (:job, 1, 'SUCCESS', :ended, 0, :recent)`,
        {
          job: BigInt(crons[1]!),
          ended: at(40),
          recent: JSON.stringify(Array.from({ length: 10 }, (_, index) => [String(index), 'SUCCESS', NOW, runMs])),
        },
      );
    };
    await writeResults(20_000);
    expect(await found('slow=true')).toBe('d');
    expect(await found(`slow=true&cronId=${crons[0]}`)).toBe('');
    expect((await api.call('GET', '/executions?status=RUNNING')).body.items).toMatchObject([{ usualMs: 20_000 }]);
    await writeResults(90_000);
    expect(await found('slow=true')).toBe('');
    const byEnd = await api.call('GET', '/executions?sort=-finishedAt&limit=2');
    expect(byEnd.body.items.map(({ id }: Item) => id)).toEqual([ids[0], ids[2]]);
    const refused = await api.call('GET', '/executions?sort=scheduledTime');
    expect(refused).toMatchObject({ status: 400, body: { code: 'SORT_NEEDS_CRON' } });
  });

  test('goes forward and back while others are made, and counts', async () => {
    const api = await apiOn(kind);
    const cron = (await api.call('POST', '/crons', { name: 'c', handlerName: 'h' })).body.id;
    const make = async () =>
      (await api.call('POST', `/crons/${cron}/trigger`, { allowOverlap: true })).body.id as string;
    const ids: string[] = [];
    for (let index = 0; index < 9; index++) ids.unshift(await make());
    for (const id of ids) await put(api, id, { status: 'FAILED', finished_at: at(Number(id)) });
    for (const query of ['status=FAILED', `cronId=${cron}`, 'sort=-id', 'sort=finishedAt']) {
      const seen: string[] = [];
      let page = (await api.call('GET', `/executions?limit=4&count=true&${query}`)).body;
      expect(page.count.relation, query).toBe('eq');
      expect(page.count.value, query).toBeGreaterThanOrEqual(9);
      for (;;) {
        seen.push(...page.items.map(({ id }: Item) => id));
        await make();
        if (page.nextCursor === null) break;
        page = (await api.call('GET', `/executions?limit=4&${query}&cursor=${page.nextCursor}`)).body;
      }
      const old = seen.filter((id) => ids.includes(id));
      expect([query, old]).toEqual([query, ids]);
      expect(new Set(seen).size, query).toBe(seen.length);
      const back: string[] = [];
      while (page.prevCursor !== null) {
        page = (await api.call('GET', `/executions?limit=4&${query}&cursor=${page.prevCursor}`)).body;
        back.unshift(...page.items.map(({ id }: Item) => id));
      }
      expect(back.slice(-8).filter((id) => ids.includes(id)).length, query).toBeGreaterThan(3);
    }
  });

  test('shows its default bound, exports, suggests and draws bars', async () => {
    const api = await apiOn(kind);
    const { ids } = await filled(api);
    await put(api, ids[0]!, { created_at: at(25 * 3600) });
    const { body } = await api.call('GET', '/executions');
    expect(body.appliedFilters).toEqual({ since: at(86_400).toISOString(), defaulted: ['since'], sort: '-id' });
    expect(body.items).toHaveLength(4);
    expect((await api.call('GET', '/executions?status=SUCCESS&since=7d')).body.items).toHaveLength(1);
    const csv = await api.ask('GET', '/api/v1/executions/export?since=7d&cron=daily-*');
    expect(csv.text.split('\r\n')).toHaveLength(6);
    expect(csv.text).toContain('HANDLER_FAILED,ORA-00001: unique_key 100%,');
    const lines = await api.ask('GET', '/api/v1/executions/export?since=7d&format=jsonl');
    const parsed = lines.text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(parsed.map(({ id }: Item) => id)).toEqual(ids.toReversed());
    const suggest = async (field: string, q: string) =>
      (await api.call('GET', `/executions/suggest?field=${field}&q=${q}`)).body.values;
    expect(await suggest('cron', 'SETT')).toEqual(['daily-settle']);
    expect(await suggest('tag', 'm')).toEqual(['money']);
    expect(await suggest('owner', '')).toEqual(['kim', 'lee']);
    expect(await suggest('workerId', '')).toEqual([]);
    const bars = (await api.call('GET', '/executions/histogram?bars=10')).body;
    expect(bars).toMatchObject({ stepMs: 5000, isPartial: false });
    expect(bars.bars.flatMap(({ counts }: { counts: object }) => Object.keys(counts)).sort()).toEqual(
      ['FAILED', 'PENDING', 'RUNNING', 'TIMEOUT'].sort(),
    );
  });

  test('draws all of many executions from the stored counts, and tells where it cannot', async () => {
    const api = await apiOn(kind);
    const { autocommit } = api.database;
    const cron = (await api.call('POST', '/crons', { name: 'many', handlerName: 'h', groupName: 'money' })).body.id;
    await autocommit.executeMany(
      `INSERT INTO job_executions (job_id, cron_name, handler_name, params, param_source, scheduled_time, occurrence_time, run_at,
         status, started_at, finished_at, created_at, queue)
       VALUES (:job, 'many', 'h', '{}', 'cron', :at, :at, :at, :status, :at, :at, :at, 'default')`,
      Array.from({ length: 6_100 }, (_, index) => ({
        job: BigInt(cron),
        at: at(36_000 - index),
        status: index % 10 === 0 ? 'FAILED' : 'SUCCESS',
      })),
    );
    await api.call('POST', '/executions', { handlerName: 'h' });
    while ((await rollUp(api.database, new Date(NOW)))?.isBehind);
    const draw = async (query: string) => {
      const { isPartial, bars } = (await api.call('GET', `/executions/histogram?${query}`)).body;
      const sums: Record<string, number> = {};
      for (const { counts } of bars as { counts: Record<string, number> }[])
        for (const [status, count] of Object.entries(counts)) sums[status] = (sums[status] ?? 0) + count;
      return { isPartial, sums };
    };
    expect(await draw('')).toEqual({ isPartial: false, sums: { SUCCESS: 5_490, FAILED: 610, PENDING: 1 } });
    expect(await draw('groupName=money&status=SUCCESS&status=FAILED&since=7d')).toEqual({
      isPartial: false,
      sums: { SUCCESS: 5_490, FAILED: 610 },
    });
    const { isPartial, sums } = await draw('handlerName=h&since=24h');
    expect([isPartial, Object.values(sums).reduce((sum, count) => sum + count, 0)]).toEqual([true, 6_000]);
  });
});
