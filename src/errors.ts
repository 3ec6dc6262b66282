import { accessErrors } from './errors/access.ts';
import { cliErrors } from './errors/cli.ts';
import { configErrors } from './errors/config.ts';
import { databaseErrors } from './errors/database.ts';
import { domainErrors } from './errors/domain.ts';
import { ledgerErrors } from './errors/ledger.ts';
import { serverErrors } from './errors/server.ts';
import { testingErrors } from './errors/testing.ts';
import { transactionErrors } from './errors/transaction.ts';
import { workerErrors } from './errors/worker.ts';

/** HTTP status, sentence with the wrong value as `{placeholder}`, and the way out. A code is never reused. */
export type ErrorTable = Record<string, readonly [status: number, sentence: string, wayOut: string]>;

/** Every error jobu raises on purpose, by code. `docs/reference/errors.md` is generated from it. */
export const ERRORS = {
  ...configErrors,
  ...databaseErrors,
  ...transactionErrors,
  ...domainErrors,
  ...ledgerErrors,
  ...workerErrors,
  ...serverErrors,
  ...accessErrors,
  ...cliErrors,
  ...testingErrors,
} as const;

/** Code of an error that jobu raises on purpose, one of {@link ERRORS}. */
export type ErrorCode = keyof typeof ERRORS;

type Placeholders<S extends string> = S extends `${string}{${infer P}}${infer Rest}` ? P | Placeholders<Rest> : never;

/** The values that fill the sentence and the way out of an error code. */
export type ErrorParams<C extends ErrorCode> = {
  [P in Placeholders<(typeof ERRORS)[C][1]> | Placeholders<(typeof ERRORS)[C][2]>]: unknown;
};

function fill(text: string, params: Record<string, unknown>): string {
  return text.replace(/\{(\w+)\}/g, (_, name: string) => String(params[name]));
}

/** Marks the errors of every copy of the package in a process: handlers may load another one than the worker. */
const BRAND = Symbol.for('jobu.error');

/** An error with a stable code, a sentence that names the wrong value, and the way out. */
export class JobuError<C extends ErrorCode = ErrorCode> extends Error {
  readonly [BRAND] = true;
  readonly code: C;
  /** HTTP status the admin API answers with. */
  readonly status: number;
  readonly params: Record<string, unknown>;
  /** What the reader can do about it. */
  readonly wayOut: string;

  constructor(code: C, params: ErrorParams<C>, options?: { cause?: unknown }) {
    const [status, sentence, wayOut] = ERRORS[code];
    const filled = params as Record<string, unknown>;
    super(`${fill(sentence, filled)} ${fill(wayOut, filled)}`.trim(), options);
    this.name = new.target.name;
    this.code = code;
    this.status = status;
    this.params = filled;
    this.wayOut = fill(wayOut, filled);
  }
}

/** True for a {@link JobuError} with one of the given codes (any code when none is given), also of another copy of the package. */
export function isJobuError(error: unknown, ...codes: ErrorCode[]): error is JobuError {
  if (!(error instanceof Error) || !(BRAND in error)) return false;
  return codes.length === 0 || codes.includes((error as JobuError).code);
}

/** The message of anything thrown, also of what is not an Error. */
export function messageOf(thrown: unknown): string {
  if (thrown instanceof Error) return thrown.message || thrown.name;
  try {
    return typeof thrown === 'string' ? thrown : (JSON.stringify(thrown) ?? String(thrown));
  } catch {
    return Object.prototype.toString.call(thrown);
  }
}
