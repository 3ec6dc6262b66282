import { z } from 'zod';

/** The id of a cron or an execution in a path or query. */
export const idText = z
  .string()
  .regex(/^(?!0\d)\d{1,19}$/, 'ids are whole numbers')
  .refine(
    (id) => !/^\d+$/.test(id) || BigInt(id) <= 9_223_372_036_854_775_807n,
    'there is no such id: it passes 64 bits',
  )
  .describe('Decimal text, since ids may pass 2^53.');

export const idParams = z.strictObject({ id: idText });

export const limitField = z.coerce.number().int().min(1).max(200).default(50).describe('Items on a page.');

export const cursorField = z
  .string()
  .max(2000)
  .optional()
  .describe('`nextCursor` of the page before; leave it out for the first page.');

/** `?name=true` */
export const flagField = z
  .enum(['true', 'false'])
  .transform((value) => value === 'true')
  .optional();

/** An instant with its offset. */
export const instantText = z.iso
  .datetime({ offset: true, message: 'must be RFC 3339 with an offset, such as 2026-11-22T10:00:00Z' })
  .refine((text) => {
    const instant = new Date(text);
    return instant.getTime() >= 0 && instant.getUTCFullYear() < 9999;
  }, 'must lie between 1970 and 9998')
  .meta({ pattern: undefined });

/** An instant in a query; a plus sign that became a blank there is understood. */
export const instantField = z
  .preprocess((value) => (typeof value === 'string' ? value.replace(/ (?=\d\d:\d\d$)/, '+') : value), instantText)
  .transform((text) => new Date(text))
  .optional()
  .meta({ type: 'string', format: 'date-time' });

/** A repeated key, `?status=FAILED&status=TIMEOUT` or `?status=FAILED,TIMEOUT`: any of them. */
export const anyOfField = <const T extends readonly string[]>(values: T) =>
  z
    .preprocess(
      (value) => [value].flat().flatMap((part) => (typeof part === 'string' ? part.split(',') : [part])),
      z.array(z.enum(values)).max(50),
    )
    .optional()
    .meta({
      type: 'array',
      items: { type: 'string', enum: [...values] },
      description: 'Repeat the key for any of several.',
    });

/** One page: `{items, nextCursor}`. */
export const pageOf = <T extends z.ZodType>(item: T) =>
  z.object({ items: z.array(item), nextCursor: z.string().nullable().describe('Null on the last page.') });

/** A stored instant, as RFC 3339 in UTC. */
export const instant = z.string().meta({ format: 'date-time' });

/** Stored JSON text that is written as it stands. */
export const verbatim = (description: string) => z.unknown().meta({ 'x-verbatim': true, description });

/** JSON text for an answer; text that is no JSON (put into the table by hand) becomes a JSON string. */
export function jsonTextOf(text: string | null): string | null {
  if (text === null) return null;
  try {
    JSON.parse(text);
    return text;
  } catch {
    return JSON.stringify(text);
  }
}
