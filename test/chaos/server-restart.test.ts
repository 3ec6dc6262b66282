import { describe, expect, it } from 'vitest';
import { migrate } from '../../src/database/migration.ts';
import { DatabaseRegistry } from '../../src/database/registry.ts';
import { createCron } from '../../src/ledger/crons.ts';
import { LEDGER_MIGRATIONS } from '../../src/ledger/schema.ts';
import { batchProject } from '../support/batch-project.ts';
import type { Ledger } from '../support/ledger.ts';
import { freshDatabaseOn, startServer } from '../support/servers.ts';
import { waitFor } from '../support/wait.ts';

const CRONS = 10;

describe.each(['postgres', 'mariadb'] as const)('a %s server', (kind) => {
  it.each(['stop', 'kill'] as const)('that ends by %s under load and comes back costs time alone', async (way) => {
    const server = await startServer({ kind, durable: true });
    const fresh = await freshDatabaseOn(server);
    const registry = await DatabaseRegistry.initFromConfig({ default: fresh.config });
    const database = registry.get('default');
    try {
      await migrate(database, LEDGER_MIGRATIONS);
      const project = await batchProject({ database, config: fresh.config } as Ledger);
      const now = new Date((await database.serverTimeMs())!);
      await database.transaction(async (connection) => {
        for (let i = 0; i < CRONS; i++)
          await createCron(
            connection,
            {
              name: `quick ${i}`,
              handlerName: 'quick',
              cronExpression: '* * * * * *',
              allowOverlap: true,
              catchUp: 'all',
              maxRescue: 100,
            },
            { now, defaults: { timeZone: 'UTC', minCronIntervalSeconds: 1 } },
          );
      });
      const rows = () =>
        database.autocommit.fetchAll<{ job_id: number; scheduled_time: string; status: string }>(
          'SELECT job_id, scheduled_time, status FROM job_executions ORDER BY job_id, scheduled_time',
        );
      const succeeded = async () => (await rows()).filter(({ status }) => status === 'SUCCESS').length;
      const processes = [project.start('dispatcher'), project.start('worker'), project.start('worker')];
      for (const jobu of processes) await jobu.waitForLine('jobu is running');
      await waitFor(async () => (await succeeded()) >= CRONS * 3, { timeoutMs: 60_000, what: 'work before the end' });
      const before = await succeeded();

      await server[way]();
      await new Promise((resolve) => setTimeout(resolve, 3_000));
      await server.start();

      await waitFor(async () => (await succeeded().catch(() => 0)) >= before + CRONS * 6, {
        timeoutMs: 90_000,
        what: 'work after the restart',
      });
      for (const jobu of processes) {
        jobu.signal('SIGTERM');
        expect(await jobu.exit(), jobu.stderr).toBe(0);
      }
      const byCron = Map.groupBy(await rows(), (row) => row.job_id);
      expect(byCron.size).toBe(CRONS);
      for (const occurrences of byCron.values()) {
        const first = Date.parse(occurrences[0]!.scheduled_time);
        expect(occurrences.map((row) => Date.parse(row.scheduled_time))).toEqual(
          occurrences.map((_, index) => first + index * 1000),
        );
      }
      const statuses = new Set((await rows()).map(({ status }) => status));
      expect([...statuses].filter((status) => status !== 'SUCCESS' && status !== 'PENDING')).toEqual([]);
    } finally {
      await registry.closeAll();
      await server.remove();
    }
  });
});
