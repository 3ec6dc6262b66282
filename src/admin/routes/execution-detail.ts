import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { JobuError } from '../../errors.ts';
import { recordExecution } from '../../ledger/audit-records.ts';
import { listAttempts, requireExecution } from '../../ledger/executions.ts';
import type { Execution } from '../../ledger/model/execution.ts';
import { fromRow, idParam } from '../../ledger/model/row.ts';
import { lockExecution } from '../../ledger/operations.ts';
import { executionDetailSchema, executionResource, executionSchema } from '../model/execution.ts';
import { timelineOf } from '../model/execution-timeline.ts';
import { jsonDifferences } from '../model/json-difference.ts';
import { idParams, idText } from '../model/paging.ts';
import { executionPermissions, TROUBLED } from '../model/permissions.ts';
import { noteOf, requireExecutionGroup } from '../model/principal.ts';
import type { AdminOptions } from '../options.ts';
import { sql } from '../statements.ts';

type Id = { Params: { id: string } };

const diffQuery = z.strictObject({
  with: z.union([z.enum(['previous', 'last-success']), idText]).describe('The execution to compare with.'),
});

const differencesOf = (what: string) =>
  z
    .array(z.object({ pointer: z.string(), left: z.string().optional(), right: z.string().optional() }))
    .describe(`Where the ${what} differ, as JSON Pointer with the JSON on either side; at most 200.`);

const FACTS = [
  'status',
  'handlerName',
  'cronVersion',
  'workerId',
  'codeVersion',
  'paramSource',
  'queue',
  'errorCode',
  'attempt',
] as const;

const diffSchema = z
  .object({
    left: executionSchema.describe('The one compared with.'),
    right: executionSchema,
    facts: z.array(z.object({ name: z.enum(FACTS), left: z.string().nullable(), right: z.string().nullable() })),
    params: differencesOf('params'),
    result: differencesOf('results'),
  })
  .meta({ id: 'ExecutionDiff' });

const acknowledgeBody = z.strictObject({
  note: z.string().trim().max(2000).optional().describe('What was done about it.'),
});

/** One execution: /api/v1/executions/{id}, its differences to another one, and the note that it is handled. */
export function executionDetailRoutes(app: FastifyInstance, { database, clock }: AdminOptions): void {
  const tags = ['executions'];
  const { autocommit } = database;

  app.get<Id>(
    '/executions/:id',
    {
      config: { role: 'viewer' },
      schema: {
        tags,
        operationId: 'getExecution',
        summary: 'One execution with its attempts',
        params: idParams,
        response: { 200: executionDetailSchema },
      },
    },
    async ({ params: { id }, principal }) => {
      await requireExecutionGroup(autocommit, principal, id);
      const execution = await requireExecution(autocommit, id);
      const place = { job_id: execution.jobId && idParam(execution.jobId), scheduled_time: execution.scheduledTime };
      const neighbour = (name: string) => (place.job_id === null ? undefined : autocommit.fetchOne(sql(name), place));
      const [attempts, previous, next, reruns, fingerprint] = await Promise.all([
        listAttempts(autocommit, id),
        neighbour('find_execution_before'),
        neighbour('find_execution_after'),
        autocommit.fetchAll(sql('list_reruns'), { id: idParam(id) }),
        autocommit.fetchValue<string>(sql('find_fingerprint'), { id: idParam(id) }),
      ]);
      return {
        ...executionResource(execution, 'detail'),
        attempts,
        permissions: executionPermissions(principal, execution),
        timeline: timelineOf(execution, attempts),
        previousExecution: previous ? fromRow(previous) : null,
        nextExecution: next ? fromRow(next) : null,
        reruns: reruns.map((row) => fromRow(row)),
        errorFingerprint: fingerprint ?? null,
      };
    },
  );

  /** The execution to compare with. Throws EXECUTION_NOT_COMPARABLE when there is none of that kind. */
  const otherOf = async (execution: Execution, wanted: string): Promise<Execution> => {
    if (/^\d/.test(wanted)) return await requireExecution(autocommit, wanted);
    const earlier =
      execution.jobId === null
        ? []
        : await autocommit.fetchAll<{ id: number | bigint; status: string }>(sql('list_executions_before'), {
            job_id: idParam(execution.jobId),
            scheduled_time: execution.scheduledTime,
          });
    const other = earlier.find(({ status }) => wanted === 'previous' || status === 'SUCCESS');
    if (!other) throw new JobuError('EXECUTION_NOT_COMPARABLE', { execution: execution.id, wanted });
    return await requireExecution(autocommit, String(other.id));
  };

  app.get<Id & { Querystring: z.output<typeof diffQuery> }>(
    '/executions/:id/diff',
    {
      config: { role: 'viewer' },
      schema: {
        tags,
        operationId: 'diffExecution',
        summary: 'How an execution differs from another one',
        params: idParams,
        querystring: diffQuery,
        response: { 200: diffSchema },
      },
    },
    async ({ params: { id }, query, principal }) => {
      await requireExecutionGroup(autocommit, principal, id);
      const right = await requireExecution(autocommit, id);
      const left = await otherOf(right, query.with);
      await requireExecutionGroup(autocommit, principal, left.id);
      const text = (value: unknown) => (value === null ? null : String(value));
      return {
        left: executionResource(left, 'list'),
        right: executionResource(right, 'list'),
        facts: FACTS.filter((name) => left[name] !== right[name]).map((name) => ({
          name,
          left: text(left[name]),
          right: text(right[name]),
        })),
        params: jsonDifferences(left.params, right.params),
        result: jsonDifferences(left.result, right.result),
      };
    },
  );

  app.post<Id>(
    '/executions/:id/acknowledge',
    {
      config: { role: 'operator' },
      schema: {
        tags,
        operationId: 'acknowledgeExecution',
        summary: 'Mark a failure as handled',
        params: idParams,
        body: acknowledgeBody,
        response: { 200: executionSchema },
      },
    },
    async (request) => {
      const { id } = request.params;
      const { note } = request.body as z.output<typeof acknowledgeBody>;
      return await database.transaction(async (connection) => {
        await requireExecutionGroup(connection, request.principal, id);
        const { execution: before } = await lockExecution(connection, id);
        const now = clock.now();
        const changed = await connection.execute(sql('acknowledge_execution'), {
          id: idParam(id),
          fence: before.fence,
          actor: request.principal.name,
          note: note ?? null,
          now,
        });
        if (changed === 0 && before.acknowledgedAt === null)
          throw new JobuError('EXECUTION_STATE_CONFLICT', {
            execution: id,
            status: before.status,
            action: 'be marked as handled',
            allowed: TROUBLED.join(', '),
          });
        const after = await requireExecution(connection, id);
        if (changed > 0)
          await recordExecution(connection, noteOf(request, note), 'acknowledge', { before, after }, now);
        return executionResource(after, 'detail');
      });
    },
  );
}
