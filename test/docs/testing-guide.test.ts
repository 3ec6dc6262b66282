import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../support/run-folder.ts';

const root = join(import.meta.dirname, '../..');

/** The TypeScript examples of a page, each a test file of its own. */
function examplesOf(page: string): string[] {
  const text = readFileSync(join(root, 'docs/guides', page), 'utf8');
  return [...text.matchAll(/^```ts\n([\s\S]*?)^```$/gm)].map(([, code]) => code!);
}

test.each(['testing.md', 'testing.ko.md'])('the examples in %s are tests that pass', (page) => {
  const folder = temporaryFolder('testing-guide');
  const files = examplesOf(page).map((code, index) => {
    const file = join(folder, `example-${index}.test.ts`);
    const source = (name: string) => JSON.stringify(join(root, 'src', name));
    writeFileSync(
      file,
      code.replaceAll("'jobu/testing'", source('testing/index.ts')).replaceAll("'jobu'", source('index.ts')),
    );
    return file;
  });
  expect(files.length).toBeGreaterThan(1);
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--import', 'tsx', '--test', ...files], {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, NODE_TEST_CONTEXT: undefined },
  });
  expect({ status, output: status === 0 ? '' : stdout + stderr }).toEqual({ status: 0, output: '' });
});

test('both languages have the same examples, but for their words', () => {
  const shape = (page: string) => examplesOf(page).map((code) => code.replace(/'[^']*'/g, "''"));
  expect(shape('testing.ko.md')).toEqual(shape('testing.md'));
});
