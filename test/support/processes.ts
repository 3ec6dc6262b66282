import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import { isAlive } from './run-folder.ts';
import { waitFor } from './wait.ts';

/** The built program that process tests run. */
export const JOBU = fileURLToPath(new URL('../../dist/cli/bin.js', import.meta.url));

/** A jobu process under test. */
export interface JobuProcess {
  readonly child: ChildProcess;
  readonly pid: number;
  /** Everything written so far. */
  readonly stdout: string;
  readonly stderr: string;
  /** Waits for a line on stdout or stderr, also one that was already written; answers it. */
  waitForLine(pattern: RegExp | string, timeoutMs?: number): Promise<string>;
  /** Sends a signal (default SIGTERM). */
  signal(signal?: NodeJS.Signals): void;
  /** Sends a signal (default SIGKILL) and waits for the end. */
  kill(signal?: NodeJS.Signals): Promise<void>;
  /** Waits for the end; the exit code, or the name of the signal that ended it. */
  exit(timeoutMs?: number): Promise<number | NodeJS.Signals>;
  /** Closes its stdin after writing `text`. */
  end(text?: string): void;
}

/** How to run the program. `env` is added to a clean environment. */
export interface SpawnOptions {
  cwd?: string;
  env?: Record<string, string | undefined>;
  /** Options of Node itself, before the program. */
  nodeArgs?: string[];
  /** The program; `dist/cli/bin.js` when left out. */
  program?: string;
}

/** Starts `jobu ARGS`. Whatever the test does, the process and its children are gone when it ends. */
export function spawnJobu(args: readonly string[], options: SpawnOptions = {}): JobuProcess {
  const { cwd, env, nodeArgs = [], program = JOBU } = options;
  const child = spawn(process.execPath, [...nodeArgs, program, ...args], {
    cwd,
    // Variables of vitest and of coloured terminals would change what the program does.
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'], NODE_ENV: 'production', NO_COLOR: '1', ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
    // A process group of its own, so that children are found also when it died before them.
    detached: true,
  });
  const pid = child.pid;
  if (pid === undefined) throw new Error(`could not start ${process.execPath}`);
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  child.stdin.on('error', () => {});
  const ended = new Promise<number | NodeJS.Signals>((resolve) => {
    child.once('close', (code, signal) => resolve(code ?? signal ?? -1));
  });
  let over = false;
  void ended.then(() => {
    over = true;
  });
  const killGroup = () => {
    try {
      process.kill(-pid, 'SIGKILL');
    } catch {
      // Nobody of the group lives any more.
    }
  };
  const said = () => `\n--- stdout\n${stdout}\n--- stderr\n${stderr}`;

  const jobu: JobuProcess = {
    child,
    pid,
    get stdout() {
      return stdout;
    },
    get stderr() {
      return stderr;
    },
    async waitForLine(pattern, timeoutMs = 15_000) {
      const matches = (line: string) => (typeof pattern === 'string' ? line.includes(pattern) : pattern.test(line));
      const find = () => `${stdout}\n${stderr}`.split('\n').find(matches);
      try {
        const found = await waitFor(() => find() ?? (over && 'ended'), { timeoutMs, what: `a line with ${pattern}` });
        if (find() === undefined) throw new Error(`jobu ended before a line with ${pattern}`);
        return found;
      } catch (error) {
        throw new Error(`${String(error)}${said()}`, { cause: error });
      }
    },
    signal(signal = 'SIGTERM') {
      child.kill(signal);
    },
    async kill(signal = 'SIGKILL') {
      child.kill(signal);
      await jobu.exit();
    },
    async exit(timeoutMs = 30_000) {
      await waitFor(() => over, { timeoutMs, what: `jobu ${args.join(' ')} to end` }).catch((error) => {
        throw new Error(`${String(error)}${said()}`, { cause: error });
      });
      return ended;
    },
    end(text = '') {
      child.stdin.end(text);
    },
  };
  onTestFinished(async () => {
    killGroup();
    await waitFor(() => !isAlive(pid), { what: `process ${pid} to die` });
  });
  return jobu;
}

/** Runs `jobu ARGS` to its end. */
export async function runJobu(
  args: readonly string[],
  options: SpawnOptions & { stdin?: string; timeoutMs?: number } = {},
): Promise<{ code: number | NodeJS.Signals; stdout: string; stderr: string }> {
  const jobu = spawnJobu(args, options);
  jobu.end(options.stdin);
  const code = await jobu.exit(options.timeoutMs);
  return { code, stdout: jobu.stdout, stderr: jobu.stderr };
}
