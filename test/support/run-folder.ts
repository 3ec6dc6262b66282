import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** File in a server's folder that holds its process id. */
export const PID_FILE = 'server.pid';
const OWNER_FILE = 'owner.pid';
const PREFIX = 'jobu-test-';
const linux = process.platform === 'linux';

function read(file: string): string {
  try {
    return readFileSync(file, 'latin1');
  } catch {
    return '';
  }
}

/** True while the process runs (one that has ended and was not yet collected by its parent does not). */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
  return !linux || /\) [^ZX] /.test(read(`/proc/${pid}/stat`));
}

/** The direct children of a process. */
export function childrenOf(pid: number): number[] {
  if (!linux) {
    return spawnSync('pgrep', ['-P', String(pid)], { encoding: 'utf8' })
      .stdout.split('\n')
      .filter(Boolean)
      .map(Number);
  }
  const parentOf = (entry: string) => Number(/\) \S (\d+)/.exec(read(`/proc/${entry}/stat`))?.[1]);
  return readdirSync('/proc')
    .filter((entry) => /^\d+$/.test(entry) && parentOf(entry) === pid)
    .map(Number);
}

/** The live server whose data lie in the folder. A process id that went to another program is not taken for it. */
export function serverIn(folder: string): number | undefined {
  const pid = Number(read(join(folder, PID_FILE)));
  if (!pid || !isAlive(pid)) return undefined;
  const command = linux
    ? read(`/proc/${pid}/cmdline`)
    : execFileSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' });
  return command.includes(folder) ? pid : undefined;
}

/** Kills the process and its children, which a kill of the parent alone would leave for seconds. Answers all their ids. */
export function killTree(pid: number): number[] {
  const tree = [pid, ...childrenOf(pid)];
  for (const each of tree) if (isAlive(each)) process.kill(each, 'SIGKILL');
  return tree;
}

/** Makes the folder of a new run: servers, database files and all else that is deleted at its end. */
export function makeRunFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), PREFIX));
  // PostgreSQL runs under an account of its own and has to pass through.
  chmodSync(folder, 0o711);
  writeFileSync(join(folder, OWNER_FILE), String(process.pid));
  return folder;
}

/** The folder of this run; a process outside a test run (a benchmark) gets one that is deleted when it exits. */
export function runFolder(): string {
  if (!process.env['JOBU_TEST_RUN']) {
    const folder = makeRunFolder();
    process.env['JOBU_TEST_RUN'] = folder;
    process.once('exit', () => removeRunFolder(folder));
  }
  return process.env['JOBU_TEST_RUN']!;
}

/** Makes an empty folder inside the run's. */
export function temporaryFolder(name: string): string {
  return mkdtempSync(join(runFolder(), `${name}-`));
}

/** Kills the servers a run left behind and deletes its folder. */
export function removeRunFolder(folder: string): void {
  for (const entry of readdirSync(folder)) {
    const pid = serverIn(join(folder, entry));
    if (pid) killTree(pid);
  }
  rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 });
}

/** Deletes what runs left that were killed before they could do it. */
export function removeAbandonedRuns(): void {
  for (const entry of readdirSync(tmpdir())) {
    if (!entry.startsWith(PREFIX)) continue;
    const folder = join(tmpdir(), entry);
    const owner = Number(read(join(folder, OWNER_FILE)));
    if (owner && !isAlive(owner)) removeRunFolder(folder);
  }
}
