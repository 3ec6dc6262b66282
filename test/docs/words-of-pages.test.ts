import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { buildProgram } from '../../src/cli/program.ts';
import { configReference } from '../../src/config/reference.ts';
import { SCHEDULE_WARNINGS } from '../../src/domain/schedule-warnings.ts';
import { ERRORS } from '../../src/errors.ts';
import { PLAN_REMARKS } from '../../src/ledger/plan.ts';
import { tableAfter } from '../support/markdown.ts';

/** Codes that are no errors: what previews and plans warn about. */
const REMARKS: readonly string[] = [...SCHEDULE_WARNINGS, ...PLAN_REMARKS];

const root = join(import.meta.dirname, '../..');
const pages = [
  'README.md',
  'README.ko.md',
  'ARCHITECTURE.md',
  'CONTRIBUTING.md',
  'SECURITY.md',
  'CHANGELOG.md',
  'examples/nightly-report/README.md',
  'deploy/README.md',
  ...readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.md'))
    .map((file) => join('docs', file)),
].map((name) => ({ name, text: readFileSync(join(root, name), 'utf8') }));

/** Code of a page: the lines of fenced blocks without a language, and code within sentences. */
function codeOf(text: string): string[] {
  const code: string[] = [];
  let fence: string | undefined;
  for (const line of text.split('\n')) {
    const [, language] = /^```(.*)$/.exec(line) ?? [];
    if (language !== undefined) fence = fence === undefined ? language : undefined;
    else if (fence === '') code.push(...line.split(/&&|\|/));
    else if (fence === undefined) code.push(...[...line.matchAll(/`([^`]+)`/g)].map(([, inline]) => inline!));
  }
  return code;
}

/** The words after `jobu`, without comments and what stands in quotes; undefined for something else. */
function commandLine(code: string): string[] | undefined {
  const [, line] = /^\s*(?:npx jobu|jobu|npm start(?: -s)? --) +(.*)$/.exec(code.replace(/\s#.*$/, '')) ?? [];
  return line
    ?.replace(/'[^']*'|"[^"]*"/g, 'TEXT')
    .split(/\s+/)
    .filter((word) => word !== '');
}

/** What in a command line does not exist. */
function unknownIn(words: readonly string[]): string[] {
  const program = buildProgram();
  let command: Command = program;
  const options = new Set<string>();
  const collect = (from: Command) => {
    for (const { short, long } of from.options) for (const flag of [short, long]) if (flag) options.add(flag);
  };
  collect(program);
  for (const word of words) {
    const next = command.commands.find((each) => each.name() === word);
    if (next) {
      command = next;
      collect(next);
    } else if (command === program && /^[a-z]/.test(word) && !word.startsWith('-')) {
      if (!['dispatcher', 'worker', 'admin'].includes(word)) return [word];
      break;
    } else if (command.commands.length > 0 && /^[a-z]/.test(word)) return [`${command.name()} ${word}`];
    else break;
  }
  return words.filter((word) => /^--?[a-z]/.test(word) && !options.has(word.split('=')[0]!) && word !== '--help');
}

describe.each(pages)('$name', ({ text }) => {
  it('shows only commands and options that exist', () => {
    const unknown = codeOf(text).flatMap((code) => {
      const words = commandLine(code);
      return words === undefined ? [] : unknownIn(words).map((word) => `${word} in: ${code.trim()}`);
    });
    expect(unknown).toEqual([]);
  });

  it('names only settings and errors that exist', () => {
    const reference = configReference();
    const settings = [...text.matchAll(/`((?:dispatcher|worker|admin|logging)\.[a-z_.]+[a-z])`/g)]
      .map(([, path]) => path!.split('.').slice(1).join('.'))
      .filter((path) => !path.endsWith('.yaml') && path !== 'yaml')
      .filter((path) => !reference.includes(`\`${path}\``));
    const codes = [...text.matchAll(/(?<![\w$-])[A-Z]{3,}(?:_[A-Z]+)+(?![\w-])/g)]
      .map(([code]) => code)
      .filter(
        (code) =>
          !(code in ERRORS) && !REMARKS.includes(code) && !/^(JOBU|DB|NODE|SHOP|CRON_TZ|NO|BASH|LIVE)_?/.test(code),
      );
    expect({ settings, codes }).toEqual({ settings: [], codes: [] });
  });
});

describe.each([
  ['README.md', 'Package'],
  ['README.ko.md', '패키지'],
])('%s', (name, title) => {
  it('says of every dependency at run time what it is for', () => {
    const { text } = pages.find((page) => page.name === name)!;
    const named = tableAfter(text, title).flatMap(([cell]) =>
      [...cell!.matchAll(/`([^`]+)`/g)].map(([, each]) => each!),
    );
    const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { dependencies: object };
    expect(named.sort()).toEqual(Object.keys(manifest.dependencies).sort());
  });
});

describe('the check of the pages', () => {
  it('finds their command lines, and what is wrong in one', () => {
    const lines = pages.flatMap(({ text }) => codeOf(text).flatMap((code) => commandLine(code) ?? []));
    expect(lines.length).toBeGreaterThan(50);
    expect(unknownIn(['cron', 'frobnicate'])).toEqual(['cron frobnicate']);
    expect(unknownIn(['cron', 'list', '--frobnicate'])).toEqual(['--frobnicate']);
    expect(unknownIn(['wroker'])).toEqual(['wroker']);
  });
});
