import type { Config } from '../config/config.ts';
import type { Database } from '../database/database.ts';
import { DatabaseRegistry } from '../database/registry.ts';
import { DatabaseClock } from '../runtime/clock.ts';
import type { Logger } from '../runtime/logging.ts';
import type { Health, Service } from '../runtime/service.ts';
import { prepareLedger } from './ledger-access.ts';
import { VERSION } from './version.ts';

/** The modules a process can run, in the order in which they start. */
export const MODULES = ['dispatcher', 'worker', 'admin'] as const;

export type ModuleName = (typeof MODULES)[number];

type Reporting = Service & { health?(): Health; readonly counters?: Readonly<Record<string, number>> };

/** Everything one process of jobu holds. Made by {@link openModules}, in order of starting. */
export interface OpenModules {
  readonly registry: DatabaseRegistry;
  /** The database that holds the crons. */
  readonly database: Database;
  readonly clock: DatabaseClock;
  readonly services: readonly Service[];
  /** Names of the handlers the worker offers. */
  readonly handlers: () => readonly string[];
  /** Where the admin server answers; undefined when there is none. */
  readonly adminUrl: () => string | undefined;
}

/** Where each module works: `database` overrules the configuration. */
const databaseOf = (config: Config, module: ModuleName, database: string | undefined): string =>
  database ?? config[module].database;

/** Opens the databases of the modules, checks their tables and makes the services; starts none of them. */
export async function openModules(
  config: Config,
  modules: readonly ModuleName[],
  logger: Logger,
  database?: string,
): Promise<OpenModules> {
  const names = new Set(modules.map((module) => databaseOf(config, module, database)));
  const registry = await DatabaseRegistry.initFromConfig(config.databases, [
    ...names,
    ...(modules.includes('worker') ? config.worker.databases : []),
  ]);
  try {
    const clocks = new Map<string, DatabaseClock>();
    for (const name of names) {
      const opened = registry.get(name);
      if (await prepareLedger(opened, config.databases[name]!)) logger.info({ database: name }, 'made the tables');
      clocks.set(name, new DatabaseClock(opened));
    }
    const reporting: Reporting[] = [];
    const health = () => reporting.flatMap((service) => service.health?.() ?? []);
    const counters = () =>
      Object.fromEntries(reporting.flatMap(({ name, counters: counted }) => (counted ? [[name, counted]] : [])));
    const shared = (module: ModuleName) => {
      const name = databaseOf(config, module, database);
      return {
        database: registry.get(name),
        clock: clocks.get(name)!,
        logger: logger.child({ module }),
        version: VERSION,
      };
    };
    let handlers: () => readonly string[] = () => [];
    let adminUrl: () => string | undefined = () => undefined;

    // Each module is loaded only where it runs.
    if (modules.includes('dispatcher')) {
      const { DispatcherService } = await import('../dispatcher/main.ts');
      const { heartbeatIntervalSeconds, leaseSeconds } = config.worker;
      reporting.push(
        new DispatcherService({
          ...config.dispatcher,
          ...shared('dispatcher'),
          heartbeatIntervalSeconds,
          leaseSeconds,
        }),
      );
    }
    if (modules.includes('worker')) {
      const { WorkerService } = await import('../worker/main.ts');
      const worker = new WorkerService({ ...shared('worker'), config: config.worker });
      handlers = () => worker.handlerNames;
      reporting.push(worker);
    }
    const probes = { health, counters, config: config.admin };
    const { AdminServer, HealthServer } = await import('../admin/main.ts');
    if (modules.includes('admin')) {
      const { timeZone, minCronIntervalSeconds } = config.dispatcher;
      const admin = new AdminServer({
        ...shared('admin'),
        ...probes,
        cronDefaults: { timeZone, minCronIntervalSeconds },
      });
      adminUrl = () => admin.url;
      reporting.push(admin);
    }
    const healthServer = new HealthServer({ ...shared(modules[0]!), ...probes });
    const first = databaseOf(config, modules[0]!, database);
    return {
      registry,
      database: registry.get(first),
      clock: clocks.get(first)!,
      services: [...clocks.values(), healthServer, ...reporting],
      handlers,
      adminUrl,
    };
  } catch (error) {
    await registry.closeAll();
    throw error;
  }
}
