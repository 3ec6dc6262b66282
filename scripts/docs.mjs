// Writes the pages of docs/reference/ that are generated from the code. test/docs says when one is out of date.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { commandReference, errorReference } from '../src/cli/reference.ts';
import { configReference } from '../src/config/reference.ts';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

const PAGES = {
  'docs/reference/commands.md': commandReference,
  'docs/reference/configuration.md': configReference,
  'docs/reference/errors.md': errorReference,
};

for (const [page, generate] of Object.entries(PAGES)) {
  mkdirSync(dirname(join(root, page)), { recursive: true });
  writeFileSync(join(root, page), generate());
}
