import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** One reported bird strike: who flew, when, and what the damage cost in dollars. */
export interface StrikeReport {
  /** Its line in the register, the first report being 1. */
  readonly reportNo: number;
  /** YYYY-MM-DD */
  readonly flightDate: string;
  readonly airline: string;
  readonly repairCost: number;
  readonly otherCost: number;
}

const FILE = join(dirname(createRequire(import.meta.url).resolve('vega-datasets')), '..', 'data', 'birdstrikes.csv');

const COLUMNS = ['Flight Date', 'Aircraft Airline Operator', 'Cost Repair', 'Cost Other'] as const;

function amount(text: string, reportNo: number): number {
  if (!/^\d+$/.test(text)) throw new Error(`Report ${reportNo} has the amount "${text}", not a whole number.`);
  return Number(text);
}

/**
 * The reports that the register holds for a business day. It is closed (1990 to 2002), so that every night has work the
 * night of a 21st gets the reports of every 21st: around 330.
 */
export function reportsOf(businessDay: string): StrikeReport[] {
  const [head = '', ...lines] = readFileSync(FILE, 'utf8').trimEnd().split(/\r?\n/);
  const columns = head.split(',');
  const [date, airline, repair, other] = COLUMNS.map((name) => {
    const at = columns.indexOf(name);
    if (at === -1) throw new Error(`The register has no column "${name}".`);
    return at;
  }) as [number, number, number, number];
  return lines.flatMap((line, index) => {
    const fields = line.split(',');
    const reportNo = index + 1;
    if (fields.length !== columns.length) throw new Error(`Report ${reportNo} has ${fields.length} fields.`);
    const flightDate = fields[date]!;
    if (flightDate.slice(8) !== businessDay.slice(8)) return [];
    return [
      {
        reportNo,
        flightDate,
        airline: fields[airline]!,
        repairCost: amount(fields[repair]!, reportNo),
        otherCost: amount(fields[other]!, reportNo),
      },
    ];
  });
}
