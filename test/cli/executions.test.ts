import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { commandLine } from '../support/command-line.ts';
import { spawnJobu } from '../support/processes.ts';
import { projectFolder } from '../support/project-folder.ts';

/** A project with one cron, and its database as another program sees it. */
async function project() {
  const folder = projectFolder();
  const jobu = commandLine(folder);
  await jobu.done(['cron', 'add', 'mail', '--handler', 'email', '--params', '{"to":"a"}']);
  const database = () => {
    const opened = new DatabaseSync(join(folder, 'data/jobu.db'));
    opened.exec('PRAGMA busy_timeout = 5000');
    return opened;
  };
  const execute = (sql: string) => {
    const opened = database();
    opened.exec(sql);
    opened.close();
  };
  return { folder, jobu, execute };
}

test('an operator triggers, holds, releases, cancels and retries, and leaves a note of it', async () => {
  const { jobu, execute } = await project();
  expect(await jobu.done(['cron', 'trigger', 'mail', '--reason', 'a test', '--key', 'k1'])).toBe(
    'Created execution 1.\n',
  );
  expect(await jobu.done(['cron', 'trigger', 'mail', '--key', 'k1'])).toMatch(/^Execution 1 has this key already/);
  expect(await jobu.refused(['cron', 'trigger', 'mail'], 1)).toMatch(
    /execution 1 is still PENDING.*\[EXECUTION_OVERLAP\]/,
  );

  const shown = await jobu.done(['execution', 'show', '1']);
  expect(shown).toMatch(/made by +manual, cli:\S+/);
  expect(shown).toMatch(/reason +a test/);
  expect(shown).toMatch(/waits for +a worker: none that lives has the handler "email"/);

  await jobu.done(['execution', 'hold', '1']);
  expect(await jobu.refused(['execution', 'hold', '1'], 1)).toMatch(/is HELD.*\[EXECUTION_STATE_CONFLICT\]/);
  await jobu.done(['execution', 'release', '1']);
  expect(await jobu.json(['execution', 'cancel', '1', '--reason', 'enough'])).toMatchObject({
    status: 'CANCELED',
    reason: 'enough',
  });
  expect(await jobu.done(['execution', 'retry', '1'])).toBe('Execution 1 is PENDING again.\n');
  execute(`UPDATE job_executions SET status = 'FAILED', finished_at = '2026-01-01T00:00:00.000Z',
           error_message = 'Error: no such box' || char(10) || '    at send (mail.ts:3)' WHERE id = 1`);
  expect(await jobu.done(['execution', 'retry', '1', '--params', '{"to":"b"}'])).toBe('Created execution 2.\n');
  expect(await jobu.json(['execution', 'show', '2'])).toMatchObject({
    paramSource: 'rerun',
    originExecutionId: '1',
    params: { to: 'b' },
    attempts: [],
  });

  const table = (await jobu.done(['execution', 'list'])).trimEnd().split('\n');
  expect(table[0]).toMatch(/^ID +CRON +HANDLER +SCHEDULED +STATUS +ATTEMPT +TOOK +REMARK$/);
  expect(table.slice(1).map((line) => line.trim().split(/ +/)[0])).toEqual(['2', '1']);
  expect(table[2]).toMatch(/FAILED .* Error: no such box$/);
  const { items } = await jobu.json(['execution', 'list', '--status', 'failed,timeout', '--cron', 'mail']);
  expect(items.map(({ id }: { id: string }) => id)).toEqual(['1']);
  expect(await jobu.refused(['execution', 'show', '99'], 1)).toContain('[EXECUTION_NOT_FOUND]');
  expect(await jobu.refused(['execution', 'show', 'first'], 2)).toContain('[ID_INVALID]');
});

test('logs are shown, and followed until the execution has ended', async () => {
  const { folder, jobu, execute } = await project();
  await jobu.done(['cron', 'trigger', 'mail']);
  expect((await jobu.run(['execution', 'logs', '1'])).stderr).toMatch(/has logged nothing/);
  const log = (message: string) =>
    execute(`INSERT INTO execution_logs (execution_id, attempt, logged_at, level, message, data)
             VALUES (1, 1, '2026-11-22T10:00:00.000Z', 'info', '${message}', '{"n":1}')`);
  log('first');
  const follower = spawnJobu(['execution', 'logs', '1', '-f'], { cwd: folder });
  expect(await follower.waitForLine('first')).toBe('2026-11-22 19:00:00 KST  info   first {"n":1}');
  log('a line\nof two \u001b[31mparts');
  expect(await follower.waitForLine('a line')).toContain('a line of two ?[31mparts');
  execute("UPDATE job_executions SET status = 'SUCCESS' WHERE id = 1");
  expect(await follower.exit()).toBe(0);
  const lines = (await jobu.done(['execution', 'logs', '1', '--json'])).trimEnd().split('\n');
  expect(lines.map((line) => JSON.parse(line))).toMatchObject([
    { message: 'first', data: { n: 1 } },
    { level: 'info' },
  ]);
});

test('processes are listed, the silent ones marked, and old rows are counted before they are pruned', async () => {
  const { jobu, execute } = await project();
  expect((await jobu.run(['worker', 'list'])).stderr).toMatch(/No process of jobu is running/);
  execute(`INSERT INTO workers (id, role, host, pid, version, handlers, queues, slots, started_at, heartbeat_at, state)
    VALUES ('w-1', 'worker', 'h', 7, '1', '["email"]', '["default"]', 4, '2026-01-01T00:00:00.000Z', '2026-01-01T00:00:00.000Z', 'active')`);
  expect(await jobu.done(['worker', 'list'])).toMatch(/^worker +silent +h +7 +0\/4 .* w-1 +email$/m);
  expect((await jobu.json(['worker', 'list'])).items).toMatchObject([{ handlers: ['email'], standing: 'silent' }]);

  for (const day of [1, 2])
    execute(`INSERT INTO job_executions (job_id, handler_name, scheduled_time, occurrence_time, status, finished_at, created_at)
      VALUES (1, 'email', '2020-01-0${day}T00:00:00.000Z', '2020-01-0${day}T00:00:00.000Z', 'SUCCESS', '2020-01-0${day}T00:00:00.000Z', '2020-01-0${day}T00:00:00.000Z')`);
  expect(await jobu.json(['prune', '--dry-run'])).toEqual({ dryRun: true, executions: 1, logLines: 0 });
  expect(await jobu.done(['prune'])).toMatch(/Deleted 1 execution and 0 log lines/);
  expect((await jobu.json(['execution', 'list'])).items).toHaveLength(1);
});
