import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { pendingMigrations } from '../../database/migration.ts';
import { schedulerPause } from '../../ledger/scheduler-pause.ts';
import { LEDGER_MIGRATIONS } from '../../ledger/schema.ts';
import { metricsOf } from '../metrics.ts';
import { instant } from '../model/paging.ts';
import { processState } from '../model/system-status.ts';
import { workerResource, workerSchema } from '../model/worker.ts';
import type { AdminOptions } from '../options.ts';
import { signInMode } from '../sign-in/admission.ts';
import { sql } from '../statements.ts';

const diagnosticsSchema = z
  .object({
    createdAt: instant,
    version: z.string(),
    node: z.string(),
    platform: z.string(),
    uptimeSeconds: z.int(),
    memory: z.record(z.string(), z.number()).describe('In bytes, as Node.js counts them.'),
    signInMode: z.string(),
    database: z.object({
      name: z.string(),
      dialect: z.string(),
      server: z.string(),
      clockSkewMs: z.number(),
      pendingMigrations: z.array(z.string()),
      tables: z.record(z.string(), z.int()).describe('About how many rows.'),
    }),
    schedulerPause: z.unknown().describe('The pause of the scheduler; null: none.'),
    services: z.unknown().describe('How the services of this process do.'),
    counters: z.unknown().describe('What they have counted since their start.'),
    processes: z.array(workerSchema).describe('Those that beat; at most 500.'),
    metrics: z.string().describe('As /metrics answers.'),
  })
  .meta({ id: 'Diagnostics' });

/** /api/v1/system/diagnostics: one file to send along with a question. It holds no params, no results and no secrets. */
export function diagnosticsRoutes(app: FastifyInstance, options: AdminOptions): void {
  const { database, clock, version, health, counters } = options;
  const metrics = metricsOf(options);

  app.get(
    '/system/diagnostics',
    {
      config: { role: 'admin' },
      schema: {
        tags: ['monitoring'],
        operationId: 'getDiagnostics',
        summary: 'Versions, processes, database and figures in one file, without params, results and secrets',
        response: { 200: diagnosticsSchema },
      },
    },
    async ({ principal }, reply) => {
      const now = clock.now();
      const [pending, tables, pause, { rows }, figures] = await Promise.all([
        pendingMigrations(database, LEDGER_MIGRATIONS),
        database.autocommit.fetchOne<Record<string, number>>(sql('estimate_tables')),
        schedulerPause(database.autocommit),
        processState(database, now),
        metrics(),
      ]);
      reply.header('content-disposition', 'attachment; filename="jobu-diagnostics.json"');
      return {
        createdAt: now,
        version,
        node: process.versions.node,
        platform: `${process.platform} ${process.arch}`,
        uptimeSeconds: Math.floor(process.uptime()),
        memory: { ...process.memoryUsage() },
        signInMode: signInMode(options),
        database: {
          name: database.name,
          dialect: database.dialect,
          server: database.version,
          clockSkewMs: clock.skewMs?.() ?? 0,
          pendingMigrations: pending.map(({ version: number, name }) => `${number} ${name}`),
          tables: Object.fromEntries(Object.entries(tables ?? {}).map(([name, count]) => [name, Number(count)])),
        },
        schedulerPause: pause,
        services: health(),
        counters: counters?.() ?? {},
        processes: rows.map((worker) => workerResource(worker, now, principal)),
        metrics: figures,
      };
    },
  );
}
