import { inspect } from 'node:util';

/** Text that every database can store: no NUL, no lone surrogates, cut to `maximum` bytes of UTF-8 with a mark. */
export function safeText(text: string, maximum: number): string {
  // Cut before anything else: the text may be hundreds of megabytes.
  const bytes = Buffer.from(text.slice(0, maximum).replaceAll('\0', '\uFFFD'));
  if (text.length <= maximum && bytes.length <= maximum) return bytes.toString();
  const mark = ` ... [cut, ${text.length} characters in all]`;
  const kept = bytes.subarray(0, Math.max(0, maximum - mark.length)).toString();
  return kept.replace(/\uFFFD+$/, '') + mark;
}

/** `JSON.stringify` that writes a bigint as its decimal text and a missing value as null. Throws on cycles. */
export function jsonText(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) => (typeof inner === 'bigint' ? String(inner) : inner)) ?? 'null';
}

/** JSON text of what was logged: errors become their parts, what JSON cannot hold becomes a description, what is too large is cut. */
export function dataText(data: unknown, maximum: number): string {
  let text: string;
  try {
    text = jsonText(data instanceof Error ? { name: data.name, message: data.message, stack: data.stack } : data);
  } catch {
    text = jsonText(described(data));
  }
  return Buffer.byteLength(text) <= maximum ? text : jsonText({ cut: safeText(text, Math.floor(maximum / 2)) });
}

/** A description of anything, which never throws. */
export function described(value: unknown): string {
  try {
    return inspect(value, { depth: 4, maxArrayLength: 50, maxStringLength: 10_000 });
  } catch {
    return 'a value that cannot be described';
  }
}
