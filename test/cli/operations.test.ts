import { join } from 'node:path';
import { expect, test } from 'vitest';
import { DatabaseRegistry } from '../../src/database/registry.ts';
import { createOperation } from '../../src/ledger/operation-store.ts';
import { commandLine } from '../support/command-line.ts';
import { projectFolder } from '../support/project-folder.ts';

test('operations are listed, shown and stopped from the command line', async () => {
  const path = 'jobu.db';
  const folder = projectFolder({ 'config/database.yaml': `databases: { default: { type: sqlite, path: ${path} } }` });
  const jobu = commandLine(folder);
  await jobu.done(['cron', 'add', 'daily', '--handler', 'h', '--cron', '0 9 * * *']);
  expect((await jobu.json(['operation', 'list'])).items).toEqual([]);
  const registry = await DatabaseRegistry.initFromConfig({ default: { type: 'sqlite', path: join(folder, path) } });
  const note = { actor: 'kim', via: 'cli', reason: 'the bank is back' } as const;
  const asked = { action: 'cron.trigger', target: { ids: ['1', '99'] }, params: {}, note } as const;
  await createOperation(registry.get('default'), { ...asked, groups: null, idempotencyKey: null }, new Date());
  await registry.closeAll();
  expect(await jobu.done(['operation', 'list'])).toMatch(/1 +cron\.trigger +RUNNING +0 of 2 +kim .*the bank is back/);
  expect(await jobu.done(['operation', 'show', '1'])).toMatch(/targets +named one by one/);
  expect(await jobu.done(['operation', 'stop', '1', '--reason', 'wrong ones'])).toContain('is stopped, after 0 of 2');
  expect(await jobu.json(['operation', 'show', '1'])).toMatchObject({ status: 'STOPPED', failures: [] });
  expect(await jobu.refused(['operation', 'stop', '1'], 1)).toContain('[OPERATION_STATE_CONFLICT]');
  expect(await jobu.refused(['operation', 'show', '7'], 1)).toContain('[OPERATION_NOT_FOUND]');
  expect(await jobu.done(['audit', 'list'])).toMatch(/operation\.stop/);
});
