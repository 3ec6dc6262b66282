/** Index after the JSON string that starts at `at`. */
function endOfString(text: string, at: number): number {
  for (let index = at + 1; ; index++) {
    if (text[index] === '\\') index++;
    else if (text[index] === '"') return index + 1;
  }
}

function endOfValue(text: string, at: number): number {
  let depth = 0;
  for (let index = at; ; ) {
    const character = text[index]!;
    if (character === '"') index = endOfString(text, index);
    else if (character === '{' || character === '[') {
      depth++;
      index++;
    } else if (character === '}' || character === ']') {
      if (depth === 0) return index;
      depth--;
      index++;
    } else if (depth === 0 && character === ',') return index;
    else index++;
    if (depth === 0 && (text[index - 1] === '}' || text[index - 1] === ']' || text[index - 1] === '"')) return index;
  }
}

function afterBlanks(text: string, at: number): number {
  let index = at;
  while (' \t\n\r'.includes(text[index]!)) index++;
  return index;
}

/**
 * The text of each member of a JSON object as it was sent, so that the order of keys and integers beyond 2^53 survive.
 * `text` must be an object that `JSON.parse` accepts.
 */
export function memberTexts(text: string): Map<string, string> {
  const members = new Map<string, string>();
  let index = afterBlanks(text, afterBlanks(text, 0) + 1);
  while (text[index] === '"') {
    const keyEnd = endOfString(text, index);
    const key = JSON.parse(text.slice(index, keyEnd)) as string;
    const start = afterBlanks(text, afterBlanks(text, keyEnd) + 1);
    const end = endOfValue(text, start);
    members.set(key, text.slice(start, end).trimEnd());
    index = afterBlanks(text, end);
    if (text[index] === ',') index = afterBlanks(text, index + 1);
  }
  return members;
}
