import { type Command, Option } from 'commander';
import { dateText } from '../../domain/civil-date.ts';
import { recordAudit } from '../../ledger/audit.ts';
import { BACKFILL_MODES, type BackfillMode, backfill, planBackfill } from '../../ledger/backfill.ts';
import { requireCron } from '../../ledger/crons.ts';
import { announce } from '../../ledger/hints.ts';
import { timeText } from '../entities.ts';
import { act, actor, noteOf } from '../invocation.ts';
import { withLedger } from '../ledger-access.ts';
import { note, print, printJson, printTable } from '../output.ts';
import { countText } from '../table.ts';
import { timeRange } from '../time-range.ts';

interface BackfillOptions {
  readonly from: string;
  readonly to: string;
  readonly mode: BackfillMode;
  readonly reason?: string;
  readonly dryRun?: boolean;
}

export function addBackfill(program: Command): void {
  program
    .command('backfill')
    .summary('run past occurrences of a cron')
    .description(
      'Run past occurrences of a cron, the oldest first, each when the one before has ended (at once when the cron allows ' +
        'overlap). They keep their business date. Cancel them with: jobu execution cancel.',
    )
    .argument('<name>', 'name or id of the cron')
    .requiredOption('--from <time>', 'first date or time')
    .requiredOption('--to <time>', 'last date or time, included')
    .addOption(new Option('--mode <mode>', 'which ones').choices([...BACKFILL_MODES]).default('missing'))
    .option('--reason <text>', 'why, kept with the executions')
    .option('--dry-run', 'only show what would run')
    .action(
      act<BackfillOptions, [string]>(async (invocation, name) => {
        const { from, to, mode, reason = null, dryRun = false, json } = invocation.options;
        await withLedger(invocation, async ({ database, clock }) => {
          const cron = await requireCron(database.autocommit, name);
          const now = clock.now();
          const range = { ...timeRange(cron.timeZone, from, to), mode };
          const until = new Date(Math.min(range.until.getTime(), now.getTime()));
          const items = await planBackfill(database.autocommit, cron, { ...range, until }, now);
          const wanted = items.filter(({ action }) => action !== 'keep');
          const count = dryRun
            ? wanted.length
            : await database.transaction(async (connection) => {
                const asked = { ...range, until };
                const executions = await backfill(connection, cron.id, asked, { actor: actor(), reason }, now);
                const target = { type: 'cron', id: cron.id, name: cron.name, group: cron.groupName };
                const entry = { ...noteOf(reason), action: 'cron.backfill', target, after: { ...asked, executions } };
                await recordAudit(connection, entry, now);
                return executions;
              });
          if (!dryRun) await announce(database, 'executionsCreated');
          if (json)
            return printJson({
              dryRun,
              count,
              items: items.map(({ occurrence, execution, action }) => ({
                scheduledTime: occurrence.nominal,
                businessDate: dateText(occurrence.businessDay),
                executionId: execution?.id ?? null,
                status: execution?.status ?? null,
                action,
              })),
            });
          if (dryRun && items.length > 0)
            printTable(
              ['SCHEDULED', 'BUSINESS DATE', 'EXECUTION', 'STATUS', 'ACTION'],
              items.map(({ occurrence, execution, action }) => [
                timeText(occurrence.nominal, cron.timeZone),
                dateText(occurrence.businessDay),
                execution?.id,
                execution?.status,
                action,
              ]),
            );
          if (range.until > now) note('Only what lies in the past is looked at.');
          print(
            `${dryRun ? 'Dry run, nothing is changed: ' : ''}${countText(count, 'execution')} ${dryRun ? 'would' : 'will'} run.`,
          );
        });
      }),
    );
}
