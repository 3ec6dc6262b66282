import { type DayNumber, dateText } from './civil-date.ts';
import { type NominalSource, nominalTimes } from './nominal-times.ts';
import type { Occurrence, Schedule } from './schedule.ts';
import { zoneClock } from './zone-clock.ts';

export const SCHEDULE_WARNINGS = [
  'EITHER_DAY_FIELD',
  'DAY_STEP_RESTARTS',
  'CLOCK_GAP',
  'CLOCK_OVERLAP',
  'NEVER_RUNS',
  'MOVED_BY_CALENDAR',
  'REMOVED_BY_CALENDAR',
  'DELAYED_BY_BLACKOUT',
  'REMOVED_BY_BLACKOUT',
  'MERGED',
  'CALENDAR_ENDS',
  'SHORTER_THAN_RUNS',
  'CROWDED_MINUTE',
] as const;

/** What a schedule that is valid may still surprise with. `params` hold the values of the message, for translations. */
export interface ScheduleWarning {
  readonly code: (typeof SCHEDULE_WARNINGS)[number];
  readonly message: string;
  readonly params: Readonly<Record<string, string | number | boolean>>;
}

const YEAR_SECONDS = 366 * 86_400;

/** Field of the day of the month, counted from the last field. */
const DAY_OF_MONTH = -3;

function expressionWarnings(schedule: Schedule): ScheduleWarning[] {
  return schedule.expressions.flatMap(({ text, eitherDayField }) => {
    const warnings: ScheduleWarning[] = [];
    if (eitherDayField)
      warnings.push({
        code: 'EITHER_DAY_FIELD',
        message: `"${text}" restricts the day of the month and the day of the week: it runs on days that fit either of them.`,
        params: { expression: text },
      });
    const [, step] = /\/(\d+)$/.exec(text.split(/[ \t]+/).at(DAY_OF_MONTH) ?? '') ?? [];
    if (step !== undefined && Number(step) > 1)
      warnings.push({
        code: 'DAY_STEP_RESTARTS',
        message: `Every ${step} days is counted anew in each month: the last run of a month and the first of the next may be less than ${step} days apart.`,
        params: { expression: text, step: Number(step) },
      });
    return warnings;
  });
}

/** What the changes of the clock within a year do to times of day that are left out or come twice then. */
function clockWarnings(schedule: Schedule, now: number): ScheduleWarning[] {
  const { timing, clock, calendar } = schedule;
  if (timing.type !== 'cron' && timing.type !== 'crons' && timing.type !== 'business_day') return [];
  const onWall: NominalSource = { ...schedule, calendar, timing, timeZone: 'UTC', clock: zoneClock('UTC') };
  const elapses = schedule.expressions.some(({ followsElapsedTime }) => followsElapsedTime);
  const timeOf = (local: number) => new Date(local * 1000).toISOString().slice(11, 16);
  const warnings: ScheduleWarning[] = [];
  for (let span = clock.spanAt(now); span.end < now + YEAR_SECONDS; ) {
    const change = span.end;
    const next = clock.spanAt(change);
    const [before, after] = [change + span.offset, change + next.offset];
    span = next;
    if (before === after) continue;
    if (schedule.definition.onClosed === 'skip' && calendar?.isOpen(schedule.operatingDay(change)) === false) continue;
    const [wanted] = nominalTimes(onWall, Math.min(before, after), Math.max(before, after) - 1, 1);
    if (wanted === undefined) continue;
    const params = {
      at: new Date(change * 1000).toISOString(),
      date: dateText(Math.floor(before / 86_400)),
      from: timeOf(before),
      to: timeOf(after),
      time: timeOf(wanted.target ?? wanted.instant),
      followsElapsedTime: elapses,
    };
    const said = `On ${params.date} the clock goes from ${params.from} to ${params.to}:`;
    if (after > before)
      warnings.push({
        code: 'CLOCK_GAP',
        message: `${said} ${elapses ? 'the times in between do not come' : `what is set for ${params.time} runs at the change`}.`,
        params,
      });
    else
      warnings.push({
        code: 'CLOCK_OVERLAP',
        message: `${said} ${params.time} comes twice, and it runs ${elapses ? 'both times' : 'the first time only'}.`,
        params,
      });
  }
  return warnings;
}

/** `MOVED_BY_CALENDAR` and its like, each once with how many of the occurrences and the first of them. */
function effectWarnings(occurrences: readonly Occurrence[]): ScheduleWarning[] {
  const groups: readonly [ScheduleWarning['code'], string, (one: Occurrence) => boolean][] = [
    ['MOVED_BY_CALENDAR', 'moved from a closed day', ({ moved }) => moved.includes('calendar')],
    ['REMOVED_BY_CALENDAR', 'left out on closed days', ({ skip }) => skip === 'calendar'],
    ['DELAYED_BY_BLACKOUT', 'delayed by a blackout', ({ moved, skip }) => skip === null && moved.includes('blackout')],
    ['REMOVED_BY_BLACKOUT', 'left out in a blackout', ({ skip }) => skip === 'blackout'],
    ['MERGED', 'left out, since a later one runs at the same time', ({ skip }) => skip === 'merged'],
  ];
  return groups.flatMap(([code, words, fits]) => {
    const found = occurrences.filter(fits);
    const [first] = found;
    if (!first) return [];
    const params = { count: found.length, of: occurrences.length, first: first.nominal.toISOString() };
    return [{ code, message: `Of the next ${params.of} runs ${params.count} are ${words}.`, params }];
  });
}

/**
 * What to know about a schedule before it is saved. `occurrences` are those of the coming year, or the first of them: both
 * what runs and what is skipped.
 */
export function scheduleWarnings(schedule: Schedule, occurrences: readonly Occurrence[], now: Date): ScheduleWarning[] {
  const warnings = expressionWarnings(schedule);
  warnings.push(...clockWarnings(schedule, Math.floor(now.getTime() / 1000)));
  const { type } = schedule.timing;
  if (type !== 'manual' && type !== 'after_end' && occurrences.every(({ skip }) => skip !== null))
    warnings.push({ code: 'NEVER_RUNS', message: 'It does not run within the coming year.', params: {} });
  warnings.push(...effectWarnings(occurrences));
  const lastDay: DayNumber | null = schedule.calendar?.lastCoveredDay ?? null;
  const beyond = occurrences.find(({ isCovered }) => !isCovered);
  if (beyond && lastDay !== null) {
    const params = { calendar: schedule.calendar!.name, lastDay: dateText(lastDay) };
    const message = `The calendar ${params.calendar} knows its dates until ${params.lastDay} only; after that the weekly pattern decides.`;
    warnings.push({ code: 'CALENDAR_ENDS', message, params });
  }
  return warnings;
}
