import type { Command } from 'commander';
import type { Language } from '../../domain/cron-sentence.ts';
import { formatInstant } from '../../domain/time-zone.ts';
import { listCrons, requireCron } from '../../ledger/crons.ts';
import type { Cron } from '../../ledger/model/cron.ts';
import { planCrons } from '../../ledger/plan.ts';
import { sentenceOf } from '../../ledger/schedules.ts';
import { isoSeconds } from '../fire-time-list.ts';
import { act, languageOf, languageOption, wholeNumber } from '../invocation.ts';
import { type Ledger, withLedger } from '../ledger-access.ts';
import { note, print, printJson, printTable } from '../output.ts';
import { countText } from '../table.ts';
import { timeRange } from '../time-range.ts';

interface PlanOptions {
  readonly cron?: string;
  readonly from?: string;
  readonly to?: string;
  readonly limit: number;
  readonly summary?: boolean;
  readonly language?: Language;
}

const WEEK_MS = 7 * 86_400_000;

async function cronsOf({ database: { autocommit } }: Ledger, name: string | undefined): Promise<Cron[]> {
  if (name !== undefined) return [await requireCron(autocommit, name)];
  const crons: Cron[] = [];
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const page = await listCrons(autocommit, { isEnabled: true, limit: 200, cursor });
    crons.push(...page.items);
    cursor = page.nextCursor;
  }
  return crons;
}

export function addPlan(program: Command): void {
  program
    .command('plan')
    .summary('show what will run, and why something will not')
    .description(
      'Show every coming occurrence with its local time, UTC, business date, and what calendars, changes of the clock, ' +
        'blackouts, pauses and overlap will do to it. The dispatcher asks the same function.',
    )
    .option('--cron <name>', 'of this cron only')
    .option('--from <time>', 'first date or time; default: now')
    .option('--to <time>', 'last date or time, included; default: a week later')
    .option('--limit <n>', 'at most so many of each cron', wholeNumber(1, 1_000_000), 1000)
    .option('--summary', 'only count')
    .addOption(languageOption())
    .action(
      act<PlanOptions, []>(async (invocation) => {
        const { cron, from, to, limit, summary, json } = invocation.options;
        const zone = invocation.displayZone;
        await withLedger(invocation, async (ledger) => {
          const crons = await cronsOf(ledger, cron);
          const start = from ?? ledger.clock.now().toISOString();
          const end = to ?? new Date(timeRange(zone, start, start).from.getTime() + WEEK_MS).toISOString();
          const range = { ...timeRange(zone, start, end), limit };
          const { occurrences, isCut } = await planCrons(ledger.database.autocommit, crons, range);
          const running = occurrences.filter(({ willRun }) => willRun).length;
          const sentence = cron === undefined ? undefined : sentenceOf(crons[0]!, languageOf(invocation.options));
          if (sentence !== undefined && !json) note(sentence);
          if (json)
            printJson({
              sentence,
              ...range,
              runs: running,
              skipped: occurrences.length - running,
              isCut,
              occurrences: summary ? undefined : occurrences,
            });
          else {
            if (!summary && occurrences.length > 0)
              printTable(
                ['TIME', 'UTC', 'CRON', 'BUSINESS DATE', 'RESULT', 'REMARK'],
                occurrences.map((one) => [
                  formatInstant(one.effective, one.timeZone),
                  isoSeconds(one.effective),
                  one.cron,
                  one.businessDate,
                  one.skipReason ?? 'runs',
                  one.remarks.map(({ message }) => message).join('; ') || null,
                ]),
              );
            print(`${countText(running, 'run')}, ${occurrences.length - running} skipped.`);
          }
          if (isCut) note(`Some crons have more than ${limit} occurrences; ask for a shorter time or raise --limit.`);
        });
      }),
    );
}
