import { z } from 'zod';
import { parseCron } from '../../domain/cron-expression.ts';
import { smallestGapSeconds } from '../../domain/fire-times.ts';
import { parseRetryBackoff } from '../../domain/retry.ts';
import { assertTimeZone } from '../../domain/time-zone.ts';
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
  catchUp: z.enum(['skip', 'once', 'all']).default('once'),
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
});

/** A whole definition, defaults filled in. */
export type CronDefinition = z.output<typeof cronFields>;

/** What a user writes to create a cron; `timeZone` falls back to the configured zone. */
export type CronInput = Omit<z.input<typeof cronFields>, 'timeZone'> & { timeZone?: string };

/** A stored cron. */
export interface Cron extends CronDefinition {
  readonly id: Id;
  /** Namespace of the file that manages it, null for one made by hand. */
  readonly managedBy: string | null;
  readonly nextRunAt: Date | null;
  readonly hasWaiting: boolean;
  /** Why the dispatcher set it aside; null when it is healthy. */
  readonly errorCode: string | null;
  readonly errorMessage: string | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly version: number;
}

/** What decides when a cron is due. A change of one of these sets `nextRunAt` anew. */
export const TIMING_FIELDS = ['cronExpression', 'timeZone', 'isEnabled'] as const;

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
        : `${issue.path.map((part) => name(String(part))).join('.')}: ${issue.message}`,
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
  if (result.data.cronExpression !== null) assertFrequency(result.data.cronExpression, defaults.minCronIntervalSeconds);
  return result.data;
}

/** Refuses an expression that fires faster than the minimum interval, or never. */
export function assertFrequency(expression: string, minimum: number): void {
  const gap = smallestGapSeconds(parseCron(expression));
  if (gap < minimum) throw new JobuError('CRON_TOO_FREQUENT', { expression, gap, minimum });
}
