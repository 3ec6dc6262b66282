import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCron } from '../../src/ledger/crons.ts';
import { freshLedger, type Ledger } from '../support/ledger.ts';
import { type JobuProcess, spawnJobu } from '../support/processes.ts';
import { makeProject } from '../support/project.ts';
import { DATABASE_KINDS, SERVER_KINDS } from '../support/servers.ts';
import { waitFor } from '../support/wait.ts';

const CRONS = 40;
const SHIFT = fileURLToPath(new URL('../support/shifted-clock.mjs', import.meta.url));
const defaults = { timeZone: 'UTC', minCronIntervalSeconds: 1 };

interface OccurrenceRow {
  job_id: number;
  scheduled_time: string;
  created_at: string;
}

async function addCrons({ database }: Ledger, now: Date): Promise<void> {
  await database.transaction(async (connection) => {
    for (let i = 0; i < CRONS; i++)
      await createCron(
        connection,
        {
          name: `every second ${i}`,
          handlerName: 'nobody',
          cronExpression: '* * * * * *',
          catchUp: 'all',
          allowOverlap: true,
        },
        { now, defaults },
      );
  });
}

async function occurrences({ database }: Ledger): Promise<Map<number, OccurrenceRow[]>> {
  const rows = await database.autocommit.fetchAll<OccurrenceRow>(
    'SELECT job_id, scheduled_time, created_at FROM job_executions ORDER BY job_id, scheduled_time',
  );
  return Map.groupBy(rows, (row) => row.job_id);
}

/** Every second from a cron's first row to its last has exactly one row. */
function expectNoGap(byCron: Map<number, OccurrenceRow[]>): void {
  expect(byCron.size).toBe(CRONS);
  for (const rows of byCron.values()) {
    const first = Date.parse(rows[0]!.scheduled_time);
    expect(rows.map((row) => Date.parse(row.scheduled_time))).toEqual(rows.map((_, index) => first + index * 1000));
  }
}

describe.each(DATABASE_KINDS)('dispatcher processes on %s', (kind) => {
  let ledger: Ledger;
  beforeAll(async () => {
    ledger = await freshLedger(kind);
  });
  afterAll(() => ledger?.drop());

  it('lose and double nothing when they are killed in the middle of their work', async () => {
    await ledger.clear();
    const project = await makeProject({
      databases: { default: ledger.config },
      dispatcher: { poll_interval_seconds: 0.1 },
    });
    const seed = Math.floor(Math.random() * 2 ** 31);
    let state = seed;
    const random = () => {
      state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
      return state / 0x7fffffff;
    };
    await addCrons(ledger, new Date());
    const start = (): JobuProcess => spawnJobu(['dispatcher'], { cwd: project });
    const running = [start(), start()];
    for (let kills = 0; kills < 8; kills++) {
      const rows = await ledger.count('job_executions');
      await waitFor(async () => (await ledger.count('job_executions')) > rows, {
        timeoutMs: 30_000,
        what: `new rows (seed ${seed})`,
      });
      await new Promise((resolve) => setTimeout(resolve, random() * 300));
      const victim = Math.floor(random() * running.length);
      await running[victim]!.kill('SIGKILL');
      running[victim] = start();
    }
    const rows = await ledger.count('job_executions');
    await waitFor(async () => (await ledger.count('job_executions')) >= rows + CRONS, {
      timeoutMs: 30_000,
      what: `rows after the last kill (seed ${seed})`,
    });
    for (const dispatcher of running) {
      await dispatcher.waitForLine('jobu is running');
      dispatcher.signal('SIGTERM');
      expect(await dispatcher.exit(), dispatcher.stderr).toBe(0);
    }
    expectNoGap(await occurrences(ledger));
  });

  it.runIf(SERVER_KINDS.includes(kind))(
    'on machines whose clocks are 90 s apart are neither early, late nor double',
    async () => {
      await ledger.clear();
      const project = await makeProject({
        databases: { default: ledger.config },
        dispatcher: { poll_interval_seconds: 0.1 },
      });
      const serverNow = await ledger.database.serverTimeMs();
      await addCrons(ledger, new Date(serverNow!));
      const dispatchers = ['-90000', '90000'].map((shift) =>
        spawnJobu(['dispatcher'], {
          cwd: project,
          nodeArgs: ['--import', SHIFT],
          env: { JOBU_TEST_CLOCK_SHIFT_MS: shift },
        }),
      );
      await waitFor(async () => (await ledger.count('job_executions')) >= CRONS * 6, {
        timeoutMs: 60_000,
        what: 'six seconds of rows',
      });
      for (const dispatcher of dispatchers) {
        dispatcher.signal('SIGTERM');
        expect(await dispatcher.exit(), dispatcher.stderr).toBe(0);
      }
      const byCron = await occurrences(ledger);
      expectNoGap(byCron);
      const lags = [...byCron.values()].flatMap((rows) =>
        rows.map((row) => Date.parse(row.created_at) - Date.parse(row.scheduled_time)),
      );
      expect(Math.min(...lags)).toBeGreaterThanOrEqual(0);
      expect(Math.max(...lags)).toBeLessThan(20_000);
    },
  );
});
