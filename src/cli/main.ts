import { CommanderError } from 'commander';
import { type ErrorCode, isJobuError, JobuError, messageOf } from '../errors.ts';
import { hasPrinted, note, printJson } from './output.ts';
import { buildProgram } from './program.ts';

const DONE = 0;
const FAILED = 1;
const WRONG_USAGE = 2;

/** Errors in what was typed, as opposed to what could not be done. */
const USAGE_CODES: readonly ErrorCode[] = [
  'USAGE',
  'CONFIRMATION_NEEDED',
  'PRUNE_NEEDS_NAMESPACE',
  'CRON_EXPRESSION_INVALID',
  'TIME_ZONE_UNKNOWN',
  'TIME_INVALID',
  'ID_INVALID',
  'CURSOR_INVALID',
  'TRANSACTION_UNDECIDED',
];

/** Codes of commander that are answers, not errors. */
const ANSWERED = ['commander.helpDisplayed', 'commander.version'];

/** `jobu cron add` for a command line that begins so: the command whose help is worth reading. */
function commandOf(argv: readonly string[]): string {
  let command = buildProgram();
  let path = command.name();
  for (const word of argv) {
    const inner = command.commands.find((each) => each.name() === word);
    if (!inner) continue;
    command = inner;
    path += ` ${word}`;
  }
  return path;
}

function usageError(error: CommanderError, argv: readonly string[]): JobuError {
  const problem = error.message
    .replace(/^error: /, '')
    .replace(/\n?\((Did you mean .*)\)$/s, '. $1')
    .replace(/^./, (letter) => letter.toUpperCase())
    .replace(/(?<=[^.?])$/, '.');
  return new JobuError('USAGE', { problem, command: commandOf(argv) }, { cause: error });
}

/** Runs one command line (without node and the program's name) and answers its exit code: 0 done, 1 failed, 2 wrong usage. */
export async function run(argv: readonly string[]): Promise<number> {
  try {
    await buildProgram().parseAsync([...argv], { from: 'user' });
    return DONE;
  } catch (thrown) {
    if (thrown instanceof CommanderError && ANSWERED.includes(thrown.code)) return DONE;
    // A group without its command: commander has shown the help already.
    if (thrown instanceof CommanderError && thrown.code === 'commander.help') return WRONG_USAGE;
    const error = thrown instanceof CommanderError ? usageError(thrown, argv) : thrown;
    const known = isJobuError(error);
    const code = known ? error.code : 'UNEXPECTED';
    if (argv.includes('--json') && !hasPrinted()) printJson({ error: { code, message: messageOf(error) } });
    note(`jobu: ${messageOf(error).replaceAll('\n ', '\n')} [${code}]`);
    if (argv.includes('--debug')) note((error as Error).stack ?? '');
    else if (!known) note('jobu: this was not expected; --debug shows where it came from.');
    return isJobuError(error, ...USAGE_CODES) ? WRONG_USAGE : FAILED;
  }
}
