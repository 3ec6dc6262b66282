import type { CompiledStatement, Template } from '../compiled-statement.ts';
import type { Params } from '../connection.ts';
import { listOf, type Scalar, scalarOf } from '../parameters.ts';

type Bound = null | string | number | boolean | bigint | Uint8Array | Bound[];

function bindable(value: Scalar): Bound {
  return value instanceof Date ? value.toISOString() : value;
}

/** Values in the order of the slots; a list is one array. */
export function valuesOf(statement: CompiledStatement, template: Template, params: Params): Bound[] {
  return template.slots.map((slot) =>
    slot.list === false ? bindable(scalarOf(statement, slot, params)) : listOf(statement, slot, params).map(bindable),
  );
}

/**
 * The text with `$1 $2 ...`, one number for each place, so that each gets the type of its own surroundings.
 * `IN (:list)` becomes `= ANY($1)`: one statement for every length, the empty list included.
 */
export function sqlOf(template: Template, firstNumber = 1): string {
  const { pieces, slots } = template;
  return pieces
    .map((piece, i) => {
      const slot = slots[i];
      if (slot === undefined) return piece;
      const before =
        slot.list === 'in'
          ? piece.replace(/\bIN\s*\(\s*$/i, '= ANY(')
          : slot.list === 'not in'
            ? piece.replace(/\bNOT\s+IN\s*\(\s*$/i, '<> ALL(')
            : piece;
      return `${before}$${firstNumber + i}`;
    })
    .join('');
}

function integer(text: string): number | bigint {
  const number = Number(text);
  return Number.isSafeInteger(number) ? number : BigInt(text);
}

/** `2026-11-22 10:00:00.123456+00` as `2026-11-22T10:00:00.123Z`. */
function instant(text: string): string {
  if (text.length >= 19 && text[4] === '-' && (text.endsWith('+00') || !/[+-]\d\d/.test(text.slice(19)))) {
    const fraction = /^\.(\d{1,3})/.exec(text.slice(19, 23))?.[1] ?? '';
    return `${text.slice(0, 10)}T${text.slice(11, 19)}.${fraction.padEnd(3, '0')}Z`;
  }
  // Another session zone (behind a pooler), "infinity", or a year before Christ.
  const parsed = new Date(text.replace(' ', 'T').replace(/([+-]\d\d)$/, '$1:00'));
  return Number.isNaN(parsed.getTime()) ? text : parsed.toISOString();
}

function bytes(text: string): Uint8Array {
  return Buffer.from(text.slice(2), 'hex');
}

const asText = (text: string) => text;

/** How each PostgreSQL type is read, by its oid; every other one is text. */
const PARSERS: Readonly<Record<number, (text: string) => unknown>> = {
  16: (text) => text === 't',
  17: bytes,
  20: integer,
  21: Number,
  23: Number,
  26: Number,
  700: Number,
  701: Number,
  1114: instant,
  1184: instant,
};

/** The type parsers of one pool: the driver's global ones stay as they are. */
export const typeParsers = { getTypeParser: (oid: number) => PARSERS[oid] ?? asText };
