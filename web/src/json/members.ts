import { formatJson } from './format-json.ts';

const TOKEN = /"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/g;

/** The members of a JSON object, each value as it was typed; undefined for what is no object. */
export function membersOf(text: string): Map<string, string> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  } catch {
    return undefined;
  }
  const members = new Map<string, string>();
  const tokens = [...text.matchAll(TOKEN)];
  let depth = 0;
  let name: string | undefined;
  let begin = 0;
  for (const [index, { 0: token, index: at }] of tokens.entries()) {
    if (depth === 1 && name === undefined && tokens[index + 1]?.[0] === ':') {
      name = JSON.parse(token) as string;
      begin = tokens[index + 2]!.index;
    }
    if (token === '{' || token === '[') depth++;
    const isEnd = (token === ',' && depth === 1) || (token === '}' && depth === 1);
    if (isEnd && name !== undefined) {
      members.set(name, text.slice(begin, at).trim());
      name = undefined;
    }
    if (token === '}' || token === ']') depth--;
  }
  return members;
}

/** A JSON object with one member set, or taken away; the others stay as they were typed. */
export function withMember(text: string, name: string, value: string | undefined): string {
  const members = membersOf(text) ?? new Map<string, string>();
  if (value === undefined) members.delete(name);
  else members.set(name, value);
  return formatJson(`{${[...members].map(([key, one]) => `${JSON.stringify(key)}:${one}`).join(',')}}`);
}
