import { z } from 'zod';
import { JobuError } from '../../errors.ts';
import { decodeCursor, encodeCursor } from '../../ledger/model/row.ts';

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
  .describe('`nextCursor` or `prevCursor` of another page with the same filters and order; left out: the first page.');

/** A repeated key of any text, `?handlerName=a&handlerName=b`: any of them. */
export const textsField = (description: string) =>
  z
    .preprocess(
      (value) => (value === undefined ? undefined : [value].flat()),
      z.array(z.string().min(1).max(200)).max(50),
    )
    .optional()
    .meta({
      type: 'array',
      items: { type: 'string' },
      description: `${description} Repeat the key for any of several.`,
    });

const UNIT_MS: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** A length of time in a query, `500ms`, `30s`, `10m`, `24h` or `7d`, in milliseconds; at most 10 years. */
export const durationField = z
  .string()
  .regex(/^\d{1,9}(ms|s|m|h|d)$/, 'must be a whole number and a unit: 500ms, 30s, 10m, 24h, 7d')
  .transform((text) => Number.parseInt(text, 10) * UNIT_MS[text.replace(/^\d+/, '')]!)
  .refine((ms) => ms <= 3650 * UNIT_MS['d']!, 'must be at most 3650d')
  .optional()
  .meta({ type: 'string', examples: ['10m'] });

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

/** `?name=true` */
export const flagField = z
  .enum(['true', 'false'])
  .transform((value) => value === 'true')
  .optional();

/** What every list takes beside its filters: `?limit&cursor&count=true`. */
export const pageFields = {
  limit: limitField,
  cursor: cursorField,
  count: flagField.describe('Also count the items of all pages, up to 10,000.'),
};

/** `?sort=name` or `?sort=-name`: one of the values, descending behind a minus sign. */
export const sortField = <const T extends string>(values: readonly T[], initial: T | `-${T}`) =>
  z
    .enum(values.flatMap((value): (T | `-${T}`)[] => [value, `-${value}`]))
    .optional()
    .transform((value) => value ?? initial)
    .meta({ default: initial, description: 'Order; a minus sign means descending.' });

export const countSchema = z
  .object({ value: z.int(), relation: z.enum(['eq', 'gte']).describe('gte: at least so many.') })
  .meta({ id: 'Count' });

/** One page: `{items, nextCursor, prevCursor, appliedFilters, count?}`. */
export const pageOf = <T extends z.ZodType>(item: T) =>
  z.object({
    items: z.array(item),
    nextCursor: z.string().nullable().describe('Null on the last page.'),
    prevCursor: z.string().nullable().describe('Null on the first page.'),
    appliedFilters: z
      .record(z.string(), z.unknown())
      .describe('What the list was narrowed to; `defaulted` names filters that were not asked for.'),
    count: countSchema.optional().describe('With `count=true`.'),
  });

/** Items beyond this are not counted. */
export const COUNT_CAP = 10_000;

/** A count that looked at no more than {@link COUNT_CAP} + 1 rows, or at a part of what there is. */
export function cappedCount(found: unknown, isPartial = false): z.input<typeof countSchema> {
  const value = Number(found);
  return value > COUNT_CAP ? { value: COUNT_CAP, relation: 'gte' } : { value, relation: isPartial ? 'gte' : 'eq' };
}

/** The filters in a query, as `appliedFilters` shows them. */
export function filtersOf({ limit: _, cursor: __, count: ___, ...filters }: Readonly<Record<string, unknown>>): object {
  return Object.fromEntries(Object.entries(filters).filter(([, value]) => value !== undefined));
}

/** Where a page of a list is read from. */
export interface PagePlace {
  /** Keys of the item beside which the page lies; undefined for the first page. */
  readonly position: string[] | undefined;
  /** Whether to read towards smaller keys. */
  readonly descending: boolean;
  /** Rows to read: one more than the page holds. */
  readonly limit: number;
}

/** A list that is paged by keys, both ways. */
export interface PagedList<T> {
  /** How many keys say where an item stands. */
  readonly keys: number;
  readonly keysOf: (item: T) => string[];
  /** `stoppedAt`: keys where a search gave up before it had read `limit` rows. */
  readonly read: (place: PagePlace) => Promise<T[] | { rows: T[]; stoppedAt: readonly string[] | null }>;
}

/** One page and the cursors of its neighbours. `sort` is `name` or `-name`. Throws CURSOR_INVALID. */
export async function readPage<T>(
  query: { readonly limit: number; readonly cursor?: string | undefined; readonly sort?: string },
  list: PagedList<T>,
): Promise<{ items: T[]; nextCursor: string | null; prevCursor: string | null }> {
  const { limit, cursor, sort = '' } = query;
  const [order, direction, ...position] = cursor === undefined ? [] : decodeCursor(cursor, list.keys + 2);
  if (cursor !== undefined && (order !== sort || (direction !== 'next' && direction !== 'prev')))
    throw new JobuError('CURSOR_INVALID', { cursor });
  const isBack = direction === 'prev';
  const answer = await list.read({
    position: cursor === undefined ? undefined : position,
    descending: sort.startsWith('-') !== isBack,
    limit: limit + 1,
  });
  const { rows, stoppedAt } = Array.isArray(answer) ? { rows: answer, stoppedAt: null } : answer;
  const more = rows.length > limit;
  const items = rows.slice(0, limit);
  if (isBack) items.reverse();
  const cursorAt = (to: 'next' | 'prev', keys: readonly string[] | null | undefined) =>
    keys ? encodeCursor(sort, to, ...keys) : null;
  const edge = (item: T | undefined, exists: boolean) => (exists && item !== undefined ? list.keysOf(item) : null);
  const ahead = stoppedAt ?? edge(isBack ? items[0] : items.at(-1), more);
  const behind = edge(isBack ? items.at(-1) : items[0], cursor !== undefined);
  return {
    items,
    nextCursor: cursorAt('next', isBack ? behind : ahead),
    prevCursor: cursorAt('prev', isBack ? ahead : behind),
  };
}

/** The page of a list that is short enough to be answered whole. */
export function wholePage<T>(items: readonly T[], query: Readonly<Record<string, unknown>> = {}) {
  return {
    items: [...items],
    nextCursor: null,
    prevCursor: null,
    appliedFilters: filtersOf(query),
    ...(query['count'] === true ? { count: cappedCount(items.length) } : {}),
  };
}

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

/** The pattern that finds a part of a text in any case, for `LOWER(x) LIKE :part ESCAPE '!'`; null finds everything. */
export const partOf = (text: string | undefined): string | null =>
  text === undefined ? null : `%${text.toLowerCase().replace(/[!%_]/g, '!$&')}%`;
