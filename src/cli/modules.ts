import type { Config } from '../config/config.ts';
import type { Database } from '../database/database.ts';
import { DatabaseRegistry } from '../database/registry.ts';
import { RecoveryService, recoveryDatabases } from '../database/two-phase/recovery-service.ts';
import { DatabaseClock } from '../runtime/clock.ts';
import type { Logger } from '../runtime/logging.ts';
import type { Health, Service } from '../runtime/service.ts';
import type { HandlerCatalog } from '../worker/handlers/catalog.ts';
import { HintListener } from './hint-listener.ts';
import { prepareLedger } from './ledger-access.ts';
import { VERSION, versionOfProject } from './version.ts';

/** The modules a process can run, in the order in which they start. */
export const MODULES = ['dispatcher', 'worker', 'admin'] as const;

/** A part of jobu that a process can run. */
export type ModuleName = (typeof MODULES)[number];

type Reporting = Service & { health?(): Health };
type Counters = Readonly<Record<string, number>>;

/** Everything one process of jobu holds. Made by {@link openModules}, in order of starting. */
export interface OpenModules {
  readonly registry: DatabaseRegistry;
  /** The database that holds the crons. */
  readonly database: Database;
  readonly clock: DatabaseClock;
  readonly services: readonly Service[];
  /** Names of the handlers the worker offers. */
  readonly handlers: readonly string[];
  /** Where the admin server answers; undefined when there is none. */
  readonly adminUrl: () => string | undefined;
}

/** How {@link openModules} opens them. */
interface OpenOptions {
  readonly logger: Logger;
  /** Overrules the configuration. */
  readonly database?: string;
  /** The process is an application's own: its worker also offers what the application defined. */
  readonly isEmbedded?: boolean;
}

/** Where each module works: `database` overrules the configuration. */
const databaseOf = (config: Config, module: ModuleName, database: string | undefined): string =>
  database ?? config[module].database;

async function findHandlers(
  config: Config,
  databases: DatabaseRegistry,
  { logger, isEmbedded }: OpenOptions,
): Promise<HandlerCatalog> {
  const { discoverHandlers } = await import('../worker/handlers/catalog.ts');
  const { builtInHandlers } = await import('../worker/handlers/built-in.ts');
  const { handlers, statements, http, command, abortGraceSeconds } = config.worker;
  const warn = (message: string) => logger.warn(message);
  const builtIn = await builtInHandlers({
    http,
    command: { ...command, abortGraceSeconds },
    sql: { databases, statements, root: config.root, warn },
  });
  return await discoverHandlers(handlers, { builtIn, root: config.root, includeDefined: isEmbedded, warn });
}

/** Opens the databases of the modules, checks their tables and makes the services; starts none of them. */
export async function openModules(
  config: Config,
  modules: readonly ModuleName[],
  options: OpenOptions,
): Promise<OpenModules> {
  const { logger, database } = options;
  const names = new Set(modules.map((module) => databaseOf(config, module, database)));
  const { decisionDatabase, recoveryIntervalSeconds, ...recovery } = config.transactions;
  const registry = await DatabaseRegistry.initFromConfig(
    config.databases,
    [...names, ...(modules.includes('worker') ? config.worker.databases : [])],
    { decisionDatabase },
  );
  try {
    const clocks = new Map<string, DatabaseClock>();
    for (const name of names) {
      const opened = registry.get(name);
      if (await prepareLedger(opened, config.databases[name]!)) logger.info({ database: name }, 'made the tables');
      clocks.set(name, new DatabaseClock(opened));
    }
    const reporting: Reporting[] = [];
    const health = () => reporting.flatMap((service) => service.health?.() ?? []);
    const counted: Record<string, () => Counters> = {};
    const counters = () => Object.fromEntries(Object.entries(counted).map(([name, count]) => [name, count()]));
    const shared = (module: ModuleName) => {
      const name = databaseOf(config, module, database);
      return {
        // What a worker claims and stores, and what a dispatcher creates, waits for no handler's connections.
        database: registry.get(name).reserved,
        clock: clocks.get(name)!,
        logger: logger.child({ module }),
        version: VERSION,
      };
    };
    let handlers: readonly string[] = [];
    let adminUrl: () => string | undefined = () => undefined;

    // Each module is loaded only where it runs.
    if (modules.includes('dispatcher')) {
      const { DispatcherService } = await import('../dispatcher/main.ts');
      const { heartbeatIntervalSeconds, leaseSeconds } = config.worker;
      const own = { ...config.dispatcher, ...shared('dispatcher') };
      const dispatcher = new DispatcherService({ ...own, heartbeatIntervalSeconds, leaseSeconds });
      counted['dispatcher'] = () => dispatcher.counters;
      reporting.push(dispatcher);
    }
    if (modules.includes('worker')) {
      const { WorkerService } = await import('../worker/main.ts');
      const catalog = await findHandlers(config, registry, options);
      const settings = {
        ...config.worker,
        codeVersion: config.worker.codeVersion ?? versionOfProject(config.root),
        database: databaseOf(config, 'worker', database),
      };
      const databasesConfig = config.databases;
      const worker = new WorkerService({
        ...shared('worker'),
        logger,
        config: settings,
        catalog,
        databasesConfig,
        decisionDatabase,
      });
      handlers = catalog.names();
      counted['worker'] = () => {
        const { claimed, written, leaseLost, rescued, failures } = worker.stats();
        return { claimed, written, leaseLost, rescued, failures };
      };
      reporting.push(worker);
    }
    const recoveryService = new RecoveryService({
      registry,
      logger,
      intervalSeconds: recoveryIntervalSeconds,
      ...recovery,
    });
    counted['recovery'] = () => recoveryService.counters;
    const probes = { health, counters, inDoubt: () => recoveryService.inDoubt(), config: config.admin };
    if (modules.includes('admin')) {
      const { AdminServer } = await import('../admin/main.ts');
      const { timeZone, minCronIntervalSeconds } = config.dispatcher;
      const admin = new AdminServer({
        ...shared('admin'),
        ...probes,
        cronDefaults: { timeZone, minCronIntervalSeconds },
        retention: config.dispatcher.retention,
        databases: () => recoveryDatabases(registry),
      });
      adminUrl = () => admin.url;
      reporting.push(admin);
    }
    const early: Service[] = [
      ...clocks.values(),
      ...[...names].map((name) => new HintListener(registry.get(name), logger)),
      recoveryService,
    ];
    if (config.admin.healthPort !== undefined) {
      const { HealthServer } = await import('../admin/health-server.ts');
      early.push(new HealthServer({ ...shared(modules[0]!), ...probes }));
    }
    const first = databaseOf(config, modules[0]!, database);
    return {
      registry,
      database: registry.get(first),
      clock: clocks.get(first)!,
      services: [...early, ...reporting],
      handlers,
      adminUrl,
    };
  } catch (error) {
    await registry.closeAll();
    throw error;
  }
}
