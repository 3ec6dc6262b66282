import { relative } from 'node:path';
import type { Command } from 'commander';
import { closest } from '../domain/suggestion.ts';
import { JobuError, messageOf } from '../errors.ts';
import { createLogger, type Logger } from '../runtime/logging.ts';
import type { Service } from '../runtime/service.ts';
import { applyCrons } from './cron-apply.ts';
import { readCronFile } from './cron-file.ts';
import { runFirst } from './first-run.ts';
import { actor, type Invocation } from './invocation.ts';
import { MODULES, type ModuleName, type OpenModules, openModules } from './modules.ts';
import { print } from './output.ts';
import { StopRequest } from './stop-request.ts';
import { countText } from './table.ts';
import { VERSION } from './version.ts';

/** What a module needs at most to end after it was told to, beyond what the worker is given for its executions. */
const STOP_MARGIN_SECONDS = 10;

function modulesNamed(words: readonly string[], commands: readonly string[]): ModuleName[] {
  for (const word of words) {
    if (MODULES.includes(word as ModuleName)) continue;
    const near = closest(word, [...MODULES, ...commands]);
    const problem = `There is no command or module "${word}".${near ? ` Did you mean ${near}?` : ''}`;
    throw new JobuError('USAGE', { problem, command: 'jobu' });
  }
  return MODULES.filter((module) => words.length === 0 || words.includes(module));
}

/** Applies the files of `dispatcher.crons`. Answers a line about each, and the crons to run first. */
async function applyFiles(
  { config }: Invocation,
  { database, clock }: OpenModules,
): Promise<{ said: string[]; firstRun: string[] }> {
  const said: string[] = [];
  const firstRun: string[] = [];
  const { crons, timeZone, minCronIntervalSeconds } = config.dispatcher;
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

function announce(
  logger: Logger,
  { config, options }: Invocation,
  modules: readonly ModuleName[],
  { registry, handlers, adminUrl }: OpenModules,
  crons: readonly string[],
): void {
  const databases = registry.names.map((name) => `${name} (${registry.get(name).version})`);
  const { format } = config.logging;
  const isReadable = !options.json && (format === 'pretty' || (format === 'auto' && process.stdout.isTTY));
  if (!isReadable) {
    logger.info({ modules, databases, handlers: handlers, crons, admin: adminUrl() }, 'jobu is running');
    return;
  }
  const lines: [string, string | undefined][] = [
    ['modules', modules.join(', ')],
    ['databases', databases.join(', ')],
    ['handlers', modules.includes('worker') ? handlers.join(', ') : undefined],
    ...crons.map((each): [string, string] => ['crons', each]),
    ['admin', adminUrl()],
    ['stop', 'Ctrl-C'],
  ];
  print(`\njobu ${VERSION} is running`);
  for (const [name, value] of lines) if (value) print(`  ${name.padEnd(10)} ${value}`);
  print('');
}

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

/**
 * Runs the modules named (all when none is) until a signal. `commands` are what a word that is no module may have meant.
 * Throws what keeps a module from starting, and STOPPED_BADLY.
 */
export async function startModules(
  invocation: Invocation,
  words: readonly string[],
  commands: readonly Command[],
): Promise<void> {
  const modules = modulesNamed(
    words,
    commands.map((command) => command.name()),
  );
  const { config, options } = invocation;
  const logger = createLogger({ ...config.logging, ...(options.json ? { format: 'json' } : {}) });
  const { shutdownTimeoutSeconds, abortGraceSeconds } = config.worker;
  const stop = new StopRequest(logger, shutdownTimeoutSeconds + abortGraceSeconds + STOP_MARGIN_SECONDS);
  const opened = await openModules(config, modules, logger, options.database);
  const started: Service[] = [];
  let isRunning = false;
  let isClean = false;
  try {
    await opened.clock.measure();
    const { said, firstRun } = modules.includes('dispatcher')
      ? await applyFiles(invocation, opened)
      : { said: [], firstRun: [] };
    for (const service of opened.services) {
      if (stop.signal.aborted) break;
      started.unshift(service);
      await service.start();
    }
    isRunning = true;
    if (!stop.signal.aborted) announce(logger, invocation, modules, opened, said);
    const { database, clock } = opened;
    const first = runFirst(firstRun, { database, clock, logger, signal: stop.signal }).catch((error: unknown) =>
      logger.error({ error }, `first run failed: ${messageOf(error)}`),
    );
    await stop.wait();
    await first;
  } finally {
    isClean = await stopAll(inStoppingOrder(started), logger);
    await opened.registry.closeAll();
    if (isRunning && isClean && !stop.failed) logger.info('stopped');
    stop.release();
  }
  if (stop.failed || !isClean) throw new JobuError('STOPPED_BADLY', {});
}

/** No new work first, then what runs, and the servers that show it last. */
const inStoppingOrder = (started: readonly Service[]): Service[] => {
  const order = ['dispatcher', 'worker'];
  const rank = ({ name }: Service) => (order.includes(name) ? order.indexOf(name) : order.length);
  return [...started].sort((one, other) => rank(one) - rank(other));
};
