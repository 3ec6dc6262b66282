import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { spawnJobu } from '../support/processes.ts';
import { projectFolder } from '../support/project-folder.ts';
import { isAlive } from '../support/run-folder.ts';
import { waitFor } from '../support/wait.ts';

const PROGRAM = `
process.on('SIGTERM', () => { console.error('draining'); process.exit(3); });
console.log('up', process.argv.slice(2).join(' '), process.env.COLOUR ?? 'no colour', process.env.VITEST ?? 'no vitest');
process.stdin.on('data', (text) => console.log('read', String(text))).on('end', () => process.exit(0));
`;

function program(): string {
  const file = join(projectFolder(), 'program.mjs');
  writeFileSync(file, PROGRAM);
  return file;
}

test('a process under test is heard on both streams, signalled, and its exit code is known', async () => {
  const jobu = spawnJobu(['a', 'b'], { program: program(), env: { COLOUR: 'red' } });
  expect(await jobu.waitForLine(/^up/)).toBe('up a b red no vitest');
  jobu.signal();
  expect(await jobu.waitForLine('draining')).toBe('draining');
  expect(await jobu.exit()).toBe(3);
  await expect(jobu.waitForLine('never said')).rejects.toThrow(/ended before a line with never said[\s\S]*up a b/);
});

test('a process under test reads what the test writes and ends with its input', async () => {
  const jobu = spawnJobu([], { program: program() });
  jobu.end('hello');
  expect(await jobu.exit()).toBe(0);
  expect(jobu.stdout).toContain('read hello');
});

let left = 0;
test('a process that a test leaves behind', async () => {
  const jobu = spawnJobu([], { program: program() });
  await jobu.waitForLine(/^up/);
  left = jobu.pid;
});

test('is gone when that test has ended', async () => {
  expect(left).toBeGreaterThan(0);
  await waitFor(() => !isAlive(left));
});

test('kill -9 is reported as the signal it is', async () => {
  const jobu = spawnJobu([], { program: program() });
  await jobu.waitForLine(/^up/);
  await jobu.kill();
  expect(await jobu.exit()).toBe('SIGKILL');
});
