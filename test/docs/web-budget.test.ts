import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

interface Chunk {
  readonly file: string;
  readonly isEntry?: boolean;
  readonly isDynamicEntry?: boolean;
  readonly src?: string;
  readonly imports?: readonly string[];
  readonly css?: readonly string[];
}

const folder = join(import.meta.dirname, '../../dist/admin/web');
const manifest = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')) as Record<string, Chunk>;
const kilobytes = (files: Iterable<string>): number =>
  [...files].reduce((sum, file) => sum + statSync(join(folder, `${file}.gz`)).size, 0) / 1024;

/** Chunks that come with one, itself first. */
function withImports(name: string, seen = new Set<string>()): Set<string> {
  if (seen.has(name)) return seen;
  seen.add(name);
  for (const other of manifest[name]!.imports ?? []) withImports(other, seen);
  return seen;
}

const entry = Object.keys(manifest).find((name) => manifest[name]!.isEntry)!;
const first = withImports(entry);
const filesOf = (names: Iterable<string>) => [...names].map((name) => manifest[name]!.file);

test('the first page loads at most 300 KB of script and 40 KB of style, compressed', () => {
  expect(kilobytes(filesOf(first))).toBeLessThanOrEqual(300);
  expect(kilobytes([...first].flatMap((name) => manifest[name]!.css ?? []))).toBeLessThanOrEqual(40);
});

const pages = Object.keys(manifest).filter((name) => /pages\/[\w-]+\/page\.tsx$/.test(manifest[name]!.src ?? ''));

test.each(pages)('%s adds at most 60 KB', (name) => {
  const added = [...withImports(name)].filter((one) => !first.has(one));
  expect(kilobytes(filesOf(added))).toBeLessThanOrEqual(60);
});

test('there are pages, and every file is there compressed', () => {
  expect(pages.length).toBeGreaterThan(4);
  for (const { file } of Object.values(manifest))
    if (/\.(js|css)$/.test(file)) expect(existsSync(join(folder, `${file}.br`)), file).toBe(true);
});
