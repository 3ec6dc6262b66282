import type { Crontab, CrontabEntry } from './crontab.ts';

/** A cron in the spelling of a file. */
export type FileCron = Readonly<Record<string, unknown>>;

const LONGEST_NAME = 80;

/** What a command line does before it comes to its program. */
const BEFORE_PROGRAM =
  /^(\s|[({]|cd\s+\S+\s*(&&|;)|(test|\[)\s[^&|;]*(&&|\|\||;)|\w+=\S*\s|(sudo|nice|ionice|nohup|exec|time|env)\s+(-\S+\s+)*)*/;

/** A word for a command: the name of the program it is about, without folder and ending. */
function wordFor(command: string): string {
  const program = command.replace(BEFORE_PROGRAM, '');
  const [first = ''] = program.split(/[\s;&|<>]+/);
  const base = first.split('/').findLast((part) => part !== '') ?? '';
  const word = base.replace(/\.(sh|bash|py|pl|rb|php|js|ts)$/, '').replace(/[^\p{L}\p{N}_.-]+/gu, '-');
  return word.replace(/^[-.]+|[-.]+$/g, '').slice(0, LONGEST_NAME) || 'command';
}

function namesFor(entries: readonly CrontabEntry[]): string[] {
  const taken = new Set<string>();
  return entries.map(({ command }) => {
    const word = wordFor(command);
    let name = word;
    for (let number = 2; taken.has(name); number++) name = `${word}-${number}`;
    taken.add(name);
    return name;
  });
}

/** The entries as crons of the `command` handler that behave as under cron: no retry, no time limit, overlap allowed. */
export function cronsOf({ entries }: Crontab): FileCron[] {
  const names = namesFor(entries);
  return entries.map((entry, index) => {
    const { expression, timeZone, user, command, stdin, shell, env, comment, line, text } = entry;
    const hasHome = env['HOME']?.startsWith('/');
    return {
      name: names[index],
      ...(comment === '' ? {} : { description: comment }),
      cron_expression: expression,
      time_zone: timeZone,
      handler_name: 'command',
      handler_params: {
        argv: [shell, '-c', command],
        ...(hasHome ? { cwd: env['HOME'] } : {}),
        ...(Object.keys(env).length === 0 ? {} : { env }),
        ...(stdin === null ? {} : { stdin }),
      },
      allow_overlap: true,
      catch_up: 'skip',
      max_retry: 0,
      timeout_seconds: 0,
      ...(user === null ? {} : { owner: user }),
      notes: `Line ${line} of the crontab: ${text}`,
    };
  });
}
