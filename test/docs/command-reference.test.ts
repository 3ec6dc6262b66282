import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { commandReference, errorReference } from '../../src/cli/reference.ts';

const page = (name: string) => readFileSync(join(import.meta.dirname, '../../docs/reference', name), 'utf8');

test('docs/reference/commands.md is what `npm run docs` writes', () => {
  expect(page('commands.md')).toBe(commandReference());
});

test('docs/reference/errors.md is what `npm run docs` writes', () => {
  expect(page('errors.md')).toBe(errorReference());
});

test('the reference has a section for every command of the issue', () => {
  const sections = [...commandReference().matchAll(/^## jobu (.+)$/gm)].map(([, name]) => name);
  expect(sections).toEqual(
    expect.arrayContaining([
      ...['start', 'init', 'migrate', 'apply', 'doctor', 'prune', 'next', 'config check', 'config show'],
      ...['list', 'show', 'add', 'set', 'enable', 'disable', 'delete', 'trigger', 'next'].map((name) => `cron ${name}`),
      ...['list', 'show', 'logs', 'retry', 'cancel', 'hold', 'release'].map((name) => `execution ${name}`),
      ...['worker list', 'import crontab'],
    ]),
  );
});
