import type { AddressInfo } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createAdminApp } from '../../src/admin/admin-app.ts';
import { SetupLink } from '../../src/admin/sign-in/setup-link.ts';
import { hashPassword } from '../../src/ledger/passwords.ts';
import { createUser } from '../../src/ledger/users.ts';
import { systemClock } from '../../src/runtime/clock.ts';
import { type Api, adminConfig, adminOptions, apiOn, ledgerOn, type OpenApi, PORT } from '../support/admin-app.ts';
import { DATABASE_KINDS } from '../support/servers.ts';
import { waitFor } from '../support/wait.ts';

const PASSWORD = 'planted password 4711';
const PAGE = { 'x-jobu-request': '1', origin: `http://localhost:${PORT}` };
const NOTE = { actor: 'test', via: 'cli' } as const;

const passwordApi = (keys: Record<string, unknown> = {}) =>
  apiOn('memory', { config: adminConfig({ sign_in: { mode: 'password' }, ...keys }) });

async function user({ database }: Pick<Api, 'database'>, name: string, role: 'admin' | 'viewer' = 'admin') {
  const passwordHash = await hashPassword(PASSWORD, 'nobody');
  return await database.transaction((connection) =>
    createUser(connection, { name, role, passwordHash }, NOTE, new Date()),
  );
}

async function signedIn(api: Api, name: string): Promise<Record<string, string>> {
  const { headers, status } = await api.ask('POST', '/api/v1/auth/login', { name, password: PASSWORD }, PAGE);
  expect(status).toBe(200);
  return { ...PAGE, cookie: String(headers['set-cookie']).split(';')[0]! };
}

test('a stream ends when its session is revoked, its user signs out or gets another role', async () => {
  const database = await ledgerOn('memory');
  const config = adminConfig({ sign_in: { mode: 'password' } });
  const app = await createAdminApp(adminOptions(database, { config }), () => PORT);
  await app.listen({ host: '127.0.0.1', port: 0 });
  onTestFinished(() => app.close());
  const origin = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`;
  const kim = await user({ database }, 'kim', 'viewer');
  await user({ database }, 'boss');
  const ask = async (method: string, path: string, headers: Record<string, string>, body?: object) =>
    await fetch(`${origin}/api/v1${path}`, {
      method,
      headers: { 'x-jobu-request': '1', origin, ...headers, ...(body ? { 'content-type': 'application/json' } : {}) },
      body: body && JSON.stringify(body),
    });
  const enter = async (name: string) => {
    const response = await ask('POST', '/auth/login', {}, { name, password: PASSWORD });
    return { cookie: response.headers.get('set-cookie')!.split(';')[0]! };
  };
  const listen = async (headers: Record<string, string>) => {
    const response = await ask('GET', '/stream', headers);
    expect(response.status).toBe(200);
    const stream = { ended: false };
    void response.text().finally(() => {
      stream.ended = true;
    });
    return stream;
  };
  const boss = await enter('boss');
  const bossStream = await listen(boss);

  const [one, two] = [await enter('kim'), await enter('kim')];
  const [first, second] = [await listen(one), await listen(two)];
  const { items } = (await (await ask('GET', '/me/sessions', two)).json()) as {
    items: { id: string; isCurrent: boolean }[];
  };
  const other = items.find(({ isCurrent }) => !isCurrent)!;
  await ask('DELETE', `/me/sessions/${other.id}`, two);
  await waitFor(() => first.ended, { what: 'the end of the stream of the revoked session' });
  expect(second.ended).toBe(false);
  await ask('POST', '/auth/logout', two, {});
  await waitFor(() => second.ended, { what: 'the end of the stream of who signed out' });

  const third = await enter('kim');
  const limited = await listen(third);
  const change = await ask('PATCH', `/users/${kim.id}`, { ...boss, 'if-match': '*' }, { groups: ['a'] });
  expect(change.status).toBe(200);
  await waitFor(() => limited.ended, { what: 'the end of the stream of who was limited to a group' });
  expect((await ask('GET', '/stream', one)).status).toBe(401);
  expect(bossStream.ended).toBe(false);
}, 120_000);

test('the cookie goes over HTTPS alone where the browser came that way', async () => {
  const api = await passwordApi({ trusted_proxies: ['127.0.0.1'], public_url: 'https://ops.example.com' });
  await user(api, 'kim');
  const login = (headers: Record<string, string>) =>
    api.ask('POST', '/api/v1/auth/login', { name: 'kim', password: PASSWORD }, { 'x-jobu-request': '1', ...headers });
  const proxied = { 'x-forwarded-proto': 'https', origin: 'https://ops.example.com', host: 'ops.example.com' };
  expect(String((await login(proxied)).headers['set-cookie'])).toMatch(/; HttpOnly; Secure; SameSite=Lax$/);
  const plain = await passwordApi();
  await user(plain, 'kim');
  const open = await plain.ask('POST', '/api/v1/auth/login', { name: 'kim', password: PASSWORD }, PAGE);
  expect(String(open.headers['set-cookie'])).not.toContain('Secure');
});

test('the setup link ends after its time, and a new one is written', async () => {
  const api = await passwordApi();
  const lines: string[] = [];
  const logger = { warn: (line: string) => void lines.push(line) } as never;
  const link = new SetupLink({ ...api, clock: systemClock, logger, url: () => 'http://x', minutes: 60 });
  await link.start();
  onTestFinished(() => link.stop());
  await waitFor(() => lines.length === 1);
  const token = /#token=(\S+)$/.exec(lines[0]!)![1]!;
  const use = () => api.call('POST', '/auth/setup', { token, name: 'kim', password: 'four words and some more' }, PAGE);
  api.clock.set(new Date(Date.now() + 3_600_001).toISOString());
  expect((await use()).body.code).toBe('SETUP_LINK_INVALID');
  api.clock.set(new Date().toISOString());
  expect((await use()).status).toBe(201);
  expect((await use()).body.code).toBe('SETUP_LINK_INVALID');
});

describe.each(DATABASE_KINDS)('two admins on %s', (kind) => {
  test('who edit the same cron at once: one wins, the other is told and shown what it is now', async () => {
    const api = await apiOn(kind);
    const { call } = api;
    const made = await call('POST', '/crons', { name: 'a', handlerName: 'h', cronExpression: '0 9 * * *' });
    const path = `/crons/${made.body.id}`;
    const edit = (owner: string) =>
      call(
        'PATCH',
        path,
        { owner },
        { 'if-match': made.headers['etag']!, 'accept-language': owner === 'lee' ? 'ko' : 'en' },
      );
    const answers = await Promise.all([edit('kim'), edit('lee')]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 412]);
    const loser = answers.find(({ status }) => status === 412)!;
    expect(loser.body).toMatchObject({
      code: 'PRECONDITION_FAILED',
      detail: expect.stringMatching(/"a".* 2\b|"a".*2이/),
    });
    const now = await call('GET', path);
    expect(now.body.owner).toBe(answers.find(({ status }) => status === 200)!.body.owner);
    const [last] = (await call('GET', `${path}/revisions`)).body.items;
    expect(last).toMatchObject({ revision: 2, definition: { owner: now.body.owner } });
    expect((await call('PATCH', path, { notes: 'x' }, { 'if-match': now.headers['etag']! })).status).toBe(200);
    expect((await call('GET', '/audit?action=cron.update&count=true')).body.count.value).toBe(2);
  });
});

test('no answer and no line of the log holds a secret that was sent', async () => {
  const api = await passwordApi();
  await user(api, 'kim');
  const kim = await signedIn(api, 'kim');
  const created = await api.call('POST', '/tokens', { name: 'ci', role: 'admin' }, kim);
  const token: string = created.body.token;
  const planted = {
    password: PASSWORD,
    session: kim['cookie']!.split('=')[1]!,
    token: token.slice(-43),
    wrong: 'planted-wrong-4712',
    bearer: 'planted-bearer-4713',
    link: 'planted-link-4714',
    fresh: 'planted fresh password 4715',
  };
  const seen: string[] = [];
  const ask = async (method: 'GET' | 'POST' | 'PUT' | 'PATCH', path: string, body?: object, headers = kim) => {
    const answer = await api.ask(method, path, body, headers);
    seen.push(`${method} ${path} ${answer.text} ${JSON.stringify({ ...answer.headers, 'set-cookie': undefined })}`);
    return answer;
  };
  await ask('POST', '/api/v1/auth/login', { name: 'kim', password: planted.wrong }, PAGE);
  await ask('POST', '/api/v1/auth/login', { name: 'kim', password: [planted.wrong] }, PAGE);
  await ask('POST', '/api/v1/auth/login', { password: planted.wrong, [planted.wrong.slice(8, 13)]: 1 }, PAGE);
  await ask('POST', '/api/v1/auth/setup', { token: planted.link, name: 'x', password: planted.wrong }, PAGE);
  await ask('GET', '/api/v1/me', undefined, { authorization: `Bearer jobu_abc_${planted.bearer}` });
  await ask('GET', '/api/v1/me', undefined, { authorization: `Bearer ${token}` });
  await ask('POST', '/api/v1/users', { name: 'lee', role: 'viewer', password: planted.fresh });
  await ask('PUT', '/api/v1/users/2/password', { password: planted.fresh });
  await ask('PUT', '/api/v1/me/password', { current: planted.wrong, password: planted.fresh });
  const { paths } = (await api.ask('GET', '/docs/json')).body as OpenApi;
  for (const [path, operations] of Object.entries(paths))
    if (operations['get'] && !path.endsWith('/stream')) await ask('GET', path.replace(/\{\w+\}/g, '1'));
  expect(seen.length).toBeGreaterThan(50);
  const log = api.options.lines.join('');
  for (const [name, secret] of Object.entries(planted)) {
    expect(
      seen.filter((text) => text.includes(secret)),
      name,
    ).toEqual([]);
    expect(log.includes(secret), `${name} in the log`).toBe(false);
  }
});
