import { z } from 'zod';
import type { PlanChange } from '../../domain/plan-diff.ts';
import { SCHEDULE_WARNINGS } from '../../domain/schedule-warnings.ts';
import { formatInstant } from '../../domain/time-zone.ts';
import type { PlannedOccurrence } from '../../ledger/plan.ts';
import { cronBody } from './cron.ts';
import { idText, instant } from './paging.ts';

const { shape } = cronBody;

/** The fields that decide when a cron is due, as they are typed: what is wrong with them is the answer, not a refusal. */
export const previewBody = z.strictObject({
  name: z.string().max(200).optional().describe('Jitter depends on it.'),
  cronExpression: z.string().max(10_000).nullable().optional(),
  timeZone: z.string().max(200).optional(),
  timing: shape.timing,
  calendar: z.string().max(200).nullable().optional(),
  onClosed: z.string().max(20).optional(),
  maxShiftDays: z.number().optional(),
  allowLeaveMonth: z.boolean().optional(),
  startsAt: z.string().max(100).nullable().optional(),
  endsAt: z.string().max(100).nullable().optional(),
  jitterSeconds: z.number().optional(),
  blackouts: shape.blackouts,
  onBlackout: z.string().max(20).optional(),
  count: z.int().min(1).max(100).optional().describe('So many occurrences; default 10.'),
  displayTimeZone: z.string().max(200).optional().describe('Zone of displayLocal; default: that of admin.yaml.'),
  cronId: idText.optional().describe('The cron that is being changed.'),
});

export const previewSchema = z
  .object({
    isValid: z.boolean().describe('It could be saved.'),
    timeZone: z.string(),
    description: z
      .object({ ko: z.string(), en: z.string() })
      .nullable()
      .describe('The schedule in words; null when it cannot be understood.'),
    occurrences: z.array(
      z.object({
        scheduledTime: instant.describe('The instant the timing names.'),
        runAt: instant.describe('When it runs, or when it is written that it does not.'),
        local: z.string().describe("In the cron's zone: 2026-11-22 19:00:00 KST."),
        displayLocal: z.string(),
        timeZone: z.string(),
        businessDate: z.string(),
        effect: z.object({
          result: z.enum(['runs', 'moved', 'skipped']),
          skipReason: z.string().nullable(),
          moved: z.array(z.string()).describe('By what: calendar, jitter, blackout.'),
          cause: z.string().nullable(),
        }),
      }),
    ),
    days: z
      .array(
        z.object({
          date: z.string(),
          runs: z.int(),
          skipped: z.int(),
          hours: z.array(z.int()).describe('Runs that begin in each hour of the clock, 24 of them.'),
        }),
      )
      .describe("Today and the six days after it in the cron's zone; fewer of a schedule that fires very often."),
    warnings: z.array(
      z.object({
        code: z.enum(SCHEDULE_WARNINGS),
        message: z.string(),
        params: z.record(z.string(), z.unknown()).describe('The values of the message.'),
      }),
    ),
    errors: z.array(
      z.object({
        pointer: z.string().describe('JSON Pointer into the body.'),
        code: z.string(),
        message: z.string(),
        params: z.record(z.string(), z.unknown()),
      }),
    ),
  })
  .meta({ id: 'SchedulePreview' });

export const plannedSchema = z
  .object({
    cronId: z.string(),
    cronName: z.string(),
    timeZone: z.string(),
    scheduledTime: instant.describe('The instant the cron asks for.'),
    runAt: instant.describe('When it runs, or when it is written that it does not.'),
    local: z.string().describe("In the cron's zone: 2026-11-22 19:00:00 KST."),
    businessDate: z.string(),
    willRun: z.boolean(),
    skipReason: z.string().nullable(),
    remarks: z.array(z.object({ code: z.string(), message: z.string() })),
  })
  .meta({ id: 'PlannedOccurrence' });

export function plannedResource(one: PlannedOccurrence): object {
  return {
    ...one,
    cronName: one.cron,
    scheduledTime: one.nominal,
    runAt: one.effective,
    local: formatInstant(one.effective, one.timeZone),
  };
}

/** So many changes are listed; all are counted. */
const LISTED = 500;

export const changesSchema = z.object({
  from: instant,
  until: instant,
  moves: z.int(),
  vanishes: z.int(),
  appears: z.int(),
  changes: z.array(
    z.object({
      cronId: z.string(),
      cronName: z.string(),
      kind: z.enum(['moves', 'vanishes', 'appears']),
      from: instant.nullable().describe('When it would have run.'),
      to: instant.nullable().describe('When it will run.'),
      cause: z.string().nullable(),
    }),
  ),
  isCut: z.boolean().describe(`There are more than the ${LISTED} changes listed.`),
});

/** The changes of several crons together, by time. */
export function changesResource(
  crons: readonly { cronId: string; cron: string; changes: readonly PlanChange[] }[],
  range: { from: Date; until: Date },
): object {
  const all = crons.flatMap(({ cronId, cron, changes }) =>
    changes.map((change) => ({ cronId, cronName: cron, ...change })),
  );
  all.sort((a, b) => (a.from ?? a.to!).getTime() - (b.from ?? b.to!).getTime());
  const count = (kind: PlanChange['kind']) => all.filter((change) => change.kind === kind).length;
  return {
    ...range,
    moves: count('moves'),
    vanishes: count('vanishes'),
    appears: count('appears'),
    changes: all.slice(0, LISTED),
    isCut: all.length > LISTED,
  };
}
