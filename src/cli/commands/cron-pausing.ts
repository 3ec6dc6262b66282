import type { Command } from 'commander';
import { recordCron } from '../../ledger/audit-records.ts';
import { requireCron } from '../../ledger/crons.ts';
import { announce } from '../../ledger/hints.ts';
import type { ResumePolicy } from '../../ledger/model/cron.ts';
import { pauseCron, resumeCron } from '../../ledger/pauses.ts';
import { cronJson, timeText } from '../entities.ts';
import { act, actor, noteOf, timeIn } from '../invocation.ts';
import { withLedger } from '../ledger-access.ts';
import { print, printJson } from '../output.ts';
import { countText } from '../table.ts';
import { missedOption } from './pausing.ts';

/** Adds `pause` and `resume` to the commands about crons. */
export function addCronPausing(group: Command): void {
  group
    .command('pause')
    .description('Pause a cron: what comes due is written as SKIPPED, until it is resumed.')
    .argument('<name>', 'name or id')
    .option('--reason <text>', 'why, kept with what is skipped')
    .option('--until <time>', 'resume by itself then')
    .addOption(missedOption('what runs after all at --until'))
    .action(
      act<{ reason?: string; until?: string; missed: ResumePolicy }, [string]>(async (invocation, name) => {
        const { reason, until, missed, json } = invocation.options;
        const zone = invocation.displayZone;
        const cron = await withLedger(invocation, async ({ database, clock }) => {
          const paused = await database.transaction(async (connection) => {
            const before = await requireCron(connection, name);
            const now = clock.now();
            const options = { actor: actor(), reason, until: timeIn(zone, until), resumePolicy: missed };
            const after = await pauseCron(connection, before.id, options, now);
            await recordCron(connection, noteOf(reason), 'pause', { before, after }, now);
            return after;
          });
          await announce(database, 'cronsChanged');
          return paused;
        });
        if (json) return printJson(cronJson(cron));
        print(`Cron "${cron.name}" is paused${cron.pausedUntil ? ` until ${timeText(cron.pausedUntil, zone)}` : ''}.`);
      }),
    );

  group
    .command('resume')
    .description('Resume a paused cron.')
    .argument('<name>', 'name or id')
    .addOption(missedOption('which of the paused occurrences run after all'))
    .option('--reason <text>', 'why, kept with those that run')
    .action(
      act<{ reason?: string; missed: ResumePolicy }, [string]>(async (invocation, name) => {
        const { reason, missed, json } = invocation.options;
        const { cron, revived } = await withLedger(invocation, async ({ database, clock }) => {
          const resumed = await database.transaction(async (connection) => {
            const before = await requireCron(connection, name);
            const now = clock.now();
            const changed = await resumeCron(connection, before.id, { policy: missed, actor: actor(), reason }, now);
            await recordCron(connection, noteOf(reason), 'resume', { before, after: changed.cron }, now);
            return changed;
          });
          await announce(database, 'cronsChanged');
          return resumed;
        });
        if (json) return printJson({ ...cronJson(cron), revived });
        print(`Cron "${cron.name}" goes on, ${countText(revived, 'paused occurrence')} will run after all.`);
      }),
    );
}
