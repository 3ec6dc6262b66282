import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { described } from './safe-text.ts';

/**
 * Node's own `import()`, resolved by no bundler or test runner that may have transformed this module: a handler file must
 * load the same way everywhere, decorators included.
 */
const NATIVE = 'data:text/javascript,export default (url) => import(url)';
let nativeImport: Promise<{ default: (url: string) => Promise<unknown> }> | undefined;

let typescript: Promise<void> | undefined;

/** Teaches this thread to load TypeScript with standard decorators, once; a process started with tsx already can. */
function enableTypeScript(): Promise<void> {
  typescript ??= (async () => {
    const started = `${process.execArgv.join(' ')} ${process.env['NODE_OPTIONS'] ?? ''}`;
    if (/(^|[\s=/])tsx(\/|\s|$)/.test(started)) return;
    const [commonjs, modules] = await Promise.all([import('tsx/cjs/api'), import('tsx/esm/api')]);
    commonjs.register();
    modules.register();
  })();
  return typescript;
}

/** Evaluates a user's module, TypeScript or JavaScript; a module already loaded is not evaluated again. */
export async function importModule(file: string, timeoutSeconds = 60): Promise<void> {
  if (/\.[mc]?ts$/.test(file)) await enableTypeScript();
  nativeImport ??= import(/* @vite-ignore */ NATIVE);
  const { default: load } = await nativeImport;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    const refuse = () => reject(new Error(`it did not finish loading within ${timeoutSeconds} s`));
    timer = setTimeout(refuse, timeoutSeconds * 1000);
  });
  try {
    await Promise.race([load(pathToFileURL(file).href), late]);
  } finally {
    clearTimeout(timer);
  }
}

/** `path:line: what is wrong` of an import that failed, the line as far as it can be told. */
export function describeImportFailure(file: string, thrown: unknown): string {
  const error = thrown instanceof Error ? thrown : new Error(described(thrown));
  const text = `${error.stack ?? ''}\n${error.message}`;
  const escaped = file.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  let line = new RegExp(`${escaped}(?:\\?[^:\\s]*)?:(\\d+)`).exec(text)?.[1];
  const missing = /Cannot find (?:package|module) '([^']+)'|does not provide an export named '([^']+)'/.exec(
    error.message,
  );
  const wanted = missing?.[1] ?? missing?.[2];
  if (line === undefined && wanted !== undefined) {
    const name = wanted.split('/').at(-1) ?? wanted;
    const index = readFileSync(file, 'utf8')
      .split('\n')
      .findIndex((source) => /\b(import|require|from)\b/.test(source) && source.includes(name));
    if (index !== -1) line = String(index + 1);
  }
  // esbuild puts "file:line:column: ERROR: what" on its second line.
  const message = /ERROR: (.*)/.exec(error.message)?.[1] ?? error.message.split('\n')[0];
  return `${file}${line === undefined ? '' : `:${line}`}: ${message}`;
}
