import { relative } from 'node:path';
import type { Config } from '../config/config.ts';
import { loadConfig } from '../config/load.ts';
import type { DatabaseRegistry } from '../database/registry.ts';
import { JobuError, messageOf } from '../errors.ts';
import { applyCrons } from '../ledger/cron-apply.ts';
import { readCronFile } from '../ledger/cron-file.ts';
import { createLogger, type Logger } from '../runtime/logging.ts';
import type { Service } from '../runtime/service.ts';
import { runFirst } from './first-run.ts';
import { actor } from './invocation.ts';
import { MODULES, type ModuleName, type OpenModules, openModules } from './modules.ts';
import { countText } from './table.ts';

/** What {@link startJobu} takes. */
export interface StartOptions {
  /** Folder of the configuration files, or what `loadConfig` made of one. Default `config`. */
  readonly config?: string | Config;
  /** What runs in this process. Default: all. */
  readonly modules?: readonly ModuleName[];
  /** Default: one made from the configuration's `logging`. */
  readonly logger?: Logger;
}

/** jobu running inside an application. */
export interface RunningJobu extends AsyncDisposable {
  /** The databases that were opened; `getConnection` and `transactional` work on them. */
  readonly databases: DatabaseRegistry;
  /** Names of the handlers the worker offers. */
  readonly handlers: readonly string[];
  /** Where the admin server answers; undefined when it does not run here. */
  readonly adminUrl: string | undefined;
  /**
   * Dispatches and claims no more, lets running handlers finish for `worker.shutdown_timeout_seconds`, gives back what is
   * left and closes the databases. Safe twice.
   * @throws STOPPED_BADLY when a part could not end in order; the log says which
   */
  stop(): Promise<void>;
}

interface ServicesOptions {
  readonly config: Config;
  readonly modules: readonly ModuleName[];
  readonly logger: Logger;
  readonly database?: string;
  readonly isEmbedded?: boolean;
  /** Nothing more is started once it has aborted. */
  readonly signal?: AbortSignal;
}

interface RunningServices {
  readonly opened: OpenModules;
  /** A line about each file of crons. */
  readonly said: readonly string[];
  stop(): Promise<void>;
}

/** Applies the files of `dispatcher.crons`. Answers a line about each, and the crons to run first. */
async function applyFiles({ dispatcher }: Config, { database, clock }: OpenModules) {
  const said: string[] = [];
  const firstRun: string[] = [];
  const { crons, timeZone, minCronIntervalSeconds } = dispatcher;
  for (const path of crons) {
    const defaults = { timeZone, minCronIntervalSeconds };
    const name = relative(process.cwd(), path) || path;
    const file = readCronFile(name, defaults);
    const note = { actor: actor(), via: 'start', reason: `applied from ${name}` } as const;
    const steps = await applyCrons(database, file, { clock, defaults, note });
    const changed = steps.filter(({ action }) => action !== 'unchanged').length;
    said.push(`${countText(steps.length, 'cron')} of ${name}${changed > 0 ? `, ${changed} new or changed` : ''}`);
    firstRun.push(...file.firstRun);
  }
  return { said, firstRun };
}

/** No new work first, then what runs, and the servers that show it last. */
const inStoppingOrder = (started: readonly Service[]): Service[] => {
  const order = ['dispatcher', 'worker'];
  const rank = ({ name }: Service) => (order.includes(name) ? order.indexOf(name) : order.length);
  return [...started].sort((one, other) => rank(one) - rank(other));
};

async function stopAll(services: readonly Service[], logger: Logger): Promise<boolean> {
  let isClean = true;
  for (const service of services) {
    try {
      await service.stop();
    } catch (error) {
      isClean = false;
      logger.error({ error }, `${service.name} did not stop well: ${messageOf(error)}`);
    }
  }
  return isClean;
}

/** Opens the databases and starts the services of the modules. Throws what keeps one from starting, after it stopped the others. */
export async function startServices({
  config,
  modules,
  signal,
  ...options
}: ServicesOptions): Promise<RunningServices> {
  const opened = await openModules(config, modules, options);
  const { logger } = options;
  const { registry, database, clock } = opened;
  const started: Service[] = [];
  const stopping = new AbortController();
  let first: Promise<void> = Promise.resolve();
  const stop = async (): Promise<void> => {
    stopping.abort();
    await first;
    const isClean = await stopAll(inStoppingOrder(started), logger);
    await registry.closeAll();
    if (!isClean) throw new JobuError('STOPPED_BADLY', {});
  };
  try {
    await clock.measure();
    const { said, firstRun } = modules.includes('dispatcher')
      ? await applyFiles(config, opened)
      : { said: [], firstRun: [] };
    for (const service of opened.services) {
      if (signal?.aborted) break;
      started.unshift(service);
      await service.start();
    }
    const untilStop = signal ? AbortSignal.any([signal, stopping.signal]) : stopping.signal;
    first = runFirst(firstRun, { database, clock, logger, signal: untilStop }).catch((error: unknown) =>
      logger.error({ error }, `first run failed: ${messageOf(error)}`),
    );
    return { opened, said, stop };
  } catch (error) {
    await stop().catch(() => {});
    throw error;
  }
}

/**
 * Runs jobu inside an application: opens the databases of the configuration, applies its files of crons, finds the handlers
 * and starts the modules. The application owns its signals: it calls `stop` when it ends.
 *
 * @throws the problems of the configuration, and whatever keeps a database or a module from starting
 */
export async function startJobu({
  config = 'config',
  modules = MODULES,
  logger,
}: StartOptions = {}): Promise<RunningJobu> {
  const loaded = typeof config === 'string' ? loadConfig(config) : config;
  const { opened, stop } = await startServices({
    config: loaded,
    modules: MODULES.filter((module) => modules.includes(module)),
    logger: logger ?? createLogger(loaded.logging),
    isEmbedded: true,
  });
  let stopped: Promise<void> | undefined;
  const stopOnce = (): Promise<void> => {
    stopped ??= stop();
    return stopped;
  };
  return {
    databases: opened.registry,
    handlers: opened.handlers,
    get adminUrl() {
      return opened.adminUrl();
    },
    stop: stopOnce,
    [Symbol.asyncDispose]: stopOnce,
  };
}
