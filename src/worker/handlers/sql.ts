import { statSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import type { Connection } from '../../database/connection.ts';
import type { DatabaseRegistry } from '../../database/registry.ts';
import { loadStatements, type Statement } from '../../database/statement.ts';
import { closest } from '../../domain/suggestion.ts';
import { JobuError } from '../../errors.ts';
import type { Handler } from './registry.ts';

const MAX_ROWS = 1_000;

export interface SqlHandlerOptions {
  readonly databases: Pick<DatabaseRegistry, 'get'>;
  /** `worker.statements`: folders with the user's `.sql` files, or single files. */
  readonly statements: readonly string[];
  /** Folders are relative to it. Default: the current folder. */
  readonly root?: string;
  /** Told about a place that does not exist. Default: `process.emitWarning`. */
  readonly warn?: (message: string) => void;
  /** Used when the params name no database. Default `default`. */
  readonly database?: string;
}

const parameterSet = z.record(z.string(), z.unknown());

const params = z.strictObject({
  database: z.string().optional().describe('A name of config/database.yaml'),
  statement: z.string().min(1).describe('The name of a statement in the statement files'),
  params: z
    .union([parameterSet, z.array(parameterSet)])
    .default({})
    .describe('Values of its parameters; a list of them for a statement with *!'),
});

/** The statements of all files, by name. Throws SQL_STATEMENT_DUPLICATE and what the loader throws. */
async function readStatements({
  statements: places,
  root = '.',
  warn = (message) => process.emitWarning(message),
}: SqlHandlerOptions): Promise<Map<string, Statement>> {
  const statements = new Map<string, Statement>();
  const origin = new Map<string, string>();
  const add = (file: string) => {
    for (const statement of loadStatements(file).all) {
      const first = origin.get(statement.name);
      if (first !== undefined && first !== file)
        throw new JobuError('SQL_STATEMENT_DUPLICATE', { statement: statement.name, first, second: file });
      origin.set(statement.name, file);
      statements.set(statement.name, statement);
    }
  };
  for (const place of places) {
    const path = resolve(root, place);
    const kind = statSync(path, { throwIfNoEntry: false });
    if (kind === undefined) warn(new JobuError('SQL_STATEMENTS_MISSING', { path }).message);
    else if (kind.isFile()) add(path);
    else
      for (const file of (await readdir(path, { recursive: true })).filter((name) => name.endsWith('.sql')).sort())
        add(join(path, file));
  }
  return statements;
}

const plain = (row: unknown): unknown =>
  typeof row === 'object' && row !== null
    ? Object.fromEntries(
        Object.entries(row).map(([name, value]) => [
          name,
          value instanceof Uint8Array ? Buffer.from(value).toString('base64') : value,
        ]),
      )
    : row;

/** What a statement answered, as its operator says. */
function resultOf(statement: Statement, answer: unknown) {
  switch (statement.operator) {
    case '':
      return {
        rows: (answer as unknown[]).slice(0, MAX_ROWS).map(plain),
        rowCount: (answer as unknown[]).length,
        truncated: (answer as unknown[]).length > MAX_ROWS,
      };
    case '^':
      return { row: plain(answer) ?? null };
    case '$':
      return { value: answer ?? null };
    case '<!':
      return { insertedId: answer };
    case '#':
      return {};
    default:
      return { affectedRows: answer };
  }
}

/**
 * The built-in handler `sql`: runs one statement of the user's statement files in a transaction of its own. Answers rows
 * (at most 1,000, with `truncated`), a value, or `affectedRows`. Reads the files when called.
 */
export async function sqlHandler(options: SqlHandlerOptions): Promise<Handler> {
  const statements = await readStatements(options);
  return {
    name: 'sql',
    file: null,
    builtIn: true,
    options: { params, description: 'Runs a statement of the statement files on a named database' },
    async execute(values, context) {
      const { database, statement: name, params: given } = values as z.output<typeof params>;
      const statement = statements.get(name);
      if (statement === undefined) {
        const close = closest(name, statements.keys());
        const known = close === undefined ? `${statements.size} are known` : `did you mean "${close}"?`;
        throw new JobuError('SQL_STATEMENT_UNKNOWN', { statement: name, known });
      }
      const work = async (connection: Connection) => {
        context.signal.throwIfAborted();
        const answer = await connection.run(statement, given);
        // What an abort stops here is rolled back.
        context.signal.throwIfAborted();
        return resultOf(statement, answer);
      };
      return options.databases.get(database ?? options.database ?? 'default').transaction(work);
    },
  };
}
