import type { Command } from 'commander';
import { STATUSES } from '../../domain/states.ts';
import { recordBackfill } from '../../ledger/audit-records.ts';
import { type BackfillProgress, listBackfills, progressOf } from '../../ledger/backfill-list.ts';
import { type Backfill, type BackfillAction, changeBackfill, requireBackfill } from '../../ledger/backfill-state.ts';
import { requireCron } from '../../ledger/crons.ts';
import { announce } from '../../ledger/hints.ts';
import type { Id } from '../../ledger/model/row.ts';
import { timeText } from '../entities.ts';
import { act, actor, noteOf, wholeNumber } from '../invocation.ts';
import { withLedger } from '../ledger-access.ts';
import { note, print, printJson, printRecord, printTable } from '../output.ts';
import { countText } from '../table.ts';

/** `3 SUCCESS, 1 RUNNING, 6 waiting` */
function progressText({ waiting, byStatus }: BackfillProgress): string {
  const parts = STATUSES.flatMap((status) => {
    const count = byStatus[status] - (status === 'PENDING' ? waiting : 0);
    return count > 0 ? [`${count} ${status}`] : [];
  });
  return [...parts, ...(waiting > 0 ? [`${waiting} waiting`] : [])].join(', ');
}

const backfillJson = (backfill: Backfill, progress: BackfillProgress | undefined) => ({
  ...backfill,
  params: backfill.params === null ? null : (JSON.parse(backfill.params) as unknown),
  progress,
});

function addReading(group: Command): void {
  group
    .command('list')
    .description('List backfills, the newest first.')
    .option('--cron <name>', 'of this cron only')
    .option('--limit <n>', 'at most so many', wholeNumber(1, 200), 50)
    .action(
      act<{ cron?: string; limit: number }, []>(async (invocation) => {
        const { cron, limit, json } = invocation.options;
        const zone = invocation.displayZone;
        await withLedger(invocation, async ({ database: { autocommit } }) => {
          const cronId = cron === undefined ? undefined : (await requireCron(autocommit, cron)).id;
          const items = await listBackfills(autocommit, { cronId }, { descending: true, limit });
          const progress = await progressOf(autocommit, items);
          if (json) return printJson({ items: items.map((each) => backfillJson(each, progress.get(each.id))) });
          if (items.length === 0) return note('There are no backfills.');
          printTable(
            ['ID', 'CRON', 'FROM', 'TO', 'MODE', 'STATUS', 'PROGRESS'],
            items.map((each) => [
              ...[each.id, each.cronName, timeText(each.rangeFrom, zone), timeText(each.rangeTo, zone), each.mode],
              ...[each.status, progressText(progress.get(each.id)!)],
            ]),
          );
        });
      }),
    );

  group
    .command('show')
    .description('Show one backfill and how far it is.')
    .argument('<id>', 'id of the backfill')
    .action(
      act<object, [Id]>(async (invocation, id) => {
        const zone = invocation.displayZone;
        await withLedger(invocation, async ({ database: { autocommit } }) => {
          const backfill = await requireBackfill(autocommit, id);
          const progress = (await progressOf(autocommit, [backfill])).get(id)!;
          if (invocation.options.json) return printJson(backfillJson(backfill, progress));
          printRecord([
            ['id', backfill.id],
            ['cron', backfill.cronName],
            ['from', timeText(backfill.rangeFrom, zone)],
            ['to', timeText(backfill.rangeTo, zone)],
            ['mode', `${backfill.mode}, the ${backfill.runOrder} first`],
            ['at once', `${backfill.maxRunning}${backfill.allowOverlap ? ', overlap allowed' : ''}`],
            ['closed days', backfill.allowClosed ? 'run too' : null],
            ['cron meanwhile', backfill.pauseCron && `paused, then runs of what came due: ${backfill.pauseCron}`],
            ['params', backfill.params],
            ['status', backfill.status],
            ['progress', `${progressText(progress)} of ${countText(backfill.executions, 'execution')}`],
            ['made by', backfill.actor],
            ['reason', backfill.reason],
            ['made', timeText(backfill.createdAt, zone)],
            ['finished', timeText(backfill.finishedAt, zone)],
          ]);
        });
      }),
    );
}

interface ChangeOptions {
  readonly reason?: string;
  readonly cancelRunning?: boolean;
}

/** Adds `list`, `show`, `pause`, `resume`, `cancel` and `retry-failed` to the commands about backfills. */
export function addBackfillSteering(group: Command): void {
  addReading(group);
  const change = (
    action: BackfillAction,
    description: string,
    said: (backfill: Backfill, executions: number) => string,
  ): Command =>
    group
      .command(action)
      .description(description)
      .argument('<id>', 'id of the backfill')
      .option('--reason <text>', 'why, kept on record')
      .action(
        act<ChangeOptions, [Id]>(async (invocation, id) => {
          const { reason, cancelRunning, json } = invocation.options;
          const { backfill, executions } = await withLedger(invocation, async ({ database, clock }) => {
            const changed = await database.transaction(async (connection) => {
              const now = clock.now();
              const options = { actor: actor(), reason, cancelRunning };
              const result = await changeBackfill(connection, id, action, options, now);
              const states = { before: result.before, after: result.backfill };
              await recordBackfill(connection, noteOf(reason), action, states, now);
              return result;
            });
            await announce(database, 'cronsChanged');
            return changed;
          });
          if (json) printJson({ ...backfillJson(backfill, undefined), changedExecutions: executions });
          else print(`Backfill ${id} ${said(backfill, executions)}.`);
        }),
      );
  change('pause', 'Start no more executions of a backfill; those under way go on.', () => 'is paused');
  change('resume', 'Let a paused backfill go on.', () => 'goes on');
  change(
    'cancel',
    'Cancel a backfill and its executions that have not started.',
    (_, executions) => `is canceled, with ${countText(executions, 'execution')}`,
  ).option('--cancel-running', 'also ask those that run to end');
  change(
    'retry-failed',
    'Run those executions of a backfill again that failed or timed out.',
    (_, executions) => `runs ${countText(executions, 'execution')} again`,
  );
}
