import { describe, expect, test } from 'vitest';
import { type Api, apiOn } from '../support/admin-app.ts';

type Item = { id: string };

async function cron(api: Api, fields: object = {}): Promise<string> {
  return (await api.call('POST', '/crons', { name: 'c', handlerName: 'h', handlerParams: { a: 1 }, ...fields })).body
    .id;
}

/** Puts an execution into a state that only a worker writes. */
async function put(api: Api, id: string, set: string): Promise<void> {
  await api.database.autocommit.execute(`UPDATE job_executions SET ${set} WHERE id = :id`, { id: BigInt(id) });
}

describe('triggering a cron', () => {
  test('is accepted with the new execution and where it is', async () => {
    const api = await apiOn();
    const cronId = await cron(api);
    const { status, headers, body } = await api.call('POST', `/crons/${cronId}/trigger`, { reason: 'month end' });
    expect([status, headers['location']]).toEqual([202, `/api/v1/executions/${body.id}`]);
    expect(body).toMatchObject({
      cronId,
      cronName: 'c',
      handlerName: 'h',
      params: { a: 1 },
      paramSource: 'manual',
      status: 'PENDING',
      scheduledTime: '2026-11-22T10:00:30.500Z',
      actor: 'local',
      reason: 'month end',
    });
    expect((await api.call('GET', `/executions/${body.id}`)).body).toMatchObject({ ...body, attempts: [] });
  });

  test('takes other params as they were typed, and a time to start at', async () => {
    const api = await apiOn();
    const cronId = await cron(api);
    const answer = await api.call(
      'POST',
      `/crons/${cronId}/trigger`,
      '{"params":{"n":9007199254740993},"runAt":"2026-11-22T20:00:00+09:00"}',
    );
    expect(answer.text).toContain('"params":{"n":9007199254740993},');
    expect(answer.body.runAt).toBe('2026-11-22T11:00:00.000Z');
    const bad = await api.call('POST', `/crons/${cronId}/trigger`, { runAt: '2026-11-22 11:00' });
    expect(bad).toMatchObject({ status: 422, body: { errors: [{ pointer: '#/runAt' }] } });
  });

  test('conflicts with an unfinished execution unless overlap is allowed this once', async () => {
    const api = await apiOn();
    const cronId = await cron(api);
    const first = await api.call('POST', `/crons/${cronId}/trigger`, {});
    const second = await api.call('POST', `/crons/${cronId}/trigger`, {});
    expect(second).toMatchObject({ status: 409, body: { code: 'EXECUTION_OVERLAP' } });
    expect(second.body.detail).toContain(`execution ${first.body.id}`);
    expect((await api.call('POST', `/crons/${cronId}/trigger`, { allowOverlap: true })).status).toBe(202);
  });

  test('answers the same execution to the same Idempotency-Key, and refuses the key for something else', async () => {
    const api = await apiOn();
    const [one, other] = [await cron(api), await cron(api, { name: 'd' })];
    const key = { 'idempotency-key': 'order-7' };
    const first = await api.call('POST', `/crons/${one}/trigger`, {}, key);
    const again = await api.call('POST', `/crons/${one}/trigger`, {}, key);
    expect([first.status, again.status, again.body.id]).toEqual([202, 200, first.body.id]);
    const elsewhere = await api.call('POST', `/crons/${other}/trigger`, {}, key);
    expect(elsewhere).toMatchObject({ status: 422, body: { code: 'IDEMPOTENCY_KEY_REUSED' } });
    for (const bad of ['', 'with blank', 'x'.repeat(201)])
      expect(await api.call('POST', `/crons/${one}/trigger`, {}, { 'idempotency-key': bad })).toMatchObject({
        status: 400,
        body: { code: 'QUERY_INVALID', errors: [{ parameter: 'idempotency-key' }] },
      });
  });
});

describe('an execution without a cron', () => {
  test('is created with its own policies', async () => {
    const api = await apiOn();
    const made = await api.call('POST', '/executions', {
      handlerName: 'email',
      params: { to: 'a' },
      maxRetry: 0,
      queue: 'q',
    });
    expect([made.status, made.headers['location']]).toEqual([201, `/api/v1/executions/${made.body.id}`]);
    expect(made.body).toMatchObject({
      cronId: null,
      paramSource: 'event',
      params: { to: 'a' },
      maxRetry: 0,
      queue: 'q',
    });
    const key = { 'idempotency-key': 'k' };
    const first = await api.call('POST', '/executions', { handlerName: 'email' }, key);
    expect((await api.call('POST', '/executions', { handlerName: 'email' }, key)).body.id).toBe(first.body.id);
    expect((await api.call('POST', '/executions', { handlerName: 'sms' }, key)).status).toBe(422);
    expect(await api.call('POST', '/executions', { handlerName: 'email', cronId: '1' })).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: '#/cronId' }] },
    });
  });
});

describe('operating an execution', () => {
  test('a failed one is retried in place, or as a new one with other params', async () => {
    const api = await apiOn();
    const { id } = (await api.call('POST', '/executions', { handlerName: 'h' })).body;
    expect(await api.call('POST', `/executions/${id}/retry`, {})).toMatchObject({
      status: 409,
      body: { code: 'EXECUTION_STATE_CONFLICT' },
    });
    await put(api, id, "status = 'FAILED', error_message = 'no', retry_count = 3");
    const retried = await api.call('POST', `/executions/${id}/retry`, { reason: 'fixed' });
    expect([retried.status, retried.body.status, retried.body.retryCount]).toEqual([200, 'PENDING', 0]);
    await put(api, id, "status = 'FAILED'");
    const rerun = await api.call('POST', `/executions/${id}/retry`, { params: { day: 2 } });
    expect(rerun.status).toBe(201);
    expect(rerun.headers['location']).toBe(`/api/v1/executions/${rerun.body.id}`);
    expect(rerun.body).toMatchObject({ originExecutionId: id, paramSource: 'rerun', params: { day: 2 } });
  });

  test('a waiting one is held and released; a running one is asked to end, or ended by force', async () => {
    const api = await apiOn();
    const { id } = (await api.call('POST', '/executions', { handlerName: 'h' })).body;
    const act = async (name: string, body: object = {}) => await api.call('POST', `/executions/${id}/${name}`, body);
    expect((await act('release')).status).toBe(409);
    expect((await act('hold', { reason: 'wait' })).body).toMatchObject({ status: 'HELD', reason: 'wait' });
    expect((await act('hold')).status).toBe(409);
    expect((await act('release')).body.status).toBe('PENDING');
    await put(api, id, "status = 'RUNNING', attempt = 1, worker_id = 'w'");
    const asked = await act('cancel');
    expect(asked.body).toMatchObject({ status: 'RUNNING', cancelRequestedAt: '2026-11-22T10:00:30.500Z' });
    expect((await act('cancel', { force: true })).body.status).toBe('CANCELED');
    expect((await act('cancel')).body.code).toBe('EXECUTION_STATE_CONFLICT');
    const { attempts } = (await api.call('GET', `/executions/${id}`)).body;
    expect(attempts).toMatchObject([{ attempt: 1, outcome: 'CANCELED', workerId: 'w' }]);
  });

  test('what does not exist is 404 for every action', async () => {
    const api = await apiOn();
    for (const path of ['', '/logs'])
      expect(await api.call('GET', `/executions/7${path}`)).toMatchObject({
        status: 404,
        body: { code: 'EXECUTION_NOT_FOUND' },
      });
    for (const name of ['retry', 'cancel', 'hold', 'release'])
      expect((await api.call('POST', `/executions/7/${name}`, {})).status).toBe(404);
  });
});

describe('listing executions', () => {
  async function filled(): Promise<{ api: Api; cronId: string; ids: string[] }> {
    const api = await apiOn();
    const cronId = await cron(api, { allowOverlap: true });
    const ids: string[] = [];
    for (let index = 0; index < 11; index++) {
      api.clock.set(`2026-11-22T10:00:${10 + index}.500Z`);
      const path = index % 3 === 0 ? '/executions' : `/crons/${cronId}/trigger`;
      ids.push((await api.call('POST', path, index % 3 === 0 ? { handlerName: 'other' } : {})).body.id);
    }
    return { api, cronId, ids };
  }

  async function all(api: Api, query: string): Promise<string[]> {
    const ids: string[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const { body } = await api.call('GET', `/executions?limit=2&${query}${cursor && `&cursor=${cursor}`}`);
      expect(body.items.length).toBeLessThanOrEqual(2);
      ids.push(...body.items.map(({ id }: Item) => id));
      cursor = body.nextCursor;
    }
    return ids;
  }

  test('pages are newest first, without a gap or a repetition, while new ones arrive', async () => {
    const { api, cronId, ids } = await filled();
    expect(await all(api, '')).toEqual([...ids].reverse());
    const ofCron = ids.filter((_, index) => index % 3 !== 0).reverse();
    expect(await all(api, `cronId=${cronId}`)).toEqual(ofCron);
    const first = await api.call('GET', `/executions?limit=4&cronId=${cronId}`);
    await api.call('POST', `/crons/${cronId}/trigger`, {});
    const next = await api.call('GET', `/executions?limit=200&cronId=${cronId}&cursor=${first.body.nextCursor}`);
    expect([...first.body.items, ...next.body.items].map(({ id }: Item) => id)).toEqual(ofCron);
    expect(next.body.nextCursor).toBeNull();
  });

  test('filters by status (repeated or with commas), cron, handler and time, all together', async () => {
    const { api, cronId, ids } = await filled();
    await put(api, ids[1]!, "status = 'FAILED'");
    await put(api, ids[3]!, "status = 'TIMEOUT'");
    expect(await all(api, 'status=FAILED&status=TIMEOUT')).toEqual([ids[3], ids[1]]);
    expect(await all(api, 'status=FAILED,TIMEOUT')).toEqual([ids[3], ids[1]]);
    expect(await all(api, `status=FAILED,TIMEOUT&cronId=${cronId}`)).toEqual([ids[1]]);
    expect(await all(api, 'handlerName=other&status=TIMEOUT')).toEqual([ids[3]]);
    expect(await all(api, `handlerName=other&cronId=${cronId}`)).toEqual([]);
    const range = 'since=2026-11-22T10:00:12.500Z&until=2026-11-22T19:00:14.500%2B09:00';
    expect(await all(api, range)).toEqual([ids[3], ids[2]]);
    expect(await all(api, range.replace('%2B', '+'))).toEqual([ids[3], ids[2]]);
  });

  test('leaves large params and results out of lists, not out of the execution', async () => {
    const api = await apiOn();
    const text = 'x'.repeat(20_000);
    const { id } = (await api.call('POST', '/executions', { handlerName: 'h', params: { text } })).body;
    await put(api, id, `result = '{"ok": true}'`);
    const [item] = (await api.call('GET', '/executions')).body.items;
    expect('params' in item).toBe(false);
    expect(item.result).toEqual({ ok: true });
    expect((await api.call('GET', `/executions/${id}`)).body.params).toEqual({ text });
  });

  test('shows params put in by hand that are no JSON as text', async () => {
    const api = await apiOn();
    const { id } = (await api.call('POST', '/executions', { handlerName: 'h' })).body;
    await put(
      api,
      id,
      `params = '{"broken', started_at = '2026-11-22T10:00:00.000Z', finished_at = '2026-11-22T10:00:01.250Z'`,
    );
    expect((await api.call('GET', `/executions/${id}`)).body).toMatchObject({ params: '{"broken', durationMs: 1250 });
  });
});

test('log lines are paged in order and followed by the id of the last one', async () => {
  const api = await apiOn();
  const { id } = (await api.call('POST', '/executions', { handlerName: 'h' })).body;
  for (const line of [1, 2, 3, 4, 5])
    await api.database.autocommit.execute(
      `INSERT INTO execution_logs (execution_id, attempt, logged_at, level, message, data)
       VALUES (:id, 1, :now, 'info', :message, :data)`,
      {
        id: BigInt(id),
        now: api.clock.now(),
        message: `line ${line}`,
        data: line === 1 ? '{"n": 12345678901234567890}' : null,
      },
    );
  const first = await api.call('GET', `/executions/${id}/logs?limit=2`);
  expect(first.text).toContain('"data":{"n": 12345678901234567890}');
  const messages = [...first.body.items];
  const second = await api.call('GET', `/executions/${id}/logs?cursor=${first.body.nextCursor}`);
  messages.push(...second.body.items);
  expect(messages.map(({ message }) => message)).toEqual([1, 2, 3, 4, 5].map((line) => `line ${line}`));
  expect(second.body.nextCursor).toBeNull();
  expect((await api.call('GET', `/executions/${id}/logs?after=${messages[3].id}`)).body.items).toHaveLength(1);
});

test('workers are listed by start with their marks, filtered by state and role', async () => {
  const api = await apiOn();
  const insert = (id: string, role: string, state: string, startedAt: string, beat: string) =>
    api.database.autocommit.execute(
      `INSERT INTO workers (id, role, host, pid, version, handlers, state, slots, started_at, heartbeat_at)
       VALUES (:id, :role, 'h', 1, '1', '["email"]', :state, 10, :startedAt, :beat)`,
      { id, role, state, startedAt: new Date(startedAt), beat: new Date(beat) },
    );
  await insert('a', 'worker', 'active', '2026-11-22T09:00:00Z', '2026-11-22T10:00:29Z');
  await insert('b', 'worker', 'active', '2026-11-22T09:00:00Z', '2026-11-22T09:59:59Z');
  await insert('c', 'dispatcher', 'stopped', '2026-11-22T08:00:00Z', '2026-11-22T10:00:29Z');
  const first = await api.call('GET', '/workers?limit=2');
  expect(first.body.items).toMatchObject([
    { id: 'a', isAlive: true, handlers: ['email'], slots: 10 },
    { id: 'b', isAlive: false },
  ]);
  expect((await api.call('GET', `/workers?cursor=${first.body.nextCursor}`)).body.items).toMatchObject([{ id: 'c' }]);
  expect((await api.call('GET', '/workers?state=stopped&role=dispatcher')).body.items).toHaveLength(1);
  expect((await api.call('GET', '/workers?role=admin')).body.items).toEqual([]);
  expect((await api.call('GET', '/workers/b')).body.id).toBe('b');
  expect(await api.call('GET', '/workers/z')).toMatchObject({ status: 404, body: { code: 'WORKER_NOT_FOUND' } });
});
