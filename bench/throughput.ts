import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { stringify } from 'yaml';
import { snakeCase } from '../src/ledger/model/row.ts';
import { type Bench, insertNoops } from './target.ts';

const JOBU = fileURLToPath(new URL('../dist/cli/bin.js', import.meta.url));
const TIMEOUT_MS = 600_000;

/** A user's project with one handler that does nothing. Answers its folder. */
export function makeProject(bench: Bench, worker: Record<string, unknown> = {}): string {
  const folder = mkdtempSync(join(tmpdir(), 'jobu-bench-project-'));
  for (const name of ['config', 'jobs']) mkdirSync(join(folder, name));
  const config = Object.fromEntries(Object.entries(bench.config).map(([key, value]) => [snakeCase(key), value]));
  const write = (name: string, content: unknown) =>
    writeFileSync(join(folder, 'config', `${name}.yaml`), stringify(content));
  write('database', { databases: { default: config } });
  write('worker', { worker: { handlers: ['jobs'], ...worker } });
  const handlers = fileURLToPath(new URL('../dist/index.js', import.meta.url));
  writeFileSync(
    join(folder, 'jobs', 'noop.mjs'),
    `import { defineHandler } from '${handlers}';\ndefineHandler({ name: 'noop', execute: () => null });\n`,
  );
  return folder;
}

/** Starts `jobu ROLE` in a project; answers how to stop it. */
export function startProcess(
  folder: string,
  role: string,
  env: Record<string, string> = {},
): { pid: number; stop(): Promise<void> } {
  const child = spawn(process.execPath, [JOBU, role], {
    cwd: folder,
    env: { ...process.env, NODE_ENV: 'production', ...env },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  return {
    pid: child.pid!,
    stop: async () => {
      child.kill('SIGTERM');
      await ended;
    },
  };
}

/**
 * Executions per second from the first claim to the last SUCCESS, by the instants in the rows, with full history kept:
 * `count` executions of a handler that does nothing, through real worker processes with their defaults.
 */
export async function throughput(bench: Bench, count: number, workers: number): Promise<number> {
  await insertNoops(bench, count);
  const folder = makeProject(bench);
  const processes = Array.from({ length: workers }, () => startProcess(folder, 'worker'));
  try {
    const deadline = Date.now() + TIMEOUT_MS;
    for (;;) {
      const left = await bench.database.autocommit.fetchValue(
        "SELECT id FROM job_executions WHERE status IN ('PENDING', 'RUNNING') LIMIT 1",
      );
      if (left === undefined) break;
      if (Date.now() > deadline) throw new Error(`${count} executions were not done after ${TIMEOUT_MS} ms`);
      await new Promise((resolve) => setTimeout(resolve, 250));
    }
  } finally {
    await Promise.all(processes.map((process) => process.stop()));
    rmSync(folder, { recursive: true, force: true });
  }
  const row = await bench.database.autocommit.fetchOne<{ first: string; last: string; done: number }>(
    "SELECT MIN(started_at) AS first, MAX(finished_at) AS last, COUNT(*) AS done FROM job_executions WHERE status = 'SUCCESS'",
  );
  if (Number(row!.done) !== count) throw new Error(`${row!.done} of ${count} executions succeeded`);
  return (count * 1000) / (Date.parse(row!.last) - Date.parse(row!.first));
}
