import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { request } from 'node:https';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { AdminServer } from '../../src/admin/main.ts';
import { loadConfig } from '../../src/config/load.ts';
import { systemClock } from '../../src/runtime/clock.ts';
import { adminConfig, adminOptions, apiOn, ledgerOn } from '../support/admin-app.ts';
import { projectFolder } from '../support/project-folder.ts';
import { waitFor } from '../support/wait.ts';

async function serverOn(config: ReturnType<typeof adminConfig>) {
  const options = adminOptions(await ledgerOn('memory'), { clock: systemClock, config });
  const server = new AdminServer(options);
  onTestFinished(() => server.stop());
  return { server, lines: options.lines };
}

function certificate(): { folder: string; key: string; certificate: string } {
  const folder = projectFolder();
  const [key, file] = [join(folder, 'key.pem'), join(folder, 'certificate.pem')];
  const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1'];
  execFileSync(
    'openssl',
    ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', key, '-out', file, '-days', '2', ...subject],
    {
      stdio: 'ignore',
    },
  );
  return { folder, key, certificate: file };
}

test('with sign-in it listens on every address and writes the link for the first user, once', async () => {
  const config = { ...adminConfig({ host: '0.0.0.0', sign_in: { mode: 'password' } }), port: 0 };
  const { server, lines } = await serverOn(config);
  await server.start();
  await waitFor(() => lines.some((line) => line.includes('/setup#token=')));
  const port = new URL(server.url).port;
  // Whatever name it is reached by.
  const answer = await fetch(`http://127.0.0.1:${port}/api/v1/auth/state`, { headers: { host: 'jobs.example.com' } });
  expect(await answer.json()).toEqual({ mode: 'password', needsSetup: true });
  const link = lines.map((line) => JSON.parse(line).msg as string).filter((text) => text.includes('/setup#token='));
  expect(link).toHaveLength(1);
  expect(link[0]).toMatch(/within 60 min .*http:\/\/0\.0\.0\.0:\d+\/setup#token=[\w-]{43}$/);
});

test('serves HTTPS with a certificate of its own, with a cookie that is secure', async () => {
  const files = certificate();
  const tls = { key_file: files.key, certificate_file: files.certificate };
  const { server } = await serverOn({ ...adminConfig({ tls }), port: 0 });
  await server.start();
  expect(server.url).toMatch(/^https:/);
  const { port } = new URL(server.url);
  const ca = readFileSync(files.certificate);
  const status = await new Promise<number>((resolve, reject) =>
    request({ host: 'localhost', port, path: '/api/v1/crons', ca }, (response) => {
      response.resume();
      resolve(response.statusCode!);
    })
      .on('error', reject)
      .end(),
  );
  expect(status).toBe(200);
  await expect(fetch(`http://localhost:${port}/health`)).rejects.toThrow();
  writeFileSync(files.key, 'no key');
  const { server: broken } = await serverOn({ ...adminConfig({ tls }), port: 0 });
  await expect(broken.start()).rejects.toMatchObject({ code: 'TLS_INVALID' });
});

test('below a path, also behind a proxy that speaks HTTPS', async () => {
  const config = adminConfig({ public_url: 'https://ops.example.com/jobu', trusted_proxies: ['127.0.0.1'] });
  expect(config.basePath).toBe('/jobu');
  const { ask } = await apiOn('memory', { config, resolveUser: () => ({ name: 'kim', role: 'admin' }) });
  const headers = { host: 'inner:1', 'x-forwarded-proto': 'https', 'x-forwarded-host': 'ops.example.com' };
  const page = { ...headers, 'x-jobu-request': '1', origin: 'https://ops.example.com' };
  for (const path of ['/jobu/api/v1/executions', '/api/v1/executions']) {
    const made = await ask('POST', path, { handlerName: 'h' }, page);
    expect([made.status, made.headers['location']]).toEqual([201, `/jobu/api/v1/executions/${made.body.id}`]);
  }
  expect((await ask('GET', '/jobu?a=1', undefined, headers)).headers['location']).toBe('/jobu/?a=1');
  expect((await ask('GET', '/jobux/api/v1/executions', undefined, headers)).status).toBe(404);
  const foreign = { ...page, origin: 'https://inner:1' };
  expect((await ask('POST', '/jobu/api/v1/executions', { handlerName: 'h' }, foreign)).body.code).toBe(
    'ORIGIN_REFUSED',
  );
});

test.each([
  ['host: 0.0.0.0', /"0\.0\.0\.0" without sign-in.*admin\.sign_in\.mode/s],
  ['host: 0.0.0.0, sign_in: {mode: none}', /without sign-in/],
  ['sign_in: {mode: proxy}', /admin\.sign_in\.proxy\.addresses.*missing/s],
  ['tls: {key_file: k.pem, certificate_file: c.pem}', /k\.pem cannot be read/],
  ['public_url: ops.example.com', /public_url.*must be a URL/s],
  ['base_path: jobu/', /base_path.*without a slash at the end/s],
  ['sign_in: {proxy: {addresses: [10.0.0.0/99]}}', /addresses.*must be an IP address or a range/s],
])('admin.yaml with {%s} is refused', (text, sentence) => {
  const folder = projectFolder({ 'config/admin.yaml': `admin: {${text}}` });
  expect(() => loadConfig(`${folder}/config`, {})).toThrow(sentence);
});
