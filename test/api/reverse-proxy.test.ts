import { expect, onTestFinished, test } from 'vitest';
import { createAdminApp } from '../../src/admin/admin-app.ts';
import { insertExecution } from '../../src/ledger/executions.ts';
import { adminConfig, adminOptions, ledgerOn } from '../support/admin-app.ts';
import { PROXY_ADDRESS, startNginx } from '../support/nginx.ts';
import { freePort } from '../support/server-process.ts';
import { waitFor } from '../support/wait.ts';

const USERS = { kim: { role: 'admin' }, lee: { role: 'viewer', groups: 'a' } };
/** The first test may have to install nginx. */
const PATIENCE_MS = 300_000;
const basic = (name: string) => ({ authorization: `Basic ${Buffer.from(`${name}:${name}`).toString('base64')}` });

/** A server behind nginx, in the mode proxy; it can be closed and started again on its port. */
async function behindNginx(users: typeof USERS | undefined) {
  const database = await ledgerOn('memory');
  const port = await freePort();
  const origin = await startNginx(port, users);
  const proxy = { addresses: [PROXY_ADDRESS], role_header: 'X-Role', groups_header: 'X-Groups' };
  const config = adminConfig({
    ...{ public_url: `${origin}/jobu`, trusted_proxies: [PROXY_ADDRESS] },
    sign_in: { mode: users ? 'proxy' : 'password', ...(users ? { proxy } : {}) },
  });
  const start = async () => {
    const app = await createAdminApp(adminOptions(database, { config }), () => port);
    await app.listen({ host: '127.0.0.1', port });
    onTestFinished(() => app.close());
    return app;
  };
  return { app: await start(), start, database, origin, inner: `http://127.0.0.1:${port}` };
}

test(
  'who the proxy names is who asks, whatever the client claims',
  async () => {
    const { origin, inner, database } = await behindNginx(USERS);
    const me = async (headers: Record<string, string>, base = `${origin}/jobu`) => {
      const response = await fetch(`${base}/api/v1/me`, { headers });
      return { status: response.status, body: response.status === 200 ? await response.json() : undefined };
    };
    expect(await me(basic('kim'))).toMatchObject({ status: 200, body: { name: 'kim', role: 'admin', groups: null } });
    expect(await me(basic('lee'))).toMatchObject({ body: { name: 'lee', role: 'viewer', groups: ['a'] } });
    expect((await me({})).status).toBe(401);
    expect((await me({ authorization: 'Basic eDp4' })).status).toBe(401);
    const forged = {
      ...{ 'x-forwarded-user': 'kim', 'X-Role': 'admin', 'x-groups': '', 'x-forwarded-for': PROXY_ADDRESS },
      ...{ x_forwarded_user: 'kim', 'x-real-ip': PROXY_ADDRESS, forwarded: `for=${PROXY_ADDRESS}` },
    };
    expect((await me(forged)).status).toBe(401);
    expect(await me({ ...forged, ...basic('lee') })).toMatchObject({
      body: { name: 'lee', role: 'viewer', groups: ['a'] },
    });
    // Past the proxy nobody is anybody.
    expect((await me(forged, inner)).status).toBe(401);
    expect((await me({ ...forged, ...basic('kim') }, inner)).status).toBe(401);

    const post = (name: string, headers: Record<string, string>) =>
      fetch(`${origin}/jobu/api/v1/executions`, {
        method: 'POST',
        body: '{"handlerName": "h"}',
        headers: { ...basic(name), 'content-type': 'application/json', ...headers },
      });
    const page = { 'x-jobu-request': '1', origin };
    expect((await post('kim', { 'x-jobu-request': '1', origin: 'http://evil.example' })).status).toBe(403);
    expect((await post('kim', { origin })).status).toBe(403);
    expect((await post('lee', page)).status).toBe(403);
    const made = await post('kim', { ...page, 'x-forwarded-for': '9.9.9.9' });
    expect([made.status, made.headers.get('location')]).toEqual([201, '/jobu/api/v1/executions/1']);
    // The record has the address that nginx saw, not the one that was claimed.
    expect(await database.autocommit.fetchAll('SELECT actor, via, address FROM audit_log')).toMatchObject([
      { actor: 'kim', via: 'proxy', address: '127.0.0.1' },
    ]);
  },
  PATIENCE_MS,
);

test(
  'events pass the proxy at once, below its path, and go on after a restart of the server',
  async () => {
    const { app, start, database, origin } = await behindNginx(USERS);
    const open = async (headers: Record<string, string> = {}) => {
      const stop = new AbortController();
      onTestFinished(() => stop.abort());
      const url = `${origin}/jobu/api/v1/stream?topics=executions`;
      const response = await fetch(url, { headers: { ...basic('kim'), ...headers }, signal: stop.signal });
      const stream = { status: response.status, text: '', ended: false };
      void (async () => {
        for await (const part of response.body!) stream.text += Buffer.from(part as Uint8Array).toString();
      })()
        .catch(() => {})
        .finally(() => {
          stream.ended = true;
        });
      return stream;
    };
    const add = () =>
      database.transaction((connection) => insertExecution(connection, { handlerName: 'h' }, new Date()));
    const stream = await open();
    await waitFor(() => stream.text.includes('retry:'), { what: 'the beginning of the stream' });
    await waitFor(async () => (await add()) && stream.text.includes('event: executions.changed'), { what: 'an event' });
    const [, lastId] = /^id: (.+)$/m.exec(stream.text)!;

    await app.close();
    await waitFor(() => stream.ended, { what: 'the end of the stream' });
    expect((await open()).status).toBe(502);
    await start();
    const again = await open({ 'last-event-id': lastId! });
    await waitFor(() => again.text.includes('event: reset'), { what: 'the word that much may have happened' });
    await waitFor(async () => (await add()) && again.text.includes('event: executions.changed'), { what: 'an event' });
    const page = await fetch(`${origin}/jobu/crons`, { headers: { ...basic('kim'), accept: 'text/html' } });
    const text = await page.text();
    expect([page.status, text]).toEqual([200, expect.stringContaining('<base href="./"')]);
    const script = new URL(/<script type="module" crossorigin src="([^"]+)"/.exec(text)![1]!, `${origin}/jobu/`);
    const file = await fetch(script, { headers: basic('kim') });
    expect([file.status, file.headers.get('content-type')]).toEqual([200, expect.stringContaining('javascript')]);
  },
  PATIENCE_MS,
);
