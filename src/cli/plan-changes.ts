import { changeSummary, type PlanChange, planChanges } from '../domain/plan-diff.ts';
import { changedCron, requireCron } from '../ledger/crons.ts';
import type { CronInput } from '../ledger/model/cron.ts';
import { calendarsOf, scheduleOf } from '../ledger/schedules.ts';
import { timeText } from './entities.ts';
import type { Invocation } from './invocation.ts';
import { withLedger } from './ledger-access.ts';
import { print, printJson, printTable } from './output.ts';

const YEAR_MS = 366 * 86_400_000;
/** So many changes are listed; all are counted. */
const LISTED = 50;

export function printChanges(changes: readonly PlanChange[], zone: string): void {
  if (changes.length > 0)
    printTable(
      ['CHANGE', 'FROM', 'TO', 'WHY'],
      changes
        .slice(0, LISTED)
        .map(({ kind, from, to, cause }) => [kind, timeText(from, zone), timeText(to, zone), cause]),
    );
  print(
    `${changes.length > LISTED ? `(the first ${LISTED} are shown) ` : ''}In the coming year ${changeSummary(changes)}.`,
  );
}

/** Shows what changing fields of a cron would do to its runs of the coming year; saves nothing. */
export async function previewChange(
  invocation: Invocation<unknown>,
  name: string,
  patch: Partial<CronInput>,
): Promise<void> {
  const { cron, changes } = await withLedger(invocation, async ({ database: { autocommit }, clock, defaults }) => {
    const before = await requireCron(autocommit, name);
    const after = changedCron(before, patch, defaults);
    const calendars = await calendarsOf(autocommit, [before, after]);
    const now = clock.now();
    const until = new Date(now.getTime() + YEAR_MS);
    return {
      cron: before,
      changes: planChanges(scheduleOf(before, calendars), scheduleOf(after, calendars), now, until),
    };
  });
  if (invocation.options.json) printJson({ dryRun: true, cron: cron.name, summary: changeSummary(changes), changes });
  else printChanges(changes, cron.timeZone);
}
