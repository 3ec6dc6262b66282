import { readFileSync } from 'node:fs';
import { createSecureContext } from 'node:tls';
import type { FastifyInstance } from 'fastify';
import { JobuError, messageOf } from '../errors.ts';
import type { Service } from '../runtime/service.ts';
import { isLoopback, urlOf } from './address.ts';
import { OperationService } from './operation-service.ts';
import type { AdminOptions } from './options.ts';
import { Presence } from './presence.ts';
import { signInMode } from './sign-in/admission.ts';
import { SetupLink } from './sign-in/setup-link.ts';
import { RollupService } from './stats/rollup-service.ts';

export { HealthServer } from './health-server.ts';
export type { AdminOptions, HealthServerOptions } from './options.ts';

/** Key and certificates, tried out. */
function tlsOf({ config: { tls } }: AdminOptions): { key: string; cert: string } | undefined {
  if (!tls) return undefined;
  const read = (file: string) => {
    try {
      return readFileSync(file, 'utf8');
    } catch (error) {
      throw new JobuError('CONFIG_FILE_UNREADABLE', { file, reason: messageOf(error) }, { cause: error });
    }
  };
  const pair = { key: read(tls.keyFile), cert: read(tls.certificateFile) };
  try {
    createSecureContext(pair);
  } catch (error) {
    throw new JobuError('TLS_INVALID', { reason: messageOf(error) }, { cause: error });
  }
  return pair;
}

/**
 * The server for operators: web pages, the API with its documentation at /docs, probes and metrics. Without sign-in it listens
 * on loopback only. Throws ADMIN_NOT_LOOPBACK, TLS_INVALID, CONFIG_FILE_UNREADABLE and PORT_UNAVAILABLE when it starts.
 */
export class AdminServer implements Service {
  readonly name = 'admin';
  readonly #options: AdminOptions;
  readonly #presence: Presence;
  readonly #rollup: RollupService;
  readonly #operations: OperationService;
  readonly #setupLink: SetupLink;
  #app: FastifyInstance | undefined;
  #port: number;

  constructor(options: AdminOptions) {
    this.#options = options;
    this.#port = options.config.port;
    this.#presence = new Presence(options);
    this.#rollup = new RollupService(options);
    this.#operations = new OperationService(options);
    const minutes = options.config.signIn.setupLinkMinutes;
    this.#setupLink = new SetupLink({ ...options, minutes, url: () => this.url });
  }

  /** Where it answers, once it has started. */
  get url(): string {
    const { host, tls, publicUrl, basePath } = this.#options.config;
    const own = urlOf({ host, port: this.#port }, tls ? 'https' : 'http');
    const isWhole = publicUrl !== undefined && new URL(publicUrl).pathname !== '/';
    return isWhole ? publicUrl : (publicUrl ?? own) + basePath;
  }

  async start(): Promise<void> {
    if (this.#app) return;
    const { host, port } = this.#options.config;
    const mode = signInMode(this.#options);
    if (mode === 'none' && !isLoopback(host)) throw new JobuError('ADMIN_NOT_LOOPBACK', { host });
    // Loaded here, so that the web framework does not delay what starts before.
    const [{ createAdminApp }, { listen }] = await Promise.all([import('./admin-app.ts'), import('./listener.ts')]);
    const app = await createAdminApp(this.#options, () => this.#port, tlsOf(this.#options));
    this.#port = await listen(app, { host, port }, { service: 'admin server', setting: 'admin.port' });
    this.#app = app;
    await this.#presence.start();
    await this.#rollup.start();
    await this.#operations.start();
    if (mode === 'password') await this.#setupLink.start();
    this.#options.logger.info(`admin server at ${this.url}`);
  }

  async stop(): Promise<void> {
    const app = this.#app;
    this.#app = undefined;
    if (app) await (await import('./listener.ts')).close(app);
    await this.#operations.stop();
    await this.#rollup.stop();
    await this.#setupLink.stop();
    await this.#presence.stop();
  }
}
