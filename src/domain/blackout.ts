import { JobuError, messageOf } from '../errors.ts';
import { weekdayOf } from './civil-date.ts';
import { clockTimeText, parseClockTime } from './clock-time.ts';
import { parseLocalTime } from './time-zone.ts';
import type { ZoneClock } from './zone-clock.ts';

export const ON_BLACKOUT = ['delay', 'skip'] as const;

/** What becomes of an occurrence inside a blackout window. */
export type OnBlackout = (typeof ON_BLACKOUT)[number];

/** A time in which nothing begins: every day (or on some weekdays) from a time to a time, or once. */
export type BlackoutWindow =
  | { readonly from: string; readonly to: string; readonly weekdays?: readonly string[]; readonly reason?: string }
  | { readonly start: string; readonly end: string; readonly reason?: string };

const DAY = 86_400;
const WEEKDAYS = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];
const MOST_WINDOWS = 100;
/** The longest a dated window may be, so that a search for what it delays stays short. */
const LONGEST_WINDOW_SECONDS = 31 * DAY;
/** So many windows may follow each other without a gap. */
const MOST_DELAYS = 200;

/** Windows in the form they are stored. Throws BLACKOUT_INVALID; times without an offset are read in `timeZone`. */
export function parseBlackouts(value: unknown, timeZone: string): BlackoutWindow[] {
  const list = typeof value === 'string' ? (JSON.parse(value) as unknown) : value;
  if (!Array.isArray(list) || list.length > MOST_WINDOWS)
    throw new JobuError('BLACKOUT_INVALID', {
      window: '',
      reason: `it must be a list of at most ${MOST_WINDOWS} windows`,
    });
  return list.map((raw: Record<string, unknown>, index) => {
    const refuse = (reason: string) => new JobuError('BLACKOUT_INVALID', { window: index + 1, reason });
    if (typeof raw !== 'object' || raw === null) throw refuse('it is not an object');
    const known = 'start' in raw ? ['start', 'end', 'reason'] : ['from', 'to', 'weekdays', 'reason'];
    const unknown = Object.keys(raw).find((key) => !known.includes(key));
    if (unknown) throw refuse(`there is no key "${unknown}"`);
    const reason = raw['reason'] === undefined ? {} : { reason: String(raw['reason']).slice(0, 200) };
    try {
      if ('start' in raw) {
        const [start, end] = [raw['start'], raw['end']].map((text) => parseLocalTime(String(text), timeZone)) as [
          Date,
          Date,
        ];
        const seconds = (end.getTime() - start.getTime()) / 1000;
        if (seconds <= 0 || seconds > LONGEST_WINDOW_SECONDS) throw refuse('end must lie at most 31 days after start');
        return { start: start.toISOString(), end: end.toISOString(), ...reason };
      }
      const from = parseClockTime(String(raw['from']), DAY);
      let to = parseClockTime(String(raw['to']), 2 * DAY + 1);
      if (to <= from) to += DAY;
      const weekdays = raw['weekdays'];
      const days = { from: clockTimeText(from), to: clockTimeText(to), ...reason };
      if (to - from >= DAY) throw refuse('it takes a whole day; use a calendar to close days');
      if (weekdays === undefined) return days;
      const names = Array.isArray(weekdays) ? weekdays.map((name) => String(name).toUpperCase()) : [];
      if (names.length === 0 || !names.every((name) => WEEKDAYS.includes(name)))
        throw refuse(`weekdays must be a list of ${WEEKDAYS.join(', ')}`);
      return { ...days, weekdays: WEEKDAYS.filter((name) => names.includes(name)) };
    } catch (error) {
      throw error instanceof JobuError && error.code === 'BLACKOUT_INVALID'
        ? error
        : refuse(messageOf(error).replace(/\.$/, ''));
    }
  });
}

/** Windows of one zone, ready to be asked about instants (in seconds). */
export class Blackouts {
  readonly #clock: ZoneClock;
  readonly #daily: readonly { from: number; to: number; weekdays: readonly boolean[]; reason: string }[];
  readonly #dated: readonly { start: number; end: number; reason: string }[];
  /** No delay is longer, in seconds; 0 when there are no windows. */
  readonly longestSeconds: number;

  constructor(windows: readonly BlackoutWindow[], clock: ZoneClock) {
    this.#clock = clock;
    this.#daily = windows.flatMap((window) => {
      if (!('from' in window)) return [];
      const { from, to, weekdays, reason = '' } = window;
      const times = { from: parseClockTime(from), to: parseClockTime(to, 2 * DAY + 1) };
      return [{ ...times, weekdays: WEEKDAYS.map((name) => weekdays?.includes(name) ?? true), reason }];
    });
    this.#dated = windows.flatMap((window) =>
      'start' in window
        ? [
            {
              start: Date.parse(window.start) / 1000,
              end: Math.ceil(Date.parse(window.end) / 1000),
              reason: window.reason ?? '',
            },
          ]
        : [],
    );
    const lengths = [
      ...this.#daily.map(({ from, to }) => to - from),
      ...this.#dated.map(({ start, end }) => end - start),
    ];
    // Windows may follow each other; all of them in a row, each once, and a change of the clock.
    this.longestSeconds = lengths.length === 0 ? 0 : lengths.reduce((sum, one) => sum + one, 0) + 2 * DAY;
  }

  /** The end and the reason of a window that holds an instant; undefined outside. */
  around(instant: number): { end: number; reason: string } | undefined {
    for (const { start, end, reason } of this.#dated) if (instant >= start && instant < end) return { end, reason };
    if (this.#daily.length === 0) return undefined;
    const local = this.#clock.localTime(instant);
    const today = Math.floor(local / DAY);
    for (const { from, to, weekdays, reason } of this.#daily)
      for (const day of [today, today - 1]) {
        const begin = day * DAY;
        if (weekdays[weekdayOf(day)] && local >= begin + from && local < begin + to)
          return { end: Math.max(instant + 1, this.#clock.firstReaching(begin + to)), reason };
      }
    return undefined;
  }

  /** The first instant at or after this one outside every window; null when there is none in reach. */
  firstOutside(instant: number): number | null {
    let at = instant;
    for (let count = 0; count < MOST_DELAYS && at - instant <= this.longestSeconds; count++) {
      const window = this.around(at);
      if (!window) return at;
      at = window.end;
    }
    return null;
  }
}
