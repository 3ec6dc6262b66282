import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { JsonText, keepVerbatim, stringify } from '../../web/src/api/json-text.ts';
import { matches } from '../../web/src/i18n/hangul.ts';
import { withParticle } from '../../web/src/i18n/particle.ts';
import { formatJson } from '../../web/src/json/format-json.ts';
import { type JsonNode, treeOf } from '../../web/src/json/tree.ts';

const folder = join(import.meta.dirname, '../../web/src/locales');
const files = readdirSync(join(folder, 'ko'));

function wordsOf(language: string, file: string): Map<string, string> {
  const words = new Map<string, string>();
  const walk = (value: unknown, path: string): void => {
    if (typeof value === 'string') words.set(path, value);
    else for (const [key, part] of Object.entries(value as object)) walk(part, path === '' ? key : `${path}.${key}`);
  };
  walk(JSON.parse(readFileSync(join(folder, language, file), 'utf8')), '');
  return words;
}

const variables = (text: string): string[] =>
  [...new Set([...text.matchAll(/\{\{\s*(\w+)/g)].map(([, name]) => name!))].sort();
const plain = (key: string): string => key.replace(/_(one|other)$/, '');

describe('the words of the web interface', () => {
  test('exist in the same files', () => {
    expect(readdirSync(join(folder, 'en'))).toEqual(files);
  });

  test.each(files)('%s: every word in both languages, with the same values in it', (file) => {
    const [korean, english] = [wordsOf('ko', file), wordsOf('en', file)];
    const keys = (words: Map<string, string>) => [...new Set([...words.keys()].map(plain))].sort();
    expect(keys(korean)).toEqual(keys(english));
    for (const [key, text] of korean) {
      expect(text, key).not.toBe('');
      const twin = english.get(key) ?? english.get(`${plain(key)}_other`);
      expect([key, variables(text)]).toEqual([key, variables(twin!)]);
    }
    for (const key of english.keys())
      if (key.endsWith('_other')) expect(english.has(key.replace(/other$/, 'one'))).toBe(true);
  });

  test('are Korean in Korean: only names stay in Latin letters', () => {
    const names = ['crons.json import.formats.file', 'crons.json import.formats.crontab', 'settings.json about.node'];
    const foreign = files.flatMap((file) =>
      [...wordsOf('ko', file)]
        .filter(([, text]) => /[a-z]{3}/i.test(text.replace(/\{\{[^}]*\}\}/g, '')) && !/[가-힣]/.test(text))
        .map(([key]) => `${file} ${key}`),
    );
    expect(foreign.sort()).toEqual([...names, 'shell.json otherLanguage'].sort());
  });

  test('have no particle in brackets: it is chosen by the word before it', () => {
    for (const file of files)
      for (const text of wordsOf('ko', file).values())
        expect(text).not.toMatch(/[을를이가은는]\((을|를|이|가|은|는)\)/);
  });
});

test.each([
  ['정산', '을/를', '정산을'],
  ['보고', '을/를', '보고를'],
  ['메일', '으로/로', '메일로'],
  ['정산', '으로/로', '정산으로'],
  ['7', '이/가', '7이'],
  ['42', '은/는', '42는'],
  ['report"', '과/와', 'report"와'],
])('%s with %s is %s', (word, pair, expected) => {
  expect(withParticle(word, pair)).toBe(expected);
});

test.each([
  ['일일-정산', 'ㅈㅅ', true],
  ['일일-정산', 'ㅇㅇ', true],
  ['일일-정산', '정ㅅ', true],
  ['일일-정산', 'ㅅㅈ', false],
  ['Daily Settlement', 'settle', true],
  ['주간 매출 보고', 'ㅂㄱ ㅁㅊ', true],
])('%s and %s: %s', (text, sought, expected) => {
  expect(matches(text, sought)).toBe(expected);
});

describe('JSON as it was typed', () => {
  const typed = '{"2": 12345678901234567890, "1": ["}", {"params": null}], "e": {}}';

  test('survives the way from the API to the page and back', () => {
    const answer = `{"id":"1","params":${typed},"items":[{"result":{"a":1.50},"data":null}],"name":"\\"params\\":{"}`;
    const read = JSON.parse(keepVerbatim(answer)) as { params: string; items: { result: string; data: null }[] };
    expect(read.params).toBe(typed);
    expect(read.items[0]).toEqual({ result: '{"a":1.50}', data: null });
    expect(stringify({ a: 1, params: new JsonText(read.params) })).toBe(`{"a":1,"params":${typed}}`);
  });

  test('is put into lines without a change of its values', () => {
    expect(formatJson('{"b":1e400,"a":[],"c":{"d":[1,2]}}')).toBe(
      '{\n  "b": 1e400,\n  "a": [],\n  "c": {\n    "d": [\n      1,\n      2\n    ]\n  }\n}',
    );
    expect(formatJson('{no json')).toBe('{no json');
  });
});

describe('JSON as a tree', () => {
  const leaves = (node: JsonNode | undefined): [string, string][] =>
    node?.children ? node.children.flatMap(leaves) : node ? [[node.path, node.text]] : [];

  test('has the path of every value, as it was typed', () => {
    const typed = '{"b": [1.50, {"x y": true}], "a": {"주문": 12345678901234567890, "q\\"": "[,]"}, "e": {}, "l": []}';
    expect(leaves(treeOf(typed))).toEqual([
      ['b[0]', '1.50'],
      ['b[1]["x y"]', 'true'],
      ['a.주문', '12345678901234567890'],
      ['a["q\\""]', '"[,]"'],
    ]);
  });

  test.each(['7', '"text"', 'null', '{"a":', `[${'1,'.repeat(9000)}1]`])('is none of %.12s', (text) => {
    expect(treeOf(text)).toBeUndefined();
  });
});
