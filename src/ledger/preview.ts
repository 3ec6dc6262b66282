import type { Connection } from '../database/connection.ts';
import { dateText } from '../domain/civil-date.ts';
import { assertTiming } from '../domain/cron-frequency.ts';
import { occurrencesOf } from '../domain/occurrences.ts';
import type { Occurrence, Schedule } from '../domain/schedule.ts';
import { type ScheduleWarning, scheduleWarnings } from '../domain/schedule-warnings.ts';
import { describeSchedule } from '../domain/sentence.ts';
import { formatInstant } from '../domain/time-zone.ts';
import { issueText } from '../errors/issue.ts';
import { koreanIssue, koreanMessage } from '../errors/korean.ts';
import { JobuError } from '../errors.ts';
import { sql } from './calendar-statements.ts';
import { type CronDefaults, type CronDefinition, type CronInput, cronFields, normaliseCron } from './model/cron.ts';
import { camelCase, type Id, idParam } from './model/row.ts';
import { recentDurations } from './plan.ts';
import { calendarsOf, following, scheduleOf } from './schedules.ts';

/** One thing that keeps a schedule from being saved. */
export interface ScheduleError {
  /** JSON Pointer to the field. */
  readonly pointer: string;
  readonly code: string;
  readonly message: string;
  /** The same in Korean. */
  readonly korean: string;
  readonly params: Readonly<Record<string, unknown>>;
}

/** One coming occurrence of a schedule that is not saved yet. */
export interface PreviewOccurrence {
  /** The instant the timing names. */
  readonly scheduledTime: Date;
  /** When it runs, or when it is written that it does not. */
  readonly runAt: Date;
  /** `2026-11-22 19:00:00 KST` in the cron's zone. */
  readonly local: string;
  readonly displayLocal: string;
  readonly timeZone: string;
  readonly businessDate: string;
  readonly effect: {
    readonly result: 'runs' | 'moved' | 'skipped';
    /** `calendar`, `blackout`, `merged`; null when it runs. */
    readonly skipReason: string | null;
    readonly moved: readonly string[];
    readonly cause: string | null;
  };
}

/** What falls on one day. */
export interface PreviewDay {
  readonly date: string;
  readonly runs: number;
  readonly skipped: number;
  /** Runs that begin in each hour of the clock, 24 of them. */
  readonly hours: readonly number[];
}

export interface SchedulePreview {
  readonly isValid: boolean;
  readonly timeZone: string;
  /** The schedule in words; null when it cannot be understood. */
  readonly description: { readonly ko: string; readonly en: string } | null;
  readonly occurrences: readonly PreviewOccurrence[];
  /** Today and the six days after it in the cron's zone; fewer of a schedule that fires more often than once a minute. */
  readonly days: readonly PreviewDay[];
  readonly warnings: readonly ScheduleWarning[];
  readonly errors: readonly ScheduleError[];
}

export interface PreviewOptions {
  readonly now: Date;
  readonly defaults: CronDefaults;
  /** So many occurrences. */
  readonly count: number;
  readonly displayTimeZone: string;
  /** The cron that is being changed: its earlier runs tell how long it takes. */
  readonly cronId?: Id;
}

const YEAR_MS = 366 * 86_400_000;
const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;
/** Of a year so many occurrences are looked at for warnings. */
const LOOKED_AT = 1000;
const RECENT_RUNS = 100;
const SHOWN_DAYS = 7;
const DAY_SECONDS = 86_400;
/** One a minute for a week. */
const MOST_OF_DAYS = 10_080;
const MOST_NEIGHBOURS = 10_000;
/** So many others in one minute are worth a word. */
const CROWD = 5;

const POINTERS: Readonly<Record<string, string>> = {
  CRON_NEVER_FIRES: 'cronExpression',
  CRON_EXPRESSION_INVALID: 'cronExpression',
  CRON_TOO_FREQUENT: 'cronExpression',
  TIME_ZONE_UNKNOWN: 'timeZone',
  BLACKOUT_INVALID: 'blackouts',
  CALENDAR_NOT_FOUND: 'calendar',
  CALENDAR_CYCLE: 'calendar',
  CALENDAR_WITHOUT_OPEN_DAY: 'calendar',
};

/** Where in the input an error of the domain lies. */
function pointerOf(error: JobuError, input: Partial<CronInput>): string {
  const { code, params } = error;
  if (code === 'TIMING_INVALID') return `#/timing${params['field'] === 'timing' ? '' : `/${params['field']}`}`;
  if (code === 'CRON_INVALID') return `#/${camelCase(/^\w+/.exec(String(params['problems']))?.[0] ?? '')}`;
  if (code === 'TIME_INVALID') return params['text'] === input.endsAt ? '#/endsAt' : '#/startsAt';
  if (code === 'BLACKOUT_INVALID' && typeof params['window'] === 'number') return `#/blackouts/${params['window'] - 1}`;
  const field = POINTERS[code] ?? 'timing';
  return `#/${field === 'cronExpression' && input.timing != null ? 'timing' : field}`;
}

const plain = (value: unknown): unknown =>
  value === null || ['string', 'number', 'boolean'].includes(typeof value) ? value : String(value);

const problemOf = (error: JobuError, pointer: string): ScheduleError => ({
  pointer,
  code: error.code,
  message: error.message,
  korean: koreanMessage(error.code, error.params),
  params: Object.fromEntries(Object.entries(error.params).map(([name, value]) => [name, plain(value)])),
});

/** The definition of an input, or what is wrong with its fields. */
function checkFields(input: Partial<CronInput>, defaults: CronDefaults): CronDefinition | ScheduleError[] {
  const complete = { timeZone: defaults.timeZone, ...input, name: input.name || 'preview', handlerName: 'preview' };
  const result = cronFields.safeParse(complete);
  if (result.success) return normaliseCron(result.data);
  return result.error.issues.map((issue) => {
    const pointer = `#${issue.path.map((part) => `/${String(part)}`).join('')}`;
    const cause = issue.code === 'custom' ? issue.params?.['cause'] : undefined;
    if (cause instanceof JobuError) return problemOf(cause, pointer);
    return {
      pointer,
      code: issue.code.toUpperCase(),
      message: issueText(issue),
      korean: koreanIssue(issue),
      params: {},
    };
  });
}

/** How the next run lies among the runs of other crons within its hour. */
async function crowdWarning(connection: Connection, first: Date, cronId: Id | undefined): Promise<ScheduleWarning[]> {
  const hour = new Date(Math.floor(first.getTime() / HOUR_MS) * HOUR_MS);
  const rows = await connection.fetchAll<{ next_run_at: string }>(sql('list_next_runs'), {
    since: hour,
    until: new Date(hour.getTime() + HOUR_MS),
    except_id: cronId === undefined ? 0n : idParam(cronId),
    limit: MOST_NEIGHBOURS,
  });
  const perMinute = new Array<number>(60).fill(0);
  const minuteOf = (time: Date) => Math.floor((time.getTime() - hour.getTime()) / MINUTE_MS);
  for (const row of rows) perMinute[minuteOf(new Date(row.next_run_at))]!++;
  const crons = perMinute[minuteOf(first)]!;
  if (crons < CROWD) return [];
  const quietMinute = perMinute.indexOf(Math.min(...perMinute));
  const message = `${crons} other crons run in the same minute; minute ${quietMinute} of that hour has ${perMinute[quietMinute]}.`;
  return [
    { code: 'CROWDED_MINUTE', message, params: { crons, quietMinute, quietMinuteCrons: perMinute[quietMinute]! } },
  ];
}

async function loadWarnings(
  connection: Connection,
  occurrences: readonly Occurrence[],
  cronId: Id | undefined,
): Promise<ScheduleWarning[]> {
  const runs = occurrences.filter(({ skip }) => skip === null).map(({ effective }) => effective);
  if (runs.length === 0) return [];
  const warnings = await crowdWarning(connection, runs[0]!, cronId);
  if (cronId === undefined || runs.length < 2) return warnings;
  const durations = await recentDurations(connection, cronId, RECENT_RUNS);
  if (durations.length === 0) return warnings;
  const p95Ms = durations[Math.min(durations.length - 1, Math.floor(durations.length * 0.95))]!;
  const intervalMs = Math.min(...runs.slice(1).map((run, index) => run.getTime() - runs[index]!.getTime()));
  if (intervalMs < p95Ms)
    warnings.push({
      code: 'SHORTER_THAN_RUNS',
      message: `Runs lie ${intervalMs / 1000} s apart, and the longest of 20 takes ${p95Ms / 1000} s.`,
      params: { intervalMs, p95Ms },
    });
  return warnings;
}

function shown(occurrence: Occurrence, schedule: Schedule, displayTimeZone: string): PreviewOccurrence {
  const { nominal, effective, skip, moved, cause } = occurrence;
  return {
    scheduledTime: nominal,
    runAt: effective,
    local: formatInstant(effective, schedule.timeZone),
    displayLocal: formatInstant(effective, displayTimeZone),
    timeZone: schedule.timeZone,
    businessDate: dateText(occurrence.businessDay),
    effect: {
      result: skip !== null ? 'skipped' : moved.length > 0 ? 'moved' : 'runs',
      skipReason: skip,
      moved,
      cause,
    },
  };
}

function daysOf(schedule: Schedule, now: Date): PreviewDay[] {
  const { clock } = schedule;
  const first = Math.floor(clock.localTime(Math.floor(now.getTime() / 1000)) / DAY_SECONDS);
  const until = new Date(clock.firstReaching((first + SHOWN_DAYS) * DAY_SECONDS) * 1000 - 1);
  const { occurrences, through } = occurrencesOf(schedule, new Date(now.getTime() + 1), until, MOST_OF_DAYS);
  const isWhole = (day: number) =>
    through >= until || through.getTime() / 1000 >= clock.firstReaching((day + 1) * DAY_SECONDS);
  const days = Array.from({ length: SHOWN_DAYS }, (_, index) => ({
    ...{ date: dateText(first + index), runs: 0, skipped: 0, hours: Array<number>(24).fill(0) },
  })).filter((_, index) => isWhole(first + index));
  for (const { effective, skip } of occurrences) {
    const local = clock.localTime(Math.floor(effective.getTime() / 1000));
    const day = days[Math.floor(local / DAY_SECONDS) - first];
    if (!day) continue;
    if (skip !== null) day.skipped++;
    else {
      day.runs++;
      day.hours[Math.floor((local % DAY_SECONDS) / 3600)]!++;
    }
  }
  return days;
}

/**
 * What a schedule that is being typed would do, by the function the dispatcher asks. An invalid one is no failure: `errors`
 * name every field that keeps it from being saved.
 */
export async function previewSchedule(
  connection: Connection,
  input: Partial<CronInput>,
  options: PreviewOptions,
): Promise<SchedulePreview> {
  const { now, defaults, count, displayTimeZone, cronId } = options;
  const errors: ScheduleError[] = [];
  const timeZone = typeof input.timeZone === 'string' ? input.timeZone : defaults.timeZone;
  const invalid = (): SchedulePreview => ({
    isValid: false,
    timeZone,
    description: null,
    occurrences: [],
    days: [],
    warnings: [],
    errors,
  });
  const attempt = <T>(work: () => T): T | undefined => {
    try {
      return work();
    } catch (error) {
      if (!(error instanceof JobuError)) throw error;
      errors.push(problemOf(error, pointerOf(error, input)));
      return undefined;
    }
  };
  const definition = attempt(() => checkFields(input, defaults));
  if (Array.isArray(definition)) errors.push(...definition);
  if (definition === undefined || Array.isArray(definition)) return invalid();
  const calendars = await calendarsOf(connection, [definition]);
  const schedule = attempt(() => scheduleOf(definition, calendars));
  if (!schedule) return invalid();
  attempt(() => assertTiming(schedule.timing, defaults.minCronIntervalSeconds));
  if (attempt(() => following(schedule, now)) === undefined) return invalid();
  const until = new Date(now.getTime() + YEAR_MS);
  const { occurrences } = occurrencesOf(schedule, new Date(now.getTime() + 1), until, LOOKED_AT);
  return {
    isValid: errors.length === 0,
    timeZone,
    description: {
      ko: describeSchedule(schedule.definition, 'ko'),
      en: describeSchedule(schedule.definition, 'en'),
    },
    occurrences: occurrences.slice(0, count).map((one) => shown(one, schedule, displayTimeZone)),
    days: daysOf(schedule, now),
    warnings: [
      ...scheduleWarnings(schedule, occurrences, now),
      ...(await loadWarnings(connection, occurrences, cronId)),
    ],
    errors,
  };
}
