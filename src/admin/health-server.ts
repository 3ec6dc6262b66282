import type { FastifyInstance } from 'fastify';
import type { Service } from '../runtime/service.ts';
import type { HealthServerOptions } from './options.ts';

/**
 * A port with nothing but /health, /ready and /metrics, on any address: for containers and monitoring, in every process.
 * Does nothing when `admin.health_port` is not set. Throws PORT_UNAVAILABLE when it starts.
 */
export class HealthServer implements Service {
  readonly name = 'health';
  readonly #options: HealthServerOptions;
  #app: FastifyInstance | undefined;
  #port: number | undefined;

  constructor(options: HealthServerOptions) {
    this.#options = options;
  }

  /** The port it listens on, once it has started. */
  get port(): number | undefined {
    return this.#port;
  }

  async start(): Promise<void> {
    const { config, logger } = this.#options;
    if (this.#app || config.healthPort === undefined) return;
    const [{ createApp }, { listen }, { probeRoutes }] = await Promise.all([
      import('./app.ts'),
      import('./listener.ts'),
      import('./routes/probes.ts'),
    ]);
    const app = createApp(logger);
    app.addHook('onRequest', async (request, reply) => {
      reply.header('x-request-id', request.id).header('x-content-type-options', 'nosniff');
    });
    probeRoutes(app, this.#options);
    const address = { host: config.healthHost, port: config.healthPort };
    this.#port = await listen(app, address, { service: 'health server', setting: 'admin.health_port' });
    this.#app = app;
    logger.info(`health, ready and metrics on port ${this.#port}`);
  }

  async stop(): Promise<void> {
    const app = this.#app;
    this.#app = undefined;
    this.#port = undefined;
    if (app) await (await import('./listener.ts')).close(app);
  }
}
