import type { Connection } from '../database/connection.ts';
import { type BlackoutWindow, ON_BLACKOUT } from '../domain/blackout.ts';
import { CATCH_UP_POLICIES, OVERLAP_POLICIES } from '../domain/catch-up.ts';
import { dateText } from '../domain/civil-date.ts';
import { parseDuration } from '../domain/clock-time.ts';
import { ON_CLOSED } from '../domain/closed-day.ts';
import { assertTiming } from '../domain/cron-frequency.ts';
import type { Language } from '../domain/cron-sentence.ts';
import { nextOccurrence, occurrencesOf } from '../domain/occurrences.ts';
import { FARTHEST_MOVE_MS } from '../domain/plan-diff.ts';
import { parseRetryBackoff } from '../domain/retry.ts';
import { type Occurrence, Schedule } from '../domain/schedule.ts';
import { describeSchedule } from '../domain/sentence.ts';
import { isJobuError, JobuError } from '../errors.ts';
import { type Calendars, loadCalendars } from './calendar-loading.ts';
import { sql } from './calendar-statements.ts';
import { type Cron, type CronDefinition, type ScheduleFields, timingOf } from './model/cron.ts';
import { idParam } from './model/row.ts';
import { sql as ledgerSql } from './statements.ts';

const MAX_CACHED = 20_000;

const schedules = new Map<string, Schedule>();

/** The calendars that crons name. */
export function calendarsOf(
  connection: Connection,
  crons: Iterable<Pick<CronDefinition, 'calendar'>>,
): Promise<Calendars> {
  const names = [...crons].flatMap(({ calendar }) => calendar ?? []);
  return loadCalendars(connection, names);
}

/** The schedule of a cron. Made once and remembered. Throws what is wrong with its row: an unknown calendar or zone, ... */
export function scheduleOf(cron: ScheduleFields, calendars: Calendars): Schedule {
  const calendar = cron.calendar === null ? null : calendars(cron.calendar);
  const { onClosed, maxShiftDays, allowLeaveMonth, startsAt, endsAt, jitterSeconds, onBlackout } = cron;
  const key = JSON.stringify([
    cron.timing ?? cron.cronExpression,
    cron.timing === null,
    cron.timeZone,
    jitterSeconds > 0 ? cron.name : '',
    [onClosed, maxShiftDays, allowLeaveMonth, startsAt, endsAt, jitterSeconds, cron.blackouts, onBlackout],
  ]);
  const known = schedules.get(key);
  if (known && known.calendar === calendar) return known;
  const refuse = (problem: string) => new JobuError('CRON_ROW_INVALID', { cron: cron.name, problem });
  if (!ON_CLOSED.includes(onClosed)) throw refuse(`on_closed is "${onClosed}"`);
  if (!ON_BLACKOUT.includes(onBlackout)) throw refuse(`on_blackout is "${onBlackout}"`);
  const blackouts = blackoutsOf(cron);
  const { name, timeZone } = cron;
  const rules = { onClosed, maxShiftDays, allowLeaveMonth, startsAt, endsAt, jitterSeconds, blackouts, onBlackout };
  const schedule = new Schedule({ name, timing: timingOf(cron), timeZone, calendar, ...rules });
  if (schedules.size >= MAX_CACHED) schedules.clear();
  schedules.set(key, schedule);
  return schedule;
}

const blackoutsOf = ({ blackouts }: ScheduleFields): BlackoutWindow[] =>
  blackouts === null ? [] : (JSON.parse(blackouts) as BlackoutWindow[]);

/** When a cron runs, in words; what stands in its row when that does not hold. */
export function sentenceOf(cron: CronDefinition, language: Language): string {
  try {
    const calendar = cron.calendar === null ? null : { name: cron.calendar };
    return describeSchedule({ ...cron, timing: timingOf(cron), calendar, blackouts: blackoutsOf(cron) }, language);
  } catch {
    return cron.timing ?? cron.cronExpression ?? '';
  }
}

/** Throws when a row that was put in by hand cannot be dispatched. */
export function assertDispatchable(cron: Cron, schedule: Schedule, minCronIntervalSeconds: number): void {
  assertTiming(schedule.timing, minCronIntervalSeconds);
  const refuse = (problem: string) => new JobuError('CRON_ROW_INVALID', { cron: cron.name, problem });
  if (!CATCH_UP_POLICIES.includes(cron.catchUp)) throw refuse(`catch_up is "${cron.catchUp}"`);
  if (cron.overlapPolicy !== null && !OVERLAP_POLICIES.includes(cron.overlapPolicy))
    throw refuse(`overlap_policy is "${cron.overlapPolicy}"`);
  if (cron.retryBackoff !== null) parseRetryBackoff(cron.retryBackoff);
}

/** When a cron runs next, and whether it never will again. */
export interface Following {
  readonly nextRunAt: Date | null;
  readonly hasEnded: boolean;
}

/** The first occurrence later than `after`. Throws CRON_NEVER_FIRES for an expression that no date fits. */
export function following(schedule: Schedule, after: Date): Following {
  const { type } = schedule.timing;
  if (type === 'manual') return { nextRunAt: null, hasEnded: false };
  if (type === 'after_end') return { nextRunAt: null, hasEnded: isOver(schedule, after) };
  const next = nextOccurrence(schedule, after);
  if (next) return { nextRunAt: next.effective, hasEnded: false };
  if (schedule.timing.type === 'cron' && schedule.definition.endsAt === null)
    throw new JobuError('CRON_NEVER_FIRES', { expression: schedule.timing.expression });
  return { nextRunAt: null, hasEnded: true };
}

const isOver = ({ definition: { endsAt } }: Schedule, time: Date): boolean => endsAt !== null && time > endsAt;

/**
 * A cron of a fixed delay with its next run, counted from the end of its last execution (from `now` when there is none);
 * none while an execution is unfinished. Any other cron as it is.
 */
export async function withDelayAfterEnd(connection: Connection, cron: Cron, now: Date): Promise<Cron> {
  if (cron.nextRunAt !== null || cron.timing === null) return cron;
  const timing = timingOf(cron);
  if (timing.type !== 'after_end') return cron;
  const id = idParam(cron.id);
  const unfinished = await connection.fetchOne(ledgerSql('find_unfinished_execution'), { job_id: id, except_id: 0n });
  if (unfinished) return cron;
  const end = await connection.fetchValue<string | null>(sql('find_last_end'), { job_id: id });
  const from = Math.max(
    end ? Date.parse(end) : now.getTime(),
    cron.startsAt?.getTime() ?? 0,
    cron.resumedAt?.getTime() ?? 0,
  );
  return { ...cron, nextRunAt: new Date((Math.ceil(from / 1000) + parseDuration(timing.after)) * 1000) };
}

/** An occurrence of a timing that only the dispatcher knows, at `time`. */
export function occurrenceAt(schedule: Schedule, time: Date): Occurrence {
  return schedule.place({ instant: Math.floor(time.getTime() / 1000) });
}

/** The operating day of an instant for a cron, as `2026-11-22`; by the zone alone when its row does not hold. */
export async function operatingDate(connection: Connection, cron: Cron, now: Date): Promise<string> {
  const dateOf = (schedule: Schedule) => dateText(schedule.operatingDay(Math.floor(now.getTime() / 1000)));
  const calendars = await calendarsOf(connection, [cron]);
  try {
    return dateOf(scheduleOf(cron, calendars));
  } catch (error) {
    if (!isJobuError(error)) throw error;
    return dateOf(
      scheduleOf({ ...cron, timing: null, cronExpression: null, calendar: null, blackouts: null }, calendars),
    );
  }
}

/** Occurrences that were to run after `now` and that a change has moved to before it: they are due at once. */
export function movedIntoPast(before: Schedule, after: Schedule, now: Date): Occurrence[] {
  if (before.isPlain && after.isPlain) return [];
  const far = FARTHEST_MOVE_MS;
  const past = occurrencesOf(after, new Date(now.getTime() - far), now).occurrences.filter(({ skip }) => skip === null);
  if (past.length === 0) return [];
  const later = new Date(now.getTime() + 1);
  const ahead = occurrencesOf(before, later, new Date(now.getTime() + far)).occurrences;
  const waiting = new Set(ahead.map(({ nominal }) => nominal.getTime()));
  return past.filter(({ nominal }) => waiting.has(nominal.getTime())).map((one) => ({ ...one, effective: now }));
}
