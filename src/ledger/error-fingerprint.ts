import { createHash } from 'node:crypto';

/** The first line of an error with what differs from one occurrence to the next taken out: ids, numbers, quoted texts. */
export function normalisedLine(message: string | null): string {
  const [line = ''] = (message ?? '').split('\n', 1);
  return line
    .slice(0, 500)
    .replace(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gi, '<id>')
    .replace(/"[^"]*"|'[^']*'|`[^`]*`/g, '<text>')
    .replace(/\b(0x)?[0-9a-f]*\d[0-9a-f]*\b/gi, '<n>')
    .replace(/\s+/g, ' ')
    .trim();
}

/** What failures that are the same have in common: 16 hexadecimal digits of handler, code and normalised first line. */
export function fingerprintOf(handlerName: string, errorCode: string | null, message: string | null): string {
  const text = [handlerName, errorCode ?? '', normalisedLine(message)].join('\n');
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}
