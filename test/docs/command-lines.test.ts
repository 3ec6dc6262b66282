import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { MODULES } from '../../src/cli/modules.ts';
import { buildProgram } from '../../src/cli/program.ts';
import { parseCronFile } from '../../src/ledger/cron-file.ts';

const root = join(import.meta.dirname, '../..');
const pages = globSync(['README*.md', 'docs/guides/*.md', 'docs/reference/*.md', 'examples/*/README.md'], {
  cwd: root,
});

const blocksOf = (page: string, language: string): string[] =>
  [...readFileSync(join(root, page), 'utf8').matchAll(/^```(\w*)\n([\s\S]*?)^```/gm)].flatMap(([, kind, text]) =>
    kind === language ? [text!] : [],
  );

/** `npx jobu cron list` and the like, without what pipes into it and comes after it. */
const commandLines = pages.flatMap((page) =>
  ['', 'sh', 'bash', 'console'].flatMap((language) =>
    blocksOf(page, language)
      .flatMap((block) => block.split('\n'))
      .flatMap((line) => /(?:^|\| |\$ )(?:npx )?jobu( [^|#]*)?$/.exec(line.replace(/ +#.*/, ''))?.[0] ?? [])
      .filter((line) => !line.includes('['))
      .map((line) => [page, line.replace(/^.*?jobu ?/, '').trim()] as const),
  ),
);

/** What of a command line the program does not know. */
function unknownIn(line: string): string[] {
  const words = line.match(/"[^"]*"|'[^']*'|\S+/g) ?? [];
  const program = buildProgram();
  let command: Command = program;
  let at = 0;
  for (; at < words.length && !words[at]!.startsWith('-'); at++) {
    const inner = command.commands.find((child) => child.name() === words[at]);
    if (!inner) break;
    command = inner;
  }
  if (command === program && words.length > 0)
    return words.filter((word) => !word.startsWith('-') && !MODULES.includes(word as never));
  const known = [...command.options, ...program.options].flatMap(({ long, short }) => [long, short]);
  return words.filter((word) => /^--?[a-z]/.test(word) && !known.includes(word.split('=')[0]!) && word !== '--help');
}

describe('the pages', () => {
  test('show command lines', () => {
    expect(commandLines.length).toBeGreaterThan(20);
  });

  test.each(commandLines)('%s: jobu %s is a command with options that exist', (_, line) => {
    expect(unknownIn(line)).toEqual([]);
  });

  const files = pages.flatMap((page) =>
    blocksOf(page, 'yaml').flatMap((block) => (/^crons:/m.test(block) ? [[page, block]] : [])),
  );
  test.each(files)('%s: the file of crons is one that can be applied', (page, block) => {
    const file = parseCronFile(page!, block!, { timeZone: 'Asia/Seoul', minCronIntervalSeconds: 1 });
    expect(file.crons).toHaveLength(parse(block!).crons.length);
  });
});
