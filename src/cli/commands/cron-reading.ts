import type { Command } from 'commander';
import type { Language } from '../../domain/cron-sentence.ts';
import { nextRuns } from '../../domain/occurrences.ts';
import { formatInstant } from '../../domain/time-zone.ts';
import { type CronFilter, listCrons, requireCron } from '../../ledger/crons.ts';
import { listExecutions } from '../../ledger/executions.ts';
import { calendarsOf, scheduleOf, sentenceOf } from '../../ledger/schedules.ts';
import { cronJson, cronStanding, executionJson, printCron, printExecutions, scheduleText } from '../entities.ts';
import { printFireTimes } from '../fire-time-list.ts';
import { act, languageOf, languageOption, timeIn, wholeNumber } from '../invocation.ts';
import { withLedger } from '../ledger-access.ts';
import { note, print, printJson, printTable } from '../output.ts';

/** How many executions `show` lists. */
const RECENT = 5;

interface ListOptions extends CronFilter {
  readonly handler?: string;
  readonly group?: string;
  readonly enabled?: boolean;
  readonly disabled?: boolean;
  readonly language?: Language;
}

export function addCronReading(group: Command): void {
  group
    .command('list')
    .description('List crons by name.')
    .option('--handler <name>', 'with this handler')
    .option('--group <name>', 'of this group')
    .option('--owner <name>', 'of this owner')
    .option('--search <text>', 'with this text in the name')
    .option('--enabled', 'only enabled ones')
    .option('--disabled', 'only disabled ones')
    .option('--limit <n>', 'at most', wholeNumber(1, 1000), 100)
    .option('--cursor <cursor>', 'go on after an earlier list')
    .addOption(languageOption())
    .action(
      act<ListOptions, []>(async (invocation) => {
        const { handler, group: groupName, owner, search, enabled, disabled, limit, cursor } = invocation.options;
        const isEnabled = enabled === disabled ? undefined : Boolean(enabled);
        const filter = { handlerName: handler, groupName, owner, search, isEnabled, limit, cursor };
        const page = await withLedger(invocation, ({ database }) => listCrons(database.autocommit, filter));
        const language = languageOf(invocation.options);
        if (invocation.options.json)
          return printJson({
            items: page.items.map((cron) => ({ ...cronJson(cron), sentence: sentenceOf(cron, language) })),
            nextCursor: page.nextCursor,
          });
        if (page.items.length === 0) return note('There are no such crons. Make one with: jobu cron add');
        const zone = invocation.displayZone;
        printTable(
          ['NAME', 'SCHEDULE', 'IN WORDS', 'ZONE', 'HANDLER', 'NEXT RUN', 'STATE'],
          page.items.map((cron) => [
            cron.name,
            scheduleText(cron),
            sentenceOf(cron, language),
            cron.timeZone,
            cron.handlerName,
            cron.nextRunAt && formatInstant(cron.nextRunAt, zone),
            cronStanding(cron),
          ]),
        );
        if (page.nextCursor) note(`There are more: --cursor ${page.nextCursor}`);
      }),
    );

  group
    .command('show')
    .description('Show a cron with its latest executions.')
    .argument('<name>', 'name or id')
    .addOption(languageOption())
    .action(
      act<{ language?: Language }, [string]>(async (invocation, name) => {
        const { cron, executions } = await withLedger(invocation, async ({ database }) => {
          const found = await requireCron(database.autocommit, name);
          const { items } = await listExecutions(database.autocommit, { cronId: found.id, limit: RECENT });
          return { cron: found, executions: items };
        });
        const sentence = sentenceOf(cron, languageOf(invocation.options));
        if (invocation.options.json)
          return printJson({ ...cronJson(cron), sentence, executions: executions.map(executionJson) });
        printCron(cron, invocation.displayZone, sentence);
        if (executions.length === 0) return;
        print('');
        printExecutions(executions, invocation.displayZone);
      }),
    );

  group
    .command('next')
    .description('Show the next times of a stored cron.')
    .argument('<name>', 'name or id')
    .option('--count <n>', 'how many', wholeNumber(1, 10_000), 5)
    .option('--after <time>', 'times strictly later than this; default: now')
    .addOption(languageOption())
    .action(
      act<{ count: number; after?: string; language?: Language }, [string]>(async (invocation, name) => {
        const { count, after } = invocation.options;
        const { cron, times } = await withLedger(invocation, async ({ database: { autocommit }, clock }) => {
          const found = await requireCron(autocommit, name);
          const schedule = scheduleOf(found, await calendarsOf(autocommit, [found]));
          const from = timeIn(found.timeZone, after) ?? clock.now();
          return { cron: found, times: nextRuns(schedule, from, count).map(({ effective }) => effective) };
        });
        if (!invocation.options.json) note(sentenceOf(cron, languageOf(invocation.options)));
        if (!cron.isEnabled) note(`Cron "${cron.name}" is disabled: none of these will run.`);
        const none = cron.cronExpression || cron.timing ? 'never' : 'only when triggered';
        printFireTimes(times, cron.timeZone, none, invocation.options.json);
      }),
    );
}
