import { type ErrorCode, type ErrorParams, JobuError } from '../errors.ts';

/** Something wrong in a configuration file. Lines and columns count from 1. */
export interface Problem {
  /** As given to the program, relative to where it runs where possible. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly code: ErrorCode;
  readonly message: string;
}

/** Where in a file. */
export type Position = Pick<Problem, 'file' | 'line' | 'column'>;

export function problem<C extends ErrorCode>(at: Position, code: C, params: ErrorParams<C>): Problem {
  const { message } = new JobuError(code, params);
  return { file: at.file, line: at.line, column: at.column, code, message };
}

/** `config/worker.yaml:3:5: message`, as editors and terminals turn into a link. */
export function formatProblem({ file, line, column, message }: Problem): string {
  return `${file}:${line}:${column}: ${message}`;
}
