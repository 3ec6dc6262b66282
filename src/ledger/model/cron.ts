import { z } from 'zod';
import { type BlackoutWindow, ON_BLACKOUT, parseBlackouts } from '../../domain/blackout.ts';
import { CATCH_UP_POLICIES, OVERLAP_POLICIES } from '../../domain/catch-up.ts';
import { ON_CLOSED } from '../../domain/closed-day.ts';
import { parseCron } from '../../domain/cron-expression.ts';
import { assertTiming } from '../../domain/cron-frequency.ts';
import { parseRetryBackoff } from '../../domain/retry.ts';
import { assertTimeZone, parseLocalTime } from '../../domain/time-zone.ts';
import { parseTiming, type Timing } from '../../domain/timing.ts';
import { issueText } from '../../errors/issue.ts';
import { JobuError, messageOf } from '../../errors.ts';
import { type Id, snakeCase } from './row.ts';

const text = (maximum: number) =>
  z
    .string()
    .min(1)
    .max(maximum)
    .refine(
      (value) => !/[\p{Cc}\p{Cs}]/u.test(value) && value === value.trim(),
      'has control characters, half a surrogate pair or blanks at its ends',
    );

/** JSON text of an object, kept as it was typed: key order and big integers survive. Accepts an object too. */
export const jsonObject = z
  .union([z.string(), z.record(z.string(), z.unknown())])
  .transform((value) => (typeof value === 'string' ? value : JSON.stringify(value)))
  .refine((value) => value.length <= 1_048_576, 'is larger than 1 MB')
  .refine((value) => {
    try {
      const parsed: unknown = JSON.parse(value);
      return typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed);
    } catch {
      return false;
    }
  }, 'is not a JSON object');

const checked = (check: (value: string) => unknown) => (value: string, context: z.RefinementCtx) => {
  try {
    check(value);
  } catch (error) {
    context.addIssue({ code: 'custom', message: messageOf(error), params: { cause: error } });
  }
};

const backoff = z.union([z.string(), z.record(z.string(), z.unknown())]).transform((value, context) => {
  try {
    return JSON.stringify(parseRetryBackoff(value));
  } catch (error) {
    context.addIssue({ code: 'custom', message: messageOf(error) });
    return z.NEVER;
  }
});

/** JSON text, or the value itself; its meaning is checked by {@link normaliseCron}. */
const jsonValue = z
  .union([z.string().max(100_000), z.record(z.string(), z.unknown()), z.array(z.unknown())])
  .transform((value) => (typeof value === 'string' ? value : JSON.stringify(value)));

const instant = z.union([z.date(), z.string()]);

const seconds = z.int().min(0).max(31_622_400);

/**
 * What a user may say of a cron, with its limits. Defaults: rules of the columns in `docs/reference/cron-fields.md`.
 * Names are the columns of `cron_jobs` in camelCase.
 */
export const cronFields = z.strictObject({
  name: text(200),
  description: z.string().max(10_000).nullable().default(null),
  /** Null: the cron runs on trigger only. */
  cronExpression: z.string().superRefine(checked(parseCron)).nullable().default(null),
  timeZone: z.string().superRefine(checked(assertTimeZone)),
  handlerName: text(200),
  handlerParams: jsonObject.default('{}'),
  isEnabled: z.boolean().default(true),
  allowOverlap: z.boolean().default(false),
  catchUp: z.enum(CATCH_UP_POLICIES).default('once'),
  misfireGraceSeconds: seconds.default(60),
  catchUpWindowSeconds: seconds.nullable().default(null),
  maxRetry: z.int().min(0).max(1000).default(3),
  retryBackoff: backoff.nullable().default(null),
  /** 0: no limit. */
  timeoutSeconds: seconds.default(3600),
  priority: z.int().min(-100).max(100).default(0),
  queue: text(100).default('default'),
  onWorkerLost: z.enum(['retry', 'fail', 'hold']).default('retry'),
  maxRescue: z.int().min(0).max(1000).default(3),
  /** Null: as the handler declares it. */
  isolation: z.enum(['loop', 'thread', 'process']).nullable().default(null),
  groupName: text(200).nullable().default(null),
  owner: text(200).nullable().default(null),
  tags: z
    .array(text(50).refine((tag) => !tag.includes(','), 'holds a comma'))
    .max(20)
    .default([]),
  notes: z.string().max(100_000).nullable().default(null),
  /** The timing object, for what `cronExpression` cannot say. */
  timing: jsonValue.nullable().default(null),
  /** Name of the calendar that says which days are open. */
  calendar: text(100).nullable().default(null),
  onClosed: z.enum(ON_CLOSED).default('skip'),
  maxShiftDays: z.int().min(0).max(60).default(10),
  allowLeaveMonth: z.boolean().default(true),
  startsAt: instant.nullable().default(null),
  endsAt: instant.nullable().default(null),
  jitterSeconds: z.int().min(0).max(86_400).default(0),
  blackouts: jsonValue.nullable().default(null),
  onBlackout: z.enum(ON_BLACKOUT).default('delay'),
  /** Null: as `allowOverlap` says. */
  overlapPolicy: z.enum(OVERLAP_POLICIES).nullable().default(null),
  /** So many failures in a row pause the cron. */
  pauseAfterFailures: z.int().min(1).max(100).nullable().default(null),
});

/** A whole definition, defaults filled in. */
export type CronDefinition = Omit<z.output<typeof cronFields>, 'startsAt' | 'endsAt'> & {
  startsAt: Date | null;
  endsAt: Date | null;
};

/** What a user writes to create a cron; `timeZone` falls back to the configured zone. */
export type CronInput = Omit<z.input<typeof cronFields>, 'timeZone'> & { timeZone?: string };

/** A stored cron. */
export interface Cron extends CronDefinition {
  readonly id: Id;
  /** Namespace of the file that manages it, null for one made by hand. */
  readonly managedBy: string | null;
  readonly nextRunAt: Date | null;
  /** Since then its rows follow from its schedule as it is now; null until the dispatcher has timed it. */
  readonly timedAt: Date | null;
  readonly hasWaiting: boolean;
  /** Nothing is due any more. */
  readonly hasEnded: boolean;
  /** Paused since then; null when it is not. */
  readonly pausedAt: Date | null;
  readonly pausedUntil: Date | null;
  readonly pausedBy: string | null;
  readonly pauseReason: string | null;
  /** What becomes of the paused occurrences at `pausedUntil`. */
  readonly resumePolicy: ResumePolicy | null;
  readonly resumedAt: Date | null;
  /** Why the dispatcher set it aside; null when it is healthy. */
  readonly errorCode: string | null;
  readonly errorMessage: string | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly version: number;
}

export const RESUME_POLICIES = ['drop', 'latest', 'all'] as const;

/** What becomes of the occurrences that came due during a pause. */
export type ResumePolicy = (typeof RESUME_POLICIES)[number];

/** What decides when a cron is due. A change of one of these sets `nextRunAt` anew. */
export const TIMING_FIELDS = [
  'cronExpression',
  'timing',
  'timeZone',
  'isEnabled',
  'calendar',
  'onClosed',
  'maxShiftDays',
  'allowLeaveMonth',
  'startsAt',
  'endsAt',
  'jitterSeconds',
  'blackouts',
  'onBlackout',
] as const;

/** What a schedule is made of. */
export type ScheduleFields = Pick<CronDefinition, 'name' | Exclude<(typeof TIMING_FIELDS)[number], 'isEnabled'>>;

/** As much of a cron as its plan needs. */
export type PlannableCron = ScheduleFields &
  Pick<
    Cron,
    | 'id'
    | 'groupName'
    | 'isEnabled'
    | 'errorCode'
    | 'nextRunAt'
    | 'pausedAt'
    | 'pausedUntil'
    | 'allowOverlap'
    | 'overlapPolicy'
    | 'timeoutSeconds'
  >;

/** True unless both are the same value of a field. */
export const differs = (one: unknown, other: unknown): boolean =>
  one instanceof Date && other instanceof Date ? one.getTime() !== other.getTime() : one !== other;

export interface CronDefaults {
  /** Written into a cron that names no zone. */
  readonly timeZone: string;
  /** Faster expressions are refused. */
  readonly minCronIntervalSeconds: number;
}

/** The problems of a zod error, each as "field: what", field names as the file writes them. */
export function problemsOf(error: z.ZodError, name: (field: string) => string = snakeCase): string {
  return error.issues
    .map((issue) =>
      issue.code === 'unrecognized_keys'
        ? issue.keys.map((key) => `${name(key)}: there is no such field`).join('; ')
        : `${issue.path.map((part) => name(String(part))).join('.')}: ${issueText(issue)}`,
    )
    .join('; ');
}

/**
 * Checks a definition. Throws the expression's or the zone's own error when that alone is wrong, CRON_INVALID with all
 * problems otherwise, CRON_TOO_FREQUENT below the minimum interval.
 */
export function checkCron(input: unknown, defaults: CronDefaults): CronDefinition {
  const result = cronFields.safeParse({ timeZone: defaults.timeZone, ...(input as object) });
  if (!result.success) {
    const [first, ...others] = result.error.issues;
    const cause = first?.code === 'custom' ? first.params?.['cause'] : undefined;
    if (cause instanceof JobuError && others.length === 0) throw cause;
    throw new JobuError('CRON_INVALID', { problems: problemsOf(result.error) });
  }
  const definition = normaliseCron(result.data);
  assertTiming(timingOf(definition), defaults.minCronIntervalSeconds);
  return definition;
}

type Fields = z.output<typeof cronFields>;

/**
 * Brings what can be said in two ways into its stored form, and refuses rules that contradict each other.
 * Throws CRON_INVALID, TIMING_INVALID, BLACKOUT_INVALID, TIME_INVALID.
 */
export function normaliseCron(fields: Fields): CronDefinition {
  const { timeZone } = fields;
  const contradiction = (problems: string) => new JobuError('CRON_INVALID', { problems });
  const instantOf = (value: Date | string | null) =>
    typeof value === 'string' ? parseLocalTime(value, timeZone) : value;
  let { cronExpression, allowOverlap } = fields;
  let timing: string | null = null;
  if (fields.timing !== null) {
    const parsed = parseTiming(fields.timing, timeZone);
    const expression = parsed.type === 'cron' ? parsed.expression : null;
    if (cronExpression !== null && cronExpression !== expression)
      throw contradiction('timing: it contradicts cron_expression; give one of them');
    cronExpression = expression;
    if (parsed.type !== 'cron' && parsed.type !== 'manual') timing = JSON.stringify(parsed);
    if (parsed.type === 'business_day' && fields.calendar === null)
      throw contradiction('calendar: it is missing; a business-day timing needs one');
  }
  if (fields.calendar === null && fields.onClosed !== 'skip')
    throw contradiction(`on_closed: ${fields.onClosed} needs a calendar`);
  if (fields.overlapPolicy !== null) allowOverlap = fields.overlapPolicy === 'allow';
  const startsAt = instantOf(fields.startsAt);
  const endsAt = instantOf(fields.endsAt);
  if (startsAt && endsAt && startsAt > endsAt) throw contradiction('ends_at: it lies before starts_at');
  const windows = fields.blackouts === null ? [] : blackoutsOf(fields.blackouts, timeZone);
  const blackouts = windows.length === 0 ? null : JSON.stringify(windows);
  return { ...fields, cronExpression, timing, allowOverlap, startsAt, endsAt, blackouts };
}

function blackoutsOf(text: string, timeZone: string): BlackoutWindow[] {
  try {
    return parseBlackouts(text, timeZone);
  } catch (error) {
    if (error instanceof JobuError) throw error;
    throw new JobuError('BLACKOUT_INVALID', { window: '', reason: messageOf(error) }, { cause: error });
  }
}

/** The timing of a definition, whichever way it was said. Throws TIMING_INVALID for a row that was put in by hand. */
export function timingOf({
  timing,
  cronExpression,
  timeZone,
}: Pick<CronDefinition, 'timing' | 'cronExpression' | 'timeZone'>): Timing {
  if (timing !== null) return parseTiming(timing, timeZone);
  return cronExpression === null ? { type: 'manual' } : { type: 'cron', expression: cronExpression };
}

/**
 * A definition with some fields changed. Of two ways to say one thing, the one in the patch replaces the other:
 * `timing` and `cronExpression`, `overlapPolicy` and `allowOverlap`.
 */
export function withPatch(definition: CronDefinition, patch: Partial<CronInput>): object {
  const replaced = {
    ...(patch.timing != null && patch.cronExpression === undefined ? { cronExpression: null } : {}),
    ...(patch.cronExpression !== undefined && patch.timing === undefined ? { timing: null } : {}),
    ...(patch.allowOverlap !== undefined && patch.overlapPolicy === undefined ? { overlapPolicy: null } : {}),
  };
  return { ...definition, ...replaced, ...patch };
}
