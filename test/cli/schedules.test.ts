import { expect, test } from 'vitest';
import { commandLine } from '../support/command-line.ts';
import { projectFolder } from '../support/project-folder.ts';

test('a calendar moves runs, the plan shows it, and what is paused or past is handled from the command line', async () => {
  const jobu = commandLine(projectFolder({ 'config/admin.yaml': 'admin: { time_zone: Asia/Seoul }' }));
  await jobu.done(['calendar', 'import', 'kr', '--ready-made', 'kr']);
  const timing = ['--cron', '0 9 * * *', '--calendar', 'kr', '--on-closed', 'next'];
  await jobu.done(['cron', 'add', 'close', '--handler', 'h', ...timing]);

  // Buddha's birthday of 2027 is a Thursday.
  const range = ['--cron', 'close', '--from', '2027-05-13', '--to', '2027-05-14'];
  const items = (await jobu.json(['plan', ...range])).occurrences;
  expect(items.map((one: { skipReason: string | null }) => one.skipReason)).toEqual(['merged', null]);
  const changed = ['calendar', 'set', 'kr', '--close', '2027-05-14', '--label', 'audit', '--dry-run'];
  expect(await jobu.done(changed)).toMatch(/close/);
  expect((await jobu.json(['plan', ...range])).occurrences).toEqual(items);
  expect(await jobu.refused(['calendar', 'delete', 'kr'], 1)).toContain('[CALENDAR_IN_USE]');

  await jobu.done(['cron', 'pause', 'close', '--reason', 'audit']);
  expect(await jobu.json(['cron', 'show', 'close'])).toMatchObject({ pauseReason: 'audit' });
  await jobu.done(['cron', 'resume', 'close']);
  expect(await jobu.refused(['cron', 'resume', 'close'], 1)).toContain('[CRON_NOT_PAUSED]');
  await jobu.done(['pause', '--reason', 'storage']);
  expect(await jobu.done(['doctor'])).toMatch(/scheduler +paused .*storage[\s\S]*missing occurrences +none of 1 cron/);
  await jobu.done(['resume']);
  expect(await jobu.refused(['resume'], 1)).toContain('[SCHEDULER_NOT_PAUSED]');

  const past = ['backfill', 'close', '--from', '2026-09-23', '--to', '2026-09-28', '--dry-run'];
  expect(await jobu.done(past)).toMatch(/2026-09-23[\s\S]*2026-09-28/);
  expect((await jobu.json(['execution', 'list'])).items).toEqual([]);
  const { id } = await jobu.json([...past.slice(0, -1), '--pause-cron', 'latest']);
  expect(await jobu.done(['backfill', 'show', id])).toContain('paused, then runs of what came due: latest');
  expect(await jobu.json(['cron', 'show', 'close'])).toMatchObject({ pausedBy: `backfill ${id}` });
});
