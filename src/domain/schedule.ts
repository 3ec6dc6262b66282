import { JobuError } from '../errors.ts';
import { Blackouts, type BlackoutWindow, type OnBlackout } from './blackout.ts';
import type { BusinessCalendar } from './business-calendar.ts';
import { type DayNumber, dateText } from './civil-date.ts';
import { parseClockTime } from './clock-time.ts';
import { type OnClosed, openDayFor } from './closed-day.ts';
import { parseCron } from './cron-expression.ts';
import type { NominalSource, NominalTime } from './nominal-times.ts';
import type { Timing } from './timing.ts';
import { type ZoneClock, zoneClock } from './zone-clock.ts';

/** Everything that decides when a cron is due. */
export interface ScheduleDefinition {
  /** Jitter depends on it. */
  readonly name: string;
  readonly timing: Timing;
  readonly timeZone: string;
  readonly calendar: BusinessCalendar | null;
  readonly onClosed: OnClosed;
  readonly maxShiftDays: number;
  readonly allowLeaveMonth: boolean;
  /** Nothing is due before, or after. */
  readonly startsAt: Date | null;
  readonly endsAt: Date | null;
  /** Up to so much later, the same for one occurrence whenever it is computed. */
  readonly jitterSeconds: number;
  readonly blackouts: readonly BlackoutWindow[];
  readonly onBlackout: OnBlackout;
}

/** What decides that an occurrence does not run, before any state is looked at. */
export type PlannedSkip = 'calendar' | 'blackout' | 'merged';

/** One due time of a cron. */
export interface Occurrence {
  /** What the timing names: the key of its row. Rules that count business days name the date they count from. */
  readonly nominal: Date;
  /** When it runs, or when it is written that it does not. */
  readonly effective: Date;
  /** The operating day it belongs to. */
  readonly businessDay: DayNumber;
  readonly skip: PlannedSkip | null;
  /** In words, for the ledger: which closed day, which window. */
  readonly cause: string | null;
  readonly moved: readonly ('calendar' | 'jitter' | 'blackout')[];
  /** False: a calendar does not know the dates of this time. */
  readonly isCovered: boolean;
}

const DAY = 86_400;

/** A definition made ready to be asked for occurrences. Instants are seconds since 1970. */
export class Schedule implements NominalSource {
  readonly definition: ScheduleDefinition;
  readonly timing: Timing;
  readonly timeZone: string;
  readonly calendar: BusinessCalendar | null;
  readonly clock: ZoneClock;
  readonly expressions;
  readonly blackouts: Blackouts | null;
  /** Nothing moves or skips an occurrence: effective is nominal. */
  readonly isPlain: boolean;
  readonly #baseSeconds: number;
  /** The timing itself chooses open days. */
  readonly #choosesDays: boolean;
  readonly #namesNextDay: boolean;

  /** Throws TIME_ZONE_UNKNOWN, CRON_EXPRESSION_INVALID, TIMING_INVALID when a business-day timing has no calendar. */
  constructor(definition: ScheduleDefinition) {
    const { timing, timeZone, calendar } = definition;
    this.definition = definition;
    this.timing = timing;
    this.timeZone = timeZone;
    this.calendar = calendar;
    this.clock = zoneClock(timeZone);
    this.expressions =
      timing.type === 'cron'
        ? [parseCron(timing.expression)]
        : timing.type === 'crons'
          ? timing.expressions.map(parseCron)
          : [];
    if (timing.type === 'business_day' && !calendar)
      throw new JobuError('TIMING_INVALID', { field: 'calendar', reason: 'business_day needs one' });
    this.blackouts = definition.blackouts.length > 0 ? new Blackouts(definition.blackouts, this.clock) : null;
    this.isPlain = !calendar && !this.blackouts && definition.jitterSeconds === 0;
    this.#baseSeconds = calendar?.baseTimeSeconds ?? 0;
    this.#choosesDays =
      timing.type === 'business_day' && (timing.day === undefined || (timing.plus_business_days ?? 0) !== 0);
    this.#namesNextDay = timing.type === 'business_day' && parseClockTime(timing.at) >= DAY;
  }

  /** The operating day that an instant belongs to, by the calendar's base time. */
  operatingDay(instant: number): DayNumber {
    return Math.floor((this.clock.localTime(instant) - this.#baseSeconds) / DAY);
  }

  /** What the calendar, jitter and blackouts make of a nominal time. */
  place({ instant, day, target = instant }: NominalTime): Occurrence {
    const { calendar, clock, definition } = this;
    const nominal = new Date(instant * 1000);
    const operating = this.operatingDay(target);
    if (this.isPlain)
      return {
        nominal,
        effective: nominal,
        businessDay: operating,
        skip: null,
        cause: null,
        moved: [],
        isCovered: true,
      };
    // A time of 24:00 and later was written for the day before.
    const own = day !== undefined && (this.#namesNextDay || !this.#choosesDays) ? day : operating;
    let businessDay = own;
    let effective = target;
    let isCovered = true;
    const moved: Occurrence['moved'][number][] = [];
    const skipped = (skip: PlannedSkip, cause: string): Occurrence => {
      const time = new Date(effective * 1000);
      return { nominal, effective: time, businessDay, skip, cause, moved, isCovered };
    };
    if (calendar) {
      isCovered = calendar.isCovered(own);
      if (!this.#choosesDays) {
        const open = openDayFor(calendar, own, definition);
        if (open === null) {
          const why = calendar.labelOf(own) ?? 'closed';
          const month = definition.allowLeaveMonth ? '' : ' of its month';
          const reach =
            definition.onClosed === 'skip' ? '' : `, no open day${month} within ${definition.maxShiftDays} days`;
          return skipped('calendar', `${calendar.name}: ${dateText(own)} ${why}${reach}`);
        }
        if (open !== own) {
          effective = clock.firstReaching(clock.localTime(target) + (open - own) * DAY);
          businessDay = open;
          isCovered &&= calendar.isCovered(open);
          moved.push('calendar');
        }
      }
    }
    if (definition.jitterSeconds > 0) {
      const delay = hash(`${definition.name}:${instant}`) % (definition.jitterSeconds + 1);
      if (delay > 0) moved.push('jitter');
      effective += delay;
    }
    const window = this.blackouts?.around(effective);
    if (window) {
      const name = window.reason || 'blackout';
      const outside = definition.onBlackout === 'delay' ? this.blackouts!.firstOutside(effective) : null;
      if (outside === null) return skipped('blackout', name);
      effective = outside;
      moved.push('blackout');
    }
    const cause = isCovered
      ? null
      : `calendar ${calendar!.name} does not know the dates around ${dateText(businessDay)}`;
    return { nominal, effective: new Date(effective * 1000), businessDay, skip: null, cause, moved, isCovered };
  }

  /** The earliest and the latest time, as the timing names it, that may become due between two instants. */
  reach(from: number, until: number): { from: number; until: number } {
    const { calendar, definition, blackouts } = this;
    const { onClosed, maxShiftDays, jitterSeconds } = definition;
    let first = from - jitterSeconds - (blackouts?.longestSeconds ?? 0);
    let last = until;
    const shifts = calendar && !this.#choosesDays;
    if (shifts && (onClosed === 'next' || onClosed === 'nearest')) {
      const today = this.operatingDay(first);
      let day = today - 2;
      while (today - day <= maxShiftDays + 2 && !calendar.isOpen(day)) day--;
      first = this.clock.firstReaching(day * DAY) - 2 * DAY;
    }
    if (shifts && (onClosed === 'previous' || onClosed === 'nearest')) {
      const today = this.operatingDay(last);
      let day = today + 2;
      while (day - today <= maxShiftDays + 2 && !calendar.isOpen(day)) day++;
      last = this.clock.firstReaching(day * DAY) + 2 * DAY;
    }
    const { startsAt, endsAt } = definition;
    return {
      from: startsAt ? Math.max(first, Math.ceil(startsAt.getTime() / 1000)) : first,
      until: endsAt ? Math.min(last, Math.floor(endsAt.getTime() / 1000)) : last,
    };
  }
}

/** FNV-1a. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
  // The low bits of similar texts are alike; fold the high ones in.
  return (value ^ (value >>> 15)) >>> 0;
}
