import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { recordAudit } from '../../ledger/audit.ts';
import {
  AUDIT_WAYS,
  type AuditFilter,
  type AuditRow,
  auditLines,
  countAudit,
  searchAudit,
} from '../../ledger/audit-trail.ts';
import {
  anyOfField,
  COUNT_CAP,
  cappedCount,
  filtersOf,
  instant,
  instantField,
  jsonTextOf,
  pageFields,
  pageOf,
  partOf,
  readPage,
  verbatim,
} from '../model/paging.ts';
import { noteOf } from '../model/principal.ts';
import { streamed } from '../model/streamed.ts';
import type { AdminOptions } from '../options.ts';

const auditSchema = z
  .object({
    id: z.string().describe('Counts from 1 without a gap.'),
    createdAt: instant,
    actor: z.string(),
    via: z.enum(AUDIT_WAYS),
    address: z.string().nullable(),
    requestId: z.string().nullable(),
    action: z.string(),
    targetType: z.string(),
    targetId: z.string().nullable(),
    targetName: z.string().nullable(),
    groupName: z.string().nullable(),
    before: verbatim('What was, as far as it differs from what is.'),
    after: verbatim('What is, as far as it differs from what was.'),
    reason: z.string().nullable(),
    hash: z.string().describe('SHA-256 over this entry and the hash of the one before.'),
  })
  .meta({ id: 'AuditEntry' });

const filterFields = {
  actor: z.string().max(200).optional(),
  action: z.string().max(64).optional().describe('Such as cron.update.'),
  targetType: z.string().max(32).optional().describe('Such as cron, execution, calendar, user, token.'),
  targetId: z.string().max(100).optional(),
  search: z.string().max(200).optional().describe("Part of the target's name, in any case."),
  via: anyOfField(AUDIT_WAYS),
  since: instantField.describe('Recorded at or after.'),
  until: instantField.describe('Recorded before.'),
};
const listQuery = z.strictObject({ ...filterFields, ...pageFields });
const exportQuery = z.strictObject({
  ...filterFields,
  format: z.enum(['jsonl', 'csv']).default('jsonl').describe('One JSON object a line, or CSV.'),
});

function resource({ beforeState, afterState, previousHash: _, ...row }: AuditRow): object {
  return { ...row, before: jsonTextOf(beforeState), after: jsonTextOf(afterState) };
}

type Filters = Omit<z.output<typeof exportQuery>, 'format'>;

const filterOf = ({ search, ...filter }: Filters, groups: readonly string[] | null): AuditFilter => ({
  ...filter,
  nameLike: partOf(search),
  groups,
});

/** /api/v1/audit: what was changed, by whom and why. */
export function auditRoutes(app: FastifyInstance, { database, clock }: AdminOptions): void {
  const { autocommit } = database;
  const tags = ['audit'];

  app.get<{ Querystring: z.output<typeof listQuery> }>(
    '/audit',
    {
      config: { role: 'viewer' },
      schema: {
        tags,
        operationId: 'listAudit',
        summary: 'What was changed, the latest first; who is limited to groups sees what belongs to them',
        querystring: listQuery,
        response: {
          200: pageOf(auditSchema).extend({
            isPartial: z
              .boolean()
              .describe('The search ended after 50,000 entries: nextCursor goes on where it stopped.'),
          }),
        },
      },
    },
    async ({ query, principal }) => {
      const { limit: _, cursor: __, count, ...filters } = query;
      const filter = filterOf(filters, principal.groups);
      let isPartial = false;
      const page = await readPage<AuditRow>(
        { ...query, sort: '-id' },
        {
          keys: 1,
          keysOf: ({ id }) => [id],
          read: async ({ position, descending, limit }) => {
            const { rows, stoppedAt } = await searchAudit(autocommit, filter, { at: position?.[0], descending, limit });
            isPartial = stoppedAt !== null;
            return { rows, stoppedAt: stoppedAt === null ? null : [stoppedAt] };
          },
        },
      );
      const counted = count ? await countAudit(autocommit, filter, COUNT_CAP + 1) : undefined;
      return {
        ...page,
        items: page.items.map(resource),
        appliedFilters: filtersOf(query),
        isPartial,
        ...(counted ? { count: cappedCount(counted.found, counted.isPartial) } : {}),
      };
    },
  );

  app.get<{ Querystring: z.output<typeof exportQuery> }>(
    '/audit/export',
    {
      config: { role: 'admin' },
      schema: {
        tags,
        operationId: 'exportAudit',
        summary: 'All of it as a stream, the oldest first, with the hashes; this is put on record too',
        querystring: exportQuery,
        response: {
          200: {
            description: 'JSON lines or CSV.',
            content: { 'application/jsonl': { schema: z.string() }, 'text/csv': { schema: z.string() } },
          },
        },
      },
    },
    async (request, reply) => {
      const { format, ...filters } = request.query;
      const filter = filterOf(filters, request.principal.groups);
      const entry = { ...noteOf(request), action: 'audit.export', target: { type: 'audit' }, after: request.query };
      await database.transaction((connection) => recordAudit(connection, entry, clock.now()));
      const body = await streamed(auditLines(autocommit, filter, format));
      return reply
        .type(format === 'csv' ? 'text/csv; charset=utf-8' : 'application/jsonl; charset=utf-8')
        .header('content-disposition', `attachment; filename="jobu-audit.${format}"`)
        .send(body);
    },
  );
}
