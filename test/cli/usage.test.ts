import { describe, expect, test } from 'vitest';
import { commandLine } from '../support/command-line.ts';
import { projectFolder } from '../support/project-folder.ts';

const jobu = () => commandLine(projectFolder());

describe('wrong usage ends with 2 and one sentence that says what was meant', () => {
  test.each([
    [
      ['aply', 'file.yaml'],
      /command or module "aply"\. Did you mean apply\?|Unknown command 'aply'\. Did you mean apply\?/,
    ],
    [['dispacher'], /Did you mean dispatcher\?/],
    [['worker', 'lst'], /command or module "lst"\. Did you mean list\?/],
    [['cron', 'list', '--jsno'], /Unknown option '--jsno'\. Did you mean --json\? See: jobu cron list --help/],
    [['cron', 'show'], /Missing required argument 'name'/],
    [['cron', 'add', 'x'], /--handler is missing/],
    [['cron', 'add', 'x', '--handler', 'h', '--catch-up', 'twice'], /Allowed choices are skip, once, all/],
    [['cron', 'add', 'x', '--handler', 'h', '--params', '{'], /must be JSON/],
    [['cron', 'set', 'x'], /No field to change/],
    [['execution', 'list', '--status', 'succes'], /did you mean SUCCESS/],
  ])('%j', async (args, sentence) => {
    const stderr = await jobu().refused(args, 2);
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect(stderr).toMatch(sentence);
  });
});

test('a group without its command shows its help and ends with 2', async () => {
  expect(await jobu().refused(['execution'], 2)).toMatch(/Usage: jobu execution[\s\S]*logs/);
});

test('help and version are answers', async () => {
  const help = await jobu().done(['--help']);
  for (const command of [
    'init',
    'migrate',
    'apply',
    'doctor',
    'config',
    'cron',
    'execution',
    'worker',
    'next',
    'import',
  ])
    expect(help).toMatch(new RegExp(`^ {2}${command} `, 'm'));
  expect(await jobu().done(['cron', 'add', '--help'])).toContain('--catch-up-window-seconds');
  expect(await jobu().done(['--version'])).toMatch(/^\d+\.\d+\.\d+\n$/);
});

test('a stack trace is shown only with --debug', async () => {
  const without = await jobu().run(['cron', 'list', '--database', 'nowhere']);
  expect(without).toMatchObject({ code: 1, stdout: '' });
  expect(without.stderr).toMatch(/^jobu: There is no database "nowhere"\..*\[DATABASE_UNKNOWN\]\n$/);
  const { stderr } = await jobu().run(['cron', 'list', '--database', 'nowhere', '--debug']);
  expect(stderr).toMatch(/\n\s+at .*registry/);
});

test('a folder without configuration is refused with the way out', async () => {
  expect(await jobu().refused(['cron', 'list', '--config', 'nowhere'], 1)).toMatch(/"nowhere".*jobu init/);
});

test('config check shows every problem with its line, config show masks passwords', async () => {
  const broken = commandLine(
    projectFolder({
      'config/worker.yaml': 'worker:\n  pol_size: 3\n  poll_interval_seconds: often\n',
      'config/dispatcher.yaml': 'dispatcher:\n  time_zone: KST\n',
    }),
  );
  const stderr = await broken.refused(['config', 'check'], 1);
  expect(stderr).toContain('config/worker.yaml:2:3:');
  expect(stderr).toContain('config/worker.yaml:3:');
  expect(stderr).toContain('config/dispatcher.yaml:2:');
  const whole = commandLine(
    projectFolder({
      'config/database.yaml':
        'databases:\n  default: { type: postgres, host: h, database: d, user: u, password: "${SECRET}" }\n',
    }),
    { env: { SECRET: 'hunter2' } },
  );
  expect(await whole.done(['config', 'check'])).toMatch(/in order/);
  const shown = await whole.done(['config', 'show']);
  expect(shown).toMatch(/databases\.default\.password +\*+ +config\/database\.yaml:2 \$SECRET/);
  expect(shown).not.toContain('hunter2');
  const { items } = await whole.json(['config', 'show']);
  expect(items).toContainEqual(expect.objectContaining({ key: 'worker.pool_size', value: 10, source: 'default' }));
});
