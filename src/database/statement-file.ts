import { JobuError } from '../errors.ts';
import type { DialectName } from './connection.ts';
import { GRAMMARS } from './dialects/grammar.ts';
import { scanSql } from './sql-scanner.ts';

/**
 * What a statement answers: nothing: all rows; `^` one row; `$` one value; `!` affected rows; `<!` the inserted id;
 * `*!` affected rows of many parameter sets; `#` a script of several statements without parameters.
 */
export type Operator = '' | '^' | '$' | '!' | '<!' | '*!' | '#';

/** The texts of one statement: `any` for the dialects without a variant. */
export type StatementSources = Readonly<Partial<Record<DialectName | 'any', string>>>;

/** One statement as it stands in a file. */
export interface StatementText {
  readonly name: string;
  readonly operator: Operator;
  readonly file: string;
  readonly line: number;
  readonly sources: StatementSources;
}

const DIALECTS: readonly DialectName[] = ['sqlite', 'postgres', 'mysql'];
const NAME_LINE = /^\s*--\s*name\s*:\s*(\S.*?)\s*$/;
const DIALECT_LINE = /^\s*--\s*dialect\s*:\s*(.*?)\s*$/;
/** What dialects read differently; without it, one scan holds for all. */
const DIALECT_SPECIFIC = /[\\`"$#[]|--|\/\*/;
const NAME = /^([A-Za-z]\w*)(\^|\$|<!|\*!|!|#)?$/;

interface Text {
  /** Line of the `-- name:` or `-- dialect:` (1-based). */
  line: number;
  dialects: DialectName[];
  lines: string[];
}

interface Block {
  line: number;
  name: string;
  operator: Operator;
  texts: Text[];
}

/** Parses the text of a statement file. @throws STATEMENT_FILE_INVALID with file and line. */
export function parseStatementFile(file: string, content: string): StatementText[] {
  const refuse = (line: number, reason: string): never => {
    throw new JobuError('STATEMENT_FILE_INVALID', { file, line, reason });
  };
  const blocks: Block[] = [];
  for (const [i, text] of content
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .entries()) {
    const line = i + 1;
    const block = blocks.at(-1);
    const named = NAME_LINE.exec(text);
    const variant = DIALECT_LINE.exec(text);
    if (named !== null) {
      const [, name, operator] = NAME.exec(named[1]!) ?? refuse(line, `"${named[1]}" is no statement name`);
      blocks.push({
        line,
        name: name!,
        operator: (operator ?? '') as Operator,
        texts: [{ line, dialects: [], lines: [] }],
      });
    } else if (/^\s*--\s*(name|dialect)\b\s*$/i.test(text) || /^\s*--\s*(Name|NAME|Dialect|DIALECT)\s*:/.test(text)) {
      refuse(line, 'write "-- name: the_name" or "-- dialect: mysql"');
    } else if (variant !== null) {
      if (block === undefined) refuse(line, 'a variant stands before the first "-- name:"');
      block!.texts.push({ line, dialects: dialectsOf(variant[1]!, line, refuse), lines: [] });
    } else if (block !== undefined) block.texts.at(-1)!.lines.push(text);
    else if (text.trim() !== '' && !text.trim().startsWith('--'))
      refuse(line, 'SQL stands before the first "-- name:"');
  }
  return blocks.map((block) => statementOf(file, block, refuse));
}

function dialectsOf(list: string, line: number, refuse: (line: number, reason: string) => never): DialectName[] {
  return list.split(/\s*,\s*/).map((name) => {
    const known = DIALECTS.find((one) => one === name);
    return known ?? refuse(line, `"${name}" is no dialect (${DIALECTS.join(', ')})`);
  });
}

function statementOf(file: string, block: Block, refuse: (line: number, reason: string) => never): StatementText {
  const sources: Partial<Record<DialectName | 'any', string>> = {};
  const lines: Partial<Record<DialectName | 'any', number>> = {};
  for (const text of block.texts) {
    // The comments above a statement are for the reader of the file; the server does not get them.
    const above = text.lines.findIndex((line) => line.trim() !== '' && !/^\s*--/.test(line));
    const sql = above < 0 ? '' : text.lines.slice(above).join('\n').trim();
    const isDefault = text.dialects.length === 0;
    if (isDefault && block.texts.length > 1 && sql === '') continue;
    if (!isDefault && !/^\s*--\s*\S/.test(text.lines.find((line) => line.trim() !== '') ?? '')) {
      refuse(text.line, `the variant of "${block.name}" needs a comment line that says why it exists`);
    }
    for (const dialect of isDefault ? (['any'] as const) : text.dialects) {
      if (sources[dialect] !== undefined) refuse(text.line, `"${block.name}" has two variants for ${dialect}`);
      sources[dialect] = sql;
      lines[dialect] = text.line + 1 + Math.max(above, 0);
    }
  }
  const uncovered = DIALECTS.filter((dialect) => sources[dialect] === undefined && sources.any === undefined);
  if (uncovered.length > 0) refuse(block.line, `"${block.name}" has no text for ${uncovered.join(', ')}`);
  if (sources.any !== undefined && DIALECTS.every((dialect) => sources[dialect] !== undefined)) {
    refuse(block.line, `the default text of "${block.name}" is never used, every dialect has a variant`);
  }
  checkTexts(block, sources, lines, refuse);
  return { name: block.name, operator: block.operator, file, line: block.line, sources };
}

function checkTexts(
  block: Block,
  sources: Partial<Record<DialectName | 'any', string>>,
  lines: Partial<Record<DialectName | 'any', number>>,
  refuse: (line: number, reason: string) => never,
): void {
  let expected: string | undefined;
  const isPlain = sources.any !== undefined && !DIALECT_SPECIFIC.test(sources.any);
  let plain: ReturnType<typeof scanSql> | undefined;
  for (const dialect of DIALECTS) {
    const key = sources[dialect] === undefined ? 'any' : dialect;
    const sql = sources[key]!;
    const line = lines[key]!;
    const scanned = key === 'any' && plain ? plain : scanSql(sql, dialect);
    if (key === 'any' && isPlain) plain = scanned;
    if (scanned.unclosed >= 0) {
      const at = line + sql.slice(0, scanned.unclosed).split('\n').length - 1;
      refuse(at, `a string, quoted name or comment of "${block.name}" is not closed (read as ${dialect})`);
    }
    if (scanned.words.length === 0) refuse(line, `"${block.name}" is empty`);
    const unbalanced = scanned.brackets.reduce((depth, bracket) => depth + (bracket.open ? 1 : -1), 0) !== 0;
    if (unbalanced) refuse(line, `the brackets of "${block.name}" do not match`);
    if (block.operator !== '#' && scanned.semicolons.some((at) => at < scanned.end)) {
      refuse(line, `"${block.name}" holds more than one statement; a script is named "${block.name}#"`);
    }
    const params = [...new Set(scanned.params.map((param) => param.name))].sort();
    if (block.operator === '#' && params.length > 0)
      refuse(line, `the script "${block.name}" cannot have parameters (:${params[0]})`);
    if (
      block.operator === '<!' &&
      GRAMMARS[dialect].returning &&
      !scanned.words.some((word) => word.text === 'RETURNING')
    ) {
      refuse(line, `"${block.name}<!" must end in RETURNING and the name of the id`);
    }
    const found = params.map((name) => `:${name}`).join(', ') || 'none';
    expected ??= found;
    if (found !== expected)
      refuse(line, `the variants of "${block.name}" have other parameters (${found}; elsewhere ${expected})`);
  }
}
