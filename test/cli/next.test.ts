import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { commandLine } from '../support/command-line.ts';
import { spawnJobu } from '../support/processes.ts';
import { projectFolder } from '../support/project-folder.ts';

interface Case {
  expression: string;
  timeZone: string;
  after: string;
  next: string[];
}

const vectors = readFileSync(join(import.meta.dirname, '../vectors/cron-next.jsonl'), 'utf8').trim();
const cases = vectors.split('\n').map((line) => JSON.parse(line) as Case);
const nowhere = () => commandLine(projectFolder({ 'config/dispatcher.yaml': 'dispatcher: { time_zone: UTC }' }));

test('the next times stand in the zone that was asked for and in UTC', async () => {
  const out = await nowhere().done([
    'next',
    '0 9 * * MON',
    '--tz',
    'Asia/Seoul',
    '--after',
    '2026-11-22',
    '--count',
    '2',
  ]);
  expect(out).toBe('2026-11-23 09:00:00 KST  2026-11-23T00:00:00Z\n2026-11-30 09:00:00 KST  2026-11-30T00:00:00Z\n');
});

test('without --tz the zone of dispatcher.yaml counts, and Asia/Seoul where there is no configuration', async () => {
  const args = ['next', '0 9 * * *', '--after', '2026-11-22T00:00:00Z', '--count', '1', '--json'];
  expect(await nowhere().done(args)).toBe('{"next":["2026-11-22T09:00:00Z"]}\n');
  expect(await nowhere().done([...args, '--config', 'none'])).toBe('{"next":["2026-11-23T00:00:00Z"]}\n');
});

test('the expression is said in words beside the times, in the language of the environment', async () => {
  const folder = projectFolder({});
  const said = async (args: readonly string[], LANG: string) =>
    (await commandLine(folder, { env: { LANG, LC_ALL: '', LC_MESSAGES: '' } }).run(['next', '0 9 13 * FRI', ...args]))
      .stderr;
  expect(await said([], 'C.UTF-8')).toBe('on day 13 of every month or on any Friday, at 09:00\n');
  expect(await said([], 'ko_KR.UTF-8')).toBe('매월 13일 또는 금요일 09:00\n');
  expect(await said(['--language', 'en'], 'ko_KR.UTF-8')).toMatch(/^on day 13/);
  expect(await said(['--json'], 'ko_KR.UTF-8')).toBe('');
});

test('a date that does not exist is never', async () => {
  expect(await nowhere().done(['next', '0 0 30 2 *'])).toBe('never\n');
  expect(await nowhere().done(['next', '0 0 30 2 *', '--json'])).toBe('{"next":[]}\n');
});

test.each([
  [['next', '0 25 * * *'], /hour.*25.*\[CRON_EXPRESSION_INVALID\]/],
  [['next', '@reboot'], /\[CRON_EXPRESSION_INVALID\]/],
  [['next', '@daily', '--tz', 'KST'], /Did you mean "Asia\/Seoul"\?.*\[TIME_ZONE_UNKNOWN\]/],
  [['next', '@daily', '--after', 'tomorrow'], /"tomorrow" is not a time.*\[TIME_INVALID\]/],
  [['next', '@daily', '--count', '0'], /whole number from 1 to.*jobu next --help \[USAGE\]/],
  [['next', '0', '9', '*', '*', '*'], /Too many arguments/],
  [['next'], /expression is missing/],
])('%j is wrong usage', async (args, sentence) => {
  expect(await nowhere().refused(args, 2)).toMatch(sentence);
});

test('a failure with --json is a document on standard output too', async () => {
  const { code, stdout } = await nowhere().run(['next', '61 * * * *', '--json']);
  expect(code).toBe(2);
  expect(JSON.parse(stdout)).toEqual({
    error: { code: 'CRON_EXPRESSION_INVALID', message: expect.stringContaining('minute') },
  });
});

test('--stdin answers the published cases, each line in its place, 2,000 of them in far less than 20 s', async () => {
  const many = Array.from({ length: 2000 }, (_, index) => cases[index % cases.length]!);
  const requests = many.map(({ expression, timeZone, after, next }) =>
    JSON.stringify({ expression, timeZone, after, count: next.length }),
  );
  const startedMs = performance.now();
  const out = await nowhere().done(['next', '--stdin'], requests.join('\n'));
  expect(performance.now() - startedMs).toBeLessThan(20_000);
  expect(out.trimEnd().split('\n')).toEqual(many.map(({ next }) => JSON.stringify({ next })));
});

test('--stdin answers a bad line with its error and goes on', async () => {
  const lines = [
    '{"expression":"0 0 1 1 *","timeZone":"UTC","after":"2026-06-01T00:00:00Z"}',
    'rubbish',
    '',
    '[1]',
    'null',
    '{"expression":5}',
    '{"expression":"@daily","timeZone":"Mars/Phobos"}',
    '{"expression":"@daily","after":"yesterday"}',
    '{"expression":"@daily","count":-1}',
    '{"expression":"* * * * MOON"}',
    '{"expression":"0 0 30 2 *"}',
    '{"expression":"@hourly","after":"2026-06-01T00:30:00+09:00","count":2,"unknown":true}\r',
  ];
  const answers = (await nowhere().done(['next', '--stdin'], `${lines.join('\n')}\n`)).trimEnd().split('\n');
  expect(answers.map((line) => JSON.parse(line)).map(({ next, error }) => next ?? error.code)).toEqual([
    ['2027-01-01T00:00:00Z'],
    ...new Array(5).fill('NEXT_REQUEST_INVALID'),
    'TIME_ZONE_UNKNOWN',
    'TIME_INVALID',
    'NEXT_REQUEST_INVALID',
    'CRON_EXPRESSION_INVALID',
    [],
    ['2026-05-31T16:00:00Z', '2026-05-31T17:00:00Z'],
  ]);
});

test('--stdin answers a line before the next one is written', async () => {
  const jobu = spawnJobu(['next', '--stdin'], { cwd: projectFolder() });
  jobu.child.stdin!.write('{"expression":"@daily","timeZone":"UTC","after":"2026-01-01T00:00:00Z"}\n');
  expect(await jobu.waitForLine('{"next"')).toBe('{"next":["2026-01-02T00:00:00Z"]}');
  jobu.end('{"expression":"@daily","timeZone":"UTC","after":"2027-01-01T00:00:00Z"}');
  expect(await jobu.exit()).toBe(0);
  expect(jobu.stdout.trim().split('\n')).toHaveLength(2);
});
