import { readFileSync } from 'node:fs';
import { isMap, isNode, isPair, isScalar, isSeq, LineCounter, type Node, parseDocument, visit } from 'yaml';
import { messageOf } from '../errors.ts';
import { type Environment, substitute } from './environment.ts';
import { type Position, type Problem, problem } from './problem.ts';

export type Path = readonly (string | number)[];

/** A YAML file with its values, and the place of each. */
export interface YamlFile {
  /** Plain values, variables replaced, keys without a value left out. */
  readonly value: unknown;
  readonly problems: readonly Problem[];
  /** The values whose variables could not be replaced. */
  readonly broken: readonly Path[];
  /** Place of a value, or of its key; of the nearest block around it when it does not stand in the file. */
  position(path: Path, part?: 'key' | 'value'): Position;
  /** The environment variables a value was made of; undefined when the value does not stand in the file. */
  variables(path: Path): readonly string[] | undefined;
}

function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (value === null || typeof value !== 'object') return value;
  const filled = Object.entries(value).filter(([, each]) => each !== null && each !== undefined);
  return Object.fromEntries(filled.map(([key, each]) => [key, withoutNulls(each)]));
}

/** The keys and indexes that lead to a node. */
function pathOf(ancestors: readonly unknown[], node: unknown): Path {
  return ancestors.flatMap((ancestor, index): Path => {
    if (isPair(ancestor) && isScalar(ancestor.key)) return [String(ancestor.key.value)];
    return isSeq(ancestor) ? [ancestor.items.indexOf(ancestors[index + 1] ?? node)] : [];
  });
}

/** A syntax error without the excerpt that the parser puts under its first line. */
const firstLine = (message: string): string =>
  message
    .split('\n')[0]!
    .replace(/ at line \d+, column \d+:?$/, '')
    .replace(/\.$/, '');

/** Reads a YAML file and replaces the environment variables in its values. `name` is how problems call the file. */
export function readYamlFile(path: string, name: string, environment: Environment): YamlFile {
  const top: Position = { file: name, line: 1, column: 1 };
  const failed = (problems: Problem[]): YamlFile => ({
    value: undefined,
    problems,
    broken: [],
    position: () => top,
    variables: () => undefined,
  });
  let source: string;
  try {
    source = readFileSync(path, 'utf8');
  } catch (error) {
    return failed([problem(top, 'CONFIG_FILE_UNREADABLE', { file: name, reason: messageOf(error) })]);
  }

  const lines = new LineCounter();
  const document = parseDocument(source, { lineCounter: lines, prettyErrors: true });
  const at = (offset: number | undefined): Position => {
    if (offset === undefined) return top;
    const { line, col } = lines.linePos(offset);
    return { file: name, line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  const faults = [...document.errors, ...document.warnings].map((error) => {
    const place = at(error.pos[0]);
    const unquoted = /[{[].*[^"'\w]\$\{/.test(source.split('\n')[place.line - 1] ?? '');
    const hint = unquoted ? ' (between braces or brackets a variable has to stand in quotes)' : '';
    return problem(place, 'CONFIG_SYNTAX', { reason: `${firstLine(error.message)}${hint}` });
  });
  if (faults.length > 0) {
    // What follows in the same line follows from the first.
    return failed(faults.filter(({ line }, index) => faults.findIndex((other) => other.line === line) === index));
  }

  const problems: Problem[] = [];
  const broken: Path[] = [];
  const variablesOf = new Map<unknown, string[]>();
  visit(document, {
    Scalar(key, node, ancestors) {
      if (key === 'key' || typeof node.value !== 'string' || !node.value.includes('${')) return;
      const replaced = substitute(node.value, environment, at(node.range?.[0]));
      node.value = replaced.text;
      variablesOf.set(node, replaced.variables);
      problems.push(...replaced.problems);
      if (replaced.problems.length > 0) broken.push(pathOf(ancestors, node));
    },
  });
  let value: unknown;
  try {
    value = withoutNulls(document.toJS());
  } catch (error) {
    return failed([problem(top, 'CONFIG_SYNTAX', { reason: messageOf(error) })]);
  }

  const nodeAt = (path: Path): Node | undefined => {
    const node = document.getIn(path, true);
    return isNode(node) ? node : undefined;
  };
  const keyAt = (path: Path): Node | undefined => {
    const block = path.length === 1 ? document.contents : nodeAt(path.slice(0, -1));
    const key = path.at(-1);
    const pair = isMap(block)
      ? block.items.find((item) => isScalar(item.key) && String(item.key.value) === key)
      : undefined;
    return isNode(pair?.key) ? pair.key : undefined;
  };
  return {
    value,
    problems,
    broken,
    position(path, part = 'value') {
      const node = part === 'value' ? (nodeAt(path) ?? keyAt(path)) : (keyAt(path) ?? nodeAt(path));
      if (node?.range) return at(node.range[0]);
      return path.length > 1 ? this.position(path.slice(0, -1), 'key') : top;
    },
    variables(path) {
      const node = nodeAt(path);
      return node && (variablesOf.get(node) ?? []);
    },
  };
}
