import type { Command } from 'commander';
import { dateText, parseDate } from '../../domain/civil-date.ts';
import { STATUSES, type Status } from '../../domain/states.ts';
import { closest } from '../../domain/suggestion.ts';
import { JobuError } from '../../errors.ts';
import { requireCron } from '../../ledger/crons.ts';
import { type ExecutionFilter, listAttempts, listExecutions, requireExecution } from '../../ledger/executions.ts';
import { listWorkers } from '../../ledger/workers.ts';
import { executionJson, printExecution, printExecutions, timeText } from '../entities.ts';
import { act, timeIn, wholeNumber } from '../invocation.ts';
import { withLedger } from '../ledger-access.ts';
import { note, print, printJson, printTable } from '../output.ts';
import { liveWorkers, whyWaiting } from '../waiting.ts';

interface ListOptions {
  readonly status?: Status[];
  readonly cron?: string;
  readonly handler?: string;
  readonly businessDate?: string;
  readonly since?: string;
  readonly until?: string;
  readonly limit: number;
  readonly cursor?: string;
}

function statuses(text: string): Status[] {
  return text.split(',').map((word) => {
    const status = word.trim().toUpperCase();
    if (STATUSES.includes(status as Status)) return status as Status;
    const near = closest(status, STATUSES);
    const problem = `"${word.trim()}" is no status${near ? `, did you mean ${near}?` : `: there are ${STATUSES.join(', ')}.`}`;
    throw new JobuError('USAGE', { problem, command: 'jobu execution list' });
  });
}

export function addExecutionReading(group: Command): void {
  group
    .command('list')
    .description('List executions, newest first.')
    .option('--status <list>', `any of ${STATUSES.join(', ')}`, statuses)
    .option('--cron <name>', 'of this cron')
    .option('--handler <name>', 'with this handler')
    .option('--business-date <date>', 'of this operating day, such as 2026-11-22', (text: string) =>
      dateText(parseDate(text)),
    )
    .option('--since <time>', 'scheduled at or after')
    .option('--until <time>', 'scheduled before')
    .option('--limit <n>', 'at most', wholeNumber(1, 1000), 50)
    .option('--cursor <cursor>', 'go on after an earlier list')
    .action(
      act<ListOptions, []>(async (invocation) => {
        const {
          status,
          cron,
          handler: handlerName,
          businessDate,
          since,
          until,
          limit,
          cursor,
          json,
        } = invocation.options;
        if (cron !== undefined && handlerName !== undefined)
          throw new JobuError('USAGE', {
            problem: 'Give --cron or --handler, not both.',
            command: 'jobu execution list',
          });
        const zone = invocation.displayZone;
        const range = { since: timeIn(zone, since), until: timeIn(zone, until) };
        const page = await withLedger(invocation, async ({ database: { autocommit } }) => {
          const cronId = cron === undefined ? undefined : (await requireCron(autocommit, cron)).id;
          const filter: ExecutionFilter = { status, cronId, handlerName, businessDate, ...range, limit, cursor };
          return await listExecutions(autocommit, filter);
        });
        if (json) return printJson({ items: page.items.map(executionJson), nextCursor: page.nextCursor });
        if (page.items.length === 0) return note('There are no such executions.');
        printExecutions(page.items, zone);
        if (page.nextCursor) note(`There are more: --cursor ${page.nextCursor}`);
      }),
    );

  group
    .command('show')
    .description('Show an execution, what it waits for, and its attempts that did not succeed.')
    .argument('<id>', 'its id')
    .action(
      act<object, [string]>(async (invocation, id) => {
        const { execution, attempts, waitsFor } = await withLedger(invocation, async ({ database, clock }) => {
          const found = await requireExecution(database.autocommit, id);
          const workers = liveWorkers(await listWorkers(database.autocommit), clock.now());
          return {
            execution: found,
            attempts: await listAttempts(database.autocommit, id),
            waitsFor: whyWaiting(found, workers, clock.now()),
          };
        });
        if (invocation.options.json) return printJson({ ...executionJson(execution), waitsFor, attempts });
        const zone = invocation.displayZone;
        printExecution(execution, zone, waitsFor);
        if (attempts.length === 0) return;
        print('');
        printTable(
          ['ATTEMPT', 'OUTCOME', 'STARTED', 'FINISHED', 'ERROR'],
          attempts.map((attempt) => [
            attempt.attempt,
            attempt.outcome,
            timeText(attempt.startedAt, zone),
            timeText(attempt.finishedAt, zone),
            attempt.errorMessage,
          ]),
        );
      }),
    );
}
