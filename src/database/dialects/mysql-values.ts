import type { FieldPacket } from 'mysql2';
import type { CompiledStatement, Template } from '../compiled-statement.ts';
import type { Params, Row } from '../connection.ts';
import { listOf, type Scalar, scalarOf } from '../parameters.ts';

/** Column types of the protocol. */
const TINY = 1;
const TIMESTAMP = 7;
const LONGLONG = 8;
const DATETIME = 12;

/**
 * A value as SQL text. Text protocol, because a prepared statement would refuse a number behind LIMIT and differ for every
 * length of a list. Quotes are doubled, and whatever holds a backslash is written in hexadecimal, so that no sql_mode can
 * change where a string ends.
 */
function literal(value: Scalar): string {
  switch (typeof value) {
    case 'string':
      if (value.includes('\\')) return `_utf8mb4 X'${Buffer.from(value).toString('hex')}'`;
      return `'${value.includes("'") ? value.replaceAll("'", "''") : value}'`;
    case 'number':
    case 'bigint':
      // Behind a minus sign a negative number would begin a comment.
      return value < 0 ? `(${value})` : String(value);
    case 'boolean':
      return value ? 'TRUE' : 'FALSE';
  }
  if (value === null) return 'NULL';
  if (value instanceof Date) return `TIMESTAMP'${value.toISOString().replace('T', ' ').slice(0, 23)}'`;
  return `X'${Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('hex')}'`;
}

/** The text with its values; an empty list becomes a query without rows. */
export function sqlOf(statement: CompiledStatement, template: Template, params: Params): string {
  const { pieces, slots } = template;
  let sql = pieces[0]!;
  for (const [i, slot] of slots.entries()) {
    if (slot.list === false) sql += literal(scalarOf(statement, slot, params));
    else sql += listOf(statement, slot, params).map(literal).join() || 'SELECT NULL FROM DUAL WHERE FALSE';
    sql += pieces[i + 1];
  }
  return sql;
}

type Reader = (value: unknown) => unknown;

const READERS: Readonly<Record<number, Reader>> = {
  // The driver gives text for what does not fit into a number.
  [LONGLONG]: (value) => {
    if (typeof value !== 'string') return value;
    const number = Number(value);
    return Number.isSafeInteger(number) ? number : BigInt(value);
  },
  [DATETIME]: instant,
  [TIMESTAMP]: instant,
};

function instant(value: unknown): unknown {
  const text = value as string;
  return `${text.slice(0, 10)}T${text.slice(11, 19)}.${text.slice(20, 23).padEnd(3, '0')}Z`;
}

/** BOOLEAN is TINYINT(1) here. */
const flag: Reader = (value) => (value === 1 ? true : value === 0 ? false : value);

/** Brings rows into the form all databases share, in place. */
export function readRows(rows: Row[], fields: readonly FieldPacket[]): Row[] {
  if (rows.length === 0) return rows;
  for (const { name, columnType: type = -1, columnLength } of fields as readonly (FieldPacket & {
    columnLength?: number;
  })[]) {
    const read = type === TINY && columnLength === 1 ? flag : READERS[type];
    if (read === undefined) continue;
    for (const row of rows) {
      const value = row[name];
      if (value !== null) row[name] = read(value);
    }
  }
  return rows;
}
