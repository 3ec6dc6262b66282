import type { Command } from 'commander';
import type { Operation } from '../../ledger/model/operation.ts';
import type { Id } from '../../ledger/model/row.ts';
import { listOperationItems, listOperations, requireOperation, stopOperation } from '../../ledger/operation-store.ts';
import { timeText } from '../entities.ts';
import { act, noteOf, wholeNumber } from '../invocation.ts';
import { withLedger } from '../ledger-access.ts';
import { note, print, printJson, printRecord, printTable } from '../output.ts';

/** `120 of 300, 2 failed` */
const progressText = ({ total, done, failed }: Operation): string =>
  `${done + failed} of ${total}${failed > 0 ? `, ${failed} failed` : ''}`;

/** Failures that are shown with an operation. */
const SHOWN_FAILURES = 20;

/** Operations on many crons or executions at once; they are asked for in the web interface or over HTTP. */
export function addOperation(program: Command): void {
  const group = program
    .command('operation')
    .description('See and stop operations on many crons or executions at once.');
  group
    .command('list')
    .description('List operations, the newest first.')
    .option('--limit <n>', 'at most so many', wholeNumber(1, 200), 50)
    .action(
      act<{ limit: number }, []>(async (invocation) => {
        const { limit, json } = invocation.options;
        const items = await withLedger(invocation, ({ database: { autocommit } }) =>
          listOperations(autocommit, {}, { position: undefined, descending: true, limit }),
        );
        if (json) return printJson({ items });
        if (items.length === 0) return note('There are no operations.');
        printTable(
          ['ID', 'ACTION', 'STATUS', 'PROGRESS', 'BY', 'ASKED FOR', 'REASON'],
          items.map((each) => [
            ...[each.id, each.action, each.status, progressText(each), each.actor],
            ...[timeText(each.createdAt, invocation.displayZone), each.reason],
          ]),
        );
      }),
    );
  group
    .command('show')
    .description(`Show one operation, and the first ${SHOWN_FAILURES} targets for which it failed.`)
    .argument('<id>', 'id of the operation')
    .action(
      act<object, [Id]>(async (invocation, id) => {
        const zone = invocation.displayZone;
        const { operation, failures } = await withLedger(invocation, async ({ database: { autocommit } }) => ({
          operation: await requireOperation(autocommit, id),
          failures: await listOperationItems(autocommit, id, ['failed'], {
            ...{ position: undefined, descending: false, limit: SHOWN_FAILURES },
          }),
        }));
        if (invocation.options.json) return printJson({ ...operation, failures });
        const { target } = operation;
        printRecord([
          ['id', operation.id],
          ['action', operation.action],
          ['targets', 'ids' in target ? 'named one by one' : JSON.stringify(target.applied)],
          ['status', operation.status],
          ['progress', progressText(operation)],
          ['asked for by', operation.actor],
          ['reason', operation.reason],
          ['asked for', timeText(operation.createdAt, zone)],
          ['finished', timeText(operation.finishedAt, zone)],
          ['error', operation.errorMessage],
        ]);
        if (failures.length > 0)
          printTable(
            ['TARGET', 'NAME', 'CODE', 'MESSAGE'],
            failures.map(({ targetId, targetName, errorCode, errorMessage }) => [
              ...[targetId, targetName, errorCode, errorMessage],
            ]),
          );
      }),
    );
  group
    .command('stop')
    .description('Stop an operation after the target it is at; what is done stays so.')
    .argument('<id>', 'id of the operation')
    .option('--reason <text>', 'why, kept on record')
    .action(
      act<{ reason?: string }, [Id]>(async (invocation, id) => {
        const { reason, json } = invocation.options;
        const stopped = await withLedger(invocation, ({ database, clock }) =>
          database.transaction((connection) => stopOperation(connection, id, noteOf(reason), clock.now())),
        );
        if (json) printJson(stopped);
        else print(`Operation ${id} is stopped, after ${progressText(stopped)}.`);
      }),
    );
}
