import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { stringify } from 'yaml';
import { snakeCase } from '../src/ledger/model/row.ts';
import type { Bench } from './target.ts';

const JOBU = fileURLToPath(new URL('../dist/cli/bin.js', import.meta.url));
const PUBLIC_NAMES = new URL('../dist/index.js', import.meta.url).href;

/** `noop` does nothing; `delay` answers the milliseconds between `params.at` and its own start. */
const HANDLERS = `import { defineHandler } from '${PUBLIC_NAMES}';
defineHandler({ name: 'noop', execute: () => null });
defineHandler({ name: 'delay', execute: ({ at }) => performance.timeOrigin + performance.now() - at });
`;

const inFileSpelling = (value: object): object =>
  Object.fromEntries(
    Object.entries(value).map(([key, each]) => [
      snakeCase(key),
      typeof each === 'object' && each !== null ? inFileSpelling(each) : each,
    ]),
  );

/** A user's project with the handlers of the benchmarks and nothing configured but its database. */
export interface Project {
  /** Starts `jobu ROLES`. */
  start(roles: readonly string[], nodeOptions?: readonly string[]): JobuProcess;
  remove(): void;
}

export interface JobuProcess {
  readonly pid: number;
  /** Throws when it has ended by itself. */
  assertRunning(): void;
  /** Asks it to stop, and waits for its end. */
  stop(): Promise<void>;
}

export function makeProject(bench: Bench): Project {
  const folder = mkdtempSync(join(tmpdir(), 'jobu-bench-project-'));
  for (const name of ['config', 'jobs']) mkdirSync(join(folder, name));
  const write = (name: string, content: unknown) =>
    writeFileSync(join(folder, 'config', `${name}.yaml`), stringify(content));
  write('database', { databases: { default: inFileSpelling(bench.config) } });
  write('admin', { admin: { port: 0 } });
  writeFileSync(join(folder, 'jobs', 'bench.mjs'), HANDLERS);
  return {
    start(roles, nodeOptions = []) {
      const child = spawn(process.execPath, [...nodeOptions, JOBU, ...roles], {
        cwd: folder,
        env: { ...process.env, NODE_ENV: 'production' },
        stdio: ['ignore', 'ignore', 'inherit'],
      });
      const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
      return {
        pid: child.pid!,
        assertRunning() {
          if (child.exitCode !== null) throw new Error(`jobu ${roles.join(' ')} ended with ${child.exitCode}`);
        },
        stop: async () => {
          child.kill('SIGTERM');
          await ended;
        },
      };
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** Seconds of processor time a process has used, all its threads together. Linux only. */
export function processorSeconds(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ');
  const TICKS_PER_SECOND = 100;
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
}
