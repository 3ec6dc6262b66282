/** The tokens of JSON. */
export const TOKEN = /"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/g;

/** The kind of a piece of JSON, for its colour. */
export type Kind = 'key' | 'text' | 'number' | 'word' | 'sign';

/** JSON in lines with two blanks per level, in pieces; numbers and the order of keys stay as they were typed. */
export function pieces(text: string): { text: string; kind: Kind }[] {
  const tokens = text.match(TOKEN) ?? [];
  const made: { text: string; kind: Kind }[] = [];
  let depth = 0;
  const put = (piece: string, kind: Kind = 'sign'): void => void made.push({ text: piece, kind });
  const line = (): void => put(`\n${'  '.repeat(depth)}`);
  for (const [index, token] of tokens.entries()) {
    const next = tokens[index + 1];
    if (token === '{' || token === '[') {
      const closes = token === '{' ? '}' : ']';
      put(token);
      if (next === closes) continue;
      depth++;
      line();
    } else if (token === '}' || token === ']') {
      const before = tokens[index - 1];
      if (before !== '{' && before !== '[') {
        depth--;
        line();
      }
      put(token);
    } else if (token === ',') {
      put(token);
      line();
    } else if (token === ':') put(': ');
    else if (token.startsWith('"')) put(token, next === ':' ? 'key' : 'text');
    else put(token, /^[-\d]/.test(token) ? 'number' : 'word');
  }
  return made;
}

/** JSON in lines; text that is no JSON stays as it is. */
export function formatJson(text: string): string {
  try {
    JSON.parse(text);
  } catch {
    return text;
  }
  return pieces(text)
    .map((piece) => piece.text)
    .join('');
}

/** What is wrong with a text that has to be a JSON object; undefined when nothing is. */
export function objectProblem(text: string): 'syntax' | 'object' | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? undefined : 'object';
  } catch {
    return 'syntax';
  }
}
