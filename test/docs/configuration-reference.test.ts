import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { loadConfig } from '../../src/config/load.ts';
import { configReference } from '../../src/config/reference.ts';

const root = join(import.meta.dirname, '../..');

test('docs/reference/configuration.md is what `npm run docs` writes', () => {
  expect(readFileSync(join(root, 'docs/reference/configuration.md'), 'utf8')).toBe(configReference());
});

test('the configuration of the repository is valid, and both of its databases are one file', () => {
  const { databases, dispatcher } = loadConfig(join(root, 'config'), {});
  expect(databases['default']).toMatchObject({ type: 'sqlite', path: join(root, 'data/jobu.db') });
  expect(databases['business']).toMatchObject({ type: 'sqlite', path: join(root, 'data/jobu.db') });
  expect(dispatcher.minCronIntervalSeconds).toBe(1);
});
