import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { parseCronFile } from '../../src/ledger/cron-file.ts';
import { apiOn } from '../support/admin-app.ts';
import { JOBU } from '../support/processes.ts';
import { projectFolder } from '../support/project-folder.ts';

const root = join(import.meta.dirname, '../..');
const SHIFT = fileURLToPath(new URL('../support/shifted-clock.mjs', import.meta.url));
/** The guides were written on this day; what is ahead of them stays ahead. */
const shiftMs = Date.parse('2026-11-23T01:00:00Z') - Date.now();

const pageOf = (name: string): string => readFileSync(join(root, 'docs/guides', name), 'utf8');

/** The indented blocks of a page. */
const blocksOf = (page: string): string[] =>
  [...page.matchAll(/^(?: {4}.*\n)+/gm)].map(([block]) => block.replace(/^ {4}/gm, ''));

/** Runs lines of a guide in a shell as they stand there, each in the project folder; answers what they printed. */
function shellIn(folder: string) {
  return (script: string): string => {
    const jobu = `jobu() { '${process.execPath}' --import '${SHIFT}' '${JOBU}' "$@"; }`;
    const { status, stdout, stderr } = spawnSync('bash', ['-e', '-c', `${jobu}\n${script}`], {
      cwd: folder,
      encoding: 'utf8',
      env: { PATH: process.env['PATH'], HOME: folder, NO_COLOR: '1', JOBU_TEST_CLOCK_SHIFT_MS: String(shiftMs) },
    });
    expect({ status, stderr: status === 0 ? '' : stderr }, script).toEqual({ status: 0, stderr: '' });
    return stdout;
  };
}

const project = () =>
  projectFolder({
    'config/admin.yaml': 'admin: { time_zone: Asia/Seoul }',
    'config/database.yaml': 'databases: { default: { type: sqlite, path: jobu.db } }',
  });

describe('calendars.md', () => {
  const page = pageOf('calendars.md');
  const blocks = blocksOf(page);
  const blockWith = (text: string) => blocks.find((block) => block.includes(text))!;

  test('its commands do what it says', () => {
    const folder = project();
    const run = shellIn(folder);
    expect(run(blockWith('calendar set settlement --close'))).toMatch(/2026-12-31/);
    expect(run('jobu calendar list')).toMatch(/kr[\s\S]*settlement/);
    run('jobu calendar diff kr --ready-made kr; jobu calendar impact kr --ready-made kr');
    const lines = ['2026-12-31,closed,year end', '2027-01-02,open,inventory'];
    for (const line of lines) expect(page).toContain(`\`${line}\``);
    writeFileSync(join(folder, 'dates.csv'), `${lines.join('\n')}\n`);
    run('jobu calendar import site dates.csv');
    writeFileSync(
      join(folder, 'dates.ics'),
      'BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART;VALUE=DATE:20261230\r\nSUMMARY:party\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n',
    );
    run('jobu calendar import site dates.ics --merge');
    expect(JSON.parse(run('jobu calendar show site --json')).days).toHaveLength(3);
  }, 240_000);

  test('the settlement at the end of a month runs when it says', () => {
    const run = shellIn(project());
    const plan = run(blockWith('jobu cron add close'));
    const printed = blockWith('TIME   ');
    expect(
      plan
        .split('\n')
        .map((line) => line.trimEnd())
        .join('\n'),
    ).toContain(printed.trimEnd());
    expect(run('jobu cron set payday --on-closed next --dry-run')).toContain('In the coming year 4 runs move.');
    expect(page).toContain('`In the coming year 4 runs move.`');
    expect(run('jobu cron show payday --json')).toContain('"previous"');
    run('jobu execution list --business-date 2026-11-30');
  }, 240_000);

  test('its timings and blackouts can be stored', () => {
    const lines = blocks.flatMap((block) => block.split('\n'));
    const timings = lines.flatMap((line) => /^(timing: \{.*\})/.exec(line)?.[1] ?? []);
    expect(timings.length).toBeGreaterThan(8);
    const [blackouts] = lines.flatMap((line) => /^(blackouts: .*\])/.exec(line)?.[1] ?? []);
    const crons = timings.map(
      (timing, index) =>
        `  - name: c${index}\n    handler_name: h\n    calendar: kr\n    ${timing}\n    ${blackouts}\n`,
    );
    const file = parseCronFile('guide', `crons:\n${crons.join('')}`, {
      timeZone: 'Asia/Seoul',
      minCronIntervalSeconds: 60,
    });
    expect(file.crons).toHaveLength(timings.length);
  });
});

describe('operations.md', () => {
  const page = pageOf('operations.md');

  test('its commands do what it says', () => {
    const folder = project();
    const run = shellIn(folder);
    const settlement = blocksOf(pageOf('calendars.md')).find((block) => block.includes('jobu cron add close'))!;
    run(settlement);
    const database = new DatabaseSync(join(folder, 'jobu.db'));
    // The numbers that the page names.
    for (const [id, status] of [
      [4711, 'FAILED'],
      [4712, 'PENDING'],
      [4713, 'FAILED'],
    ] as const)
      database
        .prepare(
          `INSERT INTO job_executions (id, handler_name, status, scheduled_time, occurrence_time, run_at)
           VALUES (?, 'h', ?, '2026-11-20T00:00:00.001Z', '2026-11-20T00:00:00.001Z', '2026-11-20T00:00:00.001Z')`,
        )
        .run(id, status);
    database.exec("INSERT INTO sqlite_sequence (name, seq) VALUES ('backfills', 5)");
    database.close();

    const [first, ...blocks] = blocksOf(page).filter((block) => /^ *jobu /m.test(block));
    run('jobu backfill start invoice --from 2026-11-20 --to 2026-11-22 --mode missing --dry-run');
    run(first!);
    expect(run(first!)).toContain('In the coming year 4 runs move.');
    run('jobu doctor; jobu execution list --status SKIPPED');
    // A backfill of before, so that the one of the page gets its number.
    run('jobu backfill start payday --from 2026-09-01 --to 2026-09-30 --mode all');
    for (const block of blocks) run(block);
    const state = JSON.parse(run('jobu backfill show 7 --json'));
    // The closing days of August to October; that of November comes after the range.
    expect(state).toMatchObject({ status: 'CANCELED', reason: 'outage of 20 August', executions: 3 });
    const after = new DatabaseSync(join(folder, 'jobu.db'), { readOnly: true });
    const rows = after
      .prepare('SELECT id, status, reason FROM job_executions WHERE id IN (4712, 4713) ORDER BY id')
      .all();
    const [rerun] = after.prepare('SELECT params, reason FROM job_executions WHERE origin_execution_id = 4711').all();
    after.close();
    expect(rows).toMatchObject([{ status: 'PENDING' }, { status: 'SUCCESS', reason: 'settled by hand' }]);
    expect(rerun).toMatchObject({ params: '{"date":"2026-11-20"}', reason: 'wrong date' });
  }, 400_000);

  test('the request for many at once is one that is answered', async () => {
    const [, url, body] = /curl -X POST 'http:\/\/localhost:8080(\S+)'[\s\S]*? -d '(\{.*\})'/.exec(page)!;
    const { ask } = await apiOn();
    const { status, body: plan } = await ask('POST', url!, body);
    expect([status, plan.count]).toEqual([200, { value: 0, relation: 'eq' }]);
  });
});

test.each(['calendars', 'operations'])('%s.ko.md has the same commands, but for their words', (name) => {
  const commands = (page: string) =>
    blocksOf(page)
      .flatMap((block) => block.split('\n'))
      .filter((line) => /^(jobu|timing:|blackouts:|curl| {2}--)/.test(line))
      .map((line) => line.replace(/ +#.*/, '').replace(/--(reason|label) ("[^"]*"|\S+)/g, '--$1 X'));
  expect(commands(pageOf(`${name}.ko.md`))).toEqual(commands(pageOf(`${name}.md`)));
});
