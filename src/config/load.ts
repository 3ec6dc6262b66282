import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import type { z } from 'zod';
import type { DatabaseConfig } from '../database/config.ts';
import { closest } from '../domain/suggestion.ts';
import { JobuError, messageOf } from '../errors.ts';
import type { Config } from './config.ts';
import type { DatabaseEntry } from './database-schema.ts';
import type { Environment } from './environment.ts';
import { formatProblem, type Problem, problem } from './problem.ts';
import { type Blocks, checkRules, type Files } from './rules.ts';
import { BLOCKS, type BlockName } from './schema.ts';
import { validateBlock } from './validate.ts';
import { readYamlFile, type YamlFile } from './yaml-file.ts';

/** A configuration with what it was made of, for `config show`. */
export interface LoadedConfig {
  readonly config: Config;
  readonly blocks: Required<Blocks>;
  readonly files: Files;
}

const NAMES = Object.keys(BLOCKS) as BlockName[];
const FILES = NAMES.map((name) => BLOCKS[name].file);
const loaded = new WeakMap<Config, LoadedConfig>();

function camelize(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(camelize);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase()),
      camelize(inner),
    ]),
  );
}

function freeze<T>(value: T): T {
  if (value !== null && typeof value === 'object') for (const inner of Object.values(value)) freeze(inner);
  return Object.freeze(value);
}

const absentFile = (name: string): YamlFile => ({
  value: undefined,
  problems: [],
  broken: [],
  position: () => ({ file: name, line: 1, column: 1 }),
  variables: () => undefined,
});

/** A misspelled file would otherwise be a file whose settings silently do not count. */
function strayFiles(folder: string, nameOf: (file: string) => string): Problem[] {
  return readdirSync(folder)
    .filter((file) => /\.ya?ml$/.test(file) && !FILES.includes(file as (typeof FILES)[number]))
    .flatMap((file) => {
      const meant = closest(file.replace(/\.yml$/, '.yaml'), FILES);
      const at = { file: nameOf(file), line: 1, column: 1 };
      return meant ? [problem(at, 'CONFIG_FILE_UNKNOWN', { file, suggestion: meant })] : [];
    });
}

/** What is wrong at the top of a file: something else than its one block. */
function checkTop(block: BlockName, file: YamlFile): Problem[] {
  if (file.value === undefined || file.value === null) return [];
  if (typeof file.value !== 'object' || Array.isArray(file.value)) {
    const params = { key: 'The file', value: 'no block of keys', reason: `must hold the key "${block}"`, hint: '' };
    return [problem(file.position([]), 'CONFIG_VALUE_INVALID', params)];
  }
  return Object.keys(file.value)
    .filter((key) => key !== block)
    .map((key) => {
      const other = NAMES.find((name) => name === key);
      const hint = other ? `It belongs into ${BLOCKS[other].file}.` : `This file holds the one key "${block}".`;
      return problem(file.position([key], 'key'), 'CONFIG_KEY_UNKNOWN', { key, hint });
    });
}

function readPem(text: string, root: string): string {
  return text.startsWith('-----BEGIN') ? text : readFileSync(resolve(root, text), 'utf8');
}

/** A database as the database module takes it: paths absolute, certificates read. */
function databaseConfig(
  name: string,
  entry: DatabaseEntry,
  root: string,
  file: YamlFile,
  problems: Problem[],
): DatabaseConfig {
  if (entry.type === 'sqlite') {
    const path = entry.path === ':memory:' ? entry.path : resolve(root, entry.path);
    return camelize({ ...entry, path }) as DatabaseConfig;
  }
  if (typeof entry.tls !== 'object') return camelize(entry) as DatabaseConfig;
  const tls = { ...entry.tls };
  for (const part of ['ca', 'cert', 'key'] as const) {
    if (tls[part] === undefined) continue;
    try {
      tls[part] = readPem(tls[part], root);
    } catch (error) {
      const at = file.position(['databases', name, 'tls', part]);
      problems.push(problem(at, 'CONFIG_FILE_UNREADABLE', { file: tls[part], reason: messageOf(error) }));
    }
  }
  return camelize({ ...entry, tls }) as DatabaseConfig;
}

function build(blocks: Required<Blocks>, files: Files, root: string, problems: Problem[]): Config {
  const absolute = (paths: readonly string[]) => paths.map((path) => resolve(root, path));
  const { dispatcher, worker, admin, transactions, logging } = blocks;
  const databases = Object.entries(blocks.databases).map(([name, entry]) => [
    name,
    databaseConfig(name, entry, root, files.databases, problems),
  ]);
  return {
    root,
    databases: Object.fromEntries(databases),
    ...(camelize({
      dispatcher: { ...dispatcher, crons: absolute(dispatcher.crons) },
      worker: {
        ...worker,
        databases: worker.databases ?? Object.keys(blocks.databases),
        handlers: absolute(worker.handlers),
        statements: absolute(worker.statements),
      },
      admin: {
        ...admin,
        base_path: admin.base_path ?? (admin.public_url ? new URL(admin.public_url).pathname.replace(/\/$/, '') : ''),
        ...(admin.tls && {
          tls: {
            key_file: resolve(root, admin.tls.key_file),
            certificate_file: resolve(root, admin.tls.certificate_file),
          },
        }),
      },
      transactions,
      logging,
    }) as Pick<Config, 'dispatcher' | 'worker' | 'admin' | 'transactions' | 'logging'>),
  };
}

/** Also a database with a fault has a name; undefined when their file cannot be read at all. */
function databaseNames(file: YamlFile | undefined, blocks: Blocks): string[] | undefined {
  const written = (file?.value as { databases?: unknown } | undefined)?.databases;
  if (written !== null && typeof written === 'object') return Object.keys(written);
  return blocks.databases && Object.keys(blocks.databases);
}

function read(folder: string, environment: Environment): { result?: LoadedConfig; problems: Problem[] } {
  const path = resolve(folder);
  if (!existsSync(path) || !statSync(path).isDirectory()) throw new JobuError('CONFIG_FOLDER_MISSING', { folder });
  const root = dirname(path);
  const shortest = relative(process.cwd(), path);
  const nameOf = (file: string) => join(shortest.startsWith('..') ? path : shortest, file);
  const problems = strayFiles(path, nameOf);
  const blocks: Blocks = {};
  const files: Partial<Record<BlockName, YamlFile>> = {};
  const faulty = new Set<string>();
  for (const block of NAMES) {
    const name = BLOCKS[block].file;
    const file = existsSync(join(path, name))
      ? readYamlFile(join(path, name), nameOf(name), environment)
      : absentFile(nameOf(name));
    files[block] = file;
    problems.push(...file.problems, ...checkTop(block, file));
    if (file.value === undefined && file.problems.length > 0) continue;
    const found = validateBlock<unknown>(block, BLOCKS[block].schema as z.ZodType, file);
    problems.push(...found.problems);
    for (const key of found.faulty) faulty.add(key);
    Object.assign(blocks, { [block]: found.value ?? found.usable });
  }
  problems.push(
    ...checkRules(blocks, files as Files, { root, faulty, databaseNames: databaseNames(files.databases, blocks) }),
  );
  if (problems.length > 0) return { problems };
  const complete = blocks as Required<Blocks>;
  const config = build(complete, files as Files, root, problems);
  return problems.length > 0
    ? { problems }
    : { result: { config: freeze(config), blocks: complete, files: files as Files }, problems };
}

const byPlace = (a: Problem, b: Problem) => a.file.localeCompare(b.file) || a.line - b.line || a.column - b.column;

/**
 * Everything that is wrong with the configuration in a folder, by file and line; empty when nothing is.
 * @throws CONFIG_FOLDER_MISSING
 */
export function checkConfig(folder: string, environment: Environment = process.env): readonly Problem[] {
  return read(folder, environment).problems.sort(byPlace);
}

/**
 * Loads `database.yaml`, `dispatcher.yaml`, `worker.yaml`, `admin.yaml`, `transactions.yaml` and `logging.yaml` from a folder; a file that
 * is not there means the defaults. The result is frozen.
 * @throws CONFIG_FOLDER_MISSING
 * @throws CONFIG_INVALID with all problems, one a line
 */
export function loadConfig(folder: string, environment: Environment = process.env): Config {
  const { result, problems } = read(folder, environment);
  if (!result) {
    throw new JobuError('CONFIG_INVALID', {
      count: problems.length === 1 ? 'one problem' : `${problems.length} problems`,
      problems: problems.sort(byPlace).map(formatProblem).join('\n'),
    });
  }
  loaded.set(result.config, result);
  return result.config;
}

/** What a configuration was made of; undefined for one that was not loaded from files. */
export function sourceOf(config: Config): LoadedConfig | undefined {
  return loaded.get(config);
}
