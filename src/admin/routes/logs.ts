import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { listAttempts, listLogs, requireExecution } from '../../ledger/executions.ts';
import type { LogLine } from '../../ledger/model/execution.ts';
import { fromRow, idParam } from '../../ledger/model/row.ts';
import { attemptSchema, LOG_LEVELS, logLineResource, logLineSchema } from '../model/execution.ts';
import {
  anyOfField,
  COUNT_CAP,
  cappedCount,
  filtersOf,
  idParams,
  idText,
  pageFields,
  pageOf,
  partOf,
  readPage,
  wholePage,
} from '../model/paging.ts';
import { requireExecutionGroup } from '../model/principal.ts';
import { streamed } from '../model/streamed.ts';
import type { AdminOptions } from '../options.ts';
import { sql } from '../statements.ts';

const logQuery = z.strictObject({
  ...pageFields,
  after: idText.optional().describe('Only lines after this one: the id of the last line seen.'),
  attempt: z.coerce.number().int().min(1).optional().describe('Only lines of this attempt.'),
  level: anyOfField(LOG_LEVELS),
  q: z.string().min(1).max(200).optional().describe('Part of the message, in any case.'),
  limit: z.coerce.number().int().min(1).max(1000).default(200).describe('Lines on a page.'),
});

type Id = { Params: { id: string } };

const LAST_ID = '9223372036854775807';
const LAST_ATTEMPT = 2_147_483_647;
const DOWNLOAD_STEP = 1000;

/** One line of a downloaded log; a message of several lines is indented below its first. */
function textOf({ loggedAt, attempt, level, message, data }: LogLine): string {
  const rest = data === null ? '' : ` ${data}`;
  return `${loggedAt.toISOString()} #${attempt} ${level.padEnd(5)} ${message.replaceAll('\n', '\n    ')}${rest}\n`;
}

/** What executions left behind: /api/v1/executions/{id}/logs and /attempts. */
export function logRoutes(app: FastifyInstance, { database }: AdminOptions): void {
  const tags = ['executions'];
  const { autocommit } = database;

  app.get<Id & { Querystring: z.output<typeof logQuery> }>(
    '/executions/:id/logs',
    {
      config: { role: 'viewer' },
      schema: {
        tags,
        operationId: 'listLogs',
        summary: 'What the handler logged, oldest first',
        params: idParams,
        querystring: logQuery,
        response: { 200: pageOf(logLineSchema) },
      },
    },
    async ({ params, principal, query }) => {
      await requireExecutionGroup(autocommit, principal, params.id);
      await requireExecution(autocommit, params.id);
      const { after = '0', attempt, level = LOG_LEVELS, q } = query;
      const filter = {
        execution_id: idParam(params.id),
        after_id: idParam(after),
        first_attempt: attempt ?? 0,
        last_attempt: attempt ?? LAST_ATTEMPT,
        levels: level,
        message_like: partOf(q),
      };
      const page = await readPage<LogLine>(query, {
        keys: 1,
        keysOf: ({ id }) => [id],
        read: async ({ position, descending, limit }) => {
          const [at] = position ?? [];
          const bounds = descending
            ? { before_id: idParam(at ?? LAST_ID) }
            : { after_id: idParam(at ?? after), before_id: idParam(LAST_ID) };
          const rows = await autocommit.fetchAll(sql(descending ? 'list_log_page_back' : 'list_log_page'), {
            ...filter,
            ...bounds,
            limit,
          });
          return rows.map((row) => fromRow<LogLine>(row));
        },
      });
      return {
        ...page,
        items: page.items.map(logLineResource),
        appliedFilters: filtersOf(query),
        ...(query.count
          ? { count: cappedCount(await autocommit.fetchValue(sql('count_logs'), { ...filter, cap: COUNT_CAP + 1 })) }
          : {}),
      };
    },
  );

  app.get<Id>(
    '/executions/:id/logs/download',
    {
      config: { role: 'viewer' },
      schema: {
        tags,
        operationId: 'downloadLogs',
        summary: 'The whole log as text',
        params: idParams,
        response: {
          200: { description: 'One line for each log line.', content: { 'text/plain': { schema: z.string() } } },
        },
      },
    },
    async ({ params: { id }, principal }, reply) => {
      await requireExecutionGroup(autocommit, principal, id);
      await requireExecution(autocommit, id);
      async function* lines() {
        for (let afterId = '0'; ; ) {
          const step = await listLogs(autocommit, id, afterId, DOWNLOAD_STEP);
          if (step.length > 0) yield step.map(textOf).join('');
          if (step.length < DOWNLOAD_STEP) return;
          afterId = step.at(-1)!.id;
        }
      }
      const body = await streamed(lines());
      return reply
        .type('text/plain; charset=utf-8')
        .header('content-disposition', `attachment; filename="execution-${id}.log"`)
        .send(body);
    },
  );

  app.get<Id>(
    '/executions/:id/attempts',
    {
      config: { role: 'viewer' },
      schema: {
        tags,
        operationId: 'listAttempts',
        summary: 'Attempts that did not succeed, in order',
        params: idParams,
        response: { 200: pageOf(attemptSchema) },
      },
    },
    async ({ params: { id }, principal }) => {
      await requireExecutionGroup(autocommit, principal, id);
      await requireExecution(autocommit, id);
      return wholePage(await listAttempts(autocommit, id));
    },
  );
}
