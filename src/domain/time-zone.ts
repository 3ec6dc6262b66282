import { JobuError } from '../errors.ts';
import { zoneClock } from './zone-clock.ts';

/** Throws TIME_ZONE_UNKNOWN, with the name that was probably meant, unless the zone is in the IANA database. */
export function assertTimeZone(zone: string): void {
  zoneClock(zone);
}

/** Short names the runtime has no English word for, with the offset in minutes they stand for. */
const SHORT_NAMES: Readonly<Record<string, readonly [offsetMinutes: number, name: string]>> = {
  'Asia/Seoul': [540, 'KST'],
  'Asia/Tokyo': [540, 'JST'],
  'Asia/Shanghai': [480, 'CST'],
  'Asia/Hong_Kong': [480, 'HKT'],
};

/** English as it is written in places that abbreviate their own zones. */
const LOCALES = ['en-US', 'en-GB', 'en-AU', 'en-IN'];
const formats = new Map<string, Intl.DateTimeFormat[]>();

function shortName(zone: string, instant: Date, offsetSeconds: number): string {
  const own = SHORT_NAMES[zone];
  if (own && own[0] * 60 === offsetSeconds) return own[1];
  let named = formats.get(zone);
  if (!named) {
    named = LOCALES.map((locale) => new Intl.DateTimeFormat(locale, { timeZone: zone, timeZoneName: 'short' }));
    formats.set(zone, named);
  }
  let first: string | undefined;
  for (const format of named) {
    const name = format.formatToParts(instant).find((part) => part.type === 'timeZoneName')!.value;
    if (!/^GMT[+-]/.test(name)) return name;
    first ??= name;
  }
  return first!;
}

/** An instant as `2026-11-22 19:00:00 KST`, in a zone whose name or offset always stands with it. */
export function formatInstant(instant: Date, zone: string): string {
  const { offset } = zoneClock(zone).spanAt(Math.floor(instant.getTime() / 1000));
  const local = new Date(instant.getTime() + offset * 1000).toISOString().slice(0, 19).replace('T', ' ');
  return `${local} ${shortName(zone, instant, offset)}`;
}

const TIME = /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,3})\d*)?)?)?(?: ?(Z|[+-]\d\d:?\d\d))?$/i;

/**
 * The instant of a typed time: `2026-11-22`, `2026-11-22 19:00[:00]` in the zone, or with an offset or `Z`. Hours go to 47:
 * `2026-11-22 25:30` is half past one of the next day.
 * A local time that comes twice is the first one; one that is left out is the moment of the change.
 * Throws TIME_INVALID with the reason, and TIME_ZONE_UNKNOWN.
 */
export function parseLocalTime(text: string, zone: string): Date {
  const clock = zoneClock(zone);
  const refuse = (reason: string) => new JobuError('TIME_INVALID', { text, reason });
  const match = TIME.exec(text.trim());
  if (!match) throw refuse('it is not written as year-month-day hours:minutes');
  const [year, month, day, hour = 0, minute = 0, second = 0] = match
    .slice(1, 7)
    .map((part) => (part === undefined ? undefined : Number(part))) as [number, number, number];
  const millisecond = Number((match[7] ?? '').padEnd(3, '0'));
  const local = Date.UTC(year, month - 1, day);
  if (year < 100 || new Date(local).toISOString().slice(0, 10) !== match[0].slice(0, 10)) {
    throw refuse('there is no such date');
  }
  if (hour > 47 || minute > 59 || second > 59) throw refuse('there is no such time of day');
  const seconds = local / 1000 + hour * 3600 + minute * 60 + second;
  const offset = match[8];
  if (offset === undefined) return new Date(clock.firstReaching(seconds) * 1000 + millisecond);
  const [hours, minutes] = /z/i.test(offset) ? [0, 0] : [Number(offset.slice(1, 3)), Number(offset.slice(-2))];
  if (hours > 23 || minutes > 59) throw refuse('there is no such offset');
  const ahead = (hours * 3600 + minutes * 60) * (offset.startsWith('-') ? -1 : 1);
  return new Date((seconds - ahead) * 1000 + millisecond);
}
