import { realpathSync, statSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { JobuError } from '../../errors.ts';
import { describeImportFailure, importModule } from './module-loader.ts';
import { type Handler, handlerFrom, type Registration, registrations, whileImporting } from './registry.ts';

/** Names that jobu's own handlers go by; no file may take them, also where one of them is not enabled. */
export const BUILT_IN_NAMES: readonly string[] = ['http', 'command', 'sql'];

const HANDLER_FILE = /(?<!\.d)(?<!\.(?:test|spec))\.[mc]?[jt]s$/;

export interface DiscoveryOptions {
  /** jobu's own handlers, from `builtInHandlers`. */
  readonly builtIn?: readonly Handler[];
  /** Folders are relative to it. Default: the current folder. */
  readonly root?: string;
  /** Also what the process itself defined, outside the folders; such a handler runs in the event loop only. Default false. */
  readonly includeDefined?: boolean;
  /** Told about a configured folder that does not exist. Default: `process.emitWarning`. */
  readonly warn?: (message: string) => void;
  /** How long one file may take to load. Default 60 s. */
  readonly importTimeoutSeconds?: number;
}

/** The handlers one worker offers. */
export class HandlerCatalog {
  readonly #handlers: ReadonlyMap<string, Handler>;

  constructor(handlers: Iterable<Handler>) {
    const byName = new Map<string, Handler>();
    for (const handler of handlers) {
      const first = byName.get(handler.name);
      if (first !== undefined)
        throw new JobuError('HANDLER_DUPLICATE', {
          name: handler.name,
          first: first.file ?? 'the code',
          second: handler.file ?? 'the code',
        });
      byName.set(handler.name, handler);
    }
    this.#handlers = byName;
  }

  get(name: string): Handler | undefined {
    return this.#handlers.get(name);
  }

  /** Sorted. */
  names(): string[] {
    return [...this.#handlers.keys()].sort();
  }

  [Symbol.iterator](): Iterator<Handler> {
    return this.#handlers.values();
  }
}

/** Real paths of the handler files below a folder, sorted; a folder or file that links into itself is seen once. */
async function filesBelow(folder: string, seen: Set<string>): Promise<string[]> {
  const real = realpathSync(folder);
  if (seen.has(real)) return [];
  seen.add(real);
  const files: string[] = [];
  for (const name of (await readdir(folder)).sort()) {
    if (name.startsWith('.') || name === 'node_modules') continue;
    const path = join(folder, name);
    const kind = statSync(path, { throwIfNoEntry: false });
    if (kind?.isDirectory()) files.push(...(await filesBelow(path, seen)));
    else if (kind?.isFile() && HANDLER_FILE.test(name)) {
      const file = realpathSync(path);
      if (!seen.has(file)) files.push(file);
      seen.add(file);
    }
  }
  return files;
}

/**
 * Loads every handler file below the folders and lists what they register. All or nothing: throws HANDLER_FILE_BROKEN
 * with every file that cannot be imported, HANDLER_DUPLICATE, HANDLER_NAME_RESERVED, or HANDLER_INVALID.
 */
export async function discoverHandlers(
  folders: readonly string[],
  options: DiscoveryOptions = {},
): Promise<HandlerCatalog> {
  const warn = options.warn ?? ((message: string) => process.emitWarning(message));
  const seen = new Set<string>();
  const files = new Set<string>();
  for (const folder of folders) {
    const path = resolve(options.root ?? '.', folder);
    if (statSync(path, { throwIfNoEntry: false })?.isDirectory())
      for (const file of await filesBelow(path, seen)) files.add(file);
    else warn(new JobuError('HANDLER_FOLDER_MISSING', { folder: path }).message);
  }

  const problems: string[] = [];
  const causes: unknown[] = [];
  for (const file of files) {
    try {
      await whileImporting(file, () => importModule(file, options.importTimeoutSeconds));
    } catch (error) {
      problems.push(`  ${describeImportFailure(file, error)}`);
      causes.push(error);
    }
  }
  if (problems.length > 0)
    throw new JobuError(
      'HANDLER_FILE_BROKEN',
      { files: problems.join('\n') },
      { cause: causes.length === 1 ? causes[0] : new AggregateError(causes) },
    );

  const isFound = ({ file, importedBy }: Registration) =>
    (file !== null && files.has(file)) || (importedBy !== null && files.has(importedBy));
  const found = registrations().filter((each) => options.includeDefined || isFound(each));
  const taken = found.find(({ name }) => BUILT_IN_NAMES.includes(name));
  if (taken !== undefined)
    throw new JobuError('HANDLER_NAME_RESERVED', {
      name: taken.name,
      file: taken.file ?? taken.importedBy,
      reserved: BUILT_IN_NAMES.join(', '),
    });
  return new HandlerCatalog([
    ...(options.builtIn ?? []),
    ...found.map((registration) => handlerFrom(registration, isFound(registration))),
  ]);
}
