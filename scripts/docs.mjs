// Writes the pages of docs/reference/ that are generated from the code. test/docs says when one is out of date.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { configReference } from '../src/config/reference.ts';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

const PAGES = {
  'docs/reference/configuration.md': configReference,
};

for (const [page, generate] of Object.entries(PAGES)) {
  mkdirSync(dirname(join(root, page)), { recursive: true });
  writeFileSync(join(root, page), generate());
}
