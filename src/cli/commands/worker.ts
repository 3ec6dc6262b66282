import type { Command } from 'commander';
import type { WorkerRow } from '../../ledger/model/execution.ts';
import { listWorkers } from '../../ledger/workers.ts';
import { durationText, timeText } from '../entities.ts';
import { act } from '../invocation.ts';
import { withLedger } from '../ledger-access.ts';
import { note, printJson, printTable } from '../output.ts';
import { handlersOf, isLive, queuesOf } from '../waiting.ts';
import { start } from './start.ts';

/** A process that says it is active but has not beaten for its lease is as good as lost. */
function standing(worker: WorkerRow, now: Date): string {
  const shouldBeat = worker.state === 'active' || worker.state === 'draining';
  return shouldBeat && !isLive(worker, now) ? 'silent' : worker.state;
}

export function addWorker(program: Command): void {
  const group = program
    .command('worker')
    .summary('list the processes of jobu; without a command: start a worker')
    .description(
      'List the processes of jobu. Without a command, start a worker, together with the modules that are named.',
    )
    .argument('[modules...]', 'modules to start with it, as in: jobu worker dispatcher')
    .action(
      act<object, [string[]]>((invocation, words) =>
        start(invocation, ['worker', ...words], [...program.commands, ...group.commands]),
      ),
    );
  group
    .command('list')
    .description('List workers, dispatchers and admin servers, the youngest first.')
    .option('--all', 'also those that have stopped or are lost')
    .action(
      act<{ all?: boolean }, []>(async (invocation) => {
        const { all, json } = invocation.options;
        const { workers, now } = await withLedger(invocation, async ({ database, clock }) => ({
          workers: await listWorkers(database.autocommit),
          now: clock.now(),
        }));
        const shown = workers.filter(({ state }) => all || state === 'active' || state === 'draining');
        if (json) {
          const items = shown.map((worker) => ({
            ...worker,
            handlers: handlersOf(worker),
            queues: queuesOf(worker),
            standing: standing(worker, now),
          }));
          return printJson({ items, nextCursor: null });
        }
        if (shown.length === 0) return note('No process of jobu is running on this database. Start one with: jobu');
        printTable(
          ['ROLE', 'STATE', 'HOST', 'PID', 'BUSY', 'STARTED', 'LAST BEAT', 'ID', 'HANDLERS'],
          shown.map((worker) => [
            worker.role,
            standing(worker, now),
            worker.host,
            worker.pid,
            worker.role === 'worker' ? `${worker.running}/${worker.slots}` : '-',
            timeText(worker.startedAt, invocation.displayZone),
            `${durationText(Math.max(0, now.getTime() - worker.heartbeatAt.getTime()))} ago`,
            worker.id,
            handlersOf(worker).join(', '),
          ]),
        );
      }),
    );
}
