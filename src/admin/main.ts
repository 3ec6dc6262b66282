import type { FastifyInstance } from 'fastify';
import { JobuError } from '../errors.ts';
import type { Service } from '../runtime/service.ts';
import { isLoopback, urlOf } from './address.ts';
import type { AdminOptions } from './options.ts';
import { Presence } from './presence.ts';
import { RollupService } from './stats/rollup-service.ts';

export { HealthServer } from './health-server.ts';
export type { AdminOptions, HealthServerOptions } from './options.ts';

/**
 * The server for operators: the API with its documentation at /docs, probes, metrics and an index page. There is no
 * sign-in yet, so it listens on loopback only. Throws ADMIN_NOT_LOOPBACK and PORT_UNAVAILABLE when it starts.
 */
export class AdminServer implements Service {
  readonly name = 'admin';
  readonly #options: AdminOptions;
  readonly #presence: Presence;
  readonly #rollup: RollupService;
  #app: FastifyInstance | undefined;
  #port: number;

  constructor(options: AdminOptions) {
    this.#options = options;
    this.#port = options.config.port;
    this.#presence = new Presence(options);
    this.#rollup = new RollupService(options);
  }

  /** Where it answers, once it has started. */
  get url(): string {
    return urlOf({ host: this.#options.config.host, port: this.#port });
  }

  async start(): Promise<void> {
    if (this.#app) return;
    const { host, port } = this.#options.config;
    if (!isLoopback(host)) throw new JobuError('ADMIN_NOT_LOOPBACK', { host });
    // Loaded here, so that the web framework does not delay what starts before.
    const [{ createAdminApp }, { listen }] = await Promise.all([import('./admin-app.ts'), import('./listener.ts')]);
    const app = await createAdminApp(this.#options, () => this.#port);
    this.#port = await listen(app, { host, port }, { service: 'admin server', setting: 'admin.port' });
    this.#app = app;
    await this.#presence.start();
    await this.#rollup.start();
    this.#options.logger.info(`admin server at ${this.url}`);
  }

  async stop(): Promise<void> {
    const app = this.#app;
    this.#app = undefined;
    if (app) await (await import('./listener.ts')).close(app);
    await this.#rollup.stop();
    await this.#presence.stop();
  }
}
