import { expect, test } from 'vitest';
import { type Api, apiOn } from '../support/admin-app.ts';
import { DATABASE_KINDS } from '../support/servers.ts';

/** Walks a list to its end and back to its beginning. */
async function walk(
  api: Api,
  path: string,
  nameOf: (item: never) => string,
): Promise<{ there: string[]; back: string[] }> {
  const there: string[] = [];
  let page = (await api.call('GET', path)).body;
  expect(page.prevCursor).toBeNull();
  for (;;) {
    there.push(...page.items.map(nameOf));
    if (page.nextCursor === null) break;
    page = (await api.call('GET', `${path}&cursor=${page.nextCursor}`)).body;
  }
  const back: string[] = page.items.map(nameOf);
  while (page.prevCursor !== null) {
    page = (await api.call('GET', `${path}&cursor=${page.prevCursor}`)).body;
    back.unshift(...page.items.map(nameOf));
  }
  return { there, back };
}

test.each(DATABASE_KINDS)('crons are paged by name both ways, counted and filtered on %s', async (kind) => {
  const api = await apiOn(kind);
  const names = ['a', 'b', 'c', 'd', 'e'];
  for (const name of names) await api.call('POST', '/crons', { name, handlerName: name === 'c' ? 'x' : 'h' });
  const nameOf = ({ name }: { name: string }) => name;
  expect(await walk(api, '/crons?limit=2', nameOf)).toEqual({ there: names, back: names });
  const reversed = names.toReversed();
  expect(await walk(api, '/crons?limit=2&sort=-name', nameOf)).toEqual({ there: reversed, back: reversed });
  const { body } = await api.call('GET', '/crons?limit=2&count=true&handlerName=h');
  expect(body).toMatchObject({
    count: { value: 4, relation: 'eq' },
    appliedFilters: { handlerName: ['h'], sort: 'name' },
  });
  const other = await api.call('GET', `/crons?sort=-name&cursor=${body.nextCursor}`);
  expect(other).toMatchObject({ status: 400, body: { code: 'CURSOR_INVALID' } });
});

test.each(DATABASE_KINDS)('log lines are paged both ways, counted and filtered on %s', async (kind) => {
  const api = await apiOn(kind);
  const { id } = (await api.call('POST', '/executions', { handlerName: 'h' })).body;
  const lines = ['Read 100%', 'read a_b', 'wrote', 'READ again', 'end'];
  for (const [index, message] of lines.entries())
    await api.database.autocommit.execute(
      'INSERT INTO execution_logs (execution_id, attempt, logged_at, level, message) VALUES (:id, :attempt, :now, :level, :message)',
      {
        id: BigInt(id),
        attempt: index < 3 ? 1 : 2,
        now: api.clock.now(),
        level: index === 2 ? 'warn' : 'info',
        message,
      },
    );
  const messageOf = ({ message }: { message: string }) => message;
  const path = `/executions/${id}/logs`;
  expect(await walk(api, `${path}?limit=2`, messageOf)).toEqual({ there: lines, back: lines });
  const found = async (query: string) => (await api.call('GET', `${path}?${query}`)).body.items.map(messageOf);
  expect(await found('q=read')).toEqual(['Read 100%', 'read a_b', 'READ again']);
  expect([await found('q=%25'), await found('q=_'), await found('level=warn,error')]).toEqual([
    ['Read 100%'],
    ['read a_b'],
    ['wrote'],
  ]);
  expect(await found('attempt=2')).toEqual(['READ again', 'end']);
  expect((await api.call('GET', `${path}?limit=1&count=true&attempt=1`)).body.count).toEqual({
    value: 3,
    relation: 'eq',
  });
  const text = await api.ask('GET', `/api/v1${path}/download`);
  expect(text.headers['content-disposition']).toBe(`attachment; filename="execution-${id}.log"`);
  expect(text.text.split('\n')[2]).toBe('2026-11-22T10:00:30.500Z #1 warn  wrote');
  expect((await api.call('GET', `/executions/${id}/attempts`)).body.items).toEqual([]);
});
