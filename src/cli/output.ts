import { createInterface } from 'node:readline/promises';
import { JobuError } from '../errors.ts';
import { formatTable, oneLine, widthOf } from './table.ts';

let printed = false;

/** True once something went to standard output. */
export const hasPrinted = (): boolean => printed;

/** The answer of a command, on standard output. */
export function print(text: string): void {
  printed = true;
  process.stdout.write(`${text}\n`);
}

/** The answer for machines: one JSON document; instants are ISO 8601 in UTC. */
export function printJson(value: unknown): void {
  print(JSON.stringify(value, (_, each: unknown) => (typeof each === 'bigint' ? String(each) : each)));
}

/** What people should know beside the answer, on standard error. */
export function note(text: string): void {
  process.stderr.write(`${text}\n`);
}

export function printTable(
  titles: readonly string[],
  rows: readonly (readonly (string | number | null | undefined)[])[],
): void {
  print(formatTable(titles, rows, process.stdout.isTTY ? process.stdout.columns : undefined));
}

/** Names and values, one a line; values that are null, undefined or empty are left out. */
export function printRecord(fields: readonly (readonly [name: string, value: unknown])[]): void {
  const shown = fields.filter(([, value]) => value !== null && value !== undefined && value !== '');
  const width = Math.max(...shown.map(([name]) => widthOf(name)));
  for (const [name, value] of shown) print(`${name.padEnd(width)}  ${oneLine(String(value))}`);
}

/**
 * Asks on the terminal before something is lost.
 * Throws CONFIRMATION_NEEDED when nobody can be asked, NOT_CONFIRMED for any answer but yes.
 */
export async function confirm(question: string, isAgreed: boolean): Promise<void> {
  if (isAgreed) return;
  if (!process.stdin.isTTY) throw new JobuError('CONFIRMATION_NEEDED', { question });
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const answer = await terminal.question(`${question}? [y/N] `);
    if (!/^y(es)?$/i.test(answer.trim())) throw new JobuError('NOT_CONFIRMED', {});
  } finally {
    terminal.close();
  }
}
