import { z } from 'zod';
import { closest } from '../domain/suggestion.ts';
import { databaseTypes } from './database-schema.ts';
import { type Problem, problem } from './problem.ts';
import type { Path, YamlFile } from './yaml-file.ts';

type Issue = z.core.$ZodIssue;
type JsonSchema = z.core.JSONSchema.BaseSchema;

/** Keys whose values are never shown. */
export const SECRET_KEYS: ReadonlySet<string> = new Set(['password', 'key', 'url']);

const WORDS: Record<string, string> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a block of keys',
  record: 'a block of keys',
};

/** Keys of a schema's block at a path, from every alternative it has. */
function keysAt(schema: z.ZodType, path: Path): string[] {
  let found: JsonSchema[] = [z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' })];
  const alternatives = (each: JsonSchema): JsonSchema[] =>
    [...(each.anyOf ?? []), ...(each.oneOf ?? []), ...(each.allOf ?? [])].flatMap((inner) =>
      typeof inner === 'object' ? [inner as JsonSchema, ...alternatives(inner as JsonSchema)] : [],
    );
  const flat = () => found.flatMap((each) => [each, ...alternatives(each)]);
  for (const key of path) {
    found = flat()
      .map((each) => each.properties?.[key] ?? each.additionalProperties ?? each.items)
      .filter((each): each is JsonSchema => typeof each === 'object' && !Array.isArray(each));
  }
  return flat().flatMap((each) => Object.keys(each.properties ?? {}));
}

const quoted = (values: readonly unknown[]): string => values.map((value) => `"${String(value)}"`).join(', ');

const ends = (hint: string | undefined): string => (hint ? `Did you mean "${hint}"?` : '');

/** What the value of an issue should have been, as the end of "it ...". */
function reasonOf(issue: Issue): string {
  switch (issue.code) {
    case 'invalid_type':
      return `must be ${WORDS[issue.expected] ?? issue.expected}`;
    case 'too_small':
      if (issue.origin === 'string') return 'must not be empty';
      if (issue.origin === 'array') return 'must not be an empty list';
      return `must be at least ${issue.minimum}`;
    case 'too_big':
      return `must be at most ${issue.maximum}`;
    case 'invalid_value':
      return `must be ${issue.values.length > 1 ? 'one of ' : ''}${quoted(issue.values)}`;
    case 'invalid_union':
      if (issue.errors.length === 0) return `must be one of ${quoted(databaseTypes)}`;
      return [...new Set(issue.errors.map((branch) => (branch[0] ? reasonOf(branch[0]) : '')))]
        .join(' or ')
        .replace(/ or must be/g, ' or');
    default:
      return issue.message.replace(/\.$/, '');
  }
}

/** The branch of a union that was meant: the one whose shape fits, so that only something inside it is wrong. */
function flatten(issue: Issue, path: Path): { issue: Issue; path: Path }[] {
  const full = [...path, ...(issue.path as Path)];
  if (issue.code === 'invalid_union') {
    const meant = issue.errors.find((branch) =>
      branch.every((inner) => inner.path.length > 0 || inner.code !== 'invalid_type'),
    );
    if (meant && meant.length > 0 && !meant.every((inner) => inner.code === 'invalid_value')) {
      return meant.flatMap((inner) => flatten(inner, full));
    }
  }
  return [{ issue, path: full }];
}

function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>((inner, key) => (inner as Record<string | number, unknown> | undefined)?.[key], value);
}

function shown(value: unknown, path: Path): string {
  if (path.some((key) => SECRET_KEYS.has(String(key)))) return '[hidden]';
  if (value !== null && typeof value === 'object') return Array.isArray(value) ? 'a list' : 'a block of keys';
  const text = typeof value === 'string' ? `"${value}"` : String(value);
  return text.length > 100 ? `${text.slice(0, 97)}...` : text;
}

function explain(schema: z.ZodType, file: YamlFile, value: unknown, issue: Issue, path: Path): Problem[] {
  const name = path.join('.');
  if (issue.code === 'unrecognized_keys') {
    const known = keysAt(schema, path.slice(1));
    return issue.keys.map((key) =>
      problem(file.position([...path, key], 'key'), 'CONFIG_KEY_UNKNOWN', {
        key: [name, key].filter(Boolean).join('.'),
        hint: ends(closest(key, known)) || `Known here: ${known.join(', ')}.`,
      }),
    );
  }
  const found = valueAt(value, path);
  if (found === undefined && issue.code !== 'custom') {
    return [
      problem(file.position(path.slice(0, -1), 'key'), 'CONFIG_KEY_MISSING', {
        key: name,
        hint: `It ${reasonOf(issue)}.`,
      }),
    ];
  }
  if (issue.code === 'invalid_key') {
    const hint = issue.issues.map((inner) => `It ${reasonOf(inner)}.`).join(' ');
    return [problem(file.position(path, 'key'), 'CONFIG_KEY_UNKNOWN', { key: name, hint })];
  }
  let words: readonly string[] = [];
  if (issue.code === 'invalid_value') words = issue.values.map(String);
  else if (issue.code === 'invalid_union' && issue.errors.length === 0) words = databaseTypes;
  return [
    problem(file.position(path), 'CONFIG_VALUE_INVALID', {
      key: name,
      value: shown(found, path),
      reason: reasonOf(issue),
      hint: typeof found === 'string' ? ends(closest(found, words)) : '',
    }),
  ];
}

/** A variable's text as the number, true or false that the schema wants; undefined when it is none. */
function converted(text: unknown): number | boolean | undefined {
  if (text === 'true' || text === 'false') return text === 'true';
  return typeof text === 'string' && /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : undefined;
}

/** The value with another one at a path; undefined takes the key away. */
function withValue(value: unknown, path: Path, replacement: unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined || value === null || typeof value !== 'object') return replacement;
  const inner = withValue((value as Record<string | number, unknown>)[key], rest, replacement);
  if (Array.isArray(value)) return value.with(Number(key), inner);
  const { [key]: _, ...others } = value as Record<string | number, unknown>;
  return inner === undefined ? others : { ...others, [key]: inner };
}

/** A fault in an item of a list is one of the whole list. */
const upToList = (path: Path): Path => {
  const item = path.findIndex((key) => typeof key === 'number');
  return item === -1 ? path : path.slice(0, item);
};

/** What checking one block found. */
export interface Validated<T> {
  /** The block with defaults filled in; undefined when a problem stands in the way. */
  readonly value?: T;
  /** The same with the defaults also in place of what is faulty, for the rules over several keys. */
  readonly usable?: T;
  /** Dotted names of the keys that are faulty. */
  readonly faulty: ReadonlySet<string>;
  readonly problems: readonly Problem[];
}

/** Checks one block of a file and fills in its defaults. */
export function validateBlock<T>(block: string, schema: z.ZodType<T>, file: YamlFile): Validated<T> {
  let whole: unknown = file.value;
  const faulty = new Set<string>();
  const drop = (path: Path): void => {
    const key = upToList(path);
    faulty.add(key.join('.'));
    whole = withValue(whole, key, undefined);
  };
  const parse = () => schema.safeParse(valueAt(whole, [block]));
  const issuesOf = (result: z.ZodSafeParseResult<T>) =>
    (result.error?.issues ?? []).flatMap((issue) => flatten(issue, [block]));

  for (const path of file.broken) drop(path);
  let result = parse();
  // A variable is text; where the schema wants a number or a flag, it is read as one.
  for (const { path } of issuesOf(result)) {
    if (!file.variables(path)?.length) continue;
    const replacement = converted(valueAt(whole, path));
    if (replacement !== undefined) whole = withValue(whole, path, replacement);
  }
  result = parse();
  if (result.success) return { [faulty.size > 0 ? 'usable' : 'value']: result.data, faulty, problems: [] };

  const issues = issuesOf(result).filter(({ path }) => !faulty.has(path.join('.')));
  const problems = issues.flatMap(({ issue, path }) => explain(schema, file, whole, issue, path));
  for (const { issue, path } of issues) {
    for (const key of issue.code === 'unrecognized_keys' ? issue.keys : [undefined]) {
      drop(key === undefined ? path : [...path, key]);
    }
  }
  return { usable: parse().data, faulty, problems };
}
