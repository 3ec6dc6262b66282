import type { Command, Option } from 'commander';
import { ERRORS } from '../errors.ts';
import { buildProgram } from './program.ts';

const GENERATED = '<!-- Written by `npm run docs`. -->';

const cell = (text: string): string => text.replaceAll('|', '\\|');

/** Commander leaves the default of an option to its help; here it stands in a column of its own. */
function defaultOf({ defaultValue }: Option): string {
  return defaultValue === undefined ? '' : `\`${String(defaultValue)}\``;
}

function aboutOf({ description, argChoices }: Option): string {
  return argChoices ? `${description}: ${argChoices.map((choice) => `\`${choice}\``).join(', ')}` : description;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [head, head.map(() => '---'), ...rows].map((row) => `| ${row.map(cell).join(' | ')} |`);
  return lines.join('\n');
}

const optionTable = (options: readonly Option[]): string =>
  table(
    ['Option', 'Meaning', 'Default'],
    options.map((option) => [`\`${option.flags}\``, aboutOf(option), defaultOf(option)]),
  );

function pathOf(command: Command): string {
  return command.parent ? `${pathOf(command.parent)} ${command.name()}` : command.name();
}

function section(command: Command): string {
  const { registeredArguments, options } = command;
  const words = registeredArguments.map((argument) => {
    const name = argument.name() + (argument.variadic ? '...' : '');
    return argument.required ? `<${name}>` : `[${name}]`;
  });
  const usage = [pathOf(command), ...words, ...(options.length > 0 ? ['[options]'] : [])].join(' ');
  const parts = [`## ${pathOf(command)}`, command.description(), `\`\`\`\n${usage}\n\`\`\``];
  if (registeredArguments.length > 0)
    parts.push(
      table(
        ['Argument', 'Meaning'],
        registeredArguments.map((argument) => [`\`${argument.name()}\``, argument.description]),
      ),
    );
  if (options.length > 0) parts.push(optionTable(options));
  return parts.join('\n\n');
}

/** The commands that do something, in the order of the help. */
function leaves(command: Command): Command[] {
  const inner = command.commands.filter((child) => child.name() !== 'help');
  return inner.length === 0 ? [command as Command] : inner.flatMap((child) => leaves(child as Command));
}

/** `docs/reference/commands.md`, from the definitions of the commands. */
export function commandReference(): string {
  const program = buildProgram();
  const commands = leaves(program);
  const anchor = (command: Command) => pathOf(command).replaceAll(' ', '-');
  return `${[
    '# Commands',
    GENERATED,
    'Without a command, `jobu` starts dispatcher, worker and admin server; `jobu dispatcher worker` starts those that are named.',
    '**Exit codes**: 0 done, 1 failed, 2 wrong usage. Answers go to standard output, everything else to standard error: an ' +
      'error is one sentence with its [code](errors.md). With `--json` an answer is one JSON document in which names are ' +
      'camelCase, ids are text and times are ISO 8601 in UTC; a list is `{"items":[...],"nextCursor":...}` and an error ' +
      '`{"error":{"code","message"}}`. For people, times stand in the zone of `admin.time_zone`, with its name; times that are ' +
      'typed without an offset are taken in that zone.',
    'These options can stand anywhere:',
    optionTable([...program.options]),
    commands.map((command) => `- [\`${pathOf(command)}\`](#${anchor(command)})`).join('\n'),
    ...commands.map(section),
  ].join('\n\n')}\n`;
}

/** `docs/reference/errors.md`, from the registry of errors. */
export function errorReference(): string {
  const code = (text: string) =>
    text
      .replaceAll('\n', ' ')
      .replace(/\{(\w+)\}/g, '*$1*')
      .trim();
  const rows = Object.entries(ERRORS)
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, [status, sentence, wayOut]]) => [`\`${name}\``, String(status), code(sentence), code(wayOut)]);
  return `${[
    '# Errors',
    GENERATED,
    'Every error that jobu raises on purpose has a code that never changes its meaning, a sentence with the value that was ' +
      'wrong, and the way out. The status is that of the HTTP API. In code: `isJobuError(error, "CRON_NOT_FOUND")`.',
    table(['Code', 'Status', 'What', 'What to do'], rows),
  ].join('\n\n')}\n`;
}
