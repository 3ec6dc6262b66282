import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { metricsOf } from '../metrics.ts';
import { instant } from '../model/paging.ts';
import type { ProbeOptions } from '../options.ts';
import { obstacles } from '../readiness.ts';

const healthSchema = z
  .object({
    status: z.enum(['ok', 'degraded']),
    version: z.string(),
    uptimeSeconds: z.int(),
    services: z
      .array(
        z.object({ service: z.string(), ok: z.boolean(), since: instant.optional(), detail: z.string().optional() }),
      )
      .describe('The services of this process; one that is not ok tries again by itself.'),
  })
  .meta({ id: 'Health' });

const readySchema = z
  .object({ status: z.enum(['ready', 'not ready']), reasons: z.array(z.string()) })
  .meta({ id: 'Readiness' });

/** /health (the process lives), /ready (it can work: 503 with reasons when not) and /metrics (Prometheus). */
export function probeRoutes(app: FastifyInstance, options: ProbeOptions): void {
  const metrics = metricsOf(options);
  const tags = ['monitoring'];

  app.get(
    '/health',
    {
      config: { role: null },
      schema: { tags, operationId: 'health', summary: 'The process lives', response: { 200: healthSchema } },
    },
    async (_request, reply) => {
      const services = options.health();
      reply.header('cache-control', 'no-store');
      return {
        status: services.every(({ ok }) => ok) ? 'ok' : 'degraded',
        version: options.version,
        uptimeSeconds: Math.floor(process.uptime()),
        services,
      };
    },
  );

  app.get(
    '/ready',
    {
      config: { role: null },
      schema: {
        tags,
        operationId: 'ready',
        summary: 'The process can work: its database answers and has every migration',
        response: { 200: readySchema, 503: readySchema },
      },
    },
    async (_request, reply) => {
      const reasons = await obstacles(options.database);
      reply.header('cache-control', 'no-store').code(reasons.length === 0 ? 200 : 503);
      return { status: reasons.length === 0 ? 'ready' : 'not ready', reasons };
    },
  );

  app.get(
    '/metrics',
    {
      config: { role: 'viewer' },
      schema: {
        tags,
        operationId: 'metrics',
        summary: 'Figures for Prometheus',
        response: {
          200: { description: 'Text format 0.0.4.', content: { 'text/plain': { schema: z.string() } } },
        },
      },
    },
    async (_request, reply) =>
      reply
        .header('cache-control', 'no-store')
        .type('text/plain; version=0.0.4; charset=utf-8')
        .send(await metrics()),
  );
}
