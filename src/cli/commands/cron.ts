import type { Command } from 'commander';
import type { Connection } from '../../database/connection.ts';
import { formatInstant } from '../../domain/time-zone.ts';
import { JobuError } from '../../errors.ts';
import { recordCron, recordExecution } from '../../ledger/audit-records.ts';
import { cancelPending, createCron, deleteCron, requireCron, updateCron } from '../../ledger/crons.ts';
import { triggerCron } from '../../ledger/executions.ts';
import { announce } from '../../ledger/hints.ts';
import type { Cron, CronInput } from '../../ledger/model/cron.ts';
import { addCronOptions, cronPatch } from '../cron-options.ts';
import { cronJson, executionJson } from '../entities.ts';
import { act, actor, type Invocation, noteOf, timeIn } from '../invocation.ts';
import { type Ledger, withLedger } from '../ledger-access.ts';
import { note, print, printJson } from '../output.ts';
import { previewChange } from '../plan-changes.ts';
import { countText } from '../table.ts';
import { waitForEnd } from '../waiting.ts';
import { addCronExport } from './cron-export.ts';
import { addCronPausing } from './cron-pausing.ts';
import { addCronReading } from './cron-reading.ts';

interface TriggerOptions {
  readonly params?: string;
  readonly at?: string;
  readonly key?: string;
  readonly allowOverlap?: boolean;
  readonly reason?: string;
  readonly wait?: boolean;
}

const REASON = 'why, kept in the audit log';

/** What every change of a cron has in common: find it, change it in one transaction, say what became of it. */
async function change(
  invocation: Invocation<{ reason?: string }>,
  [action, name]: readonly [action: string, name: string],
  work: (connection: Connection, cron: Cron, ledger: Ledger) => Promise<{ cron: Cron; said: string }>,
): Promise<void> {
  await withLedger(invocation, async (ledger) => {
    const { cron, said } = await ledger.database.transaction(async (connection) => {
      const before = await requireCron(connection, name);
      const changed = await work(connection, before, ledger);
      const states = { before, after: action === 'delete' ? null : changed.cron };
      await recordCron(connection, noteOf(invocation.options.reason), action, states, ledger.clock.now());
      return changed;
    });
    await announce(ledger.database, 'cronsChanged');
    if (cron.managedBy !== null)
      note(`A file with the namespace "${cron.managedBy}" manages this cron and wins when it is applied again.`);
    if (invocation.options.json) printJson(cronJson(cron));
    else print(said);
  });
}

const update = (connection: Connection, cron: Cron, { clock, defaults }: Ledger, patch: Partial<CronInput>) =>
  updateCron(connection, cron.id, patch, { now: clock.now(), defaults, by: noteOf() });

const nextOf = (cron: Cron, zone: string): string =>
  cron.nextRunAt ? `next run ${formatInstant(cron.nextRunAt, zone)}` : 'no next run';

function addChanging(group: Command): void {
  addCronOptions(
    group
      .command('add')
      .description('Save a new cron.')
      .argument('<name>', 'its name')
      .option('--disabled', 'do not run it yet'),
  ).action(
    act<Record<string, unknown>, [string]>(async (invocation, name) => {
      const { options } = invocation;
      if (options['handler'] === undefined)
        throw new JobuError('USAGE', { problem: 'The option --handler is missing.', command: 'jobu cron add' });
      const input = { ...cronPatch(options), name, isEnabled: !options['disabled'] } as CronInput;
      const cron = await withLedger(invocation, async ({ database, clock, defaults }) => {
        const created = await database.transaction(async (connection) => {
          const now = clock.now();
          const after = await createCron(connection, input, { now, defaults, by: noteOf() });
          await recordCron(connection, noteOf(), 'create', { before: null, after }, now);
          return after;
        });
        await announce(database, 'cronsChanged');
        return created;
      });
      if (options.json) return printJson(cronJson(cron));
      print(`Saved cron "${cron.name}", ${nextOf(cron, invocation.displayZone)}.`);
    }),
  );

  addCronOptions(
    group
      .command('set')
      .description('Change fields of a cron. An empty value clears a field that may be empty.')
      .argument('<name>', 'name or id')
      .option('--name <name>', 'give it another name')
      .option('--dry-run', 'only show which runs of the coming year move, vanish and appear')
      .option('--reason <text>', REASON),
  ).action(
    act<Record<string, unknown> & { reason?: string }, [string]>(async (invocation, nameOrId) => {
      const { name } = invocation.options;
      const patch = { ...cronPatch(invocation.options), ...(name === undefined ? {} : { name: String(name) }) };
      if (Object.keys(patch).length === 0)
        throw new JobuError('USAGE', { problem: 'No field to change is named.', command: 'jobu cron set' });
      if (invocation.options['dryRun']) return await previewChange(invocation, nameOrId, patch);
      await change(invocation, ['update', nameOrId], async (connection, before, ledger) => {
        const cron = await update(connection, before, ledger, patch);
        return { cron, said: `Changed cron "${cron.name}", ${nextOf(cron, invocation.displayZone)}.` };
      });
    }),
  );

  group
    .command('enable')
    .description('Run a cron again, from now on: what it missed while disabled is not caught up.')
    .argument('<name>', 'name or id')
    .option('--reason <text>', REASON)
    .action(
      act<{ reason?: string }, [string]>((invocation, name) =>
        change(invocation, ['enable', name], async (connection, before, ledger) => {
          const cron = before.isEnabled ? before : await update(connection, before, ledger, { isEnabled: true });
          return { cron, said: `Cron "${cron.name}" is enabled, ${nextOf(cron, invocation.displayZone)}.` };
        }),
      ),
    );

  group
    .command('disable')
    .description('Stop running a cron. Executions that wait already still run.')
    .argument('<name>', 'name or id')
    .option('--cancel-pending', 'cancel the executions that wait')
    .option('--reason <text>', REASON)
    .action(
      act<{ cancelPending?: boolean; reason?: string }, [string]>((invocation, name) =>
        change(invocation, ['disable', name], async (connection, before, ledger) => {
          const cron = before.isEnabled ? await update(connection, before, ledger, { isEnabled: false }) : before;
          const canceled = invocation.options.cancelPending
            ? await cancelPending(connection, cron.id, ledger.clock.now(), 'cron_disabled')
            : 0;
          return {
            cron,
            said: `Cron "${cron.name}" is disabled, ${countText(canceled, 'waiting execution')} canceled.`,
          };
        }),
      ),
    );

  group
    .command('delete')
    .description('Delete a cron. Its history stays; executions that wait are canceled.')
    .argument('<name>', 'name or id')
    .option('--reason <text>', REASON)
    .action(
      act<{ reason?: string }, [string]>((invocation, name) =>
        change(invocation, ['delete', name], async (connection, cron, { clock }) => {
          const canceled = await deleteCron(connection, cron.id, clock.now());
          return { cron, said: `Deleted cron "${cron.name}", ${countText(canceled, 'waiting execution')} canceled.` };
        }),
      ),
    );
}

function addTrigger(group: Command): void {
  group
    .command('trigger')
    .description('Run a cron once now, also a disabled one.')
    .argument('<name>', 'name or id')
    .option('--params <json>', "instead of the cron's own params")
    .option('--at <time>', 'not before this time')
    .option('--key <key>', 'idempotency key: a second trigger with it runs nothing')
    .option('--allow-overlap', 'although an earlier execution is unfinished')
    .option('--reason <text>', 'why, kept with the execution')
    .option('--wait', 'wait for its end; any end but SUCCESS is a failure')
    .action(
      act<TriggerOptions, [string]>(async (invocation, name) => {
        const { params, at, key, allowOverlap, reason, wait, json } = invocation.options;
        const runAt = timeIn(invocation.displayZone, at);
        await withLedger(invocation, async ({ database, clock }) => {
          const { execution: created, isNew } = await database.transaction(async (connection) => {
            const { id } = await requireCron(connection, name);
            const now = clock.now();
            const input = { params, runAt, idempotencyKey: key, allowOverlap, reason, actor: actor() };
            const made = await triggerCron(connection, id, input, now);
            const states = { before: null, after: made.execution };
            if (made.isNew) await recordExecution(connection, noteOf(reason), 'create', states, now);
            return made;
          });
          await announce(database, 'executionsCreated');
          const said = isNew ? `Created execution ${created.id}.` : `Execution ${created.id} has this key already.`;
          if (!json) print(said);
          const execution = wait ? await waitForEnd(database, created.id) : created;
          if (json) printJson({ ...executionJson(execution), isNew });
          else if (wait) print(`It ended with ${execution.status}.`);
          if (wait && execution.status !== 'SUCCESS')
            throw new JobuError('EXECUTION_NOT_SUCCESSFUL', { execution: execution.id, status: execution.status });
        });
      }),
    );
}

export function addCron(program: Command): void {
  const group = program.command('cron').description('List, make, change and trigger crons.');
  addCronReading(group);
  addCronExport(group);
  addChanging(group);
  addTrigger(group);
  addCronPausing(group);
}
