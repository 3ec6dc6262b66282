import { defineHandler, getConnection, transactional } from 'jobu';
import { businessDay, nightParams } from '../business-day.ts';
import { business, costsOf, prepareTables, report, totalOf } from '../tables.ts';

/** Sums up the day in `business` and writes it into `report`, in one transaction over both. */
const summarize = transactional(
  'business',
  'report',
)(async (day: string) => {
  const source = getConnection('business');
  const load = await source.run(business('find_load'), { day });
  // Thrown, so tried again after the cron's retry_backoff: the load may be late.
  if (load === undefined) throw new Error(`The reports of ${day} are not loaded yet.`);
  const lines = (await source.run<Record<string, unknown>[]>(business('sum_by_airline'), { day })).map(costsOf);
  const target = getConnection('report');
  await target.run(report('delete_costs'), { day });
  await target.run(
    report('insert_costs'),
    lines.map(({ airline, reports, repairCost, otherCost }) => ({
      day,
      airline,
      reports,
      repair_cost: repairCost,
      other_cost: otherCost,
    })),
  );
  return lines;
});

export default defineHandler({
  name: 'summarize-strikes',
  description: "Sums up the day's bird strike costs by airline",
  params: nightParams,
  async execute(params, { scheduledTime, log }) {
    const day = businessDay(params, scheduledTime);
    await prepareTables();
    const lines = await summarize(day);
    log.info(`${lines.length} airlines on ${day}, ${totalOf(lines)} dollars.`);
    return { day, airlines: lines.length, totalCost: totalOf(lines) };
  },
});
