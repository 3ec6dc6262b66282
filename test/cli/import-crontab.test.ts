import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { parseCrontab, splitCommand } from '../../src/ledger/crontab.ts';
import { commandLine } from '../support/command-line.ts';
import { projectFolder } from '../support/project-folder.ts';

const CRONTAB = `# /etc/crontab: system-wide crontab
SHELL=/bin/bash
PATH=/usr/local/sbin:/usr/local/bin:/sbin:/bin
MAILTO="ops@example.com"

# m h dom mon dow user  command
17 *\t* * *\troot\tcd / && run-parts --report /etc/cron.hourly
# 한글 설명
#  둘째 줄
25 6\t* * *\troot\ttest -x /usr/sbin/anacron || { cd / && run-parts --report /etc/cron.daily; }

CRON_TZ = America/New_York
GREETING = 'hello world'
0 9 * * MON-FRI daemon /opt/report.sh --date=$(date +\\%F) %line one%line \\%two
@reboot root /x
@daily root /opt/report.sh
#0 5 * * * root old
61 * * * * root x
CRON_TZ=KST
* * * * * root x
junk
`;

const options = { timeZone: 'Asia/Seoul', accounts: new Set(['root', 'daemon']) };

test('a system crontab becomes a file that can be applied, with a report of what is left out', async () => {
  const folder = projectFolder({ crontab: CRONTAB });
  const jobu = commandLine(folder);
  const { code, stdout, stderr } = await jobu.run([
    'import',
    'crontab',
    'crontab',
    '--tz',
    'Asia/Seoul',
    '--output',
    'c.yaml',
  ]);
  expect({ code, stdout }).toEqual({ code: 0, stdout: '' });
  expect(stderr).toMatch(/^4 crons from crontab, 4 lines left out\.$/m);
  expect(stderr).toMatch(/^ {2}line 15 left out: @reboot/m);
  expect(stderr).toMatch(/^ {2}line 18 left out: .*minute/m);
  expect(stderr).toMatch(/^ {2}line 20 left out: CRON_TZ: .*Asia\/Seoul/m);
  expect(stderr).toMatch(/^ {2}line 21 left out: it is no entry/m);
  expect(stderr).toMatch(/^ {2}line 4: MAILTO/m);
  expect(stderr).toMatch(/^ {2}line 17: an entry in a comment/m);
  expect(stderr).toContain('command: { enabled: true, allow: [/bin/bash], allow_env: [PATH] }');
  expect(stderr).toMatch(/--no-user-column/);

  const { namespace, crons } = parse(readFileSync(join(folder, 'c.yaml'), 'utf8'));
  expect(namespace).toBe('crontab');
  const env = { PATH: '/usr/local/sbin:/usr/local/bin:/sbin:/bin' };
  expect(crons).toMatchObject([
    {
      name: 'run-parts',
      cron_expression: '17 * * * *',
      time_zone: 'Asia/Seoul',
      handler_name: 'command',
      handler_params: { argv: ['/bin/bash', '-c', 'cd / && run-parts --report /etc/cron.hourly'], env },
      allow_overlap: true,
      catch_up: 'skip',
      max_retry: 0,
      timeout_seconds: 0,
      owner: 'root',
    },
    { name: 'run-parts-2', description: '한글 설명\n둘째 줄' },
    {
      name: 'report',
      cron_expression: '0 9 * * MON-FRI',
      time_zone: 'America/New_York',
      handler_params: {
        argv: ['/bin/bash', '-c', '/opt/report.sh --date=$(date +%F) '],
        env: { ...env, GREETING: 'hello world' },
        stdin: 'line one\nline %two\n',
      },
      owner: 'daemon',
    },
    { name: 'report-2', cron_expression: '@daily' },
  ]);
  expect(crons[0]).not.toHaveProperty('description');
  expect(await jobu.done(['apply', 'c.yaml'])).toMatch(/4 created/);
  expect(await jobu.refused(['import', 'crontab', 'crontab', '--output', 'c.yaml'], 1)).toContain(
    '[OUTPUT_NOT_WRITTEN]',
  );
});

test("a user's crontab comes from standard input, and one without a usable line fails", async () => {
  const jobu = commandLine(projectFolder());
  const { stdout } = await jobu.run(
    ['import', 'crontab', '-', '--json', '--tz', 'UTC'],
    'A=1\n*/5 * * * * ./run.sh > /dev/null\n',
  );
  expect(JSON.parse(stdout)).toMatchObject({
    namespace: 'crontab',
    crons: [
      {
        name: 'run',
        time_zone: 'UTC',
        handler_params: { argv: ['/bin/sh', '-c', './run.sh > /dev/null'], env: { A: '1' } },
      },
    ],
    leftOut: [],
  });
  expect(await jobu.refused(['import', 'crontab', '-'], 1, 'rubbish\n')).toMatch(
    /line 1 left out[\s\S]*\[NOTHING_IMPORTED\]/,
  );
});

describe('the percent signs of a command', () => {
  test.each([
    ['a', 'a', null],
    ['a \\% b', 'a % b', null],
    ['a%b%c', 'a', 'b\nc\n'],
    ['a%b\\%c\\d', 'a', 'b%c\\d\n'],
    ['a \\\\% b', 'a \\\\', ' b\n'],
    ['a%', 'a', '\n'],
  ])('%s', (text, command, stdin) => {
    expect(splitCommand(text)).toEqual({ command, stdin });
  });
});

test('variables count for the entries below them, and the accounts of the machine tell the columns', () => {
  const crontab = parseCrontab('* * * * * root ls\nB="2"\nHOME=/srv\n- * * * * x\n-5 * * * * daemon a b', options);
  expect(crontab.entries.map(({ user, env }) => [user, env])).toEqual([
    ['root', {}],
    ['daemon', { B: '2', HOME: '/srv' }],
  ]);
  expect(crontab.leftOut).toHaveLength(1);
  const mixed = parseCrontab('* * * * * root ls\n* * * * * ls -l', options);
  expect(mixed.entries.map(({ user, command }) => [user, command])).toEqual([
    [null, 'root ls'],
    [null, 'ls -l'],
  ]);
  expect(parseCrontab('* * * * * me ls', { ...options, userColumn: true }).entries[0]).toMatchObject({
    user: 'me',
    command: 'ls',
  });
});
