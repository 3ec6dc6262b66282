import type { Command } from 'commander';
import { dateText, parseDate } from '../../domain/civil-date.ts';
import { listCalendarDays, listCalendars, loadCalendars } from '../../ledger/calendar-loading.ts';
import { calendarUsers, requireCalendar } from '../../ledger/calendars.ts';
import { timeText } from '../entities.ts';
import { act } from '../invocation.ts';
import { withLedger } from '../ledger-access.ts';
import { note, print, printJson, printRecord, printTable } from '../output.ts';

const DAY_MS = 86_400_000;
/** A calendar whose dates end sooner is pointed out. */
const SOON_DAYS = 90;

/** A remark when the dates of a calendar end soon, or have ended. */
function endRemark(lastDay: string | null, now: Date): string | null {
  if (lastDay === null) return null;
  const left = parseDate(lastDay) - Math.floor(now.getTime() / DAY_MS);
  if (left < 0) return `its dates ended on ${lastDay}: import newer ones`;
  return left <= SOON_DAYS ? `its dates end in ${left} days` : null;
}

export function addCalendarReading(group: Command): void {
  group
    .command('list')
    .description('List the stored calendars.')
    .action(
      act<object, []>(async (invocation) => {
        const { calendars, now } = await withLedger(invocation, async ({ database, clock }) => ({
          calendars: await listCalendars(database.autocommit),
          now: clock.now(),
        }));
        if (invocation.options.json) return printJson({ items: calendars });
        if (calendars.length === 0)
          return note('There are no calendars. Make one with: jobu calendar import kr --ready-made kr');
        printTable(
          ['NAME', 'PARENT', 'OPEN', 'BASE TIME', 'DATES UNTIL', 'SOURCE', 'REMARK'],
          calendars.map((row) => [
            ...[row.name, row.parent, row.openWeekdays, row.baseTime, row.lastDay, row.source],
            endRemark(row.lastDay, now),
          ]),
        );
      }),
    );

  group
    .command('show')
    .description('Show a calendar, the crons that use it, and its dates.')
    .argument('<name>', 'name of the calendar')
    .option('--year <year>', 'dates of this year only')
    .action(
      act<{ year?: string }, [string]>(async (invocation, name) => {
        const { year = '', json } = invocation.options;
        await withLedger(invocation, async ({ database: { autocommit }, clock }) => {
          const row = await requireCalendar(autocommit, name);
          const days = (await listCalendarDays(autocommit, row.id)).filter(({ day }) => day.startsWith(year));
          const users = (await calendarUsers(autocommit, name)).map((cron) => cron.name);
          const calendar = (await loadCalendars(autocommit, [name]))(name);
          const today = Math.floor(clock.now().getTime() / DAY_MS);
          const nextOpen = dateText(calendar.nextOpen(today + 1));
          if (json) return printJson({ ...row, users, nextOpenDay: nextOpen, days });
          printRecord([
            ['name', row.name],
            ['description', row.description],
            ['parent', row.parent],
            ['open', row.openWeekdays],
            ['base time', row.baseTime],
            ['dates from', row.firstDay],
            ['dates until', row.lastDay],
            ['warning', endRemark(row.lastDay, clock.now())],
            ['source', row.source],
            ['note', row.note],
            ['used by', users.join(', ')],
            ['next open day', nextOpen],
            ['changed', `${timeText(row.updatedAt, invocation.displayZone)}, version ${row.version}`],
          ]);
          if (days.length === 0) return;
          print('');
          printTable(
            ['DATE', 'STATE', 'LABEL'],
            days.map(({ day, isOpen, label }) => [day, isOpen ? 'open' : 'closed', label]),
          );
        });
      }),
    );
}
