import type { Command } from 'commander';
import { recordAudit } from '../../ledger/audit.ts';
import { prune } from '../../ledger/prune.ts';
import { act, noteOf } from '../invocation.ts';
import { withLedger } from '../ledger-access.ts';
import { print, printJson } from '../output.ts';
import { countText } from '../table.ts';

const daysText = (days: number | null): string => (days === null ? 'forever' : `${days} days`);

export function addPrune(program: Command): void {
  program
    .command('prune')
    .summary('delete old executions and logs')
    .description(
      'Delete executions and logs that are older than the retention in dispatcher.yaml. The newest execution of each ' +
        'cron stays. Running dispatchers do this by themselves once an hour.',
    )
    .option('--dry-run', 'only count')
    .action(
      act<{ dryRun?: boolean }, []>(async (invocation) => {
        const { dryRun = false, json } = invocation.options;
        const { retention } = invocation.config.dispatcher;
        const pruned = await withLedger(invocation, async ({ database, clock }) => {
          const done = await prune(database, retention, { now: clock.now(), dryRun });
          const target = { type: 'database', name: database.name };
          const entry = { ...noteOf(), action: 'database.prune', target, after: { ...retention, ...done } };
          if (!dryRun) await database.transaction((connection) => recordAudit(connection, entry, clock.now()));
          return done;
        });
        if (json) return printJson({ dryRun, ...pruned });
        const { successDays, otherDays, logDays } = retention;
        print(`Kept: successes ${daysText(successDays)}, others ${daysText(otherDays)}, logs ${daysText(logDays)}.`);
        print(
          `${dryRun ? 'Would delete' : 'Deleted'} ${countText(pruned.executions, 'execution')} and ${countText(pruned.logLines, 'log line')}.`,
        );
      }),
    );
}
