import { parseCron } from '../domain/cron-expression.ts';
import { assertTimeZone } from '../domain/time-zone.ts';
import { messageOf } from '../errors.ts';

/** One entry of a crontab. */
export interface CrontabEntry {
  /** Counted from 1. */
  readonly line: number;
  /** The line as it stands there. */
  readonly text: string;
  readonly expression: string;
  readonly timeZone: string;
  /** The account in a system crontab; null in a user's. */
  readonly user: string | null;
  /** What the shell gets. */
  readonly command: string;
  /** What the command reads; null without `%`. */
  readonly stdin: string | null;
  readonly shell: string;
  /** The variables set above the entry. */
  readonly env: Readonly<Record<string, string>>;
  /** The comment right above it. */
  readonly comment: string;
}

/** A line that is left out or needs a look, and why. */
export interface CrontabRemark {
  readonly line: number;
  readonly reason: string;
}

export interface Crontab {
  readonly entries: readonly CrontabEntry[];
  readonly leftOut: readonly CrontabRemark[];
  readonly remarks: readonly CrontabRemark[];
  /** Whether the sixth column was taken for an account. */
  readonly hasUserColumn: boolean;
}

export interface CrontabOptions {
  /** Zone of entries above which there is no CRON_TZ. */
  readonly timeZone: string;
  /** Whether there is a column with the account; undefined: as the accounts of this machine suggest. */
  readonly userColumn?: boolean;
  /** Names of accounts. */
  readonly accounts: ReadonlySet<string>;
}

const ASSIGNMENT = /^(?:"([^"]+)"|'([^']+)'|([^\s="']+))\s*=\s*(.*)$/;
const ENTRY = /^-?(@\S+|(?:[^\s@]\S*[ \t]+){4}[^\s]+)[ \t]+(\S.*)$/;
/** The heading that systems put over the columns. */
const HEADING = /\bdom\b.*\bmon\b.*\bdow\b|^[*.|-][\s*.|-]*|\(\d+\s*-\s*\d+\)/;
const DEFAULT_SHELL = '/bin/sh';

const unquoted = (text: string): string => /^(["'])(.*)\1$/.exec(text)?.[2] ?? text;

/**
 * Splits what stands after the columns: up to the first `%` is the command, the rest its input, where each further `%` is
 * a line break; `\%` is a percent sign.
 */
export function splitCommand(text: string): { command: string; stdin: string | null } {
  let isEscaped = false;
  let cut = -1;
  for (let at = 0; at < text.length && cut === -1; at++) {
    if (!isEscaped && text[at] === '%') cut = at;
    isEscaped = !isEscaped && text[at] === '\\';
  }
  const plain = (part: string) => part.replaceAll('\\%', '%');
  if (cut === -1) return { command: plain(text), stdin: null };
  const input = text.slice(cut + 1).replace(/\\%|%/g, (found) => (found === '%' ? '\n' : '%'));
  return { command: plain(text.slice(0, cut)), stdin: input.endsWith('\n') ? input : `${input}\n` };
}

function isExpression(text: string): boolean {
  try {
    return parseCron(text) !== undefined;
  } catch {
    return false;
  }
}

/** True when every entry names an account of this machine before its command. */
function seemsToHaveUsers(lines: readonly string[], accounts: ReadonlySet<string>): boolean {
  const commands = lines.flatMap((line) => {
    const [, columns, rest] = (!line.startsWith('#') && !ASSIGNMENT.test(line) && ENTRY.exec(line)) || [];
    return columns !== undefined && rest !== undefined && isExpression(columns) ? [rest] : [];
  });
  return commands.length > 0 && commands.every((text) => accounts.has(/^(\S+)\s+\S/.exec(text)?.[1] ?? ''));
}

/** Reads a crontab as cron does: variables count for the entries below them. Never throws; what it cannot use it says. */
export function parseCrontab(text: string, options: CrontabOptions): Crontab {
  const lines = text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .map((line) => line.trim());
  const hasUserColumn = options.userColumn ?? seemsToHaveUsers(lines, options.accounts);
  const entries: CrontabEntry[] = [];
  const leftOut: CrontabRemark[] = [];
  const remarks: CrontabRemark[] = [];
  let env: Record<string, string> = {};
  let timeZone = options.timeZone;
  let zoneProblem: string | undefined;
  let shell = DEFAULT_SHELL;
  let comments: string[] = [];

  const assign = (line: number, name: string, value: string) => {
    if (name === 'CRON_TZ') {
      timeZone = value || options.timeZone;
      zoneProblem = undefined;
      try {
        assertTimeZone(timeZone);
      } catch (error) {
        zoneProblem = messageOf(error);
      }
    } else if (name === 'SHELL') shell = value || DEFAULT_SHELL;
    else if (name === 'MAILTO' || name === 'MAILFROM')
      remarks.push({ line, reason: `${name}: no mail is sent; the output is in the log and the result` });
    else {
      env = { ...env, [name]: value };
      if (name === 'TZ') remarks.push({ line, reason: 'TZ is a variable of the command; times follow CRON_TZ' });
    }
  };

  const read = (line: number, trimmed: string) => {
    const [, columns, rest] = ENTRY.exec(trimmed) ?? [];
    if (columns === undefined || rest === undefined)
      return 'it is no entry: five fields or a word such as @daily, then a command';
    if (/^@reboot$/i.test(columns))
      return '@reboot: there is no start of the machine in jobu; use a service of the system';
    if (zoneProblem !== undefined) return `CRON_TZ: ${zoneProblem}`;
    try {
      parseCron(columns);
    } catch (error) {
      return messageOf(error);
    }
    const [, user = null, after] = (hasUserColumn && /^(\S+)\s+(\S.*)$/.exec(rest)) || [undefined, null, rest];
    if (hasUserColumn && user === null) return 'it has no command after the account';
    const { command, stdin } = splitCommand(after!);
    if (!shell.startsWith('/')) return `SHELL: "${shell}" is no absolute path`;
    const expression = columns.replace(/[ \t]+/g, ' ');
    const comment = comments.join('\n');
    entries.push({ line, text: trimmed, expression, timeZone, user, command, stdin, shell, env, comment });
    return undefined;
  };

  for (const [index, trimmed] of lines.entries()) {
    const line = index + 1;
    if (trimmed.startsWith('#')) {
      const comment = trimmed.replace(/^#+\s*/, '').trim();
      const [, columns = ''] = ENTRY.exec(comment) ?? [];
      const isEntry = /^(@\w+|[\d*][\d*,/-]*[ \t])/.test(columns);
      if (isEntry) remarks.push({ line, reason: 'an entry in a comment is left out' });
      else if (HEADING.test(comment)) comments = [];
      else if (comment !== '') comments.push(comment);
      continue;
    }
    const assignment = ASSIGNMENT.exec(trimmed);
    if (assignment) {
      const [, double, single, bare, value = ''] = assignment;
      assign(line, (double ?? single ?? bare)!, unquoted(value.trim()));
    } else if (trimmed !== '') {
      const problem = read(line, trimmed);
      if (problem !== undefined) leftOut.push({ line, reason: problem });
    }
    comments = [];
  }
  return { entries, leftOut, remarks, hasUserColumn };
}
