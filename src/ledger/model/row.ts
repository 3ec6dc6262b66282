import { JobuError } from '../../errors.ts';

/** The id of a row as the outside sees it: decimal text, since it may pass 2^53. */
export type Id = string;

const LAST_ID = 9_223_372_036_854_775_807n;

/** The id as a statement parameter. Throws ID_INVALID when it is not a whole number of at most 64 bits. */
export function idParam(id: Id): bigint {
  if (!/^\d{1,19}$/.test(id) || BigInt(id) > LAST_ID) throw new JobuError('ID_INVALID', { id });
  return BigInt(id);
}

export const camelCase = (column: string): string =>
  column.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());

export const snakeCase = (field: string): string => field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** What a column of jobu's tables becomes, told by its name. */
interface Field {
  readonly name: string;
  readonly kind: 'instant' | 'id' | 'flag' | 'plain';
}

const readName = (column: string): Field => ({
  name: camelCase(column),
  kind: /(_at|_time|_until)$|^range_/.test(column)
    ? 'instant'
    : /^id$|_id$/.test(column)
      ? 'id'
      : /^(is|allow|has)_/.test(column)
        ? 'flag'
        : 'plain',
});

/** Looking at a name costs more than all the rest, and there are few: the columns of jobu's own statements. */
const fields = new Map<string, Field>();

function fieldOf(column: string): Field {
  const known = fields.get(column);
  if (known) return known;
  const field = readName(column);
  fields.set(column, field);
  return field;
}

/** A row of jobu's tables with camelCase names, ids as text, instants as Date and flags as booleans. */
export function fromRow<T>(row: Readonly<Record<string, unknown>>): T {
  const entity: Record<string, unknown> = {};
  for (const column in row) {
    const { name, kind } = fieldOf(column);
    const value = row[column] ?? null;
    if (value === null || kind === 'plain') entity[name] = value;
    else entity[name] = kind === 'instant' ? new Date(value as string) : kind === 'id' ? String(value) : Boolean(value);
  }
  return entity as T;
}

/** The opaque text that says where the next page of a list begins. */
export function encodeCursor(...position: string[]): string {
  return Buffer.from(JSON.stringify(position)).toString('base64url');
}

/** The position inside a cursor. Throws CURSOR_INVALID for one that {@link encodeCursor} did not make. */
export function decodeCursor(cursor: string, length: number): string[] {
  try {
    const position: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    if (Array.isArray(position) && position.length === length && position.every((part) => typeof part === 'string'))
      return position;
  } catch {}
  throw new JobuError('CURSOR_INVALID', { cursor });
}

/** Where a page of a list is read from. */
export interface Place {
  /** Keys of the row beside which it lies; undefined: the first page. */
  readonly position?: readonly string[] | undefined;
  /** Towards smaller keys. */
  readonly descending: boolean;
  /** So many rows at most. */
  readonly limit: number;
}

/** One page of a list; `nextCursor` is null on the last one. */
export interface Page<T> {
  readonly items: T[];
  readonly nextCursor: string | null;
}
