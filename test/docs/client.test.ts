import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { clientTypes } from '../../scripts/client.ts';
import { createClient } from '../../src/client/index.ts';
import { apiOn } from '../support/admin-app.ts';

test('the types of the client are those of the OpenAPI document', async () => {
  const { ask } = await apiOn();
  const document = (await ask('GET', '/docs/json')).body;
  const written = readFileSync(new URL('../../src/client/generated.ts', import.meta.url), 'utf8');
  expect(written === (await clientTypes(document)), 'out of date: run npm run docs').toBe(true);
});

test('a call answers what was asked, and throws the problem when it is refused', async () => {
  const { ask } = await apiOn();
  const seen: Record<string, string>[] = [];
  const client = createClient({
    baseUrl: 'http://localhost:8080/',
    token: 'secret',
    fetch: async (request) => {
      const headers = Object.fromEntries(request.headers);
      seen.push(headers);
      const { pathname, search } = new URL(request.url);
      const body = await request.text();
      const answer = await ask(request.method as 'GET', pathname + search, body === '' ? undefined : body, {
        ...headers,
        authorization: null,
      });
      return new Response(answer.text, { status: answer.status, headers: answer.headers });
    },
  });
  const body = { name: 'nightly', handlerName: 'report', cronExpression: '0 3 * * *' };
  const { data: made } = await client.POST('/api/v1/crons', { body });
  expect(made).toMatchObject({ name: 'nightly', version: 1 });
  const { data: page } = await client.GET('/api/v1/executions', {
    params: { query: { status: ['FAILED', 'TIMEOUT'], limit: 2 } },
  });
  expect(page).toMatchObject({ items: [], nextCursor: null });
  await expect(client.GET('/api/v1/crons/{id}', { params: { path: { id: '77' } } })).rejects.toMatchObject({
    name: 'ProblemError',
    status: 404,
    code: 'CRON_NOT_FOUND',
  });
  await expect(
    client.POST('/api/v1/crons/{id}/enable', { params: { path: { id: made!.id } }, body: {} }),
  ).resolves.toBeDefined();
  for (const headers of seen) expect(headers).toMatchObject({ authorization: 'Bearer secret', 'x-jobu-request': '1' });
});

test('an answer that is no answer of the API is an error of its own', async () => {
  const client = createClient({
    baseUrl: 'http://localhost:8080',
    fetch: async () => new Response('<h1>Bad gateway</h1>', { status: 502, headers: { 'content-type': 'text/html' } }),
  });
  await expect(client.GET('/api/v1/crons')).rejects.toMatchObject({ status: 502, code: 'UNEXPECTED_ANSWER' });
});
