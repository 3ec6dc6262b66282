import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { commandLine } from '../support/command-line.ts';
import { spawnJobu } from '../support/processes.ts';
import { projectFolder } from '../support/project-folder.ts';
import { freePort } from '../support/server-process.ts';

const root = join(import.meta.dirname, '../..');
const modules = join(root, 'node_modules');

/** The packed files of this package, unpacked below `node_modules` of a folder, with its dependencies beside it. */
function installPacked(folder: string): string {
  const packed = spawnSync('npm', ['pack', '--ignore-scripts', '--json', '--pack-destination', folder], {
    cwd: root,
    encoding: 'utf8',
  });
  expect(packed.status, packed.stderr).toBe(0);
  const tarball = readdirSync(folder).find((name) => name.endsWith('.tgz'))!;
  const target = join(folder, 'node_modules');
  mkdirSync(target);
  expect(spawnSync('tar', ['-xzf', join(folder, tarball), '-C', target]).status).toBe(0);
  expect(spawnSync('mv', [join(target, 'package'), join(target, 'jobu')]).status).toBe(0);
  for (const name of readdirSync(modules))
    if (!name.startsWith('.')) symlinkSync(join(modules, name), join(target, name));
  return join(target, 'jobu');
}

test('a project made from the packed files type-checks, passes its test, starts without a network and stops', async () => {
  const folder = join(projectFolder(), 'my Batch');
  const outside = commandLine(join(folder, '..'));
  const said = await outside.done(['init', 'my Batch']);
  expect(said).toMatch(/Made my-batch[\s\S]*jobs\/email\.ts[\s\S]*npm install/);
  expect(existsSync(join(folder, '.gitignore'))).toBe(true);
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  expect(manifest).toMatchObject({ name: 'my-batch', scripts: { start: 'exec jobu' } });
  // Run from a checkout, the project uses the checkout.
  expect(join(folder, manifest.dependencies.jobu.replace(/^file:/, ''))).toBe(root);
  for (const file of readdirSync(folder, { recursive: true, encoding: 'utf8' }))
    if (/\.(json|yaml|md|ts)$/.test(file))
      expect(readFileSync(join(folder, file), 'utf8')).not.toMatch(/(?<!\$)\{\w+\}/);

  const program = join(installPacked(folder), 'dist/cli/bin.js');
  const npm = (script: string) => spawnSync('npm', ['run', '-s', script], { cwd: folder, encoding: 'utf8' });
  symlinkSync(join(modules, '.bin'), join(folder, 'node_modules/.bin'));
  const checked = npm('check');
  expect(checked.stdout + checked.stderr).toBe('');
  const tested = npm('test');
  expect(tested.stdout, tested.stderr).toMatch(/pass 3[\s\S]*fail 0/);

  const env = { JOBU_ADMIN_PORT: String(await freePort()) };
  const running = spawnJobu([], { cwd: folder, program, env });
  expect(await running.waitForLine('jobu is running')).toMatch(/"handlers":\["email",.*"1 cron of config\/crons\.yaml/);
  const inside = commandLine(folder, { program, env });
  const triggered = await inside.json(['cron', 'trigger', 'minute-mail', '--wait', '--allow-overlap']);
  expect(triggered).toMatchObject({ status: 'SUCCESS', result: { sent: false, mail: { to: 'you@example.com' } } });
  expect(await inside.done(['execution', 'logs', triggered.id])).toMatch(/This mail would be sent to you@example\.com/);
  running.signal('SIGINT');
  expect(await running.exit()).toBe(0);
  // The next start finds the modules read.
  expect(readdirSync(join(program, '../../../.cache/compile'))).not.toEqual([]);
});

test('a folder that is not empty is refused, one with only a repository is not', async () => {
  const folder = projectFolder({ '.git/HEAD': 'ref: refs/heads/main' });
  const jobu = commandLine(folder);
  expect(await jobu.refused(['init', '.'], 1)).toMatch(/is not empty.*\[INIT_FOLDER_NOT_EMPTY\]/);
  mkdirSync(join(folder, 'new/.git'), { recursive: true });
  const { name } = await jobu.json(['init', 'new', '--jobu-spec', '^9.9.9']);
  expect(name).toBe('new');
  expect(JSON.parse(readFileSync(join(folder, 'new/package.json'), 'utf8')).dependencies.jobu).toBe('^9.9.9');
  expect(await jobu.done(['config', 'check', '--config', 'new/config'])).toMatch(/in order/);
});

test('a project made by a package that came from a file gets the same file', async () => {
  const folder = projectFolder();
  const program = join(installPacked(folder), 'dist/cli/bin.js');
  const tarball = readdirSync(folder).find((name) => name.endsWith('.tgz'))!;
  const lock = { packages: { 'node_modules/jobu': { resolved: `file:${tarball}` } } };
  writeFileSync(join(folder, 'node_modules/.package-lock.json'), JSON.stringify(lock));
  await commandLine(folder, { program }).done(['init', 'sub/batch']);
  const { dependencies } = JSON.parse(readFileSync(join(folder, 'sub/batch/package.json'), 'utf8'));
  expect(dependencies.jobu).toBe(`file:../../${tarball}`);
});
