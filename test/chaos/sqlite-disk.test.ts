import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { DatabaseRegistry } from '../../src/database/registry.ts';
import { spawnJobu } from '../support/processes.ts';
import { makeProject } from '../support/project.ts';
import { temporaryFolder } from '../support/run-folder.ts';
import { waitFor } from '../support/wait.ts';

const isRoot = process.getuid?.() === 0;

/** Mounting needs root; on a machine of one's own `sudo` gives it without asking. */
const asRoot = (command: string, ...args: string[]): void =>
  void execFileSync(isRoot ? command : 'sudo', isRoot ? args : ['-n', command, ...args], { stdio: 'pipe' });

const CRON = `namespace: disk
crons:
  - { name: tick, cron_expression: "* * * * * *", time_zone: UTC, handler_name: tick, allow_overlap: true, catch_up: all }
`;
const HANDLER = `import { defineHandler } from 'jobu';\ndefineHandler({ name: 'tick', execute: () => 'x'.repeat(20_000) });\n`;

describe('an SQLite database on a disk that gives trouble', () => {
  const mounted: string[] = [];
  afterEach(() => {
    for (const folder of mounted.splice(0)) asRoot('umount', folder);
  });

  async function project(path: string): Promise<string> {
    const folder = await makeProject({
      databases: { default: { type: 'sqlite', path } },
      dispatcher: { crons: ['config/crons.yaml'], poll_interval_seconds: 0.2 },
      jobs: { 'tick.mjs': HANDLER.replace("'jobu'", `'${join(import.meta.dirname, '../../dist/index.js')}'`) },
    });
    writeFileSync(join(folder, 'config/crons.yaml'), CRON);
    return folder;
  }

  it('says that the disk is full, and loses nothing once there is room again', async () => {
    const disk = temporaryFolder('disk');
    asRoot('mount', '-t', 'tmpfs', '-o', 'size=2m,mode=777', 'tmpfs', disk);
    mounted.push(disk);
    const database = join(disk, 'jobu.db');
    const jobu = spawnJobu(['dispatcher', 'worker'], { cwd: await project(database) });
    await jobu.waitForLine('jobu is running');
    const filler = join(disk, 'filler');
    const problem = jobu.waitForLine(/disk is full/i, 60_000);
    for (let size = 1_500_000; size > 1_000; size = Math.floor(size / 2)) {
      try {
        writeFileSync(filler, Buffer.alloc(size), { flag: 'a' });
      } catch {
        // As much as fits is what fills the disk.
      }
    }
    expect(await problem).toContain('"level":"warn"');
    rmSync(filler);

    const registry = await DatabaseRegistry.initFromConfig({ default: { type: 'sqlite', path: database } });
    const { autocommit } = registry.get('default');
    const times = async () =>
      (
        await autocommit.fetchAll<{ scheduled_time: string }>(
          'SELECT scheduled_time FROM job_executions ORDER BY scheduled_time',
        )
      ).map((row) => Date.parse(row.scheduled_time));
    const freedAt = Date.now();
    await waitFor(async () => (await times()).at(-1)! > freedAt + 1_000, {
      timeoutMs: 60_000,
      what: 'rows after the disk has room again',
    });
    jobu.signal('SIGTERM');
    expect(await jobu.exit(), jobu.stderr).toBe(0);
    const all = await times();
    expect(all).toEqual(all.map((_, index) => all[0]! + index * 1000));
    await registry.closeAll();
  });

  it('says of a file that it may not write what to check', async () => {
    const folder = temporaryFolder('read-only');
    const database = join(folder, 'jobu.db');
    const registry = await DatabaseRegistry.initFromConfig({ default: { type: 'sqlite', path: database } });
    await registry.get('default').autocommit.execute('CREATE TABLE here (id INTEGER)');
    await registry.closeAll();
    const inner = temporaryFolder('read-only-mount');
    mkdirSync(inner, { recursive: true });
    asRoot('mount', '--bind', folder, inner);
    mounted.push(inner);
    asRoot('mount', '-o', 'remount,ro,bind', inner);
    chmodSync(folder, 0o755);
    const jobu = spawnJobu(['migrate'], { cwd: await project(join(inner, 'jobu.db')) });
    expect(await jobu.exit()).toBe(1);
    expect(jobu.stderr).toMatch(/cannot be used: .*permissions/);
    expect(jobu.stderr).toContain('"default"');
    expect(jobu.stderr).not.toMatch(/^\s+at /m);
  });
});
