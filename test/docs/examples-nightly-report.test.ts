import { cpSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { loadConfig } from '../../src/config/load.ts';
import type { ServerConfig } from '../../src/database/config.ts';
import { DatabaseRegistry } from '../../src/database/registry.ts';
import { triggerCron } from '../../src/ledger/enqueue.ts';
import { requireExecution } from '../../src/ledger/executions.ts';
import { runJobu, spawnJobu } from '../support/processes.ts';
import { projectFolder } from '../support/project-folder.ts';
import { type DatabaseKind, freshDatabase } from '../support/servers.ts';
import { waitFor } from '../support/wait.ts';

const root = join(import.meta.dirname, '../..');
const CRONS = ['load', 'summarize', 'check'].map((step) => `nightly-report-${step}`);

/** How a process of the example is started. */
interface Setup {
  readonly config: string;
  readonly env: Record<string, string>;
}

/** What `npm start` runs, in a folder of its own. */
function onSqlite(): Setup {
  const folder = projectFolder();
  cpSync(join(root, 'config'), join(folder, 'config'), { recursive: true });
  symlinkSync(join(root, 'examples'), join(folder, 'examples'));
  return { config: join(folder, 'config'), env: { JOBU_ADMIN_PORT: '0' } };
}

async function freshUrl(kind: DatabaseKind): Promise<string> {
  const { config, drop } = await freshDatabase(kind);
  onTestFinished(drop);
  const { type, host, port, database, user, password } = config as ServerConfig;
  return `${type}://${user}:${password}@${host}:${port}/${database}`;
}

/** The configuration beside the example. */
async function onBothServers(): Promise<Setup> {
  const env = {
    JOBU_ADMIN_PORT: '0',
    JOBU_POSTGRES_URL: await freshUrl('postgres'),
    JOBU_REPORT_URL: await freshUrl('postgres'),
    JOBU_BUSINESS_URL: await freshUrl('mariadb'),
  };
  return { config: join(root, 'examples/nightly-report/config.servers'), env };
}

/** The same, with everything on MariaDB. */
async function onMariadb(): Promise<Setup> {
  const folder = projectFolder();
  const example = join(root, 'examples/nightly-report');
  cpSync(join(example, 'config.servers'), join(folder, 'config'), { recursive: true });
  for (const name of ['jobs', 'crons.yaml']) symlinkSync(join(example, name), join(folder, name));
  const entries = await Promise.all(
    ['default', 'report', 'business'].map(
      async (name) => `  ${name}: { type: mariadb, url: '${await freshUrl('mariadb')}' }\n`,
    ),
  );
  writeFileSync(join(folder, 'config/database.yaml'), `databases:\n${entries.join('')}`);
  return { config: join(folder, 'config'), env: { JOBU_ADMIN_PORT: '0' } };
}

/** Airline, reports, repair cost, other cost, read from the file in another way than the example does. */
function expectedReport(day: string): unknown[] {
  const file = readFileSync(join(root, 'node_modules/vega-datasets/data/birdstrikes.csv'), 'utf8');
  const sums = new Map<string, [number, number, number]>();
  for (const line of file.split('\n')) {
    const [, date, airline, rest] = /,(\d{4}-\d\d-\d\d),([^,]+),(.*)$/.exec(line.trim()) ?? [];
    if (date?.slice(-2) !== day.slice(-2)) continue;
    const [other, repair] = rest!.split(',').slice(-4).map(Number) as [number, number];
    const [reports, repairs, others] = sums.get(airline!) ?? [0, 0, 0];
    sums.set(airline!, [reports + 1, repairs + repair, others + other]);
  }
  return [...sums].map(([airline, figures]) => [airline, ...figures]).sort();
}

describe.each([
  ['SQLite, as npm start runs it', onSqlite],
  ['PostgreSQL and MariaDB', onBothServers],
  ['MariaDB alone', onMariadb],
])('the nightly report on %s', (_, setUp) => {
  it('runs once in order, adds up, may run again, and finds a number that is wrong', async () => {
    const { config, env } = await setUp();
    const jobu = (...args: string[]) => runJobu([...args, '--config', config], { env });
    await jobu('migrate');
    for (const name of ['business', 'report']) await jobu('migrate', '--transactions', '--database', name);
    const running = spawnJobu(['--config', config], { env });
    const registry = await DatabaseRegistry.initFromConfig(loadConfig(config, env).databases);
    onTestFinished(() => registry.closeAll());
    const ledger = registry.get('default').autocommit;
    const report = registry.get('report').autocommit;

    const executions = (cron: string) =>
      ledger.fetchAll<Record<string, string | number>>(
        'SELECT * FROM job_executions WHERE cron_name = :cron ORDER BY id',
        { cron },
      );
    const readReport = async () =>
      (
        await report.fetchAll<Record<string, unknown>>('SELECT * FROM nightly_costs ORDER BY business_day, airline')
      ).map((row) => [row['airline'], row['reports'], row['repair_cost'], row['other_cost']]);

    await waitFor(async () => (await executions('nightly-report-check')).some(({ status }) => status === 'SUCCESS'), {
      timeoutMs: 45_000,
      what: 'the first check to succeed',
    }).catch((error) => {
      throw new Error(`${error}\n${running.stdout}\n${running.stderr}`);
    });
    const first = await Promise.all(CRONS.map(executions));
    expect(first.map((rows) => rows.map(({ status, attempt }) => `${status} ${attempt}`))).toEqual([
      ['SUCCESS 1'],
      ['SUCCESS 1'],
      ['SUCCESS 1'],
    ]);
    const times = first.flatMap(([row]) => [row!['started_at'], row!['finished_at']]);
    expect(times).toEqual(times.toSorted());

    const { day } = JSON.parse(String(first[0]![0]!['result'])) as { day: string };
    const expected = expectedReport(day);
    expect(expected.length).toBeGreaterThan(20);
    expect((await readReport()).toSorted()).toEqual(expected);

    for (const cron of CRONS) {
      const { execution } = await triggerCron(cron, { params: { day } });
      await waitFor(async () => (await requireExecution(ledger, execution.id)).status === 'SUCCESS', {
        what: `${cron} to succeed again`,
      });
    }
    expect((await readReport()).toSorted()).toEqual(expected);

    await report.execute(
      'UPDATE nightly_costs SET repair_cost = repair_cost + 1 WHERE business_day = :day AND airline = :airline',
      { day, airline: (expected[0] as string[])[0] },
    );
    const check = await jobu('cron', 'trigger', 'nightly-report-check', '--params', JSON.stringify({ day }), '--wait');
    expect(check.code).toBe(1);
    const [airline, , repairCost] = expected[0] as [string, number, number];
    expect((await executions('nightly-report-check')).at(-1)).toMatchObject({
      status: 'FAILED',
      attempt: 1,
      error_message: expect.stringContaining(
        `${airline}: repairCost is ${repairCost + 1}, the loaded reports say ${repairCost}`,
      ),
    });

    running.signal('SIGINT');
    expect(await running.exit()).toBe(0);
  });
});
