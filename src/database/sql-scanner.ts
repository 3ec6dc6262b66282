import type { DialectName } from './connection.ts';
import { GRAMMARS, type Grammar } from './dialects/grammar.ts';

/** A word outside strings and comments: a keyword or an unquoted name, in upper case. */
export interface Word {
  readonly text: string;
  readonly start: number;
  readonly end: number;
  /** Depth of round brackets. */
  readonly depth: number;
}

/** What a piece of SQL holds outside strings, quoted names and comments. */
export interface ScannedSql {
  readonly params: readonly { readonly name: string; readonly start: number; readonly end: number }[];
  readonly words: readonly Word[];
  /** Offsets of the round brackets, with the depth outside of them. */
  readonly brackets: readonly { readonly open: boolean; readonly at: number; readonly depth: number }[];
  readonly semicolons: readonly number[];
  /** Offset behind the last thing that is neither white space nor comment nor semicolon. */
  readonly end: number;
  /** Offset of a string or comment that is not closed, else -1. */
  readonly unclosed: number;
}

const WORD = /[A-Za-z_][\w$]*/y;
const NAME = /[A-Za-z_]\w*/y;
const DOLLAR_TAG = /\$(?:[A-Za-z_]\w*)?\$/y;

function matchAt(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0];
}

/** Offset behind a quoted piece that begins at `at`, or -1 when it is not closed. */
function endOfQuoted(text: string, at: number, close: string, backslash: boolean): number {
  for (let i = at + 1; i < text.length; i++) {
    if (backslash && text[i] === '\\') i++;
    else if (text[i] === close) {
      if (text[i + 1] !== close) return i + 1;
      i++;
    }
  }
  return -1;
}

function endOfBlockComment(text: string, at: number, nests: boolean): number {
  let depth = 0;
  for (let i = at; i < text.length; i++) {
    if (text[i] === '*' && text[i + 1] === '/') {
      i++;
      if (--depth === 0) return i + 1;
    } else if (text[i] === '/' && text[i + 1] === '*' && (depth === 0 || nests)) {
      i++;
      depth++;
    }
  }
  return -1;
}

/** Offset behind a comment that begins at `at` (-1 when it is not closed), or `at` when none begins there. */
function endOfComment(text: string, at: number, { hashComments, nestedComments }: Grammar): number {
  const two = text.slice(at, at + 2);
  const dashes = two === '--' && (!hashComments || !/\S/.test(text[at + 2] ?? '\n'));
  if (dashes || (hashComments && text[at] === '#')) {
    const newline = text.indexOf('\n', at);
    return newline < 0 ? text.length : newline + 1;
  }
  return two === '/*' ? endOfBlockComment(text, at, nestedComments) : at;
}

/** Offset behind a string or quoted name that begins at `at` (-1 when it is not closed), or `at` when none begins there. */
function endOfText(text: string, at: number, grammar: Grammar): number {
  const { backslashes, backtickNames, bracketNames, dollarQuotes } = grammar;
  const char = text[at]!;
  if (char === "'") {
    const escapes =
      backslashes === 'always' ||
      (backslashes === 'e-strings' && /(?:^|[^\w$])[eE]$/.test(text.slice(Math.max(0, at - 2), at)));
    return endOfQuoted(text, at, char, escapes);
  }
  if (char === '"') return endOfQuoted(text, at, char, backslashes === 'always');
  if (char === '`' && backtickNames) return endOfQuoted(text, at, char, false);
  if (char === '[' && bracketNames) return text.indexOf(']', at) + 1 || -1;
  if (char === '$' && dollarQuotes) {
    const tag = matchAt(DOLLAR_TAG, text, at);
    if (tag === undefined) return at;
    const close = text.indexOf(tag, at + tag.length);
    return close < 0 ? -1 : close + tag.length;
  }
  return at;
}

/** Reads SQL once and answers where its parameters, words, brackets and semicolons are. */
export function scanSql(text: string, dialect: DialectName): ScannedSql {
  const grammar = GRAMMARS[dialect];
  const params: { name: string; start: number; end: number }[] = [];
  const words: Word[] = [];
  const brackets: { open: boolean; at: number; depth: number }[] = [];
  const semicolons: number[] = [];
  let depth = 0;
  let end = 0;
  let at = 0;
  while (at < text.length) {
    const char = text[at]!;
    let next = endOfComment(text, at, grammar);
    if (next !== at) {
      if (next < 0) return { params, words, brackets, semicolons, end, unclosed: at };
      at = next;
      continue;
    }
    next = endOfText(text, at, grammar);
    if (next < 0) return { params, words, brackets, semicolons, end, unclosed: at };
    if (next === at) {
      next = at + 1;
      if (char === ':') {
        const name =
          text[at + 1] === ':' || /[\w:]/.test(text[at - 1] ?? ' ') ? undefined : matchAt(NAME, text, at + 1);
        if (text[at + 1] === ':') next = at + 2;
        if (name !== undefined) {
          next = at + 1 + name.length;
          params.push({ name, start: at, end: next });
        }
      } else if (char === '(') brackets.push({ open: true, at, depth: depth++ });
      else if (char === ')') brackets.push({ open: false, at, depth: --depth });
      else if (char === ';') semicolons.push(at);
      else {
        const word = matchAt(WORD, text, at);
        if (word !== undefined) {
          next = at + word.length;
          words.push({ text: word.toUpperCase(), start: at, end: next, depth });
        } else if (/\d/.test(char)) next = at + matchAt(/[\w.]+/y, text, at)!.length;
      }
    }
    at = next;
    if (char !== ';' && /\S/.test(char)) end = at;
  }
  return { params, words, brackets, semicolons, end, unclosed: -1 };
}

/** Splits a script into its statements (without the semicolons), each with the line it begins on (1-based). */
export function splitScript(text: string, dialect: DialectName): { sql: string; line: number }[] {
  const { words, semicolons, end } = scanSql(text, dialect);
  const parts: { sql: string; line: number }[] = [];
  let from = 0;
  for (const cut of [...semicolons, text.length]) {
    const inside = words.filter((word) => word.start >= from && word.start < cut);
    if (cut !== text.length && blockIsOpen(inside)) continue;
    if (inside.length > 0 && from < end) {
      const sql = text.slice(from, cut).trim();
      parts.push({ sql, line: text.slice(0, inside[0]!.start).split('\n').length });
    }
    from = cut + 1;
  }
  return parts;
}

/** Whether a CREATE TRIGGER or the like has begun its body and not ended it: its semicolons do not end the statement. */
function blockIsOpen(words: readonly Word[]): boolean {
  if (words[0]?.text !== 'CREATE') return false;
  if (!words.slice(1, 6).some((word) => /^(TRIGGER|PROCEDURE|FUNCTION|EVENT)$/.test(word.text))) return false;
  let open = 0;
  for (const [i, word] of words.entries()) {
    if ((word.text === 'BEGIN' || word.text === 'CASE') && words[i - 1]?.text !== 'END') open++;
    else if (word.text === 'END' && !/^(IF|LOOP|WHILE|REPEAT)$/.test(words[i + 1]?.text ?? '')) open--;
  }
  return open > 0;
}
