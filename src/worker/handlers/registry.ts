import { realpathSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { getCallSites } from 'node:util';
import { JobuError } from '../../errors.ts';
import type { HandlerContext } from './context.ts';
import { assertOptions, type HandlerDefinition, type HandlerOptions } from './definition.ts';

/** What was registered: a class, or the object given to `defineHandler`. */
export type HandlerTarget = (new () => HandlerDefinition) | HandlerDefinition<never>;

/** One call of `@handler` or `defineHandler`. */
export interface Registration {
  readonly name: string;
  readonly options: HandlerOptions;
  readonly target: HandlerTarget;
  /** The module that was being evaluated, a real path; null when it cannot be told. */
  readonly file: string | null;
  /** File, line and column: the same site registering again is the same handler loaded anew. */
  readonly site: string;
  /** The handler file whose import led here. */
  readonly importedBy: string | null;
}

interface Store {
  registrations: Registration[];
  importing: string | null;
}

/** On the global object, so that several copies of the package in one process share it. */
const KEY = Symbol.for('jobu.handlers');
const shared = globalThis as { [KEY]?: Store };
shared[KEY] ??= { registrations: [], importing: null };
const store: Store = shared[KEY];

const PACKAGE_ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** The outermost user code on the stack is the module under evaluation, also when it registers through a function of its own. */
function callSite(): { file: string | null; site: string } {
  const frames = getCallSites(200).flatMap(({ scriptName, lineNumber, columnNumber }) => {
    const url = scriptName.split('?')[0] ?? '';
    const file = url.startsWith('file:') ? fileURLToPath(url) : url;
    return file.startsWith('/') && !file.startsWith(PACKAGE_ROOT)
      ? [{ file, at: `${lineNumber}:${columnNumber}` }]
      : [];
  });
  const frame = frames.findLast(({ file }) => !file.includes('/node_modules/')) ?? frames[0];
  if (!frame) return { file: store.importing, site: store.importing ?? '' };
  let file = frame.file;
  try {
    file = realpathSync(file);
  } catch {
    // Code that was never a file keeps the name it goes by.
  }
  return { file, site: `${file}:${frame.at}` };
}

/** Adds a handler to the process's registry. Throws HANDLER_NAME_INVALID and HANDLER_INVALID. */
export function register(name: string, options: HandlerOptions, target: HandlerTarget): void {
  const { file, site } = callSite();
  assertOptions(name, options, file ?? 'the code');
  const registration = { name, options, target, file, site, importedBy: store.importing };
  const index = store.registrations.findIndex((other) => other.name === name && other.site === site);
  if (index === -1) store.registrations.push(registration);
  else store.registrations[index] = registration;
}

/** Everything registered in this process so far, in order. */
export function registrations(): readonly Registration[] {
  return store.registrations;
}

/** Runs an import during which registrations are put down to `file`. */
export async function whileImporting<T>(file: string, load: () => Promise<T>): Promise<T> {
  const outer = store.importing;
  store.importing = file;
  try {
    return await load();
  } finally {
    store.importing = outer;
  }
}

/** A handler ready to run. */
export interface Handler {
  readonly name: string;
  /** Its file, which a thread or child process loads; null when it was not found in a handler folder. */
  readonly file: string | null;
  /** One of jobu's own; always runs in the loop, which it never blocks. */
  readonly builtIn: boolean;
  readonly options: HandlerOptions;
  execute(params: unknown, context: HandlerContext): unknown;
}

/** Makes a registration runnable. Throws HANDLER_INVALID for a class that cannot be made or has no `execute`. */
export function handlerFrom({ name, options, target, file, importedBy }: Registration, found = false): Handler {
  const invalid = (problem: string, cause?: unknown): never => {
    throw new JobuError('HANDLER_INVALID', { name, problem, file: file ?? 'the code' }, { cause });
  };
  let create: () => HandlerDefinition;
  let first: HandlerDefinition & HandlerOptions;
  if (typeof target === 'function') {
    create = () => new target();
    try {
      first = create();
    } catch (error) {
      return invalid(`its constructor throws (${String(error)})`, error);
    }
  } else {
    first = target as HandlerDefinition;
    create = () => first;
  }
  if (typeof first.execute !== 'function') invalid('it has no method "execute"');
  const params = options.params ?? (target as HandlerOptions).params ?? first.params;
  const complete = params === undefined ? options : { ...options, params };
  assertOptions(name, complete, file ?? 'the code');
  return {
    name,
    file: found ? (file ?? importedBy) : null,
    builtIn: false,
    options: complete,
    execute: (values, context) => create().execute(values, context),
  };
}
