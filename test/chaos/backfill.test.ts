import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createBackfill } from '../../src/ledger/backfill.ts';
import { listBackfillExecutions, progressOf } from '../../src/ledger/backfill-list.ts';
import { requireBackfill } from '../../src/ledger/backfill-state.ts';
import { createCron } from '../../src/ledger/crons.ts';
import { freshLedger, type Ledger } from '../support/ledger.ts';
import { type JobuProcess, spawnJobu } from '../support/processes.ts';
import { makeProject } from '../support/project.ts';
import { DATABASE_KINDS } from '../support/servers.ts';
import { waitFor } from '../support/wait.ts';

const AT_ONCE = 3;
const DAYS = 24;
const DAY_MS = 86_400_000;

describe.each(DATABASE_KINDS)('a backfill on %s', (kind) => {
  let ledger: Ledger;
  beforeAll(async () => {
    ledger = await freshLedger(kind);
  });
  afterAll(() => ledger?.drop());

  it('goes on when dispatchers are killed in the middle, never with more at once than it allows', async () => {
    const { database } = ledger;
    const { autocommit } = database;
    const project = await makeProject({
      databases: { default: ledger.config },
      dispatcher: { poll_interval_seconds: 0.1 },
    });
    const now = new Date();
    const until = new Date(Math.floor(now.getTime() / DAY_MS) * DAY_MS - 1);
    const backfill = await database.transaction(async (connection) => {
      const cron = { name: 'daily', handlerName: 'nobody', cronExpression: '0 9 * * *', allowOverlap: true };
      const { id } = await createCron(connection, cron, {
        now,
        defaults: { timeZone: 'UTC', minCronIntervalSeconds: 60 },
      });
      const range = { from: new Date(until.getTime() + 1 - DAYS * DAY_MS), until, mode: 'missing' as const };
      const made = await createBackfill(
        connection,
        id,
        { ...range, maxRunning: AT_ONCE, actor: null, reason: null },
        now,
      );
      return made.backfill!;
    });
    expect(backfill.executions).toBe(DAYS);
    const start = (): JobuProcess => spawnJobu(['dispatcher'], { cwd: project });
    const running = [start(), start()];
    const released = () =>
      autocommit.fetchAll<{ id: number }>(
        "SELECT id FROM job_executions WHERE status = 'PENDING' AND run_at IS NOT NULL ORDER BY id",
      );
    for (let finished = 0, turn = 0; finished < DAYS; turn++) {
      const rows = await waitFor(
        async () => {
          const found = await released();
          expect(found.length).toBeLessThanOrEqual(AT_ONCE);
          return found.length > 0 && found;
        },
        { timeoutMs: 60_000, what: `the executions after the first ${finished}` },
      );
      for (const { id } of rows)
        await autocommit.execute("UPDATE job_executions SET status = 'SUCCESS', finished_at = :now WHERE id = :id", {
          id,
          now: new Date(),
        });
      finished += rows.length;
      if (turn % 2 === 0 && turn < 8) {
        const victim = (turn / 2) % running.length;
        await running[victim]!.kill('SIGKILL');
        running[victim] = start();
      }
    }
    await waitFor(async () => (await requireBackfill(autocommit, backfill.id)).status === 'DONE', {
      timeoutMs: 60_000,
      what: 'the end of the backfill',
    });
    const items = await listBackfillExecutions(autocommit, backfill.id, {}, { descending: false, limit: 200 });
    const times = items.map(({ scheduledTime }) => scheduledTime.getTime());
    expect(times).toEqual(Array.from({ length: DAYS }, (_, index) => times[0]! + index * DAY_MS));
    expect((await progressOf(autocommit, [backfill])).get(backfill.id)).toMatchObject({
      waiting: 0,
      byStatus: { SUCCESS: DAYS },
    });
    for (const dispatcher of running) {
      await dispatcher.waitForLine('jobu is running');
      dispatcher.signal('SIGTERM');
      expect(await dispatcher.exit(), dispatcher.stderr).toBe(0);
    }
  });
});
