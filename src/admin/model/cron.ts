import { z } from 'zod';
import { parseRetryBackoff } from '../../domain/retry.ts';
import { messageOf } from '../../errors.ts';
import { type Cron, type CronInput, cronFields } from '../../ledger/model/cron.ts';
import { sentenceOf } from '../../ledger/schedules.ts';
import { memberTexts } from './body-text.ts';
import { instant, jsonTextOf, verbatim } from './paging.ts';
import { CRON_ACTIONS, cronPermissions } from './permissions.ts';
import type { Principal } from './principal.ts';

/** A JSON object in a body; it is stored as the text that was sent. */
export const jsonObject = z.record(z.string(), z.unknown());

/** Delay before a retry: `baseSeconds * factor^n`, at most `maxSeconds`, plus or minus `jitter`. */
export const backoffField = z
  .looseObject({
    baseSeconds: z.number().optional(),
    factor: z.number().optional(),
    maxSeconds: z.number().optional(),
    jitter: z.number().optional(),
  })
  .superRefine((value, context) => {
    try {
      parseRetryBackoff(value);
    } catch (error) {
      context.addIssue({ code: 'custom', message: messageOf(error), params: { cause: error } });
    }
  })
  .nullable()
  .optional()
  .describe('Wait before a retry.');

/** The timing object: `{type: business_day, nth: -1, of: month, at: "18:00"}`. */
const timingField = jsonObject.nullable().optional().describe('Timing object, for what no expression can say.');
const blackoutsField = z.array(jsonObject).nullable().optional().describe('Windows in which nothing begins.');

const { shape } = cronFields;

/** The fields of a cron as a body holds them. */
export const cronBody = z.strictObject({
  ...shape,
  timeZone: shape.timeZone.optional().describe('IANA name; the zone of dispatcher.yaml when left out.'),
  cronExpression: shape.cronExpression.describe('Five or six fields; null: runs on trigger only.'),
  handlerParams: jsonObject.optional(),
  retryBackoff: backoffField,
  timing: timingField,
  blackouts: blackoutsField,
  startsAt: z.string().nullable().optional().describe('Nothing is due before; without an offset in timeZone.'),
  endsAt: z.string().nullable().optional().describe('Nothing is due after; without an offset in timeZone.'),
});

/** What is left out of a patch stays as it is: no defaults. */
export const cronPatch = z.strictObject(
  Object.fromEntries(
    Object.entries(cronBody.shape).map(([name, field]) => [
      name,
      (field instanceof z.ZodDefault ? (field.unwrap() as z.ZodType) : field).optional(),
    ]),
  ),
);

/** What to save, from a body: params as they were typed, so that key order and big integers survive. */
export function cronInput<T extends Partial<CronInput>>(body: unknown, bodyText: string): T {
  const params = memberTexts(bodyText).get('handlerParams');
  return { ...(body as T), ...(params === undefined ? {} : { handlerParams: params }) };
}

export const cronSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    description: z.string().nullable(),
    cronExpression: z.string().nullable().describe('Null: runs on trigger only.'),
    timeZone: z.string(),
    handlerName: z.string(),
    handlerParams: verbatim('The params every occurrence gets, as they were typed.'),
    isEnabled: z.boolean(),
    allowOverlap: z.boolean(),
    catchUp: z.enum(['skip', 'once', 'all']),
    misfireGraceSeconds: z.int(),
    catchUpWindowSeconds: z.int().nullable(),
    maxRetry: z.int(),
    retryBackoff: verbatim('{baseSeconds, factor, maxSeconds, jitter}; null: the defaults.'),
    timeoutSeconds: z.int().describe('0: no limit.'),
    priority: z.int(),
    queue: z.string(),
    onWorkerLost: z.enum(['retry', 'fail', 'hold']),
    maxRescue: z.int(),
    isolation: z.enum(['loop', 'thread', 'process']).nullable(),
    groupName: z.string().nullable(),
    owner: z.string().nullable(),
    tags: z.array(z.string()),
    notes: z.string().nullable(),
    timing: verbatim('The timing object; null when cronExpression says all.'),
    sentence: z.object({ ko: z.string(), en: z.string() }).describe('When it runs, in words.'),
    calendar: z.string().nullable(),
    onClosed: shape.onClosed.unwrap(),
    maxShiftDays: z.int(),
    allowLeaveMonth: z.boolean(),
    startsAt: instant.nullable(),
    endsAt: instant.nullable(),
    jitterSeconds: z.int(),
    blackouts: verbatim('Windows in which nothing begins; null: none.'),
    onBlackout: shape.onBlackout.unwrap(),
    overlapPolicy: shape.overlapPolicy.unwrap().describe('Null: as allowOverlap says.'),
    pauseAfterFailures: z.int().nullable(),
    hasEnded: z.boolean().describe('Nothing is due any more.'),
    pausedAt: instant.nullable(),
    pausedUntil: instant.nullable(),
    pausedBy: z.string().nullable(),
    pauseReason: z.string().nullable(),
    managedBy: z.string().nullable().describe('Namespace of the file that manages it.'),
    nextRunAt: instant.nullable(),
    errorCode: z.string().nullable().describe('Why the dispatcher set it aside; null when it is healthy.'),
    errorMessage: z.string().nullable(),
    createdAt: instant,
    updatedAt: instant,
    version: z.int(),
    permissions: z.array(z.enum(CRON_ACTIONS)).describe('What the asker may do with it now.'),
  })
  .meta({ id: 'Cron' });

/** A cron as an answer shows it to somebody. */
export function cronResource(cron: Cron, principal: Principal): object {
  return {
    ...cron,
    handlerParams: jsonTextOf(cron.handlerParams),
    retryBackoff: jsonTextOf(cron.retryBackoff),
    timing: jsonTextOf(cron.timing),
    blackouts: jsonTextOf(cron.blackouts),
    sentence: { ko: sentenceOf(cron, 'ko'), en: sentenceOf(cron, 'en') },
    permissions: cronPermissions(principal, cron),
  };
}
