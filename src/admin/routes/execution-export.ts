import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { Position } from '../../ledger/execution-lanes.ts';
import { executionsOf, keysOf, searchExecutions } from '../../ledger/execution-search.ts';
import { executionResource, executionSchema } from '../model/execution.ts';
import { type ExecutionQuery, executionFilterFields, searchOf } from '../model/execution-query.ts';
import { jsonWriter } from '../model/json-writer.ts';
import { streamed } from '../model/streamed.ts';
import type { AdminOptions } from '../options.ts';
import { jsonSchemaOf } from '../schema-compiler.ts';

const exportQuery = z.strictObject({
  ...executionFilterFields,
  format: z.enum(['csv', 'jsonl']).default('csv'),
});

const MOST = 100_000;
const STEP = 1_000;
/** A search that finds nothing for so long ends the export. */
const BUDGET_MS = 10_000;

const COLUMNS = [
  ...(['id', 'cronId', 'cronName', 'handlerName', 'status', 'skipReason', 'paramSource', 'scheduledTime'] as const),
  ...(['businessDate', 'runAt', 'startedAt', 'finishedAt', 'delayMs', 'durationMs', 'attempt', 'retryCount'] as const),
  ...(['workerId', 'queue', 'errorCode', 'errorMessage', 'actor', 'reason', 'createdAt'] as const),
];

/** A value as a field of CSV; what a spreadsheet would take for a formula is shown as text. */
function csvField(value: unknown): string {
  if (value === null || value === undefined) return '';
  const text = value instanceof Date ? value.toISOString() : String(value);
  const safe = typeof value === 'string' && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

const csvLine = (fields: readonly unknown[]): string => `${fields.map(csvField).join(',')}\r\n`;

/** GET /api/v1/executions/export */
export function executionExportRoutes(app: FastifyInstance, { database, clock }: AdminOptions): void {
  const { autocommit } = database;
  const write = jsonWriter(jsonSchemaOf(executionSchema, 'output'));

  app.get<{ Querystring: z.output<typeof exportQuery> }>(
    '/executions/export',
    {
      config: { role: 'viewer' },
      schema: {
        tags: ['executions'],
        operationId: 'exportExecutions',
        summary: 'Executions as CSV or JSON lines, newest first; at most 100,000',
        querystring: exportQuery,
        response: {
          200: {
            description: 'One line for each execution, streamed.',
            content: { 'text/csv': { schema: z.string() }, 'application/x-ndjson': { schema: z.string() } },
          },
        },
      },
    },
    async ({ query: { format, ...filters }, principal }, reply) => {
      const now = clock.now();
      const { search } = searchOf(filters as ExecutionQuery, principal, now);
      async function* lines() {
        if (format === 'csv') yield csvLine(COLUMNS);
        let position: Position | undefined;
        for (let written = 0; written < MOST; ) {
          const limit = Math.min(STEP, MOST - written);
          const place = { order: 'id', descending: true, position, limit, now, budgetMs: BUDGET_MS } as const;
          const { found, stoppedAt } = await searchExecutions(autocommit, search, place);
          const executions = await executionsOf(autocommit, found);
          yield executions
            .map((execution) => executionResource(execution, 'detail') as Record<string, unknown>)
            .map((item) => (format === 'csv' ? csvLine(COLUMNS.map((name) => item[name])) : `${write(item)}\n`))
            .join('');
          written += found.length;
          const last = executions.at(-1);
          if (stoppedAt || found.length < limit || !last) return;
          position = keysOf(last, 'id');
        }
      }
      const body = await streamed(lines());
      return reply
        .type(format === 'csv' ? 'text/csv; charset=utf-8' : 'application/x-ndjson; charset=utf-8')
        .header('content-disposition', `attachment; filename="executions-${now.toISOString().slice(0, 10)}.${format}"`)
        .send(body);
    },
  );
}
