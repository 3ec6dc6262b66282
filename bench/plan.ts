import { readyMadeCalendar } from '../src/ledger/calendar-data/ready-made.ts';
import { saveCalendar } from '../src/ledger/calendars.ts';
import { createCron } from '../src/ledger/crons.ts';
import type { Cron, CronInput } from '../src/ledger/model/cron.ts';
import { planCrons } from '../src/ledger/plan.ts';
import { median, round } from './figures.ts';
import type { Target } from './target.ts';

const START = new Date('2027-01-01T00:00:00.000Z');
const END = new Date('2028-01-01T00:00:00.000Z');
/** More than any of them has in a year. */
const LIMIT = 10_000;
/** Crons whose plan is held at once. */
const PART = 100;

const onBusinessDays = { calendar: 'kr', onClosed: 'next' } as const;

/** What ten crons of a company are like. */
const KINDS: readonly ((index: number) => Partial<CronInput>)[] = [
  (index) => ({ cronExpression: `${index % 60} ${index % 24} * * *` }),
  (index) => ({ cronExpression: `${index % 60} ${index % 24} * * *`, jitterSeconds: 600 }),
  (index) => ({ cronExpression: `${index % 60} ${index % 24} * * *`, timeZone: 'America/New_York' }),
  (index) => ({ cronExpression: `${index % 60} */6 * * *` }),
  (index) => ({ cronExpression: `${index % 60} 9 * * MON-FRI`, ...onBusinessDays, onClosed: 'skip' }),
  (index) => ({ cronExpression: `${index % 60} 18 * * *`, ...onBusinessDays, onClosed: 'skip' }),
  (index) => ({ cronExpression: `${index % 60} 6 1,10,25 * *`, ...onBusinessDays }),
  () => ({ timing: { type: 'business_day', nth: -1, of: 'month', at: '18:00' }, calendar: 'kr' }),
  () => ({ timing: { type: 'business_day', day: 20, plus_business_days: 5, at: '25:30' }, calendar: 'kr' }),
  (index) => ({
    cronExpression: `${index % 60} 2 * * *`,
    blackouts: [{ from: '01:00', to: '03:00', weekdays: ['SUN'] }],
  }),
];

/** A year of crons in seconds, through the function that the dispatcher uses. */
export async function plan(target: Target, { crons: count, rounds }: { crons: number; rounds: number }) {
  const bench = await target.fresh();
  const { database } = bench;
  try {
    const crons = await database.transaction(async (connection) => {
      await saveCalendar(connection, 'kr', await readyMadeCalendar('kr', START), { now: START, mode: 'create' });
      const made: Cron[] = [];
      for (let index = 0; index < count; index++)
        made.push(
          await createCron(
            connection,
            { name: `cron-${index}`, handlerName: 'noop', ...KINDS[index % KINDS.length]!(index) },
            { now: START, defaults: { timeZone: 'Asia/Seoul', minCronIntervalSeconds: 1 } },
          ),
        );
      return made;
    });
    const seconds: number[] = [];
    let occurrences = 0;
    for (let run = 0; run < rounds; run++) {
      const began = performance.now();
      occurrences = 0;
      for (let first = 0; first < crons.length; first += PART) {
        const planned = await planCrons(database.autocommit, crons.slice(first, first + PART), {
          from: START,
          until: END,
          limit: LIMIT,
        });
        if (planned.isCut) throw new Error('the plan is cut');
        occurrences += planned.occurrences.length;
      }
      seconds.push((performance.now() - began) / 1000);
    }
    const figures = { crons: count, occurrences, seconds: round(median(seconds), 2) };
    console.log(
      `${target.name}: a year of ${count} crons, ${occurrences} occurrences, is planned in ${figures.seconds} s (median)`,
    );
    return figures;
  } finally {
    await bench.close();
  }
}
