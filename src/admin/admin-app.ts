import cookie from '@fastify/cookie';
import rateLimit from '@fastify/rate-limit';
import type { FastifyInstance } from 'fastify';
import { JobuError } from '../errors.ts';
import { guard } from './access.ts';
import { type AppOptions, createApp } from './app.ts';
import { serveDocumentation } from './openapi.ts';
import type { AdminOptions } from './options.ts';
import { aliasRoutes } from './routes/aliases.ts';
import { attentionRoutes } from './routes/attention.ts';
import { auditRoutes } from './routes/audit.ts';
import { authRoutes } from './routes/auth.ts';
import { backfillRoutes } from './routes/backfills.ts';
import { calendarChangeRoutes } from './routes/calendar-changes.ts';
import { calendarRoutes } from './routes/calendars.ts';
import { cronActionRoutes } from './routes/cron-actions.ts';
import { cronFileRoutes } from './routes/cron-files.ts';
import { cronListRoutes } from './routes/cron-list.ts';
import { cronStatsRoutes } from './routes/cron-stats.ts';
import { cronRoutes } from './routes/crons.ts';
import { diagnosticsRoutes } from './routes/diagnostics.ts';
import { errorGroupRoutes } from './routes/error-groups.ts';
import { executionDetailRoutes } from './routes/execution-detail.ts';
import { executionExportRoutes } from './routes/execution-export.ts';
import { executionHistogramRoutes } from './routes/execution-histogram.ts';
import { executionListRoutes } from './routes/execution-list.ts';
import { executionRoutes } from './routes/executions.ts';
import { handlerRoutes } from './routes/handlers.ts';
import { logRoutes } from './routes/logs.ts';
import { meRoutes } from './routes/me.ts';
import { operationRoutes } from './routes/operations.ts';
import { pageRoutes, pageSender, wantsPage } from './routes/pages.ts';
import { planRoutes } from './routes/plan.ts';
import { probeRoutes } from './routes/probes.ts';
import { savedViewRoutes } from './routes/saved-views.ts';
import { schedulerRoutes } from './routes/scheduler.ts';
import { settingsRoutes } from './routes/settings.ts';
import { statsRoutes } from './routes/stats.ts';
import { streamRoutes } from './routes/stream.ts';
import { systemRoutes } from './routes/system.ts';
import { timelineRoutes } from './routes/timeline.ts';
import { tokenRoutes } from './routes/tokens.ts';
import { transactionRoutes } from './routes/transactions.ts';
import { userRoutes } from './routes/users.ts';
import { workerRoutes } from './routes/workers.ts';
import { admit, signInMode } from './sign-in/admission.ts';

/** Names the path below which we are served in what we answer. */
function serveBelow(app: FastifyInstance, basePath: string): void {
  app.addHook('onRequest', async (request, reply) => {
    const [path, query] = request.originalUrl.split(/(?=\?)/);
    // Without the slash, what the page refers to would lie beside it.
    if (path === basePath) return reply.redirect(`${basePath}/${query ?? ''}`, 308);
  });
  app.addHook('onSend', async (_request, reply) => {
    const location = reply.getHeader('location');
    if (typeof location === 'string' && location.startsWith('/') && !location.startsWith(`${basePath}/`))
      reply.header('location', basePath + location);
  });
}

/**
 * The admin server's application, not listening; `port` is what requests must name in Host when there is no sign-in, `tls` the
 * key and certificates in PEM.
 */
export async function createAdminApp(
  options: AdminOptions,
  port: () => number,
  tls?: AppOptions['tls'],
): Promise<FastifyInstance> {
  const facts = { version: options.version, timeZone: options.config.timeZone };
  const sendPage = pageSender(facts);
  const { cors, publicUrl, basePath, trustedProxies, signIn } = options.config;
  const mode = signInMode(options);
  const app = createApp(options.logger, {
    tls,
    basePath,
    trustedProxies: mode === 'proxy' ? [...trustedProxies, ...signIn.proxy.addresses] : trustedProxies,
    answersMissing: (request, reply) => {
      if (!wantsPage(request)) return false;
      sendPage(request, reply.code(404));
      return true;
    },
  });
  await app.register(cookie);
  guard(app, { cors, publicUrl, port, isOpen: mode === 'none' });
  if (basePath !== '') serveBelow(app, basePath);
  admit(app, options);
  await app.register(rateLimit, {
    global: false,
    enableDraftSpec: true,
    errorResponseBuilder: (_request, { max, ttl }) =>
      new JobuError('RATE_LIMITED', { limit: max, seconds: Math.ceil(ttl / 1000) }),
  });
  await serveDocumentation(app, options.version, basePath);
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
      streamRoutes(api, options);
      savedViewRoutes(api, options);
      errorGroupRoutes(api, options);
      cronRoutes(api, options);
      cronFileRoutes(api, options);
      cronActionRoutes(api, options);
      planRoutes(api, options);
      backfillRoutes(api, options);
      operationRoutes(api, options);
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
      diagnosticsRoutes(api, options);
      schedulerRoutes(api, options);
      transactionRoutes(api, options);
      authRoutes(api, options);
      meRoutes(api, options);
      userRoutes(api, options);
      tokenRoutes(api, options);
      auditRoutes(api, options);
      settingsRoutes(api, options);
    },
    { prefix: '/api/v1' },
  );
  await app.register(
    async (api) => {
      api.addHook('onRequest', async (_request, reply) => void reply.header('cache-control', 'no-store'));
      aliasRoutes(api, options);
    },
    { prefix: '/api' },
  );
  await app.ready();
  return app;
}
