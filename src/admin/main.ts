import type { FastifyInstance } from 'fastify';
import { JobuError } from '../errors.ts';
import type { Service } from '../runtime/service.ts';
import { guard, isLoopback } from './access.ts';
import { createApp } from './app.ts';
import { listen } from './listener.ts';
import { serveDocumentation } from './openapi.ts';
import type { AdminOptions } from './options.ts';
import { Presence } from './presence.ts';
import { cronRoutes } from './routes/crons.ts';
import { executionRoutes } from './routes/executions.ts';
import { pageRoutes } from './routes/pages.ts';
import { probeRoutes } from './routes/probes.ts';
import { workerRoutes } from './routes/workers.ts';

export { HealthServer } from './health-server.ts';
export type { AdminOptions, HealthServerOptions } from './options.ts';

/** The admin server's application, not listening; `port` is what requests must name in Host. */
export async function createAdminApp(options: AdminOptions, port: () => number): Promise<FastifyInstance> {
  const app = createApp(options.logger);
  guard(app, { cors: options.config.cors, port });
  await serveDocumentation(app, options.version);
  await app.register(async (root) => {
    probeRoutes(root, options);
    pageRoutes(root, { version: options.version, timeZone: options.config.timeZone });
  });
  await app.register(
    async (api) => {
      api.addHook('onRequest', async (_request, reply) => void reply.header('cache-control', 'no-store'));
      cronRoutes(api, options);
      executionRoutes(api, options);
      workerRoutes(api, options);
    },
    { prefix: '/api/v1' },
  );
  await app.ready();
  return app;
}

/**
 * The server for operators: the API with its documentation at /docs, probes, metrics and an index page. There is no
 * sign-in yet, so it listens on loopback only. Throws ADMIN_NOT_LOOPBACK and PORT_UNAVAILABLE when it starts.
 */
export class AdminServer implements Service {
  readonly name = 'admin';
  readonly #options: AdminOptions;
  readonly #presence: Presence;
  #app: FastifyInstance | undefined;
  #port: number;

  constructor(options: AdminOptions) {
    this.#options = options;
    this.#port = options.config.port;
    this.#presence = new Presence(options);
  }

  /** Where it answers, once it has started. */
  get url(): string {
    const { host } = this.#options.config;
    return `http://${host.includes(':') ? `[${host}]` : host}:${this.#port}`;
  }

  async start(): Promise<void> {
    if (this.#app) return;
    const { host, port } = this.#options.config;
    if (!isLoopback(host)) throw new JobuError('ADMIN_NOT_LOOPBACK', { host });
    const app = await createAdminApp(this.#options, () => this.#port);
    this.#port = await listen(app, { host, port }, { service: 'admin server', setting: 'admin.port' });
    this.#app = app;
    await this.#presence.start();
    this.#options.logger.info(`admin server at ${this.url}`);
  }

  async stop(): Promise<void> {
    const app = this.#app;
    this.#app = undefined;
    await app?.close();
    await this.#presence.stop();
  }
}
