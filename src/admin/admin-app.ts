import type { FastifyInstance } from 'fastify';
import { guard } from './access.ts';
import { createApp } from './app.ts';
import { serveDocumentation } from './openapi.ts';
import type { AdminOptions } from './options.ts';
import { attentionRoutes } from './routes/attention.ts';
import { backfillRoutes } from './routes/backfills.ts';
import { calendarChangeRoutes } from './routes/calendar-changes.ts';
import { calendarRoutes } from './routes/calendars.ts';
import { cronActionRoutes } from './routes/cron-actions.ts';
import { cronListRoutes } from './routes/cron-list.ts';
import { cronStatsRoutes } from './routes/cron-stats.ts';
import { cronRoutes } from './routes/crons.ts';
import { errorGroupRoutes } from './routes/error-groups.ts';
import { executionDetailRoutes } from './routes/execution-detail.ts';
import { executionExportRoutes } from './routes/execution-export.ts';
import { executionHistogramRoutes } from './routes/execution-histogram.ts';
import { executionListRoutes } from './routes/execution-list.ts';
import { executionRoutes } from './routes/executions.ts';
import { handlerRoutes } from './routes/handlers.ts';
import { logRoutes } from './routes/logs.ts';
import { pageRoutes, pageSender, wantsPage } from './routes/pages.ts';
import { planRoutes } from './routes/plan.ts';
import { probeRoutes } from './routes/probes.ts';
import { statsRoutes } from './routes/stats.ts';
import { systemRoutes } from './routes/system.ts';
import { timelineRoutes } from './routes/timeline.ts';
import { transactionRoutes } from './routes/transactions.ts';
import { workerRoutes } from './routes/workers.ts';
import { admit } from './sign-in/admission.ts';

/** The admin server's application, not listening; `port` is what requests must name in Host. */
export async function createAdminApp(options: AdminOptions, port: () => number): Promise<FastifyInstance> {
  const facts = { version: options.version, timeZone: options.config.timeZone };
  const sendPage = pageSender(facts);
  const app = createApp(options.logger, (request, reply) => {
    if (!wantsPage(request)) return false;
    sendPage(request, reply.code(404));
    return true;
  });
  guard(app, { cors: options.config.cors, port });
  admit(app);
  await serveDocumentation(app, options.version);
  await app.register(async (root) => {
    probeRoutes(root, options);
  });
  await app.register((pages) => pageRoutes(pages, facts));
  await app.register(
    async (api) => {
      api.addHook('onRequest', async (_request, reply) => void reply.header('cache-control', 'no-store'));
      cronListRoutes(api, options);
      cronStatsRoutes(api, options);
      statsRoutes(api, options);
      attentionRoutes(api, options);
      timelineRoutes(api, options);
      errorGroupRoutes(api, options);
      cronRoutes(api, options);
      cronActionRoutes(api, options);
      planRoutes(api, options);
      backfillRoutes(api, options);
      calendarRoutes(api, options);
      calendarChangeRoutes(api, options);
      executionRoutes(api, options);
      executionListRoutes(api, options);
      executionExportRoutes(api, options);
      executionDetailRoutes(api, options);
      executionHistogramRoutes(api, options);
      logRoutes(api, options);
      workerRoutes(api, options);
      handlerRoutes(api, options);
      systemRoutes(api, options);
      transactionRoutes(api, options);
    },
    { prefix: '/api/v1' },
  );
  await app.ready();
  return app;
}
