import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const manifest = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
  version: string;
  dependencies: Record<string, string>;
  devDependencies?: Record<string, string>;
};

/** The version of this package. */
export const VERSION = manifest.version;

/** The version in the package.json of a project; null when it has none. */
export function versionOfProject(root: string): string | null {
  try {
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version?: unknown };
    return typeof version === 'string' && version !== '' ? version.slice(0, 100) : null;
  } catch {
    return null;
  }
}

/** The range of versions in which this package itself takes a dependency. */
export function rangeOf(dependency: string): string {
  return manifest.dependencies[dependency] ?? manifest.devDependencies?.[dependency] ?? '*';
}

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);

/** Whether this Node cannot run jobu. `jobu init` runs on any, and the project it makes then brings a Node of its own. */
export const IS_NODE_TOO_OLD = major < 22 || (major === 22 && minor < 18);
