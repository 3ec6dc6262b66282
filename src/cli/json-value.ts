const { rawJSON } = JSON as unknown as { rawJSON(text: string): unknown };
const parseWithSource = JSON.parse as (
  text: string,
  reviver: (key: string, value: unknown, context: { source?: string }) => unknown,
) => unknown;

/** Stored JSON text as a value to print: numbers keep all their digits, and text that is no JSON stays text. */
export function jsonValue(text: string | null): unknown {
  if (text === null) return null;
  try {
    return parseWithSource(text, (_, value, { source }) =>
      typeof value === 'number' && source !== undefined ? rawJSON(source) : value,
    );
  } catch {
    return text;
  }
}
