import { z } from 'zod';
import { STATUSES } from '../../domain/states.ts';
import type { BackfillProgress } from '../../ledger/backfill-list.ts';
import {
  BACKFILL_MODES,
  BACKFILL_ORDERS,
  BACKFILL_STATUSES,
  type Backfill,
  backfillActions,
} from '../../ledger/backfill-state.ts';
import { RESUME_POLICIES } from '../../ledger/model/cron.ts';
import { jsonObject } from './cron.ts';
import { idText, instant, instantText, jsonTextOf, verbatim } from './paging.ts';

const reason = z.string().max(2000).optional().describe('Why; shown with the executions.');

export const backfillBody = z.strictObject({
  cronId: idText,
  from: instantText,
  to: instantText.describe('Included; not in the future.'),
  mode: z
    .enum(BACKFILL_MODES)
    .optional()
    .describe('missing (default): what has no run or was skipped; failed: what failed; all: every one.'),
  runOrder: z.enum(BACKFILL_ORDERS).optional().describe('Which occurrences run first; default oldest.'),
  maxRunning: z.int().min(1).max(1000).optional().describe('So many at once; default 1.'),
  allowOverlap: z.boolean().optional().describe('Although the cron does not allow overlap.'),
  allowClosed: z.boolean().optional().describe('Also what falls on closed days, at its nominal time.'),
  pauseCron: z
    .enum(RESUME_POLICIES)
    .optional()
    .describe(
      'Pauses the cron until the backfill is over, then has none (drop), the latest or all of what came due meanwhile run.',
    ),
  params: jsonObject
    .optional()
    .describe("Instead of the cron's own; {businessDate} and {scheduledTime} inside texts are filled in."),
  reason,
});

export const backfillNoteBody = z.strictObject({ reason });

export const backfillCancelBody = z.strictObject({
  cancelRunning: z.boolean().optional().describe('Also asks its executions that run to end.'),
  reason,
});

const progressSchema = z.object({
  waiting: z.int().describe('Executions that have not had their turn yet.'),
  byStatus: z.object(Object.fromEntries(STATUSES.map((status) => [status, z.int()]))),
});

export const backfillSchema = z
  .object({
    id: z.string(),
    cronId: z.string(),
    cronName: z.string(),
    from: instant,
    to: instant,
    mode: z.enum(BACKFILL_MODES),
    runOrder: z.enum(BACKFILL_ORDERS),
    maxRunning: z.int(),
    allowOverlap: z.boolean(),
    allowClosed: z.boolean(),
    pauseCron: z.enum(RESUME_POLICIES).nullable().describe('The cron is paused until it is over; null: it goes on.'),
    params: verbatim('Instead of those of the cron; null: its own.'),
    status: z.enum(BACKFILL_STATUSES),
    executions: z.int().describe('So many executions it was made of.'),
    progress: progressSchema,
    actor: z.string().nullable(),
    reason: z.string().nullable(),
    createdAt: instant,
    updatedAt: instant,
    finishedAt: instant.nullable(),
    permissions: z.array(z.string()).describe('What the asker may do with it now.'),
  })
  .meta({ id: 'Backfill' });

export function backfillResource(backfill: Backfill, progress: BackfillProgress, mayOperate: boolean): object {
  const { jobId, rangeFrom, rangeTo, idempotencyKey: _, ...shown } = backfill;
  return {
    ...shown,
    cronId: jobId,
    from: rangeFrom,
    to: rangeTo,
    params: jsonTextOf(backfill.params),
    progress,
    permissions: mayOperate ? backfillActions(backfill) : [],
  };
}

/** So many occurrences of a dry run are listed; all are counted. */
export const LISTED_ITEMS = 1000;

export const backfillPlanSchema = z
  .object({
    dryRun: z.literal(true),
    count: z.int().describe('Executions that would run.'),
    actions: z
      .object({ create: z.int(), revive: z.int(), rerun: z.int(), keep: z.int() })
      .describe('What would become of the occurrences of the range.'),
    estimatedSeconds: z.number().nullable().describe('By how long the last executions took; null when none is known.'),
    items: z.array(
      z.object({
        scheduledTime: instant,
        businessDate: z.string(),
        executionId: z.string().nullable(),
        status: z.enum(STATUSES).nullable(),
        action: z.enum(['create', 'revive', 'rerun', 'keep']),
      }),
    ),
    isCut: z.boolean().describe(`There are more than the ${LISTED_ITEMS} occurrences listed.`),
  })
  .meta({ id: 'BackfillPlan' });
