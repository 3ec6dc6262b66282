import type { Connection } from '../database/connection.ts';
import { JobuError } from '../errors.ts';
import { recordCron, recordExecution } from './audit-records.ts';
import { cancelPending, deleteCron, lockCron, updateCron } from './crons.ts';
import { triggerCron } from './executions.ts';
import type { Hint } from './hints.ts';
import type { Cron, CronDefaults, CronInput } from './model/cron.ts';
import type { Execution } from './model/execution.ts';
import type { Operation, OperationAction, OperationParams } from './model/operation.ts';
import type { Id } from './model/row.ts';
import {
  cancelExecution,
  holdExecution,
  lockExecution,
  markSucceeded,
  type OperatorNote,
  releaseExecution,
  retryExecution,
} from './operations.ts';
import { pauseCron, resumeCron } from './pauses.ts';

type ExecutionChange = (
  connection: Connection,
  id: Id,
  options: OperationParams & OperatorNote,
  now: Date,
) => Promise<Execution>;

const EXECUTION_CHANGES: Partial<Record<OperationAction, ExecutionChange>> = {
  'execution.retry': retryExecution,
  'execution.cancel': cancelExecution,
  'execution.hold': holdExecution,
  'execution.release': releaseExecution,
  'execution.succeed': markSucceeded,
};

/** What others may want to look at after each of these. */
export const hintOf = (action: OperationAction): Hint | null =>
  action === 'execution.retry' || action === 'execution.release' || action === 'cron.trigger'
    ? 'executionsCreated'
    : action.startsWith('cron.')
      ? 'cronsChanged'
      : null;

/** Throws GROUP_FORBIDDEN for what whoever asked for the operation is not granted. */
function requireGranted({ actor, origin: { groups } }: Operation, groupName: string | null): void {
  if (groups !== null && (groupName === null || !groups.includes(groupName)))
    throw new JobuError('GROUP_FORBIDDEN', { name: actor, groups: groups.join(', ') });
}

function editOf({ tags: before }: Cron, params: OperationParams): Partial<CronInput> {
  const { tags = before, addTags = [], removeTags = [], owner, groupName } = params;
  return {
    tags: [...new Set([...tags, ...addTags])].filter((tag) => !removeTags.includes(tag)),
    ...(owner === undefined ? {} : { owner }),
    ...(groupName === undefined ? {} : { groupName }),
  };
}

/** Changes a locked cron; null when it is deleted. */
async function changeCron(
  connection: Connection,
  operation: Operation,
  before: Cron,
  context: { now: Date; defaults: CronDefaults },
): Promise<Cron | null> {
  const { action, params, actor, reason } = operation;
  const { now, defaults } = context;
  const { id } = before;
  const update = (patch: Partial<CronInput>) =>
    updateCron(connection, id, patch, { now, defaults, by: { actor, reason } });
  switch (action) {
    case 'cron.pause':
      return await pauseCron(
        connection,
        id,
        {
          ...{ actor, reason, resumePolicy: params.missed },
          until: params.until === undefined ? null : new Date(params.until),
        },
        now,
      );
    case 'cron.resume':
      return (await resumeCron(connection, id, { policy: params.missed ?? 'drop', actor, reason }, now)).cron;
    case 'cron.delete':
      await deleteCron(connection, id, now);
      return null;
    case 'cron.edit':
      return await update(editOf(before, params));
    case 'cron.disable':
      if (params.cancelPending) await cancelPending(connection, id, now, 'cron_disabled');
      return await update({ isEnabled: false });
    default:
      return await update({ isEnabled: true });
  }
}

/**
 * Does to one target what the operation asks for, and puts it on record. Throws what the action throws for it alone, and
 * GROUP_FORBIDDEN.
 */
export async function actOnTarget(
  connection: Connection,
  operation: Operation,
  id: Id,
  context: { now: Date; defaults: CronDefaults },
): Promise<void> {
  const { action, params, actor, reason, origin } = operation;
  const { now } = context;
  const note = { ...origin, actor, reason };
  const verb = action.split('.')[1]!;
  const changeExecution = EXECUTION_CHANGES[action];
  if (changeExecution) {
    const { execution: before, cron } = await lockExecution(connection, id);
    requireGranted(operation, cron?.groupName ?? null);
    const after = await changeExecution(connection, id, { ...params, actor, reason }, now);
    await recordExecution(connection, note, verb, { before, after }, now);
    return;
  }
  const before = await lockCron(connection, id);
  requireGranted(operation, before.groupName);
  if (action === 'cron.trigger') {
    const runAt = params.runAt === undefined ? undefined : new Date(params.runAt);
    const { params: given, allowOverlap } = params;
    const { execution } = await triggerCron(
      connection,
      id,
      {
        ...(given === undefined ? {} : { params: given }),
        ...(runAt === undefined ? {} : { runAt }),
        ...(allowOverlap === undefined ? {} : { allowOverlap }),
        actor,
        reason,
      },
      now,
    );
    await recordExecution(connection, note, 'create', { before: null, after: execution }, now);
    return;
  }
  const after = await changeCron(connection, operation, before, context);
  if (after) requireGranted(operation, after.groupName);
  await recordCron(connection, note, verb === 'edit' ? 'update' : verb, { before, after }, now);
}
