import { setTimeout as delay } from 'node:timers/promises';
import type { Command } from 'commander';
import type { Connection } from '../../database/connection.ts';
import { TERMINAL } from '../../domain/states.ts';
import { formatInstant } from '../../domain/time-zone.ts';
import { JobuError } from '../../errors.ts';
import { recordExecution } from '../../ledger/audit-records.ts';
import { listLogs, requireExecution } from '../../ledger/executions.ts';
import { announce } from '../../ledger/hints.ts';
import type { Execution, LogLine } from '../../ledger/model/execution.ts';
import type { Id } from '../../ledger/model/row.ts';
import {
  cancelExecution,
  holdExecution,
  lockExecution,
  markSucceeded,
  releaseExecution,
  retryExecution,
} from '../../ledger/operations.ts';
import { executionJson } from '../entities.ts';
import { act, actor, type Invocation, noteOf } from '../invocation.ts';
import { jsonValue } from '../json-value.ts';
import { withLedger } from '../ledger-access.ts';
import { note, print, printJson } from '../output.ts';
import { oneLine } from '../table.ts';
import { LOOK_MS } from '../waiting.ts';
import { addExecutionReading } from './execution-reading.ts';

interface OperatorOptions {
  readonly reason?: string;
  readonly params?: string;
  readonly allowOverlap?: boolean;
  readonly force?: boolean;
}

const LOG_PAGE = 1000;

const logJson = (line: LogLine): object => ({ ...line, data: jsonValue(line.data) });

function printLog(line: LogLine, zone: string): void {
  const data = line.data === null ? '' : ` ${oneLine(line.data)}`;
  print(`${formatInstant(line.loggedAt, zone)}  ${line.level.padEnd(5)}  ${oneLine(line.message)}${data}`);
}

function addLogs(group: Command): void {
  group
    .command('logs')
    .description('Show what the handler logged. In JSON, one object a line.')
    .argument('<id>', 'id of the execution')
    .option('-f, --follow', 'go on until the execution has ended')
    .action(
      act<{ follow?: boolean }, [string]>(async (invocation, id) => {
        const { follow, json } = invocation.options;
        const zone = invocation.displayZone;
        await withLedger(invocation, async ({ database: { autocommit } }) => {
          let afterId = '0';
          for (;;) {
            // Read before the lines, so that the last lines of an execution that ends now are not missed.
            const { status } = await requireExecution(autocommit, id);
            const lines = await listLogs(autocommit, id, afterId, LOG_PAGE);
            for (const line of lines) json ? printJson(logJson(line)) : printLog(line, zone);
            afterId = lines.at(-1)?.id ?? afterId;
            if (lines.length === LOG_PAGE) continue;
            if (follow && !TERMINAL.includes(status)) {
              await delay(LOOK_MS);
              continue;
            }
            if (afterId === '0') note(`Execution ${id} (${status}) has logged nothing.`);
            else if (follow) note(`Execution ${id} ended with ${status}.`);
            return;
          }
        });
      }),
    );
}

async function operate(
  invocation: Invocation<OperatorOptions>,
  [action, id]: readonly [action: string, id: Id],
  said: (execution: Execution) => string,
  work: (connection: Connection, now: Date) => Promise<Execution>,
): Promise<void> {
  const execution = await withLedger(invocation, async ({ database, clock }) => {
    const changed = await database.transaction(async (connection) => {
      const now = clock.now();
      const { execution: before } = await lockExecution(connection, id);
      const after = await work(connection, now);
      await recordExecution(connection, noteOf(invocation.options.reason), action, { before, after }, now);
      return after;
    });
    await announce(database, 'executionsCreated');
    return changed;
  });
  if (invocation.options.json) printJson(executionJson(execution));
  else print(said(execution));
}

function addOperations(group: Command): void {
  const operation = (name: string, description: string) =>
    group
      .command(name)
      .description(description)
      .argument('<id>', 'id of the execution')
      .option('--reason <text>', 'why, kept with the execution');
  const operatorOf = ({ options: { reason } }: Invocation<OperatorOptions>) => ({ actor: actor(), reason });

  operation('retry', 'Run a failed, timed-out or canceled execution again.')
    .option('--params <json>', 'with other params, as a new execution')
    .option('--allow-overlap', 'although another execution of its cron is unfinished')
    .action(
      act<OperatorOptions, [Id]>((invocation, id) => {
        const { params, allowOverlap } = invocation.options;
        return operate(
          invocation,
          ['retry', id],
          (execution) =>
            execution.id === id ? `Execution ${id} is PENDING again.` : `Created execution ${execution.id}.`,
          (connection, now) => retryExecution(connection, id, { ...operatorOf(invocation), params, allowOverlap }, now),
        );
      }),
    );

  operation('cancel', 'Cancel an execution; one that runs is asked to end.')
    .option('--force', 'write CANCELED at once, whatever its worker does')
    .action(
      act<OperatorOptions, [Id]>((invocation, id) =>
        operate(
          invocation,
          ['cancel', id],
          ({ status }) =>
            status === 'CANCELED' ? `Execution ${id} is CANCELED.` : `Execution ${id} was asked to end.`,
          (connection, now) =>
            cancelExecution(connection, id, { ...operatorOf(invocation), force: invocation.options.force }, now),
        ),
      ),
    );

  operation('succeed', 'Mark an execution as succeeded that is held or ended without success.').action(
    act<OperatorOptions, [Id]>((invocation, id) => {
      if (!invocation.options.reason)
        throw new JobuError('USAGE', { problem: 'The option --reason is missing.', command: 'jobu execution succeed' });
      return operate(
        invocation,
        ['succeed', id],
        () => `Execution ${id} is marked as SUCCESS.`,
        (connection, now) => markSucceeded(connection, id, operatorOf(invocation), now),
      );
    }),
  );

  operation('hold', 'Keep a PENDING execution from being run until it is released.').action(
    act<OperatorOptions, [Id]>((invocation, id) =>
      operate(
        invocation,
        ['hold', id],
        () => `Execution ${id} is HELD.`,
        (connection) => holdExecution(connection, id, operatorOf(invocation)),
      ),
    ),
  );

  operation('release', 'Let a HELD execution go on.')
    .option('--allow-overlap', 'although another execution of its cron is unfinished')
    .action(
      act<OperatorOptions, [Id]>((invocation, id) =>
        operate(
          invocation,
          ['release', id],
          () => `Execution ${id} is PENDING.`,
          (connection) =>
            releaseExecution(connection, id, {
              ...operatorOf(invocation),
              allowOverlap: invocation.options.allowOverlap,
            }),
        ),
      ),
    );
}

export function addExecution(program: Command): void {
  const group = program.command('execution').description('List, follow and steer executions.');
  addExecutionReading(group);
  addLogs(group);
  addOperations(group);
}
