/** JSON as somebody typed it: the order of its keys and integers beyond 2^53 survive. */
export class JsonText {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

const MARK = '\u0001json:';

/** As JSON.stringify, but each JsonText stands in the result as it is. */
export function stringify(value: unknown): string {
  const texts: string[] = [];
  const plain = JSON.stringify(value, (_key, member: unknown) =>
    member instanceof JsonText ? `${MARK}${texts.push(member.text) - 1}` : member,
  );
  return plain.replace(/"\\u0001json:(\d+)"/g, (_, index: string) => texts[Number(index)]!);
}

/** Members of answers that hold JSON as it was typed. */
const VERBATIM = new Set([
  'handlerParams',
  'params',
  'result',
  'data',
  'timing',
  'blackouts',
  'retryBackoff',
  'before',
  'after',
]);

function endOfString(text: string, start: number): number {
  let index = start + 1;
  while (text[index] !== '"') index += text[index] === '\\' ? 2 : 1;
  return index + 1;
}

function endOfValue(text: string, start: number): number {
  if (text[start] === '"') return endOfString(text, start);
  if (text[start] !== '{' && text[start] !== '[') {
    let index = start;
    while (index < text.length && !',}] \n\r\t'.includes(text[index]!)) index++;
    return index;
  }
  let depth = 0;
  for (let index = start; ; ) {
    const character = text[index]!;
    if (character === '"') {
      index = endOfString(text, index);
      continue;
    }
    if (character === '{' || character === '[') depth++;
    if (character === '}' || character === ']') depth--;
    index++;
    if (depth === 0) return index;
  }
}

/**
 * The text of an answer with each object or list under one of the verbatim names turned into a string that holds its
 * text; `JSON.parse` then keeps what it would lose. Null stays null, and so do other values.
 */
export function keepVerbatim(text: string): string {
  let made = '';
  let copied = 0;
  for (let index = 0; index < text.length; ) {
    if (text[index] !== '"') {
      index++;
      continue;
    }
    const end = endOfString(text, index);
    const name = text.slice(index + 1, end - 1);
    index = end;
    if (text[end] !== ':' || !VERBATIM.has(name)) continue;
    const start = end + 1;
    const stop = endOfValue(text, start);
    const value = text.slice(start, stop);
    if (value !== 'null') {
      made += text.slice(copied, start) + JSON.stringify(value);
      copied = stop;
    }
    index = stop;
  }
  return made + text.slice(copied);
}
