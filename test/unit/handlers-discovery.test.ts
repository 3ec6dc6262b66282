import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { executeHandler } from '../../src/worker/handlers/attempt.ts';
import { discoverHandlers } from '../../src/worker/handlers/catalog.ts';
import { CONTEXT, recordingHooks } from '../fixtures/handlers/attempt.ts';

const fixtures = resolve(import.meta.dirname, '../fixtures/handlers');
const scratch = realpathSync(mkdtempSync(join(tmpdir(), 'jobu-handlers-')));
afterAll(() => rmSync(scratch, { recursive: true }));

const JOBU = JSON.stringify(join(fixtures, 'good/jobu.ts'));

/** A folder of the user's, outside the repository. */
function folder(name: string, files: Record<string, string>): string {
  const root = join(scratch, name);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  writeFileSync(join(root, 'package.json'), '{"type":"module"}');
  return root;
}

const defining = (name: string) =>
  `import { defineHandler } from ${JOBU};\ndefineHandler({ name: '${name}', execute() {} });\n`;

const failureOf = async (folders: string[]) => {
  const found = await discoverHandlers(folders).catch((error: unknown) => error);
  return found as Error & { code: string };
};

describe('discovering handlers', () => {
  it('finds classes and functions in TypeScript and JavaScript at any depth', async () => {
    const catalog = await discoverHandlers(['good'], { root: fixtures });
    expect(catalog.names()).toEqual(['common-ts', 'email', 'email-again', 'module-ts', 'plain-js']);
    expect(catalog.get('email')).toMatchObject({
      file: join(fixtures, 'good/email.ts'),
      options: { description: 'Sends one mail' },
    });
    expect(catalog.get('plain-js')).toMatchObject({
      file: join(fixtures, 'good/nested/deep/plain.js'),
      options: { maxRetry: 0 },
    });
    expect(catalog.get('common-ts')?.file).toBe(join(fixtures, 'good/nested/required.cts'));
    expect(catalog.get('email-again')?.options.params).toBe(catalog.get('email')?.options.params);
  });

  it('finds the same handlers again in a process that has loaded them', async () => {
    const catalog = await discoverHandlers(['good', 'good/nested'], { root: fixtures });
    expect(catalog.names()).toHaveLength(5);
  });

  it('makes a new instance of a class for every attempt', async () => {
    const catalog = await discoverHandlers(['good'], { root: fixtures });
    const email = catalog.get('email');
    for (let attempt = 1; attempt <= 2; attempt++) {
      const { hooks, logged } = recordingHooks();
      expect(await executeHandler(email!, '{"to":"a@example.com"}', CONTEXT, hooks)).toEqual({
        ok: true,
        result: '{"sent":1,"to":"a@example.com"}',
      });
      expect(logged).toEqual([{ level: 'info', message: 'sending', data: '{"to":"a@example.com"}' }]);
    }
  });

  it('leaves alone what is no handler file', async () => {
    const broken = 'throw new Error("must not be loaded");';
    const files = [
      'types.d.ts',
      'types.d.mts',
      'a.test.ts',
      'a.spec.js',
      '.hidden/a.ts',
      'node_modules/a/a.js',
      'a.sql',
    ];
    const root = folder('ignored', {
      'helper.ts': 'export const double = (value: number) => value * 2;',
      'real.ts': defining('real'),
      ...Object.fromEntries(files.map((file) => [file, broken])),
    });
    expect((await discoverHandlers([root])).names()).toEqual(['real']);
  });

  it('refuses to start while files are broken, naming each with its line', () => {
    const root = folder('broken', {
      'fine.ts': 'export const fine = true;',
      'missing.js': `import { readFileSync } from 'node:fs';\nimport nothing from 'a-package-nobody-has';\n`,
      'syntax.ts': 'export const fine = 1;\n\nexport const broken = = 2;\n',
      'throws.ts': 'type A = string;\n\nfunction connect(): A {\n  return undefined!.url;\n}\nconnect();\n',
    });
    // In a process of its own: the test runner takes over how stacks are written.
    const catalog = pathToFileURL(resolve(import.meta.dirname, '../../src/worker/handlers/catalog.ts')).href;
    const script = `import { discoverHandlers } from '${catalog}';
      await discoverHandlers([${JSON.stringify(root)}]).catch((error) => console.log(JSON.stringify([error.code, error.message])));`;
    const output = execFileSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' });
    const [code, message] = JSON.parse(output) as [string, string];
    expect(code).toBe('HANDLER_FILE_BROKEN');
    expect(message.split('\n').filter((line) => line.startsWith('  '))).toEqual([
      expect.stringContaining(`${root}/missing.js:2: Cannot find package 'a-package-nobody-has'`),
      expect.stringContaining(`${root}/syntax.ts:3: Unexpected "="`),
      expect.stringContaining(`${root}/throws.ts:4: Cannot read properties of undefined`),
    ]);
  });

  it('refuses two handlers of one name, naming both files', async () => {
    const root = folder('duplicate', { 'a.ts': defining('twice'), 'b/b.js': defining('twice') });
    const error = await failureOf([root]);
    expect(error.code).toBe('HANDLER_DUPLICATE');
    expect(error.message).toContain(`in ${root}/a.ts and in ${root}/b/b.js`);
  });

  it('refuses two handlers of one name in one file', async () => {
    const root = folder('same-file', {
      'a.ts': `${defining('double')}defineHandler({ name: 'double', execute() {} });`,
    });
    expect((await failureOf([root])).code).toBe('HANDLER_DUPLICATE');
  });

  it('refuses the name of a built-in handler', async () => {
    const root = folder('reserved', { 'mine.ts': defining('http') });
    const error = await failureOf([root]);
    expect(error.code).toBe('HANDLER_NAME_RESERVED');
    expect(error.message).toContain(`${root}/mine.ts`);
  });

  it.each([
    ['a name with blanks at its ends', `defineHandler({ name: ' x', execute() {} })`, 'HANDLER_NAME_INVALID'],
    ['an unknown isolation', `defineHandler({ name: 'x', isolation: 'fork', execute() {} })`, 'HANDLER_INVALID'],
    ['a negative number of retries', `defineHandler({ name: 'x', maxRetry: -1, execute() {} })`, 'HANDLER_INVALID'],
    ['a schema that is none', `defineHandler({ name: 'x', params: {}, execute() {} })`, 'HANDLER_INVALID'],
  ])('refuses %s while the file loads', async (what, code, expected) => {
    const root = folder(`options-${what.length}`, { 'a.js': `import { defineHandler } from ${JOBU};\n${code};` });
    const error = await failureOf([root]);
    expect(error.code).toBe('HANDLER_FILE_BROKEN');
    expect(error.cause).toMatchObject({ code: expected });
  });

  it.each([
    ['without execute', 'handler("bad-a")(class {});'],
    ['whose constructor throws', 'handler("bad-b")(class { constructor() { throw new Error("no"); } execute() {} });'],
  ])('refuses a class %s', async (what, code) => {
    const root = folder(`class-${what.length}`, { 'a.js': `import { handler } from ${JOBU};\n${code}` });
    expect(await failureOf([root])).toMatchObject({
      code: 'HANDLER_INVALID',
      message: expect.stringContaining('a.js'),
    });
  });

  it('warns of a folder that does not exist and goes on', async () => {
    const warnings: string[] = [];
    const root = folder('partly', { 'jobs/a.ts': defining('partly') });
    const catalog = await discoverHandlers(['nowhere', 'jobs'], { root, warn: (message) => warnings.push(message) });
    expect(catalog.names()).toEqual(['partly']);
    expect(warnings).toEqual([expect.stringContaining(`${root}/nowhere does not exist`)]);
  });

  it('follows links to files and folders, once each', async () => {
    const root = folder('links', { '..data/linked.mjs': defining('linked'), 'jobs/readme.txt': '' });
    symlinkSync(join(root, '..data/linked.mjs'), join(root, 'jobs/linked.mjs'));
    symlinkSync(join(root, 'jobs'), join(root, 'jobs/loop'));
    const catalog = await discoverHandlers([join(root, 'jobs')]);
    expect(catalog.names()).toEqual(['linked']);
    expect(catalog.get('linked')?.file).toBe(join(root, '..data/linked.mjs'));
  });

  it('counts a handler that a file of the folder imports from elsewhere', async () => {
    const root = folder('shared', {
      'lib/shared.ts': `import { defineHandler } from ${JOBU};
export const make = (name: string) => defineHandler({ name, execute() {} });
make('from-lib');`,
      'jobs/index.ts': `import { make } from '../lib/shared.ts';\nmake('from-entry');\n`,
    });
    const catalog = await discoverHandlers([join(root, 'jobs')]);
    expect(catalog.names()).toEqual(['from-entry', 'from-lib']);
    expect(catalog.get('from-entry')?.file).toBe(join(root, 'jobs/index.ts'));
  });

  it('gives up on a file that never finishes loading', async () => {
    const root = folder('hanging', { 'wait.mjs': 'await new Promise(() => {});\n' });
    await expect(discoverHandlers([root], { importTimeoutSeconds: 0.2 })).rejects.toThrow(
      /wait\.mjs: it did not finish loading within 0\.2 s/,
    );
  });
});
