import { defineHandler, getConnection, type HandlerContext, transactional } from 'jobu';
import { businessDay, nightParams } from '../business-day.ts';
import { business, costsOf, prepareTables, report, totalOf } from '../tables.ts';

/**
 * Sums up the day in `business`, writes it into `report`, and notes in `business` that it is reported: in one transaction,
 * in which the execution succeeds as well. Wherever this is killed, all three say the same.
 */
const summarize = transactional(
  'default',
  'business',
  'report',
)(async (day: string, context: HandlerContext) => {
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
  await source.run(business('mark_reported'), { day });
  const result = { day, airlines: lines.length, totalCost: totalOf(lines) };
  await context.succeedIn(getConnection(), result);
  return result;
});

export default defineHandler({
  name: 'summarize-strikes',
  description: "Sums up the day's bird strike costs by airline",
  params: nightParams,
  async execute(params, context) {
    const day = businessDay(params, context.scheduledTime);
    await prepareTables();
    const result = await summarize(day, context);
    context.log.info(`${result.airlines} airlines on ${day}, ${result.totalCost} dollars.`);
    return result;
  },
});
