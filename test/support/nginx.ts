import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { temporaryFolder } from './run-folder.ts';
import { installPackages } from './server-binaries.ts';
import { freePort } from './server-process.ts';
import { waitFor } from './wait.ts';

const PROGRAMS = ['/usr/sbin/nginx', '/usr/local/sbin/nginx', '/opt/homebrew/bin/nginx', '/usr/local/bin/nginx'];

function nginxProgram(): string {
  const find = () => process.env['JOBU_TEST_NGINX'] ?? PROGRAMS.find((path) => existsSync(path));
  if (find() === undefined && process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) installPackages('nginx');
  const program = find();
  if (program === undefined)
    throw new Error(
      'nginx is needed for the tests behind a reverse proxy and was not found. Install it, for instance: ' +
        'sudo apt-get install nginx  or  brew install nginx, or set JOBU_TEST_NGINX to its path',
    );
  return program;
}

/** The address from which the proxy asks the server: not the one that the tests ask from. */
export const PROXY_ADDRESS = '127.0.0.2';

/**
 * nginx in front of a server, below /jobu, as docs/guides/security.md shows it: it asks for name and password (any of `users`,
 * the password is the name), and says who asks in X-Forwarded-User, X-Role and X-Groups. Answers its origin.
 */
export async function startNginx(
  upstreamPort: number,
  users: Readonly<Record<string, { readonly role: string; readonly groups?: string }>> = {},
): Promise<string> {
  const program = nginxProgram();
  const folder = temporaryFolder('nginx');
  const port = await freePort();
  mkdirSync(join(folder, 'temp'));
  const names = Object.entries(users);
  writeFileSync(join(folder, 'users'), names.map(([name]) => `${name}:{PLAIN}${name}\n`).join(''));
  const map = (variable: string, values: readonly (readonly [string, string])[]) =>
    `map $remote_user $${variable} { default ""; ${values.map(([name, value]) => `"${name}" "${value}";`).join(' ')} }`;
  const signIn = `
      auth_basic "jobu";
      auth_basic_user_file ${folder}/users;
      proxy_set_header X-Forwarded-User $remote_user;
      proxy_set_header X-Role $jobu_role;
      proxy_set_header X-Groups $jobu_groups;
      proxy_set_header Authorization "";`;
  writeFileSync(
    join(folder, 'nginx.conf'),
    `worker_processes 1;
daemon off;
${process.getuid?.() === 0 ? 'user root;' : ''}
pid ${folder}/nginx.pid;
error_log ${folder}/error.log warn;
events { worker_connections 64; }
http {
  access_log off;
  ${['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((kind) => `${kind}_temp_path ${folder}/temp/${kind};`).join(' ')}
  ${map(
    'jobu_role',
    names.map(([name, { role }]) => [name, role]),
  )}
  ${map(
    'jobu_groups',
    names.flatMap(([name, { groups }]) => (groups === undefined ? [] : [[name, groups] as const])),
  )}
  server {
    listen 127.0.0.1:${port};
    location /jobu/ {
      proxy_pass http://127.0.0.1:${upstreamPort};
      proxy_bind ${PROXY_ADDRESS};
      proxy_http_version 1.1;
      proxy_set_header Connection "";
      proxy_set_header Host $http_host;
      proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
      proxy_set_header X-Forwarded-Proto $scheme;
      proxy_read_timeout 1h;${names.length > 0 ? signIn : ''}
    }
  }
}
`,
  );
  const child = spawn(program, ['-p', folder, '-c', join(folder, 'nginx.conf')], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    errors += text;
  });
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  onTestFinished(async () => {
    child.kill('SIGTERM');
    await ended;
  });
  const origin = `http://127.0.0.1:${port}`;
  await waitFor(
    async () => {
      if (child.exitCode !== null) throw new Error(`nginx ended: ${errors}`);
      return await fetch(`${origin}/`).then(
        () => true,
        () => false,
      );
    },
    { what: 'nginx' },
  );
  return origin;
}
