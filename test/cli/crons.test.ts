import { expect, test } from 'vitest';
import { commandLine } from '../support/command-line.ts';
import { projectFolder } from '../support/project-folder.ts';

const project = () => commandLine(projectFolder({ 'config/admin.yaml': 'admin: { time_zone: Asia/Seoul }' }));

test('a cron is saved, shown, changed, disabled and deleted', async () => {
  const jobu = project();
  expect((await jobu.run(['cron', 'list'])).stderr).toMatch(/no such crons/);

  const params = '{"b":1,"a":12345678901234567890}';
  const added = ['--cron', '0 2 * * *', '--handler', 'email', '--params', params, '--tags', 'a, b', '--allow-overlap'];
  expect(await jobu.done(['cron', 'add', '야간배치', ...added])).toMatch(
    /^Saved cron "야간배치", next run .* 02:00:00 KST\.\n$/,
  );
  expect(await jobu.refused(['cron', 'add', '야간배치', ...added], 1)).toContain('[CRON_NAME_TAKEN]');
  await jobu.done(['cron', 'add', 'b', '--handler', 'x', '--disabled']);

  const table = (await jobu.done(['cron', 'list'])).trimEnd().split('\n');
  expect(table[0]).toMatch(/^NAME +SCHEDULE +IN WORDS +ZONE +HANDLER +NEXT RUN +STATE$/);
  expect(table[1]).toMatch(/^b +- +only when triggered +Asia\/Seoul +x +- +disabled$/);
  expect(table[2]).toMatch(
    /^야간배치 +0 2 \* \* \* +every day at 02:00 +Asia\/Seoul +email +\S+ 02:00:00 KST +enabled$/,
  );

  expect(await jobu.done(['cron', 'list', '--language', 'ko'])).toMatch(/0 2 \* \* \* +매일 02:00 +Asia/);
  const shown = await jobu.done(['cron', 'show', '야간배치', '--json']);
  expect(shown).toContain('"handlerParams":{"b":1,"a":12345678901234567890}');
  expect(JSON.parse(shown)).toMatchObject({
    id: '1',
    timeZone: 'Asia/Seoul',
    allowOverlap: true,
    maxRetry: 3,
    tags: ['a', 'b'],
    nextRunAt: expect.stringMatching(/T17:00:00\.000Z$/),
    version: 1,
    executions: [],
  });

  await jobu.done(['cron', 'set', '1', '--name', 'night', '--priority', '-5', '--owner', 'ops', '--no-allow-overlap']);
  const changed = await jobu.json(['cron', 'set', 'night', '--owner', '', '--retry-backoff', '{"base":1}']);
  expect(changed).toMatchObject({ name: 'night', priority: -5, owner: null, allowOverlap: false, version: 3 });
  expect(changed.retryBackoff).toMatchObject({ baseSeconds: 1, factor: 2 });

  expect(await jobu.done(['cron', 'next', 'night', '--after', '2026-11-22', '--count', '1'])).toBe(
    '2026-11-22 02:00:00 KST  2026-11-21T17:00:00Z\n',
  );
  expect(await jobu.json(['cron', 'disable', 'night'])).toMatchObject({ isEnabled: false, nextRunAt: null });
  expect(await jobu.json(['cron', 'enable', 'night'])).toMatchObject({ isEnabled: true });
  expect((await jobu.json(['cron', 'list', '--disabled'])).items).toHaveLength(1);
  expect(await jobu.refused(['cron', 'show', 'nigth'], 1)).toMatch(/Did you mean "night"\?/);
  await jobu.done(['cron', 'delete', 'night']);
  expect((await jobu.json(['cron', 'list'])).items.map(({ name }: { name: string }) => name)).toEqual(['b']);
});

test('what cannot run is refused when it is saved', async () => {
  const jobu = project();
  const add = (...args: string[]) => ['cron', 'add', 'x', '--handler', 'h', ...args];
  expect(await jobu.refused(add('--cron', '0 0 30 2 *'), 1)).toContain('[CRON_NEVER_FIRES]');
  expect(await jobu.refused(add('--cron', '* * * * * *'), 1)).toMatch(/every 1 s .*= 60.*\[CRON_TOO_FREQUENT\]/);
  expect(await jobu.refused(add('--cron', '0 25 * * *'), 2)).toMatch(/hour: .*25/);
  expect(await jobu.refused(add('--tz', 'KST'), 2)).toMatch(/Did you mean "Asia\/Seoul"/);
  expect(await jobu.refused(add('--params', '[1]'), 1)).toMatch(/handler_params: is not a JSON object/);
});

test('a list goes on where the one before ended', async () => {
  const jobu = project();
  for (const name of ['a', 'b', 'c']) await jobu.done(['cron', 'add', name, '--handler', 'h']);
  const first = await jobu.json(['cron', 'list', '--limit', '2']);
  expect(first.items).toHaveLength(2);
  const second = await jobu.json(['cron', 'list', '--limit', '2', '--cursor', first.nextCursor]);
  expect(second.items.map(({ name }: { name: string }) => name)).toEqual(['c']);
  expect(second.nextCursor).toBeNull();
  expect(await jobu.refused(['cron', 'list', '--cursor', 'rubbish'], 2)).toContain('[CURSOR_INVALID]');
});
