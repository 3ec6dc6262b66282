import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { messageOf } from '../../src/errors.ts';
import { parseCronFile } from '../../src/ledger/cron-file.ts';
import { commandLine } from '../support/command-line.ts';
import { projectFolder } from '../support/project-folder.ts';

const FILE = `namespace: demo
crons:
  - name: one
    cron_expression: "0 2 * * *"
    handler_name: email
    handler_params: { z: 1, a: 12345678901234567890, f: 1.10 }
    retry_backoff: { base: 5 }
    tags: [a, b]
  - name: two
    handler_name: email
`;

function project(text: string) {
  const folder = projectFolder({ 'crons.yaml': text });
  const file = join(folder, 'crons.yaml');
  const edit = (from: string | RegExp, to: string) => writeFileSync(file, readFileSync(file, 'utf8').replace(from, to));
  return { jobu: commandLine(folder), edit };
}

test('a file is shown as a difference, applied, and applied again without a change', async () => {
  const { jobu, edit } = project(FILE);
  const dry = await jobu.done(['apply', 'crons.yaml', '--dry-run']);
  expect(dry).toMatch(/^create +one\n +cron_expression: 0 2 \* \* \*$/m);
  expect(dry).toMatch(/2 to create/);
  expect((await jobu.json(['cron', 'list'])).items).toEqual([]);
  expect(await jobu.done(['apply', 'crons.yaml'])).toMatch(/2 created\.$/m);
  expect(await jobu.done(['apply', 'crons.yaml'])).toBe('unchanged  one\nunchanged  two\n2 unchanged.\n');

  await jobu.done(['cron', 'disable', 'one']);
  edit('0 2 * * *', '30 2 * * *');
  const { steps } = await jobu.json(['apply', 'crons.yaml']);
  expect(steps).toEqual([
    {
      action: 'change',
      name: 'one',
      changes: [{ field: 'cron_expression', from: '0 2 * * *', to: '30 2 * * *' }],
    },
    { action: 'unchanged', name: 'two', changes: [] },
  ]);
  const shown = await jobu.done(['cron', 'show', 'one', '--json']);
  expect(shown).toContain('"handlerParams":{"z":1,"a":12345678901234567890,"f":1.10}');
  expect(JSON.parse(shown)).toMatchObject({ isEnabled: false, managedBy: 'demo', version: 3 });
});

test('prune deletes what the file no longer has, of its own namespace alone, and asks first', async () => {
  const { jobu, edit } = project(FILE);
  await jobu.done(['apply', 'crons.yaml']);
  await jobu.done(['cron', 'add', 'by-hand', '--handler', 'h']);
  edit(/ {2}- name: two[\s\S]*$/, '');
  const refused = await jobu.run(['apply', 'crons.yaml', '--prune']);
  expect(refused.code).toBe(2);
  expect(refused.stdout).toMatch(/^delete +two$/m);
  expect(refused.stderr).toMatch(/Delete 1 cron: nobody can be asked.*--yes/);
  expect(await jobu.done(['apply', 'crons.yaml', '--prune', '--yes'])).toMatch(/1 deleted, 1 unchanged/);
  const names = (await jobu.json(['cron', 'list'])).items.map(({ name }: { name: string }) => name);
  expect(names).toEqual(['by-hand', 'one']);
  edit('namespace: demo\n', '');
  expect(await jobu.refused(['apply', 'crons.yaml', '--prune'], 1)).toContain('[CRON_MANAGED_ELSEWHERE]');
  expect(await jobu.refused(['apply', '-', '--prune'], 2, 'crons: []')).toContain('[PRUNE_NEEDS_NAMESPACE]');
});

test('a cron of another namespace, or made by hand, is not touched unless it is taken over', async () => {
  const { jobu } = project(
    'namespace: 정산\ncrons:\n  - { name: a, handler_name: h }\n  - { name: b, handler_name: h }\n',
  );
  await jobu.done(['cron', 'add', 'b', '--handler', 'h']);
  expect(await jobu.refused(['apply', 'crons.yaml'], 1)).toMatch(/"b" was made by hand.*--take-over/);
  expect((await jobu.json(['cron', 'list'])).items).toHaveLength(1);
  const done = await jobu.done(['apply', 'crons.yaml', '--take-over']);
  expect(done).toMatch(/^ +managed_by: null -> 정산$/m);
});

test('all problems of a file are shown at once, each with its line, and nothing is changed', async () => {
  const { jobu } = project(`namespace: demo
crns: 1
crons:
  - name: one
    cron_expresion: "0 2 * * *"
    handler_name: email
    max_retry: many
  - name: two
    cron_expression: "61 * * * *"
    handler_name: email
  - name: three
    time_zone: KST
  - { name: four, handler_name: a, cron_expression: "0 0 30 2 *" }
  - { name: five, handler_name: a, cron_expression: "* * * * * *" }
  - { name: six, handler_name: a, handler_params: [1], isolation: docker }
  - { name: seven, handler_name: a }
  - { name: seven, handler_name: a }
`);
  const stderr = await jobu.refused(['apply', 'crons.yaml'], 1);
  expect(stderr.split('\n').slice(1, -2)).toEqual([
    expect.stringMatching(/^crons\.yaml:2:1: crns: .*did you mean crons/),
    expect.stringMatching(/^crons\.yaml:5:5: cron_expresion: .*did you mean cron_expression/),
    expect.stringMatching(/^crons\.yaml:7:16: max_retry:/),
    expect.stringMatching(/^crons\.yaml:9:22: cron_expression: .*minute/),
    expect.stringMatching(/^crons\.yaml:12:16: time_zone: .*Asia\/Seoul/),
    expect.stringMatching(/^crons\.yaml:11:5: handler_name: it is missing/),
    expect.stringMatching(/^crons\.yaml:13:53: .*never fires/),
    expect.stringMatching(/^crons\.yaml:14:53: .*every 1 s/),
    expect.stringMatching(/^crons\.yaml:15:\d+: handler_params:/),
    expect.stringMatching(/^crons\.yaml:15:\d+: isolation:/),
    expect.stringMatching(/^crons\.yaml:17:5: name: "seven" stands in this file twice/),
  ]);
  expect((await jobu.json(['cron', 'list'])).items).toEqual([]);
  expect(await jobu.refused(['apply', 'nowhere.yaml'], 1)).toContain('[CRON_FILE_UNREADABLE]');
});

test.each([
  ['', /must be keys and values/],
  ['crons: 1', /must be a list/],
  ['crons: [1, null]', /A cron must be keys and values/],
  ['crons: [{name: a', /f:1:\d+: this is not valid YAML/],
  ['crons: [{name: a, name: b}]', /not valid YAML: .*unique/],
  [
    'crons: [&a {name: q, handler_name: h, handler_params: {x: *a}}]',
    /handler_params: it is nested more than 100 deep/,
  ],
  ['crons: [{name: q, handler_name: h, handler_params: {x: .nan}}]', /NaN is no number of JSON/],
  ['namespace: a b\ncrons: []', /namespace: it must be/],
  ['crons: []\nfirst_run: [x]', /f:2:13: first_run: this file has no cron "x"/],
])('a file with %j is refused with what is wrong', (text, sentence) => {
  const refusal = (() => {
    try {
      return parseCronFile('f', text, { timeZone: 'UTC', minCronIntervalSeconds: 60 });
    } catch (error) {
      return messageOf(error);
    }
  })();
  expect(refusal).toMatch(sentence);
});

test('an export makes the same crons elsewhere, to the last digit of their params', async () => {
  const { jobu } = project(FILE);
  await jobu.done(['apply', 'crons.yaml']);
  const timing = '{"type":"every","every":"90s"}';
  await jobu.done(['cron', 'add', 'closing', '--handler', 'h', '--timing', timing, '--tz', 'Asia/Tokyo', '--disabled']);
  const text = await jobu.done(['cron', 'export', '--namespace', 'copy']);
  expect(text).toContain('12345678901234567890');
  expect(text).not.toContain('max_retry');

  const other = project(text);
  expect(await other.jobu.done(['apply', 'crons.yaml'])).toMatch(/3 created\.$/m);
  expect(await other.jobu.done(['cron', 'export', '--namespace', 'copy'])).toBe(text);
  expect(await other.jobu.json(['cron', 'show', 'closing'])).toMatchObject({
    timeZone: 'Asia/Tokyo',
    isEnabled: false,
    managedBy: 'copy',
  });
  expect(await jobu.done(['cron', 'export', 'two'])).toBe(
    'crons:\n  - name: two\n    cron_expression: null\n    time_zone: Asia/Seoul\n    handler_name: email\n',
  );
  expect((await jobu.run(['cron', 'export', 'tow'])).stderr).toContain('Did you mean "two"?');
});
