import { spawn } from 'node:child_process';
import { statSync } from 'node:fs';
import { isAbsolute } from 'node:path';
import { z } from 'zod';
import { JobuError, messageOf } from '../../errors.ts';
import { forgetGroup, signalGroup, trackGroup } from '../isolation/process-group.ts';
import { CommandAllowList, commandEnvironment } from './command-allow-list.ts';
import { CommandOutput, decoderFor } from './command-output.ts';
import type { HandlerContext } from './context.ts';
import type { Handler } from './registry.ts';

export interface CommandHandlerOptions {
  /** `worker.command.allow`: absolute paths, or names looked up in PATH when the worker starts. */
  readonly allow: readonly string[];
  /** `worker.command.allow_env`: variables that jobs may set although they can change which code runs, such as PATH. */
  readonly allowEnv?: readonly string[];
  /** Between SIGTERM and SIGKILL on timeout or cancel. Default 10 s. */
  readonly abortGraceSeconds?: number;
}

/** How long to wait, once the command has ended, for a process it left in the background to close its output. */
const OUTPUT_GRACE_MS = 1_000;

const noNul = z.string().refine((text) => !text.includes('\0'), 'has a NUL character');

const params = z.strictObject({
  argv: z.array(noNul).min(1).describe('The program and its arguments; no shell reads them'),
  cwd: noNul.refine((path) => isAbsolute(path), 'is no absolute path').optional(),
  env: z.record(z.string().regex(/^[^=\0]+$/), noNul).default({}),
  stdin: z.string().optional(),
  encoding: z
    .string()
    .refine((name) => decoderFor(name) !== undefined, 'is no encoding known here')
    .default('utf-8')
    .describe('Of the output: utf-8, cp949, euc-kr, shift_jis ...'),
  expected_exit_codes: z.array(z.int().min(0).max(255)).min(1).default([0]),
  exit_code_map: z
    .record(z.string().regex(/^\d{1,3}$/), z.enum(['success', 'retry', 'fail']))
    .default({})
    .describe('What an exit code means: success, retry (as any failure), or fail (no retry)'),
});

type Params = z.output<typeof params>;

interface Ended {
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

function run(
  path: string,
  values: Params,
  env: Record<string, string>,
  grace: number,
  context: HandlerContext,
): Promise<Ended> {
  const { signal, log } = context;
  signal.throwIfAborted();
  return new Promise((resolve, reject) => {
    const cwd = values.cwd ?? process.cwd();
    const child = spawn(path, values.argv.slice(1), {
      cwd,
      env,
      // A process group of its own: what the command starts ends with it.
      detached: true,
      stdio: [values.stdin === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
    });
    const pid = child.pid;
    if (pid === undefined) {
      child.once('error', (error) => {
        const missing = statSync(cwd, { throwIfNoEntry: false }) === undefined;
        const problem = missing ? `there is no folder ${cwd}` : messageOf(error);
        reject(new JobuError('COMMAND_FAILED', { command: path, how: problem, tail: '' }, { cause: error }));
      });
      return;
    }
    trackGroup(pid);
    const output = (level: 'info' | 'warn', stream: NonNullable<typeof child.stdout>) =>
      new CommandOutput(stream, decoderFor(values.encoding)!, (line) => log[level](line));
    const stdout = output('info', child.stdout!);
    const stderr = output('warn', child.stderr!);
    // A command need not read its input.
    child.stdin?.on('error', () => {}).end(values.stdin);

    let kill: NodeJS.Timeout | undefined;
    const abort = () => {
      signalGroup(pid, 'SIGTERM');
      kill = setTimeout(() => signalGroup(pid, 'SIGKILL'), grace * 1000);
    };
    signal.addEventListener('abort', abort, { once: true });
    let linger: NodeJS.Timeout | undefined;
    child.once('exit', () => {
      if (signal.aborted) signalGroup(pid, 'SIGKILL');
      linger = setTimeout(() => {
        log.warn('The command has ended but left a process behind that holds its output open.');
        stdout.abandon();
        stderr.abandon();
      }, OUTPUT_GRACE_MS);
    });
    child.once('close', (exitCode, by) => {
      signal.removeEventListener('abort', abort);
      clearTimeout(kill);
      clearTimeout(linger);
      forgetGroup(pid);
      resolve({ exitCode, signal: by, stdout: stdout.tail, stderr: stderr.tail });
    });
  });
}

/**
 * The built-in handler `command`: runs an allowed program without a shell. Its output goes to the log line by line, the
 * end of it to the result `{exitCode, stdout, stderr}`. Timeout and cancel end the whole process group.
 */
export function commandHandler(options: CommandHandlerOptions): Handler {
  const allowList = new CommandAllowList(options.allow);
  return {
    name: 'command',
    file: null,
    builtIn: true,
    options: { params, description: 'Runs an allowed program with arguments, without a shell' },
    async execute(given, context) {
      const values = given as Params;
      const path = allowList.resolve(values.argv[0]!);
      const env = commandEnvironment(values.env, options.allowEnv ?? []);
      const { signal, ...ended } = await run(path, values, env, options.abortGraceSeconds ?? 10, context);
      context.signal.throwIfAborted();
      const { exitCode } = ended;
      const meaning =
        exitCode === null
          ? 'retry'
          : (values.exit_code_map[String(exitCode)] ??
            (values.expected_exit_codes.includes(exitCode) ? 'success' : 'retry'));
      if (meaning === 'success') return ended;
      const lastLines = ended.stderr.trimEnd() || ended.stdout.trimEnd();
      const error = new JobuError('COMMAND_FAILED', {
        command: path,
        how: signal === null ? `exit code ${exitCode}` : `signal ${signal}`,
        tail: lastLines === '' ? '' : `\n${lastLines.slice(-2_000)}`,
      });
      throw Object.assign(error, { retryable: meaning === 'retry' });
    },
  };
}
