/** One place where two JSON values differ; a side that has nothing there is undefined. */
export interface Difference {
  /** JSON Pointer. */
  readonly pointer: string;
  readonly left: string | undefined;
  readonly right: string | undefined;
}

/** A number as it was typed, so that integers beyond 2^53 differ where they do. */
class Digits {
  readonly source: string;
  constructor(source: string) {
    this.source = source;
  }
}

type Reviver = (key: string, value: unknown, context?: { source?: string }) => unknown;
const keepDigits: Reviver = (_, value, context) =>
  typeof value === 'number' && context?.source !== undefined ? new Digits(context.source) : value;

function parse(text: string | null): unknown {
  if (text === null) return undefined;
  try {
    return JSON.parse(text, keepDigits as (key: string, value: unknown) => unknown);
  } catch {
    return text;
  }
}

function textOf(value: unknown): string | undefined {
  if (value === undefined) return undefined;
  if (value instanceof Digits) return value.source;
  if (Array.isArray(value)) return `[${value.map(textOf).join(',')}]`;
  if (typeof value === 'object' && value !== null)
    return `{${Object.entries(value)
      .map(([key, member]) => `${JSON.stringify(key)}:${textOf(member)}`)
      .join(',')}}`;
  return JSON.stringify(value);
}

const isTree = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !(value instanceof Digits);

/** Where two JSON texts differ, at most `limit` places; the order of keys does not count. */
export function jsonDifferences(left: string | null, right: string | null, limit = 200): Difference[] {
  const found: Difference[] = [];
  const walk = (a: unknown, b: unknown, pointer: string, depth: number): void => {
    if (found.length >= limit) return;
    if (depth < 50 && isTree(a) && isTree(b) && Array.isArray(a) === Array.isArray(b)) {
      for (const key of new Set([...Object.keys(a), ...Object.keys(b)]))
        walk(
          Object.hasOwn(a, key) ? a[key] : undefined,
          Object.hasOwn(b, key) ? b[key] : undefined,
          `${pointer}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`,
          depth + 1,
        );
      return;
    }
    const [leftText, rightText] = [textOf(a), textOf(b)];
    if (leftText !== rightText) found.push({ pointer, left: leftText, right: rightText });
  };
  walk(parse(left), parse(right), '', 0);
  return found;
}
