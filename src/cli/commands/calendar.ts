import { readFileSync } from 'node:fs';
import type { Command } from 'commander';
import { dateText, parseDate } from '../../domain/civil-date.ts';
import { changeSummary } from '../../domain/plan-diff.ts';
import { JobuError, messageOf } from '../../errors.ts';
import { recordCalendar } from '../../ledger/audit-records.ts';
import { readyMadeCalendar } from '../../ledger/calendar-data/ready-made.ts';
import { dayChanges, daysOfText, mergedDays } from '../../ledger/calendar-import.ts';
import { listCalendarDays, type StoredDay } from '../../ledger/calendar-loading.ts';
import {
  type CalendarInput,
  calendarImpact,
  calendarUsers,
  deleteCalendar,
  requireCalendar,
  saveCalendar,
} from '../../ledger/calendars.ts';
import { announce } from '../../ledger/hints.ts';
import { act, type Invocation, noteOf } from '../invocation.ts';
import { type Ledger, withLedger } from '../ledger-access.ts';
import { print, printJson, printTable } from '../output.ts';
import { printChanges } from '../plan-changes.ts';
import { countText } from '../table.ts';
import { addCalendarReading } from './calendar-reading.ts';

interface FieldOptions {
  readonly parent?: string;
  readonly openWeekdays?: string;
  readonly baseTime?: string;
  readonly firstDay?: string;
  readonly lastDay?: string;
  readonly description?: string;
  readonly note?: string;
}

interface SetOptions extends FieldOptions {
  readonly close: readonly string[];
  readonly open: readonly string[];
  readonly forget: readonly string[];
  readonly label?: string;
  readonly dryRun?: boolean;
}

interface ImportOptions extends FieldOptions {
  readonly readyMade?: string;
  readonly merge?: boolean;
  readonly dryRun?: boolean;
}

const FIELDS = ['parent', 'openWeekdays', 'baseTime', 'firstDay', 'lastDay', 'description', 'note'] as const;

const repeated = (value: string, before: readonly string[]) => [
  ...before,
  ...value.split(',').map((each) => each.trim()),
];

/** The fields that were named; an empty text clears one. */
function fieldsOf(options: FieldOptions): CalendarInput {
  return Object.fromEntries(
    FIELDS.flatMap((field) =>
      options[field] === undefined ? [] : [[field, options[field] === '' ? null : options[field]]],
    ),
  );
}

function addFields(command: Command): Command {
  return command
    .option('--parent <name>', 'calendar it builds on; empty: none')
    .option('--open-weekdays <list>', 'such as MON,TUE,WED,THU,FRI; empty: as the parent')
    .option('--base-time <time>', 'when an operating day begins, such as 08:00; empty: as the parent')
    .option('--first-day <date>', 'its dates are known from then on')
    .option('--last-day <date>', 'its dates are known until then; later ones are warned about')
    .option('--description <text>', 'what it is for')
    .option('--note <text>', 'why it was changed')
    .option('--dry-run', 'only show what would change');
}

/** The dates of a file. Throws CALENDAR_FILE_INVALID. */
function daysOfFile(path: string): StoredDay[] {
  let text: string;
  try {
    text = readFileSync(path === '-' ? 0 : path, 'utf8');
  } catch (error) {
    const reason = messageOf(error).replace(/\.$/, '');
    throw new JobuError('CALENDAR_FILE_INVALID', { file: path, reason }, { cause: error });
  }
  return daysOfText(text, path);
}

function sourceOf(file: string | undefined, readyMade: string | undefined, now: Date): Promise<CalendarInput> {
  if ((file === undefined) === (readyMade === undefined))
    throw new JobuError('USAGE', { problem: 'Name either a file or --ready-made.', command: 'jobu calendar import' });
  return readyMade === undefined
    ? Promise.resolve({ days: daysOfFile(file!), source: `file:${file}` })
    : readyMadeCalendar(readyMade, now);
}

/** Saves a calendar, or with `dryRun` shows what that would change: its dates, and the runs of the crons that use it. */
async function apply(
  invocation: Invocation<unknown>,
  ledger: Ledger,
  name: string,
  input: CalendarInput,
  dryRun: boolean,
): Promise<void> {
  const { database, clock } = ledger;
  const stored = await requireCalendar(database.autocommit, name).catch(() => undefined);
  const before = stored ? await listCalendarDays(database.autocommit, stored.id) : [];
  const days = input.days ? dayChanges(before, input.days) : [];
  const impact = await calendarImpact(database.autocommit, name, input, clock.now());
  if (!dryRun) {
    await database.transaction(async (connection) => {
      const now = clock.now();
      const row = await saveCalendar(connection, name, input, { now, mode: 'either' });
      const states = {
        before: stored ? { row: stored, days: before } : null,
        after: { row, days: await listCalendarDays(connection, row.id) },
      };
      await recordCalendar(connection, noteOf(), stored ? 'update' : 'create', states, now);
    });
    await announce(database, 'cronsChanged');
  }
  if (invocation.options.json) return printJson({ dryRun, calendar: name, days, impact });
  if (dryRun && days.length > 0)
    printTable(
      ['DATE', 'FROM', 'TO', 'LABEL'],
      days.map(({ day, from, to, label }) => [day, from, to, label]),
    );
  for (const { cron, changes } of impact) print(`cron "${cron}": in the coming year ${changeSummary(changes)}`);
  const said = `${countText(days.length, 'date')} changed, ${countText(impact.length, 'cron')} affected.`;
  print(dryRun ? `Dry run, nothing is saved: ${said}` : `Saved calendar "${name}": ${said}`);
}

function addChanging(group: Command): void {
  addFields(
    group
      .command('import')
      .description('Make or replace a calendar from a file (iCalendar or CSV) or a ready-made one.')
      .argument('<name>', 'name of the calendar')
      .argument('[file]', '.ics, or CSV lines: date,open or closed,label; - is standard input')
      .option('--ready-made <country>', 'kr, jp, cn, or a country of date-holidays such as de or de-by')
      .option('--merge', 'keep the dates that the source does not name'),
  ).action(
    act<ImportOptions, [string, string | undefined]>(async (invocation, name, file) => {
      const { readyMade, merge, dryRun = false } = invocation.options;
      await withLedger(invocation, async (ledger) => {
        const source = await sourceOf(file, readyMade, ledger.clock.now());
        const stored = merge
          ? await requireCalendar(ledger.database.autocommit, name).catch(() => undefined)
          : undefined;
        const kept = stored ? await listCalendarDays(ledger.database.autocommit, stored.id) : [];
        const days = mergedDays(kept, source.days!);
        await apply(invocation, ledger, name, { ...source, days, ...fieldsOf(invocation.options) }, dryRun);
      });
    }),
  );

  addFields(
    group
      .command('set')
      .description('Make a calendar or change it: open or close dates, or let the weekly pattern decide again.')
      .argument('<name>', 'name of the calendar')
      .option('--close <dates>', 'close these dates (separated by commas)', repeated, [])
      .option('--open <dates>', 'open these dates', repeated, [])
      .option('--forget <dates>', 'leave these dates to the weekly pattern or the parent', repeated, [])
      .option('--label <text>', 'what the dates are'),
  ).action(
    act<SetOptions, [string]>(async (invocation, name) => {
      const { close, open, forget, label = null, dryRun = false } = invocation.options;
      await withLedger(invocation, async (ledger) => {
        const stored = await requireCalendar(ledger.database.autocommit, name).catch(() => undefined);
        const kept = stored ? await listCalendarDays(ledger.database.autocommit, stored.id) : [];
        const normal = (dates: readonly string[]) => dates.map((date) => dateText(parseDate(date)));
        const changed = new Map(kept.map((each) => [each.day, each]));
        for (const day of normal(forget)) changed.delete(day);
        for (const day of normal(close)) changed.set(day, { day, isOpen: false, label });
        for (const day of normal(open)) changed.set(day, { day, isOpen: true, label });
        const days = close.length + open.length + forget.length > 0 ? { days: [...changed.values()] } : {};
        await apply(invocation, ledger, name, { ...fieldsOf(invocation.options), ...days }, dryRun);
      });
    }),
  );

  group
    .command('delete')
    .description('Delete a calendar that no cron and no calendar uses.')
    .argument('<name>', 'name of the calendar')
    .action(
      act<object, [string]>(async (invocation, name) => {
        await withLedger(invocation, ({ database, clock }) =>
          database.transaction(async (connection) => {
            const row = await requireCalendar(connection, name);
            const before = { row, days: await listCalendarDays(connection, row.id) };
            await deleteCalendar(connection, name);
            await recordCalendar(connection, noteOf(), 'delete', { before, after: null }, clock.now());
          }),
        );
        if (invocation.options.json) printJson({ deleted: name });
        else print(`Deleted calendar "${name}".`);
      }),
    );
}

function addComparing(group: Command): void {
  const comparing = (command: string, description: string) =>
    group
      .command(command)
      .description(description)
      .argument('<name>', 'name of the calendar')
      .argument('[file]', '.ics or CSV')
      .option('--ready-made <country>', 'kr, jp, cn, or a country of date-holidays');

  comparing('diff', 'Show the dates in which a stored calendar differs from a file or a ready-made one.').action(
    act<ImportOptions, [string, string | undefined]>(async (invocation, name, file) => {
      const changes = await withLedger(invocation, async ({ database: { autocommit }, clock }) => {
        const source = await sourceOf(file, invocation.options.readyMade, clock.now());
        const { id } = await requireCalendar(autocommit, name);
        return dayChanges(await listCalendarDays(autocommit, id), source.days!);
      });
      if (invocation.options.json) return printJson({ calendar: name, days: changes });
      if (changes.length > 0)
        printTable(
          ['DATE', 'STORED', 'SOURCE', 'LABEL'],
          changes.map(({ day, from, to, label }) => [day, from, to, label]),
        );
      print(`${countText(changes.length, 'date')} differ${changes.length === 1 ? 's' : ''}.`);
    }),
  );

  comparing(
    'impact',
    'Show which crons use a calendar, and what its dates in a file or a ready-made one would do to their runs.',
  ).action(
    act<ImportOptions, [string, string | undefined]>(async (invocation, name, file) => {
      const { readyMade, json } = invocation.options;
      await withLedger(invocation, async ({ database: { autocommit }, clock }) => {
        await requireCalendar(autocommit, name);
        const users = (await calendarUsers(autocommit, name)).map((cron) => cron.name);
        const isCompared = file !== undefined || readyMade !== undefined;
        const source = isCompared ? await sourceOf(file, readyMade, clock.now()) : undefined;
        const impact = source ? await calendarImpact(autocommit, name, { days: source.days }, clock.now()) : [];
        if (json) return printJson({ calendar: name, users, impact });
        print(users.length === 0 ? `No cron uses calendar "${name}".` : `Used by: ${users.join(', ')}`);
        for (const { cron, changes } of impact) {
          print(`\n${cron}`);
          printChanges(changes, invocation.displayZone);
        }
      });
    }),
  );
}

export function addCalendar(program: Command): void {
  const group = program
    .command('calendar')
    .description('List, make, change and compare calendars of open and closed days.');
  addCalendarReading(group);
  addChanging(group);
  addComparing(group);
}
