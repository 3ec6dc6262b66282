import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Connection } from '../../database/connection.ts';
import { recordCron, recordExecution } from '../../ledger/audit-records.ts';
import { cancelPending, createCron, deleteCron, findCron, lockCron, updateCron } from '../../ledger/crons.ts';
import { triggerCron } from '../../ledger/executions.ts';
import { announce } from '../../ledger/hints.ts';
import { type Cron, type CronInput, checkCron } from '../../ledger/model/cron.ts';
import { memberTexts } from '../model/body-text.ts';
import { cronBody, cronInput, cronPatch, cronResource, cronSchema } from '../model/cron.ts';
import { executionResource, executionSchema, triggerBody } from '../model/execution.ts';
import { idParams } from '../model/paging.ts';
import { checkIfMatch, etagOf, ifMatchHeaders } from '../model/precondition.ts';
import { noteOf, requireCronGroup, requireExecutionGroup, requireGroup } from '../model/principal.ts';
import type { AdminOptions } from '../options.ts';
import { idempotencyHeaders, sameRequest } from './idempotency.ts';

const disableBody = z.strictObject({
  cancelPending: z.boolean().optional().describe('Also cancels its executions that have not started.'),
});
const noBody = z.strictObject({});

type Id = { Params: { id: string } };

export const versionOf = ({ name, version }: Cron) => ({ what: `cron "${name}"`, version });

export function answer(reply: FastifyReply, cron: Cron): object {
  reply.header('etag', etagOf(cron));
  return cronResource(cron, reply.request.principal);
}

/** /api/v1/crons */
export function cronRoutes(app: FastifyInstance, { database, clock, cronDefaults }: AdminOptions): void {
  const tags = ['crons'];

  /** Changes a cron whose version fits If-Match, and tells the dispatcher of this process. */
  const change = async (
    request: FastifyRequest,
    reply: FastifyReply,
    action: string,
    patchOf: (cron: Cron, connection: Connection) => Partial<CronInput> | Promise<Partial<CronInput>>,
  ): Promise<object> => {
    const { id } = request.params as Id['Params'];
    const changed = await database.transaction(async (connection) => {
      const before = await lockCron(connection, id);
      requireGroup(request.principal, before.groupName);
      checkIfMatch(request, versionOf(before), request.method !== 'POST');
      const patch = await patchOf(before, connection);
      const now = clock.now();
      const after = await updateCron(connection, id, patch, { now, defaults: cronDefaults, by: noteOf(request) });
      requireGroup(request.principal, after.groupName);
      await recordCron(connection, noteOf(request), action, { before, after }, now);
      return after;
    });
    void announce(database, 'cronsChanged');
    return answer(reply, changed);
  };

  app.post(
    '/crons',
    {
      config: { role: 'editor' },
      schema: {
        tags,
        operationId: 'createCron',
        summary: 'Create a cron',
        body: cronBody,
        response: { 201: cronSchema },
      },
    },
    async (request, reply) => {
      const input = cronInput<CronInput>(request.body, request.bodyText);
      const cron = await database.transaction(async (connection) => {
        const now = clock.now();
        const after = await createCron(connection, input, { now, defaults: cronDefaults, by: noteOf(request) });
        requireGroup(request.principal, after.groupName);
        await recordCron(connection, noteOf(request), 'create', { before: null, after }, now);
        return after;
      });
      void announce(database, 'cronsChanged');
      reply.code(201).header('location', `/api/v1/crons/${cron.id}`);
      return answer(reply, cron);
    },
  );

  app.get<Id>(
    '/crons/:id',
    {
      config: { role: 'viewer' },
      schema: { tags, operationId: 'getCron', summary: 'One cron', params: idParams, response: { 200: cronSchema } },
    },
    async ({ params, principal }, reply) => {
      const cron = await findCron(database.autocommit, params.id);
      requireGroup(principal, cron.groupName);
      return answer(reply, cron);
    },
  );

  const writable = { tags, params: idParams, headers: ifMatchHeaders, response: { 200: cronSchema } };

  app.patch<Id>(
    '/crons/:id',
    {
      config: { role: 'editor' },
      schema: { ...writable, operationId: 'updateCron', summary: 'Change some fields', body: cronPatch },
    },
    (request, reply) =>
      change(request, reply, 'update', () => cronInput<Partial<CronInput>>(request.body, request.bodyText)),
  );

  app.put<Id>(
    '/crons/:id',
    {
      config: { role: 'editor' },
      schema: {
        ...writable,
        operationId: 'replaceCron',
        summary: 'Write all fields; those left out get defaults',
        body: cronBody,
      },
    },
    (request, reply) =>
      change(request, reply, 'replace', () =>
        checkCron(cronInput<CronInput>(request.body, request.bodyText), cronDefaults),
      ),
  );

  app.delete<Id>(
    '/crons/:id',
    {
      config: { role: 'editor' },
      schema: {
        tags,
        operationId: 'deleteCron',
        summary: 'Delete a cron; its history stays, what has not started is canceled',
        params: idParams,
        headers: ifMatchHeaders,
        response: { 200: z.object({ id: z.string(), canceledExecutions: z.int() }) },
      },
    },
    async (request) => {
      const { id } = request.params;
      const canceledExecutions = await database.transaction(async (connection) => {
        const before = await lockCron(connection, id);
        requireGroup(request.principal, before.groupName);
        checkIfMatch(request, versionOf(before), true);
        const now = clock.now();
        const canceled = await deleteCron(connection, id, now);
        await recordCron(connection, noteOf(request), 'delete', { before, after: null }, now);
        return canceled;
      });
      void announce(database, 'cronsChanged');
      return { id, canceledExecutions };
    },
  );

  for (const [action, summary, isEnabled] of [
    ['enable', 'Run on schedule from now on', () => true],
    ['disable', 'Run no more on schedule', () => false],
    ['toggle', 'Enable a disabled cron and the other way round', (cron: Cron) => !cron.isEnabled],
  ] as const)
    app.post<Id>(
      `/crons/:id/${action}`,
      {
        config: { role: 'operator' },
        schema: {
          ...writable,
          operationId: `${action}Cron`,
          summary,
          body: action === 'disable' ? disableBody : noBody,
        },
      },
      (request, reply) =>
        change(request, reply, action, async (cron, connection) => {
          const { cancelPending: cancels = false } = request.body as z.input<typeof disableBody>;
          if (cancels) await cancelPending(connection, cron.id, clock.now(), 'cron_disabled');
          return { isEnabled: isEnabled(cron) };
        }),
    );

  app.post<Id>(
    '/crons/:id/trigger',
    {
      config: { role: 'operator' },
      schema: {
        tags,
        operationId: 'triggerCron',
        summary: 'Run a cron now, also a disabled one',
        params: idParams,
        headers: idempotencyHeaders,
        body: triggerBody,
        response: { 200: executionSchema.describe('Made by an earlier request with this key.'), 202: executionSchema },
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      const { runAt, allowOverlap, reason } = request.body as z.input<typeof triggerBody>;
      const { execution, isNew } = await database.transaction(async (connection) => {
        await requireCronGroup(connection, request.principal, id);
        const now = clock.now();
        const created = await triggerCron(
          connection,
          id,
          {
            params: memberTexts(request.bodyText).get('params'),
            runAt: runAt === undefined ? undefined : new Date(runAt),
            idempotencyKey: request.headers['idempotency-key'] as string | undefined,
            allowOverlap,
            actor: request.principal.name,
            reason,
          },
          now,
        );
        await requireExecutionGroup(connection, request.principal, created.execution.id);
        sameRequest(created, ({ jobId }) => jobId === id);
        const states = { before: null, after: created.execution };
        if (created.isNew) await recordExecution(connection, noteOf(request, reason), 'create', states, now);
        return created;
      });
      if (isNew) void announce(database, 'executionsCreated');
      reply.code(isNew ? 202 : 200).header('location', `/api/v1/executions/${execution.id}`);
      return executionResource(execution, 'detail');
    },
  );
}
