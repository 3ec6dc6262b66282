import { expect, test } from 'vitest';
import { apiOn } from '../support/admin-app.ts';
import { DATABASE_KINDS } from '../support/servers.ts';

test.each(DATABASE_KINDS)('one execution is shown with all that belongs to it on %s', async (kind) => {
  const { call, clock, database } = await apiOn(kind);
  const put = async (id: string, values: Record<string, unknown>) => {
    for (const [column, value] of Object.entries(values))
      await database.autocommit.execute(`UPDATE job_executions SET ${column} = :value WHERE id = :id`, {
        id: BigInt(id),
        value,
      });
  };
  const cron = (await call('POST', '/crons', { name: 'c', handlerName: 'h' })).body.id;
  const ids: string[] = [];
  for (const second of [10, 20, 30]) {
    clock.set(`2026-11-22T10:00:${second}.500Z`);
    const params = `{"params":{"day":"2026-11-${second}","big":900719925474099${second}}}`;
    ids.push((await call('POST', `/crons/${cron}/trigger`, params)).body.id);
    await put(ids.at(-1)!, { status: 'SUCCESS', result: `{"rows":${second}}`, code_version: `1.${second}` });
  }
  const [first, second, third] = ids as [string, string, string];
  await put(third, {
    ...{ status: 'FAILED', attempt: 2, retry_count: 1, error_code: 'HANDLER_FAILED', result: null },
    ...{ started_at: new Date('2026-11-22T10:00:50Z'), finished_at: new Date('2026-11-22T10:00:55Z') },
  });
  await database.autocommit.execute(
    `INSERT INTO execution_attempts (execution_id, attempt, outcome, started_at, finished_at) VALUES
     (:id, 1, 'FAILED', :s1, :f1), (:id, 2, 'FAILED', :s2, :f2)`,
    {
      id: BigInt(third),
      s1: new Date('2026-11-22T10:00:31Z'),
      f1: new Date('2026-11-22T10:00:40Z'),
      s2: new Date('2026-11-22T10:00:50Z'),
      f2: new Date('2026-11-22T10:00:55Z'),
    },
  );
  const rerun = (await call('POST', `/executions/${third}/retry`, { params: { day: 'x' } })).body.id;
  await put(rerun, { status: 'SUCCESS' });

  const { body } = await call('GET', `/executions/${third}`);
  expect(body.permissions).toEqual(['retry', 'rerun', 'succeed', 'acknowledge']);
  expect(
    body.timeline.map(({ kind: what, attempt, outcome }: Record<string, unknown>) => [what, attempt, outcome]),
  ).toEqual([
    ['wait', 1, null],
    ['run', 1, 'FAILED'],
    ['backoff', 2, null],
    ['run', 2, 'FAILED'],
  ]);
  expect(body.previousExecution).toMatchObject({ id: second, status: 'SUCCESS' });
  expect(body.nextExecution).toMatchObject({ id: rerun });
  expect(body.reruns).toMatchObject([{ id: rerun, paramSource: 'rerun' }]);
  expect(body.durationMs).toBe(5000);

  const diff = (await call('GET', `/executions/${third}/diff?with=last-success`)).body;
  expect([diff.left.id, diff.right.id]).toEqual([second, third]);
  expect(diff.params).toEqual([
    { pointer: '/day', left: '"2026-11-20"', right: '"2026-11-30"' },
    { pointer: '/big', left: '90071992547409920', right: '90071992547409930' },
  ]);
  expect(diff.result).toEqual([{ pointer: '', left: '{"rows":20}' }]);
  expect(diff.facts).toContainEqual({ name: 'status', left: 'SUCCESS', right: 'FAILED' });
  expect(diff.facts).toContainEqual({ name: 'codeVersion', left: '1.20', right: '1.30' });
  expect((await call('GET', `/executions/${third}/diff?with=${first}`)).body.left.id).toBe(first);
  expect(await call('GET', `/executions/${first}/diff?with=previous`)).toMatchObject({
    status: 404,
    body: { code: 'EXECUTION_NOT_COMPARABLE' },
  });

  const handled = await call('POST', `/executions/${third}/acknowledge`, { note: 'vendor was down' });
  expect(handled.body).toMatchObject({
    acknowledgement: 'vendor was down',
    acknowledgedAt: '2026-11-22T10:00:30.500Z',
  });
  expect((await call('POST', `/executions/${third}/acknowledge`, {})).body.acknowledgement).toBe('vendor was down');
  expect((await call('GET', '/executions?status=FAILED&unhandled=true')).body.items).toEqual([]);
  expect(await call('POST', `/executions/${first}/acknowledge`, {})).toMatchObject({ status: 409 });
  const again = await call('POST', `/executions/${third}/retry`, {});
  expect(again.body).toMatchObject({ status: 'PENDING', acknowledgedAt: null });
});
