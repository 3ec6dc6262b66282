import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '../..');
const SKIPPED = ['node_modules', 'dist', 'data', '.git', '.build'];

function pagesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (SKIPPED.includes(entry.name)) return [];
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return pagesBelow(path);
    return entry.name.endsWith('.md') ? [path] : [];
  });
}

const withoutCode = (text: string): string => text.replace(/^```[\s\S]*?^```/gm, '').replace(/`[^`\n]*`/g, '');

/** The anchors that headings get on GitHub. */
function anchorsOf(text: string): Set<string> {
  const seen = new Map<string, number>();
  const anchors = withoutCode(text.replace(/`([^`\n]*)`/g, '$1')).matchAll(/^#{1,6} +(.*?) *$/gm);
  return new Set(
    [...anchors].map(([, heading]) => {
      const plain = heading!.replace(/\[([^\]]*)\]\([^)]*\)/g, '$1').toLowerCase();
      const anchor = plain.replace(/[^\p{L}\p{N}\s_-]/gu, '').replace(/\s/g, '-');
      const count = seen.get(anchor) ?? 0;
      seen.set(anchor, count + 1);
      return count === 0 ? anchor : `${anchor}-${count}`;
    }),
  );
}

const pages = pagesBelow(root).map((path) => ({ name: relative(root, path), path, text: readFileSync(path, 'utf8') }));

describe('the Markdown pages', () => {
  it('are found', () => {
    expect(pages.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['README.md', 'README.ko.md', 'ARCHITECTURE.md', 'docs/README.md']),
    );
  });

  it.each(pages)('$name: every relative link leads somewhere', ({ path, text }) => {
    const dead = [...withoutCode(text).matchAll(/\]\(([^)\s]+)\)/g)]
      .map(([, target]) => target!)
      .filter((target) => !/^[a-z]+:/.test(target))
      .filter((target) => {
        const [file = '', anchor] = target.split('#');
        const full = file === '' ? path : resolve(dirname(path), decodeURI(file));
        if (!existsSync(full)) return true;
        return (
          anchor !== undefined && (statSync(full).isDirectory() || !anchorsOf(readFileSync(full, 'utf8')).has(anchor))
        );
      });
    expect(dead).toEqual([]);
  });

  it.each(pages)('$name holds no emoji', ({ text }) => {
    expect(
      [...text.matchAll(/\p{Emoji_Presentation}|\p{Extended_Pictographic}\uFE0F/gu)].map(([each]) => each),
    ).toEqual([]);
  });

  it('docs/README.md names every page below docs', () => {
    const { text } = pages.find(({ name }) => name === 'docs/README.md')!;
    const linked = [...text.matchAll(/\]\(([^)\s#]+)/g)].map(([, target]) => join('docs', target!));
    const others = pages
      .map(({ name }) => name)
      .filter((name) => name.startsWith('docs/') && name !== 'docs/README.md');
    expect(others.filter((name) => !linked.includes(name))).toEqual([]);
  });
});
