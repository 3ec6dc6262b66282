import { parseClockTime, parseDuration } from './clock-time.ts';
import { parseCron } from './cron-expression.ts';
import { describeCron, type Language } from './cron-sentence.ts';
import type { ScheduleDefinition } from './schedule.ts';
import * as english from './sentence-english.ts';
import * as korean from './sentence-korean.ts';
import type { BusinessDayTiming, Timing } from './timing.ts';
import { zoneClock } from './zone-clock.ts';

/** What of a schedule is put in words; of its calendar only the name. */
export type DescribedSchedule = Omit<ScheduleDefinition, 'name' | 'calendar'> & {
  readonly calendar: { readonly name: string } | null;
};

const DEFAULT_MAX_SHIFT_DAYS = 10;
/** So many blackout windows are named, more are counted. */
const NAMED_WINDOWS = 3;
const WEEKDAYS = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];

/** The local time of an instant: `2026-11-22 09:00`, seconds only when there are any. */
function localTime(instant: Date, timeZone: string): string {
  const { offset } = zoneClock(timeZone).spanAt(Math.floor(instant.getTime() / 1000));
  const text = new Date(instant.getTime() + offset * 1000).toISOString();
  return `${text.slice(0, 10)} ${text.slice(11, text.slice(17, 19) === '00' ? 16 : 19)}`;
}

/**
 * When a cron runs, in one sentence: its timing, then its calendar, validity, jitter and blackouts where they are set.
 * Times are those of the schedule's own zone, which the sentence does not name. Throws what a timing that does not hold throws.
 */
export function describeSchedule(schedule: DescribedSchedule, language: Language): string {
  const rules = language === 'ko' ? koreanRules(schedule) : englishRules(schedule);
  const timing = language === 'ko' ? koreanTiming(schedule) : englishTiming(schedule);
  return [timing, ...rules].join(', ');
}

const choosesDays = (timing: Timing): boolean =>
  timing.type === 'business_day' && (timing.day === undefined || (timing.plus_business_days ?? 0) !== 0);

function englishTiming({ timing, timeZone }: DescribedSchedule): string {
  switch (timing.type) {
    case 'cron':
      return describeCron(parseCron(timing.expression), 'en');
    case 'crons':
      return timing.expressions.map((text) => describeCron(parseCron(text), 'en')).join('; and ');
    case 'every': {
      const from = timing.from === undefined ? '' : ` from ${localTime(new Date(timing.from), timeZone)}`;
      return `every ${english.durationWords(parseDuration(timing.every), true)}${from}`;
    }
    case 'after_end':
      return `${english.durationWords(parseDuration(timing.after))} after the end of the run before`;
    case 'once':
      return `once, at ${localTime(new Date(timing.at), timeZone)}`;
    case 'business_day':
      return `${englishBusinessDay(timing)} at ${english.ENGLISH.clock(parseClockTime(timing.at))}`;
    case 'manual':
      return 'only when triggered';
  }
}

function englishBusinessDay({ nth, of, day, plus_business_days: plus = 0, months }: BusinessDayTiming): string {
  const period = months ? english.monthsText(months) : `every ${of ?? 'month'}`;
  if (nth !== undefined) {
    const place = Math.abs(nth) === 1 ? '' : `${english.ordinal(Math.abs(nth))} `;
    if (nth > 0) return `${place || 'first '}business day of ${period}`;
    return nth === -1 ? `last business day of ${period}` : `${place}last business day of ${period}`;
  }
  if (day === undefined) return 'every business day';
  const short = typeof day === 'number' && day > 28 ? ' (the last day of a shorter month)' : '';
  const closing = `${day === 'last' ? 'the last day' : `day ${day}`} of ${period}${short}`;
  if (plus === 0) return `on ${closing}`;
  const count = `${Math.abs(plus)} business ${Math.abs(plus) === 1 ? 'day' : 'days'}`;
  return `${count} ${plus > 0 ? 'after' : 'before'} ${closing}`;
}

function koreanTiming({ timing, timeZone }: DescribedSchedule): string {
  switch (timing.type) {
    case 'cron':
      return describeCron(parseCron(timing.expression), 'ko');
    case 'crons':
      return timing.expressions.map((text) => describeCron(parseCron(text), 'ko')).join(', 그리고 ');
    case 'every': {
      const from = timing.from === undefined ? '' : `${localTime(new Date(timing.from), timeZone)}부터 `;
      return `${from}${korean.durationWords(parseDuration(timing.every))}마다`;
    }
    case 'after_end':
      return `앞 실행이 끝나고 ${korean.durationWords(parseDuration(timing.after))} 뒤`;
    case 'once':
      return `${localTime(new Date(timing.at), timeZone)}에 한 번`;
    case 'business_day':
      return `${koreanBusinessDay(timing)} ${korean.KOREAN.clock(parseClockTime(timing.at))}`;
    case 'manual':
      return '직접 실행할 때만';
  }
}

const KOREAN_PERIODS = { week: '매주', month: '매월', quarter: '매 분기', year: '매년' } as const;

function koreanBusinessDay({ nth, of, day, plus_business_days: plus = 0, months }: BusinessDayTiming): string {
  const period = months ? `매년 ${korean.monthsText(months)}` : KOREAN_PERIODS[of ?? 'month'];
  if (nth === 1) return `${period} 첫 영업일`;
  if (nth === -1) return `${period} ${of === 'week' ? '마지막' : '말'} 영업일`;
  if (nth !== undefined) return `${period} ${nth < 0 ? '끝에서 ' : ''}${Math.abs(nth)}번째 영업일`;
  if (day === undefined) return '매 영업일';
  const short = typeof day === 'number' && day > 28 ? '(짧은 달은 말일)' : '';
  const closing = `${period} ${day === 'last' ? '말일' : `${day}일`}${short}`;
  return plus === 0 ? closing : `${closing}의 ${Math.abs(plus)}영업일 ${plus > 0 ? '뒤' : '전'}`;
}

function englishRules(schedule: DescribedSchedule): string[] {
  const { timing, timeZone, calendar, onClosed, maxShiftDays, allowLeaveMonth } = schedule;
  const { startsAt, endsAt, jitterSeconds, blackouts, onBlackout } = schedule;
  const rules: string[] = [];
  if (calendar) {
    const limits = [
      ...(maxShiftDays === DEFAULT_MAX_SHIFT_DAYS ? [] : [`at most ${maxShiftDays} days away`]),
      ...(allowLeaveMonth ? [] : ['in the same month']),
    ];
    const limited = limits.length > 0 ? ` (${limits.join(', ')})` : '';
    const when = `when "${calendar.name}" is closed`;
    if (choosesDays(timing)) rules.push(`by calendar "${calendar.name}"`);
    else if (onClosed === 'skip') rules.push(`not ${when}`);
    else if (onClosed === 'run') rules.push(`also ${when}`);
    else rules.push(`${when} on the ${onClosed} open day${limited}`);
  }
  if (startsAt) rules.push(`not before ${localTime(startsAt, timeZone)}`);
  if (endsAt) rules.push(`not after ${localTime(endsAt, timeZone)}`);
  if (jitterSeconds > 0) rules.push(`up to ${english.durationWords(jitterSeconds)} later (jitter)`);
  if (blackouts.length > NAMED_WINDOWS)
    rules.push(`${onBlackout === 'skip' ? 'not in' : 'delayed in'} ${blackouts.length} blackout windows`);
  else if (blackouts.length > 0) {
    const windows = blackouts.map((window) =>
      'start' in window
        ? `${localTime(new Date(window.start), timeZone)} to ${localTime(new Date(window.end), timeZone)}`
        : `${window.from} to ${window.to}${window.weekdays ? ` on ${window.weekdays.join(', ')}` : ''}`,
    );
    const ends = onBlackout === 'skip' ? 'not' : 'later instead of';
    rules.push(`${ends} ${blackouts.length === 1 ? 'from' : 'between'} ${english.listed(windows)}`);
  }
  return rules;
}

const KOREAN_DAYS = [...'일월화수목금토'];
const KOREAN_SHIFTS = { next: '다음', previous: '이전', nearest: '가장 가까운' } as const;

function koreanRules(schedule: DescribedSchedule): string[] {
  const { timing, timeZone, calendar, onClosed, maxShiftDays, allowLeaveMonth } = schedule;
  const { startsAt, endsAt, jitterSeconds, blackouts, onBlackout } = schedule;
  const rules: string[] = [];
  if (calendar) {
    const limits = [
      ...(maxShiftDays === DEFAULT_MAX_SHIFT_DAYS ? [] : [`최대 ${maxShiftDays}일`]),
      ...(allowLeaveMonth ? [] : ['같은 달 안에서']),
    ];
    const limited = limits.length > 0 ? `(${limits.join(', ')})` : '';
    const closed = `"${calendar.name}" 휴일`;
    if (choosesDays(timing)) rules.push(`"${calendar.name}" 달력 기준`);
    else if (onClosed === 'skip') rules.push(`${closed}에는 쉼`);
    else if (onClosed === 'run') rules.push(`${closed}에도 실행`);
    else rules.push(`${closed}이면 ${KOREAN_SHIFTS[onClosed]} 영업일에${limited}`);
  }
  if (startsAt) rules.push(`${localTime(startsAt, timeZone)}부터`);
  if (endsAt) rules.push(`${localTime(endsAt, timeZone)}까지`);
  if (jitterSeconds > 0) rules.push(`최대 ${korean.durationWords(jitterSeconds)} 늦춰 분산`);
  const ends = onBlackout === 'skip' ? '건너뜀' : '끝날 때까지 미룸';
  if (blackouts.length > NAMED_WINDOWS) rules.push(`금지 시간대 ${blackouts.length}개에는 ${ends}`);
  else if (blackouts.length > 0) {
    const windows = blackouts.map((window) =>
      'start' in window
        ? `${localTime(new Date(window.start), timeZone)}~${localTime(new Date(window.end), timeZone)}`
        : `${window.weekdays ? `${window.weekdays.map((name) => KOREAN_DAYS[WEEKDAYS.indexOf(name)]).join(', ')}요일 ` : ''}${window.from}~${window.to}`,
    );
    rules.push(`${windows.join(', ')}에는 ${ends}`);
  }
  return rules;
}
