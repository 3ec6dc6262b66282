import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { executeHandler } from '../../src/worker/handlers/attempt.ts';
import { commandHandler } from '../../src/worker/handlers/command.ts';
import { CommandAllowList } from '../../src/worker/handlers/command-allow-list.ts';
import { CONTEXT, recordingHooks } from '../fixtures/handlers/attempt.ts';

const scratch = realpathSync(mkdtempSync(join(tmpdir(), 'jobu-command-')));
afterAll(() => rmSync(scratch, { recursive: true }));

const handler = commandHandler({ allow: ['/bin/sh', 'cat', 'env'], abortGraceSeconds: 0.3 });

async function run(params: object, signal?: AbortSignal, command = handler) {
  const { hooks, logged } = recordingHooks(signal);
  const outcome = await executeHandler(command, params, CONTEXT, hooks);
  const lines = logged.map(({ level, message }) => `${level} ${message}`);
  const result = outcome.ok ? JSON.parse(outcome.result) : undefined;
  return { lines, result, failure: outcome.ok ? undefined : outcome.failure };
}

const shell = (script: string, more: object = {}, signal?: AbortSignal) =>
  run({ argv: ['/bin/sh', '-c', script], ...more }, signal);

const alive = (pid: number) => {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8').split(' ')[2] !== 'Z';
  } catch {
    return false;
  }
};

describe('the handler command', () => {
  it('logs the lines of both outputs and answers exit code and tails', async () => {
    const { lines, result } = await shell('echo one; echo two >&2; printf three');
    expect(lines.sort()).toEqual(['info one', 'info three', 'warn two']);
    expect(result).toEqual({ exitCode: 0, stdout: 'one\nthree', stderr: 'two\n' });
  });

  it('passes arguments as they are, no shell reads them', async () => {
    const nasty = '$(id); `id` | & "quoted" *';
    expect((await run({ argv: ['/bin/sh', '-c', 'printf %s "$1"', 'x', nasty] })).result.stdout).toBe(nasty);
  });

  it('gives it standard input and a folder', async () => {
    expect((await run({ argv: ['cat'], stdin: '안녕\n' })).result.stdout).toBe('안녕\n');
    expect((await shell('pwd', { cwd: scratch })).result.stdout).toBe(`${scratch}\n`);
    expect((await shell('exit 0', { stdin: 'x'.repeat(1_000_000) })).result.exitCode).toBe(0);
  });

  it('decodes the encodings of older machines', async () => {
    expect((await shell("printf '\\260\\241'", { encoding: 'CP949' })).result.stdout).toBe('가');
    expect((await shell("printf '\\202\\240'", { encoding: 'shift_jis' })).result.stdout).toBe('あ');
  });

  it.each([
    ['exit 3', {}, true],
    ['exit 3', { exit_code_map: { 3: 'fail' } }, false],
    ['exit 0', { expected_exit_codes: [3] }, true],
    ['kill -9 $$', {}, true],
  ])('fails on "%s" with %j (retry: %s)', async (script, more, retryable) => {
    const { failure } = await shell(`echo why >&2; ${script}`, more);
    expect(failure).toMatchObject({ code: 'COMMAND_FAILED', retryable });
    expect(failure?.message).toMatch(/\/bin\/sh ended with (exit code [03]|signal SIGKILL)\.\nwhy/);
  });

  it('takes exit codes as the job reads them', async () => {
    expect((await shell('exit 3', { expected_exit_codes: [0, 3] })).result.exitCode).toBe(3);
    expect((await shell('exit 4', { exit_code_map: { 4: 'success' } })).result.exitCode).toBe(4);
  });

  it('keeps the log and the result bounded', async () => {
    const { lines, result } = await shell('yes 0123456789 | head -c 2000000; printf "\\nlast"');
    expect(lines).toHaveLength(10_001);
    expect(lines.at(-1)).toMatch(/^warn The log of this attempt ends here/);
    expect(result.stdout).toMatch(/^\.\.\. .{16384}$/s);
    expect(result.stdout.endsWith('last')).toBe(true);
  });

  it('does not wait for a process that it leaves in the background', async () => {
    const { lines, result } = await shell('sleep 30 & echo $!');
    expect(result.exitCode).toBe(0);
    expect(lines.at(-1)).toContain('left a process behind');
    process.kill(Number(result.stdout), 'SIGKILL');
  });

  it.each([
    ['ends on SIGTERM', 'sleep 300 & echo $! > pids; wait'],
    [
      'ignores SIGTERM',
      'trap "" TERM; sh -c "trap \\"\\" TERM; while :; do sleep 1; done" & echo $! > pids; while :; do sleep 1; done',
    ],
  ])('is ended with all that it started when its signal aborts, also one that %s', async (name, script) => {
    const cwd = join(scratch, name.replaceAll(' ', '-'));
    mkdirSync(cwd);
    const abort = new AbortController();
    const done = shell(script, { cwd }, abort.signal);
    const pids = join(cwd, 'pids');
    await vi.waitFor(() => expect(existsSync(pids) && readFileSync(pids, 'utf8').trim()).toMatch(/\d/), 5_000);
    abort.abort(new Error('canceled'));
    expect((await done).failure).toMatchObject({ message: 'canceled' });
    await vi.waitFor(() => expect(alive(Number(readFileSync(pids, 'utf8')))).toBe(false), 5_000);
  });
});

describe('what the handler command may run', () => {
  it.each([
    ['id', 'not in the list'],
    ['/usr/bin/id', 'not in the list'],
    ['./sh', 'must be absolute'],
    ['../../bin/sh', 'must be absolute'],
  ])('is not %s', async (command, problem) => {
    const { failure } = await run({ argv: [command] });
    expect(failure).toMatchObject({
      code: 'COMMAND_NOT_ALLOWED',
      retryable: false,
      message: expect.stringContaining(problem),
    });
  });

  it('is the allowed file, whatever path leads there, and no other of its name', () => {
    const list = new CommandAllowList(['/bin/sh']);
    symlinkSync('/bin/sh', join(scratch, 'sh'));
    expect(list.resolve('sh')).toBe('/bin/sh');
    expect(list.resolve(join(scratch, 'sh'))).toBe('/bin/sh');
    mkdirSync(join(scratch, 'other'));
    copyFileSync('/bin/sh', join(scratch, 'other/sh'));
    chmodSync(join(scratch, 'other/sh'), 0o755);
    expect(() => list.resolve(join(scratch, 'other/sh'))).toThrow(/is another file/);
  });

  it('is not another program of the same file', () => {
    writeFileSync(join(scratch, 'many'), '#!/bin/sh\n', { mode: 0o755 });
    for (const name of ['applet-a', 'applet-b']) symlinkSync(join(scratch, 'many'), join(scratch, name));
    const list = new CommandAllowList([join(scratch, 'applet-a')]);
    expect(list.resolve('applet-a')).toBe(join(scratch, 'applet-a'));
    expect(() => list.resolve(join(scratch, 'applet-b'))).toThrow(/not in the list/);
  });

  it('is looked up once: a PATH that changes later changes nothing', () => {
    const list = new CommandAllowList(['tool', 'absent'], `${scratch}/bin:relative:/bin`);
    expect(list.missing).toEqual(['tool', 'absent']);
    mkdirSync(join(scratch, 'bin'));
    writeFileSync(join(scratch, 'bin/tool'), '#!/bin/sh\n', { mode: 0o755 });
    expect(() => list.resolve('tool')).toThrow(/does not exist on this machine/);
  });

  it.each(['PATH', 'LD_PRELOAD', 'BASH_ENV', 'NODE_OPTIONS', 'https_proxy', 'BASH_FUNC_ls%%'])(
    'cannot be changed by the variable %s unless it is allowed',
    async (name) => {
      const { failure } = await run({ argv: ['env'], env: { [name]: '/tmp' } });
      expect(failure).toMatchObject({ code: 'COMMAND_ENV_REFUSED', retryable: false });
      const lenient = commandHandler({ allow: ['env'], allowEnv: [name] });
      const { result } = await run({ argv: ['env'], env: { [name]: '/tmp' } }, undefined, lenient);
      expect(result.stdout).toContain(`${name}=/tmp`);
    },
  );

  it('does not see the passwords in the environment of the worker', async () => {
    vi.stubEnv('DB_PASSWORD', 'hunter2');
    const { result } = await run({ argv: ['env'], env: { REPORT: 'daily' } });
    expect(result.stdout).toContain('REPORT=daily');
    expect(result.stdout).toContain('PATH=');
    expect(result.stdout).not.toContain('hunter2');
    vi.unstubAllEnvs();
  });

  it.each([
    [{ argv: [] }, 'argv'],
    [{ argv: 'ls -l' }, 'argv'],
    [{ argv: ['env', 'a\0b'] }, 'argv[1]'],
    [{ argv: ['env'], cwd: 'tmp' }, 'cwd'],
    [{ argv: ['env'], encoding: 'klingon' }, 'encoding'],
    [{ argv: ['env'], shell: true }, 'shell'],
  ])('is refused with the params %j', async (params, field) => {
    expect((await run(params)).failure).toMatchObject({
      code: 'PARAMS_INVALID',
      message: expect.stringContaining(field),
    });
  });

  it('fails with the reason when the folder does not exist', async () => {
    expect((await shell('true', { cwd: '/nowhere' })).failure?.message).toContain('there is no folder /nowhere');
  });
});
