import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { commandLine } from '../support/command-line.ts';
import { JOBU, spawnJobu } from '../support/processes.ts';
import { makeProject, type ProjectOptions } from '../support/project.ts';
import { waitFor } from '../support/wait.ts';

const HANDLERS = `
import { defineHandler } from '${pathToFileURL(join(dirname(JOBU), '../index.js'))}';
defineHandler({ name: 'quick', execute: (params, { log }) => { log.info('ran'); return params; } });
defineHandler({ name: 'slow', execute: ({ seconds }, { log }) => {
  log.info('begun');
  return new Promise((resolve) => setTimeout(() => resolve('done'), seconds * 1000));
} });
`;

const CRONS = `namespace: test
crons:
  - { name: tick, cron_expression: "* * * * * *", handler_name: quick, handler_params: { n: 1 } }
  - { name: slow, handler_name: slow, handler_params: { seconds: 3 } }
  - { name: first, handler_name: quick }
  - { name: second, handler_name: quick }
`;

const project = async (options: Partial<ProjectOptions> = {}, crons = CRONS) => {
  const folder = await makeProject({
    databases: { default: { type: 'sqlite', path: 'data/jobu.db' } },
    dispatcher: { crons: ['jobs/crons.yaml'] },
    jobs: { 'handlers.ts': HANDLERS, 'crons.yaml': crons },
    ...options,
  });
  return { folder, jobu: commandLine(folder), start: (...args: string[]) => spawnJobu(args, { cwd: folder }) };
};

test('one command runs everything on an empty folder, and SIGTERM lets what runs finish', async () => {
  const { folder, jobu, start } = await project();
  writeFileSync(join(folder, 'package.json'), '{"type":"module","version":"1.2.3"}');
  const process = start();
  const running = JSON.parse(await process.waitForLine('jobu is running'));
  expect(running).toMatchObject({
    modules: ['dispatcher', 'worker', 'admin'],
    handlers: ['http', 'quick', 'slow', 'sql'],
    crons: ['4 crons of jobs/crons.yaml, 4 new or changed'],
  });
  expect(await (await fetch(`${running.admin}/health`)).json()).toBeDefined();
  const { id } = await jobu.json(['cron', 'trigger', 'slow']);
  await waitFor(async () => (await jobu.json(['execution', 'show', id])).status === 'RUNNING');
  expect((await jobu.json(['worker', 'list'])).items.map(({ role }: { role: string }) => role).sort()).toEqual([
    'admin',
    'dispatcher',
    'worker',
  ]);
  process.signal('SIGTERM');
  expect(await process.exit()).toBe(0);
  expect(await jobu.json(['execution', 'show', id])).toMatchObject({
    status: 'SUCCESS',
    result: 'done',
    attempt: 1,
    codeVersion: '1.2.3',
  });
  const ticks = (await jobu.json(['execution', 'list', '--cron', 'tick', '--status', 'SUCCESS'])).items;
  expect(ticks[0]).toMatchObject({ result: { n: 1 }, paramSource: 'cron' });
  expect((await jobu.json(['worker', 'list'])).items).toEqual([]);
});

test('npm and the terminal both send SIGINT: together they are one, a later one ends the process at once', async () => {
  const { jobu, start } = await project();
  const process = start('worker', 'dispatcher');
  await process.waitForLine('jobu is running');
  const { id } = await jobu.json(['cron', 'trigger', 'slow', '--params', '{"seconds":60}']);
  await waitFor(async () => (await jobu.json(['execution', 'show', id])).status === 'RUNNING');
  process.signal('SIGINT');
  process.signal('SIGINT');
  await process.waitForLine('stopping: what runs may finish');
  await new Promise((resolve) => setTimeout(resolve, 700));
  expect(process.child.exitCode).toBeNull();
  process.signal('SIGINT');
  expect(await process.exit(5_000)).toBe(1);
  expect(process.stdout).toContain('second signal: ending at once');
  expect((await jobu.json(['execution', 'show', id])).status).toBe('RUNNING');
});

test('Ctrl-C on "npm start" lets what runs finish, and npm waits for that and ends with 0', async () => {
  const { folder, jobu } = await project();
  const root = join(dirname(JOBU), '../..');
  const { start } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).scripts;
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ scripts: { start } }));
  symlinkSync(join(root, 'dist'), join(folder, 'dist'));
  const program = realpathSync(execFileSync('sh', ['-c', 'command -v npm'], { encoding: 'utf8' }).trim());
  const env = { PATH: `${join(root, 'node_modules/.bin')}:${process.env['PATH']}` };
  const npm = spawnJobu(['start'], { cwd: folder, program, env });
  await npm.waitForLine('jobu is running');
  const { id } = await jobu.json(['cron', 'trigger', 'slow']);
  await waitFor(async () => (await jobu.json(['execution', 'show', id])).status === 'RUNNING');
  process.kill(-npm.pid, 'SIGINT');
  expect(await npm.exit()).toBe(0);
  expect((await jobu.json(['execution', 'show', id])).status).toBe('SUCCESS');
});

test('when one service cannot start, the others are stopped and one sentence says why', async () => {
  const taken = createServer().listen(0, '127.0.0.1');
  await once(taken, 'listening');
  onTestFinished(() => void taken.close());
  const port = (taken.address() as AddressInfo).port;
  const { folder, start, jobu } = await project();
  writeFileSync(`${folder}/config/admin.yaml`, `admin: { port: ${port} }`);
  const process = start();
  expect(await process.exit()).toBe(1);
  expect(process.stderr.trim().split('\n')).toHaveLength(1);
  expect(process.stderr).toContain(String(port));
  expect((await jobu.json(['worker', 'list'])).items).toEqual([]);
});

test('an exception that no handler is to blame for drains the process and fails it', async () => {
  const jobs = { 'bad.ts': `${HANDLERS}\nsetTimeout(() => { throw new Error('boom'); }, 1500);`, 'crons.yaml': CRONS };
  const { start, jobu } = await project({ jobs });
  const process = start('worker');
  await process.waitForLine('uncaught exception, stopping: boom');
  expect(await process.exit()).toBe(1);
  expect(process.stderr).toMatch(/\[STOPPED_BADLY\]/);
  expect((await jobu.json(['worker', 'list'])).items).toEqual([]);
});

test('crons named in first_run run once, one after the other, however often the process starts', async () => {
  const { start, jobu } = await project({}, `${CRONS}first_run: [slow, second, first]\n`);
  const runs = async () => (await jobu.json(['execution', 'list', '--status', 'SUCCESS'])).items.reverse();
  const manual = async () =>
    (await runs()).filter(({ paramSource }: { paramSource: string }) => paramSource === 'manual');
  const killed = start('dispatcher', 'worker');
  await waitFor(async () => (await manual()).length >= 1, { timeoutMs: 20_000 });
  await killed.kill();
  const again = start('dispatcher', 'worker');
  await waitFor(async () => (await manual()).length === 3, { timeoutMs: 60_000, intervalMs: 200 });
  await again.waitForLine('jobu is running');
  again.signal();
  expect(await again.exit()).toBe(0);
  const names = (await manual()).map(({ cronName }: { cronName: string }) => cronName);
  expect(names).toEqual(['slow', 'second', 'first']);
  expect((await manual()).every(({ reason }: { reason: string }) => reason === 'first run')).toBe(true);
});
