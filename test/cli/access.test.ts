import { expect, test } from 'vitest';
import { commandLine } from '../support/command-line.ts';
import { projectFolder } from '../support/project-folder.ts';

const PASSWORD = 'four words and a stone';

const project = () => commandLine(projectFolder());

test('users are made and changed, with passwords from standard input', async () => {
  const jobu = project();
  const made = await jobu.run(['user', 'create', 'Kim', '--role', 'admin', '--json'], `${PASSWORD}\n`);
  expect(JSON.parse(made.stdout)).toMatchObject({ name: 'kim', role: 'admin', hasPassword: true });
  expect(await jobu.refused(['user', 'create', 'kim'], 1, `${PASSWORD}\n`)).toContain('[USER_NAME_TAKEN]');
  expect(await jobu.refused(['user', 'create', 'lee'], 1, 'short\n')).toContain('[PASSWORD_UNFIT]');
  expect(await jobu.refused(['user', 'create', 'lee', '--role', 'root'], 2)).toMatch(/viewer, operator, editor, admin/);
  expect(await jobu.refused(['user', 'disable', 'kim'], 1)).toContain('[LAST_ADMIN]');
  await jobu.done(['user', 'create', 'lee', '--no-password', '--role', 'operator', '--groups', 'a,b']);
  expect(await jobu.refused(['user', 'set', 'le', '--role', 'viewer'], 1)).toContain('Did you mean "lee"?');
  expect(await jobu.done(['user', 'set', 'lee', '--groups', '', '--reason', 'grew'])).toContain('is operator');
  expect(await jobu.done(['user', 'set-password', 'lee'], `${PASSWORD}\n`)).toContain('signed out everywhere');
  expect(await jobu.done(['audit', 'export'])).not.toContain(PASSWORD);
  expect(await jobu.done(['user', 'list'])).toMatch(/^lee +operator +enabled/m);

  const { code, stdout, stderr } = await jobu.run([
    'token',
    'create',
    'ci',
    '--user',
    'lee',
    '--role',
    'editor',
    '--days',
    '3',
  ]);
  expect(code).toBe(0);
  expect(stdout).toMatch(/^jobu_[0-9a-f]{16}_[\w-]{43}\n$/);
  expect(stderr).toContain('not shown again');
  expect(await jobu.done(['token', 'list'])).toMatch(/^ *1 +ci +lee +editor /m);
  expect(await jobu.done(['token', 'revoke', '1'])).toContain('Revoked token 1');
  expect(await jobu.refused(['token', 'revoke', '1'], 1)).toContain('[TOKEN_NOT_FOUND]');
  expect(await jobu.done(['audit', 'export'])).not.toContain(stdout.trim());
});

test('what is changed is on record, and tampering is found', async () => {
  const jobu = project();
  await jobu.done(['cron', 'add', 'nightly', '--handler', 'h']);
  await jobu.done(['cron', 'disable', 'nightly', '--reason', 'maintenance']);
  const { items } = await jobu.json(['audit', 'list', '--type', 'cron']);
  expect(items[0]).toMatchObject({
    action: 'cron.disable',
    via: 'cli',
    actor: expect.stringMatching(/^cli:[^@]+@.+/),
    reason: 'maintenance',
    before: { isEnabled: true },
    after: { isEnabled: false },
  });
  expect((await jobu.done(['audit', 'export', '--format', 'csv'])).trim().split('\n')).toHaveLength(4);
  const [, last] = /the last one is (\d+:[0-9a-f]{64})/.exec(await jobu.done(['audit', 'verify']))!;
  await jobu.done(['cron', 'delete', 'nightly']);
  expect((await jobu.json(['audit', 'verify', '--expect', last!])).faults).toEqual([]);
  const forged = last!.replace(/.{8}$/, '00000000');
  expect(await jobu.refused(['audit', 'verify', '--expect', 'x'], 2)).toContain('ID:HASH');
  const tampered = await jobu.run(['audit', 'verify', '--expect', forged]);
  expect([tampered.code, tampered.stderr]).toEqual([1, expect.stringContaining('[AUDIT_TAMPERED]')]);
});
