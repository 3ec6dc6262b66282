import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { commandLine } from '../support/command-line.ts';
import { makeProject } from '../support/project.ts';
import { type FreshDatabase, freshDatabase, SERVER_KINDS } from '../support/servers.ts';

describe.each(SERVER_KINDS)('on %s', (kind) => {
  let fresh: FreshDatabase;
  beforeAll(async () => {
    fresh = await freshDatabase(kind);
  });
  afterAll(() => fresh?.drop());

  test('a database without tables is refused with the command that makes them, which may run twice at once', async () => {
    const jobu = commandLine(await makeProject({ databases: { default: fresh.config } }));
    expect(await jobu.refused(['dispatcher'], 1)).toMatch(/lacks jobu migrations: 1.*jobu migrate --database default/);
    expect(await jobu.done(['migrate', '--dry-run'])).toMatch(/CREATE TABLE cron_jobs/);
    expect((await jobu.json(['migrate', '--status'])).items[0]).toMatchObject({ state: 'pending', appliedAt: null });
    const doctor = await jobu.run(['doctor', '--json']);
    expect(doctor.code).toBe(1);
    expect(JSON.parse(doctor.stdout).checks).toContainEqual(
      expect.objectContaining({
        check: 'tables in "default"',
        level: 'fail',
        wayOut: expect.stringContaining('migrate'),
      }),
    );
    const both = await Promise.all([jobu.done(['migrate']), jobu.done(['migrate'])]);
    expect(both.join('')).toMatch(/ran \d+ migrations?/);
    expect(await jobu.done(['migrate'])).toBe('default: up to date.\n');

    const params = '{"b":1,"a":12345678901234567890}';
    await jobu.done(['cron', 'add', '배치', '--handler', 'none', '--cron', '0 2 * * *', '--params', params]);
    expect(await jobu.done(['cron', 'show', '배치', '--json'])).toContain(`"handlerParams":${params}`);
    await jobu.done(['cron', 'trigger', '배치', '--reason', 'look']);
    expect((await jobu.json(['execution', 'list', '--status', 'PENDING'])).items).toHaveLength(1);
    const checks = (await jobu.json(['doctor'])).checks;
    expect(checks).toContainEqual({ check: 'isolation of "default"', level: 'ok', message: 'read committed' });
    expect(checks).toContainEqual(
      expect.objectContaining({ check: 'handlers of crons', level: 'warn', message: expect.stringContaining('배치') }),
    );
  });
});

test('doctor finds a broken cron, an overdue one, a silent worker and late executions, and says what to do', async () => {
  const folder = await makeProject({ databases: { default: { type: 'sqlite', path: 'data/jobu.db' } } });
  const jobu = commandLine(folder);
  await jobu.done(['cron', 'add', 'late', '--handler', 'h', '--cron', '0 2 * * *']);
  await jobu.done(['cron', 'add', 'broken', '--handler', 'h', '--cron', '0 2 * * *']);
  await jobu.done(['cron', 'trigger', 'late']);
  const file = new DatabaseSync(join(folder, 'data/jobu.db'));
  const long = '2026-01-01T00:00:00.000Z';
  file.exec(`
    UPDATE cron_jobs SET next_run_at = '${long}' WHERE name = 'late';
    UPDATE cron_jobs SET error_code = 'CRON_EXPRESSION_INVALID', error_message = 'x' WHERE name = 'broken';
    UPDATE job_executions SET run_at = '${long}';
    INSERT INTO workers (id, role, host, pid, version, started_at, heartbeat_at)
      VALUES ('w-1', 'worker', 'there', 7, '1', '${long}', '${long}')`);
  file.close();
  const { code, stdout, stderr } = await jobu.run(['doctor']);
  expect(code).toBe(1);
  expect(stderr).toMatch(/2 checks failed.*\[DOCTOR_FAILED\]/);
  expect(stdout).toMatch(/^fail +broken crons +broken \(CRON_EXPRESSION_INVALID\)\n +.*jobu cron set NAME/m);
  expect(stdout).toMatch(/^fail +overdue crons +late since \d+ h/m);
  expect(stdout).toMatch(/^warn +lost processes +worker on there \(process 7\)/m);
  expect(stdout).toMatch(/^warn +waiting executions +1 execution of h in queue default/m);
  expect(stdout).toMatch(/^ok +time zone data/m);
});
