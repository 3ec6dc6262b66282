import { getConnection, loadStatements } from 'jobu';

export const business = loadStatements(new URL('./sql/business.sql', import.meta.url));
export const report = loadStatements(new URL('./sql/report.sql', import.meta.url));

/** Makes the tables where they are missing. Outside a transaction: MySQL would commit it. */
export async function prepareTables(): Promise<void> {
  await getConnection('business').run(business('create_business_tables'));
  await getConnection('report').run(report('create_report_tables'));
}

/** One line of the report. */
export interface AirlineCosts {
  readonly airline: string;
  readonly reports: number;
  readonly repairCost: number;
  readonly otherCost: number;
}

/** A row with its sums as numbers: a SUM is a decimal on servers, and decimals arrive as text. */
export function costsOf(row: Record<string, unknown>): AirlineCosts {
  return {
    airline: String(row['airline']),
    reports: Number(row['reports']),
    repairCost: Number(row['repair_cost']),
    otherCost: Number(row['other_cost']),
  };
}

export const totalOf = (lines: readonly { repairCost: number; otherCost: number }[]): number =>
  lines.reduce((sum, { repairCost, otherCost }) => sum + repairCost + otherCost, 0);
