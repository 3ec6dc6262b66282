import { z } from 'zod';
import { includesRole } from '../../domain/roles.ts';
import { STATUSES } from '../../domain/states.ts';
import { RESUME_POLICIES } from '../../ledger/model/cron.ts';
import {
  ITEM_OUTCOMES,
  MOST_TARGETS,
  OPERATION_ACTIONS,
  OPERATION_ENTITIES,
  OPERATION_STATUSES,
  type Operation,
  type OperationAction,
} from '../../ledger/model/operation.ts';
import { cronPatch, jsonObject } from './cron.ts';
import { cronFilterFields } from './cron-query.ts';
import { executionFilterFields } from './execution-query.ts';
import { countSchema, idText, instant, instantText, jsonTextOf, verbatim } from './paging.ts';
import type { Principal } from './principal.ts';

/** Targets that may be named one by one. */
const MOST_IDS = 1_000;

const reason = z.string().max(2000).optional().describe('Why; kept with every target.');
const because = z.string().trim().min(1).max(2000).describe('Why; kept with every target.');
const allowOverlap = z.boolean().optional().describe('Although an earlier execution of the cron is unfinished.');
const params = jsonObject.optional();
const missed = z.enum(RESUME_POLICIES).optional();

const targetOf = (filter: z.ZodType, list: string) =>
  z
    .strictObject({
      ids: z.array(idText).min(1).max(MOST_IDS).optional().describe(`These, at most ${MOST_IDS}.`),
      filter: filter
        .optional()
        .describe(
          `All that match, up to ${MOST_TARGETS}: the filters of ${list}, with values as the query has them; {} for all.`,
        ),
    })
    .refine(({ ids, filter: given }) => (ids === undefined) !== (given === undefined), 'needs ids or filter, not both');

export const executionFilter = z.strictObject(executionFilterFields);
export const cronFilter = z.strictObject(cronFilterFields);

const executionTarget = targetOf(executionFilter, 'GET /executions').meta({ id: 'ExecutionTarget' });
const cronTarget = targetOf(cronFilter, 'GET /crons').meta({ id: 'CronTarget' });

const executionAction = <const A extends OperationAction>(action: A, fields: z.ZodRawShape, why: z.ZodType = reason) =>
  z.strictObject({
    action: z.literal(action),
    target: executionTarget,
    params: z.strictObject(fields).optional(),
    reason: why,
  });
const cronAction = <const A extends OperationAction>(action: A, fields: z.ZodRawShape) =>
  z.strictObject({
    action: z.literal(action),
    target: cronTarget,
    params: z.strictObject(fields).optional(),
    reason,
  });

const { tags, owner, groupName } = cronPatch.shape as Record<string, z.ZodType>;
const editFields = {
  tags: tags!.describe('Instead of the tags there are.'),
  addTags: tags!,
  removeTags: z.array(z.string()).optional(),
  owner: owner!,
  groupName: groupName!,
};

export const operationBody = z.discriminatedUnion('action', [
  executionAction('execution.retry', { params: params.describe('With params new executions are made.'), allowOverlap }),
  executionAction('execution.cancel', { force: z.boolean().optional().describe('Without waiting for the worker.') }),
  executionAction('execution.hold', {}),
  executionAction('execution.release', { allowOverlap }),
  executionAction('execution.succeed', {}, because),
  cronAction('cron.enable', {}),
  cronAction('cron.disable', {
    cancelPending: z.boolean().optional().describe('Also cancels their executions that have not started.'),
  }),
  cronAction('cron.pause', {
    until: instantText.optional().describe('They resume by themselves then.'),
    missed: missed.describe('What runs after all at `until`; default drop.'),
  }),
  cronAction('cron.resume', {
    missed: missed.describe('Which of the occurrences that came due meanwhile run after all; default drop.'),
  }),
  cronAction('cron.trigger', {
    params: params.describe("Instead of the cron's own."),
    runAt: instantText.optional().describe('Not before this instant; default at once.'),
    allowOverlap,
  }),
  cronAction('cron.delete', {}),
  z.strictObject({
    action: z.literal('cron.edit'),
    target: cronTarget,
    params: z
      .strictObject(editFields)
      .refine((given) => Object.values(given).some((value) => value !== undefined), 'needs a field to change'),
    reason,
  }),
]);

export const stopBody = z.strictObject({ reason });

const actionField = z.enum(OPERATION_ACTIONS);

export const operationSchema = z
  .object({
    id: z.string(),
    action: actionField,
    entity: z.enum(OPERATION_ENTITIES),
    filter: z
      .record(z.string(), z.unknown())
      .nullable()
      .describe('What its targets were narrowed to; null when they were named.'),
    params: verbatim('What the action was given.'),
    status: z.enum(OPERATION_STATUSES).describe('COLLECTING writes its targets down; DONE, STOPPED, FAILED are final.'),
    isCut: z.boolean().describe(`More matched than the ${MOST_TARGETS} that an operation takes.`),
    total: z.int().describe('Targets written down so far.'),
    waiting: z.int(),
    done: z.int(),
    failed: z.int(),
    actor: z.string(),
    reason: z.string().nullable(),
    errorMessage: z.string().nullable().describe('Why it is FAILED.'),
    createdAt: instant,
    updatedAt: instant,
    finishedAt: instant.nullable(),
    permissions: z.array(z.enum(['stop'])).describe('What the asker may do with it now.'),
  })
  .meta({ id: 'Operation' });

/** An operation as an answer shows it. */
export function operationResource(operation: Operation, principal: Principal): object {
  const { target, params: given, status, total, done, failed } = operation;
  const { params: text, ...others } = given;
  const members = Object.entries(others).map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`);
  if (text !== undefined) members.push(`"params":${jsonTextOf(text)}`);
  const isOpen = status === 'COLLECTING' || status === 'RUNNING';
  return {
    ...operation,
    filter: 'ids' in target ? null : target.applied,
    params: `{${members.join(',')}}`,
    waiting: total - done - failed,
    permissions: isOpen && includesRole(principal.role, 'operator') ? ['stop'] : [],
  };
}

export const operationItemSchema = z
  .object({
    id: z.string(),
    targetId: z.string().describe('Of the cron or execution.'),
    targetName: z.string().nullable().describe('Of the cron, or the handler; null for what there was not.'),
    outcome: z.enum(ITEM_OUTCOMES),
    errorCode: z.string().nullable(),
    errorMessage: z.string().nullable(),
    finishedAt: instant.nullable(),
  })
  .meta({ id: 'OperationItem' });

/** So many targets of a dry run are listed. */
export const LISTED_TARGETS = 20;

export const operationPlanSchema = z
  .object({
    dryRun: z.literal(true),
    action: actionField,
    count: countSchema.describe('Targets; gte when counting them took too long or they are too many.'),
    isCut: z.boolean().describe(`There are more than the ${MOST_TARGETS} that an operation takes.`),
    filter: z.record(z.string(), z.unknown()).nullable(),
    items: z
      .array(z.object({ id: z.string(), name: z.string(), status: z.enum(STATUSES).nullable() }))
      .describe(`The first ${LISTED_TARGETS}; status: of an execution.`),
  })
  .meta({ id: 'OperationPlan' });
