import { type Document, isAlias, isMap, isScalar, isSeq } from 'yaml';

const DEEPEST = 100;
const JSON_NUMBER = /^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/;

/**
 * The JSON text of a YAML value, as it was written: order of keys and every digit of a number are kept.
 * Throws Error with the reason for what JSON cannot say.
 */
export function jsonOf(node: unknown, document: Document, depth = 0): string {
  if (depth > DEEPEST) throw new Error('it is nested more than 100 deep');
  const inner = (value: unknown) => jsonOf(value, document, depth + 1);
  if (isAlias(node)) return inner(node.resolve(document));
  if (isSeq(node)) return `[${node.items.map(inner).join(',')}]`;
  if (isMap(node)) {
    const pairs = node.items.map(({ key, value }) => {
      if (!isScalar(key)) throw new Error('a key is not text');
      return `${JSON.stringify(String(key.source ?? key.value))}:${inner(value)}`;
    });
    return `{${pairs.join(',')}}`;
  }
  const value = isScalar(node) ? node.value : node;
  if (typeof value !== 'number') return JSON.stringify(value ?? null);
  if (!Number.isFinite(value)) throw new Error(`${value} is no number of JSON`);
  const source = isScalar(node) ? node.source : undefined;
  return source !== undefined && JSON_NUMBER.test(source) ? source : JSON.stringify(value);
}
