import { defineHandler, getConnection, NonRetryableError, transactionalReadonly } from 'jobu';
import { businessDay, nightParams } from '../business-day.ts';
import { type AirlineCosts, business, costsOf, prepareTables, report, totalOf } from '../tables.ts';

/** Everything the check compares, read in one transaction that cannot write. */
const readNight = transactionalReadonly(
  'business',
  'report',
)(async (day: string) => {
  const source = getConnection('business');
  const load = await source.run<Record<string, unknown> | undefined>(business('find_load'), { day });
  const loaded = await source.run<Record<string, unknown>[]>(business('sum_by_airline'), { day });
  const reported = await getConnection('report').run<Record<string, unknown>[]>(report('list_costs'), { day });
  return { load, loaded: loaded.map(costsOf), reported: reported.map(costsOf) };
});

function differencesOf(loaded: readonly AirlineCosts[], reported: readonly AirlineCosts[]): string[] {
  const airlines = [...new Set([...loaded, ...reported].map(({ airline }) => airline))].sort();
  return airlines.flatMap((airline) => {
    const [left, right] = [loaded, reported].map((lines) => lines.find((line) => line.airline === airline));
    return (['reports', 'repairCost', 'otherCost'] as const).flatMap((field) => {
      const [expected, found] = [left?.[field] ?? 0, right?.[field] ?? 0];
      return expected === found ? [] : [`${airline}: ${field} is ${found}, the loaded reports say ${expected}`];
    });
  });
}

export default defineHandler({
  name: 'check-strikes',
  description: 'Compares the report with the loaded rows and with the control record, and fails loudly',
  params: nightParams,
  async execute(params, { scheduledTime, log }) {
    const day = businessDay(params, scheduledTime);
    await prepareTables();
    const { load, loaded, reported } = await readNight(day);
    if (load === undefined || (reported.length === 0 && loaded.length > 0))
      throw new Error(`The report of ${day} is not made yet.`);
    const differences = differencesOf(loaded, reported);
    const count = loaded.reduce((sum, { reports }) => sum + reports, 0);
    if (count !== Number(load['reports']))
      differences.push(`${count} reports are there, ${load['reports']} were loaded`);
    if (totalOf(loaded) !== Number(load['total_cost']))
      differences.push(`they cost ${totalOf(loaded)}, the control record says ${load['total_cost']}`);
    // A wrong number does not get right by trying again.
    if (differences.length > 0)
      throw new NonRetryableError(`The report of ${day} does not add up: ${differences.join('; ')}.`);
    log.info(`The report of ${day} adds up: ${count} reports, ${totalOf(reported)} dollars.`);
    return { day, reports: count, totalCost: totalOf(reported) };
  },
});
