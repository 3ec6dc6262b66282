import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Command } from 'commander';
import { JobuError } from '../../errors.ts';
import { act } from '../invocation.ts';
import { print, printJson } from '../output.ts';
import { rangeOf, VERSION } from '../version.ts';

interface InitOptions {
  readonly jobuSpec?: string;
}

const TEMPLATES = fileURLToPath(new URL('../templates/', import.meta.url));
const PACKAGE_ROOT = fileURLToPath(new URL('../../../', import.meta.url)).replace(/[\\/]$/, '');
/** What may lie in the folder already. */
const HARMLESS = ['.git', '.DS_Store'];

/** Where npm took this package from, when that was a file: what npm notes beside the installed packages. */
function tarball(): string | undefined {
  const modules = dirname(PACKAGE_ROOT);
  try {
    const lock = JSON.parse(readFileSync(join(modules, '.package-lock.json'), 'utf8')) as {
      packages: Record<string, { resolved?: string }>;
    };
    const { resolved = '' } = lock.packages[`node_modules/${basename(PACKAGE_ROOT)}`] ?? {};
    const file = resolved.startsWith('file:') ? resolve(dirname(modules), resolved.slice('file:'.length)) : '';
    return existsSync(file) ? file : undefined;
  } catch {
    return undefined;
  }
}

/** How the new project gets jobu: from where this one came, a checkout or a packed file, else from the registry. */
function defaultSpec(folder: string): string {
  const isInstalled = PACKAGE_ROOT.split(sep).includes('node_modules');
  const source = isInstalled ? tarball() : PACKAGE_ROOT;
  return source === undefined ? `^${VERSION}` : `file:${relative(folder, source).replaceAll('\\', '/')}`;
}

/** A name that npm accepts. */
const packageName = (folder: string): string =>
  basename(folder)
    .toLowerCase()
    .replace(/[^a-z0-9._-]+/g, '-')
    .replace(/^[._-]+|[._-]+$/g, '') || 'my-batch';

function fill(text: string, values: Readonly<Record<string, string>>): string {
  return text.replace(/(?<!\$)\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);
}

export function addInit(program: Command): void {
  program
    .command('init')
    .description('Make a new project: configuration, a handler in TypeScript, a cron, a test.')
    .argument('<folder>', 'new or empty folder')
    .option('--jobu-spec <spec>', 'how npm gets jobu: a version, file:path.tgz or a URL; default: as this one was got')
    .action(
      act<InitOptions, [string]>((invocation, path) => {
        const folder = resolve(path);
        if (existsSync(folder) && readdirSync(folder).some((name) => !HARMLESS.includes(name)))
          throw new JobuError('INIT_FOLDER_NOT_EMPTY', { folder: path });
        const name = packageName(folder);
        const values = {
          name,
          jobuSpec: invocation.options.jobuSpec ?? defaultSpec(folder),
          zodRange: rangeOf('zod'),
          tsxRange: rangeOf('tsx'),
          typesNodeRange: rangeOf('@types/node'),
          typescriptRange: rangeOf('typescript'),
        };
        const files = readdirSync(TEMPLATES, { recursive: true, encoding: 'utf8' })
          .filter((file) => file.endsWith('.template'))
          .sort();
        const written = files.map((file) => {
          const target = file.replace(/\.template$/, '').replace(/^gitignore$/, '.gitignore');
          mkdirSync(dirname(join(folder, target)), { recursive: true });
          writeFileSync(join(folder, target), fill(readFileSync(join(TEMPLATES, file), 'utf8'), values));
          return target;
        });
        if (invocation.options.json) return printJson({ folder, name, files: written });
        print(`Made ${name} in ${path}:`);
        for (const file of written) print(`  ${file}`);
        print(`\nNext:\n  cd ${path}\n  npm install\n  npm start`);
      }),
    );
}
