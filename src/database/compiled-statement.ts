import type { DialectName } from './connection.ts';
import { GRAMMARS } from './dialects/grammar.ts';
import { type ScannedSql, scanSql, type Word } from './sql-scanner.ts';

/** A place of a statement where a value goes in; `list` is the `(:ids)` behind IN. */
export interface Slot {
  readonly name: string;
  readonly list: false | 'in' | 'not in';
}

/** SQL cut at its parameters: `pieces[0] slots[0] pieces[1] ... pieces[n]`. */
export interface Template {
  readonly pieces: readonly string[];
  readonly slots: readonly Slot[];
}

/** A statement in the form of one dialect. Drivers build their placeholders from it once and keep it in `prepared`. */
export interface CompiledStatement {
  /** What errors call it: name and file, or the beginning of the text. */
  readonly label: string;
  readonly whole: Template;
  readonly sql: string;
  /** From a statement file: there are few of them, so a server may keep them prepared by name. */
  readonly isLoaded: boolean;
  /** Anything but a plain read. */
  readonly writes: boolean;
  /** May leave something behind in the session (SET, CREATE, LOCK ...), so that its connection is not shared any more. */
  readonly touchesSession: boolean;
  /** An `<!` statement: its answer is the id of the inserted row. */
  readonly returnsId: boolean;
  /** The parts around the tuple of an `INSERT ... VALUES (...)`, when it has one and all parameters stand in it. */
  readonly tuple: { readonly head: string; readonly row: Template; readonly tail: string } | undefined;
  /** What a driver has derived from this statement. */
  prepared: unknown;
}

const SIMPLE = /^(SELECT|INSERT|UPDATE|DELETE|REPLACE|WITH|VALUES|MERGE|EXPLAIN|SHOW|SAVEPOINT|RELEASE)$/;
const READ = /^(SELECT|VALUES|EXPLAIN|SHOW|TABLE)$/;
const WRITE_INSIDE_WITH = /^(INSERT|UPDATE|DELETE|REPLACE|MERGE)$/;

function template(sql: string, from: number, to: number, params: ScannedSql['params']): Template {
  const pieces: string[] = [];
  const slots: Slot[] = [];
  let at = from;
  for (const { name, start, end } of params) {
    if (start < from || end > to) continue;
    const before = sql.slice(at, start);
    const list = /^\s*\)/.test(sql.slice(end, to)) ? /\b(NOT\s+)?IN\s*\(\s*$/i.exec(before) : null;
    slots.push({ name, list: list === null ? false : list[1] === undefined ? 'in' : 'not in' });
    pieces.push(before);
    at = end;
  }
  pieces.push(sql.slice(at, to));
  return { pieces, slots };
}

function tupleOf(sql: string, scanned: ScannedSql): CompiledStatement['tuple'] {
  const values = scanned.words.find((word) => word.text === 'VALUES' && word.depth === 0);
  if (values === undefined) return undefined;
  const open = scanned.brackets.find((bracket) => bracket.open && bracket.at >= values.end);
  if (open === undefined || /\S/.test(sql.slice(values.end, open.at))) return undefined;
  const close = scanned.brackets.find(
    (bracket) => !bracket.open && bracket.at > open.at && bracket.depth === open.depth,
  );
  if (close === undefined || /^\s*,/.test(sql.slice(close.at + 1))) return undefined;
  if (scanned.params.some((param) => param.start < open.at || param.start > close.at)) return undefined;
  return {
    head: sql.slice(0, open.at),
    row: template(sql, open.at, close.at + 1, scanned.params),
    tail: sql.slice(close.at + 1),
  };
}

/** SQLite has one writer and no row locks, so a trailing FOR UPDATE means nothing there. */
function withoutRowLock(sql: string, words: readonly Word[]): string {
  const last = words.slice(-4).map((word) => word.text);
  const at = last.lastIndexOf('FOR');
  if (at < 0 || !/^FOR (UPDATE|SHARE)( SKIP LOCKED| NOWAIT)?$/.test(last.slice(at).join(' '))) return sql;
  return sql.slice(0, words[words.length - last.length + at]!.start).trimEnd();
}

/** MySQL has no RETURNING; the id of the inserted row comes with its answer. */
function withoutReturning(sql: string, words: readonly Word[]): string {
  const returning = words.findLast((word) => word.text === 'RETURNING' && word.depth === 0);
  return returning === undefined ? sql : sql.slice(0, returning.start).trimEnd();
}

function writes(words: readonly Word[]): boolean {
  const first = words[0]?.text ?? '';
  if (first === 'WITH')
    return words.some((word, i) => WRITE_INSIDE_WITH.test(word.text) && words[i - 1]?.text !== 'FOR');
  return !READ.test(first) || words.some((word) => word.depth === 0 && word.text === 'INTO');
}

/** Brings a statement into the form of a dialect; see docs/reference/statement-files.md for what is changed. */
export function compileStatement(
  label: string,
  source: string,
  dialect: DialectName,
  { returnsId, isLoaded }: { returnsId: boolean; isLoaded: boolean },
): CompiledStatement {
  const grammar = GRAMMARS[dialect];
  let scanned = scanSql(source, dialect);
  let sql = source;
  if (!grammar.rowLocks) sql = withoutRowLock(source, scanned.words);
  if (!grammar.returning && returnsId) sql = withoutReturning(source, scanned.words);
  if (sql !== source) scanned = scanSql(sql, dialect);
  sql = sql.slice(0, scanned.semicolons.length > 0 ? Math.max(scanned.end, 0) : sql.length);
  return {
    label,
    sql,
    whole: template(sql, 0, sql.length, scanned.params),
    writes: writes(scanned.words),
    touchesSession:
      !SIMPLE.test(scanned.words[0]?.text ?? '') ||
      scanned.words.some(
        (word) => /LOCK$|^SET_CONFIG$/.test(word.text) && /^(GET_LOCK|PG_.*ADVISORY_LOCK|SET_CONFIG)$/.test(word.text),
      ) ||
      (grammar.sessionVariables && sql.includes('@')),
    isLoaded,
    returnsId,
    tuple: tupleOf(sql, scanned),
    prepared: undefined,
  };
}
