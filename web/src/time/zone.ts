import { preferences, usePreferences } from '../preferences.ts';
import { serverFacts } from '../server.ts';

// Abbreviations that the browsers' data have in few languages only.
const SHORT_NAMES: Readonly<Record<string, string>> = {
  'Asia/Seoul': 'KST',
  'Asia/Tokyo': 'JST',
  UTC: 'UTC',
  'Etc/UTC': 'UTC',
};

const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known) return known;
  const made = new Intl.DateTimeFormat('en-CA', {
    timeZone: zone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
    timeZoneName: 'longOffset',
  });
  formats.set(zone, made);
  return made;
}

/** A time as clocks of a zone show it. */
export interface WallTime {
  /** `2026-11-22` */
  readonly date: string;
  /** `19:00:00` */
  readonly time: string;
  /** `+09:00` */
  readonly offset: string;
}

/** The wall clock of a zone at an instant. */
export function wallTime(instant: Date, zone: string): WallTime {
  const parts = Object.fromEntries(
    formatOf(zone)
      .formatToParts(instant)
      .map(({ type, value }) => [type, value]),
  );
  return {
    date: `${parts['year']}-${parts['month']}-${parts['day']}`,
    time: `${parts['hour']}:${parts['minute']}:${parts['second']}`,
    offset: (parts['timeZoneName'] ?? '').replace('GMT', '') || '+00:00',
  };
}

const shortNames = new Map<string, Intl.DateTimeFormat>();

/** Short name of a zone at an instant: `KST`, `EST`, `GMT+2`. */
export function zoneName(zone: string, instant: Date): string {
  const known = SHORT_NAMES[zone];
  if (known) return known;
  let format = shortNames.get(zone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'short' });
    shortNames.set(zone, format);
  }
  return format.formatToParts(instant).find(({ type }) => type === 'timeZoneName')?.value ?? zone;
}

/** `2026-11-22 19:00:00 KST` */
export function timeText(instant: Date, zone: string): string {
  const { date, time } = wallTime(instant, zone);
  return `${date} ${time} ${zoneName(zone, instant)}`;
}

/** `2026-11-22T19:00:00+09:00` */
export function isoText(instant: Date, zone: string): string {
  const { date, time, offset } = wallTime(instant, zone);
  return `${date}T${time}${offset === '+00:00' ? 'Z' : offset}`;
}

/** The instant at which clocks of a zone show `2026-11-22 19:00[:00]`; undefined for something else. @public */
export function instantOf(text: string, zone: string): Date | undefined {
  const match = /^(\d{4})-(\d\d)-(\d\d)[ T](\d\d):(\d\d)(?::(\d\d))?$/.exec(text.trim());
  if (!match) return undefined;
  const [, ...fields] = match;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = fields.map((field) => Number(field ?? 0));
  const asUtc = Date.UTC(year, month - 1, day, hour, minute, second);
  let guess = asUtc;
  // The offset at the guess leads to the instant; once more, because it may lie beyond a change of clocks.
  for (let round = 0; round < 2; round++) {
    const { date, time } = wallTime(new Date(guess), zone);
    guess += asUtc - Date.parse(`${date}T${time}Z`);
  }
  return Number.isNaN(guess) ? undefined : new Date(guess);
}

/** The zone in which times are displayed now. */
export const displayZone = (): string => {
  const { utc, zone } = preferences.get();
  return utc ? 'UTC' : (zone ?? serverFacts.timeZone);
};

export function useDisplayZone(): string {
  usePreferences();
  return displayZone();
}
