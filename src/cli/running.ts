import type { Command } from 'commander';
import { closest } from '../domain/suggestion.ts';
import { JobuError } from '../errors.ts';
import { createLogger, type Logger } from '../runtime/logging.ts';
import { startServices } from './embedding.ts';
import type { Invocation } from './invocation.ts';
import { MODULES, type ModuleName, type OpenModules } from './modules.ts';
import { print } from './output.ts';
import { StopRequest } from './stop-request.ts';
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
  try {
    const { database } = options;
    const running = await startServices({ config, modules, logger, database, signal: stop.signal });
    if (!stop.signal.aborted) announce(logger, invocation, modules, running.opened, running.said);
    await stop.wait();
    await running.stop();
    if (!stop.failed) logger.info('stopped');
  } finally {
    stop.release();
  }
  if (stop.failed) throw new JobuError('STOPPED_BADLY', {});
}
