import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { pendingMigrations } from '../../database/migration.ts';
import type { WorkerRow } from '../../ledger/model/execution.ts';
import { fromRow } from '../../ledger/model/row.ts';
import { LEDGER_MIGRATIONS } from '../../ledger/schema.ts';
import { instant, pageOf, wholePage } from '../model/paging.ts';
import { isAlive } from '../model/worker.ts';
import type { AdminOptions } from '../options.ts';
import { sql } from '../statements.ts';

const dispatcherSchema = z
  .object({
    id: z.string(),
    host: z.string(),
    pid: z.int(),
    version: z.string(),
    isAlive: z.boolean(),
    startedAt: instant,
    lastPassAt: instant.describe('It beats at every pass, at most every heartbeat interval.'),
  })
  .meta({ id: 'Dispatcher' });

const databaseSchema = z
  .object({
    name: z.string(),
    dialect: z.enum(['sqlite', 'postgres', 'mysql']),
    version: z.string(),
    latencyMs: z.number().describe('Of one small statement.'),
    clockSkewMs: z.number().describe("How far this machine's clock is ahead of the database's."),
    connections: z
      .object({
        open: z.int(),
        inUse: z.int(),
        waiting: z.int().describe('Requests that wait for a connection.'),
        maximum: z.int(),
      })
      .describe('Of this admin server; workers and dispatchers have their own.'),
    pendingMigrations: z.array(z.string()),
    tables: z.array(z.object({ name: z.string(), rows: z.int().describe('About, from the first and last id.') })),
  })
  .meta({ id: 'DatabaseState' });

const CAP = 10_000;
const OVERDUE_MS = 60_000;

/** /api/v1/dispatchers and /api/v1/system/database */
export function systemRoutes(app: FastifyInstance, { database, clock }: AdminOptions): void {
  const { autocommit } = database;

  app.get(
    '/dispatchers',
    {
      config: { role: 'viewer' },
      schema: {
        tags: ['workers'],
        operationId: 'listDispatchers',
        summary: 'Dispatchers that run, and how far behind dispatch is',
        response: {
          200: pageOf(dispatcherSchema).extend({
            lagMs: z.int().describe('How long the most overdue cron has waited; 0: none.'),
          }),
        },
      },
    },
    async () => {
      const now = clock.now();
      const [rows, crons] = await Promise.all([
        autocommit.fetchAll(sql('list_beating_processes'), { cap: CAP }),
        autocommit.fetchOne<{ next_run_at: string | null }>(sql('count_crons'), {
          late: new Date(now.getTime() - OVERDUE_MS),
        }),
      ]);
      const items = rows
        .map((row) => fromRow<WorkerRow>(row))
        .filter(({ role }) => role === 'dispatcher')
        .map((worker) => ({ ...worker, isAlive: isAlive(worker, now), lastPassAt: worker.heartbeatAt }));
      const nextMs = crons?.next_run_at ? Date.parse(crons.next_run_at) : Number.POSITIVE_INFINITY;
      return { ...wholePage(items), lagMs: Math.max(0, Math.round(now.getTime() - nextMs)) };
    },
  );

  app.get(
    '/system/database',
    {
      config: { role: 'viewer' },
      schema: {
        tags: ['monitoring'],
        operationId: 'getDatabaseState',
        summary: 'The database: version, latency, size, migrations',
        response: { 200: databaseSchema },
      },
    },
    async () => {
      const began = performance.now();
      await autocommit.fetchOne(sql('list_beating_processes'), { cap: 1 });
      const latencyMs = Math.round((performance.now() - began) * 10) / 10;
      const [pending, tables] = await Promise.all([
        pendingMigrations(database, LEDGER_MIGRATIONS),
        autocommit.fetchOne<Record<string, number>>(sql('estimate_tables')),
      ]);
      return {
        name: database.name,
        dialect: database.dialect,
        version: database.version,
        latencyMs,
        connections: database.usage,
        clockSkewMs: clock.skewMs?.() ?? 0,
        pendingMigrations: pending.map(({ version, name }) => `${version} ${name}`),
        tables: Object.entries(tables ?? {}).map(([name, rows]) => ({ name, rows: Number(rows) })),
      };
    },
  );
}
