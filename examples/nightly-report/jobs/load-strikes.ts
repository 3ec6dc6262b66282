import { BaseHandler, getConnection, type HandlerContext, handler, transactional } from 'jobu';
import { businessDay, type NightParams, nightParams } from '../business-day.ts';
import { reportsOf, type StrikeReport } from '../register.ts';
import { business, prepareTables, totalOf } from '../tables.ts';

/** Loads the day's reports into `business`. A second run replaces what the first one loaded, so it changes nothing. */
@handler('load-strikes', { params: nightParams, description: "Loads the day's bird strike reports" })
export class LoadStrikes extends BaseHandler<NightParams> {
  async execute(params: NightParams, { scheduledTime, log }: HandlerContext) {
    const day = businessDay(params, scheduledTime);
    const reports = reportsOf(day);
    await prepareTables();
    await this.store(day, reports);
    log.info(`Loaded ${reports.length} reports of ${day}.`);
    return { day, reports: reports.length, totalCost: totalOf(reports) };
  }

  @transactional('business')
  async store(day: string, reports: readonly StrikeReport[]): Promise<void> {
    const connection = getConnection('business');
    await connection.run(business('delete_reports'), { day });
    await connection.run(
      business('insert_reports'),
      reports.map(({ reportNo, flightDate, airline, repairCost, otherCost }) => ({
        day,
        report_no: reportNo,
        flight_date: flightDate,
        airline,
        repair_cost: repairCost,
        other_cost: otherCost,
      })),
    );
    await connection.run(business('delete_load'), { day });
    await connection.run(business('insert_load'), { day, reports: reports.length, total_cost: totalOf(reports) });
  }
}
