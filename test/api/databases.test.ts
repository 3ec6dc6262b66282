import { expect, test } from 'vitest';
import { apiOn } from '../support/admin-app.ts';
import { DATABASE_KINDS } from '../support/servers.ts';

test.each(DATABASE_KINDS)('the same requests have the same answers on %s', async (kind) => {
  const { call, ask, clock } = await apiOn(kind);
  const cron = { name: '정산 \u{1F600}', handlerName: 'settle', cronExpression: '0 18 L * *', tags: ['월말', 'money'] };
  const params = '{"z":12345678901234567890,"a":"한글 \u{1F600}","10":1,"2":[0.10,-1e400]}';

  const made = await call('POST', '/crons', `{"handlerParams":${params},${JSON.stringify(cron).slice(1)}`);
  expect(made.status).toBe(201);
  expect(made.body).toMatchObject({ ...cron, nextRunAt: '2026-11-30T09:00:00.000Z' });
  expect(made.text).toContain(`"handlerParams":${params},`);
  const { id } = made.body;
  expect((await call('POST', '/crons', cron)).body.code).toBe('CRON_NAME_TAKEN');
  // Names differ by case and by blanks on every database.
  expect((await call('POST', '/crons', { ...cron, name: 'JOB' })).status).toBe(201);
  expect((await call('POST', '/crons', { ...cron, name: 'job' })).status).toBe(201);
  expect((await call('GET', '/crons?search=JO&isEnabled=true')).body.items).toHaveLength(2);

  const patched = await call('PATCH', `/crons/${id}`, { timeoutSeconds: 0 }, { 'if-match': '"1"' });
  expect(patched.body).toMatchObject({ version: 2, timeoutSeconds: 0, isEnabled: true, tags: cron.tags });
  expect((await call('PATCH', `/crons/${id}`, {}, { 'if-match': '"1"' })).status).toBe(412);
  expect((await call('POST', `/crons/${id}/toggle`, {})).body).toMatchObject({ isEnabled: false, nextRunAt: null });

  const key = { 'idempotency-key': 'once' };
  const first = await call('POST', `/crons/${id}/trigger`, {}, key);
  expect((await call('POST', `/crons/${id}/trigger`, {}, key)).body.id).toBe(first.body.id);
  expect((await call('POST', `/crons/${id}/trigger`, {})).body.code).toBe('EXECUTION_OVERLAP');
  expect(first.text).toContain(`"params":${params},`);
  expect((await call('POST', `/executions/${first.body.id}/hold`, {})).body.status).toBe('HELD');
  expect((await call('POST', `/executions/${first.body.id}/release`, {})).body.status).toBe('PENDING');
  expect((await call('POST', `/executions/${first.body.id}/cancel`, {})).body.status).toBe('CANCELED');
  expect((await call('POST', `/executions/${first.body.id}/retry`, {})).body.status).toBe('PENDING');

  for (let index = 0; index < 4; index++) {
    clock.set(`2026-11-22T10:01:0${index}.000Z`);
    await call('POST', '/executions', { handlerName: 'h', runAt: '2026-11-22T10:00:00.123Z' });
  }
  const seen: string[] = [];
  for (let cursor: string | null = ''; cursor !== null; ) {
    const { body } = await call(
      'GET',
      `/executions?limit=2&status=PENDING&since=2026-11-22T10:00:00Z${cursor && `&cursor=${cursor}`}`,
    );
    seen.push(...body.items.map((item: { id: string }) => item.id));
    cursor = body.nextCursor;
  }
  expect(seen).toHaveLength(5);
  expect([...seen].sort((a, b) => Number(b) - Number(a))).toEqual(seen);
  expect((await call('GET', `/executions?cronId=${id}&handlerName=settle`)).body.items).toHaveLength(1);
  const detail = await call('GET', `/executions/${seen[0]}`);
  expect(detail.body).toMatchObject({ scheduledTime: '2026-11-22T10:01:03.001Z', runAt: '2026-11-22T10:00:00.123Z' });
  expect((await call('GET', '/workers')).body.items).toEqual([]);

  expect((await ask('GET', '/ready')).status).toBe(200);
  const { text } = await ask('GET', '/metrics');
  expect(text).toContain('jobu_executions_due{queue="default"} 5');
  expect(text).toContain('jobu_crons{state="enabled"} 2');
  expect(text).toContain('jobu_database_up 1');
  expect((await call('DELETE', `/crons/${id}`, undefined, { 'if-match': '*' })).body.canceledExecutions).toBe(1);
  for (const path of ['/crons/9223372036854775807', '/executions/9223372036854775807'])
    expect((await call('GET', path)).status).toBe(404);
});
