import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCron } from '../../src/ledger/crons.ts';
import type { Cron, CronInput } from '../../src/ledger/model/cron.ts';
import { type PlannedOccurrence, planCrons } from '../../src/ledger/plan.ts';
import { keysOfPlanned, listUpcoming } from '../../src/ledger/upcoming.ts';
import { freshLedger, type Ledger } from '../support/ledger.ts';

const NOW = new Date('2026-11-23T00:10:00.000Z');
const FROM = new Date('2026-11-23T00:10:01.000Z');
const UNTIL = new Date('2026-11-23T07:10:00.000Z');
const CRONS = 2_300;

/** More crons than are planned at once, most of them at the same instants, with names in another order than their ids. */
const inputOf = (index: number): CronInput => ({
  name: `job-${(index * 7919) % CRONS}`,
  handlerName: 'noop',
  timeZone: 'Asia/Seoul',
  cronExpression: index % 5 === 0 ? `${index % 60} */3 * * *` : index % 50 === 1 ? '*/20 * * * *' : '0 */2 * * *',
  groupName: index % 3 === 0 ? 'a' : null,
  jitterSeconds: index % 7 === 0 ? 60 : 0,
});

const byPlace = (a: PlannedOccurrence, b: PlannedOccurrence): number =>
  a.effective.getTime() - b.effective.getTime() ||
  (a.cron < b.cron ? -1 : a.cron > b.cron ? 1 : a.nominal.getTime() - b.nominal.getTime());

describe('what is coming of thousands of crons', () => {
  let ledger: Ledger;
  let crons: Cron[];
  beforeAll(async () => {
    ledger = await freshLedger('sqlite');
    crons = await ledger.database.transaction(async (connection) => {
      const made: Cron[] = [];
      for (let index = 0; index < CRONS; index++)
        made.push(
          await createCron(connection, inputOf(index), {
            now: NOW,
            defaults: { timeZone: 'Asia/Seoul', minCronIntervalSeconds: 60 },
          }),
        );
      return made;
    });
  });
  afterAll(() => ledger?.drop());

  it.each([
    [null, false, 450],
    [null, false, 150],
    [['a'], false, 450],
    [null, true, 450],
  ] as const)(
    'is complete and in order over all pages (groups %s, backwards %s, by %d)',
    async (groups, descending, size) => {
      const { autocommit } = ledger.database;
      const own = crons.filter(({ groupName }) => groups === null || groupName === 'a');
      const { occurrences } = await planCrons(autocommit, own, { from: FROM, until: UNTIL, limit: 10_000 });
      const expected = occurrences.toSorted(byPlace);
      if (descending) expected.reverse();
      const listed: PlannedOccurrence[] = [];
      for (let position: string[] | undefined; ; ) {
        const page = await listUpcoming(
          autocommit,
          { from: FROM, until: UNTIL, groups },
          { position, descending, limit: size },
        );
        listed.push(...page);
        if (page.length < size) break;
        position = keysOfPlanned(page.at(-1)!);
      }
      expect(expected.length).toBeGreaterThan(groups ? 2_000 : 6_000);
      expect(listed.map((one) => keysOfPlanned(one).join(' '))).toEqual(
        expected.map((one) => keysOfPlanned(one).join(' ')),
      );
    },
  );
});
