import { JobuError } from '../errors.ts';
import type { CompiledStatement, Slot } from './compiled-statement.ts';
import type { Params } from './connection.ts';

/** A checked parameter: what is left to a driver to write in its own way. */
export type Scalar = null | boolean | number | bigint | string | Date | Uint8Array;

const MAX_BIGINT = 2n ** 63n - 1n;

function refuse(label: string, name: string, reason: string): never {
  throw new JobuError('PARAMETER_INVALID', { statement: label, name, reason });
}

function checkScalar(label: string, name: string, value: unknown): Scalar {
  switch (typeof value) {
    case 'string':
      return value.includes('\0') ? refuse(label, name, 'text with a NUL character') : value;
    case 'number':
      return Number.isFinite(value) ? value : refuse(label, name, String(value));
    case 'boolean':
      return value;
    case 'bigint':
      return value <= MAX_BIGINT && value >= -MAX_BIGINT - 1n ? value : refuse(label, name, 'beyond 64 bits');
    case 'object':
      return checkObject(label, name, value);
    default:
      return refuse(label, name, value === undefined ? 'undefined' : `a ${typeof value}`);
  }
}

function checkObject(label: string, name: string, value: object | null): Scalar {
  if (value === null) return null;
  if (value instanceof Date) {
    const year = value.getUTCFullYear();
    return year >= 1 && year <= 9999 ? value : refuse(label, name, 'not a date of the years 1 to 9999');
  }
  if (value instanceof Uint8Array) return value;
  const prototype = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) {
    return refuse(label, name, Array.isArray(value) ? 'an array outside IN (...)' : `a ${prototype.constructor?.name}`);
  }
  try {
    return JSON.stringify(value);
  } catch (error) {
    return refuse(label, name, `no JSON (${(error as Error).message})`);
  }
}

/** The value for a slot that is no list. @throws PARAMETER_MISSING, PARAMETER_INVALID */
export function scalarOf(statement: CompiledStatement, slot: Slot, params: Params): Scalar {
  const value = params[slot.name];
  if (value === undefined && !(slot.name in params)) {
    throw new JobuError('PARAMETER_MISSING', { statement: statement.label, name: slot.name });
  }
  return checkScalar(statement.label, slot.name, value);
}

/** The values for an `IN (:list)`. @throws PARAMETER_MISSING, PARAMETER_INVALID */
export function listOf(statement: CompiledStatement, slot: Slot, params: Params): Scalar[] {
  const value = params[slot.name];
  // A single value may stand in the brackets too: IN (:id).
  if (!Array.isArray(value)) return [scalarOf(statement, slot, params)];
  return value.map((item) => {
    const scalar = checkScalar(statement.label, slot.name, item);
    return scalar instanceof Uint8Array ? refuse(statement.label, slot.name, 'bytes inside a list') : scalar;
  });
}
