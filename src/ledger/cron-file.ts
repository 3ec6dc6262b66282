import { readFileSync } from 'node:fs';
import { type Document, isMap, isNode, isScalar, isSeq, LineCounter, type Node, parseDocument } from 'yaml';
import { formatProblem, type Problem } from '../config/problem.ts';
import { parseCron } from '../domain/cron-expression.ts';
import { assertTiming } from '../domain/cron-frequency.ts';
import { nextFireTime } from '../domain/fire-times.ts';
import { closest } from '../domain/suggestion.ts';
import { JobuError, messageOf } from '../errors.ts';
import { type CronDefaults, type CronDefinition, cronFields, normaliseCron, timingOf } from './model/cron.ts';
import { camelCase, snakeCase } from './model/row.ts';
import { jsonOf } from './yaml-json.ts';

/** A cron as a file describes it. */
export interface CronEntry {
  /** Complete: what the file leaves out has its default. */
  readonly definition: CronDefinition;
  /** The fields that stand in the file. */
  readonly given: ReadonlySet<string>;
}

/** A file of crons, checked. */
export interface CronFile {
  /** Marks its crons, so that another file does not change them and this one may delete what it no longer has. */
  readonly namespace: string | null;
  readonly crons: readonly CronEntry[];
  /** Names of crons that are triggered once, in this order, after they were first saved by a starting process. */
  readonly firstRun: readonly string[];
}

const TOP_KEYS = ['namespace', 'crons', 'first_run'];
const COLUMNS = Object.keys(cronFields.shape).map(snakeCase);
const BEGINNING = new Date('1970-01-01T00:00:00Z');

/** Collects what is wrong in a file, each with its place. */
class FileReader {
  readonly problems: Problem[] = [];
  readonly document: Document;
  readonly #lines = new LineCounter();
  readonly #name: string;

  constructor(name: string, text: string) {
    this.#name = name;
    this.document = parseDocument(text, { lineCounter: this.#lines, prettyErrors: false });
    for (const { message, pos } of this.document.errors) this.refuse(pos[0], `this is not valid YAML: ${message}`);
  }

  refuse(place: Node | number | null | undefined, message: string): void {
    const offset = typeof place === 'number' ? place : (place?.range?.[0] ?? 0);
    const { line, col } = this.#lines.linePos(offset);
    const at = { file: this.#name, line: Math.max(line, 1), column: Math.max(col, 1) };
    this.problems.push({ ...at, code: 'CRON_FILE_INVALID', message });
  }

  /** The values of a map by key; unknown keys are refused with the closest known one. */
  entries(map: unknown, known: readonly string[], what: string): Map<string, { key: Node; value: unknown }> {
    const found = new Map<string, { key: Node; value: unknown }>();
    if (!isMap(map)) {
      this.refuse(isNode(map) ? map : 0, `${what} must be keys and values`);
      return found;
    }
    for (const { key, value } of map.items) {
      const name = isScalar(key) ? String(key.value) : '';
      if (known.includes(name)) {
        found.set(name, { key: key as Node, value });
        continue;
      }
      const near = closest(name, known);
      this.refuse(isNode(key) ? key : map, `${name}: there is no such key${near ? `, did you mean ${near}?` : ''}`);
    }
    return found;
  }

  plain(value: unknown): unknown {
    return isNode(value) ? value.toJS(this.document, { maxAliasCount: 100 }) : value;
  }
}

function readEntry(reader: FileReader, node: unknown, defaults: CronDefaults): CronEntry | undefined {
  const entries = reader.entries(node, COLUMNS, 'A cron');
  const place = (column: string): Node | undefined => {
    const entry = entries.get(column);
    return entry && (isNode(entry.value) ? entry.value : entry.key);
  };
  const input: Record<string, unknown> = { timeZone: defaults.timeZone };
  for (const [column, { key, value }] of entries) {
    try {
      const isObject = column === 'handler_params' && isNode(value) && !isScalar(value);
      input[camelCase(column)] = isObject ? jsonOf(value, reader.document) : reader.plain(value);
    } catch (error) {
      reader.refuse(key, `${column}: ${messageOf(error)}`);
      return undefined;
    }
  }
  const result = cronFields.safeParse(input);
  if (!result.success) {
    for (const { path, message } of result.error.issues) {
      const column = snakeCase(String(path[0] ?? ''));
      const isMissing = !entries.has(column);
      reader.refuse(place(column) ?? (isNode(node) ? node : 0), `${column}: ${isMissing ? 'it is missing' : message}`);
    }
    return undefined;
  }
  try {
    const definition = normaliseCron(result.data);
    const { cronExpression, timeZone } = definition;
    assertTiming(timingOf(definition), defaults.minCronIntervalSeconds);
    if (cronExpression !== null && nextFireTime(parseCron(cronExpression), timeZone, BEGINNING) === null)
      throw new JobuError('CRON_NEVER_FIRES', { expression: cronExpression });
    return { definition, given: new Set([...entries.keys()].map(camelCase)) };
  } catch (error) {
    reader.refuse(place('timing') ?? place('cron_expression') ?? (isNode(node) ? node : 0), messageOf(error));
    return undefined;
  }
}

function readEntries(reader: FileReader, list: unknown, defaults: CronDefaults): CronEntry[] {
  if (!isSeq(list)) {
    reader.refuse(isNode(list) ? list : 0, 'crons: it must be a list of crons');
    return [];
  }
  const names = new Set<string>();
  return list.items.flatMap((node) => {
    const entry = readEntry(reader, node, defaults);
    if (!entry) return [];
    const { name } = entry.definition;
    if (names.has(name)) reader.refuse(isNode(node) ? node : 0, `name: "${name}" stands in this file twice`);
    names.add(name);
    return [entry];
  });
}

function readFirstRun(reader: FileReader, node: unknown, crons: readonly CronEntry[]): string[] {
  const names = crons.map(({ definition }) => definition.name);
  if (isSeq(node))
    return node.items.map((item) => {
      const name = String(reader.plain(item));
      if (!names.includes(name)) reader.refuse(isNode(item) ? item : 0, `first_run: this file has no cron "${name}"`);
      return name;
    });
  reader.refuse(isNode(node) ? node : 0, 'first_run: it must be a list of names');
  return [];
}

/** Checks the text of a file of crons. `name` is how problems call the file. Throws CRON_FILE_INVALID with all problems. */
export function parseCronFile(name: string, text: string, defaults: CronDefaults): CronFile {
  const reader = new FileReader(name, text);
  let file: CronFile = { namespace: null, crons: [], firstRun: [] };
  if (reader.problems.length === 0) {
    const top = reader.entries(reader.document.contents, TOP_KEYS, 'The file');
    const namespace = top.get('namespace');
    const value = reader.plain(namespace?.value) ?? null;
    if (value !== null && (typeof value !== 'string' || !/^[\p{L}\p{N}_.-]{1,200}$/u.test(value)))
      reader.refuse(namespace?.key, 'namespace: it must be a name of letters, digits, dots, _ and -, of 200 at most');
    if (!top.has('crons')) reader.refuse(0, 'crons: it is missing');
    const crons = top.has('crons') ? readEntries(reader, top.get('crons')?.value, defaults) : [];
    const firstRun = top.has('first_run') ? readFirstRun(reader, top.get('first_run')?.value, crons) : [];
    file = { namespace: value as string | null, crons, firstRun };
  }
  const { problems } = reader;
  if (problems.length === 0) return file;
  const count = problems.length === 1 ? 'one problem' : `${problems.length} problems`;
  throw new JobuError('CRON_FILE_INVALID', { file: name, count, problems: problems.map(formatProblem).join('\n') });
}

/** Reads a file of crons; `-` is standard input. Throws CRON_FILE_UNREADABLE, CRON_FILE_INVALID. */
export function readCronFile(path: string, defaults: CronDefaults): CronFile {
  let text: string;
  try {
    text = readFileSync(path === '-' ? 0 : path, 'utf8');
  } catch (error) {
    throw new JobuError('CRON_FILE_UNREADABLE', { file: path, reason: messageOf(error) }, { cause: error });
  }
  return parseCronFile(path === '-' ? 'standard input' : path, text, defaults);
}
