import { type Command, Option } from 'commander';
import { dateText } from '../../domain/civil-date.ts';
import { recordBackfill } from '../../ledger/audit-records.ts';
import { type BackfillItem, type BackfillOptions, createBackfill, planBackfill } from '../../ledger/backfill.ts';
import { BACKFILL_MODES, BACKFILL_ORDERS, type Backfill, type BackfillMode } from '../../ledger/backfill-state.ts';
import { requireCron } from '../../ledger/crons.ts';
import { announce } from '../../ledger/hints.ts';
import { type Cron, RESUME_POLICIES, type ResumePolicy } from '../../ledger/model/cron.ts';
import { timeText } from '../entities.ts';
import { act, actor, noteOf, wholeNumber } from '../invocation.ts';
import { withLedger } from '../ledger-access.ts';
import { note, print, printJson, printTable } from '../output.ts';
import { countText } from '../table.ts';
import { timeRange } from '../time-range.ts';
import { addBackfillSteering } from './backfill-steering.ts';

interface StartOptions {
  readonly from: string;
  readonly to: string;
  readonly mode: BackfillMode;
  readonly order: Backfill['runOrder'];
  readonly concurrency: number;
  readonly allowOverlap?: boolean;
  readonly ignoreCalendar?: boolean;
  readonly pauseCron?: ResumePolicy;
  readonly params?: string;
  readonly reason?: string;
  readonly dryRun?: boolean;
}

function printItems(items: readonly BackfillItem[], { timeZone }: Cron): void {
  if (items.length === 0) return;
  printTable(
    ['SCHEDULED', 'BUSINESS DATE', 'EXECUTION', 'STATUS', 'ACTION'],
    items.map(({ occurrence, execution, action }) => [
      timeText(occurrence.nominal, timeZone),
      dateText(occurrence.businessDay),
      execution?.id,
      execution?.status,
      action,
    ]),
  );
}

const itemJson = ({ occurrence, execution, action }: BackfillItem) => ({
  scheduledTime: occurrence.nominal,
  businessDate: dateText(occurrence.businessDay),
  executionId: execution?.id ?? null,
  status: execution?.status ?? null,
  action,
});

export function addBackfill(program: Command): void {
  const group = program.command('backfill').description('Run past occurrences of a cron, and steer that.');
  group
    .command('start', { isDefault: true })
    .summary('run past occurrences of a cron')
    .description(
      'Run past occurrences of a cron. They keep their business date; the dispatcher starts them, so many at once as ' +
        '--concurrency says. "start" may be left out.',
    )
    .argument('<name>', 'name or id of the cron')
    .requiredOption('--from <time>', 'first date or time')
    .requiredOption('--to <time>', 'last date or time, included')
    .addOption(new Option('--mode <mode>', 'which ones').choices([...BACKFILL_MODES]).default('missing'))
    .addOption(new Option('--order <order>', 'which ones first').choices([...BACKFILL_ORDERS]).default('oldest'))
    .option('--concurrency <n>', 'so many at once', wholeNumber(1, 1000), 1)
    .option('--allow-overlap', 'although the cron does not allow overlap')
    .option('--ignore-calendar', 'also what falls on closed days')
    .addOption(
      new Option(
        '--pause-cron <missed>',
        'pause the cron until it is over, then run this of what came due meanwhile',
      ).choices([...RESUME_POLICIES]),
    )
    .option('--params <json>', 'instead of those of the cron; {businessDate} and {scheduledTime} are filled in')
    .option('--reason <text>', 'why, kept with the executions')
    .option('--dry-run', 'only show what would run')
    .action(
      act<StartOptions, [string]>(async (invocation, name) => {
        const { dryRun = false, json, reason = null, ...asked } = invocation.options;
        await withLedger(invocation, async ({ database, clock }) => {
          const cron = await requireCron(database.autocommit, name);
          const now = clock.now();
          const range = timeRange(cron.timeZone, asked.from, asked.to);
          const options: BackfillOptions = {
            from: range.from,
            until: new Date(Math.min(range.until.getTime(), now.getTime())),
            mode: asked.mode,
            runOrder: asked.order,
            maxRunning: asked.concurrency,
            allowOverlap: asked.allowOverlap,
            allowClosed: asked.ignoreCalendar,
            pauseCron: asked.pauseCron,
            params: asked.params,
            actor: actor(),
            reason,
          };
          const { backfill, items } = dryRun
            ? { backfill: null, items: await planBackfill(database.autocommit, cron, options, now) }
            : await database.transaction(async (connection) => {
                const made = await createBackfill(connection, cron.id, options, now);
                if (made.backfill)
                  await recordBackfill(
                    connection,
                    noteOf(reason),
                    'create',
                    { before: null, after: made.backfill },
                    now,
                  );
                return made;
              });
          if (backfill) await announce(database, 'cronsChanged');
          const count = backfill?.executions ?? items.filter(({ action }) => dryRun && action !== 'keep').length;
          if (json) return printJson({ dryRun, id: backfill?.id ?? null, count, items: items.map(itemJson) });
          if (dryRun) printItems(items, cron);
          if (range.until > now) note('Only what lies in the past is looked at.');
          const said = `${countText(count, 'execution')} ${dryRun ? 'would' : 'will'} run`;
          print(
            dryRun ? `Dry run, nothing is changed: ${said}.` : `${backfill ? `Backfill ${backfill.id}: ` : ''}${said}.`,
          );
        });
      }),
    );
  addBackfillSteering(group);
}
