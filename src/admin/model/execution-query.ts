import { z } from 'zod';
import { PARAM_SOURCES, SKIP_REASONS, STATUSES } from '../../domain/states.ts';
import { type ExecutionSearch, isUnfinished } from '../../ledger/model/execution-search.ts';
import { anyOfField, durationField, flagField, idText, instantField, instantText, textsField } from './paging.ts';
import type { Principal } from './principal.ts';

const DAY = '24h';

/** An instant, or how long ago: `24h`. */
const sinceField = z
  .union([
    durationField.unwrap().transform((ms) => ({ agoMs: ms })),
    instantText.transform((text) => ({ at: new Date(text) })),
  ])
  .optional()
  .meta({
    type: 'string',
    examples: [DAY, '2026-11-22T10:00:00Z'],
    description: 'Made at or after: an instant, or how long ago.',
  });

/** What lists, exports and charts of executions may be narrowed to. */
export const executionFilterFields = {
  status: anyOfField(STATUSES),
  cronId: z
    .preprocess((value) => (value === undefined ? undefined : [value].flat()), z.array(idText).max(50))
    .optional()
    .meta({ type: 'array', items: { type: 'string' }, description: 'Repeat the key for any of several.' }),
  cron: z.string().min(1).max(200).optional().describe('Name of the cron in any case; * stands for anything: daily-*'),
  handlerName: textsField('Name of the handler.'),
  groupName: textsField('Group of the cron, as it is now.'),
  owner: textsField('Owner of the cron, as it is now.'),
  tag: z.string().min(1).max(200).optional().describe('Tag of the cron, as it is now.'),
  trigger: anyOfField(PARAM_SOURCES),
  workerId: textsField('Worker that ran it last.'),
  queue: textsField('Queue.'),
  attemptOver: z.coerce.number().int().min(0).max(1_000_000).optional().describe('More tries than this.'),
  durationOver: durationField.describe('Ran, or has been running, for longer than this.'),
  delayOver: durationField.describe('Began later than this after runAt.'),
  error: z.string().min(1).max(200).optional().describe('Part of the error message or code, in any case.'),
  errorCode: textsField('Code of the error.'),
  skipReason: anyOfField(SKIP_REASONS).describe('Why it was skipped.'),
  fingerprint: z.string().max(16).optional().describe('Group of errors; see /error-groups.'),
  params: z.string().min(1).max(200).optional().describe('Part of the params as they are stored, in any case.'),
  businessDate: z.iso.date().optional().describe('The operating day, such as 2026-11-22.'),
  since: sinceField,
  until: instantField.describe('Made before.'),
  scheduledFrom: instantField,
  scheduledTo: instantField,
  startedFrom: instantField,
  startedTo: instantField,
  finishedFrom: instantField,
  finishedTo: instantField,
  retrying: flagField.describe('Waits or runs again after a failure.'),
  unhandled: flagField.describe('Failures that nobody has marked as handled.'),
  lost: flagField.describe('A worker died while it ran.'),
  slow: flagField.describe('Runs for longer than 95 of 100 successes of its cron.'),
};

const querySchema = z.strictObject(executionFilterFields);

export type ExecutionQuery = z.output<typeof querySchema>;

const rangeOf = (from: Date | undefined, to: Date | undefined) => (from || to ? { from, to } : undefined);

/** True when nothing in the query bounds how far back it looks. */
function isUnbounded(query: ExecutionQuery): boolean {
  if (query.slow) return false;
  const { since, until, scheduledFrom, startedFrom, finishedFrom, businessDate, fingerprint, cronId } = query;
  return (
    ![since, until, scheduledFrom, startedFrom, finishedFrom, businessDate, fingerprint].some(Boolean) &&
    cronId?.length !== 1 &&
    !isUnfinished(query)
  );
}

/**
 * The search that a query asks for, and its filters as the answer shows them: without any bound in time, it is the last 24 hours.
 */
export function searchOf(
  query: ExecutionQuery,
  principal: Pick<Principal, 'groups'>,
  now: Date,
): { search: ExecutionSearch; applied: Record<string, unknown> } {
  const { since, scheduledFrom, scheduledTo, startedFrom, startedTo, finishedFrom, finishedTo } = query;
  const byDefault = isUnbounded(query);
  const agoMs = byDefault ? 86_400_000 : since && 'agoMs' in since ? since.agoMs : undefined;
  const from =
    agoMs === undefined
      ? since && 'at' in since
        ? since.at
        : undefined
      : new Date(Math.max(0, now.getTime() - agoMs));
  const search: ExecutionSearch = {
    status: query.slow ? ['RUNNING'] : query.status,
    cronIds: query.cronId,
    cronName: query.cron,
    handlerNames: query.handlerName,
    paramSources: query.trigger,
    workerIds: query.workerId,
    queues: query.queue,
    groupNames: query.groupName,
    grantedGroups: principal.groups,
    owners: query.owner,
    tag: query.tag,
    attemptOver: query.attemptOver,
    durationOverMs: query.durationOver,
    delayOverMs: query.delayOver,
    errorText: query.error,
    errorCodes: query.errorCode,
    skipReasons: query.skipReason,
    fingerprint: query.fingerprint,
    paramsText: query.params,
    businessDate: query.businessDate,
    created: rangeOf(from, query.until),
    scheduled: rangeOf(scheduledFrom, scheduledTo),
    started: rangeOf(startedFrom, startedTo),
    finished: rangeOf(finishedFrom, finishedTo),
    isRetrying: query.retrying,
    isUnhandled: query.unhandled,
    isLost: query.lost,
    isSlow: query.slow,
  };
  const applied = Object.fromEntries(
    Object.keys(executionFilterFields)
      .map((name) => [name, query[name as keyof ExecutionQuery]] as const)
      .filter(([, value]) => value !== undefined),
  );
  if (from) applied['since'] = from;
  return { search, applied: byDefault ? { ...applied, defaulted: ['since'] } : applied };
}
