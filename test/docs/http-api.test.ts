import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { keepCompleteness } from '../../src/ledger/completeness.ts';
import { apiOn, type OpenApi } from '../support/admin-app.ts';

const page = readFileSync(new URL('../../docs/reference/http-api.md', import.meta.url), 'utf8');

test('the page on the HTTP API names every route, and none that does not exist', async () => {
  const { ask } = await apiOn();
  const { paths } = (await ask('GET', '/docs/json')).body as OpenApi;
  const routes = Object.entries(paths).flatMap(([path, operations]) =>
    Object.keys(operations).map((method) => `${method.toUpperCase()} ${path}`),
  );
  const written = [...page.matchAll(/^\| `([A-Z]+ \/[^`]*)` \|/gm)].map(([, route]) => route!);
  expect(written.sort()).toEqual(routes.sort());
});

test('the page names every metric of jobu, and none that does not exist', async () => {
  const inDoubt = () => ({ waiting: 0, unresolved: 0, oldestSeconds: 0 });
  const counters = () => ({ recovery: { committed: 0, rolledBack: 0, heuristic: 0 } });
  const { ask, call, database } = await apiOn('memory', { inDoubt, counters });
  await call('POST', '/executions', { handlerName: 'h' });
  const now = new Date();
  await keepCompleteness(database.autocommit, { at: now.toISOString(), crons: 2, missing: 7 }, now);
  const { text } = await ask('GET', '/metrics');
  expect(text).toContain('jobu_missing_occurrences 7\n');
  const metrics = [...text.matchAll(/^# TYPE (jobu_\w+) /gm)].map(([, name]) => name!);
  const written = [...page.matchAll(/`(jobu_\w+)(?:\{[^`]*\})?(?: [=>][^`]*)?`/g)].map(([, name]) => name!);
  expect([...new Set(written)].sort()).toEqual(metrics.sort());
});
