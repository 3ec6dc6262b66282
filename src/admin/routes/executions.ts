import type { FastifyInstance } from 'fastify';
import type { z } from 'zod';
import type { Connection } from '../../database/connection.ts';
import { recordExecution } from '../../ledger/audit-records.ts';
import { type ExecutionInput, findExecutionByKey, insertExecution } from '../../ledger/executions.ts';
import { announce } from '../../ledger/hints.ts';
import type { Execution } from '../../ledger/model/execution.ts';
import {
  cancelExecution,
  holdExecution,
  lockExecution,
  markSucceeded,
  releaseExecution,
  retryExecution,
} from '../../ledger/operations.ts';
import { memberTexts } from '../model/body-text.ts';
import {
  cancelBody,
  executionBody,
  executionResource,
  executionSchema,
  holdBody,
  releaseBody,
  retryBody,
  succeedBody,
} from '../model/execution.ts';
import { idParams } from '../model/paging.ts';
import { noteOf, requireExecutionGroup, requireGroup } from '../model/principal.ts';
import type { AdminOptions } from '../options.ts';
import { idempotencyHeaders, sameRequest } from './idempotency.ts';

type Id = { Params: { id: string } };

/** /api/v1/executions */
export function executionRoutes(app: FastifyInstance, { database, clock }: AdminOptions): void {
  const tags = ['executions'];

  app.post(
    '/executions',
    {
      config: { role: 'operator' },
      schema: {
        tags,
        operationId: 'createExecution',
        summary: 'Run a handler once, without a cron',
        headers: idempotencyHeaders,
        body: executionBody,
        response: { 200: executionSchema.describe('Made by an earlier request with this key.'), 201: executionSchema },
      },
    },
    async (request, reply) => {
      const { runAt, ...body } = request.body as z.input<typeof executionBody>;
      const input: ExecutionInput = {
        ...body,
        params: memberTexts(request.bodyText).get('params'),
        runAt: runAt === undefined ? undefined : new Date(runAt),
        idempotencyKey: (request.headers['idempotency-key'] as string | undefined) ?? null,
        actor: request.principal.name,
      };
      // It belongs to no cron, so to no group.
      requireGroup(request.principal, null);
      const { execution, isNew } = await database.transaction(async (connection) => {
        const now = clock.now();
        const created = sameRequest(
          await insertExecution(connection, input, now),
          ({ jobId, handlerName }) => jobId === null && handlerName === input.handlerName,
        );
        const states = { before: null, after: created.execution };
        if (created.isNew) await recordExecution(connection, noteOf(request, body.reason), 'create', states, now);
        return created;
      });
      if (isNew) void announce(database, 'executionsCreated');
      reply.code(isNew ? 201 : 200).header('location', `/api/v1/executions/${execution.id}`);
      return executionResource(execution, 'detail');
    },
  );

  /** An operator's action on one execution; one that makes work tells the worker of this process. */
  const action = <B extends object>(
    name: 'retry' | 'cancel' | 'hold' | 'release' | 'succeed',
    summary: string,
    body: z.ZodType<unknown, B>,
    act: (
      connection: Connection,
      id: string,
      options: B & { actor: string; params?: string },
      now: Date,
    ) => Promise<Execution>,
  ) =>
    app.post<Id>(
      `/executions/:id/${name}`,
      {
        config: { role: 'operator' },
        schema: {
          tags,
          operationId: `${name}Execution`,
          summary,
          params: idParams,
          body,
          ...(name === 'retry' ? { headers: idempotencyHeaders } : {}),
          response: name === 'retry' ? { 200: executionSchema, 201: executionSchema } : { 200: executionSchema },
        },
      },
      async (request, reply) => {
        const { id } = request.params;
        const { params: _, ...options } = request.body as B & { params?: unknown };
        const params = memberTexts(request.bodyText).get('params');
        // Only with params it makes something new; otherwise a second request finds the execution waiting.
        const key = name === 'retry' && params !== undefined ? request.headers['idempotency-key'] : undefined;
        const { execution, isNew } = await database.transaction(async (connection) => {
          await requireExecutionGroup(connection, request.principal, id);
          const { execution: before } = await lockExecution(connection, id);
          const earlier = typeof key === 'string' ? await findExecutionByKey(connection, key) : undefined;
          if (earlier) {
            await requireExecutionGroup(connection, request.principal, earlier.id);
            const found = { execution: earlier, isNew: false };
            return sameRequest(found, ({ originExecutionId }) => originExecutionId === id);
          }
          const now = clock.now();
          const asked = {
            ...(options as unknown as B),
            ...(params === undefined ? {} : { params, idempotencyKey: key ?? null }),
          };
          const after = await act(connection, id, { ...asked, actor: request.principal.name }, now);
          const { reason = null } = options as { reason?: string | null };
          await recordExecution(connection, noteOf(request, reason), name, { before, after }, now);
          return { execution: after, isNew: true };
        });
        if (isNew && execution.status === 'PENDING') void announce(database, 'executionsCreated');
        if (execution.id !== id) reply.code(isNew ? 201 : 200).header('location', `/api/v1/executions/${execution.id}`);
        return executionResource(execution, 'detail');
      },
    );

  action('retry', 'Run an ended execution again', retryBody, retryExecution);
  action('cancel', 'Cancel an execution; one that runs is asked to end', cancelBody, cancelExecution);
  action('hold', 'Keep a PENDING execution from starting', holdBody, holdExecution);
  action('succeed', 'Mark an execution as succeeded that is held or ended without success', succeedBody, markSucceeded);
  action('release', 'Let a HELD execution go on', releaseBody, releaseExecution);
}
