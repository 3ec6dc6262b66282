import { dateText, parseDate } from './civil-date.ts';

/** A date that a file opens or closes. */
export interface FileDay {
  readonly day: string;
  readonly isOpen: boolean;
  readonly label: string | null;
}

const MOST_DAYS_OF_EVENT = 400;

/**
 * The dates of an iCalendar file: each all-day or timed event closes its days (the end of an all-day event is not one of
 * them); a category or a summary that begins with `OPEN` opens them. Recurring events are not unfolded.
 * Throws Error with the line or event that cannot be read.
 */
export function parseIcalendar(text: string): FileDay[] {
  const lines = text.replace(/\r?\n[ \t]/g, '').split(/\r?\n/);
  if (!lines.some((line) => line.trim().toUpperCase() === 'BEGIN:VCALENDAR'))
    throw new Error('it has no BEGIN:VCALENDAR');
  const days: FileDay[] = [];
  let event: Map<string, { value: string; isDate: boolean }> | undefined;
  for (const line of lines) {
    const match = /^([A-Za-z-]+)((?:;[^:]*)?):(.*)$/.exec(line);
    if (!match) continue;
    const [name, params, value] = [match[1]!.toUpperCase(), match[2]!.toUpperCase(), match[3]!.trim()];
    if (name === 'BEGIN' && value.toUpperCase() === 'VEVENT') event = new Map();
    else if (name === 'END' && value.toUpperCase() === 'VEVENT' && event) {
      days.push(...daysOfEvent(event));
      event = undefined;
    } else event?.set(name, { value, isDate: params.includes('VALUE=DATE') || /^\d{8}$/.test(value) });
  }
  return days;
}

function daysOfEvent(event: ReadonlyMap<string, { value: string; isDate: boolean }>): FileDay[] {
  const label = unescapeText(event.get('SUMMARY')?.value ?? '') || null;
  const start = event.get('DTSTART');
  if (!start) throw new Error(`the event "${label ?? ''}" has no DTSTART`);
  if (event.has('RRULE')) throw new Error(`the event "${label ?? ''}" recurs (RRULE); export it with its single dates`);
  const first = parseDate(start.value.slice(0, 8));
  const end = event.get('DTEND');
  const last = end ? parseDate(end.value.slice(0, 8)) - (end.isDate ? 1 : 0) : first;
  if (last < first || last - first > MOST_DAYS_OF_EVENT)
    throw new Error(`the event "${label ?? ''}" ends ${dateText(last)}`);
  const isOpen = /^OPEN\b/i.test(event.get('CATEGORIES')?.value ?? '') || /^OPEN\b/i.test(label ?? '');
  return Array.from({ length: last - first + 1 }, (_, index) => ({ day: dateText(first + index), isOpen, label }));
}

const unescapeText = (text: string): string =>
  text
    .replace(/\\n/gi, ' ')
    .replace(/\\([,;\\])/g, '$1')
    .trim();

/**
 * The dates of a CSV file: `date,open or closed,label` or `date,label` (closed) on each line; a line of titles, empty lines
 * and lines that begin with # are passed over. Throws Error with the line that cannot be read.
 */
export function parseCsvDays(text: string): FileDay[] {
  const days: FileDay[] = [];
  for (const [index, raw] of text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .entries()) {
    const line = raw.trim();
    if (line === '' || line.startsWith('#')) continue;
    const [date = '', second = '', ...rest] = line.split(/[,;\t]/).map((cell) =>
      cell
        .trim()
        .replace(/^"(.*)"$/, '$1')
        .replaceAll('""', '"'),
    );
    if (index === 0 && !/^\d/.test(date)) continue;
    const state = /^(open|closed)$/i.exec(second)?.[0].toLowerCase();
    const label = (state ? rest : [second, ...rest]).join(', ').replace(/(, )+$/, '') || null;
    try {
      days.push({ day: dateText(parseDate(date)), isOpen: state === 'open', label });
    } catch {
      throw new Error(`line ${index + 1}: "${date.slice(0, 40)}" is not a date`);
    }
  }
  if (days.length === 0) throw new Error('it has no dates');
  return days;
}
