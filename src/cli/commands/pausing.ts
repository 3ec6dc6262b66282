import { type Command, Option } from 'commander';
import { recordScheduler } from '../../ledger/audit-records.ts';
import { announce } from '../../ledger/hints.ts';
import { RESUME_POLICIES, type ResumePolicy } from '../../ledger/model/cron.ts';
import { pauseScheduler, resumeScheduler, schedulerPause } from '../../ledger/scheduler-pause.ts';
import { timeText } from '../entities.ts';
import { act, actor, noteOf, timeIn } from '../invocation.ts';
import { withLedger } from '../ledger-access.ts';
import { print, printJson } from '../output.ts';

interface PauseChoices {
  readonly reason?: string;
  readonly until?: string;
  readonly missed: ResumePolicy;
}

/** What becomes of the occurrences that came due during a pause. */
export const missedOption = (about: string) =>
  new Option('--missed <policy>', about).choices([...RESUME_POLICIES]).default('drop');

const WORDS: Readonly<Record<ResumePolicy, string>> = {
  drop: 'nothing that came due meanwhile runs',
  latest: 'of each cron the latest paused occurrence runs after all',
  all: 'all paused occurrences run after all',
};

export function addPausing(program: Command): void {
  program
    .command('pause')
    .summary('pause every cron')
    .description(
      'Pause the whole scheduler: what comes due is written as SKIPPED, until it is resumed. What exists already still runs, ' +
        'and crons can be triggered by hand.',
    )
    .option('--reason <text>', 'why, kept with what is skipped')
    .option('--until <time>', 'resume by itself then')
    .addOption(missedOption('what runs after all at --until'))
    .action(
      act<PauseChoices, []>(async (invocation) => {
        const { reason, until, missed, json } = invocation.options;
        const zone = invocation.displayZone;
        const pause = await withLedger(invocation, async ({ database, clock }) => {
          const paused = await database.transaction(async (connection) => {
            const now = clock.now();
            const before = await schedulerPause(connection);
            const options = { actor: actor(), reason, until: timeIn(zone, until), resumePolicy: missed };
            const after = await pauseScheduler(connection, options, now);
            await recordScheduler(connection, noteOf(reason), 'pause', { before, after }, now);
            return after;
          });
          await announce(database, 'cronsChanged');
          return paused;
        });
        if (json) return printJson(pause);
        print(`The scheduler is paused${pause.until ? ` until ${timeText(pause.until, zone)}` : ''}.`);
      }),
    );

  program
    .command('resume')
    .summary('resume the paused scheduler')
    .description('Resume the paused scheduler. Crons that are paused themselves stay paused.')
    .addOption(missedOption('which of the paused occurrences run after all'))
    .option('--reason <text>', 'why, kept with those that run')
    .action(
      act<Omit<PauseChoices, 'until'>, []>(async (invocation) => {
        const { reason, missed, json } = invocation.options;
        const pause = await withLedger(invocation, async ({ database, clock }) => {
          const resumed = await database.transaction(async (connection) => {
            const now = clock.now();
            const before = await schedulerPause(connection);
            const after = await resumeScheduler(connection, { policy: missed, actor: actor(), reason }, now);
            await recordScheduler(connection, noteOf(reason), 'resume', { before, after }, now);
            return after;
          });
          await announce(database, 'cronsChanged');
          return resumed;
        });
        if (json) return printJson(pause);
        print(`The scheduler goes on: ${WORDS[missed]}.`);
      }),
    );
}
