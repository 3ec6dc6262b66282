import type { Config } from './config.ts';
import { sourceOf } from './load.ts';
import { BLOCKS, type BlockName } from './schema.ts';
import { SECRET_KEYS } from './validate.ts';
import type { Path } from './yaml-file.ts';

const MASK = '********';

/** One effective setting. */
export interface Setting {
  /** Its file, also when the file is not there and the value is the default. */
  readonly file: string;
  /** `worker.pool_size` */
  readonly key: string;
  readonly value: unknown;
  /** `default`, the place in a file, or the environment variables it was made of. */
  readonly source: string;
}

function maskUrl(text: string): string {
  if (!URL.canParse(text)) return MASK;
  const url = new URL(text);
  if (url.password) url.password = MASK;
  for (const name of [...url.searchParams.keys()]) {
    if (/pass|secret|token|key/i.test(name)) url.searchParams.set(name, MASK);
  }
  return url.href;
}

function mask(key: string, value: unknown): unknown {
  if (typeof value !== 'string' || value === '' || !SECRET_KEYS.has(key)) return value;
  return key === 'url' ? maskUrl(value) : MASK;
}

/** Every setting in effect with where it came from, passwords and keys masked. `config` comes from {@link loadConfig}. */
export function showConfig(config: Config): readonly Setting[] {
  const source = sourceOf(config);
  if (!source) throw new TypeError('only a configuration that was loaded from files can be shown');
  const settings: Setting[] = [];
  const add = (block: BlockName, path: Path, value: unknown): void => {
    if (value !== null && typeof value === 'object' && !Array.isArray(value)) {
      for (const [key, inner] of Object.entries(value)) if (inner !== undefined) add(block, [...path, key], inner);
      return;
    }
    const file = source.files[block];
    const variables = file.variables(path);
    const { file: name, line } = file.position(path);
    settings.push({
      file: BLOCKS[block].file,
      key: path.join('.'),
      value: mask(String(path.at(-1)), value ?? 'forever'),
      source:
        variables === undefined
          ? 'default'
          : [`${name}:${line}`, ...variables.map((variable) => `$${variable}`)].join(' '),
    });
  };
  for (const block of Object.keys(BLOCKS) as BlockName[]) add(block, [block], source.blocks[block]);
  return settings;
}
