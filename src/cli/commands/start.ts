import type { Command } from 'commander';
import { act, type Invocation } from '../invocation.ts';
import { MODULES } from '../modules.ts';

/** Runs modules until a signal. What that takes is loaded only here: every other command starts without it. */
export async function start(
  invocation: Invocation,
  words: readonly string[],
  commands: readonly Command[],
): Promise<void> {
  const { startModules } = await import('../running.ts');
  await startModules(invocation, words, commands);
}

export function addStart(program: Command): void {
  program
    .command('start', { isDefault: true })
    .summary('start dispatcher, worker and admin server (the command may be left out)')
    .description(
      'Start all modules in one process, or only those that are named: jobu, jobu worker, jobu dispatcher admin. ' +
        'Ctrl-C or SIGTERM lets what runs finish and ends with 0; a second signal ends at once.',
    )
    .argument('[modules...]', `any of ${MODULES.join(', ')}`)
    .action(act<object, [string[]]>((invocation, words) => start(invocation, words, program.commands)));
}
