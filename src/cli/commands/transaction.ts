import { type Command, InvalidArgumentError, Option } from 'commander';
import type { Database } from '../../database/database.ts';
import type { Verdict } from '../../database/dialects/dialect.ts';
import { DatabaseRegistry } from '../../database/registry.ts';
import {
  listTransactions,
  resolveTransaction,
  showTransaction,
  type TransactionView,
} from '../../database/two-phase/in-doubt.ts';
import { messageOf } from '../../errors.ts';
import { recordAudit } from '../../ledger/audit.ts';
import { systemClock } from '../../runtime/clock.ts';
import { durationText, timeText } from '../entities.ts';
import { act, actor, type Invocation, noteOf } from '../invocation.ts';
import { note, print, printJson, printRecord, printTable } from '../output.ts';

/** Opens every database of the configuration that answers: some may just be the reason for the trouble. */
export async function withAllDatabases<T>(
  { config }: Invocation<unknown>,
  work: (databases: readonly Database[], failed: readonly string[]) => Promise<T>,
): Promise<T> {
  const registries: DatabaseRegistry[] = [];
  const failed: string[] = [];
  try {
    for (const name of Object.keys(config.databases)) {
      try {
        registries.push(await DatabaseRegistry.initFromConfig(config.databases, [name]));
      } catch (error) {
        failed.push(name);
        note(messageOf(error));
      }
    }
    return await work(
      registries.flatMap((registry) => registry.distinct),
      failed,
    );
  } finally {
    for (const registry of registries) await registry.closeAll();
  }
}

const participantsOf = ({ participants }: TransactionView): string =>
  participants.map(({ database, state }) => `${database} (${state})`).join(', ');

function printTransaction(transaction: TransactionView, { options, displayZone }: Invocation): void {
  if (options.json) {
    printJson(transaction);
    return;
  }
  printRecord([
    ['id', transaction.gid],
    ['state', transaction.state],
    ['decision', transaction.decision],
    ['databases', participantsOf(transaction)],
    ['began', timeText(new Date(transaction.beganAt), displayZone)],
    ['age', durationText(transaction.ageSeconds * 1000)],
    ['coordinator', transaction.coordinator],
    ['resolved by', transaction.resolvedBy],
    ['reason', transaction.reason],
  ]);
}

interface ResolveOptions {
  readonly decision?: Verdict;
  readonly reason: string;
}

function reasonText(text: string): string {
  if (text.trim() === '') throw new InvalidArgumentError('The reason must not be empty.');
  return text.trim();
}

export function addTransaction(program: Command): void {
  const group = program
    .command('transaction')
    .description('Look at transactions over several databases that are not over, and end them.');
  group
    .command('list')
    .description('List transactions that are not committed or rolled back everywhere, the oldest first.')
    .action(
      act<object, []>(async (invocation) => {
        const { items, unreachable } = await withAllDatabases(invocation, async (databases, failed) => {
          const found = await listTransactions(databases, systemClock.now());
          return { items: found.items, unreachable: [...failed, ...found.unreachable] };
        });
        if (invocation.options.json) return printJson({ items, unreachable, nextCursor: null });
        if (unreachable.length > 0) note(`Could not be asked: ${unreachable.join(', ')}.`);
        if (items.length === 0) return print('No transaction is in doubt.');
        printTable(
          ['ID', 'STATE', 'DECISION', 'AGE', 'DATABASES', 'COORDINATOR'],
          items.map((one) => [
            one.gid,
            one.state,
            one.decision ?? '-',
            durationText(one.ageSeconds * 1000),
            participantsOf(one),
            one.coordinator ?? '-',
          ]),
        );
      }),
    );
  group
    .command('show')
    .description('Show one transaction, also one that is over and still on record.')
    .argument('<id>', 'its global id')
    .action(
      act<object, [string]>(async (invocation, gid) => {
        const show = (databases: readonly Database[]) => showTransaction(databases, gid, systemClock.now());
        printTransaction(await withAllDatabases(invocation, show), invocation);
      }),
    );
  group
    .command('resolve')
    .description(
      'End a transaction by hand: give a decision to one that has none, or close one of which a database did not ' +
        'follow. It is put on record with the reason.',
    )
    .argument('<id>', 'its global id')
    .addOption(new Option('--decision <word>', 'for one that has no decision').choices(['commit', 'rollback']))
    .requiredOption('--reason <text>', 'why, kept on record', reasonText)
    .action(
      act<ResolveOptions, [string]>(async (invocation, gid) => {
        const { decision, reason } = invocation.options;
        const resolution = { ...(decision ? { decision } : {}), reason, by: actor() };
        const resolve = async (databases: readonly Database[]) => {
          const before = await showTransaction(databases, gid, systemClock.now());
          const after = await resolveTransaction(databases, gid, resolution, systemClock.now());
          const ledger = databases.find(({ name }) => name === invocation.databaseName);
          const target = { type: 'transaction', id: gid };
          const entry = { ...noteOf(reason), action: 'transaction.resolve', target, before, after };
          // What was resolved keeps its own record in each database that took part, so this one may fail.
          await ledger
            ?.transaction((connection) => recordAudit(connection, entry, systemClock.now()))
            .catch((error: unknown) =>
              note(`The audit log of "${ledger.name}" could not be written: ${messageOf(error)}`),
            );
          if (!ledger) note(`The audit log of "${invocation.databaseName}" could not be written.`);
          return after;
        };
        printTransaction(await withAllDatabases(invocation, resolve), invocation);
      }),
    );
}
