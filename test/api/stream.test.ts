import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { createAdminApp } from '../../src/admin/admin-app.ts';
import type { Database } from '../../src/database/database.ts';
import { insertExecution } from '../../src/ledger/executions.ts';
import { createOperation } from '../../src/ledger/operation-store.ts';
import { events } from '../../src/runtime/events.ts';
import { adminOptions, ledgerOn } from '../support/admin-app.ts';
import { DATABASE_KINDS } from '../support/servers.ts';
import { waitFor } from '../support/wait.ts';

interface Server {
  readonly url: string;
  close(): Promise<void>;
}

async function serve(database: Database): Promise<Server> {
  let port = 0;
  const app = await createAdminApp(adminOptions(database), () => port);
  await app.listen({ host: '127.0.0.1', port: 0 });
  port = (app.server.address() as AddressInfo).port;
  return { url: `http://127.0.0.1:${port}/api/v1/stream`, close: () => app.close() };
}

/** Reads a stream; `text` grows until the server ends it. */
async function read(url: string, headers: Record<string, string> = {}) {
  const stop = new AbortController();
  const response = await fetch(url, { headers, signal: stop.signal });
  const stream = {
    status: response.status,
    headers: response.headers,
    text: '',
    ended: false,
    stop: () => stop.abort(),
  };
  const decoder = new TextDecoder();
  void (async () => {
    for await (const part of response.body!) stream.text += decoder.decode(part as Uint8Array, { stream: true });
  })()
    .catch(() => {})
    .finally(() => {
      stream.ended = true;
    });
  onTestFinished(() => stop.abort());
  return stream;
}

const add = (database: Database) =>
  database.transaction((connection) => insertExecution(connection, { handlerName: 'h' }, new Date()));

test.each(DATABASE_KINDS)('a stream tells of changes that another process made, on %s', async (kind) => {
  const database = await ledgerOn(kind);
  const server = await serve(database);
  onTestFinished(() => server.close());
  const first = await add(database);
  const stream = await read(`${server.url}?topics=executions,stats&log=${first.execution.id}&logAfter=0`);
  expect(stream.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
  expect(stream.headers.get('x-accel-buffering')).toBe('no');
  await waitFor(() => stream.text.includes('retry:'));
  await database.autocommit.execute(
    "INSERT INTO execution_logs (execution_id, attempt, logged_at, level, message) VALUES (:id, 1, :now, 'info', 'hello')",
    { id: BigInt(first.execution.id), now: new Date() },
  );
  await waitFor(async () => {
    const { execution } = await add(database);
    return stream.text.includes('event: executions.changed') && execution.id !== '';
  });
  await waitFor(() => stream.text.includes('event: log.append'));
  expect(stream.text).toContain('"message":"hello"');
  expect(stream.text).not.toContain('crons.changed');
});

test('a stream tells how operations get on', async () => {
  const database = await ledgerOn('memory');
  const server = await serve(database);
  onTestFinished(() => server.close());
  const stream = await read(`${server.url}?topics=operations`);
  await waitFor(() => stream.text.includes('retry:'));
  await waitFor(async () => {
    const target = { ids: [(await add(database)).execution.id] };
    const note = { actor: 'kim', via: 'open' as const };
    const asked = { action: 'execution.hold' as const, target, params: {}, note, groups: null, idempotencyKey: null };
    await createOperation(database, asked, new Date());
    return /event: operation.progress\ndata: \{"ids":\["\d/.test(stream.text);
  });
});

test('after a break the events are sent again, after a restart of the server there is a reset', async () => {
  const database = await ledgerOn('memory');
  const server = await serve(database);
  const stream = await read(`${server.url}?topics=stats`);
  await waitFor(() => stream.text.includes('retry:'));
  events.emit('statsChanged');
  events.emit('statsChanged');
  await waitFor(() => stream.text.split('event: stats.tick').length === 3);
  const [one, two] = [...stream.text.matchAll(/^id: (.+)$/gm)].map(([, id]) => id!);
  stream.stop();
  const again = await read(`${server.url}?topics=stats`, { 'last-event-id': one! });
  await waitFor(() => again.text.includes(`id: ${two}`));
  expect(again.text).not.toContain(`id: ${one}\n`);
  expect(again.text).not.toContain('reset');
  await server.close();
  await waitFor(() => again.ended);
  const next = await serve(database);
  onTestFinished(() => next.close());
  const restarted = await read(next.url, { 'last-event-id': two! });
  await waitFor(() => restarted.text.includes('event: reset'));
});

test('wrong topics, other executions and too many streams are refused', async () => {
  const database = await ledgerOn('memory');
  const server = await serve(database);
  onTestFinished(() => server.close());
  expect((await fetch(`${server.url}?topics=secrets`)).status).toBe(400);
  expect((await fetch(`${server.url}?log=99`)).status).toBe(404);
  for (let index = 0; index < 10; index++) expect((await read(server.url)).status).toBe(200);
  expect((await fetch(server.url)).status).toBe(429);
});
