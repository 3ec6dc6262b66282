import { describe, expect, onTestFinished, test } from 'vitest';
import { SetupLink } from '../../src/admin/sign-in/setup-link.ts';
import { hashPassword } from '../../src/ledger/passwords.ts';
import { createUser, findCredentials, updateUser } from '../../src/ledger/users.ts';
import { systemClock } from '../../src/runtime/clock.ts';
import { type Answer, type Api, adminConfig, apiOn, PORT } from '../support/admin-app.ts';
import { DATABASE_KINDS, type DatabaseKind } from '../support/servers.ts';
import { waitFor } from '../support/wait.ts';

const PASSWORD = 'correct horse battery';
const NOTE = { actor: 'test', via: 'cli' } as const;
const PAGE = { 'x-jobu-request': '1', 'sec-fetch-site': 'same-origin', origin: `http://localhost:${PORT}` };

const passwordApi = (kind: DatabaseKind | 'memory' = 'memory', keys: Record<string, unknown> = {}) =>
  apiOn(kind, { config: adminConfig({ sign_in: { mode: 'password' }, ...keys }) });

let hash: Promise<string> | undefined;

/** Makes a user; all of them have one password, whose hash is computed once. */
async function user(
  { database, clock }: Api,
  name: string,
  role: 'viewer' | 'operator' | 'editor' | 'admin' = 'viewer',
) {
  hash ??= hashPassword(PASSWORD, 'nobody');
  const passwordHash = await hash;
  return await database.transaction((connection) =>
    createUser(connection, { name, role, passwordHash }, NOTE, clock.now()),
  );
}

const login = (api: Api, name: string, password = PASSWORD, headers: Record<string, string> = {}): Promise<Answer> =>
  api.call('POST', '/auth/login', { name, password }, { ...PAGE, ...headers });

/** The headers of somebody who is signed in. */
async function signedIn(api: Api, name: string): Promise<Record<string, string>> {
  const { headers, status } = await login(api, name);
  expect(status).toBe(200);
  return { ...PAGE, cookie: String(headers['set-cookie']).split(';')[0]! };
}

describe.each(DATABASE_KINDS)('sign-in on %s', (kind) => {
  test('the first admin is made with the link in the log, which works once', async () => {
    const api = await passwordApi(kind);
    const lines: string[] = [];
    const logger = { warn: (line: string) => void lines.push(line) } as never;
    const link = new SetupLink({ ...api, clock: systemClock, logger, url: () => 'http://x', minutes: 60 });
    // Another admin server writes a link of its own.
    const other = new SetupLink({ ...api, clock: systemClock, logger, url: () => 'http://y', minutes: 60 });
    await Promise.all([link.start(), other.start()]);
    onTestFinished(() => Promise.all([link.stop(), other.stop()]).then(() => {}));
    await waitFor(() => lines.length === 2);
    const tokens = lines.map((line) => /\/setup#token=(\S+)$/.exec(line)![1]!);
    api.clock.set(new Date().toISOString());
    expect((await api.call('GET', '/auth/state')).body).toEqual({ mode: 'password', needsSetup: true });

    const body = (token: string, name: string) => ({ token, name, password: PASSWORD });
    expect((await api.call('POST', '/auth/setup', body('wrong', 'kim'), PAGE)).body.code).toBe('SETUP_LINK_INVALID');
    const made = await Promise.all(
      tokens.map((token, index) => api.call('POST', '/auth/setup', body(token, `kim${index}`), PAGE)),
    );
    expect(made.map(({ status }) => status).sort()).toEqual([201, 403]);
    expect(made.find(({ status }) => status === 201)!.body).toMatchObject({ role: 'admin', via: 'session' });
    for (const token of tokens)
      expect((await api.call('POST', '/auth/setup', body(token, 'lee'), PAGE)).body.code).toBe('SETUP_LINK_INVALID');
    expect((await api.call('GET', '/auth/state')).body.needsSetup).toBe(false);
    for (const token of tokens) expect(JSON.stringify(api.options.lines)).not.toContain(token);
  });

  test('somebody signs in, is known by the session, and signs out', async () => {
    const api = await passwordApi(kind);
    await user(api, 'Kim', 'operator');
    expect((await api.call('GET', '/crons')).body.code).toBe('SIGN_IN_NEEDED');
    const answer = await login(api, 'KIM ');
    expect(answer.body).toMatchObject({ name: 'kim', role: 'operator', groups: null, hasPassword: true });
    expect(answer.body.permissions).toContain('execution.retry');
    expect(answer.body.permissions).not.toContain('cron.create');
    expect(answer.headers['set-cookie']).toMatch(/^jobu_session=[\w-]{43}; .*Path=\/; .*HttpOnly; SameSite=Lax$/);
    const kim = await signedIn(api, 'kim');
    expect((await api.call('GET', '/me', undefined, kim)).body.name).toBe('kim');
    expect((await api.call('GET', '/crons', undefined, kim)).status).toBe(200);
    const { items } = (await api.call('GET', '/me/sessions', undefined, kim)).body;
    expect(items.map(({ isCurrent }: { isCurrent: boolean }) => isCurrent)).toEqual([true, false]);
    // Signing in again from the same browser ends the session it had.
    await login(api, 'kim', PASSWORD, kim);
    expect((await api.call('GET', '/me', undefined, kim)).status).toBe(401);
    const again = await signedIn(api, 'kim');
    expect((await api.call('POST', '/auth/logout', {}, again)).body).toEqual({ signedOut: true });
    expect((await api.call('GET', '/me', undefined, again)).body.code).toBe('SIGN_IN_NEEDED');
  });

  test('many guesses at once get no further than five, and the right password is not looked at meanwhile', async () => {
    const api = await passwordApi(kind);
    await user(api, 'kim');
    const guesses = await Promise.all(Array.from({ length: 12 }, (_, index) => login(api, 'kim', `guess ${index}`)));
    const codes = guesses.map(({ body }) => body.code);
    expect(codes.filter((code) => code === 'SIGN_IN_FAILED')).toHaveLength(5);
    const locked = guesses.find(({ status }) => status === 429)!;
    expect(locked.body).toMatchObject({ code: 'SIGN_IN_LOCKED', retryAfter: 60 });
    expect(locked.headers['retry-after']).toBe('60');
    expect((await login(api, 'kim')).status).toBe(429);
    // A name that does not exist is locked in the same way.
    for (let index = 0; index < 5; index++) expect((await login(api, 'nobody', 'x')).body.code).toBe('SIGN_IN_FAILED');
    expect((await login(api, 'nobody', 'x')).body.code).toBe('SIGN_IN_LOCKED');
    api.clock.set(new Date(api.clock.now().getTime() + 61_000).toISOString());
    expect((await login(api, 'kim')).status).toBe(200);
    expect((await login(api, 'kim', 'one more')).body.code).toBe('SIGN_IN_FAILED');
    expect((await login(api, 'kim')).status).toBe(200);
  });

  test('a revoked session, a disabled user and an expired session end at once', async () => {
    const api = await passwordApi(kind);
    const admin = await user(api, 'admin', 'admin');
    const kim = await user(api, 'kim');
    const [one, two] = [await signedIn(api, 'kim'), await signedIn(api, 'kim')];
    const { items } = (await api.call('GET', '/me/sessions', undefined, two)).body;
    const first = items.find(({ isCurrent }: { isCurrent: boolean }) => !isCurrent);
    expect((await api.call('DELETE', `/me/sessions/${first.id}`, undefined, two)).status).toBe(200);
    expect((await api.call('GET', '/me', undefined, one)).status).toBe(401);
    expect((await api.call('GET', '/me', undefined, two)).status).toBe(200);

    const boss = await signedIn(api, 'admin');
    const others = await api.call('GET', `/users/${admin.id}/sessions`, undefined, boss);
    expect((await api.call('DELETE', `/me/sessions/${others.body.items[0].id}`, undefined, two)).body.code).toBe(
      'SESSION_NOT_FOUND',
    );
    const patch = await api.call('PATCH', `/users/${kim.id}`, { isEnabled: false }, { ...boss, 'if-match': '"1"' });
    expect(patch.body).toMatchObject({ isEnabled: false, version: 2 });
    expect((await api.call('GET', '/me', undefined, two)).status).toBe(401);
    expect((await login(api, 'kim')).body.code).toBe('SIGN_IN_FAILED');

    api.clock.set(new Date(api.clock.now().getTime() + 7 * 3_600_000).toISOString());
    expect((await api.call('GET', '/me', undefined, boss)).status).toBe(200);
    api.clock.set(new Date(api.clock.now().getTime() + 8 * 3_600_000 + 1).toISOString());
    expect((await api.call('GET', '/me', undefined, boss)).status).toBe(401);
  });
});

describe('sessions', () => {
  test('end a week after the sign-in, however much they are used', async () => {
    const api = await passwordApi();
    await user(api, 'kim');
    const kim = await signedIn(api, 'kim');
    for (let hours = 0; hours < 7 * 24; hours += 7) {
      expect((await api.call('GET', '/me', undefined, kim)).status).toBe(200);
      api.clock.set(new Date(api.clock.now().getTime() + 7 * 3_600_000).toISOString());
    }
    expect((await api.call('GET', '/me', undefined, kim)).status).toBe(401);
  });

  test('change nothing for another page', async () => {
    const api = await passwordApi();
    await user(api, 'kim', 'admin');
    const kim = await signedIn(api, 'kim');
    const create = (headers: Record<string, string | null>) =>
      api.call('POST', '/executions', { handlerName: 'h' }, { ...kim, ...headers });
    const foreign: Record<string, string | null>[] = [
      { 'x-jobu-request': null },
      { 'x-jobu-request': 'yes' },
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
    ];
    for (const headers of foreign)
      expect((await create(headers)).body.code, JSON.stringify(headers)).toBe('CSRF_REFUSED');
    expect((await create({ origin: 'http://evil.example' })).body.code).toBe('ORIGIN_REFUSED');
    expect((await api.call('POST', '/auth/login', { name: 'kim', password: PASSWORD })).body.code).toBe('CSRF_REFUSED');
    expect((await create({ 'sec-fetch-site': null, origin: null })).status).toBe(201);
  });

  test('the password is changed with the old one, and the other sessions end', async () => {
    const api = await passwordApi();
    await user(api, 'kim');
    const [here, there] = [await signedIn(api, 'kim'), await signedIn(api, 'kim')];
    const change = (current: string, password: string) => api.call('PUT', '/me/password', { current, password }, here);
    expect((await change('wrong', 'another long one')).body.code).toBe('PASSWORD_WRONG');
    for (const weak of ['short', 'aaaaaaaaaaaaaa', 'kim kim', `${'x'.repeat(200)}yzab`])
      expect((await change(PASSWORD, weak)).body.code, weak).toBe('PASSWORD_UNFIT');
    expect((await change(PASSWORD, '새로운 비밀번호입니다')).status).toBe(200);
    expect((await api.call('GET', '/me', undefined, there)).status).toBe(401);
    expect((await api.call('GET', '/me', undefined, here)).status).toBe(200);
    expect((await login(api, 'kim')).status).toBe(401);
    expect((await login(api, 'kim', '새로운 비밀번호입니다'.normalize('NFD'))).status).toBe(200);
  });

  test('no secret stands in the database, the answers or the log', async () => {
    const api = await passwordApi();
    await user(api, 'kim', 'admin');
    const kim = await signedIn(api, 'kim');
    const secret = kim['cookie']!.split('=')[1]!;
    const token = (await api.call('POST', '/tokens', { name: 'ci', role: 'viewer' }, kim)).body.token;
    await login(api, 'kim', 'a wrong password');
    const tables = ['users', 'sessions', 'api_tokens', 'audit_log', 'sign_in_failures', 'setup_links'];
    const stored = [];
    for (const table of tables) stored.push(await api.database.autocommit.fetchAll(`SELECT * FROM ${table}`));
    const shown = [];
    for (const path of ['/me', '/me/sessions', '/users', '/tokens', '/audit', '/settings', '/system/info'])
      shown.push((await api.call('GET', path, undefined, kim)).text);
    for (const text of [JSON.stringify(stored), shown.join(''), api.options.lines.join('')])
      for (const each of [PASSWORD, 'a wrong password', secret, token, token.split('_')[2]])
        expect(text).not.toContain(each);
    expect(shown.join('')).not.toMatch(/scrypt|passwordHash|secretHash|tokenHash/);
  });

  test('preferences are kept for each, and refused when they are none', async () => {
    const api = await passwordApi();
    await user(api, 'kim');
    await user(api, 'lee');
    const [kim, lee] = [await signedIn(api, 'kim'), await signedIn(api, 'lee')];
    const preferences = { language: 'ko', theme: 'dark', timeZone: 'Europe/Berlin', ui: { columns: ['a'] } };
    expect((await api.call('PATCH', '/me', { preferences }, kim)).body).toMatchObject({
      ...preferences,
      density: 'normal',
    });
    await api.call('PATCH', '/me', { preferences: { density: 'compact' } }, kim);
    const { body } = await api.call('GET', '/me', undefined, kim);
    expect(body.preferences).toMatchObject({ ...preferences, density: 'compact' });
    expect((await api.call('GET', '/me', undefined, lee)).body.preferences.theme).toBe('system');
    for (const wrong of [{ theme: 'pink' }, { timeZone: 'KST+9' }, { startPage: '//evil.example' }, { other: 1 }])
      expect((await api.call('PATCH', '/me', { preferences: wrong }, kim)).status).toBe(422);
  });
});

test('problems are Korean for who prefers it', async () => {
  const { call } = await apiOn();
  const { body } = await call('GET', '/crons/1', undefined, { 'accept-language': 'ko-KR,ko;q=0.9' });
  expect(body).toMatchObject({
    code: 'CRON_NOT_FOUND',
    title: '크론을 찾을 수 없음',
    detail: '"1" 크론이 없습니다. 목록 보기: jobu cron list',
  });
  expect((await call('GET', '/crons/1')).body.title).toBe('Cron not found');
});

test('the last admin stays', async () => {
  const api = await passwordApi();
  const kim = await user(api, 'kim', 'admin');
  const headers = { ...(await signedIn(api, 'kim')), 'if-match': '"1"' };
  for (const patch of [{ isEnabled: false }, { role: 'editor' }])
    expect((await api.call('PATCH', `/users/${kim.id}`, patch, headers)).body.code).toBe('LAST_ADMIN');
  expect((await api.call('DELETE', `/users/${kim.id}`, undefined, headers)).body.code).toBe('LAST_ADMIN');
  const lee = await user(api, 'lee', 'admin');
  // Two admins who take each other's role at the same moment: one of them keeps it.
  const take = (id: string) =>
    api.database.transaction((connection) => updateUser(connection, id, { role: 'viewer' }, NOTE, api.clock.now()));
  const taken = await Promise.allSettled([take(kim.id), take(lee.id)]);
  expect(taken.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  const roles = [];
  for (const name of ['kim', 'lee']) roles.push((await findCredentials(api.database.autocommit, name))!.user.role);
  expect(roles.sort()).toEqual(['admin', 'viewer']);
});
