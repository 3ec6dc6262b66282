import { type Kind, TOKEN } from './format-json.ts';

/** A value of JSON and where it is. */
export interface JsonNode {
  /** Name in an object, index in a list; empty for the whole. */
  readonly key: string;
  /** From the whole: `order.items[0].id`. */
  readonly path: string;
  /** As it was typed. */
  readonly text: string;
  readonly kind: Kind;
  /** Of an object or a list. */
  readonly children?: readonly JsonNode[];
}

/** The most values that are shown as a tree. */
const MOST_NODES = 2000;

/** JSON as a tree, values as they were typed; undefined for what is no object or list, or has too many values for one. */
export function treeOf(text: string): JsonNode | undefined {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null) return undefined;
  } catch {
    return undefined;
  }
  const tokens = text.match(TOKEN) ?? [];
  if (tokens.length > MOST_NODES * 4) return undefined;
  let place = 0;
  const read = (key: string, path: string): JsonNode => {
    const token = tokens[place++]!;
    if (token !== '{' && token !== '[')
      return {
        key,
        path,
        text: token,
        kind: token.startsWith('"') ? 'text' : /^[-\d]/.test(token) ? 'number' : 'word',
      };
    const closes = token === '{' ? '}' : ']';
    const children: JsonNode[] = [];
    while (tokens[place] !== closes) {
      if (tokens[place] === ',') place++;
      if (token === '[') children.push(read(String(children.length), `${path}[${children.length}]`));
      else {
        const quoted = tokens[place]!;
        const name = JSON.parse(quoted) as string;
        place += 2;
        const isPlain = /^[\p{L}_$][\p{L}\p{N}_$]*$/u.test(name);
        children.push(read(name, isPlain ? `${path}${path === '' ? '' : '.'}${name}` : `${path}[${quoted}]`));
      }
    }
    place++;
    return { key, path, text: token, kind: 'sign', children };
  };
  return read('', '');
}
