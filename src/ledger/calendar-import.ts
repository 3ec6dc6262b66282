import { parseCsvDays, parseIcalendar } from '../domain/calendar-file.ts';
import { JobuError, messageOf } from '../errors.ts';
import type { StoredDay } from './calendar-loading.ts';

/** The dates of an iCalendar or CSV text, told apart by the ending of its name, else by how it begins. Throws CALENDAR_FILE_INVALID. */
export function daysOfText(text: string, name: string): StoredDay[] {
  try {
    return /\.ics$/i.test(name) || /^\s*BEGIN:VCALENDAR/i.test(text) ? parseIcalendar(text) : parseCsvDays(text);
  } catch (error) {
    const reason = messageOf(error).replace(/\.$/, '');
    throw new JobuError('CALENDAR_FILE_INVALID', { file: name, reason }, { cause: error });
  }
}

/** What is stored, with the dates of a source in place of those that both name. */
export function mergedDays(stored: readonly StoredDay[], source: readonly StoredDay[]): StoredDay[] {
  const named = new Set(source.map(({ day }) => day));
  return [...stored.filter(({ day }) => !named.has(day)), ...source];
}

/** What a date was and is. */
export interface DayChange {
  readonly day: string;
  readonly from: 'open' | 'closed' | 'weekly pattern';
  readonly to: 'open' | 'closed' | 'weekly pattern';
  readonly label: string | null;
}

/** Dates in one list and not, or otherwise, in the other. */
export function dayChanges(before: readonly StoredDay[], after: readonly StoredDay[]): DayChange[] {
  const [old, next] = [new Map(before.map((each) => [each.day, each])), new Map(after.map((each) => [each.day, each]))];
  return [...new Set([...old.keys(), ...next.keys()])].sort().flatMap((day) => {
    const [was, is] = [old.get(day), next.get(day)];
    if (was && is && was.isOpen === is.isOpen) return [];
    const word = (each: StoredDay | undefined) => (each ? (each.isOpen ? 'open' : 'closed') : 'weekly pattern');
    return [{ day, from: word(was), to: word(is), label: (is ?? was)!.label }];
  });
}
