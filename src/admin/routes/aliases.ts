import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { STATUSES } from '../../domain/states.ts';
import { recordCron, recordExecution } from '../../ledger/audit-records.ts';
import { searchCrons } from '../../ledger/cron-search.ts';
import { lockCron, updateCron } from '../../ledger/crons.ts';
import { countExecutions, executionsOf, searchExecutions } from '../../ledger/execution-search.ts';
import { announce } from '../../ledger/hints.ts';
import { lockExecution, retryExecution } from '../../ledger/operations.ts';
import { cronResource, cronSchema } from '../model/cron.ts';
import { executionResource, executionSchema } from '../model/execution.ts';
import { anyOfField, COUNT_CAP, idParams, idText } from '../model/paging.ts';
import { noteOf, requireCronGroup, requireExecutionGroup } from '../model/principal.ts';
import { numberedPage, numberedPageFields, numberedPageOf } from '../model/python-shape.ts';
import type { AdminOptions } from '../options.ts';

const cronsQuery = z.strictObject(numberedPageFields);
const jobsQuery = z.strictObject({ ...numberedPageFields, status: anyOfField(STATUSES), cron_id: idText.optional() });
const noBody = z.strictObject({});

type Id = { Params: { id: string } };

/** /api/crons and /api/jobs: the forms of the Python version, with the same sign-in and roles as /api/v1. */
export function aliasRoutes(app: FastifyInstance, { database, clock, cronDefaults }: AdminOptions): void {
  const tags = ['aliases'];
  const { autocommit } = database;

  app.get<{ Querystring: z.output<typeof cronsQuery> }>(
    '/crons',
    {
      config: { role: 'viewer' },
      schema: {
        ...{
          tags,
          operationId: 'aliasListCrons',
          summary: 'Crons by name, in numbered pages',
          querystring: cronsQuery,
        },
        response: { 200: numberedPageOf(cronSchema) },
      },
    },
    async ({ query, principal }) => {
      const crons = await searchCrons(
        autocommit,
        { grantedGroups: principal.groups },
        { order: 'name', isReversed: false, descending: false, position: undefined, limit: COUNT_CAP },
        clock.now(),
      );
      const start = (query.page - 1) * query.size;
      const shown = crons.slice(start, start + query.size).map((cron) => cronResource(cron, principal));
      return numberedPage(shown, query, crons.length);
    },
  );

  app.post<Id>(
    '/crons/:id/toggle',
    {
      config: { role: 'operator' },
      schema: {
        ...{ tags, operationId: 'aliasToggleCron', summary: 'Enable a disabled cron and the other way round' },
        ...{ params: idParams, body: noBody, response: { 200: cronSchema } },
      },
    },
    async (request) => {
      const { id } = request.params;
      const after = await database.transaction(async (connection) => {
        await requireCronGroup(connection, request.principal, id);
        const before = await lockCron(connection, id);
        const now = clock.now();
        const changed = await updateCron(
          connection,
          id,
          { isEnabled: !before.isEnabled },
          { now, defaults: cronDefaults },
        );
        await recordCron(connection, noteOf(request), 'toggle', { before, after: changed }, now);
        return changed;
      });
      void announce(database, 'cronsChanged');
      return cronResource(after, request.principal);
    },
  );

  app.get<{ Querystring: z.output<typeof jobsQuery> }>(
    '/jobs',
    {
      config: { role: 'viewer' },
      schema: {
        ...{ tags, operationId: 'aliasListExecutions', summary: 'Executions, newest first, in numbered pages' },
        ...{ querystring: jobsQuery, response: { 200: numberedPageOf(executionSchema) } },
      },
    },
    async ({ query, principal }) => {
      const now = clock.now();
      const { page, size, status, cron_id } = query;
      const search = {
        status,
        grantedGroups: principal.groups,
        ...(cron_id === undefined ? {} : { cronIds: [cron_id] }),
      };
      const order = cron_id === undefined ? 'id' : 'scheduledTime';
      const limit = Math.min(page * size, COUNT_CAP);
      const { found } = await searchExecutions(autocommit, search, { order, descending: true, limit, now });
      const executions = await executionsOf(autocommit, found.slice((page - 1) * size));
      const { value } = await countExecutions(autocommit, search, COUNT_CAP, now);
      return numberedPage(
        executions.map((execution) => executionResource(execution, 'list')),
        query,
        value,
      );
    },
  );

  app.post<Id>(
    '/jobs/:id/retry',
    {
      config: { role: 'operator' },
      schema: {
        ...{ tags, operationId: 'aliasRetryExecution', summary: 'Run an ended execution again' },
        ...{ params: idParams, body: noBody, response: { 200: executionSchema } },
      },
    },
    async (request) => {
      const { id } = request.params;
      const after = await database.transaction(async (connection) => {
        await requireExecutionGroup(connection, request.principal, id);
        const { execution: before } = await lockExecution(connection, id);
        const now = clock.now();
        const retried = await retryExecution(connection, id, { actor: request.principal.name }, now);
        await recordExecution(connection, noteOf(request), 'retry', { before, after: retried }, now);
        return retried;
      });
      void announce(database, 'executionsCreated');
      return executionResource(after, 'detail');
    },
  );
}
