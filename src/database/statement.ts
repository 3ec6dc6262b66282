import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { closest } from '../domain/suggestion.ts';
import { JobuError } from '../errors.ts';
import { type CompiledStatement, compileStatement } from './compiled-statement.ts';
import type { DialectName } from './connection.ts';
import { type Operator, parseStatementFile, type StatementSources, type StatementText } from './statement-file.ts';

export type { Operator };

/** A named piece of SQL, compiled for a dialect when it is first used there. */
export class Statement {
  readonly name: string;
  readonly operator: Operator;
  /** File name and line (1-based) it stands at. */
  readonly file: string;
  readonly line: number;
  /** Dialects that have a text of their own. */
  readonly variants: readonly DialectName[];
  readonly #sources: StatementSources;
  readonly #compiled: Partial<Record<DialectName, CompiledStatement>> = {};

  constructor(text: StatementText) {
    this.name = text.name;
    this.operator = text.operator;
    this.file = text.file;
    this.line = text.line;
    this.#sources = text.sources;
    this.variants = (Object.keys(text.sources) as (DialectName | 'any')[]).filter((key) => key !== 'any');
  }

  /** The text as it stands in the file. */
  source(dialect: DialectName): string {
    return this.#sources[dialect] ?? this.#sources.any ?? '';
  }

  /** The form the driver of this dialect runs. */
  compiled(dialect: DialectName): CompiledStatement {
    this.#compiled[dialect] ??= compileStatement(
      this.file === '' ? this.name : `The statement ${this.name} (${this.file})`,
      this.source(dialect),
      dialect,
      { returnsId: this.operator === '<!', isLoaded: this.file !== '' },
    );
    return this.#compiled[dialect];
  }
}

/** The statements of a file or folder, by name. */
export interface Statements {
  /** @throws STATEMENT_UNKNOWN with the closest name. */
  (name: string): Statement;
  readonly all: readonly Statement[];
}

function statementsOf(texts: readonly StatementText[], place: string): Statements {
  const all = texts.map((text) => new Statement(text));
  const byName = new Map<string, Statement>();
  for (const statement of all) {
    const first = byName.get(statement.name);
    if (first !== undefined) {
      const reason = `the name "${statement.name}" is already taken by line ${first.line} of ${first.file}`;
      throw new JobuError('STATEMENT_FILE_INVALID', { file: statement.file, line: statement.line, reason });
    }
    byName.set(statement.name, statement);
  }
  const find = (name: string): Statement => {
    const statement = byName.get(name);
    if (statement !== undefined) return statement;
    const close = closest(name, byName.keys());
    throw new JobuError('STATEMENT_UNKNOWN', {
      name,
      file: place,
      suggestion: close ? `Did you mean "${close}"?` : '',
    });
  };
  return Object.assign(find, { all });
}

/**
 * Reads a `.sql` file when it is called (at import) and answers its statements by name.
 * @throws STATEMENT_FILE_INVALID with file and line.
 */
export function loadStatements(file: URL | string): Statements {
  const path = typeof file === 'string' ? file : fileURLToPath(file);
  return statementsOf(parseStatementFile(basename(path), readFileSync(path, 'utf8')), basename(path));
}

/** Reads every `.sql` file of a folder; a name may stand in one of them only. */
export function loadStatementFolder(folder: URL | string): Statements {
  const path = typeof folder === 'string' ? folder : fileURLToPath(folder);
  const files = readdirSync(path)
    .filter((name) => name.endsWith('.sql'))
    .sort();
  return statementsOf(
    files.flatMap((name) => parseStatementFile(name, readFileSync(join(path, name), 'utf8'))),
    basename(path),
  );
}

const adHoc = new Map<string, Statement>();
const AD_HOC_KEPT = 500;

/** The statement for SQL given as text; the latest ones are kept. */
export function statementOf(sql: string | Statement): Statement {
  if (typeof sql !== 'string') return sql;
  let statement = adHoc.get(sql);
  if (statement === undefined) {
    const start = sql.trim().replace(/\s+/g, ' ');
    const name = `The statement "${start.length > 80 ? `${start.slice(0, 77)}...` : start}"`;
    statement = new Statement({ name, operator: '', file: '', line: 0, sources: { any: sql } });
    if (adHoc.size >= AD_HOC_KEPT) adHoc.delete(adHoc.keys().next().value!);
    adHoc.set(sql, statement);
  }
  return statement;
}
