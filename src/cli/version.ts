import { readFileSync } from 'node:fs';

const manifest = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
  version: string;
  dependencies: Record<string, string>;
  devDependencies?: Record<string, string>;
};

/** The version of this package. */
export const VERSION = manifest.version;

/** The range of versions in which this package itself takes a dependency. */
export function rangeOf(dependency: string): string {
  return manifest.dependencies[dependency] ?? manifest.devDependencies?.[dependency] ?? '*';
}
