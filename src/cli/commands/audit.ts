import { type Command, InvalidArgumentError, Option } from 'commander';
import { JobuError } from '../../errors.ts';
import { recordAudit } from '../../ledger/audit.ts';
import { type AuditFilter, type AuditRow, auditLines, listAudit, verifyAudit } from '../../ledger/audit-trail.ts';
import { timeText } from '../entities.ts';
import { act, noteOf, timeIn, wholeNumber } from '../invocation.ts';
import { jsonValue } from '../json-value.ts';
import { withLedger } from '../ledger-access.ts';
import { note, print, printJson, printTable } from '../output.ts';
import { countText } from '../table.ts';

interface FilterOptions {
  readonly actor?: string;
  readonly action?: string;
  readonly type?: string;
  readonly target?: string;
  readonly since?: string;
  readonly until?: string;
}

const addFilters = (command: Command): Command =>
  command
    .option('--actor <name>', 'of this user, token or account')
    .option('--action <name>', 'of this action, such as cron.update')
    .option('--type <type>', 'about cron, execution, calendar, user, token, ...')
    .option('--target <id>', 'about the one with this id')
    .option('--since <time>', 'recorded at or after')
    .option('--until <time>', 'recorded before');

const filterOf = (options: FilterOptions, zone: string): AuditFilter => ({
  actor: options.actor,
  action: options.action,
  targetType: options.type,
  targetId: options.target,
  since: timeIn(zone, options.since),
  until: timeIn(zone, options.until),
});

const entryJson = ({ beforeState, afterState, ...row }: AuditRow): object => ({
  ...row,
  before: beforeState === null ? null : jsonValue(beforeState),
  after: afterState === null ? null : jsonValue(afterState),
});

/** `12:9f86...`: an id and a hash that an earlier look has printed. */
function expectedEntry(text: string): { id: string; hash: string } {
  const [, id, hash] = /^(\d{1,19}):([0-9a-f]{64})$/.exec(text) ?? [];
  if (id === undefined || hash === undefined)
    throw new InvalidArgumentError('It must be ID:HASH, as `jobu audit verify` prints it.');
  return { id, hash };
}

export function addAudit(program: Command): void {
  const group = program
    .command('audit')
    .description('Look at what was changed, by whom and why, and prove it complete.');

  addFilters(
    group
      .command('list')
      .description('List changes, the latest first.')
      .option('--limit <n>', 'at most so many', wholeNumber(1, 1000), 50),
  ).action(
    act<FilterOptions & { limit: number }, []>(async (invocation) => {
      const { limit, json, ...options } = invocation.options;
      const zone = invocation.displayZone;
      const rows = await withLedger(invocation, ({ database }) =>
        listAudit(database.autocommit, filterOf(options, zone), { descending: true, limit }),
      );
      if (json) return printJson({ items: rows.map(entryJson), nextCursor: null });
      if (rows.length === 0) return note('There are no such entries.');
      printTable(
        ['ID', 'TIME', 'WHO', 'VIA', 'ACTION', 'TARGET', 'REASON', 'AFTER'],
        rows.map((row) => [
          row.id,
          timeText(row.createdAt, zone),
          row.actor,
          row.via,
          row.action,
          row.targetName ?? row.targetId,
          row.reason,
          row.afterState,
        ]),
      );
    }),
  );

  group
    .command('verify')
    .description(
      'Compute the chain of hashes again. Finds entries that were edited, deleted, inserted or moved, and an end that was cut ' +
        'off. Keep the last id and hash that it prints elsewhere: with --expect nobody can have rewritten what lies before.',
    )
    .addOption(new Option('--expect <id:hash>', 'an entry as an earlier look has printed it').argParser(expectedEntry))
    .action(
      act<{ expect?: { id: string; hash: string } }, []>(async (invocation) => {
        const { expect, json } = invocation.options;
        const verdict = await withLedger(invocation, ({ database }) => verifyAudit(database.autocommit, expect));
        const { entries, lastId, lastHash, faults } = verdict;
        if (json) printJson(verdict);
        else {
          if (faults.length > 0)
            printTable(
              ['ENTRY', 'FAULT'],
              faults.map(({ id, fault }) => [id, fault]),
            );
          print(`${countText(entries, 'entry').replace(/entrys$/, 'entries')}, the last one is ${lastId}:${lastHash}`);
        }
        if (faults.length > 0) throw new JobuError('AUDIT_TAMPERED', { faults: countText(faults.length, 'fault') });
      }),
    );

  addFilters(
    group
      .command('export')
      .description('Print all changes, the oldest first, as JSON lines or CSV. That is put on record too.')
      .addOption(new Option('--format <format>', 'of the lines').choices(['jsonl', 'csv']).default('jsonl'))
      .option('--reason <text>', 'why, kept in the audit log'),
  ).action(
    act<FilterOptions & { format: 'jsonl' | 'csv'; reason?: string }, []>(async (invocation) => {
      const { format, reason, ...options } = invocation.options;
      const { config: _, database: __, json: ___, debug: ____, ...asked } = options;
      await withLedger(invocation, async ({ database, clock }) => {
        const entry = {
          ...noteOf(reason),
          action: 'audit.export',
          target: { type: 'audit' },
          after: { ...asked, format },
        };
        await database.transaction((connection) => recordAudit(connection, entry, clock.now()));
        const filter = filterOf(options, invocation.displayZone);
        for await (const line of auditLines(database.autocommit, filter, format)) print(line.trimEnd());
      });
    }),
  );
}
